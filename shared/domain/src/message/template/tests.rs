//! Claims about every template submitted to WhatsApp for approval, and about the contents for open sessions. The rules
//! are Twilio's and Meta's.

use super::*;
use crate::digest::compose::DigestLine;
use crate::inbound::keyword::{Keyword, keyword};
use crate::text::LONGEST_NAME;
use serde_json::json;

type Content = (String, &'static Template, serde_json::Value);

fn every_content() -> impl Iterator<Item = (TemplateName, Language, Content)> {
    TemplateName::contents().map(|(name, language)| {
        let json = serde_json::from_str(&name.content(language)).unwrap();
        (name, language, (name.key(language), name.read(language), json))
    })
}

/// Every approved template.
fn every_template() -> impl Iterator<Item = Content> {
    every_content().filter(|(name, ..)| !name.is_session()).map(|(.., content)| content)
}

fn places(text: &str) -> Vec<u32> {
    text.split("{{").skip(1).map(|after| after.split("}}").next().unwrap().parse().unwrap()).collect()
}

fn everything(template: &Template) -> String {
    let buttons = template.buttons.iter().map(|b| format!(" {} {}", b.id, b.url));
    template.body.clone() + &buttons.collect::<String>()
}

#[test]
fn a_template_neither_starts_nor_ends_with_a_variable_and_has_none_side_by_side() {
    for (key, template, _) in every_template() {
        let body = &template.body;
        assert!(!body.starts_with("{{"), "{key}");
        assert!(
            !body.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '}').ends_with("}}"),
            "{key}"
        );
        let tight: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(!tight.contains("}}{{"), "{key}");
    }
}

#[test]
fn variables_are_numbered_without_a_gap_and_each_has_a_sample() {
    for (key, template, json) in every_template() {
        let mut numbers = places(&everything(template));
        numbers.sort_unstable();
        let count = u32::try_from(numbers.len()).unwrap();
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "{key}");
        let samples = json["variables"].as_object().unwrap();
        assert_eq!(samples.len(), numbers.len(), "{key}");
        assert!(numbers.iter().all(|n| !samples[&n.to_string()].as_str().unwrap().is_empty()), "{key}");
    }
}

#[test]
fn a_template_has_more_than_twice_as_many_words_as_variables() {
    for (key, template, _) in every_template() {
        let variables = places(&template.body).len();
        let fixed = fill(&template.body, &BTreeMap::new());
        let words = fixed.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        assert!(words > 2 * variables, "{key}: {words} words for {variables} variables");
    }
}

#[test]
fn a_template_with_the_longest_lines_fits() {
    for (name, _, (key, template, _)) in every_content().filter(|(name, ..)| !name.is_session()) {
        let longest = places(&template.body).into_iter().map(|n| (n.to_string(), longest_value(name, n)));
        let text = template.fill(&longest.map(|(n, length)| (n, "x".repeat(length))).collect());
        assert!(crate::text::length(&text) <= LONGEST_BODY, "{key}: {text}");
    }
}

/// Names have a maximum length wherever they appear; every other variable of a template that is not a digest is one
/// line.
fn longest_value(name: TemplateName, number: u32) -> usize {
    let names = match name {
        TemplateName::Update => 2,
        TemplateName::SecondApproval | TemplateName::Assignment => 3,
        digest => return DigestLine::of_template(digest)[usize::try_from(number).unwrap() - 1].longest(),
    };
    if number <= names { LONGEST_NAME } else { LONGEST_VALUE }
}

#[test]
fn button_titles_fit_and_ids_keep_a_fixed_beginning() {
    for (key, template, _) in every_template() {
        assert!(template.buttons.len() <= 3, "{key}");
        for button in &template.buttons {
            assert!(
                crate::text::length(&button.title) <= 20 && !button.title.contains("{{"),
                "{key} {}",
                button.title
            );
            match button.kind.as_str() {
                "QUICK_REPLY" => assert!(button.id.starts_with("v1.{{"), "{key} {}", button.title),
                "URL" => assert!(button.url.ends_with("}}") && button.url.contains("/d/{{"), "{key}"),
                other => panic!("{key}: {other}"),
            }
        }
    }
}

#[test]
fn the_spare_has_its_own_words() {
    let spare = TemplateName::KpiShort;
    for digest in TemplateName::ALL.into_iter().filter(|name| name.spare() == Some(spare)) {
        for language in Language::ALL {
            let sentences = |name: TemplateName| -> std::collections::BTreeSet<String> {
                let filled = fill(&name.read(language).body, &BTreeMap::new());
                filled.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
            };
            let shared: Vec<_> = sentences(spare).intersection(&sentences(digest)).cloned().collect();
            assert!(shared.is_empty(), "{} and {}: {shared:?}", spare.key(language), digest.key(language));
        }
    }
}

#[test]
fn only_digests_and_reports_with_a_picture_have_a_spare_and_the_spare_has_none() {
    let with_one: Vec<_> =
        TemplateName::ALL.into_iter().filter_map(|name| Some((name, name.spare()?))).collect();
    let short = Some(TemplateName::KpiShort);
    let digests =
        [TemplateName::KpiDaily, TemplateName::KpiAlerts, TemplateName::KpiClear, TemplateName::KpiPartial];
    assert!(digests.into_iter().all(|digest| digest.spare() == short));
    let (rest, picture) = with_one.split_at(digests.len());
    assert_eq!(picture, [(TemplateName::ReportPicture, TemplateName::Report3)]);
    assert!(rest.iter().all(|(_, spare)| spare.spare().is_none()) && TemplateName::Report3.spare().is_none());
}

#[test]
fn a_report_with_a_picture_is_the_report_below_an_address_of_ours() {
    let (with, without) = (types_of(TemplateName::ReportPicture), types_of(TemplateName::Report3));
    let (card, text) = (&with["twilio/card"], &without["twilio/quick-reply"]);
    assert_eq!((&card["title"], &card["actions"]), (&text["body"], &text["actions"]));
    assert_eq!(card["media"], json!(["https://app.example.com/c/{{10}}"]));
    let read = |name: TemplateName| name.read(Language::Hindi).clone();
    assert_eq!(read(TemplateName::ReportPicture), read(TemplateName::Report3));
    let content: serde_json::Value =
        serde_json::from_str(&TemplateName::ReportPicture.content(Language::English)).unwrap();
    assert_eq!(content["variables"]["10"], "picture.png", "Twilio wants a sample with the type of the file");
}

#[test]
fn a_digest_has_a_place_for_each_of_its_lines() {
    for name in TemplateName::ALL {
        let lines = DigestLine::of_template(name).len();
        let places = name.read(Language::English).places();
        assert_eq!(lines, if name.as_str().starts_with("kpi_") { places } else { 0 }, "{name:?}");
    }
}

#[test]
fn a_digest_names_a_word_that_ends_the_messages() {
    for (key, template, _) in every_template().filter(|(key, ..)| key.starts_with("kpi_")) {
        let mut words = template.body.split_whitespace();
        assert!(words.any(|word| keyword(word) == Some(Keyword::Stop)), "{key}");
    }
}

#[test]
fn a_template_says_the_same_lines_with_the_same_buttons_in_every_language() {
    for name in TemplateName::ALL {
        let english = name.read(Language::English);
        for language in Language::ALL {
            let (key, template) = (name.key(language), name.read(language));
            assert_eq!(template.version, english.version, "{key}");
            assert_eq!(places(&template.body), places(&english.body), "{key}");
            let taps = |template: &Template| -> Vec<(String, String, String)> {
                template.buttons.iter().map(|b| (b.kind.clone(), b.id.clone(), b.url.clone())).collect()
            };
            assert_eq!(taps(template), taps(english), "{key}");
        }
    }
}

#[test]
fn a_template_is_in_the_language_of_its_key() {
    for (name, language, (key, _, json)) in every_content().filter(|(name, ..)| !name.is_session()) {
        let tag = if language.tag() == "pt" { "pt_BR" } else { language.tag() };
        assert_eq!(json["language"], tag, "{key}");
        assert_eq!(json["friendly_name"], format!("{}_{}_v1", name.as_str(), language.tag()), "{key}");
    }
}

#[test]
fn a_name_is_stored_as_it_is_called() {
    for name in TemplateName::ALL {
        assert_eq!(serde_json::to_value(name).unwrap(), name.as_str());
        assert_ne!(name.read(Language::English).version, 0, "{name:?} cannot be read");
    }
}

#[test]
fn an_open_conversation_takes_three_buttons_or_ten_rows() {
    let cards: Vec<_> =
        (0..=4).map(|buttons| TemplateName::card(buttons).map(TemplateName::as_str)).collect();
    assert_eq!(cards, [Some("line"), Some("card_1"), Some("card_2"), Some("card_3"), None]);
    let reports: Vec<_> =
        (0..=4).map(|buttons| TemplateName::report(buttons).map(TemplateName::as_str)).collect();
    assert_eq!(reports, [Some("report"), Some("report_1"), Some("report_2"), Some("report_3"), None]);
    assert_eq!((TemplateName::list(0), TemplateName::list(11)), (None, None));
    for rows in 1..=10 {
        let list = TemplateName::list(rows).unwrap();
        assert_eq!((list.as_str(), list.is_session()), (format!("list_{rows}").as_str(), true));
        assert_eq!(list.read(Language::English).buttons.len(), rows);
    }
}

#[test]
fn a_content_without_words_is_one_for_all_languages() {
    for language in Language::ALL {
        assert_eq!(TemplateName::Card2.key(language), "card_2.any.v1");
        assert_eq!(TemplateName::Card2.versioned_key(language.tag(), 1), "card_2.any.v1");
    }
    assert_eq!(TemplateName::contents().filter(|(name, _)| name.is_session()).count(), 19);
}

fn types_of(name: TemplateName) -> serde_json::Value {
    let content: serde_json::Value = serde_json::from_str(&name.content(Language::English)).unwrap();
    content["types"].clone()
}

#[test]
fn all_that_a_card_says_is_variable() {
    let expected = json!({ "twilio/quick-reply": { "body": "{{1}}", "actions": [
        { "type": "QUICK_REPLY", "title": "{{2}}", "id": "v1.{{3}}" },
        { "type": "QUICK_REPLY", "title": "{{4}}", "id": "v1.{{5}}" },
    ] } });
    assert_eq!(types_of(TemplateName::Card2), expected);
}

#[test]
fn all_that_a_list_says_is_variable() {
    let expected = json!({ "twilio/list-picker": { "body": "{{1}}", "button": "{{2}}", "items": [
        { "item": "{{3}}", "id": "v1.{{4}}", "description": "{{5}}" },
        { "item": "{{6}}", "id": "v1.{{7}}", "description": "{{8}}" },
    ] } });
    assert_eq!(types_of(TemplateName::List2), expected);
    let last = &TemplateName::List10.read(Language::English).buttons[9];
    assert_eq!((last.title.as_str(), last.id.as_str()), ("{{30}}", "v1.{{31}}"));
}

#[test]
fn the_version_is_the_one_in_the_name() {
    for (key, template, json) in every_template() {
        let name = json["friendly_name"].as_str().unwrap();
        assert!(name.ends_with(&format!("_v{}", template.version)), "{key}");
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{key}");
    }
}

#[test]
fn a_value_that_looks_like_a_place_is_left_alone() {
    let variables = BTreeMap::from([("1".to_owned(), "{{2}}".to_owned()), ("2".to_owned(), "no".to_owned())]);
    assert_eq!(fill("a {{1}} b", &variables), "a {{2}} b");
}
