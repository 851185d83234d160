//! One pass over the rows of a file: what each row is, and where it goes.

use super::dimensions::{Dimensions, Repeats};
use super::wholes::Wholes;
use super::{Kind, Row, RowReader, RowTotals};
use crate::accumulator::Ledger;
use crate::error::ImportError;
use crate::quotes::swallows;
use crate::report::{DropReason, ImportReport};
use csv::StringRecord;
use domain::metrics::MetricValues;

/// What a pass has read so far.
pub(super) struct Pass<'a, 'r> {
    rows: &'a RowReader<'r>,
    ledger: &'a mut Ledger,
    report: &'a mut ImportReport,
    totals: RowTotals,
    wholes: Wholes,
    dimensions: Dimensions<'r>,
    repeats: Repeats,
    is_in_other_table: bool,
}

impl<'a, 'r> Pass<'a, 'r> {
    pub(super) fn new(
        rows: &'a RowReader<'r>,
        wholes: Wholes,
        ledger: &'a mut Ledger,
        report: &'a mut ImportReport,
    ) -> Result<Self, ImportError> {
        let totals = RowTotals { currency: rows.currency_of_header()?, ..RowTotals::default() };
        let (dimensions, repeats) = (Dimensions::new(rows.layout), Repeats::default());
        Ok(Self { rows, ledger, report, totals, wholes, dimensions, repeats, is_in_other_table: false })
    }

    /// Counts a row, and returns how many there are with it.
    pub(super) fn count_row(&mut self) -> u64 {
        self.report.rows_read += 1;
        self.report.rows_read
    }

    pub(super) fn take(&mut self, cells: &StringRecord, line: u64) -> Result<(), ImportError> {
        self.check_letters(cells, line)?;
        self.is_in_other_table |= self.rows.begins_other_table(cells);
        if self.is_in_other_table {
            self.report.drop_row(line, DropReason::OtherTable);
            return Ok(());
        }
        match self.rows.classify(cells, line)? {
            Kind::Dropped(reason) => self.report.drop_row(line, reason),
            Kind::Total => {
                self.totals.stated.push(self.rows.stated_total(cells, line));
                self.report.drop_row(line, DropReason::Total);
            }
            Kind::Fact(date) => return self.take_fact(Row { cells, line, date }),
        }
        Ok(())
    }

    fn check_letters(&mut self, cells: &StringRecord, line: u64) -> Result<(), ImportError> {
        if self.rows.layout.quoting && swallows(cells, self.rows.layout) {
            return Err(ImportError::OpenQuote { line });
        }
        if cells.iter().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
            self.report.break_letter(line);
        }
        Ok(())
    }

    fn take_fact(&mut self, row: Row<'_>) -> Result<(), ImportError> {
        let Row { cells, line, .. } = row;
        if self.rows.has_cells_beyond(cells) {
            return Err(ImportError::TooManyCells { line });
        }
        if let Some(column) = self.dimensions.differing(cells) {
            return Err(ImportError::UnknownBreakdown { line, column });
        }
        self.report.identical_rows += u64::from(self.repeats.is_one(cells));
        let values = self.rows.values(cells, line, &mut self.totals)?;
        if self.wholes.hold(row, &values) {
            return Ok(());
        }
        self.rows.keep(row, values, self.ledger, self.report)
    }

    /// Keeps the rows that were held back, but for the totals of others.
    pub(super) fn finish(mut self) -> Result<RowTotals, ImportError> {
        for judged in std::mem::take(&mut self.wholes).judged(&self.rows.layout.names)? {
            let row = Row { cells: &judged.cells, line: judged.line, date: judged.date };
            if judged.is_total && judged.values == MetricValues::default() {
                self.report.drop_kept(row.line, 0, DropReason::TotalOfBreakdown);
            } else {
                self.rows.keep(row, judged.values, self.ledger, self.report)?;
            }
        }
        Ok(self.totals)
    }
}
