//! Amazon Bedrock's Converse, by plain HTTPS: its SDK would add more to a function than everything else here.

use crate::models::exchange::{Call, MOST_TOKENS, PURPOSE, Request, SCHEMA, Written, no_text, usage};
use crate::models::ladder::{Optional, Rung};
use crate::models::settings::ModelCredential;
use domain::question::model::port::ModelError;
use domain::question::model::prompt::SYSTEM;
use domain::question::model::wire;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// What a segment of a path keeps; the identifier of a model may have colons and slashes.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn call(request: &Request<'_>) -> Call {
    let model = utf8_percent_encode(&request.settings.model, SEGMENT);
    let headers = match &request.settings.credential {
        ModelCredential::Key(key) => vec![("authorization", format!("Bearer {key}"))],
        ModelCredential::Aws { .. } | ModelCredential::None => Vec::new(),
    };
    Call { path: format!("/model/{model}/converse"), headers, body: body(request) }
}

fn body(request: &Request<'_>) -> Value {
    let system = if request.shape.rung == Rung::Plain { request.system() } else { SYSTEM.to_owned() };
    let mut body = json!({
        "system": [{"text": system}],
        "messages": [{"role": "user", "content": [{"text": request.prompt.user()}]}],
        "inferenceConfig": {"maxTokens": MOST_TOKENS},
    });
    if request.shape.has(Optional::Metadata) {
        body["requestMetadata"] = json!({"kind": "question"});
    }
    if request.shape.has(Optional::Effort) {
        body["outputConfig"]["effort"] = json!(request.effort("low"));
    }
    match request.shape.rung {
        Rung::Schema => {
            body["outputConfig"]["textFormat"] = json!({
                "type": "json_schema",
                "structure": {"jsonSchema": {"name": wire::NAME, "schema": wire::compact_schema()}},
            });
        }
        Rung::Looser => body["toolConfig"] = tool(request),
        Rung::Plain => {}
    }
    body
}

fn tool(request: &Request<'_>) -> Value {
    let mut tool = json!({"name": wire::NAME, "description": PURPOSE, "inputSchema": {"json": SCHEMA}});
    if request.shape.has(Optional::Strict) {
        tool["strict"] = json!(true);
    }
    json!({"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": wire::NAME}}})
}

pub(super) fn read(answer: &Value) -> Written {
    let read = &["/usage/inputTokens", "/usage/cacheReadInputTokens", "/usage/cacheWriteInputTokens"];
    let usage = usage(answer, read, "/usage/outputTokens");
    Written { text: text(answer), usage, model: None }
}

fn text(answer: &Value) -> Result<String, ModelError> {
    match answer["stopReason"].as_str() {
        Some("max_tokens" | "model_context_window_exceeded") => return Err(ModelError::Truncated),
        Some("content_filtered" | "guardrail_intervened") => return Err(ModelError::Refused),
        Some("malformed_model_output" | "malformed_tool_use") => return Err(no_text()),
        _ => {}
    }
    // What the model thought may stand before its answer.
    let blocks = answer.pointer("/output/message/content").and_then(Value::as_array);
    let text = blocks.into_iter().flatten().find_map(|block| match block.pointer("/toolUse/input") {
        Some(input) => Some(input.to_string()),
        None => block["text"].as_str().map(str::to_owned),
    });
    text.ok_or_else(no_text)
}
