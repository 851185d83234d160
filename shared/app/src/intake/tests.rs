//! Claims about files that come in, on the embedded store.

mod pushed;
mod workers;

use super::*;
use async_trait::async_trait;
use domain::import::ImportRoute;
use domain::import::object::{FetchedObject, ObjectVersion, StorageError, UploadAddress, Wanted};
use domain::import::summary::ImportSummary;
use domain::metrics::DailyMetric;
use domain::money::Currency;
use domain::testing::fakes::RecordingQueue;
use domain::testing::objects::{CountingImportQueue, MemoryObjects};
use domain::testing::{now, settings};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use store::embedded::{self, EmbeddedStore};
use store::testing::store_workspace;

const FILE: &str = "Day,Campaign ID,Campaign,Currency code,Cost,Clicks\n\
    2026-10-04,11,Retargeting US,USD,100.00,20\n\
    2026-10-05,11,Retargeting US,USD,70.00,14\n";

/// The clock of a test, which goes on only when it is told to.
struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A workspace with everything that a worker needs.
struct Scene {
    embedded: EmbeddedStore,
    objects: MemoryObjects,
    queue: CountingImportQueue,
    delivery: RecordingQueue,
    clock: TestClock,
}

impl Scene {
    async fn new() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let (objects, queue, delivery) = Default::default();
        Self { embedded, objects, queue, delivery, clock: TestClock(Mutex::new(now())) }
    }

    fn deps<'a>(&'a self, worker: &'a str) -> IntakeDeps<'a> {
        IntakeDeps {
            store: &self.embedded.store,
            objects: &self.objects,
            queue: &self.queue,
            handle: "handle",
            delivery: &self.delivery,
            clock: &self.clock,
            worker,
        }
    }

    fn wait(&self, seconds: i64) {
        *self.clock.0.lock().unwrap() += SignedDuration::from_secs(seconds);
    }

    async fn take(&self, object: &ObjectVersion) -> Taken {
        take(&self.deps("one"), &self.arrival(object)).await.unwrap()
    }

    fn arrival(&self, object: &ObjectVersion) -> Arrival {
        Arrival { object: object.clone(), at: self.clock.now() }
    }

    /// Drops a file and returns what became of it.
    async fn dropped(&self, name: &str, content: &str) -> ImportReceipt {
        let object = self.objects.drop_file(name, content.as_bytes());
        match self.take(&object).await {
            Taken::Ended(receipt) => *receipt,
            other => panic!("{other:?}"),
        }
    }

    async fn facts(&self) -> Vec<DailyMetric> {
        let workspace = settings().workspace.id;
        self.embedded.store.facts(&workspace, date(2026, 10, 1), date(2026, 10, 31)).await.unwrap()
    }
}

fn summary_of(receipt: &ImportReceipt) -> &ImportSummary {
    match &receipt.state {
        ImportState::Stored { summary, .. } => summary,
        other => panic!("{other:?}"),
    }
}

fn refusal_in(receipt: &ImportReceipt) -> (&str, Option<u64>) {
    match &receipt.state {
        ImportState::Refused { refusal, .. } => (&refusal.message, refusal.line),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_dropped_file_is_stored_and_its_receipt_says_what_was_read_and_kept() {
    let scene = Scene::new().await;
    let receipt = scene.dropped("in/acme-store/google/day.csv", FILE).await;
    let summary = summary_of(&receipt);
    assert_eq!((summary.rows_read, summary.rows_kept, summary.facts), (2, 2, 2));
    assert_eq!(summary.sums.spend_minor, Some(17_000));
    assert_eq!(summary.complete_through.values().copied().max(), Some(date(2026, 10, 5)));
    assert_eq!(receipt.file, "day·csv");
    assert_eq!(scene.facts().await.iter().filter_map(|fact| fact.values.spend_minor).sum::<i64>(), 17_000);
    let stored = scene.embedded.store.import_receipt(&receipt.workspace, &receipt.id).await.unwrap();
    assert_eq!(stored, Some(receipt));
}

#[tokio::test]
async fn a_receipt_says_whether_the_rows_sum_up_to_the_total_of_the_file() {
    let file = |total: &str| {
        format!(
            "Day,Campaign name,Amount spent (USD),Impressions\n2026-10-05,One,100.00,10\nTotal,,{total},10\n"
        )
    };
    let scene = Scene::new().await;
    let receipt = scene.dropped("in/acme-store/meta/cut.csv", &file("250.00")).await;
    let check = summary_of(&receipt).total_check.as_ref().unwrap();
    assert_eq!((check.line, check.file_total, check.rows_total, check.agrees), (3, 25_000, 10_000, false));
    let warning = check.warning.as_deref().unwrap();
    assert!(warning.starts_with("WARNING: THE TOTAL DISAGREES: line 3 says $250.00"), "{warning}");
    let stored = scene.embedded.store.import_receipt(&receipt.workspace, &receipt.id).await.unwrap();
    assert_eq!(stored, Some(receipt));
    let whole = scene.dropped("in/acme-store/meta/whole.csv", &file("100.00")).await;
    let check = summary_of(&whole).total_check.as_ref().unwrap();
    assert_eq!((check.agrees, check.warning.as_deref()), (true, None));
}

#[tokio::test]
async fn the_same_object_again_is_known_and_changes_nothing() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    assert!(matches!(scene.take(&object).await, Taken::Ended(_)));
    let before = scene.embedded.items().await;
    assert_eq!(scene.take(&object).await, Taken::Known);
    assert_eq!(scene.embedded.items().await, before);
}

#[tokio::test]
async fn a_bad_file_leaves_a_receipt_with_line_column_and_remedy_and_changes_nothing_else() {
    let scene = Scene::new().await;
    let before = scene.facts().await;
    let campaigns = scene.embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap().campaigns;
    let bad = FILE.replace("70.00", "a lot");
    let receipt = scene.dropped("in/acme-store/google/bad.csv", &bad).await;
    let (message, line) = refusal_in(&receipt);
    assert_eq!(line, Some(3));
    assert!(
        message.contains("line 3") && message.contains("spend") && message.contains("correct this cell"),
        "{message}"
    );
    assert!(!message.contains("a lot"), "no value of the file is repeated");
    assert_eq!(scene.facts().await, before);
    let after = scene.embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
    assert_eq!(after.campaigns, campaigns);
    let health = after.health.iter().find(|health| health.channel.as_str() == "google").unwrap();
    let error = health.last_error.as_ref().unwrap();
    assert_eq!((error.receipt.as_deref(), error.reason.as_str()), (Some(receipt.id.as_str()), message));
}

#[tokio::test]
async fn what_would_have_to_be_guessed_is_asked_for_in_the_words_of_the_way_that_the_file_came() {
    let scene = Scene::new().await;
    let plain = "date,campaign,spend,clicks\n2026-10-04,One,1.00,2\n";
    let receipt = scene.dropped("in/acme-store/auto/plain.csv", plain).await;
    let (message, _) = refusal_in(&receipt);
    assert!(message.contains("put it into the folder of its channel"), "{message}");
    let tiktok = "Campaign name,By Day,Cost,Clicks (destination)\nOne,2026-10-04,1.00,2\n";
    let receipt = scene.dropped("in/acme-store/tiktok/t.csv", tiktok).await;
    let (message, _) = refusal_in(&receipt);
    assert!(message.contains("metadata currency"), "{message}");
}

#[test]
fn no_refusal_asks_for_what_only_the_command_line_has() {
    let column = importer::Column { meaning: "spend", place: 2 };
    for route in [ImportRoute::Push, ImportRoute::Upload, ImportRoute::Drop] {
        for error in [
            importer::ImportError::UnknownCurrency { line: 1 },
            importer::ImportError::UnknownChannel { line: 1 },
            importer::ImportError::UnknownConversion { line: 1, column },
        ] {
            let message = told::refusal_of(error, route).message;
            assert!(!message.contains("CURRENCY=") && !message.contains("PLATFORM="), "{message}");
            assert!(message.starts_with("line 1"), "{message}");
        }
    }
}

#[tokio::test]
async fn lines_of_json_are_read_like_a_table() {
    let scene = Scene::new().await;
    let json = r#"{"date":"2026-10-04","campaign_id":"11","campaign":"Retargeting US","spend":12.5,"currency":"USD"}"#;
    let receipt = scene.dropped("in/acme-store/meta/day.jsonl", json).await;
    assert_eq!(summary_of(&receipt).sums.spend_minor, Some(1_250));
}

#[tokio::test]
async fn names_that_lead_nowhere_write_nothing() {
    let scene = Scene::new().await;
    let before = scene.embedded.items().await;
    for (key, expected) in [
        ("in/nobody/google/day.csv", Taken::NoWorkspace),
        ("in/acme-store/google/", Taken::Nowhere(NoPlacement::Marker)),
        ("in/acme-store/google/_SUCCESS", Taken::Nowhere(NoPlacement::Marker)),
        ("in/acme-store/day.csv", Taken::Nowhere(NoPlacement::OtherName)),
    ] {
        let object = scene.objects.drop_file(key, FILE.as_bytes());
        assert_eq!(scene.take(&object).await, expected, "{key}");
    }
    assert_eq!(scene.embedded.items().await, before);
}
