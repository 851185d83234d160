//! The phrases of all languages and what they mean, in tables that were made when the crate was built.

use crate::fold::Shape;
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
    pub(crate) shape: Shape,
    pub(crate) languages: u8,
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// How many bytes a word of a third language has at least, to be refused for what it means there.
const SHORTEST_FOREIGN_WORD: usize = 4;

/// A phrase found in a text.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// How many pieces of the text it has.
    pub(crate) length: usize,
    /// What it means there; at least one thing.
    pub(crate) meanings: Vec<Meaning>,
}

impl Entry {
    /// Returns the meanings that count in a text: those of its language and of none; or else those of English, which everybody
    /// mixes in, or of the person's own language; or else what has weight in the languages that it is mixed with. What must not
    /// be answered counts in every language.
    fn meanings_in(&self, tongues: Tongues, first: &str) -> Vec<Meaning> {
        for wanted in [tongues.main, Language::English, tongues.own] {
            let meanings: Vec<Meaning> = self.meanings_of(bit(wanted)).collect();
            if !meanings.is_empty() {
                return meanings;
            }
        }
        let mixed: Vec<Meaning> =
            self.meanings_of(tongues.mixed).filter(|meaning| has_weight(*meaning)).collect();
        if !mixed.is_empty() {
            return mixed;
        }
        let is_short = self.rest.is_empty() && first.len() < SHORTEST_FOREIGN_WORD;
        let is_screen = |meaning: &Meaning| !is_short && matches!(meaning, Meaning::Screen(_));
        self.meanings_of(u8::MAX).filter(is_screen).collect()
    }

    fn meanings_of(&self, languages: u8) -> impl Iterator<Item = Meaning> {
        self.meanings.iter().filter(move |(bits, _)| bits & languages != 0).map(|(_, meaning)| *meaning)
    }
}

/// Reports whether a meaning is worth taking from a language that a text is only mixed with.
fn has_weight(meaning: Meaning) -> bool {
    !matches!(meaning, Meaning::Mark(_) | Meaning::WeakMetric(_) | Meaning::WeakCue(_))
}

/// The languages of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tongues {
    /// The one that most of it is in.
    pub(crate) main: Language,
    /// The one that the person usually writes.
    pub(crate) own: Language,
    /// As bits, those with at least half as many votes.
    pub(crate) mixed: u8,
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

/// Returns the longest phrase that a text begins with and that means something in its languages.
pub(crate) fn longest_phrase(text: &[Token], tongues: Tongues) -> Option<Phrase> {
    let (first, rest) = text.split_first()?;
    let place = FIRST_WORDS.binary_search_by(|(word, ..)| (*word).cmp(first.text.as_str())).ok()?;
    let (_, from, to) = FIRST_WORDS.get(place)?;
    let entries = ENTRIES.get(usize::from(*from)..usize::from(*to))?;
    let fits = |entry: &&Entry| {
        let words = rest.iter().map(|token| token.text.as_str());
        entry.rest.len() <= rest.len() && entry.rest.iter().copied().eq(words.take(entry.rest.len()))
    };
    entries.iter().filter(fits).find_map(|entry| {
        let meanings = entry.meanings_in(tongues, &first.text);
        (!meanings.is_empty()).then(|| Phrase { length: entry.rest.len() + 1, meanings })
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::token::tokens;

    const TABLES: &str = include_str!(concat!(env!("OUT_DIR"), "/tables.rs"));

    #[test]
    fn the_tables_name_no_module_so_that_the_check_for_circles_need_not_read_them() {
        let code: String = TABLES.split('"').step_by(2).collect();
        for path in ["crate::", "super", "self", "use ", "mod "] {
            assert!(!code.contains(path), "{path}");
        }
    }

    #[test]
    fn the_longest_phrase_that_means_something_in_the_language_is_found() {
        let english = Tongues { main: Language::English, own: Language::English, mixed: 0 };
        let length = |text: &str| longest_phrase(&tokens(&fold(text)), english).map(|phrase| phrase.length);
        assert_eq!(length("cost per click on meta"), Some(3));
        assert_eq!(length("cost of meta"), Some(1));
        assert_eq!(length("gnomes"), None);
        assert_eq!(length("pichle hafte"), None);
    }

    #[test]
    fn a_word_of_another_language_counts_only_where_it_is_spoken_or_refused() {
        let in_language = |language| Tongues { main: language, own: language, mixed: 0 };
        let means =
            |text: &str, language| longest_phrase(&tokens(&fold(text)), in_language(language)).is_some();
        assert!(means("gasto", Language::Spanish) && !means("gasto", Language::English));
        assert!(means("contraseña", Language::English), "a wish for a password is one in every language");
    }
}
