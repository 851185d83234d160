//! The endpoint that plays the services of language models in tests speaks their forms: their own clients read its answers
//! and its errors as those of the service.

use adapters::models::endpoint::{Play, ScriptedEndpoint};
use command_center::domain::question::model::{prompt, wire};
use local_stack::tools::Tools;
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::harness::root;

const SAID: &str = r#"{"type":"clarify","reason":"missing_metric","queries":[]}"#;

/// Returns what every service does, in the order in which the clients ask.
fn script(effort: &'static str) -> [Play; 9] {
    let said = Play::Says(SAID.to_owned());
    [
        said.clone(),
        Play::Refuses,
        Play::Truncates,
        Play::RefusesField(effort),
        said,
        Play::Throttles(Some(7)),
        Play::IsDown,
        Play::RefusesKey,
        Play::RefusesKey,
    ]
}

async fn seen_by_the_clients(wish: &Value) -> Value {
    let tools = Tools::prepare(&root()).await.expect("the Python tools");
    let mut clients = Command::new(tools.python())
        .arg(tools.program("model_clients.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the clients start");
    let mut input = clients.stdin.take().expect("their input");
    input.write_all(wish.to_string().as_bytes()).await.expect("they listen");
    drop(input);
    let output = clients.wait_with_output().await.expect("they end");
    serde_json::from_slice(&output.stdout).expect("they say what they saw")
}

#[tokio::test]
async fn the_official_clients_read_every_answer_and_every_error_as_those_of_their_service() {
    let start = async |effort| ScriptedEndpoint::start(script(effort)).await.expect("a free port");
    let bedrock = start("/outputConfig/effort").await;
    let anthropic = start("/output_config/effort").await;
    let responses = start("/reasoning/effort").await;
    let chat = start("/reasoning_effort").await;
    let seen = seen_by_the_clients(&json!({
        "bedrock": bedrock.address(), "anthropic": anthropic.address(), "responses": responses.address(),
        "chat": chat.address(), "system": prompt::SYSTEM, "question": "<question>\n\"spend?\"\n</question>\n",
        "schema": serde_json::from_str::<Value>(wire::SCHEMA).expect("the schema"),
    }))
    .await;
    let said = |stop: &str| json!([stop, SAID, 1_412, 96]);
    let stops = |name: &str| -> Vec<Value> { (0..3).map(|call| seen[name][call][0].clone()).collect() };
    let errors =
        |name: &str| -> Vec<Value> { [3, 5, 6, 7].iter().map(|call| seen[name][*call].clone()).collect() };

    assert_eq!((&seen["bedrock"][0], &seen["bedrock"][4]), (&said("end_turn"), &said("end_turn")));
    assert_eq!(stops("bedrock"), ["end_turn", "content_filtered", "max_tokens"]);
    assert_eq!(
        errors("bedrock"),
        [
            json!([400, "ValidationException", null]),
            json!([429, "ThrottlingException", "7"]),
            json!([503, "ServiceUnavailableException", null]),
            json!([403, "AccessDeniedException", null]),
        ]
    );
    assert_eq!((&seen["anthropic"][0], &seen["anthropic"][4]), (&said("end_turn"), &said("end_turn")));
    assert_eq!(stops("anthropic"), ["end_turn", "refusal", "max_tokens"]);
    assert_eq!((&seen["responses"][0], &seen["responses"][4]), (&said("completed"), &said("completed")));
    assert_eq!(stops("responses"), ["completed", "refusal", "incomplete"]);
    assert_eq!((&seen["chat"][0], &seen["chat"][4]), (&said("stop"), &said("stop")));
    assert_eq!(stops("chat"), ["stop", "refusal", "length"]);
    for (name, status, down) in [
        ("anthropic", 529, "OverloadedError"),
        ("responses", 503, "InternalServerError"),
        ("chat", 503, "InternalServerError"),
    ] {
        let expected = [
            json!([400, "BadRequestError", null]),
            json!([429, "RateLimitError", "7"]),
            json!([status, down, null]),
            json!([401, "AuthenticationError", null]),
        ];
        assert_eq!(errors(name), expected, "{name}");
    }
}
