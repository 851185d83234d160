//! Tests of the function, driven by recorded payloads; see `events/README.md`. Their table never answers: requests
//! that are refused must not need it, and requests that need it must report the failure.

use super::*;
use command_center::adapters::lambda::diagnostic;
use command_center::domain::clock::FixedClock;
use command_center::domain::testing::fakes::NoQueue;
use command_center::store::embedded::unanswered;
use serde_json::json;

const DATE: &str = include_str!("../../../events/digest.date.json");
const TODAY: &str = include_str!("../../../events/digest.today.json");
const PROBE: &str = include_str!("../../../events/digest.probe.json");

/// Creates the function with a store that never answers.
fn function() -> DigestFunction<NoQueue, FixedClock> {
    DigestFunction {
        store: unanswered(),
        queue: NoQueue,
        clock: FixedClock("2026-10-06T12:07:00Z".parse().unwrap()),
    }
}

async fn refused(payload: Value) -> lambda_runtime::Diagnostic {
    diagnostic(&function().handle(payload).await.unwrap_err())
}

#[tokio::test]
async fn a_payload_that_is_no_request_is_an_ordinary_error_that_repeats_nothing() {
    let payloads = [
        serde_json::from_str(PROBE).unwrap(),
        json!({}),
        json!({"workspace": "+15550100001"}),
        json!({"workspace": "acme-store", "local_date": "22.11.2026 +15550100001"}),
        json!({"workspace": "acme-store", "day": "2026-10-06"}),
        Value::Null,
    ];
    for payload in payloads {
        let diagnostic = refused(payload.clone()).await;
        assert_eq!(diagnostic.error_type, "NotARequest", "{payload}");
        assert!(diagnostic.error_message.contains(r#"{"workspace": "…""#), "{}", diagnostic.error_message);
        assert!(!diagnostic.error_message.contains("1555") && !diagnostic.error_message.contains("probe"));
    }
}

#[tokio::test]
async fn a_request_with_and_without_a_date_reaches_the_store_and_tells_its_trouble() {
    for payload in [DATE, TODAY] {
        let diagnostic = refused(serde_json::from_str(payload).unwrap()).await;
        assert_eq!(diagnostic.error_type, "Store", "{payload}");
        assert!(diagnostic.error_message.contains("try again"), "{}", diagnostic.error_message);
    }
}

#[test]
fn the_answer_is_what_callers_read() {
    let summary = DigestSummary {
        report_day: "2026-10-05".parse().unwrap(),
        alerts: 2,
        proposes_shift: true,
        queued: vec!["maya".parse().unwrap()],
        already_sent: vec!["lee".parse().unwrap()],
        without_consent: vec![],
    };
    assert_eq!(
        serde_json::to_value(summary).unwrap(),
        json!({
            "report_day": "2026-10-05", "alerts": 2, "proposes_shift": true,
            "queued": ["maya"], "already_sent": ["lee"], "without_consent": []
        })
    );
}
