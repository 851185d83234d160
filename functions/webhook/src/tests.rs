//! Tests of the function, driven by recorded requests of Twilio; see `events/README.md`. Their table never answers:
//! requests that are refused must not need it, and requests that need it must report the failure.

mod answers;
mod logs;

use super::*;
use command_center::domain::clock::FixedClock;
use command_center::domain::inbound::form::LONGEST_BODY;
use command_center::domain::inbound::signature::sign;
use command_center::domain::testing::fakes::NoQueue;
use command_center::store::embedded::unanswered;
use lambda_http::request::from_str;
use std::collections::BTreeMap;

const PUBLIC_URL: &str = "https://hooks.example.com";
const SEGMENT: &str = "recorded-segment-of-the-tests";
const INBOUND_PATH: &str = "/twilio/recorded-segment-of-the-tests/inbound";
const STATUS_PATH: &str = "/twilio/recorded-segment-of-the-tests/status";
const AUTH_TOKEN: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

const BUTTON_APPROVE: &str = include_str!("../../../events/webhook.button-approve.json");
const BUTTON_FORGED: &str = include_str!("../../../events/webhook.button-forged.json");
const TEXT: &str = include_str!("../../../events/webhook.text.json");
const STOP: &str = include_str!("../../../events/webhook.stop.json");
const STATUS_SENT: &str = include_str!("../../../events/webhook.status-sent.json");
const STATUS_DELIVERED: &str = include_str!("../../../events/webhook.status-delivered.json");
const STATUS_FAILED: &str = include_str!("../../../events/webhook.status-failed.json");
const FORGED: &str = include_str!("../../../events/webhook.forged.json");
const EVERY_EVENT: [&str; 8] =
    [BUTTON_APPROVE, BUTTON_FORGED, TEXT, STOP, STATUS_SENT, STATUS_DELIVERED, STATUS_FAILED, FORGED];

fn webhook() -> Webhook {
    Webhook {
        store: unanswered(),
        queue: Box::new(NoQueue),
        questions: Box::new(NoQueue),
        clock: Box::new(FixedClock("2026-10-06T12:07:00Z".parse().unwrap())),
        auth_tokens: AuthTokens { current: AUTH_TOKEN.into(), previous: None },
        token_keys: TokenKeys::new("k1", &BTreeMap::from([("k1".into(), vec![7; 32])])).unwrap(),
        pepper: AddressPepper::new(b"a pepper of the tests"),
        account_sid: "AC0123456789abcdef0123456789abcdef".into(),
        sender: "+15550109999".into(),
        public_url: PUBLIC_URL.into(),
        paths: WebhookPaths::below(SEGMENT).unwrap(),
    }
}

fn request(event: &str) -> Request {
    from_str(event).unwrap()
}

/// Creates a request from Twilio to this path, with a valid signature.
fn signed(path: &str, query: &str, parameters: &[(&str, &str)]) -> Request {
    let form: Form = parameters.iter().copied().collect();
    let question_mark = if query.is_empty() { "" } else { "?" };
    let signature = sign(&format!("{PUBLIC_URL}{path}{question_mark}{query}"), form.pairs(), AUTH_TOKEN);
    let uri = format!("https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com{path}{question_mark}{query}");
    let request = lambda_http::http::Request::post(uri).header(SIGNATURE_HEADER, signature);
    request.body(Body::Text(form.encode())).unwrap().with_raw_http_path(path)
}

async fn answer(request: Request) -> Response<Body> {
    webhook().handle(request).await.unwrap_or_else(|never| match never {})
}

fn status(response: &Response<Body>) -> u16 {
    response.status().as_u16()
}

/// Asserts that a response is a bare status that reveals nothing.
fn assert_bare(response: &Response<Body>, expected: u16, why: &str) {
    assert_eq!(status(response), expected, "{why}");
    assert!(response.body().is_empty() && response.headers().is_empty(), "{why}: {response:?}");
}
