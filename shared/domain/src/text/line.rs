//! Makes one line of any text: single spaces between words, and nothing that is invisible or piles up.

use super::direction;
use unicode_normalization::char::is_combining_mark;

/// How many marks a letter keeps: more than any script puts on one.
const MOST_MARKS: usize = 4;
/// The emoji that tag characters spell out as the flag of a region, such as Wales.
const FLAG: char = '\u{1f3f4}';

/// Returns one line with single spaces between words. A no-break space is kept, because it holds a number and its unit
/// together; next to another space it becomes an ordinary one.
pub(super) fn flat(text: &str) -> String {
    flattened(text, |character| !is_hidden(character))
}

/// Returns one line as [`flat`] does, with the names in it still isolated; see [`super::direction`].
pub(super) fn flat_with_names(text: &str) -> String {
    let line = flattened(text, |character| direction::is_mark(character) || !is_hidden(character));
    if direction::is_well_formed(&line) { line } else { flat(text) }
}

fn flattened(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut line = String::with_capacity(text.len());
    let (mut gap, mut marks, mut in_flag) = (None, 0, false);
    for character in text.chars().filter(|c| c.is_whitespace() || is_kept(*c)) {
        marks = if is_combining_mark(character) { marks + 1 } else { 0 };
        in_flag = character == FLAG || (in_flag && is_tag(character));
        if marks > MOST_MARKS || joins_latin(&line, character) || (is_tag(character) && !in_flag) {
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
    let is_seen = |c: char| !c.is_whitespace() && !is_unseen(c) && !direction::is_mark(c);
    if line.contains(is_seen) { line } else { String::new() }
}

/// Reports whether a joiner follows a Latin letter, where it does nothing but tell two names apart that look the same.
fn joins_latin(line: &str, character: char) -> bool {
    let before = line.chars().next_back();
    matches!(character, '\u{200c}' | '\u{200d}')
        && before.is_some_and(|before| before.is_alphabetic() && before < '\u{250}')
}

pub(super) fn is_no_break(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}')
}

/// Reports whether a character is one of the invisible letters with which flags are spelled, or is not assigned to
/// anything and stands among them.
fn is_tag(character: char) -> bool {
    matches!(character, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
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
