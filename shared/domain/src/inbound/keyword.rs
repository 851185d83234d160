//! Consent by keyword: STOP, START and HELP in every language of the product, for every person, with immediate effect.
//! Twilio does not handle them for WhatsApp.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The version of the wording to which a START agrees: the reply that says that the daily reports continue.
pub const START_WORDING: &str = "start-1";

/// What a single word asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// Stop messages.
    Stop,
    /// Start messages again.
    Start,
    /// Explain what this number is.
    Help,
}

#[derive(Deserialize)]
struct Words {
    stop: BTreeMap<String, Vec<String>>,
    start: BTreeMap<String, Vec<String>>,
    help: BTreeMap<String, Vec<String>>,
}

fn words() -> Option<&'static Words> {
    static WORDS: OnceLock<Option<Words>> = OnceLock::new();
    WORDS.get_or_init(|| serde_json::from_str(include_str!("../../words/keywords.json")).ok()).as_ref()
}

/// Parses a text as a keyword: exactly one word of the list, ignoring case and surrounding non-letters, with accents in
/// either of their two encodings. "Please stop the campaign" is not a keyword.
#[must_use]
pub fn keyword(text: &str) -> Option<Keyword> {
    let word = text.trim_matches(|c: char| !c.is_alphanumeric()).nfc().collect::<String>().to_lowercase();
    let all = words()?;
    let has = |list: &BTreeMap<String, Vec<String>>| list.values().flatten().any(|known| *known == word);
    if has(&all.stop) {
        Some(Keyword::Stop)
    } else if has(&all.start) {
        Some(Keyword::Start)
    } else if has(&all.help) {
        Some(Keyword::Help)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_works_in_every_language_and_every_case() {
        for text in
            ["STOP", " stop. ", "Parar", "BAJA", "sair", "Arrêt", "ARRET", "Stopp", "abmelden", "रोकें", "बंद।"]
        {
            assert_eq!(keyword(text), Some(Keyword::Stop), "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_keyword_does_not_hide_it() {
        for text in
            ["¡ALTO!", "STOP 🙏🏽", "\"stop\"", "\u{200b}Stop\u{200b}", "arre\u{302}t", "— stop —", "बंद।"]
        {
            assert_eq!(keyword(text), Some(Keyword::Stop), "{text}");
        }
    }

    #[test]
    fn a_sentence_that_contains_a_keyword_is_none() {
        for text in
            ["please stop", "stop, Zé is not coming", "start the campaign", "help me out", "", "stopped"]
        {
            assert_eq!(keyword(text), None, "{text}");
        }
    }

    #[test]
    fn every_list_has_words_for_the_six_languages_and_no_word_means_two_things() {
        let all = words().unwrap();
        for list in [&all.stop, &all.start, &all.help] {
            assert_eq!(list.keys().collect::<Vec<_>>(), ["de", "en", "es", "fr", "hi", "pt"]);
            assert!(list.values().all(|words| !words.is_empty()));
        }
        for word in all.stop.values().flatten() {
            assert_eq!(keyword(word), Some(Keyword::Stop), "{word}");
        }
        for word in all.start.values().flatten() {
            assert_eq!(keyword(word), Some(Keyword::Start), "{word}");
        }
    }
}
