//! Consent by keyword: STOP, START and HELP in every language of the product, for every person, with immediate effect.
//! Twilio does not handle them for WhatsApp.
//!
//! A text is a STOP if there is nothing in it but words that end messages and courtesy: "Stop. Thank you", "unsubscribe
//! me", "dar de baja". One more word makes it a sentence about something else. START and HELP are one word alone.

mod vocabulary;

use super::plain::{is_of_word, plain_letters, push_letter};
use vocabulary::vocabulary;

/// The version of the wording to which a START agrees: the reply that says that the daily reports continue.
pub const START_WORDING: &str = "start-1";
/// The maximum number of characters of a text that are looked at, before and after they are resolved: Twilio's longest
/// text. A longer one is no keyword.
const MOST_CHARACTERS: usize = 1600;
/// The maximum number of words in a keyword with its courtesy.
const MOST_WORDS: usize = 24;
/// A letter that is repeated so often is drawn out: "stoooop". Two of the same are spelling.
const DRAWN_OUT: usize = 3;

/// What a text asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// Stop messages.
    Stop,
    /// Start messages again.
    Start,
    /// Explain what this number is.
    Help,
}

/// Parses a text as a keyword, ignoring case, accents, width, and everything that is not a letter or a digit. "Please
/// stop the campaign" is not a keyword, and neither is "STOP 1".
#[must_use]
pub fn keyword(text: &str) -> Option<Keyword> {
    let words = words_of(text.chars())?;
    let known = vocabulary();
    match words.as_slice() {
        [word] if known.start.contains(word) => Some(Keyword::Start),
        [word] if known.help.contains(word) => Some(Keyword::Help),
        words => known.is_stop(words).then_some(Keyword::Stop),
    }
}

/// Returns the words of a text in plain form, or `None` if it has too many or is too long to be a keyword. At most one
/// character more than [`MOST_CHARACTERS`] is taken.
fn words_of(text: impl Iterator<Item = char>) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut looked_at = 0;
    let mut taken = 0;
    let bounded = text.take(MOST_CHARACTERS + 1).inspect(|_| taken += 1);
    for character in plain_letters(bounded).take(MOST_CHARACTERS + 1) {
        looked_at += 1;
        if is_of_word(character) {
            push_letter(&mut word, character);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if words.len() > MOST_WORDS {
            return None;
        }
    }
    words.extend(Some(word).filter(|last| !last.is_empty()));
    let fits = taken <= MOST_CHARACTERS && looked_at <= MOST_CHARACTERS && words.len() <= MOST_WORDS;
    fits.then(|| joined(&words).into_iter().map(|word| shortened(&word)).collect())
}

/// Joins a word that was written letter by letter: "S T O P".
fn joined(words: &[String]) -> Vec<String> {
    let is_spelled = words.len() > 2 && words.iter().all(|word| word.chars().count() == 1);
    if is_spelled { vec![words.concat()] } else { words.to_vec() }
}

/// Returns a word with each drawn-out letter written once.
fn shortened(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|one, next| one == next);
    let kept = runs.flat_map(|run| if run.len() < DRAWN_OUT { run } else { run.get(..1).unwrap_or(run) });
    kept.collect()
}

#[cfg(test)]
mod tests;
