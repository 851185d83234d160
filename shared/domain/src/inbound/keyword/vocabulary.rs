//! The words that `words/keywords.json` lists, in plain form, and what of a text is made of them.

use super::super::plain::{is_of_word, plain_letters, push_letter};
use super::words::{TextWords, Word};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

pub(super) type ByLanguage = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
pub(super) struct Words {
    pub(super) stop: ByLanguage,
    pub(super) stop_phrases: ByLanguage,
    pub(super) stop_alone: ByLanguage,
    pub(super) courtesy: ByLanguage,
    pub(super) thanks: ByLanguage,
    pub(super) start: ByLanguage,
    pub(super) help: ByLanguage,
}

/// Every known word and phrase; the words of a phrase are joined by a space.
#[derive(Default)]
pub(super) struct Vocabulary {
    stop: HashSet<String>,
    /// What is a stop only if nothing stands beside it.
    alone: HashSet<String>,
    courtesy: HashSet<String>,
    /// What asks for no answer.
    thanks: HashSet<String>,
    pub(super) start: HashSet<String>,
    pub(super) help: HashSet<String>,
    /// The number of words in the longest phrase.
    longest: usize,
}

pub(super) fn listed() -> Option<Words> {
    serde_json::from_str(include_str!("../../../words/keywords.json")).ok()
}

pub(super) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let Some(words) = listed() else { return Vocabulary::default() };
        let mut stop = phrases(&words.stop);
        stop.extend(phrases(&words.stop_phrases));
        let courtesy = phrases(&words.courtesy);
        let thanks = phrases(&words.thanks);
        let longest =
            stop.iter().chain(&courtesy).chain(&thanks).map(|phrase| phrase.split(' ').count()).max();
        let (start, help) = (phrases(&words.start), phrases(&words.help));
        let longest = longest.unwrap_or_default();
        Vocabulary { stop, courtesy, thanks, longest, alone: phrases(&words.stop_alone), start, help }
    })
}

fn phrases(listed: &ByLanguage) -> HashSet<String> {
    listed.values().flatten().map(|phrase| plain_phrase(phrase)).collect()
}

/// Returns a phrase as the words of a text are compared: in plain form, with one space between two words.
pub(super) fn plain_phrase(phrase: &str) -> String {
    let mut plain = String::with_capacity(phrase.len());
    for character in plain_letters(phrase.chars()) {
        push_letter(&mut plain, if is_of_word(character) { character } else { ' ' });
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Vocabulary {
    /// Reports whether a word or a phrase ends messages by itself.
    pub(super) fn ends_messages(&self, phrase: &str) -> bool {
        self.stop.contains(phrase)
    }

    /// Reports whether a text, or what of it comes before the end of a line, is nothing but what ends messages, at least
    /// once, and courtesy. Looks once at each place, for each length that a phrase may have.
    pub(super) fn is_stop(&self, text: &TextWords) -> bool {
        if text.joined().is_some_and(|whole| self.alone.contains(&whole)) {
            return true;
        }
        // How the words up to a place can be read: not at all, as courtesy, or with an end of messages.
        let mut read: Vec<Option<bool>> = vec![Some(false)];
        for end in 1..=text.words.len() {
            let starts = end.saturating_sub(self.longest)..end;
            let here = starts.filter_map(|start| self.read_on(&read, &text.words, start..end)).max();
            let is_last = end == text.words.len() && text.are_all;
            let ends_line = text.words.get(end - 1).is_some_and(|word| word.ends_line);
            if here == Some(true) && (is_last || ends_line) {
                return true;
            }
            read.push(here);
        }
        false
    }

    /// Reports whether a text is nothing but phrases that ask for no answer.
    pub(super) fn is_thanks(&self, text: &TextWords) -> bool {
        let mut reached = vec![true];
        for end in 1..=text.words.len() {
            let mut starts = end.saturating_sub(self.longest)..end;
            let is_thanks = |start: usize| {
                let part = text.words.get(start..end).unwrap_or_default();
                let phrase: Vec<&str> = part.iter().map(|word| word.text.as_str()).collect();
                reached.get(start) == Some(&true) && self.thanks.contains(&phrase.join(" "))
            };
            let here = starts.any(is_thanks);
            reached.push(here);
        }
        text.are_all && !text.words.is_empty() && reached.last() == Some(&true)
    }

    fn read_on(&self, read: &[Option<bool>], words: &[Word], part: std::ops::Range<usize>) -> Option<bool> {
        let before = read.get(part.start).copied().flatten()?;
        let phrase: Vec<&str> = words.get(part)?.iter().map(|word| word.text.as_str()).collect();
        let phrase = phrase.join(" ");
        let is_end = self.stop.contains(&phrase);
        (is_end || self.courtesy.contains(&phrase)).then_some(before || is_end)
    }
}
