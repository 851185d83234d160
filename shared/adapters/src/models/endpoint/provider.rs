//! How each service answers, refuses and fails.

use super::http::Reply;
use super::{Play, SeenRequest};
use serde_json::{Value, json};

/// Counts of tokens that every answer has.
const TOKENS: [u32; 2] = [1_412, 96];

/// A service, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Bedrock,
    Anthropic,
    Responses,
    Chat,
}

/// How an error of a service is called, by what happened.
struct ErrorName {
    status: u16,
    kind: &'static str,
}

impl Service {
    pub(super) fn of(path: &str) -> Option<Self> {
        match path {
            "/v1/messages" => Some(Self::Anthropic),
            "/v1/responses" => Some(Self::Responses),
            "/chat/completions" | "/v1/chat/completions" => Some(Self::Chat),
            _ if path.starts_with("/model/") && path.ends_with("/converse") => Some(Self::Bedrock),
            _ => None,
        }
    }

    /// Returns the refusal of a request that the service would never take, whatever the script says.
    pub(super) fn objection(self, request: &SeenRequest) -> Option<Reply> {
        let has = |name: &str| request.headers.contains_key(name);
        // Anthropic takes a key in either header; its client sent the first one until its version 2.
        let missing = match self {
            Self::Anthropic if !has("anthropic-version") => Some("anthropic-version"),
            Self::Anthropic if has("x-api-key") => None,
            _ => Some("authorization").filter(|name| !has(name)),
        };
        if let Some(header) = missing {
            return Some(self.error(&self.refused_key(), &format!("{header} is missing"), None));
        }
        let sampling = ["temperature", "top_p", "top_k", "topP"].into_iter().find(|name| {
            request.body.get(name).is_some()
                || request.body.pointer(&format!("/inferenceConfig/{name}")).is_some()
        });
        let last = request.body["messages"].as_array().and_then(|messages| messages.last());
        let is_prefilled = last.is_some_and(|last| last["role"] == "assistant");
        let field = sampling.or(is_prefilled.then_some("messages"))?;
        Some(self.invalid(field, "is deprecated for this model"))
    }

    /// Returns the answer by the script, or `None` if there is none.
    pub(super) fn reply(self, play: &Play, request: &SeenRequest) -> Option<Reply> {
        let error = |name: &ErrorName| self.error(name, "by the script", None);
        Some(match play {
            Play::Says(text) => self.found(&self.answer(Some(text), request, false)),
            Play::Refuses => self.found(&self.answer(None, request, false)),
            Play::Truncates => self.found(&self.answer(Some("{\"type\":\"que"), request, true)),
            Play::RefusesField(pointer) => {
                let path = pointer.trim_start_matches('/').replace('/', ".");
                self.invalid(&path, "is not supported with this model")
            }
            Play::Throttles(after) => {
                let reply = error(&self.throttled());
                match after {
                    Some(seconds) => reply.with("retry-after", seconds.to_string()),
                    None => reply,
                }
            }
            Play::HasNoQuota => error(&self.no_quota()),
            Play::IsDown => error(&self.down()),
            Play::RefusesKey => error(&self.refused_key()),
            Play::Html => Reply::html(200),
            Play::NeverAnswers | Play::HangsUp => return None,
        })
    }

    fn found(self, body: &Value) -> Reply {
        self.identified(Reply::json(200, body))
    }

    fn identified(self, reply: Reply) -> Reply {
        let header = match self {
            Self::Bedrock => "x-amzn-requestid",
            Self::Anthropic => "request-id",
            Self::Responses | Self::Chat => "x-request-id",
        };
        reply.with(header, "req-4711")
    }

    fn invalid(self, field: &str, what: &str) -> Reply {
        let kind = match self {
            Self::Bedrock => "ValidationException",
            Self::Anthropic | Self::Responses | Self::Chat => "invalid_request_error",
        };
        self.error(&ErrorName { status: 400, kind }, &format!("{field}: {what}"), Some(field))
    }

    fn error(self, name: &ErrorName, message: &str, field: Option<&str>) -> Reply {
        let ErrorName { status, kind } = *name;
        let reply = match self {
            Self::Bedrock => Reply::json(status, &json!({"message": message})).with("x-amzn-errortype", kind),
            Self::Anthropic => {
                let error = json!({"type": kind, "message": message});
                Reply::json(status, &json!({"type": "error", "error": error, "request_id": "req-4711"}))
            }
            Self::Responses | Self::Chat => {
                let error = json!({"message": message, "type": kind, "param": field, "code": kind});
                Reply::json(status, &json!({"error": error}))
            }
        };
        self.identified(reply)
    }

    fn throttled(self) -> ErrorName {
        let kind = match self {
            Self::Bedrock => "ThrottlingException",
            Self::Anthropic => "rate_limit_error",
            Self::Responses | Self::Chat => "rate_limit_exceeded",
        };
        ErrorName { status: 429, kind }
    }

    fn no_quota(self) -> ErrorName {
        match self {
            Self::Bedrock => ErrorName { status: 403, kind: "AccessDeniedException" },
            Self::Anthropic => ErrorName { status: 400, kind: "invalid_request_error" },
            Self::Responses | Self::Chat => ErrorName { status: 429, kind: "insufficient_quota" },
        }
    }

    fn down(self) -> ErrorName {
        match self {
            Self::Bedrock => ErrorName { status: 503, kind: "ServiceUnavailableException" },
            Self::Anthropic => ErrorName { status: 529, kind: "overloaded_error" },
            Self::Responses | Self::Chat => ErrorName { status: 503, kind: "server_error" },
        }
    }

    fn refused_key(self) -> ErrorName {
        match self {
            Self::Bedrock => ErrorName { status: 403, kind: "AccessDeniedException" },
            Self::Anthropic => ErrorName { status: 401, kind: "authentication_error" },
            Self::Responses | Self::Chat => ErrorName { status: 401, kind: "invalid_api_key" },
        }
    }

    /// Returns what the model wrote, in the form; without a text it refused.
    fn answer(self, text: Option<&str>, request: &SeenRequest, is_cut: bool) -> Value {
        match self {
            Self::Bedrock => bedrock(text, request, is_cut),
            Self::Anthropic => anthropic(text, request, is_cut),
            Self::Responses => responses(text, request, is_cut),
            Self::Chat => chat(text, request, is_cut),
        }
    }
}

/// Returns the input of a forced tool.
fn input(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_no_json| json!({}))
}

fn stop(words: [&'static str; 4], text: Option<&str>, is_cut: bool, is_tool: bool) -> &'static str {
    let [done, tool, cut, refused] = words;
    match text {
        None => refused,
        Some(_) if is_cut => cut,
        Some(_) if is_tool => tool,
        Some(_) => done,
    }
}

fn bedrock(text: Option<&str>, request: &SeenRequest, is_cut: bool) -> Value {
    let tool = request.body.pointer("/toolConfig/toolChoice/tool/name");
    let answer = match tool {
        Some(name) => {
            json!({"toolUse": {"toolUseId": "t1", "name": name, "input": input(text.unwrap_or_default())}})
        }
        None => json!({"text": text.unwrap_or("I cannot help with that.")}),
    };
    let thought = json!({"reasoningContent": {"reasoningText": {"text": "Let me see."}}});
    let words = ["end_turn", "tool_use", "max_tokens", "content_filtered"];
    let [input, output] = TOKENS;
    json!({
        "output": {"message": {"role": "assistant", "content": [thought, answer]}},
        "stopReason": stop(words, text, is_cut, tool.is_some()),
        "usage": {"inputTokens": input, "outputTokens": output, "totalTokens": input + output},
        "metrics": {"latencyMs": 812},
    })
}

fn anthropic(text: Option<&str>, request: &SeenRequest, is_cut: bool) -> Value {
    let tool = request.body.pointer("/tool_choice/name");
    let answer = match tool {
        Some(name) => {
            json!({"type": "tool_use", "id": "t1", "name": name, "input": input(text.unwrap_or_default())})
        }
        None => json!({"type": "text", "text": text.unwrap_or_default()}),
    };
    let details = json!({"type": "refusal", "category": null, "explanation": null});
    let words = ["end_turn", "tool_use", "max_tokens", "refusal"];
    let [input, output] = TOKENS;
    json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": request.body["model"],
        "content": [answer], "stop_sequence": null,
        "stop_reason": stop(words, text, is_cut, tool.is_some()),
        "stop_details": if text.is_none() { details } else { Value::Null },
        "usage": {"input_tokens": input, "output_tokens": output},
    })
}

fn responses(text: Option<&str>, request: &SeenRequest, is_cut: bool) -> Value {
    let part = match text {
        Some(text) => json!({"type": "output_text", "text": text, "annotations": []}),
        None => json!({"type": "refusal", "refusal": "I cannot help with that."}),
    };
    let status = if is_cut { "incomplete" } else { "completed" };
    let message =
        json!({"type": "message", "id": "m1", "role": "assistant", "status": status, "content": [part]});
    let [input, output] = TOKENS;
    json!({
        "id": "resp_1", "object": "response", "created_at": 1_790_000_000, "model": request.body["model"],
        "status": status, "error": null, "parallel_tool_calls": false, "tool_choice": "auto", "tools": [],
        "incomplete_details": if is_cut { json!({"reason": "max_output_tokens"}) } else { Value::Null },
        "output": [{"type": "reasoning", "id": "r1", "summary": []}, message],
        "usage": {
            "input_tokens": input, "output_tokens": output, "total_tokens": input + output,
            "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0},
        },
    })
}

fn chat(text: Option<&str>, request: &SeenRequest, is_cut: bool) -> Value {
    let refusal = text.is_none().then_some("I cannot help with that.");
    let message = json!({"role": "assistant", "content": text, "refusal": refusal});
    let finish = stop(["stop", "tool_calls", "length", "stop"], text, is_cut, false);
    let [input, output] = TOKENS;
    json!({
        "id": "chatcmpl_1", "object": "chat.completion", "created": 1_790_000_000, "model": request.body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": null}],
        "usage": {"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output},
    })
}
