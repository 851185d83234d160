//! Tests of the whole function, with a table that never answers. The handling of batches is tested in
//! `batch/tests.rs`.

use super::*;
use async_trait::async_trait;
use command_center::domain::clock::FixedClock;
use command_center::domain::events::{DomainEvent, PublishError};
use command_center::store::embedded::unanswered;
use std::collections::BTreeMap;

const AUDIT: &str = include_str!("../../../events/live.audit.json");
const PROBE: &str = include_str!("../../../events/live.probe.json");

/// A bus that must not be used.
struct NoBus;

#[async_trait]
impl EventBus for NoBus {
    async fn publish(&self, _events: &[DomainEvent]) -> Vec<Result<(), PublishError>> {
        panic!("nothing is to be published")
    }
}

/// Creates the function with a store that never answers.
fn function() -> LiveFunction<NoBus, FixedClock> {
    let keys = BTreeMap::from([("a1".to_owned(), vec![1; 32])]);
    LiveFunction {
        store: unanswered(),
        bus: NoBus,
        chain_keys: ChainKeys::new("a1", &keys).unwrap(),
        clock: FixedClock("2026-10-06T12:07:02Z".parse().unwrap()),
    }
}

#[tokio::test]
async fn a_store_that_does_not_answer_has_the_whole_batch_come_again_and_nothing_told() {
    let response = function().handle(serde_json::from_str(AUDIT).unwrap()).await.unwrap();
    let answer = serde_json::to_value(&response).unwrap();
    assert_eq!(
        answer,
        serde_json::json!({"batchItemFailures": [{"itemIdentifier": "000000000000000000000000001"}]}),
        "the words that the stream reads"
    );
}

#[tokio::test]
async fn what_is_no_batch_is_an_ordinary_error_that_repeats_nothing() {
    for payload in
        [serde_json::from_str(PROBE).unwrap(), serde_json::json!({"Records": "+15550100001"}), Value::Null]
    {
        let refused = function().handle(payload).await.unwrap_err();
        assert_eq!(refused, BatchFailure::NotABatch);
        let diagnostic = command_center::adapters::lambda::diagnostic(&refused);
        assert_eq!(diagnostic.error_type, "NotABatch");
        assert!(!diagnostic.error_message.contains("anybody") && !diagnostic.error_message.contains("+1555"));
    }
}
