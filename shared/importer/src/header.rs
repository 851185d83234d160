//! Finds the header row of an export: the delimiter, what each column means, the platform and the currency.

use super::aliases::{self, Alias, Field};
use super::error::{Column, ImportError};
use super::table::Table;
use crate::format::ExportFormat;
use crate::text::plain_text;
use domain::money::Currency;
use encoding_rs::Encoding;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Where everything is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) format: ExportFormat,
    pub(super) delimiter: u8,
    pub(super) header_line: u64,
    /// The currency in the names of the columns.
    pub(super) currency: Option<Currency>,
    /// Whether the header is in a language that writes the day before the month.
    pub(super) day_first: bool,
    columns: BTreeMap<Field, usize>,
    pub(super) breakdowns: Vec<usize>,
    pub(super) ratios: Vec<usize>,
}

impl Layout {
    /// Returns the place of a field, from 0.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    /// Returns the column of a field as people count, from 1.
    pub(super) fn column(&self, field: Field) -> Column {
        Column { meaning: field.meaning(), place: self.place(field).map_or(0, |place| place + 1) }
    }
}

/// The header stands below at most this many rows of titles and comments.
const SEARCHED_ROWS: usize = 30;
const FEWEST_KNOWN: usize = 3;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const MEASURES: [Field; 5] =
    [Field::Spend, Field::Revenue, Field::Impressions, Field::Clicks, Field::Conversions];

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
            let header = Header::read(table.cells().iter());
            if header.known > best_known {
                best_known = header.known;
                best = Some((delimiter, table.line(), header));
            }
        }
    }
    let Some((delimiter, line, header)) = best else { return Err(ImportError::NotAnExport { searched }) };
    header.into_layout(delimiter, line)
}

#[derive(Debug, Default)]
struct Header {
    aliases: Vec<(usize, Alias)>,
    currencies: Vec<(usize, Currency)>,
    known: usize,
}

impl Header {
    fn read<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut header = Self::default();
        for (place, cell) in cells.enumerate() {
            let (name, currency) = without_currency(cell);
            if let Some(alias) = aliases::find(&plain_text(&name)) {
                header.known += 1;
                header.aliases.push((place, alias));
                header.currencies.extend(currency.map(|currency| (place, currency)));
            }
        }
        header
    }

    fn into_layout(self, delimiter: u8, line: u64) -> Result<Layout, ImportError> {
        let format = self.format();
        let mut layout = Layout {
            format,
            delimiter,
            header_line: line,
            currency: self.currency(line)?,
            day_first: self.aliases.iter().any(|(_, alias)| alias.day_first),
            columns: BTreeMap::new(),
            breakdowns: self.places(Field::Breakdown),
            ratios: self.places(Field::Ratio),
        };
        let mut ranked = self.aliases;
        ranked.sort_by_key(|(place, alias)| (alias.rank, *place));
        for (place, alias) in ranked {
            layout.columns.entry(alias.field).or_insert(place);
        }
        // In a table of all platforms country and age describe the row; a platform's own export splits by them.
        if format == ExportFormat::Long {
            layout.breakdowns.clear();
        } else if format.channel().is_some() {
            layout.breakdowns.extend(layout.columns.remove(&Field::Platform));
        }
        complete(layout)
    }

    fn places(&self, field: Field) -> Vec<usize> {
        self.aliases.iter().filter(|(_, alias)| alias.field == field).map(|(place, _)| *place).collect()
    }

    /// The platform whose own names occur most; without any it is a table of all platforms.
    fn format(&self) -> ExportFormat {
        let mut votes: BTreeMap<ExportFormat, usize> = BTreeMap::new();
        for format in self.aliases.iter().filter_map(|(_, alias)| alias.format) {
            *votes.entry(format).or_default() += 1;
        }
        let most = votes.values().max().copied();
        let winner = votes.into_iter().find(|(_, count)| Some(*count) == most).map(|(format, _)| format);
        let has = |name: &str| self.aliases.iter().any(|(_, alias)| alias.name == name);
        match winner {
            Some(format) => format,
            None if has("currency code") => ExportFormat::Google,
            None => ExportFormat::Long,
        }
    }

    fn currency(&self, line: u64) -> Result<Option<Currency>, ImportError> {
        let first = self.currencies.first().map(|(_, currency)| *currency);
        match self.currencies.iter().find(|(_, currency)| Some(*currency) != first) {
            Some((place, _)) => Err(ImportError::SeveralCurrencies {
                line,
                column: Column { meaning: "currency", place: place + 1 },
            }),
            None => Ok(first),
        }
    }
}

/// Refuses a header without a campaign, a day or anything measured.
fn complete(layout: Layout) -> Result<Layout, ImportError> {
    let line = layout.header_line;
    let has = |field: Field| layout.place(field).is_some();
    let has_period = has(Field::PeriodStart) && has(Field::PeriodEnd);
    if !has(Field::Campaign) {
        return Err(ImportError::MissingColumn { line, meaning: Field::Campaign.meaning() });
    }
    if !has(Field::Day) && (!has_period || has(Field::CoarsePeriod)) {
        return Err(ImportError::NoDailyRows { line });
    }
    if !MEASURES.iter().any(|field| has(*field)) {
        return Err(ImportError::MissingColumn {
            line,
            meaning: "spend, impressions, clicks or conversions",
        });
    }
    Ok(layout)
}

/// Cuts a currency in parentheses out of a column's name: `Amount spent (USD)`.
fn without_currency(name: &str) -> (String, Option<Currency>) {
    for (open, _) in name.match_indices('(') {
        let inside = name.get(open + 1..).and_then(|rest| rest.split_once(')'));
        if let Some((code, after)) = inside
            && let Ok(currency) = code.parse()
        {
            return (format!("{}{after}", name.get(..open).unwrap_or_default()), Some(currency));
        }
    }
    (name.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_currency_is_cut_out_of_the_name_and_other_parentheses_stay() {
        assert_eq!(without_currency("Amount spent (USD)"), ("Amount spent ".into(), Some(Currency::USD)));
        assert_eq!(without_currency("Clicks (all)"), ("Clicks (all)".into(), None));
        let (name, currency) = without_currency("CPC (cost per link click) (EUR)");
        assert_eq!((name.trim(), currency.unwrap().code()), ("CPC (cost per link click)", "EUR"));
    }

    #[test]
    fn link_clicks_are_preferred_to_all_clicks_wherever_they_stand() {
        let cells = ["Clicks (all)", "Day", "Campaign name", "Amount spent (USD)", "Link clicks"];
        let layout = Header::read(cells.into_iter()).into_layout(b',', 1).unwrap();
        assert_eq!(layout.place(Field::Clicks), Some(4));
        assert_eq!((layout.format, layout.currency), (ExportFormat::Meta, Some(Currency::USD)));
    }
}
