//! Claims about the sweep: messages without news are queued again, the nearest deadline first, and ended messages
//! never.

use super::*;
use domain::clock::FixedClock;
use domain::message::{Message, MessageState};
use domain::testing::{RecordingQueue, digest_in, now};
use jiff::SignedDuration;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::store_one;

struct Desk {
    embedded: EmbeddedStore,
    queue: RecordingQueue,
}

impl Desk {
    fn start() -> Self {
        Self { embedded: embedded::start(), queue: RecordingQueue::default() }
    }

    async fn keep(&self, id: &str, change: impl FnOnce(&mut Message)) {
        let mut message = Message { id: id.parse().unwrap(), ..digest_in(MessageState::Queued) };
        message.due_list = Some(Message::due_list_of(&message.id));
        change(&mut message);
        store_one(&self.embedded.store, &Key::message(&message.workspace, &message.id), &message).await;
    }

    async fn sweep(&self, seconds: i64) -> (Swept, Vec<String>) {
        let clock = FixedClock(now() + SignedDuration::from_secs(seconds));
        let deps = SweepDeps { store: &self.embedded.store, queue: &self.queue, clock: &clock };
        let swept = sweep(&deps).await.unwrap();
        let jobs = std::mem::take(&mut *self.queue.jobs.lock().unwrap());
        (swept, jobs.into_iter().map(|(job, _)| job.message.to_string()).collect())
    }
}

#[tokio::test]
async fn a_message_that_nobody_heard_of_is_given_to_a_worker_after_ten_minutes_and_then_every_ten() {
    let desk = Desk::start();
    desk.keep("d-1", |_| {}).await;
    assert_eq!(desk.sweep(599).await.1, Vec::<String>::new());
    assert_eq!(desk.sweep(600).await.1, ["d-1"]);
    assert_eq!(desk.sweep(660).await.1, Vec::<String>::new(), "it was only just given out");
    assert_eq!(desk.sweep(1_200).await.1, ["d-1"]);
}

#[tokio::test]
async fn the_nearest_deadline_comes_first_and_what_is_past_it_is_counted() {
    let desk = Desk::start();
    let begun = now().as_second();
    for (id, deadline) in [("d-1", 5_000), ("d-2", 100), ("d-3", 3_000), ("d-4", 400)] {
        desk.keep(id, |message| message.deadline = EpochSecond::new(begun + deadline)).await;
    }
    let (swept, order) = desk.sweep(700).await;
    assert_eq!(order, ["d-2", "d-4", "d-3", "d-1"]);
    assert_eq!(swept, Swept { queued: 4, past_deadline: 2, oldest_past_deadline_seconds: 600 });
}

#[tokio::test]
async fn what_has_ended_is_never_looked_at() {
    let desk = Desk::start();
    desk.keep("d-1", |message| (message.due_at, message.due_list) = (None, None)).await;
    assert_eq!(desk.sweep(999_999).await, (Swept::default(), Vec::new()));
}

#[tokio::test]
async fn a_sweep_that_cannot_queue_leaves_everything_for_the_next() {
    let desk = Desk::start();
    desk.keep("d-1", |_| {}).await;
    desk.queue.failing.store(true, std::sync::atomic::Ordering::Relaxed);
    let clock = FixedClock(now() + SignedDuration::from_secs(600));
    let deps = SweepDeps { store: &desk.embedded.store, queue: &desk.queue, clock: &clock };
    assert!(matches!(sweep(&deps).await, Err(SweepError::Queue(_))));
    desk.queue.failing.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(desk.sweep(660).await.1, ["d-1"]);
}

#[tokio::test]
async fn every_message_is_in_one_of_the_lists_that_are_swept() {
    let lists: Vec<String> = (0..DUE_LISTS).map(due_list).collect();
    for number in 0..500 {
        let list = Message::due_list_of(&format!("d-{number}").parse().unwrap());
        assert!(lists.contains(&list), "{list}");
    }
}
