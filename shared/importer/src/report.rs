//! What `make import` prints: what was read, kept and dropped, with reasons and line numbers.

mod print;

use super::aliases::Field;
use super::day::DayOrder;
use super::header::Layout;
use super::number::DecimalStyle;
use crate::format::ExportFormat;
use crate::inference::Reading;
use domain::metrics::MetricValues;
use domain::metrics::measure::Measure;
use domain::money::Currency;
use encoding_rs::Encoding;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// How many dropped rows are listed with their lines; all are counted.
const MOST_LISTED: usize = 100;

/// Why a row made no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DropReason {
    /// It sums up other rows; the sum is used as a check.
    Total,
    /// It is the mean of other rows.
    Average,
    /// It has no day: a sum over the days of one campaign.
    Subtotal,
    /// It has a day and no campaign.
    NoCampaign,
    /// Its campaign and day are also there split by age, gender or the like, and count only once.
    TotalOfBreakdown,
    /// Its day is after today.
    AfterToday,
    /// It has a campaign and a day, and no value at all.
    NoValues,
    /// It is a note of the platform below the rows.
    Note,
    /// It belongs to a second table in the same file.
    OtherTable,
    /// It counts visits that no advertising brought: direct, organic, by a link of somebody else.
    NotBought,
}

impl fmt::Display for DropReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Total => "total of other rows",
            Self::Average => "mean of other rows",
            Self::Subtotal => "no day: a subtotal",
            Self::NoCampaign => "no campaign",
            Self::TotalOfBreakdown => "total beside its own breakdown",
            Self::AfterToday => "a day after today",
            Self::NoValues => "no values",
            Self::Note => "a note, not a row",
            Self::OtherTable => "a second table in the file",
            Self::NotBought => "traffic that nobody bought",
        })
    }
}

/// A row that made no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DroppedRow {
    /// The line where it begins, from 1.
    pub line: u64,
    /// Why it was dropped.
    pub reason: DropReason,
}

/// A spelling in the file that counts as another name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoldedName {
    /// As the file has it.
    pub spelling: String,
    /// The name that it counts as.
    pub name: String,
    /// Whether letters differ, and not only case, accents or separators.
    pub is_slip: bool,
}

/// The file's own total beside the sum of the rows that were kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalCheck {
    /// What was compared.
    pub measure: Measure,
    /// The line of the total.
    pub line: u64,
    /// What the file says.
    pub file_total: i64,
    /// What the kept rows sum up to.
    pub own_total: i64,
    /// Whether both are the same but for the rounding of single rows.
    pub agrees: bool,
}

/// What was read, kept and dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The kind of export.
    pub format: ExportFormat,
    /// The encoding of the file.
    pub encoding: &'static str,
    /// The delimiter between cells.
    pub delimiter: char,
    /// The line of the header, from 1.
    pub header_line: u64,
    /// The currency of the amounts; `None` when the file has none.
    pub currency: Option<Currency>,
    /// Whether the currency is the workspace's because neither the file nor the caller said one.
    pub currency_is_assumed: bool,
    /// Rows below the header.
    pub rows_read: u64,
    /// Rows that went into facts.
    pub rows_kept: u64,
    /// The first dropped rows, at most 100, by line.
    pub dropped: Vec<DroppedRow>,
    /// How many rows were dropped, by reason.
    pub dropped_by_reason: BTreeMap<DropReason, u64>,
    /// How many facts the kept rows made.
    pub facts: usize,
    /// How many spellings of campaigns the file has.
    pub spellings: usize,
    /// How many campaigns they are.
    pub campaigns: usize,
    /// Every spelling that counts as another name, sorted.
    pub folded: Vec<FoldedName>,
    /// The columns that are read, by their own names, with what they are read as.
    pub read_columns: Vec<(String, &'static str)>,
    /// The names of the columns that nothing is read from.
    pub unread_columns: Vec<String>,
    /// The sums of all facts, to reconcile with the platform; `None` where no row has a value.
    pub sums: MetricValues,
    /// The first lines, at most 100, with a letter that is broken in the file.
    pub broken_lines: Vec<u64>,
    /// Rows that are the same as another one, cell by cell.
    pub identical_rows: u64,
    /// The first day with a fact.
    pub first_day: Option<Date>,
    /// The last day with a fact.
    pub last_day: Option<Date>,
    /// Whether the file has rows of today, which is not over.
    pub has_today: bool,
    /// The comparison with the file's own total, when it has one.
    pub total_check: Option<TotalCheck>,
    /// Kept rows without a value, by column.
    pub missing_values: BTreeMap<&'static str, u64>,
    decimal_comma: bool,
    day_order: Option<DayOrder>,
}

impl ImportReport {
    /// Returns the report with the line numbers of a file that has no header line.
    #[must_use]
    pub fn without_header_line(mut self) -> Self {
        let up = |line: &mut u64| *line = line.saturating_sub(1).max(1);
        self.dropped.iter_mut().for_each(|row| up(&mut row.line));
        self.broken_lines.iter_mut().for_each(up);
        self.total_check.iter_mut().for_each(|check| up(&mut check.line));
        self
    }

    pub(super) fn begin(encoding: &'static Encoding, layout: &Layout, reading: &Reading) -> Self {
        Self {
            format: layout.format,
            encoding: encoding.name(),
            delimiter: char::from(layout.delimiter),
            header_line: layout.header_line,
            currency: None,
            currency_is_assumed: false,
            rows_read: 0,
            rows_kept: 0,
            dropped: Vec::new(),
            dropped_by_reason: BTreeMap::new(),
            facts: 0,
            spellings: 0,
            campaigns: 0,
            folded: Vec::new(),
            read_columns: layout.read_columns(),
            unread_columns: layout.unread_columns(),
            sums: MetricValues::default(),
            broken_lines: Vec::new(),
            identical_rows: 0,
            first_day: None,
            last_day: None,
            has_today: false,
            total_check: None,
            missing_values: BTreeMap::new(),
            decimal_comma: reading.decimal_style == DecimalStyle::Comma,
            day_order: reading.day_order,
        }
    }

    pub(super) fn drop_row(&mut self, line: u64, reason: DropReason) {
        *self.dropped_by_reason.entry(reason).or_default() += 1;
        if self.dropped.len() < MOST_LISTED {
            self.dropped.push(DroppedRow { line, reason });
        }
    }

    pub(super) fn keep_row(&mut self) {
        self.rows_kept += 1;
    }

    pub(super) fn miss(&mut self, field: Field) {
        *self.missing_values.entry(field.meaning()).or_default() += 1;
    }

    pub(super) fn break_letter(&mut self, line: u64) {
        if self.broken_lines.len() < MOST_LISTED && self.broken_lines.last() != Some(&line) {
            self.broken_lines.push(line);
        }
    }

    /// Returns how many spellings were taken for another name with a slip of the hand.
    #[must_use]
    pub fn slips(&self) -> usize {
        self.folded.iter().filter(|folded| folded.is_slip).count()
    }

    /// Moves kept rows to the dropped ones.
    pub(super) fn drop_kept(&mut self, line: u64, rows: u64, reason: DropReason) {
        self.rows_kept = self.rows_kept.saturating_sub(rows);
        self.drop_row(line, reason);
        *self.dropped_by_reason.entry(reason).or_default() += rows.saturating_sub(1);
        self.dropped.sort_by_key(|row| row.line);
    }
}
