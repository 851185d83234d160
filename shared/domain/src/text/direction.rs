//! Names of scripts that are written from right to left, in lines that are written from left to right. Without a border
//! around it, an Arabic name takes the amount beside it to its other side, and the reader gives it to another campaign.

/// Begins a part of a line that has its own direction, that of its first letter: FIRST STRONG ISOLATE.
const BEGIN: char = '\u{2068}';
/// Ends that part: POP DIRECTIONAL ISOLATE.
pub(super) const END: char = '\u{2069}';
/// How many UTF-16 units [`isolate`] adds.
pub(super) const MARKS: usize = 2;

/// Puts a border around a text, which has none in it.
pub(super) fn isolate(text: &str) -> String {
    format!("{BEGIN}{text}{END}")
}

/// Reports whether a character is one of the marks that make up a border.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, BEGIN | END)
}

/// Reports whether a text has letters that are written from right to left.
pub(super) fn has_right_to_left(text: &str) -> bool {
    text.contains(is_right_to_left)
}

/// Reports whether a character is in a block of Unicode that is set aside for scripts written from right to left, such as
/// Hebrew, Arabic, Syriac, Thaana and N’Ko. Their digits and marks count too.
fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// Reports whether each border of a line is closed, has something in it and is not inside another.
pub(super) fn is_well_formed(line: &str) -> bool {
    let mut begun = None;
    for (place, character) in line.char_indices() {
        begun = match (character, begun) {
            (BEGIN, None) => Some(place + BEGIN.len_utf8()),
            (END, Some(start)) if line.get(start..place).is_some_and(is_name) => None,
            (BEGIN, Some(_)) | (END, _) => return false,
            _ => begun,
        };
    }
    begun.is_none()
}

fn is_name(inside: &str) -> bool {
    !inside.is_empty() && inside.trim() == inside
}

/// Reports whether a line that was cut ends inside a border.
pub(super) fn is_open(line: &str) -> bool {
    line.rfind(is_mark).is_some_and(|last| line.get(last..).is_some_and(|rest| rest.starts_with(BEGIN)))
}

/// Returns a line that was cut, without a border at its end that has nothing in it.
pub(super) fn without_empty(line: &str) -> &str {
    line.strip_suffix(BEGIN).unwrap_or(line)
}
