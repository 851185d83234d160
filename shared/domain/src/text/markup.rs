//! Takes from external text what WhatsApp would make of it: formats, links, numbers to call.

use super::line::{flat, is_unseen};

/// How many digits a number to call has at least, with its country.
const FEWEST_DIGITS: usize = 7;
/// How many digits in a row are too few for a number to call.
const HARMLESS_DIGITS: usize = 4;

/// Returns one line that WhatsApp shows as it is, of any length.
pub(super) fn plainly(text: &str) -> String {
    let unmarked = without_marks(&flat(text).replace("://", " "));
    flat(&without_numbers(&without_addresses(&without_domains(&unmarked))))
}

/// Replaces the marks for bold, italic, strikethrough and code with spaces, except those inside a word, such as in
/// `US_Prospecting`: WhatsApp formats only what begins after a space or a sign, so that such a mark begins nothing, and
/// none is left that it could end. A word is of ASCII here: what WhatsApp takes for a letter beyond that is not known.
fn without_marks(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let in_word = |place: usize| {
        let beside = [place.checked_sub(1), place.checked_add(1)];
        beside.iter().all(|at| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_alphanumeric))
    };
    let unmarked = |(place, character): (usize, &char)| match character {
        '`' => ' ',
        '*' | '_' | '~' if !in_word(place) => ' ',
        other => *other,
    };
    characters.iter().enumerate().map(unmarked).collect()
}

/// Replaces each dot that is immediately followed by a letter with `·`. This covers every domain, because its last part
/// begins with a letter. The dots of "Q3.2026", "v1.2" and "St. Moritz" stay.
fn without_domains(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        let after = text.get(place + character.len_utf8()..).unwrap_or_default();
        let next = after.chars().find(|c| !is_unseen(*c)).filter(|next| next.is_alphabetic());
        let separates = broken.chars().next_back().zip(next).is_some_and(|(before, next)| match character {
            '.' | '\u{2024}' | '\u{fe52}' | '\u{ff0e}' | '\u{ff61}' => !before.is_whitespace(),
            // It ends the sentences of Chinese and Japanese, and is a dot in addresses.
            '\u{3002}' => before.is_ascii_alphanumeric() && next.is_ascii(),
            _ => false,
        });
        broken.push(if separates { '·' } else { character });
    }
    broken
}

/// Replaces the dots of `192.168.0.1`, which is a link without any letter.
fn without_addresses(text: &str) -> String {
    let is_of_address = |c: char| c == '.' || c.is_ascii_digit();
    let is_byte = |number: &str| number.parse::<u8>().is_ok_and(|byte| byte.to_string() == number);
    changing(text, is_of_address, |part| {
        let numbers: Vec<&str> = part.trim_matches('.').split('.').collect();
        let is_address = numbers.len() == 4 && numbers.into_iter().all(is_byte);
        if is_address { part.replace('.', "·") } else { part.to_owned() }
    })
}

/// Breaks up numbers of telephones that can be called from everywhere, `+1 212 555 0100`: a tap on one would begin a call or
/// a chat with somebody whom the name chose. Other digits, such as dates and identifiers, stay.
fn without_numbers(text: &str) -> String {
    let is_separator =
        |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}');
    let is_of_number = |c: char| c.is_numeric() || is_separator(c);
    let mut pieces = text.split_inclusive(['+', '\u{ff0b}']);
    let mut broken = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let number = piece.split(|c| !is_of_number(c)).next().unwrap_or_default();
        let rest = piece.get(number.len()..).unwrap_or_default();
        let digits = number.chars().filter(|c| c.is_numeric()).count();
        if digits < FEWEST_DIGITS {
            broken.push_str(piece);
            continue;
        }
        let groups = number.split(is_separator).filter(|group| !group.is_empty()).flat_map(short_groups);
        broken.push_str(&groups.collect::<Vec<_>>().join("·"));
        broken.push_str(number.get(number.trim_end_matches(is_separator).len()..).unwrap_or_default());
        broken.push_str(rest);
    }
    broken
}

fn short_groups(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(HARMLESS_DIGITS).map(|group| group.iter().collect()).collect()
}

/// Changes each part of a text that consists of certain characters.
fn changing(text: &str, belongs: impl Fn(char) -> bool, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(&belongs) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !belongs(c)).unwrap_or(from.len());
        let (part, after) = from.split_at(end);
        changed.push_str(before);
        changed.push_str(&change(part));
        rest = after;
    }
    changed.push_str(rest);
    changed
}

/// Reports whether WhatsApp would show a line that begins with this text as a quote or as an entry of a list.
pub(super) fn begins_a_block(text: &str) -> bool {
    let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = if after_number.len() < text.len() { after_number.strip_prefix('.') } else { None };
    let is_entry = |mark: Option<&str>| mark.is_some_and(|rest| rest.starts_with(char::is_whitespace));
    text.starts_with('>') || is_entry(text.strip_prefix('-')) || is_entry(number)
}
