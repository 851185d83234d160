//! The four forms: how each writes a request, and what its answer says.

mod anthropic;
mod bedrock;
mod chat;
mod responses;

use super::exchange::{Call, Request, Written};
use super::settings::ModelForm;
use serde_json::Value;

/// Writes a request.
pub(super) fn call(request: &Request<'_>) -> Call {
    match request.settings.form {
        ModelForm::BedrockConverse => bedrock::call(request),
        ModelForm::AnthropicMessages => anthropic::call(request),
        ModelForm::OpenAiResponses => responses::call(request),
        ModelForm::ChatCompletions => chat::call(request),
    }
}

/// Reads an answer that came with a good status.
pub(super) fn read(form: ModelForm, answer: &Value) -> Written {
    match form {
        ModelForm::BedrockConverse => bedrock::read(answer),
        ModelForm::AnthropicMessages => anthropic::read(answer),
        ModelForm::OpenAiResponses => responses::read(answer),
        ModelForm::ChatCompletions => chat::read(answer),
    }
}
