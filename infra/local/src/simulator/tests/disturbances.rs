//! Tests of faults: exactly what was requested goes wrong.

use std::time::Duration;

use serde_json::{Value, json};

use super::harness::{MAYA, SENDER, World, world};

async fn fault(world: &World, effect: Value) {
    let rules = json!({ "rules": [{ "when": { "to": "maya" }, "effect": effect }] });
    let (status, kept) = world.api("POST", "/sim/faults", Some(rules)).await;
    assert_eq!((status, &kept["rules"][0]["effect"]["kind"]), (200, &effect["kind"]));
}

#[tokio::test]
async fn a_429_is_never_processed() {
    let world = world().await;
    let rules = json!({ "rules": [{ "when": { "times": 1 }, "effect": { "kind": "http_429" } }] });
    world.api("POST", "/sim/faults", Some(rules)).await;
    let (status, refusal) = world.text("Hi").await;
    assert_eq!((status, &refusal["code"]), (429, &json!(20429)));
    assert!(world.chat("maya").await.is_empty());
    assert_eq!(world.text("Hi").await.0, 201, "the second attempt is taken");
}

#[tokio::test]
async fn a_500_may_have_sent_the_message_or_not() {
    let world = world().await;
    fault(&world, json!({ "kind": "http_500" })).await;
    assert_eq!(world.text("lost").await.0, 500);
    fault(&world, json!({ "kind": "http_503", "accepted": true })).await;
    assert_eq!(world.text("sent").await.0, 503);
    let texts: Vec<Value> =
        world.chat("maya").await.into_iter().map(|message| message["text"].clone()).collect();
    assert_eq!(texts, ["sent"]);
}

#[tokio::test]
async fn a_timeout_after_acceptance_leaves_the_message_in_the_list() {
    let world = world().await;
    world.open_session("maya").await;
    fault(&world, json!({ "kind": "timeout_after_accept" })).await;
    let callback = format!("{}/status?id=claim-7", world.product);
    let fields = [("To", MAYA), ("From", SENDER), ("Body", "ghost"), ("StatusCallback", &*callback)];
    let request = world.sending(&fields).timeout(Duration::from_secs(2));
    assert!(request.send().await.is_err_and(|error| error.is_timeout()));
    let hook = world.hook().await;
    assert_eq!(hook.path, "/status?id=claim-7", "the callback tells what the answer did not");
    let query = "?To=whatsapp%3A%2B15550100001&DateSent%3E=2020-01-01";
    let path = format!("/2010-04-01/Accounts/{}/Messages.json{query}", super::harness::ACCOUNT);
    let (_, list) = world.api("GET", &path, None).await;
    assert_eq!(list["messages"][0]["body"], "ghost");
    assert_eq!(list["messages"][0]["sid"].as_str(), hook.field("MessageSid"));
}

#[tokio::test]
async fn a_timeout_before_acceptance_leaves_nothing_but_the_call() {
    let world = world().await;
    fault(&world, json!({ "kind": "timeout_before_accept" })).await;
    let fields = [("To", MAYA), ("From", SENDER), ("Body", "ghost")];
    let request = world.sending(&fields).timeout(Duration::from_secs(2));
    assert!(request.send().await.is_err_and(|error| error.is_timeout()));
    assert!(world.chat("maya").await.is_empty());
    let (_, calls) = world.api("GET", "/sim/calls", None).await;
    assert_eq!(
        (&calls["calls"][0]["status"], &calls["calls"][0]["form"][2]),
        (&Value::Null, &json!(["Body", "ghost"]))
    );
    assert!(!calls.to_string().contains(super::harness::TOKEN), "credentials are not recorded");
}

#[tokio::test]
async fn a_code_can_come_at_once_or_later() {
    let world = world().await;
    world.open_session("maya").await;
    fault(&world, json!({ "kind": "refuse", "code": 21610 })).await;
    let (status, refusal) = world.text("Hi").await;
    assert_eq!((status, &refusal["code"]), (400, &json!(21610)));
    fault(&world, json!({ "kind": "error_code", "code": 63049 })).await;
    assert_eq!(world.text("Hi").await.0, 201);
    assert_eq!(world.hook().await.field("MessageStatus"), Some("sent"));
    let last = world.hook().await;
    assert_eq!((last.field("MessageStatus"), last.field("ErrorCode")), (Some("undelivered"), Some("63049")));
    assert!(last.authentic && last.field("ChannelStatusMessage").is_some());
}

#[tokio::test]
async fn callbacks_can_be_duplicated_and_reordered() {
    let world = world().await;
    world.open_session("maya").await;
    let rules = json!({ "rules": [
        { "effect": { "kind": "callbacks_duplicated" } },
        { "effect": { "kind": "callbacks_reordered" } },
    ] });
    world.api("POST", "/sim/faults", Some(rules)).await;
    world.text("Hi").await;
    assert_eq!(world.statuses(4).await, ["delivered", "delivered", "sent", "sent"]);
    let chat = world.chat("maya").await;
    assert_eq!(chat.last().map(|message| message["status"].clone()), Some(json!("delivered")));
}

#[tokio::test]
async fn a_paused_template_shows_and_fails_as_paused() {
    let world = world().await;
    let content = world.template().await;
    fault(&world, json!({ "kind": "template_paused" })).await;
    let (_, approval) = world.api("GET", &format!("/v1/Content/{content}/ApprovalRequests"), None).await;
    assert_eq!(approval["whatsapp"]["status"], "paused");
    let callback = format!("{}/status", world.product);
    world
        .send(&[("To", MAYA), ("From", SENDER), ("ContentSid", &content), ("StatusCallback", &callback)])
        .await;
    assert_eq!(world.hook().await.field("ErrorCode"), Some("63041"));
    world.api("DELETE", "/sim/faults", None).await;
    let (_, approval) = world.api("GET", &format!("/v1/Content/{content}/ApprovalRequests"), None).await;
    assert_eq!(approval["whatsapp"]["status"], "approved");
}

#[tokio::test]
async fn an_approval_can_be_rejected_on_demand() {
    let world = world().await;
    world
        .api("POST", "/sim/faults", Some(json!({ "rules": [{ "effect": { "kind": "approval_rejected" } }] })))
        .await;
    let document =
        json!({ "language": "en", "types": { "twilio/text": { "body": "A sound and short text" } } });
    let (_, content) = world.api("POST", "/v1/Content", Some(document)).await;
    let path = format!("/v1/Content/{}/ApprovalRequests/whatsapp", content["sid"].as_str().expect("a SID"));
    let (_, approval) =
        world.api("POST", &path, Some(json!({ "name": "sound", "category": "UTILITY" }))).await;
    assert_eq!(approval["status"], "rejected");
}

#[tokio::test]
async fn a_reset_forgets_chats_sessions_faults_and_calls() {
    let world = world().await;
    world.open_session("maya").await;
    fault(&world, json!({ "kind": "http_500" })).await;
    assert_eq!(world.api("POST", "/sim/reset", None).await.0, 204);
    assert!(world.chat("maya").await.is_empty());
    assert_eq!(world.api("GET", "/sim/calls", None).await.1["calls"], json!([]));
    assert_eq!(world.text("Hi").await.0, 201);
    assert_eq!(world.hook().await.field("ErrorCode"), Some("63016"), "the session is gone too");
}

#[tokio::test]
async fn a_stopped_simulator_frees_its_port_even_with_open_requests() {
    let world = world().await;
    fault(&world, json!({ "kind": "timeout_before_accept" })).await;
    let request = world.sending(&[("To", MAYA), ("From", SENDER), ("Body", "ghost")]).send();
    let waiting = tokio::spawn(request);
    while world.api("GET", "/sim/calls", None).await.1["calls"] == json!([]) {
        tokio::task::yield_now().await;
    }
    let address = world.simulator.base_url().trim_start_matches("http://").to_owned();
    world.simulator.stop().await;
    tokio::net::TcpListener::bind(address).await.expect("the port is free again");
    let _ended = waiting.await.expect("the request ends");
}
