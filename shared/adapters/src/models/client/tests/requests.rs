//! Claims about what is sent, and how it changes by what a service refuses.

use super::*;
use crate::models::endpoint::SeenRequest;
use domain::question::model::prompt::SYSTEM;
use serde_json::{Value, json};

/// What differs from run to run.
const CHANGING: [&str; 5] = ["authorization", "content-length", "host", "user-agent", "x-amz-date"];

/// Returns a request with what is long or changes replaced.
fn shortened(mut request: SeenRequest) -> Value {
    let schema: Value = serde_json::from_str(wire::SCHEMA).unwrap();
    shorten(&mut request.body, &schema);
    for (name, value) in &mut request.headers {
        if CHANGING.contains(&name.as_str()) {
            value.truncate(value.find(['=', ' ']).unwrap_or(0));
        }
    }
    json!({"path": request.path, "headers": request.headers, "body": request.body})
}

fn shorten(value: &mut Value, schema: &Value) {
    if value == schema {
        *value = json!("the schema");
    }
    match value {
        Value::String(text) if text == SYSTEM => "the constant text".clone_into(text),
        Value::String(text) if *text == wire::compact_schema() => "the schema as text".clone_into(text),
        Value::String(text) if text.starts_with("<language>") => "the question".clone_into(text),
        Value::Array(values) => values.iter_mut().for_each(|value| shorten(value, schema)),
        Value::Object(fields) => fields.values_mut().for_each(|value| shorten(value, schema)),
        _ => {}
    }
}

#[tokio::test]
async fn each_form_sends_the_constant_text_the_question_and_the_schema() {
    for form in FORMS {
        let (endpoint, client) = started(form, [valid()]).await;
        ask(&client).await.unwrap();
        let seen = endpoint.seen().into_iter().map(shortened).next().unwrap();
        insta::assert_snapshot!(format!("{form:?}"), serde_json::to_string_pretty(&seen).unwrap());
    }
}

#[tokio::test]
async fn a_field_that_a_service_refuses_is_left_out_from_then_on() {
    for (form, fields) in [
        (ModelForm::BedrockConverse, ["/outputConfig/effort", "/requestMetadata"]),
        (ModelForm::AnthropicMessages, ["/output_config/effort", "/thinking"]),
        (ModelForm::OpenAiResponses, ["/reasoning/effort", "/safety_identifier"]),
        (ModelForm::ChatCompletions, ["/max_completion_tokens", "/store"]),
        (ModelForm::ChatCompletions, ["/reasoning_effort", "/safety_identifier"]),
        (ModelForm::AnthropicMessages, ["/metadata/user_id", "/thinking"]),
    ] {
        let refused = fields.map(Play::RefusesField);
        let (endpoint, client) = started(form, refused.into_iter().chain([valid()])).await;
        assert_eq!(understood(&client).await.unwrap(), about("Oak Table Launch"), "{form:?}");
        assert_eq!(endpoint.seen().len(), 3, "{form:?}");
        assert_eq!(understood(&client).await.unwrap(), about("Oak Table Launch"), "{form:?}");
        let seen = endpoint.seen();
        assert_eq!(seen.len(), 4, "{form:?} learned it");
        let last = seen.last().unwrap();
        assert!(fields.iter().all(|field| last.body.pointer(field).is_none()), "{form:?}");
    }
}

#[tokio::test]
async fn where_a_schema_is_refused_the_model_is_held_to_the_form_otherwise_and_at_last_only_told() {
    for (form, schema, looser) in [
        (ModelForm::BedrockConverse, "/outputConfig/textFormat", "/toolConfig"),
        (ModelForm::AnthropicMessages, "/output_config/format", "/tool_choice"),
        (ModelForm::OpenAiResponses, "/text/format/schema", "/text/format"),
        (ModelForm::ChatCompletions, "/response_format/json_schema", "/response_format"),
    ] {
        let (endpoint, client) = started(form, [Play::RefusesField(schema), valid()]).await;
        assert_eq!(understood(&client).await.unwrap(), about("Oak Table Launch"), "{form:?}");
        assert!(endpoint.seen().last().unwrap().body.pointer(looser).is_some(), "{form:?}");

        let plays = [Play::RefusesField(schema), Play::RefusesField(looser), valid()];
        let (endpoint, client) = started(form, plays).await;
        assert_eq!(understood(&client).await.unwrap(), about("Oak Table Launch"), "{form:?}");
        let last = endpoint.seen().pop().unwrap().body;
        assert!(last.pointer(looser).is_none(), "{form:?}");
        let told = format!("{SYSTEM}\n# The schema\n");
        let places = ["/system/0/text", "/instructions", "/messages/0/content"];
        let system = places.into_iter().find_map(|place| last.pointer(place)?.as_str());
        assert!(system.unwrap().starts_with(&told), "{form:?}");
    }
}

#[tokio::test]
async fn a_request_without_a_key_is_for_the_operator() {
    for form in FORMS {
        let endpoint = ScriptedEndpoint::start([valid()]).await.unwrap();
        let settings = ModelSettings { credential: ModelCredential::None, ..settings(form, &endpoint) };
        let client = ModelClient::new(settings).unwrap();
        assert!(matches!(ask(&client).await, Err(ModelError::Misconfigured(_))), "{form:?}");
        assert_eq!(endpoint.seen().len(), 1);
    }
}
