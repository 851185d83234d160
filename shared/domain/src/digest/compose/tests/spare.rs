//! Claims about the fallback template of a digest: what people read while WhatsApp does not deliver the digest's own
//! template.

use super::*;
use crate::digest::form::fallback_form;
use crate::message::form::MessageForm;
use crate::message::template::LONGEST_BODY;
use crate::message::{Message, MessageKind, NewMessage};

/// Returns the message of a digest as it is stored.
pub(super) fn stored(scene: &Scene) -> Message {
    let composed = scene.compose();
    Message::queued(NewMessage {
        id: Message::digest_id(&scene.member.id, date(2026, 10, 6)),
        kind: MessageKind::Digest,
        workspace: &scene.workspace.id,
        member: &scene.member.id,
        language: composed.language.tag(),
        template: composed.template,
        template_version: composed.template_version,
        variables: composed.variables,
        buttons: composed.buttons,
        text: composed.text,
        local_date: date(2026, 10, 6),
        now: scene.now,
    })
}

pub(super) fn spare_of(scene: &Scene) -> MessageForm {
    fallback_form(&stored(scene)).unwrap()
}

#[test]
fn the_spare_of_a_day_that_is_not_whole_claims_no_more_than_the_digest() {
    insta::assert_snapshot!(spare_of(&not_whole()).text);
}

fn not_whole() -> Scene {
    let waiting_for = vec![("google".parse().unwrap(), Some(date(2026, 10, 4)))];
    let complete = channels(&["meta"]);
    all_clear().with(|scene| scene.report.completeness = DayCompleteness::Partial { waiting_for, complete })
}

#[test]
fn every_digest_has_the_same_spare_whichever_template_it_was_written_for() {
    let no_shift = Scene::monday().with(|scene| scene.shift = None);
    for (scene, own) in [
        (Scene::monday(), TemplateName::KpiDaily),
        (no_shift, TemplateName::KpiAlerts),
        (all_clear(), TemplateName::KpiClear),
        (not_whole(), TemplateName::KpiPartial),
    ] {
        let (message, spare) = (stored(&scene), spare_of(&scene));
        assert_eq!((message.template, spare.template), (own, TemplateName::KpiShort));
        assert_eq!(spare.variables["7"], message.variables["8"], "{own:?}: what waits");
    }
}

#[test]
fn the_spare_keeps_the_link_and_no_button_that_it_has_no_words_for() {
    let message = stored(&Scene::monday());
    let link = message.buttons.iter().find(|button| button.purpose == TokenPurpose::Dashboard).unwrap();
    let expected = PlannedButton { variable: 8, ..link.clone() };
    assert_eq!(fallback_form(&message).unwrap().buttons, [expected]);
}

#[test]
fn a_digest_whose_lines_this_build_cannot_tell_apart_has_no_spare() {
    let changes: [fn(&mut Message); 6] = [
        |message| message.template_version += 1,
        |message| message.language = "xx".to_owned(),
        |message| drop(message.variables.remove("8")),
        |message| message.buttons.clear(),
        |message| message.template = TemplateName::Update,
        |message| message.template = TemplateName::KpiShort,
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut message = stored(&Scene::monday());
        change(&mut message);
        assert_eq!(fallback_form(&message), None, "change {place}");
    }
}

/// Returns the digits of a text, number by number, including repetitions.
pub(super) fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_spare_of_any_digest_is_a_message_that_whatsapp_takes(scene in any::scene()) {
        let spare = spare_of(&scene);
        prop_assert!(spare.text.encode_utf16().count() <= LONGEST_BODY, "{}", spare.text);
        for (number, line) in &spare.variables {
            prop_assert!(!line.trim().is_empty(), "{number}");
            prop_assert!(!line.contains(['\n', '\r', '\t']) && !line.contains("  "), "{number}: {line:?}");
        }
        let filled = spare.variables.len() + spare.buttons.len();
        let content: serde_json::Value =
            serde_json::from_str(&spare.template.content(scene.compose().language)).unwrap();
        prop_assert_eq!(filled, content["variables"].as_object().unwrap().len());
    }

    #[test]
    fn the_spare_of_any_digest_says_its_numbers_and_no_other(scene in any::scene()) {
        let (digest, spare) = (scene.compose(), spare_of(&scene));
        let kept = ["1", "2", "3", "4", "5", "6", "8"].map(|place| digest.variables[place].clone());
        prop_assert_eq!(spare.variables.values().cloned().collect::<Vec<_>>(), kept.clone());
        prop_assert_eq!(numbers(&spare.text), kept.iter().flat_map(|line| numbers(line)).collect::<Vec<_>>());
    }
}
