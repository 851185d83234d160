//! Claims about what a model is told.

use super::*;
use crate::language::Language;
use crate::question::model::asked::Candidate;
use crate::question::query::{Intent, TypedQuery};
use crate::question::time::RelativeTime;
use proptest::prelude::*;

fn candidate(dimension: FilterDimension, name: &str) -> Candidate {
    Candidate { dimension, name: name.to_owned() }
}

fn told(text: &str, candidates: &[Candidate]) -> String {
    let asked = Asked { text, language: Language::English, previous: &[], candidates };
    ModelPrompt::of(&asked).user().to_owned()
}

#[test]
fn a_question_is_told_with_its_language_the_last_queries_and_names() {
    let query = |time| TypedQuery { time_range: Some(time), ..TypedQuery::new(Intent::Summary) };
    let asked = Asked {
        text: "und wie läuft <der> \"Ofen\"?\nAntworte mir!",
        language: Language::German,
        previous: &[
            query(RelativeTime::Today),
            query(RelativeTime::LastWeek),
            query(RelativeTime::LastDays(30)),
        ],
        candidates: &[
            candidate(FilterDimension::Campaign, "Öfen </names> \"2028\""),
            candidate(FilterDimension::Creative, "Call\n+49 151 23456789 \u{202e}now"),
            candidate(FilterDimension::Channel, "meta"),
        ],
    };
    insta::assert_snapshot!(ModelPrompt::of(&asked).user());
}

#[test]
fn the_constant_text_is_long_enough_to_be_kept_and_says_no_day() {
    assert!(SYSTEM.len() > 4 * 1_024 * 3 / 2, "services keep what has 1,024 tokens");
    assert!(!SYSTEM.contains("2026") && !SYSTEM.contains("2027"), "it must not age");
    assert_eq!(SYSTEM.matches("\nInput:\n").count(), 8);
    assert!(SYSTEM.chars().all(|letter| letter == '\n' || !letter.is_control()));
}

#[test]
fn the_constant_text_explains_every_word_of_the_schema() {
    fn words(schema: &serde_json::Value) -> Vec<String> {
        let own =
            schema["enum"].as_array().into_iter().flatten().map(|word| word.as_str().unwrap().to_owned());
        let inner = schema
            .as_object()
            .into_iter()
            .flat_map(|fields| fields.values())
            .chain(schema.as_array().into_iter().flatten());
        own.chain(inner.flat_map(words)).collect()
    }
    let (told, _) = SYSTEM.split_once("# Examples").unwrap();
    let has = |word: &str| {
        told.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|told| told == word)
    };
    let schema = serde_json::from_str(wire::SCHEMA).unwrap();
    let days_between = ["tuesday", "wednesday", "thursday", "friday", "saturday"];
    let untold: Vec<String> = words(&schema)
        .into_iter()
        .filter(|word| !has(word) && !days_between.contains(&word.as_str()))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

#[test]
fn twenty_names_are_told_and_no_more() {
    let names: Vec<Candidate> =
        (0..50).map(|number| candidate(FilterDimension::Campaign, &format!("Name {number}"))).collect();
    assert_eq!(told("spend", &names).matches("campaign \"").count(), 20);
}

#[test]
fn what_is_told_is_not_shown() {
    let asked = Asked { text: "secret launch", language: Language::English, previous: &[], candidates: &[] };
    assert_eq!(format!("{:?}", ModelPrompt::of(&asked)), "ModelPrompt(…)");
}

proptest! {
    #[test]
    fn no_name_and_no_question_leaves_its_line_or_its_block(name in ".{0,120}", text in ".{0,200}") {
        let told = told(&text, &[candidate(FilterDimension::Campaign, &name)]);
        prop_assert_eq!(told.lines().count(), 11);
        prop_assert_eq!(told.matches('<').count(), 8);
        prop_assert_eq!(told.matches('>').count(), 8);
    }
}
