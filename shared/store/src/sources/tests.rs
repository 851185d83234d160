//! Claims about the health of sources: who writes what, in whatever order, and that settings bring it.

use super::*;
use crate::embedded::{self, EmbeddedStore};
use crate::testing::store_workspace;
use domain::audit::{Occasion, Source, Verb};
use domain::identity::AuditEventId;
use domain::settings::WorkspaceSettings;
use domain::testing::{now, settings, workspace};
use jiff::SignedDuration;
use jiff::civil::time;

const HALF_PAST_SIX: Option<Time> = Some(time(6, 30, 0, 0));

fn channel(name: &str) -> Channel {
    name.parse().unwrap()
}

fn google() -> Channel {
    channel("google")
}

fn after(millis: i64) -> Timestamp {
    now() + SignedDuration::from_millis(millis)
}

fn error(millis: i64) -> SourceError {
    SourceError::new(after(millis), Some("r-1"), "no day column")
}

fn event(id: AuditEventId) -> AuditEvent {
    let occasion = Occasion { id, workspace: workspace().id, at: now(), source: Source::Admin };
    AuditEvent::executed(occasion, Verb::ExpectSource, "google")
}

async fn start() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    embedded
}

async fn read(embedded: &EmbeddedStore) -> WorkspaceSettings {
    embedded.store.settings(&workspace().id).await.unwrap().unwrap()
}

async fn health(embedded: &EmbeddedStore) -> SourceHealth {
    read(embedded).await.health.remove(0)
}

async fn succeed(embedded: &EmbeddedStore, millis: i64) {
    embedded.store.record_source_success(&workspace().id, &google(), after(millis)).await.unwrap();
}

async fn refuse(embedded: &EmbeddedStore, error: &SourceError) {
    embedded.store.record_source_error(&workspace().id, &google(), error).await.unwrap();
}

async fn expect(
    embedded: &EmbeddedStore,
    before: Option<Time>,
    after: Option<Time>,
) -> Result<(), StoreError> {
    let name = AuditEvent::id_for_message(&format!("{before:?} {after:?}"));
    let change = ExpectationChange { before, after };
    embedded.store.expect_source(&workspace().id, &google(), change, &event(name)).await
}

#[tokio::test]
async fn the_health_of_a_source_comes_with_the_settings_and_beside_its_completeness() {
    let embedded = start().await;
    embedded.calls.take();
    succeed(&embedded, 0).await;
    embedded.store.record_source_success(&workspace().id, &channel("meta"), now()).await.unwrap();
    assert_eq!(embedded.calls.take(), ["UpdateItem"; 2]);
    let settings = read(&embedded).await;
    assert_eq!(settings.sources, self::settings().sources);
    let channels: Vec<&str> = settings.health.iter().map(|health| health.channel.as_str()).collect();
    assert_eq!(channels, ["google", "meta"]);
    assert_eq!(settings.health[0].last_success, Some(now()));
    assert_eq!(embedded.calls.take(), ["Query"]);
}

#[tokio::test]
async fn each_writer_keeps_what_the_others_wrote_in_whatever_order_they_come() {
    let whole = SourceHealth {
        expected_by: HALF_PAST_SIX,
        last_success: Some(now()),
        last_error: Some(error(1)),
        ..SourceHealth::unknown(google())
    };
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let embedded = start().await;
        for writer in order {
            match writer {
                0 => succeed(&embedded, 0).await,
                1 => refuse(&embedded, &error(1)).await,
                _ => expect(&embedded, None, HALF_PAST_SIX).await.unwrap(),
            }
        }
        assert_eq!(health(&embedded).await, whole, "{order:?}");
    }
}

#[tokio::test]
async fn what_is_older_replaces_nothing_however_small_the_difference() {
    let embedded = start().await;
    for millis in [500, 0, 499] {
        succeed(&embedded, millis).await;
        refuse(&embedded, &error(millis)).await;
    }
    assert_eq!(health(&embedded).await.last_success, Some(after(500)));
    assert_eq!(health(&embedded).await.last_error, Some(error(500)));
    succeed(&embedded, 1_000).await;
    refuse(&embedded, &error(1_001)).await;
    assert_eq!(health(&embedded).await.last_success, Some(after(1_000)));
    assert_eq!(health(&embedded).await.standing_error(), Some(&error(1_001)));
}

#[tokio::test]
async fn an_expectation_changes_with_its_event_only_from_what_was_read() {
    let embedded = start().await;
    succeed(&embedded, 0).await;
    expect(&embedded, None, HALF_PAST_SIX).await.unwrap();
    let seven = Some(time(7, 0, 0, 0));
    for (before, after) in [(None, seven), (seven, None)] {
        let raced = expect(&embedded, before, after).await;
        assert!(matches!(raced, Err(StoreError::ConditionFailed)), "{raced:?}");
    }
    assert_eq!(health(&embedded).await.expected_by, HALF_PAST_SIX);
    expect(&embedded, HALF_PAST_SIX, None).await.unwrap();
    let left = health(&embedded).await;
    assert_eq!((left.expected_by, left.last_success), (None, Some(now())));
    let log = embedded.store.latest_audit(&workspace().id, 10).await.unwrap();
    assert_eq!(log.iter().filter(|event| event.verb == Verb::ExpectSource).count(), 2);
}

#[tokio::test]
async fn settings_that_are_stored_whole_bring_their_health_and_a_later_success_still_counts_as_later() {
    let embedded = start().await;
    let stored = SourceHealth { last_success: Some(after(500)), ..SourceHealth::unknown(google()) };
    let settings = WorkspaceSettings { health: vec![stored.clone()], ..settings() };
    embedded.store.save_settings(&settings).await.unwrap();
    succeed(&embedded, 0).await;
    assert_eq!(health(&embedded).await, stored);
    succeed(&embedded, 501).await;
    assert_eq!(health(&embedded).await.last_success, Some(after(501)));
}
