//! Virtual time: scheduled events, ordered by time and then by a random draw, and the pauses of tasks, which end as
//! time advances.

use super::events::Event;
use domain::clock::Clock;
use fastrand::Rng;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// Events scheduled within this many milliseconds happen at the same time.
const AT_ONCE: i64 = 15;

/// The time of a run, in milliseconds since 1970, with all scheduled events. Clones share the same time.
#[derive(Clone)]
pub(super) struct Time(Arc<Mutex<Plan>>);

struct Plan {
    now: i64,
    number: u64,
    random: Rng,
    entries: BinaryHeap<Reverse<Entry>>,
    /// The pauses that have not ended.
    asleep: HashMap<u64, Option<Waker>>,
}

struct Entry {
    at: i64,
    draw: u16,
    number: u64,
    /// `None` is the end of a pause.
    event: Option<Event>,
}

impl Time {
    /// Starts at an instant; events in the same millisecond happen in an order generated from the seed.
    pub(super) fn beginning(at: Timestamp, seed: u64) -> Self {
        let (random, entries) = (Rng::with_seed(seed), BinaryHeap::new());
        let now = at.as_millisecond();
        Self(Arc::new(Mutex::new(Plan { now, number: 0, random, entries, asleep: HashMap::new() })))
    }

    pub(super) fn milliseconds(&self) -> i64 {
        self.0.lock().unwrap().now
    }

    /// Schedules an event after this many milliseconds.
    pub(super) fn after(&self, milliseconds: i64, event: Event) {
        let mut plan = self.0.lock().unwrap();
        let at = plan.now + milliseconds.max(0);
        plan.enter(at, Some(event));
    }

    /// Returns the number of tasks that are pausing.
    pub(super) fn asleep(&self) -> usize {
        self.0.lock().unwrap().asleep.len()
    }

    /// Pauses a task.
    pub(super) fn pause(&self, milliseconds: i64) -> Pause {
        Pause { time: self.clone(), milliseconds, number: None }
    }

    /// Advances to the next moment: returns its events and ends the pauses that are over, or returns `None` if
    /// nothing is scheduled.
    pub(super) fn go_on(&self) -> Option<Vec<Event>> {
        let mut plan = self.0.lock().unwrap();
        let first = loop {
            let Reverse(entry) = plan.entries.peek()?;
            if entry.event.is_some() || plan.asleep.contains_key(&entry.number) {
                break entry.at;
            }
            plan.entries.pop();
        };
        let (mut events, mut woken) = (Vec::new(), Vec::new());
        while let Some(Reverse(entry)) = plan.entries.peek().filter(|entry| entry.0.at <= first + AT_ONCE) {
            plan.now = plan.now.max(entry.at);
            let Some(Reverse(entry)) = plan.entries.pop() else { break };
            match entry.event {
                Some(event) => events.push(event),
                None => woken.extend(plan.asleep.remove(&entry.number)),
            }
        }
        drop(plan);
        woken.into_iter().flatten().for_each(Waker::wake);
        Some(events)
    }
}

impl Plan {
    fn enter(&mut self, at: i64, event: Option<Event>) -> u64 {
        self.number += 1;
        let (draw, number) = (self.random.u16(..), self.number);
        self.entries.push(Reverse(Entry { at, draw, number, event }));
        number
    }
}

impl Clock for Time {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.milliseconds()).unwrap()
    }
}

/// The pause of a task. If the task ends earlier, the pause is cancelled.
pub(super) struct Pause {
    time: Time,
    milliseconds: i64,
    number: Option<u64>,
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let time = self.time.clone();
        let mut plan = time.0.lock().unwrap();
        let number = match self.number {
            None if self.milliseconds <= 0 => return Poll::Ready(()),
            None => {
                let at = plan.now + self.milliseconds;
                *self.number.insert(plan.enter(at, None))
            }
            Some(number) if !plan.asleep.contains_key(&number) => return Poll::Ready(()),
            Some(number) => number,
        };
        plan.asleep.insert(number, Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Pause {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.time.0.lock().unwrap().asleep.remove(&number);
        }
    }
}

impl Entry {
    fn place(&self) -> (i64, u16, u64) {
        (self.at, self.draw, self.number)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.place().cmp(&other.place())
    }
}
