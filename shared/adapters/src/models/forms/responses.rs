//! OpenAI's Responses, which are told not to be kept.

use crate::models::exchange::{Call, MOST_TOKENS, Request, SCHEMA, Written, no_text, text_at, usage};
use crate::models::ladder::{Optional, Rung};
use crate::models::settings::ModelCredential;
use domain::question::model::port::ModelError;
use domain::question::model::prompt::SYSTEM;
use domain::question::model::{prompt, wire};
use serde_json::{Value, json};

pub(super) fn call(request: &Request<'_>) -> Call {
    let headers = match &request.settings.credential {
        ModelCredential::Key(key) => vec![("authorization", format!("Bearer {key}"))],
        ModelCredential::Aws { .. } | ModelCredential::None => Vec::new(),
    };
    Call { path: "/v1/responses".to_owned(), headers, body: body(request) }
}

fn body(request: &Request<'_>) -> Value {
    let system = if request.is_constrained() { SYSTEM.to_owned() } else { request.system() };
    let mut body = json!({
        "model": request.settings.model,
        "instructions": system,
        "input": request.prompt.user(),
        "store": false,
        "max_output_tokens": MOST_TOKENS,
    });
    if request.shape.has(Optional::Effort) {
        body["reasoning"] = json!({"effort": request.effort("none")});
    }
    if request.shape.has(Optional::Verbosity) {
        body["text"]["verbosity"] = json!("low");
    }
    if request.shape.has(Optional::CacheKey) {
        body["prompt_cache_key"] = json!(format!("typed-query-{}-{}", prompt::VERSION, wire::VERSION));
    }
    if let Some(person) = request.prompt.person().filter(|_| request.shape.has(Optional::Person)) {
        body["safety_identifier"] = json!(person);
    }
    match request.shape.rung {
        Rung::Schema => {
            let mut format = json!({"type": "json_schema", "name": wire::NAME, "schema": SCHEMA});
            format["strict"] = json!(request.shape.has(Optional::Strict));
            body["text"]["format"] = format;
        }
        Rung::Looser => body["text"]["format"] = json!({"type": "json_object"}),
        Rung::Plain => {}
    }
    body
}

pub(super) fn read(answer: &Value) -> Written {
    let usage = usage(answer, &["/usage/input_tokens"], "/usage/output_tokens");
    Written { text: text(answer), usage, model: text_at(answer, "/model") }
}

fn text(answer: &Value) -> Result<String, ModelError> {
    let reason = answer.pointer("/incomplete_details/reason").and_then(Value::as_str);
    match (answer["status"].as_str(), reason) {
        (Some("incomplete"), Some("content_filter")) => return Err(ModelError::Refused),
        (Some("incomplete"), _) => return Err(ModelError::Truncated),
        (Some("failed" | "cancelled"), _) => {
            return Err(ModelError::Unavailable("the response failed".into()));
        }
        _ => {}
    }
    let items = answer["output"].as_array();
    let message = items.into_iter().flatten().find(|item| item["type"] == "message");
    let parts = message.and_then(|message| message["content"].as_array());
    let mut text = None;
    for part in parts.into_iter().flatten() {
        match part["type"].as_str() {
            Some("refusal") => return Err(ModelError::Refused),
            Some("output_text") if text.is_none() => text = text_at(part, "/text"),
            _ => {}
        }
    }
    text.ok_or_else(no_text)
}
