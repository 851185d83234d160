//! The pieces of a text: words, numbers and signs.
//!
//! The build script reads this file too, so that a phrase of the lexicon is cut like the text that it is looked for in.

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, or letters with digits, such as `v2` or `q1`.
    Word,
    /// Digits, with separators between them, such as `1.500,50` or `01.03.2026`.
    Number,
    /// A single other character.
    Sign,
}

/// A piece of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) kind: TokenKind,
    /// Whether nothing stands between it and the one before.
    pub(crate) is_glued: bool,
}

/// What may follow a number without a space and is a word of its own: units of time and amount, endings of ordinals.
const SUFFIXES: &[&str] = &[
    "a", "b", "bn", "brl", "crore", "d", "day", "days", "dia", "dias", "din", "e", "eme", "er", "ere", "eur",
    "gbp", "h", "inr", "j", "jour", "jours", "k", "lakh", "m", "mes", "mil", "mio", "mn", "mo", "month",
    "months", "mos", "mrd", "nd", "o", "pct", "rd", "re", "rs", "st", "tage", "te", "ten", "ter", "th",
    "usd", "w", "week", "weeks", "wk", "wks", "x", "y", "yr", "yrs",
];

/// Cuts a folded text into its pieces.
pub(crate) fn tokens(folded: &str) -> Vec<Token> {
    let characters: Vec<char> = folded.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    let mut is_glued = false;
    while let Some(&character) = characters.get(at) {
        let rest = characters.get(at..).unwrap_or_default();
        if character == '\n' {
            // A new line ends a sentence.
            found.push(Token { text: ";".to_owned(), kind: TokenKind::Sign, is_glued: false });
        }
        if character.is_whitespace() || joins_words(&characters, at) {
            is_glued = false;
            at += 1;
            continue;
        }
        let length = piece(rest);
        let text: String = rest.iter().take(length).collect();
        push(&mut found, text, is_glued);
        is_glued = true;
        at += length;
    }
    found
}

/// Reports whether a character stands for a space: an underscore, or a hyphen or an apostrophe at a letter.
fn joins_words(characters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
    let after = characters.get(at + 1).copied();
    let is_between = before.is_some_and(is_of_a_word) && after.is_some_and(is_of_a_word);
    let touches_letter = before.is_some_and(is_letter) || after.is_some_and(is_letter);
    match characters.get(at) {
        Some('_') => true,
        Some('-' | '\'') => is_between && touches_letter,
        _ => false,
    }
}

/// Returns how many characters the first piece has.
fn piece(characters: &[char]) -> usize {
    match characters.first() {
        Some(first) if first.is_ascii_digit() => number_or_mixed(characters),
        Some(first) if is_letter(*first) => count(characters, is_of_a_word),
        _ => 1,
    }
}

fn number_or_mixed(characters: &[char]) -> usize {
    let number = number_length(characters);
    let is_plain = characters.iter().take(number).all(char::is_ascii_digit);
    let tail = characters.get(number..).unwrap_or_default();
    let letters = count(tail, is_of_a_word);
    let suffix: String = tail.iter().take(letters).collect();
    let is_one_word = is_plain && letters > 0 && !SUFFIXES.contains(&suffix.as_str());
    if is_one_word { number + letters } else { number }
}

/// Returns how long a number is: digits, and single separators that have a digit on both sides.
fn number_length(characters: &[char]) -> usize {
    let mut length = count(characters, |character| character.is_ascii_digit());
    while let (Some('.' | ','), Some(digit)) = (characters.get(length), characters.get(length + 1)) {
        if !digit.is_ascii_digit() {
            break;
        }
        let tail = characters.get(length + 1..).unwrap_or_default();
        length += 1 + count(tail, |character| character.is_ascii_digit());
    }
    length
}

fn count(characters: &[char], belongs: impl Fn(char) -> bool) -> usize {
    characters.iter().take_while(|character| belongs(**character)).count()
}

fn is_of_a_word(character: char) -> bool {
    is_letter(character) || character.is_ascii_digit()
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic()
        || matches!(character, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{951}'..='\u{957}')
}

fn push(found: &mut Vec<Token>, text: String, is_glued: bool) {
    let kind = match text.chars().next() {
        Some(first) if first.is_ascii_digit() && !text.chars().any(is_letter) => TokenKind::Number,
        Some(first) if is_of_a_word(first) => TokenKind::Word,
        _ => TokenKind::Sign,
    };
    match days_back(&text) {
        Some(days) => {
            let word = |text: &str| Token { text: text.to_owned(), kind: TokenKind::Word, is_glued: true };
            found.push(Token { is_glued, ..word("l") });
            found.push(Token { kind: TokenKind::Number, ..word(days) });
            found.push(word("d"));
        }
        None => found.push(Token { text, kind, is_glued }),
    }
}

/// Returns the number in `l7d`, which is how some write "last 7 days".
fn days_back(text: &str) -> Option<&str> {
    let days = text.strip_prefix('l')?.strip_suffix('d')?;
    (!days.is_empty() && days.len() <= 3 && days.bytes().all(|byte| byte.is_ascii_digit())).then_some(days)
}
