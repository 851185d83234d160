//! Tests of the function, driven by recorded payloads; see `events/README.md`. Their table never answers: requests
//! that are refused must not need it, and requests that need it must report the failure.

use super::*;
use command_center::adapters::lambda::diagnostic;
use command_center::domain::clock::FixedClock;
use command_center::domain::testing::fakes::NoQueue;
use command_center::store::embedded::{start, unanswered};
use serde_json::json;

const DATE: &str = include_str!("../../../events/digest.date.json");
const TODAY: &str = include_str!("../../../events/digest.today.json");
const PROBE: &str = include_str!("../../../events/digest.probe.json");

const TICK: &str = include_str!("../../../events/digest.tick.json");
const DUE: &str = include_str!("../../../events/digest.due.json");

/// Creates the function with a store that never answers.
fn function() -> DigestFunction<NoQueue, NoQueue, FixedClock> {
    DigestFunction {
        store: unanswered(),
        queue: NoQueue,
        schedule: NoQueue,
        per_second: 80,
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
        json!({"schedule": "tock"}),
        json!({"schedule": "tick", "workspace": "acme-store"}),
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
async fn a_request_with_and_without_a_date_and_a_tick_reach_the_store_and_tell_its_trouble() {
    for payload in [DATE, TODAY, TICK] {
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
        is_incomplete: false,
        queued: vec!["maya".parse().unwrap()],
        already_sent: vec!["lee".parse().unwrap()],
        without_consent: vec![],
    };
    assert_eq!(
        serde_json::to_value(summary).unwrap(),
        json!({
            "report_day": "2026-10-05", "alerts": 2, "proposes_shift": true, "is_incomplete": false,
            "queued": ["maya"], "already_sent": ["lee"], "without_consent": []
        })
    );
}

#[tokio::test]
async fn of_a_batch_only_what_could_not_be_done_comes_again() {
    let mut batch: Value = serde_json::from_str(DUE).unwrap();
    let embedded = start();
    let function = DigestFunction { store: embedded.store.clone(), ..function() };
    // Nobody is in the slot and no workspace is there: both jobs of the recorded batch are done.
    let answer = function.handle(batch.clone()).await.unwrap();
    assert_eq!(answer, json!({"batchItemFailures": []}));
    batch["Records"][1]["body"] = json!(r#"{"version":"9","job":"page"}"#);
    let answer = function.handle(batch).await.unwrap();
    assert_eq!(answer, json!({"batchItemFailures": [{"itemIdentifier": "due-2"}]}));
}

#[test]
fn what_the_schedules_of_the_template_send_is_understood() {
    let template = include_str!("../../../infra/template.yaml");
    let inputs = template.lines().filter_map(|line| line.trim().strip_prefix("Input: '")?.strip_suffix('\''));
    // What warms a language model up is for the function `query`.
    let own = inputs.filter(|input| input.contains("schedule") && !input.contains("warm_up"));
    let asked: Vec<ScheduleWork> =
        own.map(|input| serde_json::from_str::<Asked>(input).unwrap().schedule).collect();
    assert_eq!(asked, [ScheduleWork::Tick, ScheduleWork::Reconcile]);
}
