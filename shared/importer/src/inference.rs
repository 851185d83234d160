//! What the rows prove about the file as a whole: the decimal separator and the order of day and month.
//!
//! Reads no further than needed; a row that contradicts what was proven is refused when it is read.

use super::aliases::Field;
use super::day::{DayOrder, DayText};
use super::error::{Column, ImportError};
use super::header::Layout;
use super::number::{DecimalStyle, StyleEvidence, style_evidence};
use super::table::Table;
use csv::StringRecord;
use encoding_rs::Encoding;
use std::io::{Read, Seek};

/// How the cells of the file are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) decimal_style: DecimalStyle,
    /// `None` when no date so far needs an order.
    pub(super) day_order: Option<DayOrder>,
}

/// Dates that all read in one way for this many rows need no further search for an order.
const ROWS_WITH_CERTAIN_DATES: u64 = 1_000;

#[derive(Default)]
struct Gathered {
    rows: u64,
    shown: Option<DecimalStyle>,
    /// What whole numbers say: there the separator can only group thousands.
    grouped: Vec<DecimalStyle>,
    unclear_amount: Option<(u64, Column)>,
    order: Option<DayOrder>,
    unclear_day: Option<(u64, Column)>,
}

/// Reads the file until both questions are answered, or to its end.
pub(super) fn gather(
    source: &mut (impl Read + Seek),
    encoding: &'static Encoding,
    layout: &Layout,
) -> Result<Reading, ImportError> {
    let mut table = Table::with_quotes(source, encoding, layout.delimiter, layout.quoting)?;
    table.skip_through(layout.header_line)?;
    let mut gathered = Gathered::default();
    while !gathered.is_enough() && table.advance()? {
        gathered.add(table.line(), table.cells(), layout);
    }
    gathered.conclude(layout)
}

impl Gathered {
    fn is_enough(&self) -> bool {
        let certain_dates = self.unclear_day.is_none() && self.rows >= ROWS_WITH_CERTAIN_DATES;
        self.shown.is_some() && (self.order.is_some() || certain_dates)
    }

    fn add(&mut self, line: u64, cells: &StringRecord, layout: &Layout) {
        self.rows += 1;
        for field in [Field::Day, Field::PeriodStart, Field::PeriodEnd] {
            let day = layout.place(field).and_then(|place| cells.get(place)).and_then(DayText::read);
            self.add_day(day, line, layout.column(field));
        }
        let cell = |place: Option<usize>| place.and_then(|place| cells.get(place)).unwrap_or_default();
        for field in [Field::Spend, Field::Revenue, Field::Conversions] {
            self.add_amount(cell(layout.place(field)), line, layout.column(field));
        }
        for field in [Field::Impressions, Field::Clicks] {
            match style_evidence(cell(layout.place(field))) {
                StyleEvidence::IfGrouped(style) if !self.grouped.contains(&style) => self.grouped.push(style),
                StyleEvidence::Shows(style) => self.shown = self.shown.or(Some(style)),
                StyleEvidence::IfGrouped(_) | StyleEvidence::Silent => {}
            }
        }
        for place in &layout.ratios {
            if let StyleEvidence::Shows(style) = style_evidence(cell(Some(*place))) {
                self.shown = self.shown.or(Some(style));
            }
        }
    }

    fn add_day(&mut self, day: Option<DayText>, line: u64, column: Column) {
        if let Some(text @ DayText::Ordered { .. }) = day {
            self.order = self.order.or(text.order());
            self.unclear_day = self.unclear_day.or(Some((line, column)));
        }
    }

    fn add_amount(&mut self, cell: &str, line: u64, column: Column) {
        match style_evidence(cell) {
            StyleEvidence::Shows(style) => self.shown = self.shown.or(Some(style)),
            StyleEvidence::IfGrouped(_) => self.unclear_amount = self.unclear_amount.or(Some((line, column))),
            StyleEvidence::Silent => {}
        }
    }

    fn conclude(&self, layout: &Layout) -> Result<Reading, ImportError> {
        let from_whole_numbers = match self.grouped.as_slice() {
            [style] => Some(*style),
            _ => None,
        };
        let decimal_style = match (self.shown.or(from_whole_numbers), self.unclear_amount) {
            (Some(style), _) => style,
            (None, Some((line, column))) => return Err(ImportError::AmbiguousDecimals { line, column }),
            // No number has a separator that matters, or whole numbers contradict each other and are refused.
            (None, None) => DecimalStyle::Point,
        };
        let by_language = layout.day_first.then_some(DayOrder::DayFirst);
        let day_order = match (self.unclear_day, self.order.or(by_language)) {
            (None, _) => None,
            (Some(_), Some(order)) => Some(order),
            (Some((line, column)), None) => return Err(ImportError::AmbiguousDates { line, column }),
        };
        Ok(Reading { decimal_style, day_order })
    }
}
