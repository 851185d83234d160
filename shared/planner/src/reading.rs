//! From a text to its segments: folded, cut, its slips mended, its names found.

use crate::chart::Chart;
use crate::fold::{fold, letters};
use crate::lexicon::{bit, languages_of, longest_phrase, vocabulary};
use crate::meaning::Meaning;
use crate::mention::{Spelled, mentions};
use crate::spelling::{may_be_alike, similarity, slips};
use crate::token::{Token, TokenKind, tokens};
use crate::tongue::language_of;
use crate::workspace::Workspace;
use domain::language::Language;

/// How many pieces a question has at most. More is no question, and reading it would take long.
pub(crate) const MOST_TOKENS: usize = 120;

/// Reads a text by a person who usually writes in `own`, or returns `None` if it is too long for a question.
pub(crate) fn read(text: &str, workspace: &Workspace, own: Language) -> Option<Chart> {
    let tokens = tokens(&fold(text));
    if tokens.len() > MOST_TOKENS {
        return None;
    }
    let language = language_of(&tokens, own, |word| workspace.has_word(word) && languages_of(word).is_none());
    let text: Vec<Spelled> = tokens.into_iter().map(|token| mended(token, workspace, language)).collect();
    let mentions = mentions(&text, workspace, language);
    Some(Chart::new(&text, mentions, language))
}

/// Returns a word as it is in a phrase or in a name, if it is one of theirs with a slip.
fn mended(token: Token, workspace: &Workspace, language: Language) -> Spelled {
    let is_known = languages_of(&token.text).is_some() || workspace.has_word(&token.text);
    if token.kind != TokenKind::Word || is_known {
        return Spelled { token, similarity: 1.0 };
    }
    match nearest(&token.text, workspace, language) {
        Some(text) => {
            let similarity = similarity(&token.text, &text);
            Spelled { token: Token { text, ..token }, similarity }
        }
        None => Spelled { token, similarity: 1.0 },
    }
}

/// Returns the word that another one is with the fewest slips; those of the language come before others. If two come first
/// that do not mean the same, it is neither.
fn nearest(word: &str, workspace: &Workspace, language: Language) -> Option<String> {
    let found = alike(word, workspace, language);
    let best = found.iter().map(|(rank, _)| *rank).min();
    let mut best_words = found.iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, word)| *word);
    let Some(first) = best_words.next() else { return beginning_of(word, workspace) };
    let meaning = |word: &str| meanings_of(word, language);
    best_words.all(|other| meaning(other) == meaning(first)).then(|| first.to_owned())
}

/// Returns the words that a word may be with slips.
fn alike<'a>(word: &str, workspace: &'a Workspace, language: Language) -> Vec<(Rank, &'a str)> {
    let letters = letters(word);
    let rank = |other: &str, kind: u8, is_meaningless: bool| {
        let slips = slips(word, other)?;
        Some(Rank { slips, is_begun_differently: first(word) != first(other), is_meaningless, kind })
    };
    let names = workspace.words.iter().filter(|(_, entry)| may_be_alike(letters, entry.letters));
    let names = names.filter_map(|(other, _)| rank(other, 0, false).map(|rank| (rank, other.as_str())));
    let words = vocabulary().iter().filter(|entry| may_be_alike(letters, entry.letters));
    let words = words.filter_map(|entry| {
        let kind = kind(entry.languages, language)?;
        let is_meaningless = meanings_of(entry.text, language).is_empty();
        rank(entry.text, kind, is_meaningless).map(|rank| (rank, entry.text))
    });
    names.chain(words).collect()
}

fn meanings_of(word: &str, language: Language) -> Vec<Meaning> {
    let token = Token { text: word.to_owned(), kind: TokenKind::Word, is_glued: false };
    longest_phrase(&[token]).map(|phrase| phrase.meanings_in(language)).unwrap_or_default()
}

/// Which of two words that are alike is meant: the lesser one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    slips: usize,
    is_begun_differently: bool,
    /// Whether it is only a part of phrases.
    is_meaningless: bool,
    kind: u8,
}

/// Returns how near the languages of a word are to the one of the text: its own, English, or `None` for any other.
fn kind(languages: u8, language: Language) -> Option<u8> {
    if languages & bit(language) != 0 {
        Some(1)
    } else {
        (languages & bit(Language::English) != 0).then_some(2)
    }
}

fn first(word: &str) -> Option<char> {
    word.chars().next()
}

/// Returns the only word of the names that begins with this one.
fn beginning_of(word: &str, workspace: &Workspace) -> Option<String> {
    let mut longer = workspace.words.keys().filter(|name| similarity(word, name) > 0.85 && name.starts_with(word));
    match (longer.next(), longer.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}
