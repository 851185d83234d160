//! Cuts a line that is too long: never inside a visible character or an amount, and never leaving a name open.

use super::direction;
use super::line::is_no_break;
use unicode_segmentation::UnicodeSegmentation;

/// What a line shows that would be empty.
pub(super) const NOTHING: &str = "–";
/// Stands for what was cut off.
const ELLIPSIS: char = '…';

/// Counts in the strictest way that any of WhatsApp's limits may be counted, in UTF-16 units: an emoji family is one
/// character on the phone, but eleven here.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts between two visible characters to at most `longest` UTF-16 units. A single character that is too long, such as a
/// letter with many stacked accents, is left out.
pub(super) fn shorten(line: &str, longest: usize) -> String {
    if line.is_empty() {
        return NOTHING.to_owned();
    }
    if length(line) <= longest {
        return line.to_owned();
    }
    cut_at(line, longest_start(line, longest.saturating_sub(1)))
}

/// Shortens a name to at most `longest` UTF-16 units by leaving out its middle: campaigns are often told apart only by how
/// their names end.
pub(super) fn shorten_middle(name: &str, longest: usize) -> String {
    let room = longest.saturating_sub(1);
    let end = end_of_name(name, room * 2 / 5);
    let start = longest_start(name, room.saturating_sub(length(end)));
    let (start, rest) = name.split_at_checked(start).unwrap_or((name, ""));
    let start = ended(before_amount(ended(start), rest));
    if length(name) <= longest || start.is_empty() || end.is_empty() {
        return shorten(name, longest);
    }
    format!("{start}{ELLIPSIS}{end}")
}

/// Returns the end of a name that fits: its last words or, of a word that is longer, the last characters. It has no part of
/// a number, and begins with neither a space nor a mark.
fn end_of_name(name: &str, room: usize) -> &str {
    let fits = |start: &usize| name.get(*start..).is_some_and(|end| length(end) <= room);
    let start = name.grapheme_indices(true).map(|(start, _)| start).find(fits).unwrap_or(name.len());
    let (before, end) = name.split_at_checked(start).unwrap_or(("", name));
    let whole_words = end.find(is_between_words).and_then(|word| end.get(word..));
    let goes_on = before.ends_with(is_of_amount) && end.starts_with(is_of_amount);
    let end = match whole_words {
        Some(words) if !before.ends_with(is_between_words) => words,
        _ if goes_on => end.trim_start_matches(is_of_amount),
        _ => end,
    };
    end.trim_start_matches(is_between_words)
}

fn is_between_words(character: char) -> bool {
    character.is_whitespace() || is_mark(character) || matches!(character, '-' | '|' | '/' | ',' | '.')
}

/// Cuts a line to so many characters as people see them.
pub(super) fn in_clusters(line: &str, longest: usize) -> String {
    if line.graphemes(true).count() <= longest {
        return line.to_owned();
    }
    let end = line.grapheme_indices(true).nth(longest.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    cut_at(line, end)
}

/// Returns how many bytes of a line fit, with what closes an open name.
fn longest_start(line: &str, room: usize) -> usize {
    let (mut used, mut closing) = (0, 0);
    for (at, grapheme) in line.grapheme_indices(true) {
        used += length(grapheme);
        if grapheme.starts_with(direction::is_mark) {
            closing = 1 - closing;
        }
        if used + closing > room {
            return at;
        }
    }
    line.len()
}

/// Ends a line with an ellipsis at a byte, or before that where an amount would be cut: part of a number is another number.
fn cut_at(line: &str, end: usize) -> String {
    let (kept, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    let kept = ended(kept);
    let rest = line.get(kept.len()..).unwrap_or(rest);
    let before = ended(before_amount(kept, rest));
    let kept = if before.is_empty() { kept } else { before };
    let mut cut = format!("{kept}{ELLIPSIS}");
    if direction::is_open(kept) {
        cut.push(direction::END);
    }
    cut
}

/// Returns a beginning without what must not stand at its end: a space, a name of which nothing is left, or a mark inside a
/// word, which has no word after it any more.
fn ended(kept: &str) -> &str {
    direction::without_empty(kept.trim_end()).trim_end_matches(|c: char| c.is_whitespace() || is_mark(c))
}

fn is_mark(character: char) -> bool {
    matches!(character, '*' | '_' | '~')
}

/// Returns a beginning without the amount that the rest goes on with.
fn before_amount<'a>(kept: &'a str, rest: &str) -> &'a str {
    let start = kept.trim_end_matches(is_of_amount);
    let begun = kept.get(start.len()..).unwrap_or_default();
    let more = rest.split(|c| !is_of_amount(c)).next().unwrap_or_default();
    let goes_on = more.contains(char::is_numeric)
        || (begun.contains(char::is_numeric) && more.contains(|c| !is_between_digits(c)));
    if begun.is_empty() || !goes_on {
        return before_currency(kept, rest);
    }
    // The letters of a currency: US$, R$, KWD.
    let is_coded = begun.starts_with(|c| is_no_break(c) || c == '$');
    if is_coded { start.trim_end_matches(|c: char| c.is_ascii_uppercase()) } else { start }
}

/// Returns a beginning without the amount whose currency the rest goes on with: of `4.120 R$` it may end with the R.
fn before_currency<'a>(kept: &'a str, rest: &str) -> &'a str {
    let letters = |c: char| c.is_ascii_uppercase();
    let amount = kept.trim_end_matches(letters);
    let is_cut = amount.ends_with(is_no_break) && rest.starts_with(|c| letters(c) || c == '$');
    if is_cut { amount.trim_end_matches(is_of_amount) } else { kept }
}

/// Reports whether a character may be part of an amount, a percentage, a date or a time, as the languages write them.
fn is_of_amount(character: char) -> bool {
    character.is_numeric()
        || is_no_break(character)
        || is_between_digits(character)
        || matches!(character, '\u{2212}' | '±' | '%' | '$' | '£' | '¥' | '\u{20a0}'..='\u{20cf}')
}

/// Reports whether a character is part of an amount only if a digit follows.
fn is_between_digits(character: char) -> bool {
    matches!(character, '.' | ',' | ':' | '+' | '-')
}
