//! A request to a service and what its answer says, apart from the form.

use super::ladder::{Rung, Shape};
use super::settings::ModelSettings;
use domain::question::model::port::{ModelError, TokenUsage};
use domain::question::model::prompt::{ModelPrompt, SYSTEM};
use domain::question::model::wire;
use serde_json::Value;

/// The most tokens that a model may write; three queries are a third of it.
pub(super) const MOST_TOKENS: u32 = 1_200;
/// What the answer is for, where the schema or a tool is described.
pub(super) const PURPOSE: &str = "What the question asks, as a typed query";

/// Stands for the schema in a body until that is written: JSON values do not keep the order of their fields, and models write
/// in the order of the schema.
pub(super) const SCHEMA: &str = "schema of the typed query";

/// What is asked, of whom, and with what.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) prompt: &'a ModelPrompt,
    pub(super) settings: &'a ModelSettings,
    pub(super) shape: &'a Shape,
}

/// A request in a form, not yet signed.
pub(super) struct Call {
    /// Behind the base address, with a slash in front.
    pub(super) path: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Value,
}

/// What an answer of a service says.
#[derive(Debug)]
pub(super) struct Written {
    /// What the model wrote, or why that is nothing: it costs tokens all the same.
    pub(super) text: Result<String, ModelError>,
    pub(super) usage: TokenUsage,
    /// The model as the service names it.
    pub(super) model: Option<String>,
}

/// The answer is not in the form of the service.
#[derive(Debug, thiserror::Error)]
#[error("the answer has no text where the form has one")]
pub(super) struct NoText;

impl Call {
    /// Writes the body. No other text of it can be equal to what stands for the schema, since a question is inside a block.
    pub(super) fn body(&self) -> Vec<u8> {
        let schema = wire::compact_schema();
        self.body.to_string().replacen(&format!("\"{SCHEMA}\""), &schema, 1).into_bytes()
    }
}

impl Request<'_> {
    /// Returns the constant text. Where nothing else tells the model the schema, it is at its end.
    pub(super) fn system(&self) -> String {
        format!("{SYSTEM}\n# The schema\n{}\n", wire::compact_schema())
    }

    /// Returns how much the model is to think: what is configured, or else the least that most models know.
    pub(super) fn effort<'a>(&'a self, least: &'a str) -> &'a str {
        self.settings.effort.as_deref().unwrap_or(least)
    }

    /// Reports whether the service holds the model to the schema.
    pub(super) fn is_constrained(&self) -> bool {
        self.shape.rung == Rung::Schema
    }
}

/// Returns the text at a place of an answer.
pub(super) fn text_at(answer: &Value, pointer: &str) -> Option<String> {
    answer.pointer(pointer)?.as_str().map(str::to_owned)
}

/// Returns the tokens that an answer counts: those read at one place or at several, which the service does not add up itself.
pub(super) fn usage(answer: &Value, input: &[&str], output: &str) -> TokenUsage {
    let tokens = |pointer: &str| -> u32 {
        let count = answer.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
        count.try_into().unwrap_or(u32::MAX)
    };
    let read = input.iter().map(|pointer| tokens(pointer)).fold(0, u32::saturating_add);
    TokenUsage { input: read, output: tokens(output) }
}

/// Creates the error for an answer without a text.
pub(super) fn no_text() -> ModelError {
    ModelError::Invalid(NoText.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_kept_of_the_constant_text_was_read_too() {
        let answer = json!({"in": 12, "kept": 1_400, "out": 96, "null": null});
        let of = |places: &[&str]| usage(&answer, places, "/out");
        assert_eq!(of(&["/in", "/kept", "/null", "/none"]), TokenUsage { input: 1_412, output: 96 });
        assert_eq!(of(&["/none"]).input, 0);
    }

    #[test]
    fn the_schema_is_written_in_its_own_order_and_nowhere_else() {
        let question = format!("<question>\n\"{SCHEMA}\"\n</question>\n");
        let call = Call {
            path: String::new(),
            headers: Vec::new(),
            body: json!({"a_question": question, "schema": SCHEMA, "text": "\"schema\""}),
        };
        let body = String::from_utf8(call.body()).unwrap();
        assert!(body.contains(&format!("\"schema\":{}", wire::compact_schema())));
        assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["a_question"], question);
    }
}
