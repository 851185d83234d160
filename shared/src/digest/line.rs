//! Makes any text fit into one line of a message: what WhatsApp refuses in a template variable, and what would let a
//! campaign's name change how a message looks, is taken out.

use unicode_segmentation::UnicodeSegmentation;

/// The longest name inside a line, counted in UTF-16 units like every length here.
pub const LONGEST_NAME: usize = 40;
/// The longest name inside a line that says other things too.
pub const LONGEST_SHORT_NAME: usize = 32;
const NOTHING: &str = "–";

/// Makes a name safe to say: one line, at most [`LONGEST_NAME`] characters, without WhatsApp's marks for bold, italic,
/// struck out and code, and without the `://` of a link.
#[must_use]
pub fn name(text: &str) -> String {
    let unmarked: String =
        text.chars().map(|c| if matches!(c, '*' | '_' | '~' | '`') { ' ' } else { c }).collect();
    shorten(&flat(&unmarked.replace("://", " ")), LONGEST_NAME)
}

/// Makes a name safe to say in a line that says other things too: at most [`LONGEST_SHORT_NAME`] characters.
#[must_use]
pub fn short_name(text: &str) -> String {
    shorten(&name(text), LONGEST_SHORT_NAME)
}

/// Makes one line of at most `longest` characters that people see: never empty, no line break, no run of spaces.
#[must_use]
pub fn within(text: &str, longest: usize) -> String {
    shorten(&flat(text), longest)
}

fn flat(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c));
    let joined: String = visible.collect();
    joined.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Control characters, and the marks that turn the direction of what follows them.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Counts as strictly as anybody does who counts for WhatsApp: a family of emoji is one character on the phone, and
/// eleven here.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts between two characters that people see. One that is too long by itself, such as a letter under a tower of
/// accents, is left out.
fn shorten(text: &str, longest: usize) -> String {
    if text.is_empty() {
        return NOTHING.to_owned();
    }
    if length(text) <= longest {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut room = longest.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        let Some(left) = room.checked_sub(length(grapheme)) else { break };
        kept.push_str(grapheme);
        room = left;
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_cannot_change_how_the_message_looks() {
        assert_eq!(name("*Big* _Sale_\nhttps://evil.example"), "Big Sale https evil.example");
        assert_eq!(name("\u{202e}abc"), "abc");
        assert_eq!(name("  "), "–");
    }

    #[test]
    fn a_family_of_emoji_is_never_cut_in_half() {
        let family = "👨‍👩‍👧‍👦".repeat(200);
        assert!(within(&family, 110).trim_end_matches('…').graphemes(true).all(|g| g == "👨‍👩‍👧‍👦"));
    }

    #[test]
    fn a_tower_of_accents_does_not_burst_the_line() {
        let tower = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(within(&tower, 40), "…");
        assert_eq!(within(&format!("Acme {tower}"), 40), "Acme…");
    }

    proptest! {
        #[test]
        fn any_text_becomes_a_variable_that_whatsapp_accepts(text in "\\PC{0,300}|[ \\t\\n\\r]{0,20}") {
            for line in [within(&text, 110), name(&text), short_name(&text)] {
                prop_assert!(!line.trim().is_empty());
                prop_assert!(!line.contains(['\n', '\r', '\t']) && !line.contains("  "));
                prop_assert!(length(&line) <= 110);
            }
        }
    }
}
