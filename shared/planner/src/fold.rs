//! Text as it is compared: without case, accents, invisible characters and letters that only look like Latin ones.
//!
//! The build script reads this file too: the lexicon is folded when the crate is built, a question when it is asked.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the text folded. Digits of every script are ASCII digits, quotes and dashes are `'`, `"` and `-`; Devanagari keeps
/// its vowel signs and loses its dots.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkc().filter(|letter| !is_invisible(*letter)).flat_map(char::to_lowercase).nfd() {
        match letter {
            '\u{93c}' => {}
            '\u{901}' => folded.push('\u{902}'),
            mark if is_combining_mark(mark) && !is_devanagari(mark) => {}
            letter => push_plain(&mut folded, letter),
        }
    }
    folded
}

fn push_plain(folded: &mut String, letter: char) {
    match letter {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'ı' => folded.push('i'),
        'ł' => folded.push('l'),
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2bc}' | '`' | '´' => folded.push('\''),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '«' | '»' => folded.push('"'),
        '\u{2010}'..='\u{2015}' | '−' => folded.push('-'),
        '×' => folded.push('x'),
        other => folded.push(latin_lookalike(other).or_else(|| ascii_digit(other)).unwrap_or(other)),
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_devanagari(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{97f}')
}

/// Returns the ASCII digit of a digit in another script that questions are written in.
fn ascii_digit(letter: char) -> Option<char> {
    const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}'];
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(letter).checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Returns the Latin letter that a small Cyrillic or Greek letter looks like.
fn latin_lookalike(letter: char) -> Option<char> {
    const LOOKALIKES: &str = "аaвbсcԁdеeһhіiјjкkмmнhоoрpԛqѕsтtуyԝwхxαaβbεeηnιiκkνvοoρpτtυuχxωwɑaɡgɩiʏy";
    let mut pairs = LOOKALIKES.chars();
    while let (Some(foreign), Some(latin)) = (pairs.next(), pairs.next()) {
        if foreign == letter {
            return Some(latin);
        }
    }
    None
}

/// What is seen of a word without comparing its letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The letters that it has, as bits.
    pub(crate) letters: u32,
    /// How many it has.
    pub(crate) length: usize,
}

/// Returns the shape of a word.
pub(crate) fn shape(word: &str) -> Shape {
    let bits = |bits: u32, letter: char| bits | (1 << (u32::from(letter) % 32));
    Shape { letters: word.chars().fold(0, bits), length: word.chars().count() }
}
