//! Consent by keyword: STOP, START and HELP in every language of the product, for every person, with immediate effect.
//! Twilio does not handle them for WhatsApp.
//!
//! A text is a STOP if there is nothing in it but words that end messages and courtesy: "Stop. Thank you", "unsubscribe
//! me", "dar de baja". One more word makes it a sentence about something else, but for a signature: what ends with its
//! line is a STOP, whatever the next lines say. What is said again counts once. START and HELP are one word alone.

mod vocabulary;
mod words;

use vocabulary::vocabulary;
use words::words_of;

/// The version of the wording to which a START agrees: the reply that says that the daily reports continue.
pub const START_WORDING: &str = "start-1";

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
    let known = vocabulary();
    let words = words_of(text.chars(), &|word| known.ends_messages(word));
    match words.alone() {
        Some(word) if known.start.contains(word) => Some(Keyword::Start),
        Some(word) if known.help.contains(word) => Some(Keyword::Help),
        _ => known.is_stop(&words).then_some(Keyword::Stop),
    }
}

/// Reports whether a text says no more than thanks or that it was read: "Ok, thanks!". It asks for no answer.
#[must_use]
pub fn is_thanks(text: &str) -> bool {
    let known = vocabulary();
    known.is_thanks(&words_of(text.chars(), &|word| known.ends_messages(word)))
}

#[cfg(test)]
mod tests;
