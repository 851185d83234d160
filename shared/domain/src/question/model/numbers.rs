//! The numbers that a person wrote: a model may repeat one of these and make up no other.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

const MICROS: i64 = 1_000_000;
/// What a number may be multiplied by, by what stands behind it.
const LARGE: [(&str, i64); 7] = [
    ("k", 1_000),
    ("tsd", 1_000),
    ("mil", 1_000),
    ("m", 1_000_000),
    ("mio", 1_000_000),
    ("lakh", 100_000),
    ("crore", 10_000_000),
];
/// By what a number is in percent.
const PERCENT: [&str; 8] =
    ["%", "percent", "per cent", "por ciento", "por cento", "pour cent", "prozent", "प्रतिशत"];
/// The digits of Arabic, Persian and Devanagari begin here; other scripts are not expected.
const ZEROS: [char; 3] = ['\u{660}', '\u{6f0}', '\u{966}'];
/// Small numbers as words, in the languages that questions are written in; not those that are another word elsewhere.
const WORDS: [(i64, &str); 15] = [
    (1, "one uno eins ek एक"),
    (2, "two couple dos dois duas deux zwei zwo दो"),
    (3, "three tres três trois drei teen tin तीन"),
    (4, "four cuatro quatro quatre vier char चार"),
    (5, "five cinco cinq fünf fuenf paanch panch पांच पाँच"),
    (6, "six seis sechs chhe chah छह छः"),
    (7, "seven siete sete sept sieben saat सात"),
    (8, "eight ocho oito huit acht aath आठ"),
    (9, "nine nueve nove neuf neun nau नौ"),
    (10, "ten diez dez dix zehn दस"),
    (12, "twelve doce doze douze zwölf zwoelf barah बारह"),
    (14, "fourteen fortnight catorce catorze quatorze vierzehn chaudah चौदह"),
    (15, "fifteen quince quinze fünfzehn pandrah पंद्रह"),
    (20, "twenty veinte vinte vingt zwanzig बीस"),
    (30, "thirty treinta trinta trente dreißig dreissig tees तीस"),
];

/// The numbers of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    micros: BTreeSet<i64>,
    in_percent: bool,
}

impl Numbers {
    /// Finds every number that a text can be read to contain: `1.500` is both 1,500 and 1.5.
    pub(crate) fn of(text: &str) -> Self {
        let folded: String = text.nfkc().flat_map(char::to_lowercase).map(ascii_digit).collect();
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ',' | '\'');
        let mut micros = BTreeSet::new();
        let mut last = Vec::new();
        for word in folded.split(|letter| !is_part(letter)).filter(|word| !word.is_empty()) {
            let found = in_word(word);
            // "2 lakh": the factor stands apart.
            micros.extend(found.iter().copied());
            if found.is_empty() {
                micros.extend(factor(word).into_iter().flat_map(|factor| times(&last, factor)));
            }
            last = found;
        }
        micros.extend(
            WORDS.iter().filter(|(_, words)| has_one(&folded, words)).map(|(number, _)| number * MICROS),
        );
        let in_percent = PERCENT.iter().any(|sign| folded.contains(sign));
        Self { micros, in_percent }
    }

    /// Reports whether the text has this number, in millionths.
    pub(crate) fn has_micros(&self, micros: i64) -> bool {
        self.micros.contains(&micros)
    }

    /// Reports whether one of the numbers may be in percent.
    pub(crate) fn are_in_percent(&self) -> bool {
        self.in_percent
    }

    /// Reports whether the text has this whole number.
    pub(crate) fn has(&self, number: i64) -> bool {
        number.checked_mul(MICROS).is_some_and(|micros| self.has_micros(micros))
    }
}

fn ascii_digit(letter: char) -> char {
    let value = |zero: &char| u32::from(letter).checked_sub(u32::from(*zero)).filter(|value| *value < 10);
    ZEROS.iter().find_map(value).and_then(|value| char::from_digit(value, 10)).unwrap_or(letter)
}

fn has_one(text: &str, words: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
        .any(|word| words.split(' ').any(|known| known == word))
}

/// Reports whether a letter is a vowel sign of Devanagari, which is no letter of its own.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

fn factor(word: &str) -> Option<i64> {
    LARGE.iter().find(|(name, _)| *name == word.trim_matches('.')).map(|(_, factor)| *factor)
}

fn times(numbers: &[i64], factor: i64) -> impl Iterator<Item = i64> {
    numbers.iter().filter_map(move |number| number.checked_mul(factor))
}

/// Returns the numbers of a word such as `1.500`, `3k`, `q3` or `7d`, in millionths.
fn in_word(word: &str) -> Vec<i64> {
    let is_of_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'');
    let mut found = Vec::new();
    let mut rest = word;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let from = rest.get(start..).unwrap_or_default();
        let end = from.find(|letter| !is_of_number(letter)).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        let read = readings(number);
        found.extend(factor(after).into_iter().flat_map(|factor| times(&read, factor)));
        found.extend(read);
        rest = after;
    }
    found
}

/// Returns what digits with separators can mean: without them, with the last one as the decimal point, and each part alone.
fn readings(number: &str) -> Vec<i64> {
    let parts: Vec<&str> = number.split(['.', ',', '\'']).filter(|part| !part.is_empty()).collect();
    let mut read: Vec<i64> = parts.iter().filter_map(|part| micros(part, "")).collect();
    read.extend(micros(&parts.concat(), ""));
    if let [whole @ .., decimals] = parts.as_slice()
        && !whole.is_empty()
    {
        read.extend(micros(&whole.concat(), decimals));
    }
    read
}

fn micros(whole: &str, decimals: &str) -> Option<i64> {
    let decimals = decimals.get(..decimals.len().min(6))?;
    format!("{whole}{decimals:0<6}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for (text, micros) in [
            ("roas under 1.5", 1_500_000),
            ("unter 1,5", 1_500_000),
            ("over $1,500", 1_500_000_000),
            ("über 1.500 €", 1_500_000_000),
            ("spend > 3k", 3_000_000_000),
            ("2 lakh se zyada", 200_000_000_000),
            ("पिछले ७ दिन", 7_000_000),
            ("les deux dernières semaines", 2_000_000),
            ("पिछले तीन दिन", 3_000_000),
            ("since 2026-03-01", 3_000_000),
            ("Q3 numbers", 3_000_000),
            ("12.345,67", 12_345_670_000),
        ] {
            assert!(Numbers::of(text).has_micros(micros), "{text}");
        }
    }

    #[test]
    fn what_is_not_written_is_not_there() {
        let numbers = Numbers::of("campaigns with roas under 2 last 7 days");
        assert!(![3, 5, 9, 14, 27].iter().any(|number| numbers.has(*number)));
        assert_eq!(Numbers::of("which campaigns overspent"), Numbers::default());
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_each_plain_number_is_found(text in ".{0,40}", number in 0_i64..1_000_000) {
            let text = format!("{text} {number} {text}");
            prop_assert!(Numbers::of(&text).has(number), "{}", text);
        }
    }
}
