//! The messages of the reference data, each as its form says, with what must come of it. What is only about the address
//! that was called, or about a status, is for the tests of the function.

use super::forms::{Written, button, enroll, from};
use super::reasons;
use super::*;
use domain::testing::{adjustment, lee, maya, reference};
use serde_json::Value;

/// The number of the person, where the case names no stored one.
const NUMBER: &str = "+16465550103";
const ONLY_OF_THE_FUNCTION: [&str; 5] = ["url", "signed", "headers", "GET", "MessageStatus"];

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::String(text) if text == "🔥 × 4096" => vec!["🔥".repeat(4096)],
        other => vec![other.as_str().unwrap_or_default().to_owned()],
    }
}

fn phone(case: &Value) -> String {
    let from = case["form"]["From"].as_str().map(|text| text.trim_start_matches("whatsapp:"));
    from.unwrap_or(NUMBER).to_owned()
}

async fn message(scene: &Scene, case: &Value) -> InboundMessage {
    let is_tap = case["form"]["ButtonPayload"].as_str().is_some_and(|payload| payload.starts_with('<'));
    let payload = if is_tap { button(scene).await } else { String::new() };
    let mut more = Vec::new();
    for (name, value) in case["form"].as_object().unwrap() {
        for text in texts(value).into_iter().filter(|_| name != "From" && name != "To") {
            more.push((name.clone(), if is_tap && name == "ButtonPayload" { payload.clone() } else { text }));
        }
    }
    let more: Vec<(&str, &str)> = more.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    from(&phone(case), 7, &more)
}

/// Returns what of a case did not come out, after it is played in a workspace of its own.
async fn faults(case: &Value) -> Vec<String> {
    let is_reaction = case["given"].as_str().is_some_and(|given| given.contains("said no"));
    let scene = if is_reaction { reasons::start().await } else { Scene::start().await };
    let stored = &case["stored"];
    let (number, id) = (stored["phone"].as_str(), stored["business_scoped_id"].as_str());
    enroll(&scene, &maya(), number.unwrap_or(NUMBER), id, Written::Before).await;
    let expect = &case["expect"];
    if expect["given"].as_str().is_some_and(|given| given.contains("second member")) {
        enroll(&scene, &lee(), &phone(case), None, Written::Before).await;
    }
    let message = message(&scene, case).await;
    let answer = scene.receive(&message).await;
    let said = if let InboundAnswer::Say(reply) = &answer { reply.as_str() } else { "" };
    let consents = (scene.consent(&maya()).await, scene.consent(&lee()).await);
    let changed = scene.audited().await.contains(&Verb::ApproveShift);
    let shift = scene.store().adjustment(&workspace().id, &adjustment().id).await.unwrap();
    let reason = shift.and_then(|shift| shift.decline_reason);
    let reply = match expect["reply"].as_str() {
        Some("none") => answer == InboundAnswer::Silence,
        Some("that the reports have ended") => said.starts_with("You get no reports from this number."),
        Some("that only text and taps are read") => {
            said.starts_with("I can only read text and button taps here.")
        }
        Some("what the tap of the stored number gets") => said.contains("Approved via WhatsApp by Maya"),
        Some(other) => panic!("{other}"),
        None => answer != InboundAnswer::NotForUs,
    };
    let consent = match expect["consent"].as_str() {
        Some("opted_out") => consents == (Consent::OptedOut, Consent::OptedIn),
        Some(second) if second.starts_with("unchanged for the first") => {
            consents == (Consent::OptedIn, Consent::OptedOut)
        }
        Some(other) => panic!("{other}"),
        None => consents == (Consent::OptedIn, Consent::OptedIn),
    };
    let held = [
        ("reply", reply),
        ("consent", consent),
        ("changes", changed == expect["changes"].as_bool().unwrap_or(false)),
        ("reason", reason.is_none()),
    ];
    let name = case["name"].as_str().unwrap_or_default();
    held.iter().filter(|(_, held)| !held).map(|(what, _)| format!("{name}: {what}: {said}")).collect()
}

#[tokio::test]
async fn every_message_of_the_reference_data_comes_out_right() {
    let Some(file) = reference::file("public-cases/webhook.json") else { return };
    let data: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut played = 0;
    for case in data["messages"].as_array().unwrap() {
        let form = case["form"].as_object().unwrap();
        if ONLY_OF_THE_FUNCTION.iter().any(|name| form.contains_key(*name)) {
            continue;
        }
        assert_eq!(faults(case).await, [""; 0]);
        played += 1;
    }
    assert!(played >= 12, "{played}");
}
