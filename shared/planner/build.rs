//! Makes the tables of the lexicon: the phrases of all languages in `lexicon/*.toml`, folded, cut and merged, so that nothing
//! is left to do when the program starts.

#[path = "src/fold.rs"]
mod fold;
#[path = "src/token.rs"]
mod token;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// The languages, each with the bit that stands for it; phrases of no language in particular have them all.
const LANGUAGES: [(&str, u8); 7] =
    [("common", 63), ("en", 1), ("es", 2), ("pt", 4), ("fr", 8), ("de", 16), ("hi", 32)];

/// The section of words that mean nothing, and are there so as not to be taken for others.
const MEANINGLESS: &str = "own_words";

/// The phrases of a language: section → key → phrases.
type File = BTreeMap<String, BTreeMap<String, Vec<String>>>;
/// Phrase → meaning as Rust → languages.
type Phrases = BTreeMap<Vec<String>, BTreeMap<String, u8>>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=lexicon");
    let mut phrases = Phrases::new();
    for (language, bit) in LANGUAGES {
        let path = Path::new("lexicon").join(format!("{language}.toml"));
        let file: File = basic_toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        read(&file, bit, &mut phrases).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let folder = env::var_os("OUT_DIR").ok_or("cargo names the folder")?;
    fs::write(Path::new(&folder).join("tables.rs"), tables(&phrases)?)?;
    Ok(())
}

fn read(file: &File, bit: u8, phrases: &mut Phrases) -> Result<(), Box<dyn Error>> {
    for (section, keys) in file {
        for (key, texts) in keys {
            for text in texts {
                for spelling in spellings(text) {
                    let words = words(&spelling);
                    if words.is_empty() {
                        return Err(format!("[{section}] {key}: {text:?} has no word").into());
                    }
                    let meanings = phrases.entry(words).or_default();
                    if section != MEANINGLESS {
                        *meanings.entry(meaning(section, key)?).or_default() |= bit;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Returns a phrase, and how it is written on a keyboard without umlauts.
fn spellings(text: &str) -> Vec<String> {
    let plain = text.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    if plain == text { vec![plain] } else { vec![text.to_owned(), plain] }
}

fn words(text: &str) -> Vec<String> {
    token::tokens(&fold::fold(text)).into_iter().map(|token| token.text).collect()
}

/// Returns the Rust of what a section and a key mean.
fn meaning(section: &str, key: &str) -> Result<String, String> {
    let name = camel(key);
    Ok(match section {
        "metric" => format!("Metric(Metric::{name})"),
        "weak_metric" => format!("WeakMetric(Metric::{name})"),
        "one" => format!("Noun(Dimension::{name}, Amount::One)"),
        "many" => format!("Noun(Dimension::{name}, Amount::Many)"),
        "one_or_many" => format!("Noun(Dimension::{name}, Amount::Any)"),
        "grain" => format!("Grain(Dimension::{name})"),
        "time" => format!("Time(RelativeTime::{name})"),
        "unit" => format!("Unit(CalendarUnit::{name})"),
        "weekday" => format!("Weekday(Weekday::{name})"),
        "comparator" => format!("Comparator(Comparator::{name})"),
        "rank" => format!("Rank(RankWord::{name})"),
        "cue" => format!("Cue(Intent::{name})"),
        "weak_cue" => format!("WeakCue(Intent::{name})"),
        "screen" => format!("Screen(Screen::{name})"),
        "mark" => format!("Mark(Mark::{name})"),
        "number" => format!("Number({key})"),
        "ordinal" => format!("Ordinal({key})"),
        "month" => format!("Month({key})"),
        "month_if_introduced" => format!("MonthIfIntroduced({key})"),
        "quarter" => format!("Quarter({key})"),
        "half" => format!("Half({key})"),
        "status" => format!("Status({key:?})"),
        "channel" => format!("Channel({key:?})"),
        other => return Err(format!("there is no section [{other}]")),
    })
}

fn camel(key: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
            .unwrap_or_default()
    };
    key.split('_').map(capital).collect()
}

fn tables(phrases: &Phrases) -> Result<String, Box<dyn Error>> {
    let mut sorted: Vec<(&Vec<String>, &BTreeMap<String, u8>)> = phrases.iter().collect();
    // The longest phrase of a first word comes first: it is the one that counts.
    sorted.sort_by(|(one, _), (other, _)| {
        (one.first(), other.len(), one).cmp(&(other.first(), one.len(), other))
    });
    let mut rust = String::from("pub(crate) static ENTRIES: &[Entry] = &[\n");
    let mut first_words: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut vocabulary: BTreeMap<&str, u8> = BTreeMap::new();
    for (place, (phrase, meanings)) in sorted.iter().enumerate() {
        let first = phrase.first().map(String::as_str).unwrap_or_default();
        first_words.entry(first).or_insert((place, place)).1 = place + 1;
        let languages = meanings.values().fold(0, |sum, bits| sum | bits);
        for word in *phrase {
            *vocabulary.entry(word).or_default() |= languages;
        }
        let rest: Vec<&String> = phrase.iter().skip(1).collect();
        write!(rust, "    Entry {{ rest: &{rest:?}, meanings: &[")?;
        for (meaning, bits) in *meanings {
            write!(rust, "({bits}, Meaning::{meaning}), ")?;
        }
        rust.push_str("] },\n");
    }
    rust.push_str("];\npub(crate) static FIRST_WORDS: &[(&str, u16, u16)] = &[\n");
    for (word, (from, to)) in &first_words {
        writeln!(rust, "    ({word:?}, {from}, {to}),")?;
    }
    rust.push_str("];\npub(crate) static VOCABULARY: &[Word] = &[\n");
    for (word, languages) in vocabulary {
        let fold::Shape { letters, length } = fold::shape(word);
        let shape = format!("Shape {{ letters: {letters}, length: {length} }}");
        writeln!(rust, "    Word {{ text: {word:?}, shape: {shape}, languages: {languages} }},")?;
    }
    rust.push_str("];\n");
    Ok(rust)
}
