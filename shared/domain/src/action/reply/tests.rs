//! Claims about the replies to an action, as the person reads them on the phone, in each language.

mod limits;
mod messages;
mod shifts;
mod world;

use super::*;
use world::{World, refusals};

/// Joins every text with its label.
fn all_of(world: &World) -> String {
    let texts = world.every_text();
    let labelled: Vec<String> = texts.iter().map(|(label, text)| format!("[{label}]\n{text}")).collect();
    labelled.join("\n\n")
}

fn every_text_in(language: Language) {
    let world = World { language, ..World::ordinary() };
    insta::assert_snapshot!(format!("every_text_in_{}", language.tag()), all_of(&world));
}

#[test]
fn every_text_as_the_person_reads_it_in_english() {
    every_text_in(Language::English);
}

#[test]
fn every_text_as_the_person_reads_it_in_spanish() {
    every_text_in(Language::Spanish);
}

#[test]
fn every_text_as_the_person_reads_it_in_portuguese() {
    every_text_in(Language::Portuguese);
}

#[test]
fn every_text_as_the_person_reads_it_in_french() {
    every_text_in(Language::French);
}

#[test]
fn every_text_as_the_person_reads_it_in_german() {
    every_text_in(Language::German);
}

#[test]
fn every_text_as_the_person_reads_it_in_hindi() {
    every_text_in(Language::Hindi);
}

#[test]
fn every_refusal_says_that_nothing_was_changed() {
    let world = World::ordinary();
    for (label, refusal, context) in refusals(&world) {
        let text = refused(&Reader::new(&context), &context, &refusal).to_lowercase();
        let says_so = ["nothing was changed", "nothing changed", "not applied"]
            .iter()
            .any(|words| text.contains(words));
        assert!(says_so, "{label}: {text}");
    }
}

#[test]
fn every_reason_to_refuse_is_among_the_texts() {
    let words: std::collections::BTreeSet<&str> =
        refusals(&World::ordinary()).iter().map(|(_, refusal, _)| refusal.audit_word()).collect();
    assert_eq!(words.len(), 25, "{words:?}");
}

#[test]
fn a_phone_that_is_not_the_persons_is_told_the_same_in_whatever_language_and_workspace() {
    let plain = World::ordinary();
    let mut other = World { language: Language::German, ..World::ordinary() };
    "Secret".clone_into(&mut other.campaign);
    let said = |world: &World| refused(&world.reader(), &world.context(), &Refusal::NotYourButton);
    assert_eq!(said(&plain), said(&other));
}

#[test]
fn a_person_who_is_not_known_is_answered_without_an_empty_place() {
    // The reasons that are given before the workspace and the target are known to exist.
    for refusal in [
        Refusal::Gone,
        Refusal::NotYourButton,
        Refusal::NotVerified,
        Refusal::NoLongerMember,
        Refusal::OptedOut,
    ] {
        let text = refused(&Reader::new(&ActionContext::default()), &ActionContext::default(), &refusal);
        assert_eq!(limits::faults(&text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn a_moment_is_told_in_the_zone_of_the_person() {
    let mut context = World::ordinary().context();
    context.member.as_mut().unwrap().zone = "Asia/Kolkata".to_owned();
    let said = |context: &ActionContext| refused(&Reader::new(context), context, &Refusal::Expired);
    assert!(said(&context).contains("17:37 IST"), "{}", said(&context));
    context.member.as_mut().unwrap().zone = "nowhere".to_owned();
    assert!(said(&context).contains("12:07 UTC"), "{}", said(&context));
}
