//! Claims about batches of questions.

use super::*;
use domain::clock::FixedClock;
use domain::testing::{RecordingQueue, RecordingTyping, now};
use serde_json::json;
use store::embedded;

fn function(table: &embedded::EmbeddedStore) -> QueryFunction<RecordingQueue, FixedClock, RecordingTyping> {
    QueryFunction {
        store: table.store.clone(),
        queue: RecordingQueue::default(),
        clock: FixedClock(now()),
        typing: RecordingTyping::default(),
        model: None,
        people: PersonKey::derived_from(b"a secret"),
    }
}

fn batch(bodies: &[&str]) -> Value {
    let record = |(place, body): (usize, &&str)| json!({"messageId": format!("r-{place}"), "body": body});
    json!({"Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>()})
}

#[tokio::test]
async fn what_is_no_question_comes_again_and_is_named_so_that_others_do_not() {
    let table = embedded::start();
    let function = function(&table);
    let response = function.handle(batch(&["probe", r#"{"version":"9"}"#])).await.unwrap();
    let failed: Vec<String> =
        response.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect();
    assert_eq!(failed, ["r-0", "r-1"]);
}

#[tokio::test]
async fn a_payload_that_is_no_batch_is_refused() {
    let table = embedded::start();
    assert_eq!(function(&table).handle(json!({"probe": 1})).await.unwrap_err(), NotABatch);
}
