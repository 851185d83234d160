//! The words of a text in plain form, as the vocabulary has them: spelled and drawn-out words written plainly, and what is
//! said again left out.

use super::super::plain::{is_of_word, plain_letters, push_letter};

/// The maximum number of characters of a text that are looked at, before and after they are resolved: Twilio's longest
/// text.
pub(super) const MOST_CHARACTERS: usize = 1600;
/// The maximum number of words in a keyword with its courtesy, without what is said again.
pub(super) const MOST_WORDS: usize = 24;
/// The maximum number of words that count once if they are said again.
const MOST_SAID_AGAIN: usize = MOST_WORDS / 2;
/// A letter that is repeated so often is drawn out: "stoooop". Two of the same are spelling.
const DRAWN_OUT: usize = 3;
/// So many letters in a row, each by itself, are a word that is spelled: "S T O P".
const SPELLED: usize = 3;

/// A word, and whether its line ends with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) ends_line: bool,
}

/// The words of a text, as far as they are looked at.
pub(super) struct TextWords {
    pub(super) words: Vec<Word>,
    /// Whether nothing follows them.
    pub(super) are_all: bool,
}

impl TextWords {
    /// Returns the word if the text is one word.
    pub(super) fn alone(&self) -> Option<&str> {
        match self.words.as_slice() {
            [word] if self.are_all => Some(&word.text),
            _ => None,
        }
    }

    /// Returns the whole text, its words joined by a space, or `None` if it has more than was looked at.
    pub(super) fn joined(&self) -> Option<String> {
        let texts: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        self.are_all.then(|| texts.join(" "))
    }
}

/// Returns the words of a text. At most one character more than [`MOST_CHARACTERS`] is taken, and [`MOST_WORDS`] are
/// returned. `ends_messages` tells which words may be written again and again without a space.
pub(super) fn words_of(text: impl Iterator<Item = char>, ends_messages: &dyn Fn(&str) -> bool) -> TextWords {
    let (written, are_all) = written(text);
    let mut words: Vec<Word> = Vec::new();
    for word in joined(&written) {
        words.push(Word { text: once(shortened(&word.text), ends_messages), ..word });
        drop_what_is_said_again(&mut words);
        if words.len() > MOST_WORDS {
            words.truncate(MOST_WORDS);
            return TextWords { words, are_all: false };
        }
    }
    TextWords { words, are_all }
}

/// Returns the words as they are written, and whether they are all.
fn written(text: impl Iterator<Item = char>) -> (Vec<Word>, bool) {
    let mut words: Vec<Word> = Vec::new();
    let mut text_of_word = String::new();
    let (mut taken, mut looked_at) = (0, 0);
    let bounded = text.take(MOST_CHARACTERS + 1).inspect(|_| taken += 1);
    for character in plain_letters(bounded).take(MOST_CHARACTERS + 1) {
        looked_at += 1;
        if is_of_word(character) {
            push_letter(&mut text_of_word, character);
            continue;
        }
        if !text_of_word.is_empty() {
            words.push(Word { text: std::mem::take(&mut text_of_word), ends_line: false });
        }
        if let Some(last) = words.last_mut() {
            last.ends_line |= is_end_of_line(character);
        }
    }
    let are_all = taken <= MOST_CHARACTERS && looked_at <= MOST_CHARACTERS;
    // A word that is cut off may be another one.
    let last = Some(text_of_word).filter(|last| are_all && !last.is_empty());
    words.extend(last.map(|text| Word { text, ends_line: false }));
    (words, are_all)
}

fn is_end_of_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Joins the words that are written letter by letter: "S T O P", "s.t.o.p. please".
fn joined(words: &[Word]) -> Vec<Word> {
    let is_letter = |word: &Word| word.text.chars().nth(1).is_none();
    let runs = words.chunk_by(|one, next| is_letter(one) && is_letter(next));
    let joined = runs.flat_map(|run| {
        let ends_line = run.last().is_some_and(|last| last.ends_line);
        let text = || run.iter().map(|word| word.text.as_str()).collect();
        if run.len() < SPELLED { run.to_vec() } else { vec![Word { text: text(), ends_line }] }
    });
    joined.collect()
}

/// Returns a word with each drawn-out letter written once.
fn shortened(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|one, next| one == next);
    let kept = runs.flat_map(|run| if run.len() < DRAWN_OUT { run } else { run.get(..1).unwrap_or(run) });
    kept.collect()
}

/// Returns the word that a word says again and again, if that ends messages: "STOPSTOPSTOP".
fn once(word: String, ends_messages: &dyn Fn(&str) -> bool) -> String {
    let bytes = word.as_bytes();
    let is_said_again = |length: &usize| {
        bytes.len().is_multiple_of(*length) && bytes.get(*length..) == bytes.get(..bytes.len() - *length)
    };
    let shortest = (1..=bytes.len() / 2).find(is_said_again).and_then(|length| word.get(..length));
    shortest.filter(|part| ends_messages(part)).map(ToOwned::to_owned).unwrap_or(word)
}

/// Leaves out the last words if they are the same as those before them.
fn drop_what_is_said_again(words: &mut Vec<Word>) {
    let end = words.len();
    let is_said_again = |length: &usize| {
        let (first, again) = (words.get(end - 2 * length..end - length), words.get(end - length..));
        let is_same = |(one, other): (&Word, &Word)| one.text == other.text;
        first.zip(again).is_some_and(|(first, again)| first.iter().rev().zip(again.iter().rev()).all(is_same))
    };
    let Some(length) = (1..=MOST_SAID_AGAIN.min(end / 2)).find(is_said_again) else { return };
    let ends_line = words.last().is_some_and(|last| last.ends_line);
    words.truncate(end - length);
    if let Some(last) = words.last_mut() {
        last.ends_line |= ends_line;
    }
}
