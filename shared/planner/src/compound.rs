//! German words made of two that mean something: "Klickverlauf", "Kampagnenausgaben". They are read as the two words.

use crate::lexicon::{Tongues, longest_phrase};
use crate::meaning::{Mark, Meaning};
use crate::token::{Token, TokenKind};
use domain::language::Language;

/// How many letters the first and the second word have at least.
const SHORTEST_FIRST: usize = 4;
const SHORTEST_SECOND: usize = 3;
/// What may stand between the two, the longest first.
const JOINTS: [&str; 4] = ["en", "s", "n", ""];

/// Returns the two words of a word that nobody knows as a whole, if both mean something in a German text.
pub(crate) fn parts(token: &Token, tongues: Tongues) -> Option<[Token; 2]> {
    if tongues.main != Language::German || token.kind != TokenKind::Word || !token.text.is_ascii() {
        return None;
    }
    let last = token.text.len().checked_sub(SHORTEST_SECOND)?;
    (SHORTEST_FIRST..=last).find_map(|at| {
        let (first, second) = token.text.split_at_checked(at)?;
        let first = JOINTS.iter().find_map(|joint| {
            let stem = first.strip_suffix(joint).filter(|stem| stem.len() >= SHORTEST_FIRST)?;
            [first, stem].into_iter().find(|word| means(word, tongues, names))
        })?;
        means(second, tongues, says).then(|| {
            let word =
                |text: &str, is_glued| Token { text: text.to_owned(), kind: TokenKind::Word, is_glued };
            [word(first, token.is_glued), word(second, false)]
        })
    })
}

fn means(word: &str, tongues: Tongues, wanted: fn(&Meaning) -> bool) -> bool {
    let token = Token { text: word.to_owned(), kind: TokenKind::Word, is_glued: false };
    longest_phrase(&[token], tongues).is_some_and(|phrase| phrase.meanings.iter().any(wanted))
}

/// Reports whether a word may begin a compound: it names a number or what rows are about.
fn names(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Metric(_) | Meaning::Noun(..) | Meaning::Channel(_))
}

/// Reports whether a word may end one: it says what is asked of what the first one names, or must be refused.
fn says(meaning: &Meaning) -> bool {
    let is_mark = |mark: &Mark| {
        matches!(
            mark,
            Mark::Compare | Mark::Change | Mark::Remaining | Mark::Used | Mark::Pacing | Mark::Filler
        )
    };
    match meaning {
        Meaning::Mark(mark) => is_mark(mark),
        Meaning::Cue(_) | Meaning::WeakCue(_) | Meaning::Screen(_) => true,
        other => names(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: Tongues = Tongues { main: Language::German, own: Language::German, mixed: 16 };

    fn split(word: &str, tongues: Tongues) -> Option<[String; 2]> {
        let token = Token { text: word.to_owned(), kind: TokenKind::Word, is_glued: false };
        parts(&token, tongues).map(|words| words.map(|word| word.text))
    }

    #[test]
    fn two_words_that_mean_something_are_two_words() {
        for (word, first, second) in [
            ("klickverlauf", "klick", "verlauf"),
            ("kampagnenausgaben", "kampagnen", "ausgaben"),
            ("googleausgaben", "google", "ausgaben"),
            ("kanalvergleich", "kanal", "vergleich"),
            ("conversionstrend", "conversions", "trend"),
        ] {
            assert_eq!(split(word, GERMAN), Some([first.to_owned(), second.to_owned()]), "{word}");
        }
    }

    #[test]
    fn a_word_of_which_a_part_means_nothing_is_one() {
        for word in ["klickzwerge", "zwergausgaben", "ausgaben", "gartenzwerge"] {
            assert_eq!(split(word, GERMAN), None, "{word}");
        }
    }

    #[test]
    fn only_german_is_written_so() {
        let english = Tongues { main: Language::English, own: Language::English, mixed: 1 };
        assert_eq!(split("googleausgaben", english), None);
    }
}
