//! Claims about the schedule at work: from the tick to the queue of digests, on the real engine.

use super::*;
use domain::clock::FixedClock;
use domain::identity::MemberId;
use domain::schedule::job::WorkspaceJob;
use domain::testing::{RecordingSchedule, maya, settings, subscription, workspace};
use jiff::civil::date;
use std::collections::BTreeMap;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::{store_one, store_workspace};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

struct Clockwork {
    embedded: EmbeddedStore,
    queue: RecordingSchedule,
}

impl Clockwork {
    /// A workspace in whose schedule everybody is due at eight in New York, planned until shortly before that.
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        let clockwork = Self { embedded, queue: RecordingSchedule::default() };
        clockwork.tick("2026-10-06T11:58:30Z").await.unwrap();
        clockwork.embedded.calls.take();
        clockwork
    }

    fn deps<'a>(&'a self, clock: &'a FixedClock) -> ScheduleDeps<'a> {
        let store = &self.embedded.store;
        ScheduleDeps { store, queue: &self.queue, clock, per_second: 80, zone_rules: "2026b" }
    }

    async fn tick(&self, now: &str) -> Result<Ticked, ScheduleError> {
        tick(&self.deps(&FixedClock(at(now)))).await
    }

    /// Reads every page that is queued, and returns what workspaces are to do.
    async fn work(&self, now: &str) -> Vec<WorkspaceJob> {
        let mut found = Vec::new();
        loop {
            let jobs = self.queue.take();
            if jobs.is_empty() {
                return found;
            }
            for DelayedJob { job, .. } in jobs {
                match job {
                    ScheduledJob::Page(job) => {
                        read_page(&self.deps(&FixedClock(at(now))), &job).await.unwrap();
                    }
                    ScheduledJob::Workspace(job) => found.push(job),
                    job @ (ScheduledJob::Place(_) | ScheduledJob::Correction(_)) => panic!("{job:?}"),
                }
            }
        }
    }
}

fn planned(due: usize, left_out: usize, behind_seconds: i64) -> Ticked {
    Ticked::Planned { due, left_out, behind_seconds }
}

#[tokio::test]
async fn a_tick_finds_everybody_who_is_due_in_its_minute_and_nobody_else() {
    let clockwork = Clockwork::start().await;
    assert_eq!(clockwork.tick("2026-10-06T11:59:05Z").await.unwrap(), planned(0, 0, 0));
    assert_eq!(clockwork.tick("2026-10-06T12:00:05Z").await.unwrap(), planned(1, 0, 5));
    let jobs = clockwork.work("2026-10-06T12:00:06Z").await;
    let [job] = &jobs[..] else { panic!("{jobs:?}") };
    let members: Vec<&str> = job.members.iter().map(MemberId::as_str).collect();
    assert_eq!((members, job.due.date), (vec!["anna", "lee", "maya"], date(2026, 10, 6)));
    assert_eq!(clockwork.tick("2026-10-06T12:00:55Z").await.unwrap(), Ticked::NothingToPlan);
    assert_eq!(clockwork.tick("2026-10-06T12:01:05Z").await.unwrap(), planned(0, 0, 0));
    assert!(clockwork.work("2026-10-06T12:01:06Z").await.is_empty());
}

#[tokio::test]
async fn a_tick_without_anybody_due_is_three_calls_and_each_slot_that_is_due_four_more() {
    let clockwork = Clockwork::start().await;
    clockwork.tick("2026-10-06T11:59:05Z").await.unwrap();
    assert_eq!(clockwork.embedded.calls.take(), ["UpdateItem", "Query", "UpdateItem"]);
    clockwork.tick("2026-10-06T12:00:05Z").await.unwrap();
    assert_eq!(clockwork.embedded.calls.take().len(), 3 + 4);
}

#[tokio::test]
async fn ticks_that_were_missed_are_made_up_for_and_what_is_too_old_is_left_out() {
    let clockwork = Clockwork::start().await;
    assert_eq!(clockwork.tick("2026-10-06T12:40:00Z").await.unwrap(), planned(1, 0, 2400));
    assert_eq!(clockwork.tick("2026-10-07T16:30:00Z").await.unwrap(), planned(0, 1, 16_200));
    let slot = domain::schedule::slot::Slot::of(&maya(), &subscription(&maya()));
    let dates = [date(2026, 10, 6), date(2026, 10, 7)].into();
    let left_out = clockwork.embedded.store.left_out(&slot, &dates).await.unwrap();
    assert_eq!(left_out.iter().map(|due| due.date).collect::<Vec<_>>(), [date(2026, 10, 7)]);
}

#[tokio::test]
async fn what_a_tick_could_not_queue_the_next_one_queues() {
    let clockwork = Clockwork::start().await;
    *clockwork.queue.fails_after.lock().unwrap() = Some(0);
    assert!(matches!(clockwork.tick("2026-10-06T12:00:05Z").await, Err(ScheduleError::Queue(_))));
    *clockwork.queue.fails_after.lock().unwrap() = None;
    clockwork.queue.take();
    assert_eq!(clockwork.tick("2026-10-06T12:01:05Z").await.unwrap(), planned(1, 0, 65));
    assert_eq!(clockwork.work("2026-10-06T12:01:06Z").await.len(), 1);
}

#[tokio::test]
async fn a_tick_that_died_holds_the_schedule_up_for_a_minute_and_a_quarter_at_most() {
    let clockwork = Clockwork::start().await;
    clockwork.embedded.store.claim_tick(at("2026-10-06T12:00:05Z")).await.unwrap().unwrap();
    assert_eq!(clockwork.tick("2026-10-06T12:01:05Z").await.unwrap(), Ticked::AnotherTick);
    assert_eq!(clockwork.tick("2026-10-06T12:02:05Z").await.unwrap(), planned(1, 0, 125));
}

#[tokio::test]
async fn only_lists_with_people_are_queued_and_they_share_the_rate_by_their_people() {
    let clockwork = Clockwork::start().await;
    clockwork.tick("2026-10-06T12:00:05Z").await.unwrap();
    let pages = clockwork.queue.take();
    let [DelayedJob { job: ScheduledJob::Page(page), .. }] = &pages[..] else { panic!("{pages:?}") };
    assert_eq!((page.own, page.total, page.not_before), (3, 3, at("2026-10-06T12:00:05Z")));
}

#[tokio::test]
async fn a_page_is_put_off_while_the_sender_has_others_before_it() {
    let clockwork = Clockwork::start().await;
    clockwork.tick("2026-10-06T12:00:05Z").await.unwrap();
    let pages = clockwork.queue.take();
    let [DelayedJob { job: ScheduledJob::Page(page), .. }] = &pages[..] else { panic!("{pages:?}") };
    let busy = PageJob { not_before: at("2026-10-06T12:10:00Z"), ..page.clone() };
    let clock = FixedClock(at("2026-10-06T12:00:10Z"));
    assert_eq!(read_page(&clockwork.deps(&clock), &busy).await.unwrap(), 0);
    let again = DelayedJob { job: ScheduledJob::Page(busy.clone()), delay_seconds: 590 };
    assert_eq!(clockwork.queue.take(), [again]);
    let clock = FixedClock(at("2026-10-06T12:10:00Z"));
    assert_eq!(read_page(&clockwork.deps(&clock), &busy).await.unwrap(), 3);
}

#[tokio::test]
async fn a_reconciliation_gives_everybody_the_place_that_the_settings_say_and_fails_where_it_cannot() {
    let clockwork = Clockwork::start().await;
    let store = &clockwork.embedded.store;
    let mut late_riser = subscription(&maya());
    late_riser.digest_time = jiff::civil::time(10, 30, 0, 0);
    store_one(store, &Key::subscription(&workspace().id, &maya().id), &late_riser).await;
    let mut beta = settings();
    beta.workspace.id = "beta".parse().unwrap();
    store.save_settings(&beta).await.unwrap();
    let mut lost = beta.members[0].clone();
    lost.zone = "Mars/Olympus".to_owned();
    store_one(store, &Key::member(&beta.workspace.id, &lost.id), &lost).await;

    let clock = FixedClock(at("2026-10-06T02:45:00Z"));
    assert_eq!(reconcile(&clockwork.deps(&clock)).await.unwrap(), 2);
    let mut failed = Vec::new();
    for DelayedJob { job, .. } in clockwork.queue.take() {
        let ScheduledJob::Place(job) = job else { panic!("{job:?}") };
        failed.extend(
            place(store, &job).await.err().map(|error| (job.workspace.to_string(), error.to_string())),
        );
    }
    let [(workspace, why)] = &failed[..] else { panic!("{failed:?}") };
    assert!(workspace == "beta" && why.contains("such as Europe/Berlin"), "{why}");
    clockwork.tick("2026-10-06T14:30:05Z").await.unwrap();
    let mut people = BTreeMap::new();
    for job in clockwork.work("2026-10-06T14:30:06Z").await {
        people.insert(job.due.slot.minute.to_string(), job.members.len());
    }
    assert_eq!(people.get("10:30"), Some(&1), "{people:?}");
}
