//! Claims about a digest as a message of the open session: the text of its own template, its link and its buttons.

use super::spare::{numbers, stored};
use super::*;
use crate::digest::form::{session_form, text_sent};
use crate::message::Message;
use crate::message::form::MessageForm;
use crate::message::template::LONGEST_BODY;

/// The address of a dashboard, before its token.
const LINK: &str = "https://app.example.com/d/";

/// Returns the message as the phone shows it, with placeholders for the tokens.
fn on_the_phone(form: &MessageForm, language: Language) -> String {
    let template = form.template.read(language);
    let mut variables = form.variables.clone();
    variables.extend(form.buttons.iter().map(|button| (button.variable.to_string(), "TOKEN".to_owned())));
    let titles = template.buttons.iter().map(|button| {
        let title = button.title.trim_matches(['{', '}']);
        format!("[{}]", variables[title])
    });
    format!("{}\n\n{}", template.fill(&variables), titles.collect::<Vec<_>>().join(" "))
}

#[test]
fn each_language_reads_in_a_session_what_the_template_says() {
    for language in Language::ALL {
        let form = session_form(&stored(&speaking(Scene::monday(), language))).unwrap();
        insta::assert_snapshot!(format!("session__{}", language.tag()), on_the_phone(&form, language));
    }
}

#[test]
fn a_digest_without_quick_replies_is_a_text_with_its_link() {
    let form = session_form(&stored(&all_clear())).unwrap();
    assert_eq!((form.template, form.buttons.len()), (TemplateName::Report, 1));
    assert!(on_the_phone(&form, Language::English).contains(&format!("View dashboard\n{LINK}TOKEN")));
}

#[test]
fn only_a_digest_that_this_build_wrote_has_a_session_form() {
    let changes: [fn(&mut Message); 5] = [
        |message| message.template_version += 1,
        |message| message.language = "xx".to_owned(),
        |message| message.buttons.clear(),
        |message| message.template = TemplateName::Update,
        |message| message.text = "x".repeat(810),
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut message = stored(&Scene::monday());
        change(&mut message);
        assert_eq!(session_form(&message), None, "change {place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_session_form_of_any_digest_fits_and_has_its_numbers_and_its_buttons(scene in any::scene()) {
        let message = stored(&scene);
        let Some(form) = session_form(&message) else {
            prop_assert!(message.text.encode_utf16().count() > 700, "only a long one has none");
            return Ok(());
        };
        let language = scene.compose().language;
        let text = text_sent(&message, form.template);
        prop_assert!(text.encode_utf16().count() + 200 < LONGEST_BODY, "{}", text);
        prop_assert_eq!(numbers(&text), numbers(&message.text));
        let of = |buttons: &[PlannedButton]| {
            let mut of: Vec<_> = buttons.iter().map(|one| (one.purpose, one.target.clone(), one.target_version)).collect();
            of.sort_by_key(|(purpose, ..)| format!("{purpose:?}"));
            of
        };
        prop_assert_eq!(of(&form.buttons), of(&message.buttons));
        let content: serde_json::Value = serde_json::from_str(&form.template.content(language)).unwrap();
        let places = content["variables"].as_object().unwrap();
        let filled = form.variables.keys().cloned().chain(form.buttons.iter().map(|one| one.variable.to_string()));
        prop_assert_eq!(filled.collect::<std::collections::BTreeSet<_>>(), places.keys().cloned().collect());
    }
}
