//! The queue of the schedule: hands every job out at least once, some late by seconds or hours, some twice, in any order,
//! and again if it was not done in time.

use super::scene::{HOUR, MINUTE};
use crate::actions::tally::Tally;
use async_trait::async_trait;
use domain::message::job::QueueError;
use domain::schedule::due::DueSlot;
use domain::schedule::job::{DelayedJob, SchedulePayload, ScheduleQueue, ScheduledJob};
use fastrand::Rng;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

/// How long a job that was handed out stays invisible, in milliseconds.
const VISIBILITY_TIMEOUT: i64 = 360_000;
/// How often a job is handed out at most: the last times nothing goes wrong.
const MOST_RECEIVED: u32 = 12;

/// A job in the queue, as it is stored there.
#[derive(Debug, Clone)]
pub(super) struct Queued {
    pub(super) body: String,
    pub(super) received: u32,
}

/// The deliberate faults of a queue.
#[derive(Clone, Copy)]
pub(super) struct Tricks {
    /// Whether a job is taken and lost.
    pub(super) loses: fn(&ScheduledJob, &mut Rng) -> bool,
    /// Whether the queue says that it took all when it did not.
    pub(super) swallows_failures: bool,
    /// Changes a job.
    pub(super) changes: fn(&mut ScheduledJob),
}

impl Tricks {
    pub(super) const NONE: Self = Self { loses: |_, _| false, swallows_failures: false, changes: |_| {} };
}

/// The queue.
pub(super) struct Line(Mutex<State>);

struct State {
    now: i64,
    random: Rng,
    /// How many in a hundred jobs something happens to.
    often: u32,
    jobs: BTreeMap<(i64, u64), Queued>,
    number: u64,
    /// By how much the jobs of each place and date were late in all.
    late: HashMap<DueSlot, i64>,
    tricks: Tricks,
    tally: Tally,
}

/// Returns what a job is for.
pub(super) fn due_of(job: &ScheduledJob) -> DueSlot {
    match job {
        ScheduledJob::Page(job) => job.due.clone(),
        ScheduledJob::Workspace(job) | ScheduledJob::Correction(job) => job.due.clone(),
        ScheduledJob::Place(job) => panic!("nobody asked for {job:?}"),
    }
}

impl Line {
    pub(super) fn new(random: Rng, often: u32, tricks: Tricks) -> Self {
        let (jobs, late, tally) = (BTreeMap::new(), HashMap::new(), Tally::default());
        Self(Mutex::new(State { now: 0, random, often, jobs, number: 0, late, tricks, tally }))
    }

    pub(super) fn set_now(&self, now: i64) {
        self.0.lock().unwrap().now = now;
    }

    /// Returns when the next job is handed out.
    pub(super) fn next(&self) -> Option<i64> {
        self.0.lock().unwrap().jobs.keys().next().map(|(at, _)| *at)
    }

    /// Takes jobs that can be handed out by now, at most so many.
    pub(super) fn take(&self, now: i64, most: usize) -> Vec<Queued> {
        let jobs = &mut self.0.lock().unwrap().jobs;
        let places: Vec<_> = jobs.range(..=(now, u64::MAX)).map(|(place, _)| *place).take(most).collect();
        let taken = places.iter().filter_map(|place| jobs.remove(place));
        taken.map(|job| Queued { received: job.received + 1, ..job }).collect()
    }

    /// Ends a job that a worker had: it is gone if done, or comes again.
    pub(super) fn returned(&self, queued: Queued, done: bool) {
        let mut state = self.0.lock().unwrap();
        if done && (queued.received > 2 || !state.happens(4)) {
            return;
        }
        assert!(queued.received < MOST_RECEIVED, "a job is never done: {}", queued.body);
        state.tally.count(if done { "jobs done and handed out again" } else { "jobs not done" });
        let again = state.now + VISIBILITY_TIMEOUT;
        state.enter(again, queued);
    }

    /// Returns by how much the jobs of a place and date were late in all.
    pub(super) fn lateness(&self, due: &DueSlot) -> i64 {
        self.0.lock().unwrap().late.get(due).copied().unwrap_or_default()
    }

    pub(super) fn tally(&self) -> Tally {
        self.0.lock().unwrap().tally.clone()
    }
}

impl State {
    fn happens(&mut self, rarer: u32) -> bool {
        self.random.u32(..100 * rarer) < self.often
    }

    fn enter(&mut self, at: i64, queued: Queued) {
        self.number += 1;
        self.jobs.insert((at, self.number), queued);
    }

    /// Adds a job, now and then late or twice.
    fn put(&mut self, job: &DelayedJob) {
        let mut what = job.job.clone();
        (self.tricks.changes)(&mut what);
        if (self.tricks.loses)(&what, &mut self.random) {
            return;
        }
        let at = self.now + job.delay_seconds * 1_000 + self.random.i64(0..3_000);
        let late = self.late_by();
        if let ScheduledJob::Correction(job) = &what {
            // No digest waits for it. Nothing arrives in these mornings, so that it would look again for twelve hours.
            if self.now > job.due.at.as_millisecond() + HOUR {
                return;
            }
        } else {
            *self.late.entry(due_of(&what)).or_default() += late;
        }
        let body = serde_json::to_string(&SchedulePayload::V1(what)).unwrap();
        if self.happens(1) {
            self.tally.count("jobs twice");
            let again = at + self.random.i64(0..6 * HOUR);
            self.enter(again, Queued { body: body.clone(), received: 0 });
        }
        self.enter(at + late, Queued { body, received: 0 });
    }

    fn late_by(&mut self) -> i64 {
        if self.happens(4) {
            self.tally.count("jobs late by hours");
            return self.random.i64(HOUR..5 * HOUR);
        }
        if self.happens(1) {
            self.tally.count("jobs late");
            return self.random.i64(1_000..10 * MINUTE);
        }
        0
    }
}

#[async_trait]
impl ScheduleQueue for Line {
    async fn send(&self, jobs: &[DelayedJob]) -> Result<(), QueueError> {
        let mut state = self.0.lock().unwrap();
        let fails = state.happens(2);
        let taken = if fails { state.random.usize(..=jobs.len()) } else { jobs.len() };
        jobs[..taken].iter().for_each(|job| state.put(job));
        if fails && !state.tricks.swallows_failures {
            state.tally.count("jobs that the queue did not take");
            return Err(QueueError::Unavailable("the queue fails".into()));
        }
        Ok(())
    }
}
