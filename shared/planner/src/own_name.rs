//! What the workspace itself is called, as people write it: with its legal form or without, "Acme Store" or "Acme Store, Inc.".
//! None of its words is a campaign, or another workspace.

use std::collections::BTreeSet;

/// Legal forms, folded and without points or blanks. Of several parts, such as `GmbH & Co. KG` and `Pvt. Ltd.`, each is one. What
/// may as well be something that is advertised, such as a spa or a private label, is none by itself: it must not be left out.
const LEGAL_FORMS: [&str; 47] = [
    "ag",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "doo",
    "eireli",
    "ek",
    "epp",
    "eurl",
    "gbr",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kgaa",
    "kk",
    "limited",
    "limitada",
    "llc",
    "llp",
    "ltd",
    "ltda",
    "mbh",
    "nv",
    "ohg",
    "plc",
    "privatelimited",
    "privateltd",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sadecv",
    "sapidecv",
    "sarl",
    "sas",
    "sasu",
    "scs",
    "se",
    "sl",
    "slu",
    "snc",
    "spzoo",
    "srl",
    "ug",
];
/// What people write for the `&` of a name. The Portuguese "e" is not among them: it is in `e. K.`
const JOINTS: [&str; 5] = ["and", "und", "et", "y", "aur"];
/// The most words of a legal form: `S. A. P. I. de C. V.` has seven.
const MOST_WORDS: usize = 7;

/// The name of a workspace.
#[derive(Debug, Clone)]
pub(crate) struct OwnName {
    /// Its words without the legal form and what joins them.
    words: Vec<String>,
    /// Whether it has several words, the legal form included.
    is_of_several: bool,
}

impl OwnName {
    /// Reads the folded words of a name.
    pub(crate) fn new(mut words: Vec<String>) -> Self {
        words.retain(|word| is_word(word));
        let is_of_several = words.len() > 1;
        let all: Vec<&str> = words.iter().map(String::as_str).collect();
        let length = (1..all.len()).find(|at| forms(all.get(*at..).unwrap_or_default()) == all.len() - at);
        words.truncate(length.unwrap_or(words.len()));
        Self { words, is_of_several }
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// Reports whether a single word of the name may stand for it.
    pub(crate) fn is_of_several(&self) -> bool {
        self.is_of_several
    }

    /// Reports whether all words of the name are there. A name of one word is too often a word of something else.
    pub(crate) fn is_whole_in(&self, pieces: &[&str]) -> bool {
        self.words.len() > 1 && self.words.iter().all(|own| pieces.contains(&own.as_str()))
    }

    /// Returns the places of the legal form wherever it stands behind the whole name, and of the name before it.
    pub(crate) fn with_legal_form(&self, pieces: &[&str]) -> BTreeSet<usize> {
        let words: Vec<(usize, &str)> =
            pieces.iter().copied().enumerate().filter(|(_, piece)| is_word(piece)).collect();
        let mut found = BTreeSet::new();
        for (at, name) in words.windows(self.words.len().max(1)).enumerate() {
            let rest = words.get(at + name.len()..).unwrap_or_default();
            let after: Vec<&str> = rest.iter().map(|(_, word)| *word).collect();
            let length = forms(&after);
            if length > 0 && name.iter().map(|(_, word)| word).eq(self.words.iter()) {
                found.extend(name.iter().chain(rest.iter().take(length)).map(|(place, _)| *place));
            }
        }
        found
    }
}

/// Reports whether a piece of a text is a word of a name, and not a sign or what joins two words.
fn is_word(piece: &str) -> bool {
    piece.contains(char::is_alphanumeric) && !JOINTS.contains(&piece)
}

/// Returns how many words at the beginning are legal forms.
fn forms(words: &[&str]) -> usize {
    let mut length = 0;
    while let Some(more) = form(words.get(length..).unwrap_or_default()) {
        length += more;
    }
    length
}

/// Returns how many words the legal form at the beginning has; "s", "a" and "r", "l" are one.
fn form(words: &[&str]) -> Option<usize> {
    let most = words.len().min(MOST_WORDS);
    (1..=most).rev().find(|length| {
        let joined = words.get(..*length).unwrap_or_default().concat();
        LEGAL_FORMS.contains(&joined.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::token::tokens;

    fn own(name: &str) -> OwnName {
        OwnName::new(name.split(' ').map(str::to_owned).collect())
    }

    fn places(name: &str, text: &str) -> Vec<usize> {
        let tokens = tokens(&fold(text));
        let pieces: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        own(name).with_legal_form(&pieces).into_iter().collect()
    }

    #[test]
    fn a_legal_form_is_no_part_of_the_name_unless_nothing_else_is() {
        for (name, words) in [
            ("acme store inc", vec!["acme", "store"]),
            ("acme pvt ltd", vec!["acme"]),
            ("acme gmbh co kg", vec!["acme"]),
            ("casa s a de c v", vec!["casa"]),
            ("hearth and vine sarl", vec!["hearth", "vine"]),
            ("inc ventures", vec!["inc", "ventures"]),
            ("company", vec!["company"]),
        ] {
            assert_eq!(own(name).words, words, "{name}");
        }
    }

    #[test]
    fn a_name_that_has_a_legal_form_is_whole_without_it_unless_one_word_is_left() {
        assert!(own("acme store inc").is_whole_in(&["spend", "of", "acme", "store"]));
        assert!(!own("acme store inc").is_whole_in(&["acme", "inc"]));
        assert!(!own("acme inc").is_whole_in(&["acme"]));
    }

    #[test]
    fn a_legal_form_belongs_to_the_whole_name_before_it_and_to_nothing_else() {
        assert_eq!(places("acme store", "spend of Acme Store, Inc. yesterday"), [2, 3, 5]);
        assert_eq!(places("acme store llc", "acme store s.l."), [0, 1, 2, 4]);
        assert_eq!(places("acme", "Acme Pvt. Ltd. and Globex Inc"), [0, 1, 3]);
        for other in [
            "acme store spa",
            "acme store private label",
            "Acme Inc spend",
            "store inc",
            "acme store spend inc",
            "acme store",
        ] {
            assert_eq!(places("acme store", other), [0; 0], "{other}");
        }
    }
}
