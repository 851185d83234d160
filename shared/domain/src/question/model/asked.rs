//! A question for a language model, with the little that a model may know about it.

use crate::language::Language;
use crate::question::query::{FilterDimension, TypedQuery};
use crate::text::truncate;
use unicode_normalization::UnicodeNormalization;

/// How many names a model is told.
pub const MOST_CANDIDATES: usize = 20;
/// How many earlier queries a model is told.
pub const MOST_PREVIOUS: usize = 2;
/// The longest name that a model is told, in UTF-16 units.
const LONGEST_NAME: usize = 80;
/// The longest question that a model is told, in UTF-16 units; a message of WhatsApp may be four times as long.
const LONGEST_QUESTION: usize = 1_000;
/// From so many digits in a row on, a number may be that of a phone.
const DIGITS_OF_A_PHONE: usize = 9;
/// What stands in the place of what a model is not told.
const LEFT_OUT: &str = "[left out]";

/// A question that the planner is not certain about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What the person wrote.
    pub text: &'a str,
    pub language: Language,
    /// The person's last queries, the latest last; earlier ones than [`MOST_PREVIOUS`] are not told.
    pub previous: &'a [TypedQuery],
    /// Names of the workspace that the question may mean, the likeliest first; see [`crate::question::model::nearest`].
    pub candidates: &'a [Candidate],
}

/// The question that prepares a service for those of people: it never changes, and every model that is of use understands it.
pub const WARM_UP: Asked<'static> =
    Asked { text: "spend yesterday", language: Language::English, previous: &[], candidates: &[] };

/// Something that a question may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// A campaign, a creative or a channel.
    pub dimension: FilterDimension,
    /// The name as the workspace has it; of a channel its identifier.
    pub name: String,
}

impl Asked<'_> {
    /// Returns the names that the model is told.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().take(MOST_CANDIDATES)
    }

    /// Returns the question as the model is told it.
    pub(crate) fn shown_text(&self) -> String {
        without_contacts(&truncate(self.text, LONGEST_QUESTION))
    }
}

/// Returns a name as a model is told it: one line without invisible characters, addresses and phone numbers.
pub(crate) fn shown_name(name: &str) -> String {
    without_contacts(&truncate(name, LONGEST_NAME))
}

/// Returns a text as it is compared with another one: without the difference of case, form and spaces.
pub(crate) fn compared(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Leaves out what may be the number of a phone or the address of a mailbox.
fn without_contacts(text: &str) -> String {
    let words = text.split(' ').map(|word| if is_mailbox(word) { LEFT_OUT } else { word });
    without_phones(&words.collect::<Vec<_>>().join(" "))
}

fn is_mailbox(word: &str) -> bool {
    let parts = word.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

fn without_phones(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter == '+' || letter.is_numeric()) {
        let (before, number) = rest.split_at(start);
        let end = end_of_number(number);
        let (number, after) = number.split_at(end);
        shown.push_str(before);
        shown.push_str(if is_phone(number) { LEFT_OUT } else { number });
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Returns where a number ends. Only a number that begins with a plus goes on after a separator.
fn end_of_number(text: &str) -> usize {
    let is_international = text.starts_with('+');
    let goes_on = |letter: char| {
        letter.is_numeric() || (is_international && matches!(letter, '+' | ' ' | '-' | '(' | ')' | '.' | '/'))
    };
    let end = text.find(|letter| !goes_on(letter)).unwrap_or(text.len());
    let number = text.get(..end).unwrap_or(text);
    number.trim_end_matches(|letter: char| !letter.is_numeric() && letter != '+').len().max(1)
}

fn is_phone(number: &str) -> bool {
    number.chars().filter(|letter| letter.is_numeric()).count() >= DIGITS_OF_A_PHONE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phones_and_mailboxes_are_left_out_and_dates_and_amounts_are_not() {
        for (text, shown) in [
            ("spend of +49 151 2345-6789 yesterday", "spend of [left out] yesterday"),
            ("call 015123456789.", "call [left out]."),
            ("ask lee@acme.example about roas", "ask [left out] about roas"),
            ("from 2026-03-01 to 2026-03-10", "from 2026-03-01 to 2026-03-10"),
            ("Advantage+ Catalogue, $12,500.50 + 3", "Advantage+ Catalogue, $12,500.50 + 3"),
            ("Sale 12345678", "Sale 12345678"),
        ] {
            assert_eq!(shown_name(text), shown);
        }
    }

    #[test]
    fn a_name_is_one_short_line_without_what_cannot_be_seen() {
        assert_eq!(shown_name("Spring\nSale\u{202e}\u{200b} \t2026"), "Spring Sale 2026");
        assert!(shown_name(&"Sale ".repeat(100)).chars().count() <= LONGEST_NAME);
    }

    proptest! {
        #[test]
        fn no_number_of_nine_digits_is_told(text in "[a-z0-9+ ().@-]{0,60}") {
            let shown = shown_name(&text);
            let longest = shown.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0);
            prop_assert!(longest < DIGITS_OF_A_PHONE, "{text} is told as {shown}");
        }
    }
}
