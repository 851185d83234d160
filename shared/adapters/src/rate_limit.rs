//! The rate limit of a running worker: waits, by the machine's clock, until the calculated time.

use async_trait::async_trait;
use domain::delivery::rate_limit::{RateLimit, RateLimiter};
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// The rate limiter of a running worker.
#[derive(Debug)]
pub struct WorkerRateLimit {
    began: Instant,
    pace: Mutex<RateLimiter>,
}

impl WorkerRateLimit {
    /// Creates the rate limit of a worker.
    #[must_use]
    pub fn new(pace: RateLimiter) -> Self {
        Self { began: Instant::now(), pace: Mutex::new(pace) }
    }

    fn change<Output>(&self, change: impl FnOnce(&mut RateLimiter) -> Output) -> Output {
        // The pace is consistent after every change, so a panic elsewhere does not matter.
        change(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl RateLimit for WorkerRateLimit {
    #[expect(clippy::disallowed_methods, reason = "the one place where sending waits for its turn")]
    async fn acquire(&self) {
        let now = self.began.elapsed();
        let turn = self.change(|pace| pace.reserve(now));
        if turn > now {
            tokio::time::sleep(turn - now).await;
        }
    }

    fn slow_down(&self) {
        self.change(RateLimiter::slow_down);
    }

    fn speed_up(&self) {
        self.change(RateLimiter::speed_up);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn a_worker_waits_for_its_turn() {
        let pace = WorkerRateLimit::new(RateLimiter::shared(80, 4));
        let began = Instant::now();
        for _ in 0..19 {
            pace.acquire().await;
        }
        assert!(began.elapsed() >= Duration::from_millis(990), "{:?}", began.elapsed());
    }
}
