//! An instance of the delivery function: its connection to the store, its rate limit, and its knowledge of Twilio's
//! health. It handles one batch at a time and crashes as a whole.

use super::time::Time;
use super::weather::{Weather, happens};
use app::delivery::contents::ContentCache;
use async_trait::async_trait;
use domain::delivery::breaker::SenderHealth;
use domain::delivery::rate_limit::{RateLimit, RateLimiter};
use fastrand::Rng;
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::embedded::{EmbeddedStore, FaultPlan};

/// An instance.
pub(super) struct Process {
    pub(super) store: EmbeddedStore,
    /// The number of unfinished jobs in its batch.
    pub(super) busy: Cell<usize>,
    memory: RefCell<Arc<Memory>>,
    time: Time,
    workers: u32,
}

/// The state that an instance loses in a crash.
pub(super) struct Memory {
    pub(super) pace: VirtualRateLimit,
    pub(super) health: SenderHealth,
    pub(super) contents: ContentCache,
}

impl Process {
    /// Starts one of several instances.
    pub(super) fn new(table: &EmbeddedStore, time: &Time, plan: FaultPlan, workers: u32) -> Self {
        let (store, time) = (table.another_worker().with_faults(plan), time.clone());
        let memory = RefCell::new(Memory::fresh(&time, workers));
        Self { store, busy: Cell::new(0), memory, time, workers }
    }

    /// Makes the instance stall occasionally after a write.
    pub(super) fn stalls(&self, weather: &Weather, seed: u64) {
        let (time, often) = (self.time.clone(), weather.stalls);
        let random = Mutex::new(Rng::with_seed(seed));
        let stall = move |operation: &str| {
            let mut random = random.lock().unwrap();
            let is_still = operation == "TransactWriteItems" && happens(&mut random, often);
            let wait = if is_still { random.i64(1_000..150_000) } else { random.i64(0..3) };
            let pause = time.pause(wait);
            Box::pin(pause) as futures::future::BoxFuture<'static, ()>
        };
        self.store.set_stall(Arc::new(stall));
    }

    pub(super) fn memory(&self) -> Arc<Memory> {
        self.memory.borrow().clone()
    }

    /// Records that a job of the batch is finished or died with its worker; after the last one, a crashed instance is
    /// restarted.
    pub(super) fn one_less(&self) {
        self.busy.set(self.busy.get() - 1);
        if self.busy.get() == 0 && self.store.has_crashed() {
            self.store.restart();
            *self.memory.borrow_mut() = Memory::fresh(&self.time, self.workers);
        }
    }
}

impl Memory {
    fn fresh(time: &Time, workers: u32) -> Arc<Self> {
        let pace = Mutex::new(RateLimiter::shared(80, workers));
        let pace = VirtualRateLimit { time: time.clone(), began: time.milliseconds(), pace };
        Arc::new(Self { pace, health: SenderHealth::default(), contents: ContentCache::default() })
    }
}

/// The calculated rate limit, with waits in virtual time.
pub(super) struct VirtualRateLimit {
    time: Time,
    began: i64,
    pace: Mutex<RateLimiter>,
}

#[async_trait]
impl RateLimit for VirtualRateLimit {
    async fn acquire(&self) {
        let now = Duration::from_millis((self.time.milliseconds() - self.began).unsigned_abs());
        let turn = self.pace.lock().unwrap().reserve(now);
        let wait = i64::try_from((turn - now).as_micros().div_ceil(1_000)).unwrap();
        self.time.pause(wait).await;
    }

    fn slow_down(&self) {
        self.pace.lock().unwrap().slow_down();
    }

    fn speed_up(&self) {
        self.pace.lock().unwrap().speed_up();
    }
}
