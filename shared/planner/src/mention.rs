//! Which campaigns and creatives a text names: by any of their names, in part, with slips; never by a guess.
//!
//! The score of a run of words for a name is three parts how well its words are in the name and one part how much of the name it
//! has. A word with a digit must be in the name as it is.
//!
//! What something is called now comes before what something else was called: a present name that is written out is meant, and a
//! former one that is written out while a present one may be meant is asked about.

mod run;

use crate::lexicon::{Tongues, longest_phrase};
use crate::meaning::{Mark, Meaning, Screen};
use crate::token::{Token, TokenKind};
use crate::workspace::Workspace;
use run::{Run, runs};

/// At least this score is a name; the next best one must be this far behind.
const SURE: f64 = 0.80;
const MARGIN: f64 = 0.08;
/// At least this score is worth asking about.
const POSSIBLE: f64 = 0.60;
/// How many names one question can offer to choose from.
const MOST_CHOICES: usize = 3;

/// What a word is outside the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// No phrase has it, or only what is refused: in a name it tells the name apart.
    Distinctive,
    /// It means something else too, and belongs to a name only beside its other words.
    Common,
    /// It may stand between the words of a name.
    Link,
}

/// What a word of a text is outside the names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    weight: Weight,
    /// Whether a name may follow it: "of", "campaign", "how did".
    leads: bool,
    /// Whether it belongs to what must not be obeyed.
    is_order: bool,
    /// Whether it belongs to the name of a kind of campaign.
    is_product: bool,
}

/// A word of a text, with how alike it is to what was written.
#[derive(Debug, Clone)]
pub(crate) struct Spelled {
    pub(crate) token: Token,
    /// 1 if it was written like this.
    pub(crate) similarity: f64,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mention {
    /// The pieces of the text, the end not included.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The entities that it can be, the best first.
    pub(crate) candidates: Vec<usize>,
    pub(crate) certainty: Certainty,
    pub(crate) score: f64,
}

/// How certain a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    Sure,
    /// Several fit as well.
    Ambiguous,
    /// None fits well.
    Unsure,
}

/// Finds the names in a text, in its order; they do not overlap.
pub(crate) fn mentions(text: &[Spelled], workspace: &Workspace, tongues: Tongues) -> Vec<Mention> {
    let weights = weights(text, workspace, tongues);
    let mut open = runs(text, &weights, workspace, tongues);
    open.retain(|run| run.score >= POSSIBLE);
    open.sort_by(|one, other| {
        (other.length, other.is_full)
            .cmp(&(one.length, one.is_full))
            .then(other.score.total_cmp(&one.score))
            .then(one.is_former.cmp(&other.is_former))
    });
    let mut found: Vec<Mention> = Vec::new();
    for run in &open {
        if found.iter().all(|mention| run.to <= mention.from || mention.to <= run.from) {
            found.push(mention(run, &open, text, workspace, tongues));
        }
    }
    found.extend(other_editions(text, &found, workspace, tongues));
    found.sort_by_key(|mention| mention.from);
    found
}

fn mention(best: &Run, all: &[Run], text: &[Spelled], workspace: &Workspace, tongues: Tongues) -> Mention {
    let is_rival = |run: &&Run| {
        let overlaps = run.from < best.to && best.from < run.to;
        overlaps && run.length >= best.length && is_as_likely(run, best)
    };
    let mut candidates = vec![best.entity];
    for rival in all.iter().filter(is_rival) {
        if !candidates.contains(&rival.entity) && candidates.len() < MOST_CHOICES {
            candidates.push(rival.entity);
        }
    }
    let conflict = best.other_edition(text, workspace, tongues);
    let certainty = match candidates.len() {
        1 if best.score >= SURE && conflict.is_none() => Certainty::Sure,
        1 => Certainty::Unsure,
        _ => Certainty::Ambiguous,
    };
    let to = conflict.map_or(best.to, |place| best.to.max(place + 1));
    Mention { from: best.from, to: closed(text, to), candidates, certainty, score: best.score }
}

/// Reports whether another name may be meant as well as the best one.
fn is_as_likely(other: &Run, best: &Run) -> bool {
    let is_near = other.score > best.score - MARGIN;
    match (best.is_former, other.is_former) {
        (false, true) => is_near && !best.is_exact,
        (true, false) => is_near || other.score >= SURE,
        _ => is_near,
    }
}

/// Takes a percent sign in that belongs to the last number of a name.
fn closed(text: &[Spelled], to: usize) -> usize {
    let is_percent = text.get(to).is_some_and(|next| next.token.is_glued && next.token.text == "%");
    if is_percent { to + 1 } else { to }
}

/// Finds "v2" in "Anna v1 or v2": a word with a digit that makes another name of the one before it, and is joined to it.
fn other_editions(
    text: &[Spelled],
    found: &[Mention],
    workspace: &Workspace,
    tongues: Tongues,
) -> Vec<Mention> {
    let is_free = |place: usize| found.iter().all(|mention| place < mention.from || mention.to <= place);
    let joins = |place: &usize| text.get(*place).is_some_and(|word| is_joint(&word.token, tongues));
    let edition = |place: usize, word: &str| {
        let joint = place.checked_sub(1).filter(joins)?;
        let before = found.iter().find(|mention| mention.to == joint)?;
        let names = workspace.names.iter().filter(|name| Some(&name.entity) == before.candidates.first());
        let candidates = names
            .map(|name| entities_of_edition(&name.words, word, workspace))
            .find(|entities| !entities.is_empty())?;
        let certainty = if candidates.len() > 1 { Certainty::Ambiguous } else { before.certainty };
        Some(Mention { from: place, to: place + 1, candidates, certainty, score: before.score })
    };
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let words =
        text.iter().enumerate().filter(|(place, word)| is_free(*place) && has_digit(&word.token.text));
    words.filter_map(|(place, word)| edition(place, &word.token.text)).collect()
}

/// Reports whether a word joins two names.
fn is_joint(token: &Token, tongues: Tongues) -> bool {
    let joins = |meaning: &Meaning| {
        matches!(meaning, Meaning::Mark(Mark::And | Mark::Or | Mark::Versus | Mark::Link))
    };
    let phrase = longest_phrase(std::slice::from_ref(token), tongues);
    token.text == "," || phrase.is_some_and(|phrase| phrase.meanings.iter().any(joins))
}

/// Returns the entities whose name is this one with its word of the same form replaced: those that are called so now, or else
/// those that were.
fn entities_of_edition(name: &[String], word: &str, workspace: &Workspace) -> Vec<usize> {
    let place = name.iter().position(|part| run::is_same_form(part, word) && part != word);
    let mut wanted = name.to_vec();
    let Some(replaced) = place.and_then(|place| wanted.get_mut(place)) else { return Vec::new() };
    word.clone_into(replaced);
    let called = |is_former: bool| -> Vec<usize> {
        let same = workspace.names.iter().filter(|name| name.is_former == is_former && name.words == wanted);
        same.map(|name| name.entity).take(MOST_CHOICES).collect()
    };
    let present = called(false);
    if present.is_empty() { called(true) } else { present }
}

fn weights(text: &[Spelled], workspace: &Workspace, tongues: Tongues) -> Vec<Word> {
    let tokens: Vec<Token> = text.iter().map(|word| word.token.clone()).collect();
    let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
    while let Some(rest) = tokens.get(words.len()..).filter(|rest| !rest.is_empty()) {
        let (length, word) = match longest_phrase(rest, tongues) {
            Some(phrase) => (phrase.length, word(&phrase.meanings, workspace)),
            None => {
                (1, Word { weight: Weight::Distinctive, leads: false, is_order: false, is_product: false })
            }
        };
        let is_of_phrase = length > 1 && word.weight == Weight::Distinctive && !word.is_product;
        let weight = if is_of_phrase { Weight::Common } else { word.weight };
        words.extend(std::iter::repeat_n(Word { weight, ..word }, length));
    }
    // A number alone never tells a name apart.
    for (word, token) in words.iter_mut().zip(&tokens) {
        if token.kind == TokenKind::Number && word.weight == Weight::Distinctive {
            word.weight = Weight::Common;
        }
    }
    words
}

fn word(meanings: &[Meaning], workspace: &Workspace) -> Word {
    let leads = |meaning: &Meaning| {
        matches!(
            meaning,
            Meaning::Mark(Mark::Link) | Meaning::Cue(_) | Meaning::Noun(..) | Meaning::Metric(_)
        )
    };
    let is_order = |meaning: &Meaning| matches!(meaning, Meaning::Screen(Screen::Injection));
    Word {
        weight: weight(meanings, workspace),
        leads: meanings.iter().any(leads),
        is_order: meanings.iter().any(is_order),
        is_product: meanings.contains(&Meaning::Mark(Mark::Product)),
    }
}

fn weight(meanings: &[Meaning], workspace: &Workspace) -> Weight {
    let tells_apart = |meaning: &Meaning| match meaning {
        Meaning::Screen(Screen::Unsupported | Screen::Unrelated | Screen::WriteFirst) => true,
        Meaning::Mark(Mark::Product) => true,
        Meaning::Channel(id) => workspace.channels.iter().all(|channel| channel.as_str() != *id),
        _ => false,
    };
    if meanings.iter().all(tells_apart) {
        Weight::Distinctive
    } else if meanings.contains(&Meaning::Mark(Mark::Link)) {
        Weight::Link
    } else {
        Weight::Common
    }
}

#[cfg(test)]
mod tests;
