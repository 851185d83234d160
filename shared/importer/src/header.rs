//! Finds the header row of an export: the delimiter, what each column means, the platform and the currency.

mod completeness;
mod vote;

use super::aliases::Field;
use super::column::{self, Named};
use super::error::{Column, ImportError};
use super::table::Table;
use crate::day::DayText;
use crate::format::ExportFormat;
use crate::number::is_missing;
use domain::money::Currency;
use encoding_rs::Encoding;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Where everything is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) format: ExportFormat,
    pub(super) delimiter: u8,
    pub(super) header_line: u64,
    /// Whether a quotation mark opens a cell.
    pub(super) quoting: bool,
    /// The currency in the names of the columns.
    pub(super) currency: Option<Currency>,
    /// Whether the header is in a language that writes the day before the month.
    pub(super) day_first: bool,
    columns: BTreeMap<Field, usize>,
    pub(super) breakdowns: Vec<usize>,
    pub(super) ratios: Vec<usize>,
    /// The columns of amounts that are converted to a currency that is not that of the row.
    converted: Vec<usize>,
    /// The names of all columns, in the order of the file.
    pub(super) names: Vec<String>,
    /// The columns that mean nothing to the importer.
    pub(super) unknown: Vec<usize>,
    /// The last day that the file itself calls complete.
    pub(super) complete_through: Option<Date>,
}

impl Layout {
    /// Returns the layout of a file in which a quotation mark is a letter.
    pub(super) fn without_quoting(self) -> Self {
        Self { quoting: false, ..self }
    }

    /// Returns the place of a field, from 0.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    /// Reports whether the amounts of a field are converted to a currency that is not that of the row.
    pub(super) fn is_converted(&self, field: Field) -> bool {
        self.place(field).is_some_and(|place| self.converted.contains(&place))
    }

    /// Returns the column of a field as people count, from 1.
    pub(super) fn column(&self, field: Field) -> Column {
        Column { meaning: field.meaning(), place: self.place(field).map_or(0, |place| place + 1) }
    }

    /// Returns the columns that are read, by their own names and by what they are read as, in the order of the file.
    pub(super) fn read_columns(&self) -> Vec<(String, &'static str)> {
        let mut read: Vec<(usize, &'static str)> = self
            .columns
            .iter()
            .filter(|(field, _)| !matches!(field, Field::Other | Field::Ratio))
            .map(|(field, place)| (*place, field.meaning()))
            .collect();
        let splits = self.breakdowns.iter().filter(|place| Some(**place) != self.place(Field::AdSet));
        read.extend(splits.map(|place| (*place, Field::Breakdown.meaning())));
        read.sort_unstable();
        read.dedup_by_key(|(place, _)| *place);
        read.into_iter()
            .filter_map(|(place, meaning)| Some((self.names.get(place)?.clone(), meaning)))
            .collect()
    }

    /// Returns the names of the columns that are not read: those that are not known, and those that mean the same as
    /// another that is read instead.
    pub(super) fn unread_columns(&self) -> Vec<String> {
        let name = |place: &usize| self.names.get(*place).filter(|name| !name.is_empty()).cloned();
        self.unknown.iter().filter_map(name).collect()
    }
}

/// The header stands below at most this many rows of titles, comments and sections.
const SEARCHED_ROWS: usize = 500;
/// How many rows below the header show what a column without a known name holds.
const SAMPLED_ROWS: usize = 20;
const FEWEST_KNOWN: usize = 3;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const MEASURES: [Field; 6] =
    [Field::Spend, Field::Revenue, Field::Impressions, Field::Clicks, Field::Conversions, Field::Results];

/// Finds the header under the delimiter that makes the most columns known.
pub(super) fn find(
    source: &mut (impl Read + Seek),
    encoding: &'static Encoding,
) -> Result<Layout, ImportError> {
    let (mut best, mut best_known, mut searched) = (None, FEWEST_KNOWN - 1, 1);
    for delimiter in DELIMITERS {
        let mut table = Table::open(&mut *source, encoding, delimiter)?;
        for _ in 0..SEARCHED_ROWS {
            // A row that never ends under one delimiter may be plain text under another.
            if !table.advance().unwrap_or(false) {
                break;
            }
            searched = searched.max(table.line());
            let known = table.cells().iter().filter_map(column::read).count();
            if known > best_known {
                (best_known, best) = (known, Some((delimiter, table.line())));
            }
        }
    }
    let Some((delimiter, line)) = best else { return Err(ImportError::NotAnExport { searched }) };
    let header = Header::read(&mut Table::open(source, encoding, delimiter)?, line)?;
    header.into_layout(delimiter, line)
}

/// A header with what stands above it, and the first rows below it.
#[derive(Debug, Default)]
struct Header {
    names: Vec<String>,
    known: Vec<(usize, Named)>,
    above: Vec<String>,
    below: Vec<Vec<String>>,
}

impl Header {
    fn read(table: &mut Table<impl Read + Seek>, line: u64) -> Result<Self, ImportError> {
        let mut header = Self::default();
        while header.below.len() < SAMPLED_ROWS && table.advance()? {
            let cells = table.cells().iter().map(|cell| cell.trim().to_owned());
            match table.line() {
                above if above < line => header.above.push(cells.collect::<Vec<_>>().join(" ")),
                _ if header.names.is_empty() => header.names = cells.collect(),
                _ => header.below.push(cells.collect()),
            }
        }
        let named = |(place, name): (usize, &String)| Some((place, column::read(name)?));
        header.known = header.names.iter().enumerate().filter_map(named).collect();
        Ok(header)
    }

    fn into_layout(self, delimiter: u8, line: u64) -> Result<Layout, ImportError> {
        let format = vote::format(&self.names, &self.known, &self.above);
        let mut ranked: Vec<(usize, Named)> = self.known.clone();
        ranked.sort_by_key(|(place, named)| (named.alias.rank, *place));
        let mut columns = BTreeMap::new();
        for (place, named) in &ranked {
            columns.entry(named.alias.field).or_insert(*place);
        }
        let mut layout = Layout {
            format,
            delimiter,
            header_line: line,
            quoting: true,
            currency: self.currency(line, &columns)?,
            day_first: self.known.iter().any(|(_, named)| named.alias.day_first),
            breakdowns: self.places(Field::Breakdown),
            ratios: self.places(Field::Ratio),
            converted: self
                .known
                .iter()
                .filter(|(_, named)| named.is_converted)
                .map(|(place, _)| *place)
                .collect(),
            unknown: self.unread(&columns),
            complete_through: completeness::complete_through(&self.above),
            names: self.names.clone(),
            columns,
        };
        // In a table of all platforms country and age describe the row; a platform's own export splits by them.
        if format == ExportFormat::Long {
            layout.breakdowns.clear();
        } else if format.channel().is_some() {
            layout.breakdowns.extend(layout.columns.remove(&Field::Platform));
            // A platform names every ad set; a row without one is the campaign's total.
            layout.breakdowns.extend(layout.place(Field::AdSet));
        }
        self.check(layout)
    }

    fn places(&self, field: Field) -> Vec<usize> {
        let of_field = self.known.iter().filter(|(_, named)| named.alias.field == field);
        of_field.map(|(place, _)| *place).collect()
    }

    /// Returns the columns that nothing is read from: unknown ones, and a measure that another column has already.
    fn unread(&self, columns: &BTreeMap<Field, usize>) -> Vec<usize> {
        let is_read = |(place, named): &(usize, Named)| {
            let field = named.alias.field;
            !MEASURES.contains(&field) || columns.get(&field) == Some(place)
        };
        let read: Vec<usize> =
            self.known.iter().filter(|known| is_read(known)).map(|(place, _)| *place).collect();
        (0..self.names.len()).filter(|place| !read.contains(place)).collect()
    }

    /// Returns the currency that the read columns of money name; a ratio may be in another one.
    fn currency(&self, line: u64, columns: &BTreeMap<Field, usize>) -> Result<Option<Currency>, ImportError> {
        let read = |place: &usize| columns.values().any(|read| read == place);
        let stated: Vec<(usize, Currency)> = self
            .known
            .iter()
            .filter(|(place, named)| read(place) || named.alias.field == Field::Ratio)
            .filter_map(|(place, named)| Some((*place, named.currency?)))
            .collect();
        let first = stated.first().map(|(_, currency)| *currency);
        match stated.iter().find(|(_, currency)| Some(*currency) != first) {
            Some((place, _)) => Err(ImportError::SeveralCurrencies {
                line,
                column: Column { meaning: "currency", place: place + 1 },
            }),
            None => Ok(first),
        }
    }

    /// Refuses a header without a campaign, a day or anything measured, or with money that would be left out.
    fn check(&self, layout: Layout) -> Result<Layout, ImportError> {
        let line = layout.header_line;
        let has = |field: Field| layout.place(field).is_some();
        if !has(Field::Campaign) {
            return Err(ImportError::MissingColumn { line, meaning: Field::Campaign.meaning() });
        }
        self.check_day(&layout)?;
        if !has(Field::Spend)
            && let Some(column) = self.unread_money(&layout)
        {
            return Err(ImportError::UnknownMoney { line, column });
        }
        if !MEASURES.iter().any(|field| has(*field)) {
            return Err(ImportError::MissingColumn {
                line,
                meaning: "spend, impressions, clicks or conversions",
            });
        }
        Ok(layout)
    }

    fn check_day(&self, layout: &Layout) -> Result<(), ImportError> {
        let line = layout.header_line;
        let has = |field: Field| layout.place(field).is_some();
        if has(Field::Day) {
            return Ok(());
        }
        if let Some(period) = layout.place(Field::CoarsePeriod) {
            let column = self.names.get(period).cloned().unwrap_or_default();
            return Err(ImportError::CoarseRows { line, column });
        }
        if has(Field::PeriodStart) && has(Field::PeriodEnd) {
            return Ok(());
        }
        Err(ImportError::NoDayColumn { line, found: self.day_like(layout).join(", ") })
    }

    /// Returns the names of unknown columns whose cells are days.
    fn day_like(&self, layout: &Layout) -> Vec<String> {
        let is_day = |place: &&usize| {
            let cells = self.below.iter().filter_map(|row| row.get(**place)).filter(|cell| !is_missing(cell));
            let (days, all) = cells.fold((0, 0), |(days, all), cell| {
                (days + usize::from(DayText::read(cell).is_some()), all + 1)
            });
            all > 0 && days == all
        };
        let name = |place: &usize| self.names.get(*place).cloned();
        layout.unknown.iter().filter(is_day).filter_map(name).collect()
    }

    /// Returns the name of an unknown column that has numbers and is called like an amount of money.
    fn unread_money(&self, layout: &Layout) -> Option<String> {
        let has_numbers = |place: usize| {
            let mut cells =
                self.below.iter().filter_map(|row| row.get(place)).filter(|cell| !is_missing(cell));
            cells.any(|cell| cell.contains(|letter: char| letter.is_ascii_digit()))
        };
        layout.unknown.iter().find_map(|place| {
            let name = self.names.get(*place)?;
            (column::may_be_money(name) && has_numbers(*place)).then(|| name.clone())
        })
    }
}

#[cfg(test)]
mod tests;
