//! A run: ticks, jobs and changes of settings happen in the order of their time until all is done. Minutes in which nobody
//! is due are mostly skipped, because a tick that was missed is like one that had nothing to plan.

use super::line::Queued;
use super::scene::{HOUR, MINUTE, Scene};
use super::world::{WORKERS, World, instant};
use crate::actions::tally::Tally;
use app::schedule::{ScheduleError, Ticked};
use fastrand::Rng;
use futures::future::join_all;
use jiff::Timestamp;
use std::collections::VecDeque;

/// The longest time between two ticks that nothing made late.
pub(super) const LONGEST_PAUSE: i64 = 100 * MINUTE;
/// For how long the schedule ticks each minute after somebody was due.
const EACH_MINUTE: i64 = 4 * MINUTE;
/// After how many ticks that failed nothing goes wrong.
const MOST_FAILURES: u32 = 3;
/// How often a job is handed out with faults at most.
const MOST_FAULTY: u32 = 3;

/// A run in progress.
pub(super) struct Run<'w> {
    pub(super) scene: &'w Scene,
    pub(super) world: &'w World,
    random: Rng,
    now: i64,
    next_tick: i64,
    failures: u32,
    /// By how much the clock of each worker is wrong, in milliseconds.
    wrong_by: [i64; WORKERS],
    /// The changes to come: when, who, which chapter.
    changes: VecDeque<(i64, usize, usize)>,
    pub(super) tally: Tally,
}

fn changes(scene: &Scene) -> VecDeque<(i64, usize, usize)> {
    let of = |who: usize| {
        let chapters = scene.people[who].chapters.iter().enumerate().skip(1);
        chapters.map(move |(number, chapter)| (chapter.from, who, number))
    };
    let mut all: Vec<_> = (0..scene.people.len()).flat_map(of).collect();
    all.sort_unstable();
    all.into()
}

/// Returns what became of a tick, for the tally.
fn told(ticked: &Option<Result<Ticked, ScheduleError>>) -> &'static str {
    match ticked {
        None => "ticks that died",
        Some(Err(_)) => "ticks that failed",
        Some(Ok(Ticked::AnotherTick)) => "ticks while another one was at work",
        Some(Ok(Ticked::NothingToPlan)) => "ticks with nothing to plan",
        Some(Ok(Ticked::Planned { left_out: 1.., .. })) => "ticks that left something out",
        Some(Ok(Ticked::Planned { .. })) => "ticks that planned",
    }
}

impl<'w> Run<'w> {
    pub(super) fn new(scene: &'w Scene, world: &'w World, mut random: Rng) -> Self {
        let begins = scene.begins.as_millisecond();
        let wrong_by = [(); WORKERS].map(|()| random.i64(-5_000..=5_000));
        let (changes, tally) = (changes(scene), Tally::default());
        Self { scene, world, random, now: begins, next_tick: begins, failures: 0, wrong_by, changes, tally }
    }

    /// Runs until the end of the last day and of the last job.
    pub(super) async fn until_the_end(&mut self) {
        loop {
            let job_at = self.world.line.next().map(|at| self.scene.works_from(at.max(self.now), false));
            let change_at = self.changes.front().map(|change| change.0);
            let tick_at = Some(self.next_tick).filter(|at| *at < self.scene.ends);
            let Some(next) = [tick_at, job_at, change_at].into_iter().flatten().min() else { break };
            self.now = next.max(self.now);
            self.world.line.set_now(self.now);
            if change_at == Some(next) {
                self.change().await;
            } else if job_at == Some(next) {
                self.work().await;
            } else {
                self.tick().await;
            }
        }
    }

    async fn change(&mut self) {
        let Some((_, who, chapter)) = self.changes.pop_front() else { return };
        let person = &self.scene.people[who];
        self.world.change(person, &person.chapters[chapter].choice).await;
        self.tally.count("people who changed something");
    }

    /// Returns what the clock of a worker shows, which now and then steps back by minutes.
    fn clock(&mut self, worker: usize, at: i64, calm: bool) -> Timestamp {
        let back = if !calm && self.random.u32(..40) == 0 { self.random.i64(MINUTE..10 * MINUTE) } else { 0 };
        if back > 0 {
            self.tally.count("clocks that stepped back");
        }
        instant(at + self.wrong_by[worker] - back)
    }

    /// Prepares so many workers, and returns what their clocks show when they tick.
    fn clocks(&mut self, count: usize, calm: bool) -> Vec<(usize, Timestamp)> {
        let first = self.random.usize(..WORKERS);
        let mut clocks = Vec::new();
        for number in 0..count {
            let worker = (first + number) % WORKERS;
            let (stood, back) = (self.random.bool(), self.random.i64(80_000..200_000));
            self.now += if number > 0 && stood { back } else { 0 };
            self.world.prepare(worker, &mut self.random, calm);
            clocks.push((worker, self.clock(worker, self.now, calm)));
        }
        self.world.line.set_now(self.now);
        clocks
    }

    /// Ticks once, or several times at the same time: then the first may stand still until another one takes over.
    async fn tick(&mut self) {
        let calm = self.failures >= MOST_FAILURES;
        let count = if calm || self.random.u32(..5) > 0 { 1 } else { self.random.usize(2..=WORKERS) };
        if count > 1 {
            self.tally.count("ticks at the same time");
        }
        let clocks = self.clocks(count, calm);
        let rules = self.zone_rules();
        let world = self.world;
        let ticks =
            join_all(clocks.into_iter().map(|(worker, clock)| world.tick(worker, clock, rules))).await;
        let has_planned = |ticked: &Option<_>| matches!(ticked, Some(Ok(Ticked::Planned { .. })));
        self.failures = if ticks.iter().any(has_planned) { 0 } else { self.failures + 1 };
        // One that another one took over from has planned, and does not say up to when.
        self.next_tick = self.tick_after(ticks.iter().all(has_planned));
        ticks.iter().for_each(|ticked| self.tally.count(told(ticked)));
    }

    /// Returns the version of the zone rules of whoever ticks: for an hour after a new one came, it is one or the other.
    fn zone_rules(&mut self) -> &'static str {
        let since = self.now - self.scene.new_rules_at;
        if since > HOUR || since > 0 && self.random.bool() { "2026b" } else { "2026a" }
    }

    /// Returns when the next tick comes.
    fn tick_after(&mut self, planned: bool) -> i64 {
        let (dues, now) = (&self.scene.dues, self.now);
        let jitter = self.random.i64(0..50_000);
        let just_due = self.random.u32(..3) > 0 && dues.range(now - EACH_MINUTE..=now).next().is_some();
        let due = dues.range(now + 1..).next().map_or(i64::MAX, |due| *due);
        let pause = if planned && !just_due { LONGEST_PAUSE } else { MINUTE };
        let mut next = due.min(now + pause) + jitter;
        if self.random.u32(..8) == 0 {
            self.tally.count("ticks missed or late");
            next += self.random.i64(10_000..8 * MINUTE);
        }
        let works = self.scene.works_from(next, true);
        if works > next {
            self.tally.count("outages of ticks");
        }
        works.max(now + 1)
    }

    /// Lets the workers do jobs at the same time.
    async fn work(&mut self) {
        let most = self.random.usize(1..=WORKERS);
        let jobs = self.world.line.take(self.now, most);
        let mut tasks = Vec::new();
        let calm = |queued: &Queued| queued.received > MOST_FAULTY;
        self.world.deliveries_fail(!jobs.iter().any(calm) && self.random.u32(..20) == 0);
        for (worker, queued) in jobs.iter().enumerate() {
            self.world.prepare(worker, &mut self.random, calm(queued));
            let clock = self.clock(worker, self.now, calm(queued));
            tasks.push(self.world.work(worker, clock, queued));
        }
        let done = join_all(tasks).await;
        for (queued, done) in jobs.into_iter().zip(done) {
            self.tally.count("jobs");
            self.world.line.returned(queued, done);
        }
    }
}
