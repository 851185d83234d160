//! Makes any text fit into one line of a message: removes what WhatsApp refuses in a template variable, and what would
//! let a campaign's name change the appearance of a message. Also formats bytes as text.

pub mod free;
pub(crate) mod newtype;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The maximum length of a name inside a line, counted in UTF-16 units like every length here.
pub const LONGEST_NAME: usize = 40;
/// The maximum length of a name inside a line that has other content too.
pub const LONGEST_SHORT_NAME: usize = 32;
/// How many marks a letter keeps: more than any script puts on one.
const MOST_MARKS: usize = 4;
/// How long one visible character may be: a family of emoji with skin tones has about twenty units.
const LONGEST_CLUSTER: usize = 32;
const NOTHING: &str = "–";

/// Returns bytes as lower-case hexadecimal digits, two for each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a name safe to display: one line, at most [`LONGEST_NAME`] characters, without WhatsApp's marks for bold,
/// italic, strikethrough and code, and without what WhatsApp would turn into a link: the `://` of an address, the dot
/// of a domain.
#[must_use]
pub fn display_name(text: &str) -> String {
    sanitize(text, LONGEST_NAME)
}

/// Makes external text safe to quote in a line, as [`display_name`] does for a name: at most `longest` characters.
#[must_use]
pub fn sanitize(text: &str, longest: usize) -> String {
    shorten(&plainly(text), longest)
}

/// Returns one line without WhatsApp's marks and without links, of any length.
fn plainly(text: &str) -> String {
    let unmarked: String =
        flat(text).chars().map(|c| if matches!(c, '*' | '_' | '~' | '`') { ' ' } else { c }).collect();
    flat(&without_domains(&unmarked.replace("://", " ")))
}

/// Replaces each dot that is immediately followed by a letter with `·`. This covers every domain, because its last part
/// begins with a letter. The dots of "Q3.2026", "v1.2" and "St. Moritz" stay.
fn without_domains(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        let is_dot = matches!(character, '.' | '\u{ff0e}' | '\u{ff61}');
        let after = text.get(place + character.len_utf8()..).unwrap_or_default();
        let letter_follows = after.chars().find(|c| !is_unseen(*c)).is_some_and(char::is_alphabetic);
        let follows_something = broken.chars().next_back().is_some_and(|before| !before.is_whitespace());
        broken.push(if is_dot && letter_follows && follows_something { '·' } else { character });
    }
    broken
}

/// Makes a name safe to display in a line that has other content too: at most [`LONGEST_SHORT_NAME`] characters.
#[must_use]
pub fn short_name(text: &str) -> String {
    shorten(&display_name(text), LONGEST_SHORT_NAME)
}

/// Returns one line of at most `longest` visible characters: never empty, without line breaks or runs of spaces.
#[must_use]
pub fn truncate(text: &str, longest: usize) -> String {
    shorten(&flat(text), longest)
}

/// Returns one line with single spaces between words. A no-break space is kept, because it holds a number and its unit
/// together; next to another space it becomes an ordinary one.
fn flat(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let (mut gap, mut marks) = (None, 0);
    for character in text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c)) {
        marks = if is_combining_mark(character) { marks + 1 } else { 0 };
        if marks > MOST_MARKS || joins_latin(&line, character) {
            continue;
        }
        if character.is_whitespace() {
            let stays = is_no_break(character) && gap.is_none_or(|before| before == character);
            gap = Some(if stays { character } else { ' ' });
            continue;
        }
        if let Some(gap) = gap.take().filter(|_| !line.is_empty()) {
            line.push(gap);
        }
        line.push(character);
    }
    if line.chars().all(|c| c.is_whitespace() || is_unseen(c)) { String::new() } else { line }
}

/// Reports whether a joiner follows a Latin letter, where it does nothing but tell two names apart that look the same.
fn joins_latin(line: &str, character: char) -> bool {
    let before = line.chars().next_back();
    matches!(character, '\u{200c}' | '\u{200d}')
        && before.is_some_and(|before| before.is_alphabetic() && before < '\u{250}')
}

fn is_no_break(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}')
}

/// Reports whether a character shapes its neighbors and is invisible by itself; emoji families and some scripts need
/// such characters.
pub(crate) fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

/// Reports whether a character is a control character, changes the text direction, or is an invisible letter or space.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00ad}'
                | '\u{034f}'
                | '\u{061c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
        )
        || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
        || matches!(character, '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}')
}

/// Counts in the strictest way that any of WhatsApp's limits may be counted: an emoji family is one character on the
/// phone, but eleven here.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts between two visible characters. A single character that is too long, such as a letter with many stacked
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

/// Returns a line without characters of very many parts.
fn without_giants(line: &str) -> String {
    flat(&line.graphemes(true).filter(|one| length(one) <= LONGEST_CLUSTER).collect::<String>())
}

/// Cuts a line to so many characters as people see them.
fn in_clusters(line: &str, longest: usize) -> String {
    if line.graphemes(true).count() <= longest {
        return line.to_owned();
    }
    let kept: String = line.graphemes(true).take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tower_of_marks_is_cut_per_letter_and_a_joiner_between_latin_letters_goes() {
        let tower = format!("Sa{}le", "\u{301}".repeat(40));
        assert_eq!(display_name(&tower), format!("Sa{}le", "\u{301}".repeat(4)));
        assert_eq!(display_name("Sa\u{200d}le"), "Sale");
        assert_eq!(display_name("दिवाली"), "दिवाली");
        assert_eq!(display_name("👩\u{200d}👩\u{200d}👧"), "👩\u{200d}👩\u{200d}👧");
    }

    #[test]
    fn a_name_cannot_change_how_the_message_looks() {
        assert_eq!(display_name("*Big* _Sale_\nhttps://evil.example"), "Big Sale https evil·example");
        assert_eq!(display_name("\u{202e}abc"), "abc");
        assert_eq!(display_name("  "), "–");
    }

    #[test]
    fn a_name_is_no_link() {
        for (written, said) in [
            ("evil.example/x", "evil·example/x"),
            ("Shop24.de Sale", "Shop24·de Sale"),
            ("m\u{fc}nchen.de, wa.me/1", "m\u{fc}nchen·de, wa·me/1"),
            ("pay@evil.example", "pay@evil·example"),
            ("evil.\u{200b}example", "evil·example"),
            ("evil\u{ff0e}example", "evil·example"),
            ("https:\u{2060}//evil.example", "https evil·example"),
        ] {
            assert_eq!(display_name(written), said);
        }
    }

    #[test]
    fn the_dots_of_ordinary_names_stay() {
        for ordinary in ["Q3.2026", "v1.2", "St. Moritz", "Sale 1.000 €", "End of line.", "Wait... what"] {
            assert_eq!(display_name(ordinary), ordinary);
        }
    }

    #[test]
    fn a_name_that_nobody_sees_is_none() {
        let unseen = "\u{61c}\u{2060}\u{ad}\u{3164}\u{2800}";
        assert_eq!(display_name(unseen), "–");
        assert_eq!(display_name("\u{200d} \u{fe0f}"), "–");
        assert_eq!(truncate(unseen, 40), "–");
        assert_eq!(display_name(&format!("Ac{unseen}me")), "Acme");
    }

    #[test]
    fn a_number_and_its_unit_stay_together() {
        for (written, said) in [
            ("4.120\u{a0}\u{20ac} am Tag", "4.120\u{a0}\u{20ac} am Tag"),
            ("412\u{202f}000\u{a0}\u{20ac}\nhier", "412\u{202f}000\u{a0}\u{20ac} hier"),
            ("\u{a0}a\u{a0}\u{a0}b\u{202f}\u{202f}c\u{a0}", "a\u{a0}b\u{202f}c"),
            ("a\u{a0} b \u{a0}c\u{a0}\u{202f}d\u{a0}\t\u{a0}e", "a b c d e"),
        ] {
            assert_eq!(
                (truncate(written, 60), display_name(written)),
                (said.to_owned(), said.to_owned()),
                "{written:?}"
            );
        }
        assert_eq!(truncate("\u{a0}\u{202f}", 40), "–");
        assert_eq!(truncate("Spend 4.120\u{a0}\u{20ac}", 12), "Spend 4.120…", "the cut ends with no space");
    }

    #[test]
    fn a_family_of_emoji_is_never_cut_in_half() {
        let family = "👨‍👩‍👧‍👦".repeat(200);
        assert!(truncate(&family, 110).trim_end_matches('…').graphemes(true).all(|g| g == "👨‍👩‍👧‍👦"));
    }

    #[test]
    fn a_tower_of_accents_does_not_burst_the_line() {
        let tower = format!("a{}", "\u{301}".repeat(500));
        let cut = format!("a{}", "\u{301}".repeat(4));
        assert_eq!(truncate(&tower, 40), cut);
        assert_eq!(truncate(&format!("Acme {tower}"), 40), format!("Acme {cut}"));
    }

    proptest! {
        #[test]
        fn no_name_has_a_dot_that_a_letter_follows(text in "[a-z0-9.\u{200b}\u{2060}*_ :/-]{0,60}") {
            let said: Vec<char> = display_name(&text).chars().collect();
            let domain = |three: &[char]| three[0] != ' ' && three[1] == '.' && three[2].is_alphabetic();
            prop_assert!(!said.windows(3).any(domain), "{said:?}");
        }

        #[test]
        fn any_text_becomes_a_variable_that_whatsapp_accepts(text in "\\PC{0,300}|[ \\t\\n\\ra\u{a0}\u{202f}]{0,20}") {
            for line in [truncate(&text, 110), display_name(&text), short_name(&text)] {
                prop_assert!(!line.trim().is_empty());
                prop_assert!(!line.contains(['\n', '\r', '\t']));
                let spaces: Vec<bool> = line.chars().map(char::is_whitespace).collect();
                prop_assert!(!spaces.windows(2).any(|pair| pair == [true, true]), "{line:?}");
                prop_assert!(length(&line) <= 110);
            }
        }
    }
}
