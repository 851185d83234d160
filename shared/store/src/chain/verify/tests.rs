//! Tests of verification: an intact chain verifies in whatever order its events arrived, and every manipulation is
//! reported.

use super::*;
use crate::chain::tests::{acme, arrival, event, key_of, keys, written};
use crate::embedded::{EmbeddedStore, start};
use crate::testing::store_one;
use domain::testing::now;
use mutation::{Victim, any_mutation, link_at, link_key, set_head};
use proptest::prelude::*;
use std::collections::BTreeMap;

mod mutation;

async fn sealed(numbers: impl IntoIterator<Item = i64>) -> (EmbeddedStore, Vec<String>) {
    let embedded = start();
    let arrivals = written(&embedded.store, numbers).await;
    embedded.store.seal(&keys(), &acme(), &arrivals, now()).await.unwrap();
    (embedded, arrivals.into_iter().map(|arrival| arrival.event_key).collect())
}

async fn verified(embedded: &EmbeddedStore) -> ChainReport {
    embedded.store.verify_chain(&keys(), &acme(), None).await.unwrap()
}

async fn broken(embedded: &EmbeddedStore) -> ChainBreak {
    verified(embedded).await.broken.expect("the chain is broken")
}

#[tokio::test]
async fn a_workspace_without_events_is_intact() {
    let embedded = start();
    let report = verified(&embedded).await;
    assert!(report.is_intact());
    assert_eq!(report.to_string(), "audit chain of acme-store: no event sealed; 0 waiting");
}

#[tokio::test]
async fn people_are_told_how_far_the_chain_is_sealed_and_what_waits() {
    let (embedded, _) = sealed(0..14).await;
    let text = verified(&embedded).await.to_string();
    insta::assert_snapshot!(text, @"audit chain of acme-store: 14 events sealed and intact up to 2026-10-06T12:07:13Z; 0 waiting");
    written(&embedded.store, [20, 21]).await;
    let text = verified(&embedded).await.to_string();
    insta::assert_snapshot!(text, @"audit chain of acme-store: 14 events sealed and intact up to 2026-10-06T12:07:13Z; 2 waiting since 2026-10-06T12:07:20Z");
}

#[tokio::test]
async fn people_are_told_the_first_break_and_what_is_good_before_it() {
    let (embedded, _) = sealed(0..3).await;
    embedded.delete(&key_of(&event(1))).await;
    let text = verified(&embedded).await.to_string();
    insta::assert_snapshot!(text, @"audit chain of acme-store: BROKEN: event 2026-10-06T12:07:01.000000Z#out-0741a320e613baac937e2644e8e96a28 of link 2 is missing; 1 event sealed and intact up to 2026-10-06T12:07:00Z");
}

#[tokio::test]
async fn a_chain_of_many_pages_costs_three_reads_a_page_for_links_and_three_for_events() {
    let (embedded, _) = sealed(0..250).await;
    embedded.calls.take();
    let report = verified(&embedded).await;
    assert_eq!((report.is_intact(), report.intact.unwrap().sequence), (true, 250), "{:?}", report.broken);
    let calls = embedded.calls.take();
    let count = |name: &str| calls.iter().filter(|call| *call == name).count();
    // Three pages of links and three of events, each series ended by an empty page; two batched reads per page; and
    // the head.
    assert_eq!((count("Query"), count("BatchGetItem"), calls.len()), (8, 13, 21));
}

#[tokio::test]
async fn a_chain_over_a_change_of_keys_verifies_with_both_and_says_which_link_lacks_its_key() {
    let (embedded, _) = sealed(0..2).await;
    let both = BTreeMap::from([("a1".to_owned(), vec![1; 32]), ("a2".to_owned(), vec![2; 32])]);
    let both = ChainKeys::new("a2", &both).unwrap();
    let arrivals = written(&embedded.store, 2..4).await;
    embedded.store.seal(&both, &acme(), &arrivals, now()).await.unwrap();
    assert!(embedded.store.verify_chain(&both, &acme(), None).await.unwrap().is_intact());
    assert_eq!(broken(&embedded).await, ChainBreak::UnknownKey { sequence: 3 });
}

#[tokio::test]
async fn a_genuine_link_of_another_history_does_not_follow() {
    let (embedded, _) = sealed(0..3).await;
    let fork = keys().extend(&acme(), None, &[arrival(&event(7)), arrival(&event(1))], now());
    store_one(&embedded.store, &link_key(2), &fork[1]).await;
    assert_eq!(broken(&embedded).await, ChainBreak::WrongPrevious { sequence: 2 });
}

#[tokio::test]
async fn a_chain_cut_off_with_everything_that_tells_of_it_is_found_by_an_anchor_outside() {
    let (embedded, events) = sealed(0..4).await;
    let anchor = Anchor { sequence: 4, mac: link_at(&embedded, 4).await.mac };
    let with_anchor = async |embedded: &EmbeddedStore| {
        embedded.store.verify_chain(&keys(), &acme(), Some(&anchor)).await.unwrap().broken
    };
    assert_eq!(with_anchor(&embedded).await, None);
    set_head(&embedded, 3).await;
    for key in [link_key(4), Key::seal_mark(&acme(), &events[3]), Key::audit_event(&acme(), &events[3])] {
        embedded.delete(&key).await;
    }
    assert!(verified(&embedded).await.is_intact(), "without an anchor it looks like a shorter chain");
    assert_eq!(with_anchor(&embedded).await, Some(ChainBreak::AnchorLost { sequence: 4 }));
    let arrivals = written(&embedded.store, [9]).await;
    embedded.store.seal(&keys(), &acme(), &arrivals, now()).await.unwrap();
    assert_eq!(with_anchor(&embedded).await, Some(ChainBreak::AnchorLost { sequence: 4 }));
}

#[tokio::test]
async fn an_event_that_lags_behind_the_head_waits_for_ten_minutes_and_is_inserted_after() {
    let (embedded, _) = sealed([0]).await;
    let minutes = |minutes: i64| event(-60 * minutes);
    store_one(&embedded.store, &key_of(&minutes(10)), &minutes(10)).await;
    let report = verified(&embedded).await;
    assert_eq!((report.is_intact(), report.waiting), (true, 1));
    let late = minutes(11);
    store_one(&embedded.store, &key_of(&late), &late).await;
    let event = key_of(&late).sort;
    assert_eq!(broken(&embedded).await, ChainBreak::UnsealedBehindHead { event });
}

#[tokio::test]
async fn an_item_in_the_log_that_no_clock_named_is_an_insertion_and_never_waits() {
    let (embedded, _) = sealed([0]).await;
    let key = Key::audit_event(&acme(), "zzz");
    store_one(&embedded.store, &key, &event(5)).await;
    assert_eq!(broken(&embedded).await, ChainBreak::UnsealedBehindHead { event: "zzz".into() });
}

#[tokio::test]
async fn what_is_sealed_while_the_chain_is_verified_breaks_nothing() {
    let (embedded, _) = sealed(0..120).await;
    let other = embedded.another_worker();
    let sealing = async {
        for number in 200..230 {
            let arrivals = written(&other.store, [number]).await;
            other.store.seal(&keys(), &acme(), &arrivals, now()).await.unwrap();
        }
    };
    let verifying = async {
        for _ in 0..6 {
            let report = verified(&embedded).await;
            assert!(report.is_intact(), "{report}");
        }
    };
    tokio::join!(sealing, verifying);
    assert_eq!(verified(&embedded).await.intact.unwrap().sequence, 150);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn an_intact_chain_verifies_in_any_order_and_any_single_mutation_is_named(
        order in Just((0..12_i64).collect::<Vec<_>>()).prop_shuffle(),
        count in 1..12_usize,
        part in 1..5_usize,
        mutation in any_mutation(),
    ) {
        prop_assume!(mutation.changes(count));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (intact, found, expected) = runtime.block_on(async {
            let embedded = start();
            let arrivals = written(&embedded.store, order[..count].iter().copied()).await;
            for part in arrivals.chunks(part) {
                embedded.store.seal(&keys(), &acme(), part, now()).await.unwrap();
            }
            let events: Vec<String> = arrivals.into_iter().map(|arrival| arrival.event_key).collect();
            let intact = verified(&embedded).await;
            let expected = Victim { embedded: &embedded, events: &events }.suffer(mutation).await;
            (intact, verified(&embedded).await, expected)
        });
        prop_assert!(intact.is_intact() && intact.waiting == 0, "{intact}");
        prop_assert_eq!(intact.intact.map(|upto| upto.sequence), Some(count as u64));
        prop_assert_eq!(found.broken, Some(expected));
    }
}
