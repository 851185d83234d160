//! Tests of contents: what the Content API accepts, and what WhatsApp's review approves.

use serde_json::{Value, json};

use super::document::{ContentDocument, DocumentProblem, layouts, read};
use super::review::{Rejection, review, submittable};

fn document(types: &Value, variables: &Value) -> ContentDocument {
    let document = json!({ "friendly_name": "t", "language": "en", "variables": variables, "types": types });
    read(document.to_string().as_bytes()).expect("a content document")
}

fn checked(types: &Value) -> Result<(), DocumentProblem> {
    layouts(&document(types, &json!({})).types).map(drop)
}

fn quick_reply(body: &str, actions: &Value) -> Value {
    json!({ "twilio/quick-reply": { "body": body, "actions": actions } })
}

fn reviewed(body: &str, id: &str, title: &str, variables: &Value) -> Result<(), Rejection> {
    let document = document(&quick_reply(body, &json!([{ "title": title, "id": id }])), variables);
    let layouts = layouts(&document.types).expect("valid layouts");
    review(submittable(&layouts).expect("a kind that can be submitted"), &document.variables)
}

const BODY: &str = "Good morning {{1}}. Your report is ready. Spend was {{2}} yesterday, as planned before.";

#[test]
fn every_simulated_kind_is_taken_in_its_documented_form() {
    let kinds = json!({
        "twilio/text": { "body": "Hello" },
        "twilio/media": { "body": "Chart", "media": ["https://example.com/c.png"] },
        "twilio/quick-reply": { "body": "Ready?", "actions": [{ "type": "QUICK_REPLY", "title": "Yes", "id": "yes" }] },
        "twilio/call-to-action": { "body": "See", "actions":
            [{ "type": "URL", "title": "View dashboard", "url": "https://example.com/d/{{1}}" }] },
        "twilio/list-picker": { "body": "Who?", "button": "Choose", "items":
            [{ "id": "a", "item": "Ada", "description": "Owner" }] },
        "twilio/card": { "title": "Card", "subtitle": "Small", "actions":
            [{ "type": "PHONE_NUMBER", "title": "Call", "phone": "+15550100001" }] },
        "whatsapp/card": { "body": "Card", "footer": "Foot", "header_text": "Head", "actions":
            [{ "type": "QUICK_REPLY", "title": "Ok", "id": "ok" }, { "type": "COPY_CODE", "title": "Copy", "code": "A1" }] },
    });
    let layouts = layouts(&document(&kinds, &json!({})).types).expect("valid layouts");
    assert_eq!(layouts.len(), 7);
    assert!(layouts.windows(2).all(|pair| matches!(pair, [simple, complex] if simple.kind < complex.kind)));
}

#[test]
fn unknown_fields_are_refused_at_every_level() {
    let with_field =
        json!({ "language": "en", "types": { "twilio/text": { "body": "x" } }, "category": "UTILITY" });
    assert!(matches!(read(with_field.to_string().as_bytes()), Err(DocumentProblem::Shape(_))));
    let in_type = json!({ "twilio/text": { "body": "x", "footer": "y" } });
    assert!(matches!(checked(&in_type), Err(DocumentProblem::Fields { kind: "twilio/text", .. })));
    let in_action = quick_reply("x", &json!([{ "title": "Yes", "payload": "y" }]));
    assert!(matches!(checked(&in_action), Err(DocumentProblem::Fields { .. })));
    assert!(matches!(checked(&json!({ "twilio/flow": {} })), Err(DocumentProblem::UnknownType)));
    assert!(matches!(checked(&json!({})), Err(DocumentProblem::NoTypes)));
}

#[test]
fn limits_are_kept_to_the_character() {
    let titled = |length: usize| quick_reply("Hi", &json!([{ "title": "é".repeat(length) }]));
    assert!(checked(&titled(20)).is_ok());
    assert!(matches!(checked(&titled(21)), Err(DocumentProblem::TooLong { field: "title", limit: 20 })));
    let identified =
        |length: usize| quick_reply("Hi", &json!([{ "title": "Yes", "id": "x".repeat(length) }]));
    assert!(checked(&identified(128)).is_ok());
    assert!(matches!(checked(&identified(129)), Err(DocumentProblem::TooLong { field: "id", limit: 128 })));
    let bodied = |length: usize| quick_reply(&"x".repeat(length), &json!([{ "title": "Yes" }]));
    assert!(checked(&bodied(1024)).is_ok());
    assert!(matches!(checked(&bodied(1025)), Err(DocumentProblem::TooLong { field: "body", limit: 1024 })));
}

#[test]
fn a_list_has_one_to_ten_items_with_different_ids() {
    let list = |count: usize| {
        let items: Vec<Value> =
            (0..count).map(|index| json!({ "id": format!("i{index}"), "item": "Ada" })).collect();
        json!({ "twilio/list-picker": { "body": "Who?", "button": "Choose", "items": items } })
    };
    assert!(checked(&list(10)).is_ok());
    assert!(matches!(checked(&list(0)), Err(DocumentProblem::Count { .. })));
    assert!(matches!(checked(&list(11)), Err(DocumentProblem::Count { .. })));
    let twice = quick_reply("Hi", &json!([{ "title": "Yes", "id": "a" }, { "title": "No", "id": "a" }]));
    assert!(matches!(checked(&twice), Err(DocumentProblem::RepeatedId)));
}

#[test]
fn a_variable_in_a_link_stands_at_its_end_after_a_slash() {
    let linked = |url: &str| {
        checked(&json!({ "twilio/call-to-action": { "body": "See", "actions":
            [{ "type": "URL", "title": "Open", "url": url }] } }))
    };
    assert!(linked("https://example.com/d/{{1}}").is_ok());
    for wrong in
        ["https://example.com/{{1}}/d", "https://example.com/?t={{1}}", "https://{{1}}", "example.com/{{1}}"]
    {
        assert!(matches!(linked(wrong), Err(DocumentProblem::UrlVariable)), "{wrong}");
    }
}

#[test]
fn a_sound_template_is_approved() {
    assert_eq!(
        reviewed(BODY, "v1.ok.{{3}}", "Approve", &json!({ "1": "Ada", "2": "$5", "3": "t0k" })),
        Ok(())
    );
}

#[test]
fn each_rule_of_the_review_rejects() {
    let samples = json!({ "1": "Ada", "2": "$5", "3": "t0k", "4": "x" });
    let words = "one two three four five six seven eight nine";
    let cases = [
        (BODY.to_owned(), "v1.{{4}}", "Go", Rejection::Numbering),
        (format!("{{{{1}}}} {words}"), "x", "Go", Rejection::EdgeVariable),
        (format!("{words} {{{{1}}}}!"), "x", "Go", Rejection::EdgeVariable),
        (format!("Hi {{{{1}}}} {{{{2}}}} {words}"), "x", "Go", Rejection::AdjacentVariables),
        (format!("Hi {{{{1}}}}{{{{2}}}} {words}"), "x", "Go", Rejection::AdjacentVariables),
        ("Hi {{1}} there".to_owned(), "x", "Go", Rejection::TooFewWords),
        (BODY.to_owned(), "x", "Go {{3}}", Rejection::TitleVariable),
    ];
    for (body, id, title, rejection) in cases {
        assert_eq!(reviewed(&body, id, title, &samples), Err(rejection), "{body}");
    }
}

#[test]
fn a_variable_without_a_good_sample_is_rejected() {
    assert_eq!(reviewed(BODY, "x", "Go", &json!({ "1": "Ada" })), Err(Rejection::MissingSample));
    for bad in ["", " ", "a\nb", "a\tb", "a     b"] {
        assert_eq!(reviewed(BODY, "x", "Go", &json!({ "1": "Ada", "2": bad })), Err(Rejection::BadSample));
    }
}

#[test]
fn an_id_that_grows_over_its_limit_is_rejected() {
    let samples = json!({ "1": "Ada", "2": "$5", "3": "x".repeat(128) });
    assert_eq!(reviewed(BODY, "v1.{{3}}", "Go", &samples), Err(Rejection::LongId));
}

#[test]
fn a_list_picker_can_never_be_submitted() {
    let list = json!({ "twilio/list-picker": { "body": "Who?", "button": "Choose", "items": [{ "id": "a", "item": "A" }] } });
    assert!(submittable(&layouts(&document(&list, &json!({})).types).expect("valid layouts")).is_none());
}
