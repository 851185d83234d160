//! Tests of the guarantees that other tests rely on: each fault does what it says, and a seed determines everything.

mod keys;

use super::faults::PlannedCall;
use super::*;
use crate::error::StoreError;
use crate::item;
use crate::key::Key;
use crate::table::Item;
use crate::transaction::NotWritten;
use std::collections::BTreeSet;

/// Returns the key of a minimal test item.
fn key(number: usize) -> Key {
    Key::stranger(&"acme-store".parse().unwrap(), &format!("event-{number}").parse().unwrap())
}

fn thing(number: usize) -> Item {
    item::mark(&key(number), "thing")
}

/// Writes these items in one transaction, provided that none exists.
async fn write_new(
    embedded: &EmbeddedStore,
    numbers: impl IntoIterator<Item = usize>,
) -> Result<(), NotWritten> {
    let put = |number| embedded.store.put_new(thing(number));
    embedded.store.transact(numbers.into_iter().map(put).collect::<Result<_, _>>()?).await
}

/// Returns which of the first 50 items exist, as seen by a worker without faults.
async fn there(embedded: &EmbeddedStore) -> Vec<usize> {
    let keys: Vec<Key> = (0..50).map(key).collect();
    let found = embedded.another_worker().store.get_all(&keys).await.unwrap();
    (0..50).filter(|&number| found.contains_key(&key(number))).collect()
}

fn with_fault(fault: Fault) -> EmbeddedStore {
    start().without_retries().with_faults(FaultPlan::at(0, fault))
}

fn is_throttled(error: &NotWritten) -> bool {
    matches!(error, NotWritten::Store(StoreError::Throttled(_)))
}

fn is_unavailable(error: &NotWritten) -> bool {
    matches!(error, NotWritten::Store(StoreError::Unavailable(_)))
}

#[tokio::test]
async fn a_call_that_fails_before_the_engine_sees_it_changes_nothing_and_the_next_one_works() {
    for fault in [Fault::Throttled, Fault::ServerError, Fault::NotConnected] {
        let embedded = with_fault(fault);
        let error = write_new(&embedded, [1, 2]).await.unwrap_err();
        assert_eq!(is_throttled(&error), fault == Fault::Throttled, "{fault:?}: {error:?}");
        assert_eq!(is_unavailable(&error), fault != Fault::Throttled, "{fault:?}: {error:?}");
        assert_eq!(there(&embedded).await, [0; 0], "{fault:?}");
        write_new(&embedded, [1, 2]).await.unwrap();
        assert_eq!(there(&embedded).await, [1, 2], "{fault:?}");
    }
}

#[tokio::test]
async fn a_call_whose_answer_is_lost_has_happened() {
    for fault in [Fault::AnswerLost, Fault::AnswerTooLate] {
        let embedded = with_fault(fault);
        assert!(is_unavailable(&write_new(&embedded, [1, 2]).await.unwrap_err()), "{fault:?}");
        assert_eq!(there(&embedded).await, [1, 2], "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_transaction_whose_answer_is_lost_is_tried_again_by_the_sdk_and_happens_once() {
    for fault in [Fault::AnswerLost, Fault::AnswerTooLate, Fault::ServerError, Fault::NotConnected] {
        let embedded = start().with_faults(FaultPlan::at(0, fault));
        write_new(&embedded, [1]).await.unwrap();
        assert_eq!(embedded.calls.take(), ["TransactWriteItems"; 2], "{fault:?}");
        assert!(matches!(write_new(&embedded, [1]).await, Err(NotWritten::Conditions(_))), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_one_worker_used_up_of_its_retries_is_not_missing_in_the_next() {
    for _ in 0..60 {
        let faults = FaultPlan::at(0, Fault::NotConnected).and_at(1, Fault::NotConnected);
        let embedded = start().with_faults(faults);
        write_new(&embedded, [1]).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_meets_others_is_tried_three_times_and_no_time_passes() {
    let started = std::time::Instant::now();
    let embedded = with_fault(Fault::Conflict);
    write_new(&embedded, 0..9).await.unwrap();
    assert_eq!(embedded.calls.take(), ["TransactWriteItems"; 2]);
    let thrice = FaultPlan::at(0, Fault::Conflict).and_at(1, Fault::Conflict).and_at(2, Fault::Conflict);
    let embedded = embedded.with_faults(thrice);
    assert!(is_throttled(&write_new(&embedded, 10..19).await.unwrap_err()));
    assert_eq!(embedded.calls.take(), ["TransactWriteItems"; 3]);
    assert_eq!(there(&embedded).await, (0..9).collect::<Vec<_>>());
    assert!(started.elapsed().as_secs() < 60, "the pauses of the store are not waited for");
}

#[tokio::test]
async fn a_transaction_that_meets_another_under_a_throttle_is_not_tried_again() {
    for writes in 1..9 {
        let embedded = with_fault(Fault::ConflictUnderThrottle);
        assert!(is_throttled(&write_new(&embedded, 0..writes).await.unwrap_err()), "{writes}");
        assert_eq!(embedded.calls.take(), ["TransactWriteItems"]);
        assert_eq!(there(&embedded).await, [0; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_batch_gives_back_is_asked_for_again() {
    let embedded = with_fault(Fault::GivenBack);
    embedded.store.put_all((0..20).map(thing).collect(), &|_| {}).await.unwrap();
    assert_eq!(embedded.calls.take(), ["BatchWriteItem"; 2]);
    assert_eq!(there(&embedded).await, (0..20).collect::<Vec<_>>());
    let embedded = embedded.with_faults(FaultPlan::at(0, Fault::GivenBack).and_at(1, Fault::GivenBack));
    let found = embedded.store.get_all(&(0..20).map(key).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(found.len(), 20);
    assert_eq!(embedded.calls.take(), ["BatchGetItem"; 3]);
}

#[tokio::test]
async fn a_worker_that_crashes_does_nothing_more_until_it_is_started_again() {
    for (fault, written) in [(Fault::CrashBefore, &[][..]), (Fault::CrashAfter, &[1])] {
        let embedded = with_fault(fault);
        let mut got_further = false;
        let work = async {
            let _heard = write_new(&embedded, [1]).await;
            got_further = true;
        };
        assert_eq!(embedded.until_crash(work).await, None, "{fault:?}");
        assert!(!got_further, "{fault:?}: a dead process runs no line more");
        assert_eq!(there(&embedded).await, written, "{fault:?}");
        assert!(embedded.has_crashed());
        assert!(is_unavailable(&write_new(&embedded, [2]).await.unwrap_err()), "{fault:?}");
        assert_eq!(embedded.until_crash(async { 7 }).await, None, "{fault:?}: it is still dead");
        embedded.restart();
        assert!(matches!(embedded.until_crash(write_new(&embedded, [3])).await, Some(Ok(()))), "{fault:?}");
    }
}

#[tokio::test]
async fn a_crash_is_of_one_worker_and_not_of_the_table() {
    let embedded = with_fault(Fault::CrashBefore);
    let other = embedded.another_worker();
    assert!(embedded.until_crash(write_new(&embedded, [1])).await.is_none());
    write_new(&other, [2]).await.unwrap();
    assert!(!other.has_crashed());
    assert_eq!(there(&embedded).await, [2]);
}

#[tokio::test]
async fn a_metered_call_says_what_it_took() {
    let embedded = start();
    write_new(&embedded, [1]).await.unwrap();
    assert!(embedded.calls.take_units().is_empty(), "nobody asked");
    embedded.calls.meter();
    write_new(&embedded, [2, 3]).await.unwrap();
    embedded.store.get_all(&[key(2), key(3), key(4)]).await.unwrap();
    let units = embedded.calls.take_units();
    assert_eq!(units["TransactWriteItems"], CapacityUnits { read: 0.0, write: 4.0 });
    assert_eq!(units["BatchGetItem"], CapacityUnits { read: 3.0, write: 0.0 });
    assert_eq!(units.len(), 2);
}

fn planned(seed: u64) -> Vec<PlannedCall> {
    let mut plan = FaultPlan::seeded(seed);
    (0..200).map(|_| plan.next("TransactWriteItems")).collect()
}

#[test]
fn a_seed_gives_the_same_plan_each_time_and_another_seed_another() {
    for seed in 0..50 {
        assert_eq!(planned(seed), planned(seed));
        assert_ne!(planned(seed), planned(seed + 1));
    }
}

#[test]
fn every_fault_happens_under_some_seed_and_some_seeds_are_calm() {
    let mut seen = BTreeSet::new();
    let mut calm = 0;
    for seed in 0..200 {
        let mut plan = FaultPlan::seeded(seed);
        let operations = ["TransactWriteItems", "BatchGetItem"].into_iter().cycle().take(200);
        let faults: Vec<Fault> = operations.filter_map(|operation| plan.next(operation).fault).collect();
        calm += usize::from(faults.is_empty());
        seen.extend(faults);
    }
    assert_eq!(seen.len(), Fault::ALL.len());
    assert!((30..80).contains(&calm), "{calm} of 200 are calm");
}

#[test]
fn a_fault_happens_only_to_operations_that_it_can_happen_to() {
    for seed in 0..100 {
        let mut plan = FaultPlan::seeded(seed).without(&[Fault::Throttled]);
        for _ in 0..100 {
            let fault = plan.next("Query").fault;
            let impossible =
                [Fault::Conflict, Fault::ConflictUnderThrottle, Fault::GivenBack, Fault::Throttled];
            assert!(fault.is_none_or(|fault| !impossible.contains(&fault)), "{fault:?}");
        }
    }
}

/// Lets two workers write three items each concurrently and returns the order in which the table received them.
async fn order_of_two(seed: u64) -> String {
    let (first, faults) = (start(), |seed| FaultPlan::seeded(seed).without(&Fault::ALL));
    let second = first.another_worker().with_faults(faults(seed + 1_000));
    let first = first.with_faults(faults(seed));
    let log = std::sync::Mutex::new(String::new());
    let write = async |worker: &EmbeddedStore, name: char, from: usize| {
        for number in from..from + 3 {
            write_new(worker, [number]).await.unwrap();
            log.lock().unwrap().push(name);
        }
    };
    tokio::join!(write(&first, 'a', 0), write(&second, 'b', 10));
    log.into_inner().unwrap()
}

#[tokio::test]
async fn a_seed_decides_how_two_workers_interleave() {
    let mut orders = BTreeSet::new();
    for seed in 0..30 {
        let order = order_of_two(seed).await;
        assert_eq!(order, order_of_two(seed).await, "seed {seed}");
        orders.insert(order);
    }
    assert!(orders.len() >= 5, "{orders:?}");
}
