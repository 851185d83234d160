//! What `make import` prints: what was read, kept and dropped, with reasons and line numbers.

use super::aliases::Field;
use super::day::DayOrder;
use super::header::Layout;
use super::number::DecimalStyle;
use crate::format::ExportFormat;
use crate::inference::Reading;
use domain::money::Currency;
use encoding_rs::Encoding;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// How many dropped rows are listed with their lines; all are counted.
const MOST_LISTED: usize = 100;
/// How many slips in names are listed; all are counted.
const MOST_SLIPS_LISTED: usize = 5;

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

/// What an export measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Spend in minor units.
    Spend,
    /// Revenue in minor units.
    Revenue,
    /// Impressions.
    Impressions,
    /// Clicks.
    Clicks,
    /// Conversions in thousandths.
    Conversions,
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
    /// How many spellings were taken for another one with a slip of the hand.
    pub slips: usize,
    /// The first of these, at most 5, each with the name that it was taken for.
    pub first_slips: Vec<(String, String)>,
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
            slips: 0,
            first_slips: Vec::new(),
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

    pub(super) fn fold_slip(&mut self, spelling: &str, name: &str) {
        self.slips += 1;
        if self.first_slips.len() < MOST_SLIPS_LISTED {
            self.first_slips.push((spelling.to_owned(), name.to_owned()));
        }
    }

    /// Moves kept rows to the dropped ones.
    pub(super) fn drop_kept(&mut self, line: u64, rows: u64, reason: DropReason) {
        self.rows_kept = self.rows_kept.saturating_sub(rows);
        self.drop_row(line, reason);
        *self.dropped_by_reason.entry(reason).or_default() += rows.saturating_sub(1);
        self.dropped.sort_by_key(|row| row.line);
    }

    fn amount(&self, measure: Measure, value: i64) -> String {
        let (decimals, unit) = match (measure, self.currency) {
            (Measure::Spend, Some(currency)) => (currency.decimals() as usize, format!(" {currency}")),
            _ => (0, String::new()),
        };
        let digits = format!("{:0width$}", value.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let point = if decimals > 0 { "." } else { "" };
        format!("{}{whole}{point}{fraction}{unit}", if value < 0 { "-" } else { "" })
    }

    fn write_shape(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delimiter =
            if self.delimiter == '\t' { "tab".to_owned() } else { format!("'{}'", self.delimiter) };
        write!(
            formatter,
            "{}: {}, delimiter {delimiter}, header in line {}",
            self.format, self.encoding, self.header_line
        )?;
        write!(formatter, ", decimal {}", if self.decimal_comma { "comma" } else { "point" })?;
        match self.day_order {
            Some(DayOrder::DayFirst) => write!(formatter, ", day before month")?,
            Some(DayOrder::MonthFirst) => write!(formatter, ", month before day")?,
            None => {}
        }
        match self.currency {
            Some(currency) if self.currency_is_assumed => {
                writeln!(
                    formatter,
                    ", amounts taken to be in {currency}: the file does not say (CURRENCY= would)"
                )
            }
            Some(currency) => writeln!(formatter, ", amounts in {currency}"),
            None => writeln!(formatter, ", no amounts"),
        }
    }

    fn write_dropped(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (reason, count) in &self.dropped_by_reason {
            let of_reason = self.dropped.iter().filter(|row| row.reason == *reason);
            let lines: Vec<String> = of_reason.take(10).map(|row| row.line.to_string()).collect();
            let more = if *count > lines.len() as u64 { ", …" } else { "" };
            writeln!(formatter, "  dropped {count}: {reason} (line {}{more})", lines.join(", "))?;
        }
        Ok(())
    }

    fn write_slips(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.slips > 0 {
            writeln!(formatter, "  slips in names: {}, each counted as the name beside it", self.slips)?;
        }
        for (spelling, name) in &self.first_slips {
            writeln!(formatter, "    {spelling:?} as {name:?}")?;
        }
        if self.slips > self.first_slips.len() {
            writeln!(formatter, "    …")?;
        }
        Ok(())
    }

    fn write_total(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(check) = self.total_check else {
            return writeln!(formatter, "total: the file has none to check against");
        };
        let (file, own) =
            (self.amount(check.measure, check.file_total), self.amount(check.measure, check.own_total));
        if check.agrees {
            return writeln!(formatter, "total: {own}, the same as in line {}", check.line);
        }
        writeln!(
            formatter,
            "WARNING: THE TOTAL DISAGREES: line {} says {file}, the rows sum up to {own}; the file may be cut or \
             edited: export it again, or check which rows it leaves out",
            check.line
        )
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_shape(formatter)?;
        let dropped: u64 = self.dropped_by_reason.values().sum();
        writeln!(formatter, "rows: {} read, {} kept, {dropped} dropped", self.rows_read, self.rows_kept)?;
        self.write_dropped(formatter)?;
        match (self.first_day, self.last_day) {
            (Some(first), Some(last)) => writeln!(formatter, "days: {first} to {last}")?,
            _ => writeln!(formatter, "days: none; the export has no rows to keep, check its date range")?,
        }
        if self.has_today {
            writeln!(
                formatter,
                "today is in the file and not over: import again tomorrow for its final values"
            )?;
        }
        writeln!(
            formatter,
            "facts: {}; campaigns: {} from {} spellings",
            self.facts, self.campaigns, self.spellings
        )?;
        self.write_slips(formatter)?;
        for (column, count) in &self.missing_values {
            writeln!(formatter, "  no value for {column} in {count} kept rows: stays unknown, not zero")?;
        }
        self.write_total(formatter)
    }
}
