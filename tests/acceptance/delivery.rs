//! Deliveries when Twilio does not respond as desired.

use command_center::domain::message::{AttemptEnd, MessageState};
use serde_json::json;

use crate::harness::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_twilio_throttles_waits_and_arrives_once() {
    let running = Running::start().await;
    running
        .set_faults(json!({ "rules": [{ "when": { "nth": 1 }, "effect": { "kind": "http_429" } }] }))
        .await;
    let summary = running.send_digest().await;
    let mut throttled = 0;
    for member in &summary.queued {
        let message = running.await_message_state(member.as_str(), |message| message.rank >= 5).await;
        throttled +=
            message.attempts.iter().filter(|attempt| attempt.ended == Some(AttemptEnd::Throttled)).count();
        assert_eq!(running.phone(member.as_str()).messages().await.expect("a chat").len(), 1);
    }
    assert_eq!(throttled, 1);
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_is_lost_is_not_sent_again_and_its_callback_says_that_it_arrived() {
    let running = Running::start().await;
    running
        .set_faults(
            json!({ "rules": [{ "when": { "nth": 1 }, "effect": { "kind": "timeout_after_accept" } }] }),
        )
        .await;
    let summary = running.send_digest().await;
    for member in &summary.queued {
        running
            .await_message_state(member.as_str(), |message| {
                message.state.rank() >= MessageState::Delivered.rank()
            })
            .await;
        assert_eq!(running.phone(member.as_str()).messages().await.expect("a chat").len(), 1, "{member}");
    }
    assert_eq!(running.create_calls().await, summary.queued.len());
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_that_come_twice_and_out_of_order_end_in_the_same_state() {
    let running = Running::start().await;
    running
        .set_faults(json!({ "rules": [
            { "when": {}, "effect": { "kind": "callbacks_reordered" } },
            { "when": {}, "effect": { "kind": "callbacks_duplicated" } },
        ] }))
        .await;
    let summary = running.send_digest().await;
    for member in &summary.queued {
        running
            .await_message_state(member.as_str(), |message| message.rank >= MessageState::Delivered.rank())
            .await;
    }
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_whatsapp_refuses_says_why() {
    let running = Running::start().await;
    running
        .set_faults(json!({ "rules": [
            { "when": {}, "effect": { "kind": "error_code", "code": 63024, "status": "undelivered" } },
        ] }))
        .await;
    let summary = running.send_digest().await;
    let message = running
        .await_message_state(summary.queued[0].as_str(), |message| message.state == MessageState::Failed)
        .await;
    assert!(format!("{:?}", message.failure).contains("63024"), "{:?}", message.failure);
    running.stack.stop().await.expect("the stack stops");
}
