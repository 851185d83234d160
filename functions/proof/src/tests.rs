//! Tests of the whole function, with a table that never answers. What a nightly run finds is tested in the library.

use super::*;
use command_center::domain::clock::{FixedClock, SystemRandomness};
use command_center::store::embedded::unanswered;
use std::collections::BTreeMap;

const NIGHT: &str = include_str!("../../../events/proof.night.json");
const DATE: &str = include_str!("../../../events/proof.date.json");
const PROBE: &str = include_str!("../../../events/proof.probe.json");

/// Creates the function with a store that never answers.
fn function() -> ProofFunction<FixedClock, SystemRandomness> {
    let keys = BTreeMap::from([("k1".to_owned(), vec![1; 32])]);
    ProofFunction {
        store: unanswered(),
        chain_keys: ChainKeys::new("k1", &keys).unwrap(),
        clock: FixedClock("2026-10-07T03:15:00Z".parse().unwrap()),
        randomness: SystemRandomness::default(),
        function_name: "proof".into(),
    }
}

async fn handled(payload: Value) -> (Result<Value, ProofFailure>, String) {
    let mut written = Vec::new();
    let answer = function().handle(payload, &mut written).await;
    (answer, String::from_utf8(written).unwrap())
}

#[tokio::test]
async fn what_is_no_request_is_an_error_that_repeats_nothing() {
    for payload in [serde_json::from_str(PROBE).unwrap(), json!({"date": "+15550100001"}), json!([1])] {
        let (answer, written) = handled(payload).await;
        let diagnostic = command_center::adapters::lambda::diagnostic(&answer.unwrap_err());
        assert_eq!(diagnostic.error_type, "NotARequest");
        assert!(!diagnostic.error_message.contains("+1555") && !diagnostic.error_message.contains("anybody"));
        assert!(written.is_empty());
    }
}

#[tokio::test]
async fn a_workspace_that_cannot_be_read_fails_the_run_and_so_does_a_list_that_cannot() {
    let (answer, _) = handled(serde_json::from_str(DATE).unwrap()).await;
    assert!(matches!(answer, Err(ProofFailure::Incomplete { failed: 1 })), "{answer:?}");
    let (answer, _) = handled(serde_json::from_str(NIGHT).unwrap()).await;
    assert!(matches!(answer, Err(ProofFailure::NightlyRun(NightlyError::Store(_)))), "{answer:?}");
}

#[tokio::test]
async fn a_day_that_has_not_begun_or_whose_tokens_are_gone_is_refused() {
    for (date, expected) in [("2026-10-08", "has not begun"), ("2026-08-01", "30 days ago")] {
        let (answer, _) = handled(json!({ "date": date })).await;
        let message = answer.unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}
