//! When two spellings are one campaign: the same letters and digits whatever stands between them, or one slip of
//! the hand in a long word. Words with a digit, and short words, which tell campaigns apart, must be the same.

use crate::text::folded;
use std::collections::HashSet;

/// A name without case, accents and separators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlainName {
    /// Letters and digits, one after the other.
    pub(super) letters: Vec<char>,
    words: Vec<Word>,
    /// Symbols that mean something, such as `%` and `+`.
    symbols: String,
    has_small_letters: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    start: usize,
    end: usize,
    has_digit: bool,
    is_capitals: bool,
}

/// Country and trade codes and months: a word of three letters that is no slip of another one.
const CODES: [&str; 45] = [
    "usa", "gbr", "deu", "fra", "esp", "ita", "bra", "ind", "can", "aus", "mex", "jpn", "prt", "nld", "che",
    "aut", "lal", "rtg", "rmk", "tof", "mof", "bof", "abo", "cbo", "asc", "ios", "app", "web", "eur", "usd",
    "gbp", "nyc", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "iii",
];

/// Reports whether two names are one but for case, accents and separators.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    PlainName::new(one).identity() == PlainName::new(other).identity()
}

impl PlainName {
    /// Reads a name.
    pub(super) fn new(name: &str) -> Self {
        let mut plain =
            Self { letters: Vec::new(), words: Vec::new(), symbols: String::new(), has_small_letters: false };
        for text in name.split(is_separator).filter(|text| !text.is_empty()) {
            if !text.eq_ignore_ascii_case("and") {
                plain.add_word(text);
            }
        }
        if plain.letters.is_empty() && plain.symbols.is_empty() {
            plain.symbols = name.trim().to_lowercase();
        }
        plain
    }

    fn add_word(&mut self, text: &str) {
        let start = self.letters.len();
        for character in folded(text) {
            if character.is_alphanumeric() {
                self.letters.push(character);
            } else {
                self.symbols.push(character);
            }
        }
        let end = self.letters.len();
        let letters = self.letters.get(start..end).unwrap_or_default();
        let is_capitals = !text.chars().any(char::is_lowercase);
        self.has_small_letters |= !is_capitals;
        if start < end {
            let has_digit = letters.iter().any(|letter| letter.is_numeric());
            self.words.push(Word { start, end, has_digit, is_capitals });
        }
    }

    /// Returns a text that two names share exactly when they differ only in case, accents and separators. A separator
    /// between two digits counts: 1.5 is not 15.
    pub(super) fn identity(&self) -> String {
        let mut identity = String::with_capacity(self.letters.len() + 8);
        let starts: HashSet<usize> = self.words.iter().map(|word| word.start).collect();
        for (place, letter) in self.letters.iter().enumerate() {
            let begins = place > 0 && starts.contains(&place);
            let before = place.checked_sub(1).and_then(|before| self.letters.get(before));
            if begins && letter.is_numeric() && before.is_some_and(|before| before.is_numeric()) {
                identity.push(' ');
            }
            identity.push(*letter);
        }
        identity.push('\u{1f}');
        identity.push_str(&self.symbols);
        identity
    }

    /// Returns what must be the same in two names that differ by a slip: the words with digits, and the symbols.
    pub(super) fn exact_part(&self) -> String {
        let mut exact = String::new();
        for word in self.words.iter().filter(|word| word.has_digit) {
            exact.extend(self.text_of(word));
            exact.push(' ');
        }
        exact.push('\u{1f}');
        exact.push_str(&self.symbols);
        exact
    }

    fn text_of(&self, word: &Word) -> impl Iterator<Item = char> {
        self.letters.get(word.start..word.end).unwrap_or_default().iter().copied()
    }

    fn word_at(&self, place: usize) -> Option<&Word> {
        self.words.iter().find(|word| (word.start..word.end).contains(&place))
    }

    fn is_long_at(&self, place: usize, shortest: usize) -> bool {
        self.word_at(place).is_some_and(|word| !word.has_digit && word.end - word.start >= shortest)
    }

    /// A word of two or three capitals among words with small letters is a code, such as US.
    fn codes(&self) -> impl Iterator<Item = String> {
        let mixed = self.has_small_letters;
        let is_code = move |word: &&Word| {
            mixed && word.is_capitals && !word.has_digit && (2..=3).contains(&(word.end - word.start))
        };
        self.words.iter().filter(is_code).map(|word| self.text_of(word).collect())
    }

    fn has_word(&self, text: &str) -> bool {
        self.words.iter().any(|word| self.text_of(word).eq(text.chars()))
    }
}

/// How much the difference between two spellings looks like a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// In a short word: believed only of a rare spelling beside a frequent one.
    InShortWord,
    /// In a long word.
    InLongWord,
}

const FEWEST_LETTERS: usize = 8;
const FEWEST_LETTERS_FOR_SHORT_WORD: usize = 10;

/// Reports whether `spelling` is `name` with one letter missing, added, replaced or swapped with the next;
/// `overwritten` says that a separator stands where the missing letter was, which nobody does on purpose.
pub(super) fn slip(name: &PlainName, spelling: &PlainName, overwritten: bool) -> Option<Slip> {
    if name.letters.len() < FEWEST_LETTERS || name.exact_part() != spelling.exact_part() {
        return None;
    }
    let edit = Edit::between(&name.letters, &spelling.letters)?;
    if let (Edit::Missing { last, .. }, true) = (&edit, overwritten) {
        return name.is_long_at(*last, 3).then_some(Slip::InLongWord);
    }
    if spelling.codes().any(|code| !name.has_word(&code))
        || name.codes().any(|code| !spelling.has_word(&code))
    {
        return None;
    }
    let in_words = |first: usize, last: usize, shortest: usize| {
        (name.is_long_at(first, shortest) && name.is_long_at(last, shortest)).then_some(Slip::InLongWord)
    };
    match edit {
        Edit::Missing { first, last } => {
            in_words(first, last, 4).or_else(|| missing_in_short_word(name, first, last))
        }
        Edit::Swapped { first } => in_words(first, first + 1, 4),
        Edit::Replaced { at } => in_words(at, at, 5),
        // The letter may belong to the word before or after its place: both must be long, and so must its own word,
        // or it is a word of its own ("Sale B").
        Edit::Added { first, last } => {
            let own_word = spelling.is_long_at(first, 4) && spelling.is_long_at(last, 4);
            let before = first.saturating_sub(1);
            let after = last.min(name.letters.len().saturating_sub(1));
            in_words(before, after, 4).filter(|_| own_word)
        }
    }
}

fn missing_in_short_word(name: &PlainName, first: usize, last: usize) -> Option<Slip> {
    let word = name.word_at(last)?;
    let is_code = CODES.iter().any(|code| name.text_of(word).eq(code.chars()));
    let fits = first >= word.start && name.is_long_at(last, 3) && !is_code;
    (fits && name.letters.len() >= FEWEST_LETTERS_FOR_SHORT_WORD).then_some(Slip::InShortWord)
}

/// Reports whether the spelling is the name with one letter overwritten by a separator: `W-men` for `Women`.
pub(super) fn is_overwritten(name: &str, spelling: &str) -> bool {
    let (mut name, mut spelling) = (name.trim_end().chars(), spelling.trim_end().chars());
    let mut overwritten = 0;
    loop {
        match (name.next(), spelling.next()) {
            (None, None) => return overwritten == 1,
            (Some(left), Some(right)) if is_separator(left) && is_separator(right) => {}
            (Some(left), Some(right)) if left.is_alphabetic() && is_separator(right) => overwritten += 1,
            (Some(left), Some(right)) if left.to_lowercase().eq(right.to_lowercase()) => {}
            _ => return false,
        }
    }
}

fn is_separator(character: char) -> bool {
    let marks = "_-–—‑|/\\.,:;&'’‘`\"“”()[]{}<>~·•™®©";
    character.is_whitespace() || character.is_control() || marks.contains(character)
}

/// The one difference between two texts. In a run of equal letters the place is a range.
#[derive(Debug, PartialEq, Eq)]
enum Edit {
    Missing { first: usize, last: usize },
    Added { first: usize, last: usize },
    Replaced { at: usize },
    Swapped { first: usize },
}

impl Edit {
    fn between(name: &[char], spelling: &[char]) -> Option<Self> {
        let at = name.iter().zip(spelling).take_while(|(left, right)| left == right).count();
        let rest = |text: &[char], skip: usize| text.get(at + skip..).unwrap_or_default().to_vec();
        if name.len() == spelling.len() + 1 && rest(name, 1) == rest(spelling, 0) {
            return Some(Self::Missing { first: run_start(name, at), last: at });
        }
        if spelling.len() == name.len() + 1 && rest(spelling, 1) == rest(name, 0) {
            return Some(Self::Added { first: run_start(spelling, at), last: at });
        }
        if name.len() != spelling.len() || at == name.len() {
            return None;
        }
        if rest(name, 1) == rest(spelling, 1) {
            return Some(Self::Replaced { at });
        }
        let swapped = name.get(at) == spelling.get(at + 1) && name.get(at + 1) == spelling.get(at);
        (swapped && rest(name, 2) == rest(spelling, 2)).then_some(Self::Swapped { first: at })
    }
}

fn run_start(text: &[char], at: usize) -> usize {
    let letter = text.get(at);
    (0..at).rev().take_while(|place| text.get(*place) == letter).last().unwrap_or(at)
}
