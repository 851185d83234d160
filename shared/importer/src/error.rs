//! Why an export is refused, and what the person who brought it does next. No error repeats a value of the file; the
//! names of its columns are repeated.

use domain::identity::InvalidIdentifier;
use domain::money::Currency;
use jiff::civil::Date;
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

fn day_remedy(found: &str) -> String {
    match found {
        "" => "add the daily breakdown to the report (Meta: Breakdown > By time > Day; Google: segment or column Day) and \
               export again"
            .to_owned(),
        found => format!("found {found}: rename it to date and import again"),
    }
}

fn first_lines(searched: u64) -> String {
    if searched == 1 { "line 1".to_owned() } else { format!("lines 1 to {searched}") }
}

/// Says why an export cannot be imported; each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has no text at all.
    #[error("line 1: the file is empty; export the report again and check that it has rows")]
    Empty,
    /// No row in the head of the file is a header that is known.
    #[error(
        "{}: no header row of an advertising export (at least 3 known columns such as Day, \
         Campaign, Cost); export a campaign report as CSV with its header row",
        first_lines(*searched)
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
    /// The rows are of weeks, months or quarters.
    #[error(
        "line {line}, column {column}: the rows are of whole weeks, months or quarters, not of single days; export again \
         with the daily breakdown (Meta: Breakdown > By time > Day; Google: segment or column Day; TikTok: By day)"
    )]
    CoarseRows {
        /// The line of the header.
        line: u64,
        /// The name of the column with the period.
        column: String,
    },
    /// No column is known as the day.
    #[error(
        "line {line}: no column for the day; {}", day_remedy(.found)
    )]
    NoDayColumn {
        /// The line of the header.
        line: u64,
        /// The names of the columns that hold days, separated by commas; empty if there is none.
        found: String,
    },
    /// No column is known as the spend, and one that is not known looks like money.
    #[error(
        "line {line}, column {column}: this looks like an amount of money and is not known; rename the column to spend or \
         revenue, whichever it is, and import again"
    )]
    UnknownMoney {
        /// The line of the header.
        line: u64,
        /// The name of the column.
        column: String,
    },
    /// A quote opens in one row and closes in another, so the rows between would be lost.
    #[error(
        "line {line}: a quotation mark opens here and does not close in its row, so the rows below would be lost; \
         remove or double it, or export the report again"
    )]
    OpenQuote {
        /// The line where the quote opens.
        line: u64,
    },
    /// Rows of one campaign and day differ in a column that is not known.
    #[error(
        "line {line}, column {column}: rows of the same campaign and day differ in this column, which is not known, and \
         may count the same money twice; export again without this breakdown"
    )]
    UnknownBreakdown {
        /// The line of the second such row.
        line: u64,
        /// The name of the column.
        column: String,
    },
    /// A row says that it is of all, stands beside rows of parts, and is not their sum.
    #[error(
        "line {line}, column {column}: this row seems to be the total of other rows of the same campaign and day, and they \
         add up to something else; export again without this breakdown, or leave out the rows for all"
    )]
    WholeBesideParts {
        /// The line of the row.
        line: u64,
        /// The names of the columns in which it is of all.
        column: String,
    },
    /// A day is too long ago or in the future.
    #[error(
        "line {line}, {column}: days from {first} to {last} can be imported; correct this date or leave the row out"
    )]
    DayOutOfRange {
        /// The line of the row.
        line: u64,
        /// The column of the day.
        column: Column,
        /// The first day that can be imported.
        first: Date,
        /// The last day that can be imported.
        last: Date,
    },
    /// A name without an identifier may be one of several campaigns.
    #[error(
        "line {line}: several campaigns have the name in this row and the file does not say which; add the column \
         Campaign ID (or Account ID) to the report and export again"
    )]
    AmbiguousCampaign {
        /// The first line with the name.
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
    /// Amounts are converted to a currency that nobody said; the currency of the row is another one.
    #[error(
        "line {line}, {column}: the amounts are converted to a currency that the file does not say; import it again with \
         CURRENCY=, such as CURRENCY=USD, or export the spend in the currency of the account"
    )]
    UnknownConversion {
        /// The first line with such an amount.
        line: u64,
        /// The column of the amount.
        column: Column,
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
    /// A row has more cells than the header has columns.
    #[error(
        "line {line}: the row has more cells than the header has columns, so a number or a name has the delimiter inside; put \
         such cells in quotation marks, or export with another delimiter"
    )]
    TooManyCells {
        /// The line of the row.
        line: u64,
    },
    /// A line is no JSON object, in a file of JSON.
    #[error(
        "line {line}: this is no JSON object; send one object in each line (NDJSON), with fields such as date, campaign, \
         campaign_id and spend"
    )]
    NotAnObject {
        /// The line, from 1.
        line: u64,
    },
    /// Objects call the same thing differently.
    #[error(
        "line {line}: this object calls the {meaning} differently than the ones above, so that one of both would be lost; give \
         a field the same name in each object"
    )]
    OtherWord {
        /// The line of the object.
        line: u64,
        /// What is called differently.
        meaning: &'static str,
    },
    /// The table of all objects is too large.
    #[error(
        "line {line}: the objects have so many different fields that the table of them is too large; send the same fields in \
         each, or split the file"
    )]
    TooSparse {
        /// The line where the limit was exceeded.
        line: u64,
    },
    /// The objects have more different fields than any export.
    #[error(
        "line {line}: more than {limit} different fields; send one object for each row, with the same fields in each"
    )]
    TooManyFields {
        /// The line where the limit was exceeded.
        line: u64,
        /// The most fields of one file.
        limit: usize,
    },
    /// The file has more campaigns than any account.
    #[error(
        "line {line}: more than {limit} different campaigns; check that the column with the campaign's name is the right one, \
         or split the export by account"
    )]
    TooManyCampaigns {
        /// The line where the limit was exceeded.
        line: u64,
        /// The most campaigns of one file.
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

impl ImportError {
    /// Returns the line at fault, from 1; `None` if the file as a whole is.
    pub fn line_mut(&mut self) -> Option<&mut u64> {
        match self {
            Self::Empty | Self::NotAnExport { .. } | Self::NoIdentifier { .. } => None,
            Self::UnreadableEncoding { line }
            | Self::NoDailyRows { line }
            | Self::CoarseRows { line, .. }
            | Self::NoDayColumn { line, .. }
            | Self::UnknownMoney { line, .. }
            | Self::OpenQuote { line }
            | Self::UnknownBreakdown { line, .. }
            | Self::WholeBesideParts { line, .. }
            | Self::UnknownConversion { line, .. }
            | Self::DayOutOfRange { line, .. }
            | Self::AmbiguousCampaign { line }
            | Self::MissingColumn { line, .. }
            | Self::AmbiguousDates { line, .. }
            | Self::AmbiguousDecimals { line, .. }
            | Self::UnknownCurrency { line }
            | Self::SeveralCurrencies { line, .. }
            | Self::CurrencyDiffers { line, .. }
            | Self::UnknownChannel { line }
            | Self::BadValue { line, .. }
            | Self::RowTooLong { line, .. }
            | Self::TooManyFacts { line, .. }
            | Self::TooManyCells { line }
            | Self::NotAnObject { line }
            | Self::OtherWord { line, .. }
            | Self::TooSparse { line }
            | Self::TooManyFields { line, .. }
            | Self::TooManyCampaigns { line, .. }
            | Self::ReadFailed { line, .. } => Some(line),
        }
    }
}
