//! Words in plain form: what is left of them when case, accents, widths and everything unseen is taken away.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the words of a text in plain form, leaving out anything that is not a word.
#[must_use]
pub fn plain_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect()
}

/// Returns a word in plain form: lower case without Latin accents, compatibility forms resolved, and without
/// surrounding non-letters. Marks of other scripts are kept: in Devanagari they are the vowels.
pub(super) fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    plain_letters(word.chars()).for_each(|character| push_letter(&mut plain, character));
    plain.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Returns the characters of a text in plain form, lower case, accents apart and dropped. Each takes a bounded number of
/// steps, as long as the caller bounds how many there are.
pub(super) fn plain_letters(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let is_dropped = |c: &char| matches!(c, '\u{300}'..='\u{36f}') || is_unseen(*c);
    text.nfkd().filter(move |c| !is_dropped(c)).flat_map(char::to_lowercase)
}

/// Appends a character, in two letters where one is written for two.
pub(super) fn push_letter(plain: &mut String, character: char) {
    match character {
        '\u{307}' => {}
        'ß' => plain.push_str("ss"),
        'æ' => plain.push_str("ae"),
        'œ' => plain.push_str("oe"),
        'ø' => plain.push('o'),
        'ł' => plain.push('l'),
        'đ' | 'ð' => plain.push('d'),
        'ı' => plain.push('i'),
        '’' => plain.push('\''),
        other => plain.push(other),
    }
}

/// Reports whether a character is part of a word: a letter, a digit, or a mark on one.
pub(super) fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || (is_combining_mark(character) && !is_unseen(character))
}

/// Reports whether a character joins letters or changes the text direction and is invisible by itself.
pub(super) fn is_unseen(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Returns the characters of a text that are no part of a picture: neither of an emoji, nor of a digit or a sign that is
/// made one, such as a keycap.
pub(super) fn beside_pictures(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        loop {
            let character = rest.next()?;
            let mut following = rest.clone().skip_while(|c| is_unseen(*c) && *c != EMOJI);
            let is_shown_as_one = following.next().is_some_and(|next| matches!(next, EMOJI | KEYCAP));
            let is_made_one = is_shown_as_one && may_be_shown_as_one(character);
            if !(is_pictogram(character) || is_made_one) {
                return Some(character);
            }
        }
    })
}

/// Has the character before it shown as an emoji.
const EMOJI: char = '\u{fe0f}';
/// Puts the character before it on a key.
const KEYCAP: char = '\u{20e3}';

/// Reports whether a character that is no picture is shown as one on a key or as an emoji.
fn may_be_shown_as_one(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '#' | '*')
}

/// Reports whether a character is a picture or a part of one.
pub(super) fn is_pictogram(character: char) -> bool {
    matches!(character, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}')
        || matches!(character, '©' | '®' | '™' | 'ℹ' | 'Ⓜ' | '\u{25a0}'..='\u{25ff}')
        || matches!(character, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{e0020}'..='\u{e007f}')
        || matches!(
            character,
            '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
        )
}
