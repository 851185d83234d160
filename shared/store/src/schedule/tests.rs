//! Claims about the stored schedule, on the real engine.

use super::*;
use crate::embedded::{self, EmbeddedStore};
use crate::testing::store_workspace;
use domain::schedule::slot::{SHARDS, shard_of};
use domain::testing::{maya, now, settings, workspace};
use jiff::SignedDuration;

const PAGE: usize = 40;

fn slot(zone: &str, minute: &str) -> Slot {
    Slot { zone: zone.to_owned(), minute: LocalMinute::of(minute.parse().unwrap()) }
}

fn due(of: Slot, date: &str) -> DueSlot {
    DueSlot { slot: of, date: date.parse().unwrap(), at: now() }
}

fn page(of: Slot, workspace: &str, after: Option<SlotEntry>) -> PageJob {
    let shard = shard_of(&workspace.parse().unwrap());
    PageJob { due: due(of, "2026-10-06"), shard, lists: SHARDS, after }
}

fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

async fn with_crowd(people: usize) -> (EmbeddedStore, Slot) {
    let embedded = embedded::start();
    let eight = slot("Europe/Berlin", "08:00");
    let entry = |number: usize| SlotEntry {
        workspace: "crowd".parse().unwrap(),
        member: format!("m{number:05}").parse().unwrap(),
    };
    let places = Places::from([(eight.clone(), (0..people).map(entry).collect())]);
    embedded.store.schedule(&places).await.unwrap();
    embedded.calls.take();
    (embedded, eight)
}

#[tokio::test]
async fn whoever_is_in_a_workspace_has_a_place_in_the_schedule_once_it_is_stored() {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let zones = embedded.store.zones().await.unwrap();
    let expected: BTreeSet<String> = settings().members.into_iter().map(|member| member.zone).collect();
    assert_eq!(zones.iter().map(|known| known.zone.clone()).collect::<BTreeSet<_>>(), expected);
    let job = page(slot(&maya().zone, "08:00"), workspace().id.as_str(), None);
    let found = embedded.store.slot_page(&job, PAGE).await.unwrap();
    assert!(found.is_last && found.people.iter().any(|entry| entry.member == maya().id), "{found:?}");
}

#[tokio::test]
async fn minutes_are_added_to_those_of_a_zone_and_none_is_lost() {
    let embedded = embedded::start();
    let entry = SlotEntry { workspace: workspace().id, member: maya().id };
    for minute in ["08:00", "09:30", "08:00"] {
        let places = Places::from([(slot("Asia/Kolkata", minute), vec![entry.clone()])]);
        embedded.store.schedule(&places).await.unwrap();
    }
    let zones = embedded.store.zones().await.unwrap();
    let told: Vec<String> = zones[0].minutes.iter().map(ToString::to_string).collect();
    assert_eq!((zones.len(), told), (1, vec!["08:00".to_owned(), "09:30".to_owned()]));
}

#[tokio::test]
async fn a_member_in_a_zone_that_nobody_knows_is_refused_before_anything_is_written() {
    let embedded = embedded::start();
    let mut unknown = settings();
    unknown.members[0].zone = "Mars/Olympus".to_owned();
    let refused = embedded.store.save_settings(&unknown).await.unwrap_err();
    assert!(refused.to_string().contains("such as Europe/Berlin") && !refused.is_transient(), "{refused}");
    assert!(embedded.calls.take().is_empty());
}

#[tokio::test]
async fn one_tick_at_a_time_plans_and_one_that_died_is_replaced_when_its_time_is_over() {
    let embedded = embedded::start();
    let store = &embedded.store;
    let first = store.claim_tick(now()).await.unwrap().unwrap();
    assert_eq!(first.planned, Planned::default());
    for seconds in [0, 1, LEASE_SECONDS] {
        assert_eq!(store.claim_tick(after(seconds)).await.unwrap(), None, "{seconds}");
    }
    let second = store.claim_tick(after(LEASE_SECONDS + 1)).await.unwrap().unwrap();
    let planned = Planned { through: Some(now()), zone_rules: "2026b".to_owned() };
    assert!(!store.end_tick(&first, &planned).await.unwrap(), "it was taken over");
    assert!(store.end_tick(&second, &planned).await.unwrap());
    assert_eq!(store.claim_tick(after(60)).await.unwrap().unwrap().planned, planned);
}

#[tokio::test]
async fn a_claim_of_a_clock_that_was_days_ahead_does_not_stop_the_schedule() {
    let embedded = embedded::start();
    embedded.store.claim_tick(after(3 * 24 * 3600)).await.unwrap().unwrap();
    assert!(embedded.store.claim_tick(now()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_slot_is_read_page_by_page_in_one_call_each_and_everybody_is_on_one_page() {
    let (embedded, eight) = with_crowd(2 * PAGE + 1).await;
    let (mut found, mut next, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = embedded.store.slot_page(&page(eight.clone(), "crowd", next), PAGE).await.unwrap();
        pages += 1;
        found.extend(page.people);
        if page.is_last {
            break;
        }
        next = found.last().cloned();
    }
    assert_eq!((pages, embedded.calls.take().len()), (3, 3));
    found.dedup();
    assert_eq!(found.len(), 2 * PAGE + 1);
}

#[tokio::test]
async fn of_a_slot_that_was_left_out_twice_each_date_is_kept() {
    let embedded = embedded::start();
    let eight = slot("Europe/Berlin", "08:00");
    let other = slot("Asia/Kolkata", "08:00");
    let slots =
        [due(eight.clone(), "2026-10-05"), due(other, "2026-10-05"), due(eight.clone(), "2026-10-06")];
    embedded.store.leave_out(&slots).await.unwrap();
    let days = [5, 6, 7].map(|day| jiff::civil::date(2026, 10, day)).into();
    let found = embedded.store.left_out(&eight, &days).await.unwrap();
    assert_eq!(found.into_values().collect::<Vec<_>>(), [slots[0].clone(), slots[2].clone()]);
    assert!(embedded.store.left_out(&slot("Europe/Berlin", "09:00"), &days).await.unwrap().is_empty());
}
