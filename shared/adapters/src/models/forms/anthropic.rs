//! Anthropic's Messages.

use crate::models::exchange::{
    Call, MOST_TOKENS, PURPOSE, Request, SCHEMA, Written, no_text, text_at, usage,
};
use crate::models::ladder::{Optional, Rung};
use crate::models::settings::ModelCredential;
use domain::question::model::port::ModelError;
use domain::question::model::prompt::SYSTEM;
use domain::question::model::wire;
use serde_json::{Value, json};

/// The version that gateways know as well. The one after it, 2026-10-21, refuses what is not sent here anyway.
const API_VERSION: &str = "2023-06-01";

pub(super) fn call(request: &Request<'_>) -> Call {
    let mut headers = vec![("anthropic-version", API_VERSION.to_owned())];
    if let ModelCredential::Key(key) = &request.settings.credential {
        headers.push(("x-api-key", key.clone()));
    }
    Call { path: "/v1/messages".to_owned(), headers, body: body(request) }
}

fn body(request: &Request<'_>) -> Value {
    let text = if request.shape.rung == Rung::Plain { request.system() } else { SYSTEM.to_owned() };
    let mut system = json!({"type": "text", "text": text});
    if request.shape.has(Optional::CacheControl) {
        system["cache_control"] = json!({"type": "ephemeral"});
    }
    let mut body = json!({
        "model": request.settings.model,
        "max_tokens": MOST_TOKENS,
        "system": [system],
        "messages": [{"role": "user", "content": request.prompt.user()}],
    });
    if request.shape.has(Optional::Thinking) {
        body["thinking"] = json!({"type": "disabled"});
    }
    if request.shape.has(Optional::Effort) {
        body["output_config"]["effort"] = json!(request.effort("low"));
    }
    if let Some(person) = request.prompt.person().filter(|_| request.shape.has(Optional::Person)) {
        body["metadata"] = json!({"user_id": person});
    }
    match request.shape.rung {
        Rung::Schema => {
            body["output_config"]["format"] = json!({"type": "json_schema", "schema": SCHEMA});
        }
        Rung::Looser => {
            body["tools"] = json!([tool(request)]);
            body["tool_choice"] =
                json!({"type": "tool", "name": wire::NAME, "disable_parallel_tool_use": true});
        }
        Rung::Plain => {}
    }
    body
}

fn tool(request: &Request<'_>) -> Value {
    let mut tool = json!({"name": wire::NAME, "description": PURPOSE, "input_schema": SCHEMA});
    if request.shape.has(Optional::Strict) {
        tool["strict"] = json!(true);
    }
    tool
}

pub(super) fn read(answer: &Value) -> Written {
    let read =
        &["/usage/input_tokens", "/usage/cache_read_input_tokens", "/usage/cache_creation_input_tokens"];
    let usage = usage(answer, read, "/usage/output_tokens");
    Written { text: text(answer), usage, model: text_at(answer, "/model") }
}

fn text(answer: &Value) -> Result<String, ModelError> {
    match answer["stop_reason"].as_str() {
        Some("max_tokens" | "model_context_window_exceeded") => return Err(ModelError::Truncated),
        Some("refusal") => return Err(ModelError::Refused),
        _ => {}
    }
    let blocks = answer["content"].as_array();
    let text = blocks.into_iter().flatten().find_map(|block| match block["type"].as_str() {
        Some("tool_use") => Some(block["input"].to_string()),
        Some("text") => block["text"].as_str().map(str::to_owned),
        _ => None,
    });
    text.ok_or_else(no_text)
}
