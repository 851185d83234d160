//! Claims about keywords, on fixtures in `fixtures/texts`. Those of `held_back.json` were written before the rule was.

mod echoes;

use super::vocabulary::{ByLanguage, listed};
use super::words::{MOST_CHARACTERS, MOST_WORDS};
use super::*;
use crate::testing::reference;
use serde::Deserialize;

const HELD_BACK: &str = include_str!("../../../fixtures/texts/held_back.json");
const SEEN: &str = include_str!("../../../fixtures/texts/seen.json");
const INSISTENT: &str = include_str!("../../../fixtures/texts/insistent.json");
const POLITE: &str = include_str!("../../../fixtures/texts/polite.json");
const MARKETERS: &str = include_str!("../../../fixtures/texts/marketers.json");

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    language: String,
    text: String,
    expect: String,
}

fn cases(fixture: &str) -> Vec<Case> {
    serde_json::from_str(fixture).unwrap()
}

/// Returns the texts that are taken for something else than they are.
fn wrong(cases: &[Case]) -> Vec<String> {
    let is_wrong = |case: &&Case| (keyword(&case.text) == Some(Keyword::Stop)) != (case.expect == "stop");
    let told = |case: &Case| format!("{}: {:?} is to be {}", case.language, case.text, case.expect);
    cases.iter().filter(is_wrong).map(told).collect()
}

#[test]
fn no_text_that_was_held_back_is_missed_or_taken_for_a_stop() {
    assert_eq!(wrong(&cases(HELD_BACK)), [""; 0]);
}

#[test]
fn no_text_is_missed_or_taken_for_a_stop() {
    assert_eq!(wrong(&cases(SEEN)), [""; 0]);
}

#[test]
fn a_stop_that_is_repeated_spelled_or_signed_is_heard() {
    assert_eq!(wrong(&cases(INSISTENT)), [""; 0]);
}

#[test]
fn a_polite_stop_and_one_in_the_words_of_the_product_are_heard() {
    assert_eq!(wrong(&cases(POLITE)), [""; 0]);
}

#[test]
fn what_a_marketer_asks_of_campaigns_is_no_stop() {
    let cases = cases(MARKETERS);
    assert_eq!(wrong(&cases), [""; 0]);
    for language in ["de", "en", "es", "fr", "hi", "pt"] {
        assert!(cases.iter().filter(|case| case.language == language).count() >= 10, "{language}");
    }
}

#[test]
fn the_texts_are_three_hundred_in_six_languages_of_both_kinds() {
    let all: Vec<Case> =
        [HELD_BACK, SEEN, INSISTENT, POLITE, MARKETERS].into_iter().flat_map(cases).collect();
    let texts: std::collections::BTreeSet<_> = all.iter().map(|case| &case.text).collect();
    assert!(texts.len() >= 300 && texts.len() == all.len(), "{} of {}", texts.len(), all.len());
    for language in ["de", "en", "es", "fr", "hi", "pt"] {
        for expect in ["stop", "not stop"] {
            let of_kind = all.iter().filter(|case| case.language == language && case.expect == expect);
            assert!(of_kind.count() >= 15, "{language} {expect}");
        }
    }
    assert!(all.iter().all(|case| ["stop", "not stop"].contains(&case.expect.as_str())));
}

#[test]
fn the_texts_of_the_reference_data_are_read_right() {
    #[derive(Deserialize)]
    struct Webhook {
        texts: Vec<Case>,
    }
    let Some(file) = reference::file("public-cases/webhook.json") else { return };
    let webhook: Webhook = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(!webhook.texts.is_empty());
    assert_eq!(wrong(&webhook.texts), [""; 0]);
}

#[test]
fn what_stands_around_a_keyword_does_not_hide_it() {
    for text in [
        "¡ALTO!",
        "STOP 🙏🏽",
        "\"stop\"",
        "\u{200b}Stop\u{200b}",
        "arre\u{302}t",
        "— stop —",
        "बंद।",
        "*stop*",
        "_STOP_",
        "```stop```",
        "~stop~",
        "> stop",
        "stop\u{200e}",
        "S T O P",
        "s.t.o.p.",
        "𝐒𝐓𝐎𝐏",
        "stoooop!",
    ] {
        assert_eq!(keyword(text), Some(Keyword::Stop), "{text}");
    }
}

#[test]
fn a_sentence_that_contains_a_keyword_is_none() {
    for text in [
        "stop, Zé is not coming",
        "start the campaign",
        "help me out",
        "",
        "stopped",
        "please start",
        "START 1",
        "re-start",
        "thank you all",
        "yes",
        "no",
        "ok",
        "1",
        "?",
        "the end",
        "para mañana",
        "para todos",
        "para agora",
    ] {
        assert_eq!(keyword(text), None, "{text}");
    }
}

#[test]
fn start_and_help_are_one_word_alone_in_every_language() {
    for (text, expected) in [
        ("START", Keyword::Start),
        ("ＳＴＡＲＴ", Keyword::Start),
        ("¡Alta!", Keyword::Start),
        ("Começar", Keyword::Start),
        ("comecar", Keyword::Start),
        ("démarrer 🎉", Keyword::Start),
        ("शुरू", Keyword::Start),
        ("unstop", Keyword::Start),
        ("HELP?", Keyword::Help),
        ("सहायता", Keyword::Help),
    ] {
        assert_eq!(keyword(text), Some(expected), "{text}");
    }
}

#[test]
fn every_list_has_words_for_the_six_languages_and_no_word_means_two_things() {
    let all = listed().unwrap();
    let lists: [&ByLanguage; 5] = [&all.stop, &all.stop_phrases, &all.courtesy, &all.start, &all.help];
    for list in lists {
        assert_eq!(list.keys().collect::<Vec<_>>(), ["de", "en", "es", "fr", "hi", "pt"]);
        assert!(list.values().all(|words| !words.is_empty()));
    }
    let meaning = |list: &ByLanguage, expected| {
        for word in list.values().flatten() {
            assert_eq!(keyword(word), expected, "{word}");
        }
    };
    meaning(&all.stop, Some(Keyword::Stop));
    meaning(&all.stop_phrases, Some(Keyword::Stop));
    meaning(&all.stop_alone, Some(Keyword::Stop));
    meaning(&all.start, Some(Keyword::Start));
    meaning(&all.help, Some(Keyword::Help));
    meaning(&all.courtesy, None);
}

/// Returns how many characters of a text are taken to find its words.
fn looked_at(text: &str) -> usize {
    let mut taken = 0;
    let _words = words_of(text.chars().inspect(|_| taken += 1), &|_| false);
    taken
}

#[test]
fn of_the_longest_text_in_any_script_a_bounded_part_is_looked_at() {
    for part in [
        "stop ",
        "\u{fdfa}",
        "e\u{301}",
        "\u{301}\u{323}",
        "बंद ",
        "🛑",
        "please ",
        "! ",
        "ﷺ stop",
        "가",
        "\u{200b}",
    ] {
        let text = part.repeat(20_000 / part.len());
        assert!(looked_at(&text) <= MOST_CHARACTERS + 1, "{part}");
        assert_eq!(keyword(&text), None, "{part}");
    }
}

#[test]
fn the_words_of_a_text_are_bounded_and_a_phrase_is_sought_at_each_place_once() {
    let courtesy = listed().unwrap().courtesy;
    let words = courtesy.values().flatten().filter(|phrase| !phrase.contains([' ', '-', '\'']));
    let words: std::collections::BTreeSet<_> = words.map(String::as_str).collect();
    let polite = |count| words.iter().take(count).copied().collect::<Vec<_>>().join(" ");
    assert_eq!(keyword(&polite(MOST_WORDS - 1)), None);
    assert_eq!(keyword(&format!("{} stop", polite(MOST_WORDS - 1))), Some(Keyword::Stop));
    assert_eq!(keyword(&format!("{} stop", polite(MOST_WORDS))), None);
    assert_eq!(
        keyword(&format!("stop {}", polite(MOST_WORDS))),
        None,
        "what is not looked at may say anything"
    );
    assert_eq!(keyword(&format!("stop\n{}", polite(MOST_WORDS))), Some(Keyword::Stop));
    let padded = format!("{}stop", "!".repeat(MOST_CHARACTERS - 4));
    assert_eq!(keyword(&padded), Some(Keyword::Stop));
    assert_eq!(keyword(&format!("!{padded}")), None);
    let hidden = format!("stop{} the campaign", "\u{200b}".repeat(MOST_CHARACTERS));
    assert_eq!(keyword(&hidden), None, "what is not looked at may say anything");
}
