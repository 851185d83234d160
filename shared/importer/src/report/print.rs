//! The report as `make import` prints it: what a person reconciles with the platform.

use super::{DayOrder, FoldedName, ImportReport};
use domain::language::Language;
use domain::metrics::measure::Measure;
use domain::money::Money;
use std::fmt;

/// How many names and lines of one kind are printed; the report has all of them.
const MOST_PRINTED: usize = 5;

impl ImportReport {
    /// Writes a value as the rest of the product does.
    fn amount(&self, measure: Measure, value: i64) -> String {
        match (measure, self.currency) {
            (Measure::Spend | Measure::Revenue, Some(currency)) => {
                Language::English.exact_money(Money::from_minor(value, currency))
            }
            (Measure::Conversions, _) if value % 1_000 == 0 => Language::English.integer(value / 1_000),
            (Measure::Conversions, _) => {
                format!("{}.{:03}", Language::English.integer(value / 1_000), value % 1_000)
            }
            _ => Language::English.integer(value),
        }
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

    fn write_columns(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read: Vec<String> =
            self.read_columns.iter().map(|(name, meaning)| format!("{name} as {meaning}")).collect();
        writeln!(formatter, "columns: {}", read.join("; "))?;
        match self.unread_columns.as_slice() {
            [] => Ok(()),
            unread => writeln!(formatter, "  not read: {}", unread.join("; ")),
        }
    }

    fn write_folded(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.folded.is_empty() {
            return Ok(());
        }
        writeln!(
            formatter,
            "  spellings that count as another name: {}, {} of them with other letters",
            self.folded.len(),
            self.slips()
        )?;
        // Those with other letters first: they are what a person would want to look at.
        let (slips, alike): (Vec<&FoldedName>, Vec<&FoldedName>) =
            self.folded.iter().partition(|folded| folded.is_slip);
        for FoldedName { spelling, name, .. } in slips.into_iter().chain(alike).take(MOST_PRINTED) {
            writeln!(formatter, "    {spelling:?} as {name:?}")?;
        }
        if self.folded.len() > MOST_PRINTED {
            writeln!(formatter, "    …")?;
        }
        Ok(())
    }

    fn write_sums(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sums = [
            (Measure::Spend, "spend", self.sums.spend_minor),
            (Measure::Revenue, "revenue", self.sums.revenue_minor),
            (Measure::Impressions, "impressions", self.sums.impressions),
            (Measure::Clicks, "clicks", self.sums.clicks),
            (Measure::Conversions, "conversions", self.sums.conversions_thousandths),
        ];
        let text = |(measure, name, sum): (Measure, &str, Option<i64>)| {
            Some(format!("{name} {}", self.amount(measure, sum?)))
        };
        let texts: Vec<String> = sums.into_iter().filter_map(text).collect();
        if texts.is_empty() { Ok(()) } else { writeln!(formatter, "sums: {}", texts.join(", ")) }
    }

    fn write_doubts(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.identical_rows > 0 {
            writeln!(
                formatter,
                "  rows that are the same as another, cell by cell: {}; all of them are added up, so check that the export has \
                 no row twice",
                self.identical_rows
            )?;
        }
        if self.broken_lines.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> = self.broken_lines.iter().take(MOST_PRINTED).map(u64::to_string).collect();
        let more = if self.broken_lines.len() > MOST_PRINTED { ", …" } else { "" };
        writeln!(
            formatter,
            "  letters that are broken in the file and shown as {}: in line {}{more}",
            char::REPLACEMENT_CHARACTER,
            lines.join(", ")
        )
    }

    fn write_total(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(check) = self.total_check else {
            return writeln!(formatter, "total: the file has none to check against");
        };
        if check.agrees {
            let own = self.amount(check.measure, check.own_total);
            return writeln!(formatter, "total: {own}, the same as in line {}", check.line);
        }
        self.total_warning().map_or(Ok(()), |warning| writeln!(formatter, "{warning}"))
    }

    /// Says by how much the file's own total and its rows differ, and what to do, if they do.
    #[must_use]
    pub fn total_warning(&self) -> Option<String> {
        let check = self.total_check.filter(|check| !check.agrees)?;
        let [file, own] = [check.file_total, check.own_total].map(|total| self.amount(check.measure, total));
        Some(format!(
            "WARNING: THE TOTAL DISAGREES: line {} says {file}, the rows sum up to {own}; the file may be cut or \
             edited: export it again, or check which rows it leaves out",
            check.line
        ))
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_shape(formatter)?;
        self.write_columns(formatter)?;
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
            "facts: {}; campaigns: {} from {} spelling{}",
            self.facts,
            self.campaigns,
            self.spellings,
            if self.spellings == 1 { "" } else { "s" }
        )?;
        self.write_folded(formatter)?;
        self.write_doubts(formatter)?;
        self.write_sums(formatter)?;
        for (column, count) in &self.missing_values {
            writeln!(formatter, "  no value for {column} in {count} kept rows: stays unknown, not zero")?;
        }
        self.write_total(formatter)
    }
}
