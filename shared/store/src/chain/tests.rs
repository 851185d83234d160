//! Tests of sealing: no event is sealed twice, there are no gaps, and few calls are needed, whatever fails in
//! between.

use super::*;
use crate::chain::canonical::event_hash;
use crate::embedded::{EmbeddedStore, Fault, FaultPlan, start};
use crate::key;
use crate::pages::Range;
use crate::table::Item;
use crate::testing::store_one;
use domain::audit::AuditEvent;
use domain::testing::{maya, now, workspace};
use jiff::SignedDuration;
use std::collections::BTreeMap;

pub(super) fn acme() -> WorkspaceId {
    workspace().id
}

pub(super) fn keys() -> ChainKeys {
    ChainKeys::new("a1", &BTreeMap::from([("a1".to_owned(), vec![1; 32])])).unwrap()
}

/// Creates an audit event; the number is also the second after [`now`] at which it happened.
pub(super) fn event(number: i64) -> AuditEvent {
    let message = format!("d-{number}").parse().unwrap();
    AuditEvent::suppressed(&acme(), &maya().id, &message, None, now() + SignedDuration::from_secs(number))
}

pub(super) fn key_of(event: &AuditEvent) -> Key {
    Key::audit(&event.workspace, event.at, &event.id)
}

pub(super) fn arrival(event: &AuditEvent) -> Arrival {
    let item = item::write(&key_of(event), event).unwrap();
    Arrival { event_key: key_of(event).sort, event_hash: event_hash(&item.into()) }
}

/// Writes events by number and returns their stream records, in the same order.
pub(super) async fn written(store: &Store, numbers: impl IntoIterator<Item = i64>) -> Vec<Arrival> {
    let mut arrivals = Vec::new();
    for number in numbers {
        let event = event(number);
        store_one(store, &key_of(&event), &event).await;
        arrivals.push(arrival(&event));
    }
    arrivals
}

async fn seal(store: &Store, arrivals: &[Arrival]) -> Result<Sealing, SealError> {
    store.seal(&keys(), &acme(), arrivals, now()).await
}

/// Returns the sealed events in chain order, after asserting that the chain verifies.
async fn chain_of(store: &Store) -> Vec<String> {
    let report = store.verify_chain(&keys(), &acme(), None).await.unwrap();
    assert!(report.is_intact(), "{report}");
    let links = store.query(&key::chain(&acme()), Range::Between("0", "9")).await.unwrap();
    links.into_iter().map(|item| item::read::<ChainLink>(item).unwrap().event_key).collect()
}

fn names(arrivals: &[Arrival]) -> Vec<String> {
    arrivals.iter().map(|arrival| arrival.event_key.clone()).collect()
}

async fn restarted_until_sealed(worker: &EmbeddedStore, arrivals: &[Arrival]) {
    for _handed_out in 0..200 {
        match worker.until_crash(seal(&worker.store, arrivals)).await {
            Some(Ok(_)) => return,
            Some(Err(error)) => assert!(error.may_pass(), "{error}"),
            None => worker.restart(),
        }
    }
    panic!("the events were never sealed");
}

#[tokio::test]
async fn events_are_sealed_in_the_order_that_the_stream_brings_them_not_in_that_of_time() {
    let embedded = start();
    let arrivals = written(&embedded.store, [3, 1, 2]).await;
    let sealing = seal(&embedded.store, &arrivals).await.unwrap();
    assert_eq!(sealing.sealed, 3);
    assert_eq!(sealing.head.map(|head| (head.sequence, head.event_key)), Some((3, key_of(&event(2)).sort)));
    assert_eq!(chain_of(&embedded.store).await, names(&arrivals));
}

#[tokio::test]
async fn what_the_stream_brings_is_what_the_table_holds() {
    let embedded = start();
    let arrivals = written(&embedded.store, [1]).await;
    let stored = embedded.store.get_all(&[key_of(&event(1))]).await.unwrap().remove(&key_of(&event(1)));
    let in_the_stream = serde_json::to_string(&serde_dynamo::Item::from(stored.unwrap())).unwrap();
    let image: serde_dynamo::Item = serde_json::from_str(&in_the_stream).unwrap();
    assert_eq!(event_hash(&image), arrivals[0].event_hash);
}

#[tokio::test]
async fn a_batch_costs_one_read_and_one_transaction_and_none_when_it_comes_again() {
    let embedded = start();
    let arrivals = written(&embedded.store, 0..49).await;
    embedded.calls.take();
    assert_eq!(seal(&embedded.store, &arrivals).await.unwrap().sealed, 49);
    assert_eq!(embedded.calls.take(), ["BatchGetItem", "TransactWriteItems"]);
    assert_eq!(seal(&embedded.store, &arrivals).await.unwrap(), Sealing::default());
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn a_large_batch_is_sealed_in_parts_of_forty_nine() {
    let embedded = start();
    let arrivals = written(&embedded.store, 0..100).await;
    embedded.calls.take();
    assert_eq!(seal(&embedded.store, &arrivals).await.unwrap().head.unwrap().sequence, 100);
    assert_eq!(embedded.calls.take(), ["BatchGetItem", "TransactWriteItems"].repeat(3));
    assert_eq!(chain_of(&embedded.store).await, names(&arrivals));
}

#[tokio::test]
async fn an_event_that_comes_twice_in_a_batch_or_in_two_is_sealed_once() {
    let embedded = start();
    let arrivals = written(&embedded.store, 0..4).await;
    let twice = [&arrivals[..2], &arrivals[..2]].concat();
    assert_eq!(seal(&embedded.store, &twice).await.unwrap().sealed, 2);
    assert_eq!(seal(&embedded.store, &arrivals[1..]).await.unwrap().sealed, 2);
    assert_eq!(chain_of(&embedded.store).await, names(&arrivals));
}

#[tokio::test]
async fn each_workspace_has_a_chain_of_its_own() {
    let embedded = start();
    let ours = written(&embedded.store, [1]).await;
    let other: WorkspaceId = "acme".parse().unwrap();
    let theirs = AuditEvent { workspace: other.clone(), ..event(2) };
    store_one(&embedded.store, &key_of(&theirs), &theirs).await;
    seal(&embedded.store, &ours).await.unwrap();
    let sealing = embedded.store.seal(&keys(), &other, &[arrival(&theirs)], now()).await.unwrap();
    assert_eq!(sealing.head.unwrap().sequence, 1);
    assert_eq!(chain_of(&embedded.store).await, names(&ours));
    assert!(embedded.store.verify_chain(&keys(), &other, None).await.unwrap().is_intact());
}

#[tokio::test]
async fn any_fault_at_any_call_leaves_no_gap_and_nothing_twice() {
    for fault in Fault::ALL {
        for call in 0..4 {
            let embedded = start();
            let arrivals = written(&embedded.store, 0..60).await;
            let plan = FaultPlan::at(call, fault);
            let worker = embedded.another_worker().without_retries().with_faults(plan);
            restarted_until_sealed(&worker, &arrivals).await;
            assert_eq!(chain_of(&embedded.store).await, names(&arrivals), "{fault:?} at call {call}");
        }
    }
}

#[tokio::test]
async fn workers_that_seal_overlapping_batches_at_the_same_time_seal_each_event_once() {
    for seed in 0..12 {
        let embedded = start();
        let arrivals = written(&embedded.store, 0..12).await;
        let workers: Vec<EmbeddedStore> = (0..3)
            .map(|number| embedded.another_worker().with_faults(FaultPlan::seeded(seed * 3 + number)))
            .collect();
        let parts = [&arrivals[..6], &arrivals[3..9], &arrivals[6..]];
        let at_work = workers.iter().zip(parts).map(|(worker, part)| restarted_until_sealed(worker, part));
        futures::future::join_all(at_work).await;
        let mut sealed = chain_of(&embedded.store).await;
        sealed.sort_unstable();
        assert_eq!(sealed, names(&arrivals), "seed {seed}");
    }
}

#[tokio::test]
async fn a_head_that_was_taken_away_stops_the_sealing_with_an_error_that_no_retry_passes() {
    let embedded = start();
    let arrivals = written(&embedded.store, 0..2).await;
    seal(&embedded.store, &arrivals[..1]).await.unwrap();
    embedded.delete(&Key::chain_head(&acme())).await;
    let error = seal(&embedded.store, &arrivals).await.unwrap_err();
    assert!(matches!(error, SealError::Damaged { sequence: 1 }), "{error}");
    assert!(!error.may_pass());
}

#[tokio::test]
async fn a_head_that_cannot_be_read_stops_the_sealing_with_an_error_that_no_retry_passes() {
    let embedded = start();
    let arrivals = written(&embedded.store, 0..2).await;
    let odd: Item = item::mark(&Key::chain_head(&acme()), "chain_head");
    embedded.store.put_all(vec![odd], &|_| {}).await.unwrap();
    let error = seal(&embedded.store, &arrivals).await.unwrap_err();
    assert!(matches!(error, SealError::Store(StoreError::Malformed { .. })) && !error.may_pass(), "{error}");
}

#[test]
fn a_store_in_trouble_is_worth_another_try() {
    for error in
        [StoreError::ConditionFailed, StoreError::Throttled("busy".into()), StoreError::Refused("no".into())]
    {
        assert!(SealError::from(error).may_pass());
    }
}
