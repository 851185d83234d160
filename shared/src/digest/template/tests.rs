//! Claims about every template that we ask WhatsApp to approve. The rules are Twilio's and Meta's.

use super::*;

fn every_template() -> impl Iterator<Item = (String, &'static Template, serde_json::Value)> {
    let each = TemplateName::ALL.into_iter().flat_map(|name| Language::ALL.map(|language| (name, language)));
    each.map(|(name, language)| {
        let json = serde_json::from_str(name.source(language)).unwrap();
        (name.key(language), name.read(language), json)
    })
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
        let words = fixed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
        assert!(words > 2 * variables, "{key}: {words} words for {variables} variables");
    }
}

#[test]
fn a_template_with_the_longest_lines_fits() {
    for (key, template, _) in every_template() {
        let longest =
            places(&template.body).into_iter().map(|n| (n.to_string(), "x".repeat(longest_value(n))));
        let text = template.fill(&longest.collect());
        assert!(text.chars().count() <= LONGEST_BODY, "{key}: {} characters", text.chars().count());
    }
}

fn longest_value(number: u32) -> usize {
    let place = usize::try_from(number).unwrap() - 1;
    crate::digest::compose::DigestLine::ORDER[place].longest()
}

#[test]
fn button_titles_fit_and_ids_keep_a_fixed_beginning() {
    for (key, template, _) in every_template() {
        assert!(template.buttons.len() <= 3, "{key}");
        for button in &template.buttons {
            assert!(
                button.title.chars().count() <= 20 && !button.title.contains("{{"),
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
