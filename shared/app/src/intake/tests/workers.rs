//! Claims about workers: several at once, dying, slow, and without a store or storage.

use super::*;
use crate::import::keep;
use domain::import::claim::MOST_ATTEMPTS;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use store::embedded::{Fault, FaultPlan};

/// A storage that never answers, like a worker that was killed while it waited.
struct Silent;

#[async_trait]
impl ObjectStorage for Silent {
    async fn fetch(&self, _object: &ObjectVersion, _wanted: Wanted) -> Result<FetchedObject, StorageError> {
        std::future::pending().await
    }

    async fn put(&self, _: &str, _: &[u8]) -> Result<(), StorageError> {
        std::future::pending().await
    }

    async fn upload_address(&self, _: &str, _: u64) -> Result<UploadAddress, StorageError> {
        std::future::pending().await
    }
}

/// Begins an import with a worker that dies while it fetches the object.
async fn die(scene: &Scene, worker: &str, object: &ObjectVersion) {
    let deps = IntakeDeps { objects: &Silent, ..scene.deps(worker) };
    let arrival = scene.arrival(object);
    let mut work = Box::pin(take(&deps, &arrival));
    // Until the receipt says that this worker has it: it held the file when it got it, and holds it while it works.
    while scene.queue.0.load(Ordering::Relaxed) < 2 {
        tokio::select! { biased; _ = &mut work => panic!("it never ends"), () = tokio::task::yield_now() => {} }
    }
    scene.queue.0.store(0, Ordering::Relaxed);
}

#[tokio::test]
async fn a_killed_import_is_taken_over_after_its_lease_and_makes_each_fact_once() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    die(&scene, "dead", &object).await;
    assert_eq!(scene.take(&object).await, Taken::Running, "its lease stands");
    scene.wait(LEASE_SECONDS);
    assert!(matches!(scene.take(&object).await, Taken::Ended(_)));
    let own = scene.facts().await.into_iter().filter(|fact| fact.channel.as_str() == "google");
    assert_eq!(own.filter_map(|fact| fact.values.spend_minor).sum::<i64>(), 17_000);
}

#[tokio::test]
async fn facts_that_a_killed_import_has_stored_are_not_doubled() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    die(&scene, "dead", &object).await;
    // What the dead worker had stored before: all facts, but not its receipt.
    let known = scene.embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
    let import = importer::reader::read(
        &mut std::io::Cursor::new(FILE),
        &importer::settings::ImportSettings {
            workspace_currency: Currency::USD,
            file_currency: None,
            channel: Some("google".parse().unwrap()),
            today: date(2026, 10, 6),
            known_campaigns: known.campaigns.iter().map(Into::into).collect(),
        },
        &mut |_| {},
    )
    .unwrap();
    let deps = crate::import::ImportDeps { store: &scene.embedded.store, queue: &scene.delivery };
    keep(&deps, &known, &import, now(), &|_| {}).await.unwrap();
    let before = scene.facts().await;
    scene.wait(LEASE_SECONDS);
    let Taken::Ended(receipt) = scene.take(&object).await else { panic!("not taken") };
    assert_eq!((summary_of(&receipt).replaced, summary_of(&receipt).removed), (0, 0));
    assert_eq!(scene.facts().await, before);
}

#[tokio::test]
async fn a_file_on_which_every_worker_dies_is_given_up_and_its_receipt_says_so() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    for _ in 0..MOST_ATTEMPTS {
        die(&scene, "dead", &object).await;
        scene.wait(LEASE_SECONDS);
    }
    let Taken::Ended(receipt) = scene.take(&object).await else { panic!("not given up") };
    assert!(matches!(receipt.state, ImportState::Failed { .. }));
    assert_eq!(scene.take(&object).await, Taken::Known);
}

#[tokio::test]
async fn two_files_of_a_workspace_are_imported_one_after_the_other() {
    let scene = Scene::new().await;
    let first = scene.objects.drop_file("in/acme-store/google/a.csv", FILE.as_bytes());
    let second = scene.objects.drop_file("in/acme-store/google/b.csv", FILE.replace("70", "71").as_bytes());
    die(&scene, "busy", &first).await;
    assert_eq!(scene.take(&second).await, Taken::OthersTurn);
    let waiting =
        scene.embedded.store.import_receipt(&settings().workspace.id, &second.receipt()).await.unwrap();
    assert_eq!(waiting.map(|receipt| (receipt.state, receipt.attempts)), Some((ImportState::Waiting, 0)));
    scene.wait(LEASE_SECONDS);
    assert!(matches!(scene.take(&second).await, Taken::Ended(_)));
}

#[tokio::test]
async fn a_file_that_was_replaced_before_it_was_read_is_superseded() {
    let scene = Scene::new().await;
    let old = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.replace("70", "1").as_bytes());
    let new = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    assert!(matches!(scene.take(&new).await, Taken::Ended(_)));
    let Taken::Ended(receipt) = scene.take(&old).await else { panic!("not ended") };
    assert!(matches!(receipt.state, ImportState::Superseded { .. }));
    let spend: i64 = scene.facts().await.iter().filter_map(|fact| fact.values.spend_minor).sum();
    assert_eq!(spend, 17_000);
}

#[tokio::test]
async fn the_older_of_two_files_never_replaces_the_newer_numbers_of_its_days() {
    let scene = Scene::new().await;
    let older = scene.objects.drop_file("in/acme-store/google/a.csv", FILE.replace("70", "1").as_bytes());
    let came = scene.arrival(&older);
    scene.wait(60);
    let newer = scene.objects.drop_file("in/acme-store/google/b.csv", FILE.as_bytes());
    assert!(matches!(scene.take(&newer).await, Taken::Ended(_)));
    let Taken::Ended(receipt) = take(&scene.deps("one"), &came).await.unwrap() else { panic!("not ended") };
    assert!(matches!(receipt.state, ImportState::Superseded { .. }), "{receipt:?}");
    let spend: i64 = scene.facts().await.iter().filter_map(|fact| fact.values.spend_minor).sum();
    assert_eq!(spend, 17_000);
}

#[tokio::test]
async fn an_older_file_with_a_day_or_a_measure_of_its_own_is_imported() {
    let scene = Scene::new().await;
    let older = scene
        .objects
        .drop_file("in/acme-store/google/a.csv", FILE.replace("2026-10-04", "2026-10-03").as_bytes());
    let came = scene.arrival(&older);
    scene.wait(60);
    let newer = scene.objects.drop_file("in/acme-store/google/b.csv", FILE.as_bytes());
    assert!(matches!(scene.take(&newer).await, Taken::Ended(_)));
    let Taken::Ended(receipt) = take(&scene.deps("one"), &came).await.unwrap() else { panic!("not ended") };
    assert!(matches!(receipt.state, ImportState::Stored { .. }), "{receipt:?}");
}

#[tokio::test]
async fn an_older_file_of_other_campaigns_is_imported_although_a_later_one_has_its_channel_and_days() {
    let scene = Scene::new().await;
    let other = FILE.replace(",11,Retargeting US,", ",12,Another Account,");
    let older = scene.objects.drop_file("in/acme-store/google/account-a.csv", other.as_bytes());
    let came = scene.arrival(&older);
    scene.wait(1);
    let newer = scene.objects.drop_file("in/acme-store/google/account-b.csv", FILE.as_bytes());
    assert!(matches!(scene.take(&newer).await, Taken::Ended(_)));
    let Taken::Ended(receipt) = take(&scene.deps("one"), &came).await.unwrap() else { panic!("not ended") };
    assert!(matches!(receipt.state, ImportState::Stored { .. }), "{receipt:?}");
    let spend: i64 = scene.facts().await.iter().filter_map(|fact| fact.values.spend_minor).sum();
    assert_eq!(spend, 2 * 17_000, "the money of both accounts");
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_does_not_end_an_import() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    // Each of the first calls in turn is carried out, and its answer is lost.
    for lost in 0..40 {
        scene.embedded.set_faults(FaultPlan::at(lost, Fault::AnswerLost));
        let _may_fail_and_come_again = take(&scene.deps("one"), &scene.arrival(&object)).await;
        scene.embedded.set_faults(FaultPlan::none());
        scene.wait(LEASE_SECONDS);
    }
    assert!(matches!(scene.take(&object).await, Taken::Known | Taken::Ended(_)));
    let stored = scene
        .embedded
        .store
        .import_receipt(&settings().workspace.id, &object.receipt())
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(stored.state, ImportState::Stored { .. }), "{stored:?}");
}

#[tokio::test]
async fn a_storage_that_is_away_uses_up_no_attempt() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    scene.objects.failing.store(true, Ordering::Relaxed);
    for _ in 0..=MOST_ATTEMPTS {
        let failed = take(&scene.deps("one"), &scene.arrival(&object)).await;
        assert!(matches!(failed, Err(IntakeError::Unavailable(_))), "{failed:?}");
    }
    scene.objects.failing.store(false, Ordering::Relaxed);
    assert!(matches!(scene.take(&object).await, Taken::Ended(_)), "at once, without waiting for a lease");
}

#[tokio::test]
async fn a_worker_that_another_one_replaced_writes_nothing_more() {
    let scene = Scene::new().await;
    let object = scene.objects.drop_file("in/acme-store/google/day.csv", FILE.as_bytes());
    let slow = IntakeDeps { objects: &Silent, ..scene.deps("slow") };
    let arrival = scene.arrival(&object);
    let mut work = pin!(take(&slow, &arrival));
    while scene.queue.0.load(Ordering::Relaxed) < 2 {
        let polled = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Pending));
        tokio::task::yield_now().await;
    }
    scene.wait(LEASE_SECONDS);
    assert!(matches!(scene.take(&object).await, Taken::Ended(_)));
    let before = scene.embedded.items().await;
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(11)).await;
    tokio::time::resume();
    let replaced = work.await;
    assert!(matches!(replaced, Err(IntakeError::TakenOver)), "{replaced:?}");
    assert_eq!(scene.embedded.items().await, before);
}
