//! Tests of domain events, and of the interpretation of EventBridge's responses, over HTTP.

use super::*;
use aws_sdk_eventbridge::config::retry::RetryConfig;
use aws_sdk_eventbridge::config::{BehaviorVersion, Credentials, Region};
use domain::audit::{AuditEvent, Outcome};
use domain::testing::{maya, now, workspace};
use serde_json::{Value, json};
use wiremock::matchers::header;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn audit(number: u32) -> AuditEvent {
    let message = format!("d-{number}").parse().unwrap();
    AuditEvent::suppressed(&workspace().id, &maya().id, &message, Some(63_049), now())
}

fn events(count: u32) -> Vec<DomainEvent> {
    (0..count).filter_map(|number| DomainEvent::from_audit(&audit(number))).collect()
}

fn bus(server: &MockServer) -> EventBridgeBus {
    let config = aws_sdk_eventbridge::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(server.uri())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .build();
    EventBridgeBus::new(Client::from_conf(config), "command-center")
}

/// A bus that gives the same result for every entry of a call, except for one.
async fn answering(places: Vec<Option<&'static str>>) -> MockServer {
    let server = MockServer::start().await;
    let entries = move |request: &wiremock::Request| {
        let body: Value = request.body_json().unwrap();
        let count = body["Entries"].as_array().unwrap().len();
        let entry = |place: usize| match places.get(place).copied().flatten() {
            Some(code) => json!({"ErrorCode": code, "ErrorMessage": "as the test wants it"}),
            None => json!({"EventId": format!("e-{place}")}),
        };
        let entries: Vec<Value> = (0..count).map(entry).collect();
        ResponseTemplate::new(200).set_body_json(json!({"FailedEntryCount": 1, "Entries": entries}))
    };
    Mock::given(header("x-amz-target", "AWSEvents.PutEvents")).respond_with(entries).mount(&server).await;
    server
}

async fn sent(server: &MockServer) -> Vec<Vec<Value>> {
    let requests = server.received_requests().await.unwrap();
    let entries = |request: &wiremock::Request| {
        request.body_json::<Value>().unwrap()["Entries"].as_array().unwrap().clone()
    };
    requests.iter().map(entries).collect()
}

fn words(results: &[Result<(), PublishError>]) -> String {
    let word = |result: &Result<(), PublishError>| match result {
        Ok(()) => 't',
        Err(PublishError::Unavailable(_)) => 'u',
        Err(PublishError::Refused(_)) => 'r',
    };
    results.iter().map(word).collect()
}

#[tokio::test]
async fn an_event_says_who_did_what_to_what_and_carries_the_identifier_of_its_audit_event() {
    let server = answering(vec![]).await;
    let results = bus(&server).publish(&events(1)).await;
    assert_eq!(words(&results), "t");
    let entry = sent(&server).await.remove(0).remove(0);
    assert_eq!(entry["Source"], "whatsapp-command-center");
    assert_eq!(entry["DetailType"], "WhatsAppOptedOut");
    assert_eq!(entry["EventBusName"], "command-center");
    assert_eq!(entry["Time"], 1_791_288_420.0);
    let detail: Value = serde_json::from_str(entry["Detail"].as_str().unwrap()).unwrap();
    assert_eq!(detail["id"], audit(0).id.as_str());
    insta::assert_snapshot!(format!("{detail:#}"), @r#"
    {
      "after": "opted_out; message d-0 was refused with code 63049",
      "at": "2026-10-06T12:07:00Z",
      "before": "opted_in",
      "id": "out-c0e9a3fadfe2d2d3acec25f05c93270e",
      "object": "subscription of maya",
      "source": "system",
      "workspace": "acme-store"
    }
    "#);
}

#[test]
fn what_was_denied_is_no_event() {
    let denied = AuditEvent { outcome: Outcome::Denied { reason: "expired".into() }, ..audit(1) };
    assert_eq!(DomainEvent::from_audit(&denied), None);
}

#[tokio::test]
async fn events_go_out_ten_at_a_time_and_in_order() {
    let server = answering(vec![]).await;
    let results = bus(&server).publish(&events(23)).await;
    assert_eq!(words(&results), "t".repeat(23));
    let sent = sent(&server).await;
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 3]);
    let detail = |entry: &Value| serde_json::from_str::<Value>(entry["Detail"].as_str().unwrap()).unwrap();
    let ids: Vec<String> =
        sent.concat().iter().map(|entry| detail(entry)["id"].as_str().unwrap().into()).collect();
    assert_eq!(ids, events(23).iter().map(|event| event.id.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_entry_that_fails_in_a_call_that_succeeds_is_not_taken_for_told_and_later_batches_wait() {
    let server = answering(vec![None, None, Some("InternalFailure")]).await;
    let results = bus(&server).publish(&events(12)).await;
    assert_eq!(words(&results), "ttutttttttuu");
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn an_entry_that_is_refused_for_its_form_holds_up_no_other() {
    let server = answering(vec![None, Some("MalformedDetail")]).await;
    let results = bus(&server).publish(&events(12)).await;
    assert_eq!(words(&results), "trtttttttttr");
    assert_eq!(sent(&server).await.len(), 2);
}

#[tokio::test]
async fn a_bus_that_does_not_answer_or_answers_for_too_few_leaves_the_rest_to_be_tried_again() {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    assert_eq!(words(&bus(&server).publish(&events(3)).await), "uuu");
    server.reset().await;
    let few = json!({"FailedEntryCount": 0, "Entries": [{"EventId": "e-0"}]});
    let few = ResponseTemplate::new(200).set_body_json(few);
    Mock::given(wiremock::matchers::any()).respond_with(few).mount(&server).await;
    assert_eq!(words(&bus(&server).publish(&events(3)).await), "tuu");
}
