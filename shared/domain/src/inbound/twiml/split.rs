//! Splits a text that is too long for one message, at places where a reader would pause.

use unicode_segmentation::UnicodeSegmentation;

/// The maximum length of one message, counted in UTF-16 units, the strictest way to count characters.
pub const LONGEST_MESSAGE: usize = 1_600;

/// Splits a text into parts of at most [`LONGEST_MESSAGE`]: after a line if one ends in the second half of the part,
/// otherwise after a space there, otherwise between two visible characters. No character is lost, except that a part
/// consisting only of white space is left out.
#[must_use]
pub fn split_text(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(end_of_part(rest));
        parts.push(part.to_owned());
        rest = after;
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Returns the byte index at which the next part ends; never 0, always at a character boundary.
fn end_of_part(text: &str) -> usize {
    let fits = prefix_that_fits(text, text.grapheme_indices(true));
    if fits == text.len() {
        return fits;
    }
    let head = text.get(..fits).unwrap_or_default();
    // A single "character" longer than the limit, such as a letter with a thousand accents, is cut inside.
    let hard_cut =
        || prefix_that_fits(text, text.char_indices().map(|(at, one)| (at, text_of(text, at, one))));
    let pauses = [head.rfind('\n').map(|at| at + 1), head.rfind(' ').map(|at| at + 1), Some(fits)];
    // A pause near the start would leave a tiny part and hardly shorten the rest.
    let worthwhile = |end: &usize| *end > fits / 2;
    pauses.into_iter().flatten().find(worthwhile).unwrap_or_else(hard_cut)
}

fn text_of(text: &str, at: usize, character: char) -> &str {
    text.get(at..at + character.len_utf8()).unwrap_or_default()
}

/// Returns the length in bytes of the longest prefix of whole pieces within the limit.
fn prefix_that_fits<'text>(text: &str, pieces: impl Iterator<Item = (usize, &'text str)>) -> usize {
    let mut units = 0;
    for (at, piece) in pieces {
        units += piece.encode_utf16().count();
        if units > LONGEST_MESSAGE {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn length(text: &str) -> usize {
        text.encode_utf16().count()
    }

    #[test]
    fn a_text_at_the_limit_is_one_message() {
        assert_eq!(split_text(&"x".repeat(1_600)).len(), 1);
        assert_eq!(split_text(&"x".repeat(1_601)).len(), 2);
    }

    #[test]
    fn the_end_of_a_line_is_preferred_to_a_space() {
        let text = format!("{}\n{} {}", "a".repeat(1_000), "b".repeat(500), "c".repeat(500));
        let parts = split_text(&text);
        assert_eq!(parts[0], format!("{}\n", "a".repeat(1_000)));
        assert_eq!(parts.concat(), text);
    }

    #[test]
    fn a_text_of_one_line_is_split_after_a_word() {
        let parts = split_text(&"word ".repeat(400));
        assert!(parts.len() == 2 && parts.iter().all(|part| part.ends_with("word ")));
    }

    #[test]
    fn what_people_see_as_one_character_stays_whole() {
        let family = "👨‍👩‍👧‍👦";
        let parts = split_text(&family.repeat(300));
        assert!(parts.len() > 1 && parts.iter().all(|part| part.replace(family, "").is_empty()));
    }

    #[test]
    fn a_letter_with_a_thousand_accents_is_cut_and_not_lost() {
        let text = format!("e{}", "\u{301}".repeat(4_000));
        let parts = split_text(&text);
        assert_eq!(parts.concat(), text);
        assert!(parts.iter().all(|part| length(part) <= LONGEST_MESSAGE));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_part_fits_and_nothing_that_can_be_seen_is_lost(
            pieces in proptest::collection::vec("(\\PC{1,40}|\n| |👩‍💻)", 0..200)
        ) {
            let text = pieces.concat();
            let parts = split_text(&text);
            prop_assert!(parts.iter().all(|part| length(part) <= LONGEST_MESSAGE && !part.trim().is_empty()));
            let seen = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
            prop_assert_eq!(seen(&parts.concat()), seen(&text));
        }
    }
}
