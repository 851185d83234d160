//! Free text: what people and programs write in their own words, such as reasons and names. Every door takes it as a
//! [`FreeText`], which only the cleaner here makes.

use super::cut::{NOTHING, in_clusters, length};
use super::line::{flat, is_unseen};
use super::markup::plainly;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::ops::Deref;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The reason that a person gives for declining a shift.
pub type DeclineReason = FreeText<500>;
/// The reason that an ad platform gives for refusing a shift.
pub type PlatformReason = FreeText<160>;
/// The reason that an administrator gives for sending messages again.
pub type ResendReason = FreeText<200>;
/// The name of a person, as somebody wrote it.
pub type GivenName = FreeText<60>;

/// How long one visible character may be: a family of emoji with skin tones has about twenty units.
const LONGEST_CLUSTER: usize = 32;

/// One line of at most `LONGEST` characters, as people see them, with at least one that is visible: without control
/// characters, marks that change the direction of text, and piles of combining marks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FreeText<const LONGEST: usize>(String);

/// The text has nothing that anybody could see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is empty: write something that can be seen")]
pub struct NothingSaid;

impl<const LONGEST: usize> FreeText<LONGEST> {
    /// Cleans a text, and cuts what is too long.
    ///
    /// # Errors
    /// If nothing of it can be seen.
    pub fn clean(text: &str) -> Result<Self, NothingSaid> {
        Self::of_line(&flat(text))
    }

    /// Cleans a text that messages quote: as [`FreeText::clean`], and without what WhatsApp would show as bold, as code
    /// or as a link.
    ///
    /// # Errors
    /// If nothing of it can be seen.
    pub fn quoted(text: &str) -> Result<Self, NothingSaid> {
        Self::of_line(&plainly(text))
    }

    fn of_line(line: &str) -> Result<Self, NothingSaid> {
        let shows = |c: char| !c.is_whitespace() && !is_unseen(c) && !is_combining_mark(c);
        let line = without_giants(line);
        if line.contains(shows) { Ok(Self(in_clusters(&line, LONGEST))) } else { Err(NothingSaid) }
    }

    /// Reports whether a text has more characters than this type keeps.
    #[must_use]
    pub fn is_cut(text: &str) -> bool {
        let line = without_giants(&flat(text));
        in_clusters(&line, LONGEST) != line
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const LONGEST: usize> Deref for FreeText<LONGEST> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const LONGEST: usize> fmt::Display for FreeText<LONGEST> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<const LONGEST: usize> fmt::Debug for FreeText<LONGEST> {
    /// Leaves out the text, which people wrote, so that it does not end up in a log by accident.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FreeText(…)")
    }
}

impl<'de, const LONGEST: usize> Deserialize<'de> for FreeText<LONGEST> {
    /// Reads a stored text. What a former version stored without anything visible reads as a dash.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self::clean(&text).unwrap_or_else(|NothingSaid| Self(NOTHING.to_owned())))
    }
}

/// Returns a line without characters of very many parts.
fn without_giants(line: &str) -> String {
    flat(&line.graphemes(true).filter(|one| length(one) <= LONGEST_CLUSTER).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Short = FreeText<10>;

    fn cleaned(text: &str) -> Option<String> {
        Short::clean(text).ok().map(|text| text.to_string())
    }

    #[test]
    fn what_nobody_sees_is_no_text() {
        for unseen in [
            "",
            "   ",
            "\u{200b}",
            "\u{200d}\u{fe0f}",
            "\u{2800}\u{3164}",
            "\u{a0}\u{202f}",
            "\u{301}\u{302}",
            "\u{202e}\u{2066}\u{200f}",
            "\u{0}\u{7}",
            "\u{34f}",
            "\u{e0041}\u{e0042}",
            "\u{206a}",
            "\u{fff9}",
        ] {
            assert_eq!(
                (Short::clean(unseen), Short::quoted(unseen)),
                (Err(NothingSaid), Err(NothingSaid)),
                "{unseen:?}"
            );
        }
    }

    #[test]
    fn neither_directions_nor_controls_nor_piles_of_marks_are_left() {
        for mark in ('\u{202a}'..='\u{202e}')
            .chain('\u{2066}'..='\u{2069}')
            .chain(['\u{200e}', '\u{200f}', '\u{61c}', '\u{0}', '\u{1b}', '\u{7f}', '\u{85}'])
        {
            assert_eq!(
                cleaned(&format!("a{mark}b")).as_deref().map(|text| text.replace(' ', "")),
                Some("ab".into()),
                "{mark:?}"
            );
        }
        assert_eq!(
            cleaned(&format!("a{}b", "\u{301}".repeat(90))),
            Some(format!("a{}b", "\u{301}".repeat(4)))
        );
        assert_eq!(cleaned("two\nlines\u{2028}x").as_deref(), Some("two lines…"));
    }

    #[test]
    fn the_length_counts_the_characters_that_people_see() {
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
        let ten = family.repeat(10);
        assert_eq!(cleaned(&ten), Some(ten.clone()));
        assert_eq!(cleaned(&family.repeat(11)), Some(format!("{}…", family.repeat(9))));
        assert_eq!(cleaned("हिन्दी में"), Some("हिन्दी में".into()));
        assert!(!Short::is_cut("0123456789") && Short::is_cut("0123456789x"));
        let chain = format!("a{}", "\u{200d}👦".repeat(500));
        assert!(
            cleaned(&chain).unwrap().len() < 500,
            "one character of many parts does not grow without end"
        );
    }

    #[test]
    fn a_quoted_text_has_no_marks_of_whatsapp_and_no_link() {
        assert_eq!(
            FreeText::<60>::quoted("*Cap* at https://evil.example").unwrap().as_str(),
            "Cap at https evil·example"
        );
    }

    #[test]
    fn what_a_former_version_stored_is_read() {
        let read = |text: &str| serde_json::from_value::<Short>(serde_json::json!(text)).unwrap().to_string();
        assert_eq!(
            (read("spend cap"), read("–"), read("\u{301}")),
            ("spend cap".into(), "–".into(), "–".into())
        );
        assert_eq!(serde_json::to_value(Short::clean("cap").unwrap()).unwrap(), serde_json::json!("cap"));
    }

    proptest! {
        #[test]
        fn cleaning_what_is_clean_changes_nothing(text in "\\PC{0,60}|[a\u{301}\u{200d}👦 \u{202e}\n]{0,60}") {
            if let Ok(once) = Short::clean(&text) {
                prop_assert_eq!(Short::clean(&once), Ok(once.clone()));
            }
        }
    }
}
