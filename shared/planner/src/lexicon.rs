//! The phrases of all languages and what they mean, in tables that were made when the crate was built.

use crate::meaning::{Amount, CalendarUnit, Mark, Meaning, RankWord, Screen};
use crate::token::Token;
use domain::language::Language;
use domain::question::query::{Comparator, Dimension, Intent, Metric};
use domain::question::time::RelativeTime;
use jiff::civil::Weekday;

/// A phrase, without its first word, and what it means in which languages.
#[derive(Debug)]
pub(crate) struct Entry {
    rest: &'static [&'static str],
    meanings: &'static [(u8, Meaning)],
}

/// A word of any phrase, with the languages that have it.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: &'static str,
    /// Its letters as bits.
    pub(crate) letters: u32,
    pub(crate) languages: u8,
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A phrase found in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase {
    /// How many pieces of the text it has.
    pub(crate) length: usize,
    meanings: &'static [(u8, Meaning)],
}

impl Phrase {
    /// Returns the meanings in all languages.
    pub(crate) fn all_meanings(self) -> impl Iterator<Item = Meaning> {
        self.meanings.iter().map(|(_, meaning)| *meaning)
    }

    /// Returns the meanings that count in a text of a language: those of that language and of none; or else those of
    /// English, which everybody mixes in; or else all.
    pub(crate) fn meanings_in(self, language: Language) -> Vec<Meaning> {
        let of = |wanted: u8| {
            let counts = move |bits: u8| bits == 0 || bits & wanted != 0;
            self.meanings.iter().filter(move |(bits, _)| counts(*bits)).map(|(_, meaning)| *meaning)
        };
        let own: Vec<Meaning> = of(bit(language)).collect();
        if !own.is_empty() {
            return own;
        }
        let english: Vec<Meaning> = of(bit(Language::English)).collect();
        if english.is_empty() { of(u8::MAX).collect() } else { english }
    }
}

/// Returns the bit that stands for a language in the tables.
pub(crate) fn bit(language: Language) -> u8 {
    match language {
        Language::English => 1,
        Language::Spanish => 2,
        Language::Portuguese => 4,
        Language::French => 8,
        Language::German => 16,
        Language::Hindi => 32,
    }
}

/// Returns the longest phrase that a text begins with.
pub(crate) fn longest_phrase(text: &[Token]) -> Option<Phrase> {
    let (first, rest) = text.split_first()?;
    let place = FIRST_WORDS.binary_search_by(|(word, ..)| (*word).cmp(first.text.as_str())).ok()?;
    let (_, from, to) = FIRST_WORDS.get(place)?;
    let entries = ENTRIES.get(usize::from(*from)..usize::from(*to))?;
    let fits = |entry: &&Entry| {
        let words = rest.iter().map(|token| token.text.as_str());
        entry.rest.len() <= rest.len() && entry.rest.iter().copied().eq(words.take(entry.rest.len()))
    };
    let entry = entries.iter().find(fits)?;
    Some(Phrase { length: entry.rest.len() + 1, meanings: entry.meanings })
}

/// Returns the languages that have a word in any phrase, or `None` if none has.
pub(crate) fn languages_of(word: &str) -> Option<u8> {
    let place = VOCABULARY.binary_search_by(|entry| entry.text.cmp(word)).ok()?;
    VOCABULARY.get(place).map(|entry| entry.languages)
}

/// Returns every word of every phrase.
pub(crate) fn vocabulary() -> &'static [Word] {
    VOCABULARY
}
