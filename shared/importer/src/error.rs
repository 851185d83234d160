//! Why an export is refused, and what the person who brought it does next. No error repeats a value of the file.

use domain::identity::InvalidIdentifier;
use domain::money::Currency;
use std::fmt;

/// Names a column of the file by its meaning and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What the column holds, such as `spend`.
    pub meaning: &'static str,
    /// Its place in the row, from 1.
    pub place: usize,
}

impl fmt::Display for Column {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "column {} ({})", self.place, self.meaning)
    }
}

/// Says why an export cannot be imported; each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has no text at all.
    #[error("line 1: the file is empty; export the report again and check that it has rows")]
    Empty,
    /// No row in the head of the file is a header that is known.
    #[error(
        "lines 1 to {searched}: no header row of an advertising export (at least 3 known columns such as Day, \
         Campaign, Cost); export a campaign report as CSV with its header row"
    )]
    NotAnExport {
        /// How many lines were searched.
        searched: u64,
    },
    /// The bytes are no text: a spreadsheet, an archive, a damaged file.
    #[error(
        "line {line}: this is no text in UTF-8, UTF-16 or Windows-1252; save the report as CSV in UTF-8 (not as \
         .xlsx) and import that file"
    )]
    UnreadableEncoding {
        /// The line up to which the text was readable.
        line: u64,
    },
    /// The rows cover more than a day each.
    #[error(
        "line {line}, column day: the rows cover a whole period, not single days; export again with the daily \
         breakdown (Meta: Breakdown > By time > Day; Google: segment or column Day; TikTok: By day)"
    )]
    NoDailyRows {
        /// The header, or the first row that covers several days.
        line: u64,
    },
    /// A column without which the rows mean nothing is not there.
    #[error(
        "line {line}: the header has no column for {meaning}; add that column to the report and export again"
    )]
    MissingColumn {
        /// The line of the header.
        line: u64,
        /// What the column would hold.
        meaning: &'static str,
    },
    /// Nothing in the file proves whether the day or the month comes first.
    #[error(
        "line {line}, {column}: the dates may be day first or month first; export with dates like 2026-01-31, or \
         with a range that has a day after the 12th"
    )]
    AmbiguousDates {
        /// The first line with such a date.
        line: u64,
        /// The column of the date.
        column: Column,
    },
    /// Nothing in the file proves whether a point or a comma separates decimals.
    #[error(
        "line {line}, {column}: the separator may mark thousands or decimals; export with two decimals in amounts, \
         or without thousands separators"
    )]
    AmbiguousDecimals {
        /// The first line with such a number.
        line: u64,
        /// The column of the number.
        column: Column,
    },
    /// The file does not say its currency, and nobody else did.
    #[error(
        "line {line}: the file does not say its currency; import it again with CURRENCY=, such as CURRENCY=USD, or \
         add the currency column to the report"
    )]
    UnknownCurrency {
        /// The line of the header.
        line: u64,
    },
    /// The file mixes currencies.
    #[error(
        "line {line}, {column}: the file has amounts in several currencies; export one file per currency"
    )]
    SeveralCurrencies {
        /// The first line with a second currency.
        line: u64,
        /// The column that says so.
        column: Column,
    },
    /// The file is in another currency than the workspace.
    #[error(
        "line {line}: the amounts are in {file}, the workspace is in {workspace}; export in {workspace}, or import \
         into a workspace in {file}"
    )]
    CurrencyDiffers {
        /// The line that states the currency.
        line: u64,
        /// The currency of the file.
        file: Currency,
        /// The currency of the workspace.
        workspace: Currency,
    },
    /// Neither the file nor the caller says where the advertising ran.
    #[error(
        "line {line}: the file does not say its platform; import it again with PLATFORM=, such as PLATFORM=meta"
    )]
    UnknownChannel {
        /// The line of the header.
        line: u64,
    },
    /// The file is of another platform than the caller says.
    #[error(
        "line {line}: the file is an export of {file}, not of the platform in PLATFORM=; import it again without it"
    )]
    PlatformDiffers {
        /// The line of the header.
        line: u64,
        /// The platform of the file.
        file: &'static str,
    },
    /// A cell is not what its column says.
    #[error("line {line}, {column}: expected {expected}; correct this cell, or export the report again")]
    BadValue {
        /// The line of the cell.
        line: u64,
        /// The column of the cell.
        column: Column,
        /// What the cell would have to be.
        expected: &'static str,
    },
    /// A row is longer than any row of an export.
    #[error(
        "line {line}: a row longer than {limit} bytes; a closing quote is missing, so export the report again"
    )]
    RowTooLong {
        /// The line where the row begins.
        line: u64,
        /// The most bytes of a row.
        limit: u64,
    },
    /// The file has more facts than are read at once.
    #[error(
        "line {line}: more than {limit} different facts (channel, day, campaign, creative) or too many different \
         names; split the export by month and import the parts one after the other"
    )]
    TooManyFacts {
        /// The line where the limit was passed.
        line: u64,
        /// The most facts of one file.
        limit: usize,
    },
    /// A name makes no identifier.
    #[error("a campaign or creative has a name that makes no identifier; rename it and export again")]
    NoIdentifier {
        /// Why not.
        #[source]
        source: InvalidIdentifier,
    },
    /// The file could not be read.
    #[error(
        "line {line}: the file could not be read to its end; check the disk or the permissions and try again"
    )]
    ReadFailed {
        /// The line up to which it was read.
        line: u64,
        /// What the reader said.
        #[source]
        source: std::io::Error,
    },
}
