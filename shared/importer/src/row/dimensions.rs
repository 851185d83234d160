//! Columns that are not known and hold words: rows of one campaign and day that differ in one of them may be parts of the same
//! whole, or the whole beside its parts. Adding them up could count money twice, so they are refused by the column's name.

use super::super::aliases::Field;
use super::super::day::DayText;
use super::super::header::Layout;
use super::super::number::{DecimalStyle, is_missing, parse};
use csv::StringRecord;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most different rows that are compared: as many as the facts of a file.
const MOST_ROWS: usize = crate::MOST_FACTS;

/// What the rows read so far hold in the unknown columns.
pub(super) struct Dimensions<'a> {
    layout: &'a Layout,
    /// The columns of everything but the measures: what a row is of.
    own: Vec<usize>,
    seen: HashMap<u64, u64>,
}

impl<'a> Dimensions<'a> {
    pub(super) fn new(layout: &'a Layout) -> Self {
        let measures = super::MEASURES.map(|field| layout.place(field));
        let is_own = |place: &usize| {
            !layout.unknown.contains(place)
                && !layout.ratios.contains(place)
                && !measures.contains(&Some(*place))
        };
        let own = (0..layout.names.len()).filter(is_own).collect();
        Self { layout, own, seen: HashMap::new() }
    }

    /// Returns the names of the unknown columns with words, if a row differs in them from another one of the same campaign and day.
    pub(super) fn differing(&mut self, cells: &StringRecord) -> Option<String> {
        if self.layout.unknown.is_empty() || self.layout.place(Field::Campaign).is_none() {
            return None;
        }
        let of_row = hash_of(self.own.iter().map(|place| cells.get(*place).unwrap_or_default()));
        let cell = |place: &usize| cells.get(*place).unwrap_or_default();
        let words = hash_of_words(self.layout.unknown.iter().map(|place| word(cell(place))));
        let Some(before) = self.seen.get(&of_row) else {
            if self.seen.len() < MOST_ROWS {
                self.seen.insert(of_row, words);
            }
            return None;
        };
        let holds_words = |place: &&usize| word(cell(place)) != 0;
        let name = |place: &usize| self.layout.names.get(*place).cloned();
        let names: Vec<String> = self.layout.unknown.iter().filter(holds_words).filter_map(name).collect();
        (*before != words).then(|| names.join(", "))
    }
}

fn hash_of_words(words: impl Iterator<Item = u64>) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.for_each(|word| word.hash(&mut hasher));
    hasher.finish()
}

/// The rows so far, to count those that are there twice, cell by cell.
#[derive(Default)]
pub(super) struct Repeats(HashSet<u64>);

impl Repeats {
    /// Reports whether a row is the same as one before it.
    pub(super) fn is_one(&mut self, cells: &StringRecord) -> bool {
        let row = hash_of(cells.iter());
        if self.0.len() < MOST_ROWS { !self.0.insert(row) } else { self.0.contains(&row) }
    }
}

/// Returns a hash of a word; 0 for a number, which may be a measure, and for an empty cell.
fn word(cell: &str) -> u64 {
    let is_number =
        || [DecimalStyle::Point, DecimalStyle::Comma].into_iter().any(|style| parse(cell, style).is_some());
    if is_missing(cell) || DayText::read(cell).is_some() || is_number() {
        return 0;
    }
    hash_of(std::iter::once(cell)).max(1)
}

fn hash_of<'a>(cells: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    cells.for_each(|cell| cell.hash(&mut hasher));
    hasher.finish()
}
