//! What a question is about: the names of a workspace, and how they are found again in a text.

use crate::fold::{Shape, fold, shape};
use crate::own_name::OwnName;
use crate::token::{TokenKind, tokens};
use domain::metrics::Channel;
use domain::money::Currency;
use domain::question::query::FilterDimension;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A campaign or a creative, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Whether it is a campaign or a creative; a channel is in the list of channels.
    pub dimension: FilterDimension,
    /// The name as the workspace has it, which a filter repeats.
    pub name: String,
    /// What else it is called: short names, legal names. Each is as good as its name.
    pub other_names: Vec<String>,
    /// What it was called before. What something else is called now comes before these.
    pub former_names: Vec<String>,
    /// The channel that it runs on, if it runs on one.
    pub channel: Option<Channel>,
}

/// What of a workspace is needed to understand a question about it.
#[derive(Debug, Clone)]
pub struct Workspace {
    pub(crate) own_name: OwnName,
    pub(crate) currency: Currency,
    pub(crate) first_day: Option<Date>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) names: Vec<Name>,
    pub(crate) words: BTreeMap<String, NameWord>,
}

/// One name of an entity, cut into words.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// Whose name it is.
    pub(crate) entity: usize,
    pub(crate) words: Vec<String>,
    /// Whether it was called so before and is no more.
    pub(crate) is_former: bool,
}

/// A word of names.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameWord {
    pub(crate) shape: Shape,
    /// The names that have it, and how many of their words it stands for.
    pub(crate) names: Vec<(usize, usize)>,
}

impl Workspace {
    /// Prepares the names of a workspace for any number of questions.
    ///
    /// `first_day` is the first day with data, if it is known.
    #[must_use]
    pub fn new(
        name: &str,
        currency: Currency,
        first_day: Option<Date>,
        channels: Vec<Channel>,
        entities: Vec<Entity>,
    ) -> Self {
        let names: Vec<Name> =
            entities.iter().enumerate().flat_map(|(place, entity)| names(place, entity)).collect();
        let words = words_of(&names);
        let own_name = OwnName::new(words_in(name));
        Self { own_name, currency, first_day, channels, entities, names, words }
    }

    /// Reports whether a word belongs to a name.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }
}

fn names(place: usize, entity: &Entity) -> Vec<Name> {
    let present = spellings(std::iter::once(&entity.name).chain(&entity.other_names));
    let mut former = spellings(&entity.former_names);
    former.retain(|words| !present.contains(words));
    let name = |is_former| move |words| Name { entity: place, words, is_former };
    present.into_iter().map(name(false)).chain(former.into_iter().map(name(true))).collect()
}

/// Returns the words of names, as they are and with one of them written out or shortened, each spelling once.
fn spellings<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<Vec<String>> {
    let mut names: Vec<Vec<String>> =
        texts.into_iter().map(|text| words_in(text)).filter(|words| !words.is_empty()).collect();
    let written_out: Vec<Vec<String>> = names.iter().flat_map(|words| with_synonyms(words)).collect();
    names.extend(written_out);
    names.sort();
    names.dedup();
    names
}

/// What marketers shorten in names, and how it is written out.
const SYNONYMS: [(&str, &[&str]); 9] = [
    ("pmax", &["performance", "max"]),
    ("asc", &["advantage", "shopping"]),
    ("lal", &["lookalike"]),
    ("rtg", &["retargeting"]),
    ("rmkt", &["remarketing"]),
    ("retargeting", &["remarketing"]),
    ("ugc", &["user", "generated", "content"]),
    ("bfcm", &["black", "friday"]),
    ("yt", &["youtube"]),
];

/// Returns a name with one word of it written out or shortened.
fn with_synonyms(words: &[String]) -> Vec<Vec<String>> {
    let owned = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let pairs = SYNONYMS.iter().flat_map(|(short, long)| {
        let (short, long) = (vec![(*short).to_owned()], owned(long));
        [(short.clone(), long.clone()), (long, short)]
    });
    pairs
        .filter_map(|(from, to)| {
            let at = words.windows(from.len()).position(|window| window == from)?;
            let (before, rest) = words.split_at(at);
            Some([before, &to, rest.get(from.len()..).unwrap_or_default()].concat())
        })
        .collect()
}

/// Returns the words and numbers of a name, folded, without its signs.
fn words_in(name: &str) -> Vec<String> {
    tokens(&fold(name))
        .into_iter()
        .filter(|token| token.kind != TokenKind::Sign)
        .map(|token| token.text)
        .collect()
}

/// Returns each word of the names, and each two words that follow one another, which people also write as one.
fn words_of(names: &[Name]) -> BTreeMap<String, NameWord> {
    let mut words: BTreeMap<String, NameWord> = BTreeMap::new();
    for (place, name) in names.iter().enumerate() {
        let pairs = name.words.windows(2).map(|pair| (pair.concat(), 2));
        for (word, count) in name.words.iter().map(|word| (word.clone(), 1)).chain(pairs) {
            let entry = words
                .entry(word.clone())
                .or_insert_with(|| NameWord { shape: shape(&word), names: Vec::new() });
            if !entry.names.contains(&(place, count)) {
                entry.names.push((place, count));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(names: &[&str]) -> Workspace {
        let entity = |name: &&str| Entity {
            dimension: FilterDimension::Campaign,
            name: (*name).to_owned(),
            other_names: vec!["Ferien".to_owned()],
            former_names: vec!["Urlaub".to_owned()],
            channel: None,
        };
        Workspace::new("Haus", Currency::USD, None, Vec::new(), names.iter().map(entity).collect())
    }

    #[test]
    fn a_name_is_found_by_its_words_and_by_two_of_them_written_as_one() {
        let workspace = workspace(&["Garten - Möbel 2026"]);
        for word in ["garten", "mobel", "2026", "gartenmobel", "ferien", "urlaub"] {
            assert!(workspace.has_word(word), "{word}");
        }
        assert!(!workspace.has_word("-"));
        assert!(!workspace.has_word("haus"));
    }
}
