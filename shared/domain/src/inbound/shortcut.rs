//! Short texts that ask for a button: "no", "approve", "undo", "dashboard". None of them does anything by itself: what decides is
//! the button that they bring.

use super::plain::plain_words;
use crate::language::Language;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The most characters of a text that is looked at: the longest shortcut is far shorter.
const LONGEST: usize = 60;

/// What a short text asks to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortcut {
    /// The budget shift that waits, with the buttons that decide on it.
    Decide,
    /// The approval that can still be undone.
    Undo,
    /// The link to the dashboard.
    Dashboard,
}

#[derive(Deserialize)]
struct Words {
    shortcuts: BTreeMap<Shortcut, BTreeMap<String, Vec<String>>>,
}

type ByWords = BTreeMap<Vec<String>, (Shortcut, Vec<Language>)>;

/// Returns the shortcuts by their words, each with the languages that say so.
fn shortcuts() -> &'static ByWords {
    static SHORTCUTS: OnceLock<ByWords> = OnceLock::new();
    SHORTCUTS.get_or_init(|| {
        let words: Option<Words> = serde_json::from_str(include_str!("../../words/keywords.json")).ok();
        let mut all = ByWords::new();
        for (shortcut, by_language) in words.into_iter().flat_map(|words| words.shortcuts) {
            for (tag, phrases) in by_language {
                let language = Language::choose(&[&tag]);
                for phrase in phrases {
                    all.entry(plain_words(&phrase)).or_insert((shortcut, Vec::new())).1.push(language);
                }
            }
        }
        all
    })
}

/// Returns the shortcut that a text is and nothing else, with the language that it is said in: the person's own one if that has the
/// words. Case, accents and punctuation do not matter.
#[must_use]
pub fn shortcut(text: &str, own: Language) -> Option<(Shortcut, Language)> {
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let (shortcut, languages) = shortcuts().get(&plain_words(text))?;
    let spoken = languages.iter().find(|language| **language == own).or(languages.first())?;
    Some((*shortcut, *spoken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_is_the_whole_text_however_it_is_written() {
        for (text, expected) in [
            ("No", Shortcut::Decide),
            ("not now!", Shortcut::Decide),
            ("APPROVE", Shortcut::Decide),
            ("Ahora no.", Shortcut::Decide),
            ("Não", Shortcut::Decide),
            ("später", Shortcut::Decide),
            ("नहीं", Shortcut::Decide),
            ("undo", Shortcut::Undo),
            ("Rückgängig machen", Shortcut::Undo),
            ("the dashboard?", Shortcut::Dashboard),
            ("tableau de bord", Shortcut::Dashboard),
        ] {
            assert_eq!(
                shortcut(text, Language::English).map(|(shortcut, _)| shortcut),
                Some(expected),
                "{text}"
            );
        }
        for text in
            ["", "no spend yesterday?", "approve Lee", "undo last week", "not", "dashboard of Meta", "ok"]
        {
            assert_eq!(shortcut(text, Language::English), None, "{text}");
        }
    }

    #[test]
    fn it_is_said_in_the_persons_own_language_where_that_has_the_words() {
        assert_eq!(shortcut("no", Language::Spanish), Some((Shortcut::Decide, Language::Spanish)));
        assert_eq!(shortcut("no", Language::German), Some((Shortcut::Decide, Language::English)));
        assert_eq!(shortcut("Dashboard", Language::German), Some((Shortcut::Dashboard, Language::German)));
    }

    #[test]
    fn no_words_are_two_shortcuts_or_a_keyword() {
        let words: Words = serde_json::from_str(include_str!("../../words/keywords.json")).unwrap();
        for (own, by_language) in &words.shortcuts {
            for phrase in by_language.values().flatten() {
                assert_eq!(
                    shortcut(phrase, Language::English).map(|(shortcut, _)| shortcut),
                    Some(*own),
                    "{phrase}"
                );
                let read = crate::inbound::command::read(phrase);
                assert_eq!(read, crate::inbound::command::Command::Words, "{phrase}");
            }
        }
    }
}
