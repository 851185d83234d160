//! How alike two words are: whether one is the other with a slip of the finger.

use crate::fold::{Shape, shape};
use strsim::osa_distance;

/// How many slips a word may have for its length: one in four letters or more, two in eight or more; none in a word so long
/// that nobody types it.
fn allowed(length: usize) -> usize {
    match length {
        4..=7 => 1,
        8..=40 => 2,
        _ => 0,
    }
}

/// Reports whether words of these shapes can be alike at all: each slip takes a letter away, puts one in, or both.
pub(crate) fn may_be_alike(one: Shape, other: Shape) -> bool {
    let allowed = allowed(one.length.min(other.length));
    let differ = usize::try_from((one.letters ^ other.letters).count_ones()).unwrap_or(usize::MAX);
    allowed > 0 && one.length.abs_diff(other.length) <= allowed && differ <= 2 * allowed
}

/// Returns how many slips make one word the other, if they are few enough for its length. Words with a digit are never alike.
pub(crate) fn slips(word: &str, other: &str) -> Option<usize> {
    let (one, two) = (shape(word), shape(other));
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    if !may_be_alike(one, two) || has_digit(word) || has_digit(other) {
        return None;
    }
    Some(osa_distance(word, other)).filter(|slips| *slips <= allowed(one.length.min(two.length)))
}

/// Returns how alike two words of a name are, from 0 to 1: equal, begun alike, or with slips.
pub(crate) fn similarity(word: &str, other: &str) -> f64 {
    if word == other {
        return 1.0;
    }
    let length = word.chars().count();
    if length >= 5 && other.starts_with(word) && word.chars().all(char::is_alphabetic) {
        return 0.9;
    }
    let Some(slips) = slips(word, other) else { return 0.0 };
    let longest = length.max(other.chars().count());
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let share = slips as f64 / longest as f64;
    1.0 - share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_by_the_length_of_the_word() {
        assert_eq!(slips("sprng", "spring"), Some(1));
        assert_eq!(slips("campains", "campaigns"), Some(1));
        assert_eq!(slips("anomolies", "anomalies"), Some(1));
        assert_eq!(slips("wich", "which"), Some(1));
        assert_eq!(slips("cpa", "cpc"), None);
        assert_eq!(slips("meta", "beta"), Some(1));
        assert_eq!(slips("google", "giggle"), None);
    }

    #[test]
    fn digits_are_exact() {
        assert_eq!(slips("2025", "2026"), None);
        assert!(similarity("v1", "v2") < f64::EPSILON);
        assert!((similarity("v2", "v2") - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_long_beginning_of_a_word_is_like_the_word() {
        assert!(similarity("retarget", "retargeting") > 0.85);
        assert!(similarity("ret", "retargeting") < f64::EPSILON);
    }
}
