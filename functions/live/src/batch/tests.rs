//! Tests of batches, driven by recorded events; see `events/README.md`.

use super::*;
use async_trait::async_trait;
use command_center::store::StoreError;
use serde_json::json;
use std::sync::Mutex;

const AUDIT: &str = include_str!("../../../../events/live.audit.json");
const POISON: &str = include_str!("../../../../events/live.poison.json");

fn recorded(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A bus that records what is published, and fails for the events with given identifiers.
#[derive(Default)]
struct RecordingBus {
    told: Mutex<Vec<String>>,
    unavailable: &'static str,
    refused: &'static str,
}

#[async_trait]
impl EventBus for RecordingBus {
    async fn publish(&self, events: &[DomainEvent]) -> Vec<Result<(), PublishError>> {
        let answer = |event: &DomainEvent| {
            self.told.lock().unwrap().push(format!("{} {}", event.detail_type, event.id));
            match event.id.as_str() {
                id if id == self.unavailable => Err(PublishError::Unavailable("the bus of the test".into())),
                id if id == self.refused => Err(PublishError::Refused("the bus of the test".into())),
                _ => Ok(()),
            }
        };
        events.iter().map(answer).collect()
    }
}

impl RecordingBus {
    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }
}

/// The result of a batch in which sealing ends as `seal` says for each workspace.
struct Handled {
    answer: Result<Vec<String>, BatchFailure>,
    sealed: Vec<String>,
}

async fn outcome(
    payload: Value,
    bus: &RecordingBus,
    seal: impl Fn(&str) -> Result<Sealing, SealError>,
) -> Handled {
    let sealed = Mutex::new(Vec::new());
    let sealing = async |workspace: &WorkspaceId, arrivals: &[Arrival]| {
        let names: Vec<&str> = arrivals.iter().filter_map(|a| Some(a.event_key.split_once('#')?.1)).collect();
        sealed.lock().unwrap().push(format!("{workspace}: {}", names.join(" ")));
        seal(workspace.as_str())
    };
    let answer = handle_batch(payload, sealing, bus).await.map(|response| {
        let failures = response.batch_item_failures.into_iter();
        failures.map(|failure| failure.item_identifier.unwrap_or_default()).collect()
    });
    Handled { answer, sealed: sealed.into_inner().unwrap() }
}

fn number(number: u32) -> String {
    format!("{number:027}")
}

fn busy() -> SealError {
    StoreError::Throttled("the store of the test".into()).into()
}

#[tokio::test]
async fn every_audit_event_is_sealed_by_workspace_and_what_was_executed_is_told() {
    let bus = RecordingBus::default();
    let outcome = outcome(recorded(AUDIT), &bus, |_| Ok(Sealing::default())).await;
    assert_eq!(outcome.answer, Ok(vec![]));
    assert_eq!(outcome.sealed, ["acme-store: in-0001 in-0002", "globex: in-0003"]);
    assert_eq!(bus.told(), ["BudgetShiftApproved in-0001", "WhatsAppOptedOut in-0003"]);
}

#[tokio::test]
async fn what_cannot_be_read_or_claims_another_time_or_is_no_audit_event_holds_up_nothing_and_is_not_sealed()
{
    let bus = RecordingBus::default();
    let outcome = outcome(recorded(POISON), &bus, |_| Ok(Sealing::default())).await;
    assert_eq!(outcome.answer, Ok(vec![]));
    assert_eq!(outcome.sealed, ["acme-store: in-0011 in-0014 in-0018"], "a later version's verb is sealed");
    assert_eq!(bus.told(), ["BudgetShiftApproved in-0011", "BudgetShiftApproved in-0018"]);
}

#[tokio::test]
async fn a_record_without_the_time_at_which_it_was_stored_is_sealed() {
    let mut batch = recorded(AUDIT);
    batch["Records"][0]["dynamodb"]["ApproximateCreationDateTime"] = Value::Null;
    let outcome = outcome(batch, &RecordingBus::default(), |_| Ok(Sealing::default())).await;
    assert_eq!(outcome.sealed[0], "acme-store: in-0001 in-0002");
}

#[tokio::test]
async fn a_refusal_that_a_worker_recorded_late_is_sealed_and_one_from_the_future_is_not() {
    for (stored_at, expected) in [(1_791_374_821, "acme-store: in-0002"), (1_791_200_000, "globex: in-0003")]
    {
        let mut batch = recorded(AUDIT);
        for record in 0..2 {
            batch["Records"][record]["dynamodb"]["ApproximateCreationDateTime"] = json!(stored_at);
        }
        let outcome = outcome(batch, &RecordingBus::default(), |_| Ok(Sealing::default())).await;
        assert_eq!(outcome.sealed[0], expected, "stored at {stored_at}");
    }
}

#[tokio::test]
async fn an_event_that_says_it_is_of_another_workspace_is_sealed_where_it_is_and_not_told() {
    let mut batch = recorded(AUDIT);
    batch["Records"][0]["dynamodb"]["NewImage"]["workspace"] = json!({"S": "globex"});
    let bus = RecordingBus::default();
    let outcome = outcome(batch, &bus, |_| Ok(Sealing::default())).await;
    assert_eq!(outcome.sealed, ["acme-store: in-0001 in-0002", "globex: in-0003"]);
    assert_eq!(bus.told(), ["WhatsAppOptedOut in-0003"]);
}

#[tokio::test]
async fn a_workspace_that_cannot_be_sealed_comes_again_from_its_first_record_and_the_others_are_sealed() {
    let bus = RecordingBus::default();
    let failing = |workspace: &str| if workspace == "globex" { Err(busy()) } else { Ok(Sealing::default()) };
    let outcome = outcome(recorded(AUDIT), &bus, failing).await;
    assert_eq!(outcome.answer, Ok(vec![number(3)]));
    assert_eq!(outcome.sealed.len(), 2);
    assert_eq!(bus.told(), ["BudgetShiftApproved in-0001"], "what comes again is told when it does");
}

#[tokio::test]
async fn a_failure_in_the_first_workspace_of_the_stream_leaves_the_later_one_sealed() {
    let bus = RecordingBus::default();
    let failing =
        |workspace: &str| if workspace == "acme-store" { Err(busy()) } else { Ok(Sealing::default()) };
    let outcome = outcome(recorded(AUDIT), &bus, failing).await;
    assert_eq!(outcome.answer, Ok(vec![number(1)]));
    assert_eq!(outcome.sealed.len(), 2);
    assert!(bus.told().is_empty());
}

#[tokio::test]
async fn a_damaged_chain_holds_up_nobody() {
    let bus = RecordingBus::default();
    let damaged = |workspace: &str| match workspace {
        "acme-store" => Err(SealError::Damaged { sequence: 7 }),
        _ => Ok(Sealing::default()),
    };
    let outcome = outcome(recorded(AUDIT), &bus, damaged).await;
    assert_eq!(outcome.answer, Ok(vec![]));
    assert_eq!(bus.told().len(), 2);
}

#[tokio::test]
async fn a_bus_that_does_not_take_an_event_stops_no_sealing_and_has_the_event_come_again() {
    let bus = RecordingBus { unavailable: "in-0003", ..RecordingBus::default() };
    let outcome = outcome(recorded(AUDIT), &bus, |_| Ok(Sealing::default())).await;
    assert_eq!(outcome.answer, Ok(vec![number(3)]));
    assert_eq!(outcome.sealed.len(), 2);
}

#[tokio::test]
async fn the_earlier_of_two_failures_is_the_one_that_is_named() {
    let bus = RecordingBus { unavailable: "in-0001", ..RecordingBus::default() };
    let failing = |workspace: &str| if workspace == "globex" { Err(busy()) } else { Ok(Sealing::default()) };
    assert_eq!(outcome(recorded(AUDIT), &bus, failing).await.answer, Ok(vec![number(1)]));
}

#[tokio::test]
async fn an_event_that_the_bus_never_takes_does_not_come_again() {
    let bus = RecordingBus { refused: "in-0001", ..RecordingBus::default() };
    let outcome = outcome(recorded(AUDIT), &bus, |_| Ok(Sealing::default())).await;
    assert_eq!(outcome.answer, Ok(vec![]));
}

#[tokio::test]
async fn a_record_that_failed_and_has_no_number_fails_the_batch_and_is_not_lost() {
    let mut batch = recorded(AUDIT);
    batch["Records"][0]["dynamodb"]["SequenceNumber"] = Value::Null;
    let outcome = outcome(batch, &RecordingBus::default(), |_| Err(busy())).await;
    assert_eq!(outcome.answer, Err(BatchFailure::NamelessRecord));
}

#[tokio::test]
async fn a_batch_without_audit_events_costs_no_call() {
    let bus = RecordingBus::default();
    let outcome = outcome(json!({"Records": []}), &bus, |_| Ok(Sealing::default())).await;
    assert_eq!((outcome.answer, outcome.sealed.len(), bus.told().len()), (Ok(vec![]), 0, 0));
}
