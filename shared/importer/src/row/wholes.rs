//! Rows of a plain table that are of all devices, countries or ad sets beside rows of each. Such a row is the total of the rows
//! that are the same but for those columns, and counts only for what they do not have; where it does not add up to them,
//! nobody knows what it is, and it is refused.
//!
//! Only what says so in words is of all: in a table of somebody's own an empty cell is a value that is missing.

use super::Row;
use crate::aliases::Field;
use crate::column;
use crate::error::ImportError;
use crate::format::ExportFormat;
use crate::header::Layout;
use crate::table::Table;
use crate::text::{means_all, means_all_of_them, plain_text};
use csv::StringRecord;
use domain::metrics::MetricValues;
use domain::metrics::measure::Measure;
use encoding_rs::Encoding;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};

/// The most combinations of columns in which rows of one file are of all: no table that a person made has more.
const MOST_MASKS: usize = 64;

/// One bit for each column in which a row is of all.
type Mask = u64;

/// The columns of a plain table that split its rows, and the rows that may be totals.
#[derive(Debug, Default)]
pub(crate) struct Wholes {
    columns: Vec<SplitColumn>,
    /// The columns that say what a row is of, beside its day.
    own: Vec<usize>,
    /// In which columns rows are of all, unless all rows are so in the same.
    masks: Vec<Mask>,
    /// What the rows under a total add up to, by that total and by the columns in which they are of all themselves.
    parts: HashMap<u64, BTreeMap<Mask, Part>>,
    held: Vec<Held>,
}

#[derive(Debug)]
struct SplitColumn {
    place: usize,
    means_all: fn(&str) -> bool,
}

#[derive(Debug, Default)]
struct Part {
    values: MetricValues,
    rows: i64,
}

#[derive(Debug)]
struct Held {
    mask: Mask,
    row: JudgedRow,
}

/// A row that was held back until every other one was read.
#[derive(Debug)]
pub(super) struct JudgedRow {
    pub(super) cells: StringRecord,
    pub(super) line: u64,
    pub(super) date: Date,
    /// What counts of it.
    pub(super) values: MetricValues,
    /// Whether it is the total of others.
    pub(super) is_total: bool,
}

impl Wholes {
    /// Reads a plain table once to find in which columns its rows are of all.
    pub(crate) fn find(
        source: &mut (impl Read + Seek),
        encoding: &'static Encoding,
        layout: &Layout,
    ) -> Result<Self, ImportError> {
        let mut wholes = Self::of_columns(layout);
        if layout.format != ExportFormat::Long || wholes.columns.is_empty() {
            return Ok(Self::default());
        }
        let mut table = Table::with_quotes(source, encoding, layout.delimiter, layout.quoting)?;
        table.skip_through(layout.header_line)?;
        let mut masks = BTreeSet::new();
        while masks.len() < MOST_MASKS && table.advance()? {
            masks.insert(wholes.mask(table.cells()));
        }
        wholes.masks = masks.into_iter().collect();
        Ok(if wholes.masks.len() > 1 { wholes } else { Self::default() })
    }

    fn of_columns(layout: &Layout) -> Self {
        let mut wholes = Self::default();
        for (place, name) in layout.names.iter().enumerate() {
            let means_all = match column::read(name).map(|named| named.alias.field) {
                Some(Field::Breakdown | Field::Platform) => means_all_of_them,
                Some(Field::AdSet | Field::Ad | Field::CreativeKind | Field::Message) => means_all,
                Some(Field::Campaign | Field::CampaignNumber | Field::Account) => {
                    wholes.own.push(place);
                    continue;
                }
                _ => continue,
            };
            wholes.columns.push(SplitColumn { place, means_all });
        }
        wholes.columns.truncate(Mask::BITS as usize);
        wholes
    }

    fn mask(&self, cells: &StringRecord) -> Mask {
        let is_all = |column: &SplitColumn| (column.means_all)(cells.get(column.place).unwrap_or_default());
        let bits = self.columns.iter().enumerate();
        bits.fold(0, |mask, (bit, column)| mask | (Mask::from(is_all(column)) << bit))
    }

    /// Adds a row to the totals that it may be a part of, and holds it back if it may be a total itself.
    pub(super) fn hold(&mut self, row: Row<'_>, values: &MetricValues) -> bool {
        if self.masks.is_empty() {
            return false;
        }
        let mask = self.mask(row.cells);
        for coarser in self.masks.iter().copied().filter(|coarser| is_finer(mask, *coarser)) {
            let total = self.total(coarser, row.date, row.cells);
            let part = self.parts.entry(total).or_default().entry(mask).or_default();
            part.values.add(values);
            part.rows += 1;
        }
        let may_be_total = self.masks.iter().any(|finer| is_finer(*finer, mask));
        if may_be_total {
            let (cells, values) = (row.cells.clone(), *values);
            let row = JudgedRow { cells, line: row.line, date: row.date, values, is_total: false };
            self.held.push(Held { mask, row });
        }
        may_be_total
    }

    /// Returns the total that a row is, or is a part of, where these columns are of all.
    fn total(&self, mask: Mask, date: Date, cells: &StringRecord) -> u64 {
        let mut hasher = DefaultHasher::new();
        (mask, date).hash(&mut hasher);
        let cell = |place: usize| plain_text(cells.get(place).unwrap_or_default());
        self.own.iter().for_each(|place| cell(*place).hash(&mut hasher));
        let others = self.columns.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) == 0);
        others.for_each(|(_, column)| cell(column.place).hash(&mut hasher));
        hasher.finish()
    }

    /// Judges the rows that were held back.
    ///
    /// # Errors
    /// If a row has parts and is not their sum.
    pub(super) fn judged(mut self, names: &[String]) -> Result<Vec<JudgedRow>, ImportError> {
        let held = std::mem::take(&mut self.held);
        held.into_iter().map(|held| self.judge(held, names)).collect()
    }

    fn judge(&self, Held { mask, row }: Held, names: &[String]) -> Result<JudgedRow, ImportError> {
        let Some(parts) = self.parts.get(&self.total(mask, row.date, &row.cells)) else { return Ok(row) };
        let Some(part) = parts.values().find(|part| part.adds_up_to(&row.values)) else {
            let column = self.names_of(mask, names);
            return Err(ImportError::WholeBesideParts { line: row.line, column });
        };
        let has_part = |measure: Measure| part.values.only(|one| one == measure) != MetricValues::default();
        let values = row.values.only(|measure| !has_part(measure));
        Ok(JudgedRow { values, is_total: true, ..row })
    }

    fn names_of(&self, mask: Mask, names: &[String]) -> String {
        let columns = self.columns.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0);
        let names: Vec<&str> =
            columns.filter_map(|(_, column)| names.get(column.place).map(String::as_str)).collect();
        names.join(", ")
    }
}

/// Reports whether rows that are of all in the columns of one mask are parts of rows that are so in those of another.
fn is_finer(one: Mask, other: Mask) -> bool {
    one != other && one & other == one
}

impl Part {
    /// Compares the first measure that both have, in which each row may be rounded by half a unit. Where they have none in
    /// common, they add up.
    fn adds_up_to(&self, total: &MetricValues) -> bool {
        let pairs = [
            (self.values.spend_minor, total.spend_minor),
            (self.values.impressions, total.impressions),
            (self.values.clicks, total.clicks),
            (self.values.revenue_minor, total.revenue_minor),
            (self.values.conversions_thousandths, total.conversions_thousandths),
        ];
        let common = pairs.into_iter().find_map(|(parts, total)| parts.zip(total));
        let tolerance = self.rows.saturating_add(1) / 2;
        common.is_none_or(|(parts, total)| parts.saturating_sub(total).saturating_abs() <= tolerance)
    }
}
