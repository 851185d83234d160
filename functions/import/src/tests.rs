//! Tests of the function, driven by recorded payloads; see `events/README.md`.

use super::*;
use command_center::domain::clock::FixedClock;
use command_center::domain::instant::EpochSecond;
use command_center::domain::message::job::QueueError;
use domain::testing::RecordingQueue;
use domain::testing::objects::MemoryObjects;
use domain::testing::{now, settings};
use jiff::civil::date;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use store::embedded::{self, EmbeddedStore};
use store::testing::store_workspace;

const CREATED: &str = include_str!("../../../events/import.created.json");
const TEST: &str = include_str!("../../../events/import.s3-test.json");
const POISON: &str = include_str!("../../../events/import.poison.json");
const PROBE: &str = include_str!("../../../events/import.probe.json");
const FILE: &[u8] = b"Day,Campaign ID,Campaign,Currency code,Cost\n2026-10-05,11,One,USD,70.00\n";

/// A queue that remembers for how long it was told to hold what.
#[derive(Default)]
struct HoldingQueue(Mutex<Vec<(String, i32)>>);

#[async_trait::async_trait]
impl ImportQueue for HoldingQueue {
    async fn hold(&self, handle: &str, seconds: i32) -> Result<(), QueueError> {
        self.0.lock().unwrap().push((handle.to_owned(), seconds));
        Ok(())
    }
}

type Function = ImportFunction<MemoryObjects, HoldingQueue, RecordingQueue, FixedClock>;

async fn function() -> (EmbeddedStore, Function) {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let function = ImportFunction {
        store: embedded.store.clone(),
        objects: MemoryObjects::default(),
        queue: HoldingQueue::default(),
        delivery: RecordingQueue::default(),
        clock: FixedClock(now()),
    };
    (embedded, function)
}

async fn failed(function: &Function, event: &Value) -> Vec<String> {
    let response = function.handle(event.clone()).await.unwrap();
    response.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect()
}

/// Puts the file of the recorded event and returns the event that tells of it.
fn told_of(function: &Function, content: &[u8]) -> Value {
    let object = function.objects.drop_file("in/acme-store/google/Größe 28+1.csv", content);
    let mut event: Value = serde_json::from_str(CREATED).unwrap();
    let body = event["Records"][0]["body"].as_str().unwrap();
    let mut notification: Value = serde_json::from_str(body).unwrap();
    let told = &mut notification["Records"][0]["s3"]["object"];
    told["eTag"] = object.etag.into();
    told["versionId"] = object.version.into();
    event["Records"][0]["body"] = notification.to_string().into();
    event
}

#[tokio::test]
async fn an_object_is_imported_once_however_often_it_is_told() {
    let (embedded, function) = function().await;
    let event = told_of(&function, FILE);
    for _ in 0..2 {
        assert!(failed(&function, &event).await.is_empty());
    }
    let workspace = settings().workspace.id;
    let facts = embedded.store.facts(&workspace, date(2026, 10, 1), date(2026, 10, 31)).await.unwrap();
    assert_eq!(facts.iter().filter_map(|fact| fact.values.spend_minor).sum::<i64>(), 7_000);
    assert_eq!(embedded.store.import_receipts(&workspace, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_that_cannot_be_fetched_comes_again_in_a_minute() {
    let (_embedded, function) = function().await;
    let event = told_of(&function, FILE);
    function.objects.failing.store(true, Ordering::Relaxed);
    assert_eq!(failed(&function, &event).await, ["00000001-0000-4000-8000-000000000000"]);
    assert_eq!(function.queue.0.lock().unwrap().last(), Some(&("AQEB0001".to_owned(), HOLD_SECONDS)));
}

#[tokio::test]
async fn a_file_whose_turn_it_is_not_comes_again_the_later_the_longer_it_waits() {
    let (embedded, function) = function().await;
    let workspace = settings().workspace.id;
    let at = EpochSecond::from(now());
    embedded.store.take_import_turn(&workspace, "another", at, at.plus_seconds(45)).await.unwrap();
    let event = told_of(&function, FILE);
    assert_eq!(failed(&function, &event).await.len(), 1);
    assert_eq!(function.queue.0.lock().unwrap().last(), Some(&("AQEB0001".to_owned(), 300)));
}

#[tokio::test]
async fn what_tells_of_no_file_is_done_and_what_is_no_batch_is_an_error() {
    let (_embedded, function) = function().await;
    for event in [TEST, POISON] {
        assert!(failed(&function, &serde_json::from_str(event).unwrap()).await.is_empty());
    }
    let probe = function.handle(serde_json::from_str(PROBE).unwrap()).await.unwrap_err();
    assert_eq!((probe, probe.kind()), (NotABatch, "NotABatch"));
}
