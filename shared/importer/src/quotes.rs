//! Quotation marks that open a cell and do not close in its row: the reader of the rows would take the rows below for text.

use super::error::ImportError;
use super::header::Layout;
use super::table::Table;
use crate::aliases::Field;
use crate::day::DayText;
use csv::StringRecord;
use encoding_rs::Encoding;
use std::io::{Read, Seek};

/// Reports whether a cell of a row holds other rows, or the rest of the file: its quote was opened by mistake.
pub(super) fn swallows(cells: &StringRecord, layout: &Layout) -> bool {
    cells.iter().enumerate().any(|(place, cell)| {
        let Some((first, below)) = cell.split_once('\n') else { return false };
        let is_last = place + 1 == cells.len();
        let is_unfinished = is_last && cells.len() < layout.names.len() && cell.ends_with('\n');
        is_unfinished
            || is_rest_of_row(first, place, layout)
            || below.lines().any(|line| is_row(line, place, layout))
    })
}

/// Reports whether the first line of a cell goes on as its row would without the quote: with a cell for each column that is
/// left, the day among them.
fn is_rest_of_row(line: &str, place: usize, layout: &Layout) -> bool {
    let cells: Vec<&str> = line.split(char::from(layout.delimiter)).collect();
    let day = day_place(layout).and_then(|day| day.checked_sub(place)).and_then(|day| cells.get(day));
    cells.len() + place == layout.names.len() && day.is_some_and(|day| is_day(day))
}

/// Reports whether a line would be a row of the table by itself, or its beginning up to the quoted cell, with a day in its
/// place.
fn is_row(line: &str, place: usize, layout: &Layout) -> bool {
    let cells: Vec<&str> = line.split(char::from(layout.delimiter)).collect();
    let day = day_place(layout).and_then(|day| cells.get(day));
    let fits = cells.len() + 1 >= layout.names.len() || cells.len() == place + 1;
    fits && day.is_some_and(|day| is_day(day))
}

fn day_place(layout: &Layout) -> Option<usize> {
    layout.place(Field::Day).or_else(|| layout.place(Field::PeriodStart))
}

fn is_day(cell: &str) -> bool {
    DayText::read(cell.trim_matches('"')).is_some()
}

/// Reports whether a cell of the file is quoted from its first to its last letter, so that quotation marks have their usual
/// meaning in it.
pub(super) fn has_quoted_cells(
    source: &mut (impl Read + Seek),
    encoding: &'static Encoding,
    layout: &Layout,
) -> Result<bool, ImportError> {
    let mut table = Table::with_quotes(source, encoding, layout.delimiter, false)?;
    while table.advance()? {
        let mut is_open = false;
        for cell in table.cells().iter().map(str::trim) {
            is_open |= cell.starts_with('"');
            let closes = cell.len() > 1 && cell.ends_with('"');
            if is_open && closes {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
