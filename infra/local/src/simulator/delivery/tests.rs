//! Tests of the outcome of an accepted message.

use serde_json::{Value, json};

use super::*;
use crate::simulator::content::document::{layouts, read};

const TEMPLATE: &str =
    "Good morning {{1}}. Your report is ready. Spend was {{2}} yesterday, as planned before.";

fn content(types: &Value) -> Content {
    let document = json!({ "language": "en", "types": types, "variables": { "2": "$5" } });
    let document = read(document.to_string().as_bytes()).expect("a content document");
    let layouts = layouts(&document.types).expect("valid layouts");
    Content::for_testing(layouts, document.variables)
}

fn template() -> Content {
    content(
        &json!({ "twilio/quick-reply": { "body": TEMPLATE, "actions": [{ "title": "Go", "id": "v1.{{3}}" }] } }),
    )
}

fn replies(count: usize) -> Content {
    let actions: Vec<Value> = (0..count)
        .map(|index| json!({ "title": format!("Go {index}"), "id": format!("b{index}") }))
        .collect();
    content(&json!({ "twilio/quick-reply": { "body": "Ready?", "actions": actions } }))
}

fn failure(content: &Content, status: ApprovalStatus, open: bool, values: &Value) -> Option<u32> {
    let values = serde_json::from_value(values.clone()).expect("variables");
    decide(true, open, Payload::Content { content, status, values, with_body: false }).failure
}

fn free_text() -> Payload<'static> {
    Payload::FreeForm(Composition { body: "Hello".to_owned(), ..Composition::default() })
}

#[test]
fn free_text_arrives_only_in_an_open_session() {
    assert_eq!(decide(true, true, free_text()).failure, None);
    assert_eq!(decide(true, false, free_text()).failure, Some(OUTSIDE_WINDOW));
}

#[test]
fn nobody_gets_a_message_at_an_address_that_nobody_has() {
    assert_eq!(decide(false, true, free_text()).failure, Some(INVALID_RECIPIENT));
}

#[test]
fn only_an_approved_template_leaves_the_session_window() {
    let (template, values) = (template(), json!({ "1": "Ada", "2": "$4", "3": "t" }));
    assert_eq!(failure(&template, ApprovalStatus::Approved, false, &values), None);
    for status in [ApprovalStatus::Unsubmitted, ApprovalStatus::Rejected] {
        assert_eq!(failure(&template, status, false, &values), Some(OUTSIDE_WINDOW));
        assert_eq!(failure(&template, status, true, &values), None);
    }
    assert_eq!(failure(&template, ApprovalStatus::Paused, false, &values), Some(PAUSED));
}

#[test]
fn a_template_with_a_body_of_its_own_counts_as_free_text() {
    let content = replies(1);
    let payload = |with_body| Payload::Content {
        content: &content,
        status: ApprovalStatus::Approved,
        values: Variables::new(),
        with_body,
    };
    assert_eq!(decide(true, false, payload(false)).failure, None);
    assert_eq!(decide(true, false, payload(true)).failure, Some(OUTSIDE_WINDOW));
}

#[test]
fn a_variable_of_a_template_is_one_line_and_not_blank() {
    for value in ["", "  ", "two\nlines", "a\ttab", "five     blanks"] {
        let values = json!({ "1": value, "3": "t" });
        assert_eq!(failure(&template(), ApprovalStatus::Approved, false, &values), Some(POLICY), "{value:?}");
    }
    let four_blanks = json!({ "1": "four    blanks", "3": "t" });
    assert_eq!(failure(&template(), ApprovalStatus::Approved, false, &four_blanks), None);
}

#[test]
fn a_template_longer_than_1024_characters_once_filled_fails() {
    let values = json!({ "1": "x".repeat(1000), "3": "t" });
    assert_eq!(failure(&template(), ApprovalStatus::Approved, true, &values), Some(INVALID_CONTENT));
    let long_id = json!({ "1": "Ada", "3": "t".repeat(126) });
    assert_eq!(failure(&template(), ApprovalStatus::Approved, true, &long_id), Some(INVALID_CONTENT));
}

#[test]
fn missing_variables_fall_back_to_samples_and_otherwise_fail() {
    assert_eq!(failure(&template(), ApprovalStatus::Approved, true, &json!({ "1": "Ada", "3": "t" })), None);
    for values in [json!({ "1": "Ada" }), json!({ "1": "Ada", "3": "t", "4": "superfluous" })] {
        assert_eq!(failure(&template(), ApprovalStatus::Approved, true, &values), Some(PARAMETER_COUNT));
    }
}

#[test]
fn a_session_message_has_at_most_three_replies() {
    assert_eq!(failure(&replies(3), ApprovalStatus::Unsubmitted, true, &json!({})), None);
    assert_eq!(failure(&replies(4), ApprovalStatus::Unsubmitted, true, &json!({})), Some(NOT_ACCEPTED));
    assert_eq!(failure(&replies(4), ApprovalStatus::Approved, true, &json!({})), None);
}

/// A list of two rows in which every text is a variable.
fn list() -> Content {
    content(&json!({ "twilio/list-picker": { "body": "{{1}}", "button": "Choose", "items": [
        { "id": "p.{{3}}", "item": "{{4}}", "description": "{{5}}" },
        { "id": "p.{{6}}", "item": "Nobody" },
    ] } }))
}

fn listed(changes: &Value) -> Option<u32> {
    let mut values = json!({ "1": "Who?", "3": "a", "4": "Ada", "5": "Owner", "6": "b" });
    for (name, value) in changes.as_object().expect("an object") {
        values[name] = value.clone();
    }
    failure(&list(), ApprovalStatus::Unsubmitted, true, &values)
}

#[test]
fn a_list_arrives_in_an_open_session_and_never_outside() {
    assert_eq!(listed(&json!({})), None);
    let values = json!({ "1": "Who?", "3": "a", "4": "Ada", "5": "Owner", "6": "b" });
    assert_eq!(failure(&list(), ApprovalStatus::Unsubmitted, false, &values), Some(OUTSIDE_WINDOW));
}

#[test]
fn a_row_that_grows_over_its_limit_fails_in_the_session() {
    for (variable, longest) in [("4", 24), ("5", 72), ("3", 198)] {
        assert_eq!(listed(&json!({ variable: "n".repeat(longest) })), None, "{variable}");
        assert_eq!(listed(&json!({ variable: "n".repeat(longest + 1) })), Some(NOT_ACCEPTED), "{variable}");
        let blank = if variable == "3" { None } else { Some(NOT_ACCEPTED) };
        assert_eq!(listed(&json!({ variable: " " })), blank, "{variable}");
    }
}

#[test]
fn rows_and_buttons_that_cannot_be_told_apart_fail_in_the_session() {
    assert_eq!(listed(&json!({ "6": "a" })), Some(NOT_ACCEPTED), "two rows with one id");
    assert_eq!(listed(&json!({ "4": "Nobody" })), None, "two rows may have one title");
    let twins = content(&json!({ "twilio/quick-reply": { "body": "Ready?", "actions":
        [{ "title": "Go", "id": "a" }, { "title": "Go", "id": "b" }] } }));
    assert_eq!(failure(&twins, ApprovalStatus::Unsubmitted, true, &json!({})), Some(NOT_ACCEPTED));
}

#[test]
fn a_session_message_may_be_one_variable_of_several_lines_and_an_approved_one_may_not() {
    let card = content(
        &json!({ "twilio/quick-reply": { "body": "{{1}}", "actions": [{ "title": "Undo", "id": "v1.{{2}}" }] } }),
    );
    let values = json!({ "1": "Approved via WhatsApp.\n\nRetargeting US\t$700 to $400", "2": "t" });
    assert_eq!(failure(&card, ApprovalStatus::Unsubmitted, true, &values), None);
    assert_eq!(failure(&card, ApprovalStatus::Approved, true, &values), Some(POLICY));
    let empty = json!({ "1": "", "2": "t" });
    assert_eq!(failure(&card, ApprovalStatus::Unsubmitted, true, &empty), Some(INVALID_CONTENT));
}

#[test]
fn the_most_complex_kind_is_sent() {
    let both = content(&json!({
        "twilio/text": { "body": "plain" },
        "twilio/quick-reply": { "body": "rich", "actions": [{ "title": "Go" }] },
    }));
    let payload = Payload::Content {
        content: &both,
        status: ApprovalStatus::Unsubmitted,
        values: Variables::new(),
        with_body: false,
    };
    assert_eq!(decide(true, true, payload).composition.body, "rich");
}
