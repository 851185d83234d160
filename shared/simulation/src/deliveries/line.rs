//! The delivery queue: delivers every job at least once, some late, some twice, and again if it was not finished in
//! time.

use super::events::{Event, Queued};
use super::time::Time;
use super::weather::{Weather, happens};
use crate::actions::tally::Tally;
use async_trait::async_trait;
use domain::message::job::{DeliveryPayload, DeliveryQueue, QueueError, QueueJob};
use fastrand::Rng;
use std::sync::Mutex;

/// How long a received job stays invisible, in milliseconds.
const VISIBILITY_TIMEOUT: i64 = 180_000;
/// The number of receives after which an unfinished job is moved to the dead-letter queue.
const MOST_RECEIVED: u32 = 5;

/// The queue, with its dead-letter queue.
pub(super) struct Line {
    time: Time,
    often: u32,
    state: Mutex<(Rng, Tally)>,
}

impl Line {
    pub(super) fn new(time: Time, weather: &Weather, seed: u64) -> Self {
        Self { time, often: weather.queue, state: Mutex::new((Rng::with_seed(seed), Tally::default())) }
    }

    /// Adds a job, as the writer of a message does.
    pub(super) fn put(&self, job: &QueueJob) {
        let (random, tally) = &mut *self.state.lock().unwrap();
        self.enter(random, tally, job, 20);
    }

    fn enter(&self, random: &mut Rng, tally: &mut Tally, job: &QueueJob, delay: i64) {
        let body = serde_json::to_string(&DeliveryPayload::from(job.clone())).unwrap();
        let poison = happens(random, self.often / 8);
        if poison {
            tally.count("jobs that nobody can do");
        }
        self.time.after(delay, Event::Visible(Queued { body, received: 0, poison }));
    }

    /// Handles the end of a job that a worker received at `since`: it is deleted if done, or becomes visible again.
    pub(super) fn returned(&self, queued: Queued, since: i64, done: bool) {
        let (random, tally) = &mut *self.state.lock().unwrap();
        if done && !happens(random, self.often / 4) {
            return;
        }
        tally.count(if done { "jobs done and handed out again" } else { "jobs not done" });
        let again = since + VISIBILITY_TIMEOUT - self.time.milliseconds();
        if queued.received < MOST_RECEIVED {
            self.time.after(again, Event::Visible(queued));
        } else if random.bool() {
            tally.count("jobs put aside and redriven days later");
            let days = random.i64(1..=3) * 24 * 3_600_000;
            self.time.after(days, Event::Visible(Queued { received: 0, poison: false, ..queued }));
        } else {
            tally.count("jobs put aside for good");
        }
    }

    pub(super) fn tally(&self) -> Tally {
        self.state.lock().unwrap().1.clone()
    }
}

#[async_trait]
impl DeliveryQueue for Line {
    async fn send_jobs(&self, jobs: &[QueueJob], delay_seconds: i64) -> Result<(), QueueError> {
        let (wait, fails) = {
            let (random, _) = &mut *self.state.lock().unwrap();
            (random.i64(5..60), happens(random, self.often / 4))
        };
        self.time.pause(wait).await;
        let (random, tally) = &mut *self.state.lock().unwrap();
        let taken = if fails { random.usize(..=jobs.len()) } else { jobs.len() };
        for job in &jobs[..taken] {
            let mut delay = delay_seconds * 1_000 + random.i64(5..300);
            if happens(random, self.often) {
                tally.count("jobs late");
                delay += random.i64(1_000..120_000);
            }
            self.enter(random, tally, job, delay);
            if happens(random, self.often) {
                tally.count("jobs twice");
                let again = delay + random.i64(0..200_000);
                self.enter(random, tally, job, again);
            }
        }
        if fails {
            tally.count("jobs that the queue did not take");
            return Err(QueueError::Unavailable("the queue fails".into()));
        }
        Ok(())
    }
}
