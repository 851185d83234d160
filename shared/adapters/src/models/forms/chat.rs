//! Chat completions, as OpenAI has them and many servers and gateways speak them, some of them only in part.

use crate::models::exchange::{Call, MOST_TOKENS, Request, SCHEMA, Written, no_text, text_at, usage};
use crate::models::ladder::{Optional, Rung};
use crate::models::settings::ModelCredential;
use domain::question::model::port::ModelError;
use domain::question::model::prompt::SYSTEM;
use domain::question::model::wire;
use serde_json::{Value, json};

pub(super) fn call(request: &Request<'_>) -> Call {
    let headers = match &request.settings.credential {
        ModelCredential::Key(key) => vec![("authorization", format!("Bearer {key}"))],
        ModelCredential::Aws { .. } | ModelCredential::None => Vec::new(),
    };
    Call { path: "/chat/completions".to_owned(), headers, body: body(request) }
}

fn body(request: &Request<'_>) -> Value {
    let system = if request.is_constrained() { SYSTEM.to_owned() } else { request.system() };
    let mut body = json!({
        "model": request.settings.model,
        "messages": [
            {"role": "system", "content": system},
            {"role": "user", "content": request.prompt.user()},
        ],
    });
    let limit = if request.shape.has(Optional::TokenLimit) { "max_completion_tokens" } else { "max_tokens" };
    body[limit] = json!(MOST_TOKENS);
    if request.shape.has(Optional::Effort) {
        body["reasoning_effort"] = json!(request.effort("none"));
    }
    if request.shape.has(Optional::Store) {
        body["store"] = json!(false);
    }
    if let Some(person) = request.prompt.person().filter(|_| request.shape.has(Optional::Person)) {
        body["safety_identifier"] = json!(person);
    }
    match request.shape.rung {
        Rung::Schema => {
            let mut schema = json!({"name": wire::NAME, "schema": SCHEMA});
            if request.shape.has(Optional::Strict) {
                schema["strict"] = json!(true);
            }
            body["response_format"] = json!({"type": "json_schema", "json_schema": schema});
        }
        Rung::Looser => body["response_format"] = json!({"type": "json_object"}),
        Rung::Plain => {}
    }
    body
}

pub(super) fn read(answer: &Value) -> Written {
    let usage = usage(answer, &["/usage/prompt_tokens"], "/usage/completion_tokens");
    Written { text: text(answer), usage, model: text_at(answer, "/model") }
}

fn text(answer: &Value) -> Result<String, ModelError> {
    let choice = answer.pointer("/choices/0").ok_or_else(no_text)?;
    match choice["finish_reason"].as_str() {
        Some("length") => return Err(ModelError::Truncated),
        Some("content_filter") => return Err(ModelError::Refused),
        _ => {}
    }
    let message = &choice["message"];
    if message["refusal"].as_str().is_some_and(|refusal| !refusal.is_empty()) {
        return Err(ModelError::Refused);
    }
    let of_tool = || text_at(message, "/tool_calls/0/function/arguments");
    let text = text_at(message, "/content").filter(|text| !text.is_empty()).or_else(of_tool);
    text.ok_or_else(no_text)
}
