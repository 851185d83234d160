//! From a text to its segments: folded, cut, its slips mended, its names found.

use crate::chart::Chart;
use crate::compound::parts;
use crate::fold::{fold, shape};
use crate::lexicon::{Tongues, bit, languages_of, longest_phrase, vocabulary};
use crate::meaning::{Mark, Meaning};
use crate::mention::{Spelled, mentions};
use crate::spelling::{may_be_alike, similarity, slips};
use crate::token::{Token, TokenKind, tokens};
use crate::tongue::tongues;
use crate::workspace::Workspace;
use domain::language::Language;

/// How many bytes and how many pieces a question has at most. More is no question, and reading it would take long.
const MOST_BYTES: usize = 2_000;
const MOST_TOKENS: usize = 120;

/// How many letters a word has at least for one of them to be replaced.
const LONG_WORD: usize = 7;
/// How many letters a word has at least to be taken for one without weight.
const SHORTEST_LIGHT_SLIP: usize = 6;

/// Reads a text by a person who usually writes in `own`, or returns `None` if it is too long for a question.
pub(crate) fn read(text: &str, workspace: &Workspace, own: Language) -> Option<Chart> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let tokens = tokens(&fold(text));
    if tokens.len() > MOST_TOKENS {
        return None;
    }
    let tongues = tongues(&tokens, own, |word| workspace.has_word(word) && languages_of(word).is_none());
    let words = tokens.into_iter().flat_map(|token| apart(token, workspace, tongues));
    let text: Vec<Spelled> = words.map(|token| mended(token, workspace, tongues)).collect();
    let mentions = mentions(&text, workspace, tongues);
    Some(Chart::new(&text, mentions, tongues))
}

/// Returns a word, or the two that it is made of.
fn apart(token: Token, workspace: &Workspace, tongues: Tongues) -> Vec<Token> {
    let is_known = languages_of(&token.text).is_some() || workspace.has_word(&token.text);
    match parts(&token, tongues).filter(|_| !is_known) {
        Some(two) => two.into(),
        None => vec![token],
    }
}

/// Returns a word as it is in a phrase or in a name, if it is one of theirs with a slip.
fn mended(token: Token, workspace: &Workspace, tongues: Tongues) -> Spelled {
    let is_known = languages_of(&token.text).is_some() || workspace.has_word(&token.text);
    if token.kind != TokenKind::Word || is_known {
        return Spelled { token, similarity: 1.0 };
    }
    match plain(&token.text).or_else(|| nearest(&token.text, workspace, tongues)) {
        Some(text) => {
            let similarity = similarity(&token.text, &text);
            Spelled { token: Token { text, ..token }, similarity }
        }
        None => Spelled { token, similarity: 1.0 },
    }
}

/// Returns the known word that is drawn out in another one: "soooo", "pleaseee".
fn plain(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_drawn_out =
        letters.windows(3).any(|three| three.iter().all(|letter| three.first() == Some(letter)));
    if !is_drawn_out || !letters.iter().all(|letter| letter.is_alphabetic()) {
        return None;
    }
    [1, 2].into_iter().map(|most| shortened(&letters, most)).find(|plain| languages_of(plain).is_some())
}

/// Returns letters with at most so many equal ones in a row.
fn shortened(letters: &[char], most: usize) -> String {
    let is_kept = |at: &usize| {
        let run = letters.get(at.saturating_sub(most)..=*at).unwrap_or_default();
        *at < most || run.iter().any(|letter| Some(letter) != run.first())
    };
    (0..letters.len()).filter(is_kept).filter_map(|at| letters.get(at)).collect()
}

/// Returns the word that another one is with the fewest slips; those of the language come before others. If two come first
/// that do not mean the same, it is neither.
fn nearest(word: &str, workspace: &Workspace, tongues: Tongues) -> Option<String> {
    let found = alike(word, workspace, tongues);
    let best = found.iter().map(|(rank, _)| *rank).min();
    let mut best_words = found.iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, word)| *word);
    let Some(first) = best_words.next() else { return beginning_of(word, workspace) };
    let meaning = |word: &str| meanings_of(word, tongues);
    best_words.all(|other| meaning(other) == meaning(first)).then(|| first.to_owned())
}

/// Returns the words that a word may be with slips.
fn alike<'a>(word: &str, workspace: &'a Workspace, tongues: Tongues) -> Vec<(Rank, &'a str)> {
    let shape = shape(word);
    let rank = |other: &str, kind: u8, is_meaningless: bool| {
        let slips = slips(word, other)?;
        let is_begun_differently = first(word) != first(other) && !begins_crossed(word, other);
        Some(Rank {
            slips,
            is_begun_differently,
            is_meaningless,
            has_other_letter: has_other_letter(word, other),
            kind,
        })
    };
    let names = workspace.words.iter().filter(|(_, entry)| may_be_alike(shape, entry.shape));
    let names = names.filter_map(|(other, _)| rank(other, 0, false).map(|rank| (rank, other.as_str())));
    let words = vocabulary().iter().filter(|entry| may_be_alike(shape, entry.shape));
    let words = words.filter_map(|entry| {
        let kind = kind(entry.languages, tongues)?;
        let meanings = meanings_of(entry.text, tongues);
        let rank = rank(entry.text, kind, meanings.is_empty())?;
        is_likely(word, &rank, &meanings).then_some((rank, entry.text))
    });
    names.chain(words).collect()
}

/// Reports whether a word is rather another one with a slip than a name that nobody knows: a short word only if it begins as the
/// other one and a letter is missing, doubled or typed too early; and a short one never for a word without weight.
fn is_likely(word: &str, rank: &Rank, meanings: &[Meaning]) -> bool {
    let length = word.chars().count();
    let is_light = |meaning: &Meaning| matches!(meaning, Meaning::Mark(Mark::Filler | Mark::Link));
    let is_of_no_weight = !meanings.is_empty() && meanings.iter().all(is_light);
    let is_long = length >= LONG_WORD;
    let is_weighty = !is_of_no_weight || length >= SHORTEST_LIGHT_SLIP;
    is_weighty && (is_long || !(rank.is_begun_differently || rank.has_other_letter))
}

fn meanings_of(word: &str, tongues: Tongues) -> Vec<Meaning> {
    let token = Token { text: word.to_owned(), kind: TokenKind::Word, is_glued: false };
    longest_phrase(&[token], tongues).map(|phrase| phrase.meanings).unwrap_or_default()
}

/// Which of two words that are alike is meant: the lesser one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    slips: usize,
    is_begun_differently: bool,
    /// Whether it is only a part of phrases.
    is_meaningless: bool,
    /// A letter is more often left out, doubled or typed too early than replaced.
    has_other_letter: bool,
    kind: u8,
}

/// Reports whether one of two words that are alike has a letter in place of another one.
fn has_other_letter(word: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    word.chars().count() == other.chars().count() && sorted(word) != sorted(other)
}

/// Returns how near the languages of a word are to the one of the text: its own, English, or `None` for any other.
fn kind(languages: u8, tongues: Tongues) -> Option<u8> {
    if languages & bit(tongues.main) != 0 {
        Some(1)
    } else {
        (languages & bit(Language::English) != 0).then_some(2)
    }
}

/// Reports whether the first two letters of a word are those of another one, crossed: "sepnd".
fn begins_crossed(word: &str, other: &str) -> bool {
    let (mut word, mut other) = (word.chars(), other.chars());
    let (one, two) = (word.next(), word.next());
    (two, one) == (other.next(), other.next())
}

fn first(word: &str) -> Option<char> {
    word.chars().next()
}

/// Returns the only word of the names that begins with this one.
fn beginning_of(word: &str, workspace: &Workspace) -> Option<String> {
    let mut longer =
        workspace.words.keys().filter(|name| name.starts_with(word) && similarity(word, name) > 0.85);
    match (longer.next(), longer.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_drawn_out_is_the_word() {
        for (drawn_out, word) in [("soooo", "so"), ("pleaseee", "please"), ("spendddd", "spend")] {
            assert_eq!(plain(drawn_out).as_deref(), Some(word));
        }
        for other in ["spend", "gnooomes", "1000"] {
            assert_eq!(plain(other), None, "{other}");
        }
    }
}
