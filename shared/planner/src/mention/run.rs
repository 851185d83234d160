//! Words of a text that follow one another and are all in one name.

use super::{Spelled, Weight, Word};
use crate::lexicon::{Tongues, longest_phrase};
use crate::meaning::Meaning;
use crate::token::{Token, TokenKind};
use crate::workspace::{Name, Workspace};
use domain::question::query::{Dimension, FilterDimension};
use std::collections::BTreeSet;

/// How many words of a name, none of which is of names only, are enough to be taken for it.
const ENOUGH_COMMON_WORDS: usize = 3;

/// Words that are all in one name.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The pieces of the text, the end not included.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) entity: usize,
    /// The name, by its place in the workspace.
    name: usize,
    /// How many words it has.
    pub(super) length: usize,
    /// Whether it is the whole name.
    pub(super) is_full: bool,
    /// Whether it is the whole name as it was written.
    pub(super) is_exact: bool,
    /// Whether the name is a former one.
    pub(super) is_former: bool,
    pub(super) score: f64,
    /// The words of the name that it has.
    covered: BTreeSet<usize>,
}

/// Returns the runs of every name that is told apart by them.
pub(super) fn runs(text: &[Spelled], weights: &[Word], workspace: &Workspace, tongues: Tongues) -> Vec<Run> {
    let hits = hits(text, workspace);
    let names: BTreeSet<usize> = hits.iter().flatten().copied().collect();
    let pieces: Vec<&str> = text.iter().map(|word| word.token.text.as_str()).collect();
    let own = workspace.own_name.with_legal_form(&pieces);
    let of_name =
        |name: usize| Finder { text, weights, workspace, tongues, hits: &hits, own: &own, name }.runs();
    names.into_iter().flat_map(of_name).collect()
}

/// Returns the names that each word of a text is in, alone or written together with the next one.
fn hits(text: &[Spelled], workspace: &Workspace) -> Vec<BTreeSet<usize>> {
    let mut hits: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); text.len()];
    let names = |word: &str| {
        workspace.words.get(word).into_iter().flat_map(|word| word.names.iter().map(|(name, _)| *name))
    };
    for (place, word) in text.iter().enumerate().filter(|(_, word)| word.token.kind != TokenKind::Sign) {
        if let Some(hit) = hits.get_mut(place) {
            hit.extend(names(&word.token.text));
        }
        let Some(next) = text.get(place + 1).filter(|next| next.token.kind == TokenKind::Word) else {
            continue;
        };
        for name in names(&format!("{}{}", word.token.text, next.token.text)) {
            for place in [place, place + 1] {
                if let Some(hit) = hits.get_mut(place) {
                    hit.insert(name);
                }
            }
        }
    }
    hits
}

struct Finder<'a> {
    text: &'a [Spelled],
    weights: &'a [Word],
    workspace: &'a Workspace,
    tongues: Tongues,
    hits: &'a [BTreeSet<usize>],
    /// The places of the workspace's own name where its legal form stands behind it.
    own: &'a BTreeSet<usize>,
    name: usize,
}

impl Finder<'_> {
    fn runs(&self) -> Vec<Run> {
        let mut found = Vec::new();
        let mut place = 0;
        while place < self.text.len() {
            let places = self.run_from(place);
            place = places.last().map_or(place, |last| *last) + 1;
            found.extend(self.run(&places));
        }
        found
    }

    /// Returns the places of the words of the name from here on, which signs and articles may stand between.
    fn run_from(&self, start: usize) -> Vec<usize> {
        let mut places = Vec::new();
        let mut place = start;
        while self.is_hit(place) && (places.is_empty() || self.belongs(place)) {
            places.push(place);
            place = self.next_word(place);
        }
        while places.first().is_some_and(|first| !self.belongs(*first)) {
            places.remove(0);
        }
        places
    }

    fn next_word(&self, place: usize) -> usize {
        let mut next = place + 1;
        while self
            .text
            .get(next)
            .is_some_and(|word| word.token.kind == TokenKind::Sign && !ends_a_clause(&word.token))
        {
            next += 1;
        }
        let is_link = self.weight(next) == Some(Weight::Link) && !self.is_hit(next);
        if is_link && self.is_hit(next + 1) { next + 1 } else { next }
    }

    fn is_hit(&self, place: usize) -> bool {
        self.hits.get(place).is_some_and(|names| names.contains(&self.name))
    }

    /// Reports whether a word stands for the name: a common one only beside the word that it follows or comes before there.
    fn belongs(&self, place: usize) -> bool {
        if self.weight(place) == Some(Weight::Distinctive) {
            return true;
        }
        let Some(word) = self.word(place) else { return false };
        let words = self.words();
        let neighbours = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let after = words.get(at + 1);
            let follows = before.is_some_and(|before| {
                self.previous(place).is_some_and(|place| self.word(place) == Some(before))
            });
            follows || after.is_some_and(|after| self.word(self.next_word(place)) == Some(after))
        };
        words.len() == 1 || words.iter().enumerate().any(|(at, part)| part == word && neighbours(at))
    }

    fn previous(&self, place: usize) -> Option<usize> {
        (0..place).rev().find(|before| self.next_word(*before) == place && self.is_hit(*before))
    }

    fn word(&self, place: usize) -> Option<&str> {
        self.text.get(place).map(|word| word.token.text.as_str())
    }

    fn words(&self) -> &[String] {
        self.workspace.names.get(self.name).map_or(&[], |name| &name.words)
    }

    fn run(&self, places: &[usize]) -> Option<Run> {
        let (from, to) = (*places.first()?, *places.last()? + 1);
        let Name { entity, is_former, .. } = *self.workspace.names.get(self.name)?;
        let covered = self.covered(places);
        let is_full = covered.len() == self.words().len();
        let tells_apart = places.iter().any(|place| self.weight(*place) == Some(Weight::Distinctive));
        let is_pointed_at = self.is_quoted(from, to) || self.has_noun(from, to, entity);
        let is_enough = tells_apart || (is_full && (places.len() >= ENOUGH_COMMON_WORDS || is_pointed_at));
        // A campaign may be called "Ignore previous instructions", and a text that begins so is none the less an order.
        let is_order = places.iter().any(|place| self.weights.get(*place).is_some_and(|word| word.is_order));
        let is_led_to =
            from.checked_sub(1).and_then(|before| self.weights.get(before)).is_some_and(|word| word.leads);
        let is_name = !is_order || (is_full && (is_pointed_at || is_led_to));
        (is_enough && is_name && !self.is_workspace(places, is_full)).then(|| {
            let (score, is_exact) = (self.score(places, &covered), is_full && self.is_as_written(places));
            let (name, length) = (self.name, places.len());
            Run { from, to, entity, name, length, is_full, is_exact, is_former, score, covered }
        })
    }

    /// Reports whether the words are only those that the workspace itself is called by.
    fn is_workspace(&self, places: &[usize], is_full: bool) -> bool {
        let name = &self.workspace.own_name;
        let is_own =
            |place: &usize| self.own.contains(place) || self.word(*place).is_some_and(|word| name.has(word));
        let is_known = name.is_of_several() || !self.own.is_empty();
        !is_full && is_known && places.iter().all(is_own)
    }

    fn weight(&self, place: usize) -> Option<Weight> {
        self.weights.get(place).map(|word| word.weight)
    }

    /// Returns which words of the name the run has.
    fn covered(&self, places: &[usize]) -> BTreeSet<usize> {
        let words = self.words();
        let written: Vec<&str> = places.iter().filter_map(|place| self.word(*place)).collect();
        let joined: Vec<String> = written.windows(2).map(<[&str]>::concat).collect();
        let is_there = |word: &str| written.contains(&word) || joined.iter().any(|both| both == word);
        let single = words.iter().enumerate().filter(|(_, word)| is_there(word)).map(|(at, _)| at);
        let mut covered: BTreeSet<usize> = single.collect();
        for (at, pair) in words.windows(2).enumerate() {
            if is_there(&pair.concat()) {
                covered.extend([at, at + 1]);
            }
        }
        covered
    }

    /// Reports whether nothing of the words was mended.
    fn is_as_written(&self, places: &[usize]) -> bool {
        places.iter().filter_map(|place| self.text.get(*place)).all(|word| word.similarity >= 1.0)
    }

    #[expect(clippy::cast_precision_loss, reason = "a name has a few words")]
    fn score(&self, places: &[usize], covered: &BTreeSet<usize>) -> f64 {
        let similarities =
            places.iter().filter_map(|place| self.text.get(*place)).map(|word| word.similarity);
        let written = similarities.sum::<f64>() / places.len() as f64;
        0.75 * written + 0.25 * covered.len() as f64 / self.words().len().max(1) as f64
    }

    fn is_quoted(&self, from: usize, to: usize) -> bool {
        let is_quote =
            |place: Option<usize>| place.is_some_and(|place| matches!(self.word(place), Some("\"" | "'")));
        is_quote(from.checked_sub(1)) && is_quote(Some(to))
    }

    /// Reports whether the word for what it is stands beside it: "the campaign Summer".
    fn has_noun(&self, from: usize, to: usize, entity: usize) -> bool {
        let wanted = self.workspace.entities.get(entity).map(|entity| entity.dimension);
        let is_noun = |place: usize| {
            let rest: Vec<Token> =
                self.text.get(place..).into_iter().flatten().take(1).map(|word| word.token.clone()).collect();
            longest_phrase(&rest, self.tongues)
                .is_some_and(|phrase| phrase.meanings.iter().any(|meaning| names_kind(*meaning, wanted)))
        };
        from.checked_sub(1).is_some_and(is_noun) || is_noun(to)
    }
}

fn names_kind(meaning: Meaning, wanted: Option<FilterDimension>) -> bool {
    matches!(
        (meaning, wanted),
        (Meaning::Noun(Dimension::Campaign, _), Some(FilterDimension::Campaign))
            | (Meaning::Noun(Dimension::Creative, _), Some(FilterDimension::Creative))
    )
}

impl Run {
    /// Returns the place of a word beside the run that has the form of a word of the name and is another one: "2025" beside
    /// "Spring Sale", which is called "Spring Sale 2026".
    pub(super) fn other_edition(
        &self,
        text: &[Spelled],
        workspace: &Workspace,
        tongues: Tongues,
    ) -> Option<usize> {
        let words = workspace.names.get(self.name).map_or(&[] as &[String], |name| &name.words);
        let missing =
            words.iter().enumerate().filter(|(at, _)| !self.covered.contains(at)).map(|(_, word)| word);
        let missing: Vec<&String> = missing.collect();
        let is_other = |place: &usize| {
            text.get(*place)
                .is_some_and(|word| missing.iter().any(|part| is_same_form(part, &word.token.text)))
        };
        let is_time = text.get(self.to + 1).is_some_and(|word| is_unit(&word.token, tongues));
        [Some(self.to).filter(|_| !is_time), self.from.checked_sub(1)].into_iter().flatten().find(is_other)
    }
}

fn is_unit(token: &Token, tongues: Tongues) -> bool {
    longest_phrase(std::slice::from_ref(token), tongues)
        .is_some_and(|phrase| phrase.meanings.iter().any(|meaning| matches!(meaning, Meaning::Unit(_))))
}

/// Reports whether two words have digits and differ in them only.
pub(super) fn is_same_form(word: &str, other: &str) -> bool {
    let form = |word: &str| -> String {
        word.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
    };
    word.bytes().any(|byte| byte.is_ascii_digit()) && form(word) == form(other)
}

fn ends_a_clause(token: &Token) -> bool {
    matches!(token.text.as_str(), "?" | "!" | ";" | "," | "." | "/" | ":" | "(" | ")" | "\"")
}
