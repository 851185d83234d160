//! What the commands say, as a person reads it.

use super::*;
use domain::testing::settings;
use serde_json::json;

fn composed() -> Value {
    json!({
        "member": "maya", "date": "2026-10-06", "report_day": "2026-10-05", "message": "d-20261006-maya",
        "template": "kpi_clear", "template_version": 1, "language": "en", "buttons": ["View dashboard"],
        "text": "Good morning Maya.\n\nSpend: $2,320",
    })
}

fn with(more: &Value) -> Value {
    let mut shown = composed();
    shown.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    shown
}

#[test]
fn a_preview_is_a_bubble_with_what_becomes_of_it() {
    let goes_out = with(&json!({
        "person": "Maya", "to": "…01",
        "data": { "state": "complete", "complete": ["google", "meta"], "waiting_for": [] },
        "outlook": {
            "goes_out": true, "obstacles": [], "due_at": "2026-10-06T12:00:00Z", "zone": "America/New_York",
            "local_time": "08:00", "moved_by_quiet_hours": false, "late": false, "waits_for": [],
        },
    }));
    insta::assert_snapshot!("goes out", wording::preview(&goes_out));
}

#[test]
fn a_preview_says_what_keeps_it_and_what_it_waits_for() {
    let obstacle = |message: &str| json!({ "why": "word", "message": message });
    let waiting = json!([
        { "channel": "google", "complete_through": "2026-10-03" }, { "channel": "tiktok", "complete_through": null },
    ]);
    let kept = with(&json!({
        "person": "Maya", "to": null, "data": { "state": "partial", "complete": [], "waiting_for": waiting },
        "outlook": {
            "goes_out": false, "due_at": "2026-10-06T13:30:00Z", "zone": "America/New_York", "local_time": "09:30",
            "obstacles": [obstacle("the person wants no messages"), obstacle("the person has no WhatsApp address")],
            "moved_by_quiet_hours": true, "late": true, "waits_for": ["google", "tiktok"],
        },
    }));
    insta::assert_snapshot!("kept", wording::preview(&kept));
    let never =
        with(&json!({ "person": "Maya", "data": { "state": "none" }, "outlook": { "due_at": null } }));
    insta::assert_snapshot!("never due", wording::preview(&never));
}

#[test]
fn a_replay_is_a_bubble_with_what_was_sent_of_it() {
    let attempt = |number: u32, template: &str, text: Value| {
        json!({
            "number": number, "started_at": "2026-10-06T12:07:05Z", "template": template, "template_version": 1, "text": text,
        })
    };
    let mut refused = attempt(1, "kpi_clear", composed()["text"].clone());
    refused["ended"] = json!("refused");
    refused["reason"] = json!("WhatsApp has paused the template");
    let mut delivered = attempt(2, "kpi_short", json!("Hello Maya, this is the short version."));
    (delivered["ended"], delivered["status"]) = (json!("accepted"), json!("delivered"));
    let replayed = with(&json!({
        "metrics": { "spend_minor": 232_000, "clicks": 4_640 }, "composed_at": "2026-10-06T12:07:00Z",
        "status": "delivered", "reason": null, "mailed_instead": false,
        "attempts": [refused, delivered, attempt(3, "kpi_short", Value::Null)],
    }));
    insta::assert_snapshot!("replay", wording::replay(&replayed));
}

#[test]
fn who_is_not_there_is_told_who_is() {
    let settings = settings();
    assert_eq!(member_of(&settings, Some("maya")).unwrap().as_str(), "maya");
    let told = |named| member_of(&settings, named).unwrap_err().to_string();
    assert_eq!(
        told(Some("zoe")),
        r#"acme-store has no member "zoe": MEMBER= names one of maya (Maya), lee (Lee), anna (Anna)"#
    );
    assert!(told(None).starts_with("no person is named: MEMBER= names one of maya (Maya)"));
}

#[test]
fn a_digest_is_named_by_its_message_or_by_person_and_date() {
    let named = |message: Option<&str>, member: Option<&str>, date: Option<&str>| {
        let [message, member, date] = [message, member, date].map(|text| text.map(str::to_owned));
        message_of(&DigestCommand { workspace: None, member, date, message })
    };
    let mayas = Some("d-20261006-maya".parse().unwrap());
    assert_eq!(named(Some("d-20261006-maya"), None, None).unwrap(), mayas);
    assert_eq!(named(None, Some("maya"), Some("2026-10-06")).unwrap(), mayas);
    for [message, member, date] in [
        [None, None, None],
        [None, Some("maya"), None],
        [None, None, Some("2026-10-06")],
        [Some("D/1"), None, None],
    ] {
        assert_eq!(named(message, member, date).unwrap(), None);
    }
    for date in ["6 October", "2026-10-32", "20261006"] {
        let told = named(None, Some("maya"), Some(date)).unwrap_err().to_string();
        assert_eq!(told, format!("{date:?} is no date: write it as yyyy-mm-dd, such as DATE=2026-10-06"));
    }
}

#[tokio::test]
async fn without_a_running_stack_both_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let command = DigestCommand::default();
    for told in [preview(folder.path(), &command).await, replay(folder.path(), &command).await] {
        assert_eq!(told.unwrap_err().to_string(), "no stack is running: start one with make run");
    }
}
