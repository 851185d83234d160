//! Claims about the texts of every language.

use super::*;

#[test]
fn every_language_has_every_phrase_and_no_other() {
    for language in Language::ALL {
        let errors = FluentResource::try_new(language.source().to_owned()).err().map(|(_, errors)| errors);
        assert_eq!(errors, None, "{}", language.tag());
        for phrase in Phrase::ALL {
            let message = language.bundle().get_message(phrase.id());
            assert!(message.is_some_and(|m| m.value().is_some()), "{} {phrase:?}", language.tag());
        }
        let declared =
            language.source().lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        assert_eq!(declared.count(), Phrase::ALL.len(), "{}", language.tag());
    }
}

#[test]
fn a_language_that_we_do_not_speak_falls_back_to_the_next_wish_and_then_to_english() {
    assert_eq!(Language::choose(&["xx", "en-GB"]), Language::English);
    assert_eq!(Language::choose(&[]), Language::English);
}

#[test]
fn counts_choose_singular_and_plural() {
    let needs = |decisions, alerts| {
        let values = [("decisions", Value::Count(decisions)), ("alerts", Value::Count(alerts))];
        Language::English.say(Phrase::DigestNeeds, &values)
    };
    assert_eq!(needs(1, 2), "1 decision, 2 alerts");
    assert_eq!(needs(0, 1), "1 alert");
    assert_eq!(needs(1, 1), "1 decision, 1 alert");
    assert_eq!(needs(1, 0), "1 decision");
}
