//! The rate limit of a running worker: waits by the clock of the machine for the turn that the calculation gives.

use async_trait::async_trait;
use domain::delivery::rate_limit::{Pace, SendPace};
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// The pace of a running worker.
#[derive(Debug)]
pub struct WorkerPace {
    began: Instant,
    pace: Mutex<Pace>,
}

impl WorkerPace {
    /// Begins with a pace.
    #[must_use]
    pub fn new(pace: Pace) -> Self {
        Self { began: Instant::now(), pace: Mutex::new(pace) }
    }

    fn change<Output>(&self, change: impl FnOnce(&mut Pace) -> Output) -> Output {
        // A pace is whole between any two of its changes, whatever panicked.
        change(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl SendPace for WorkerPace {
    #[expect(clippy::disallowed_methods, reason = "the one place where sending waits for its turn")]
    async fn turn(&self) {
        let now = self.began.elapsed();
        let turn = self.change(|pace| pace.take_turn(now));
        if turn > now {
            tokio::time::sleep(turn - now).await;
        }
    }

    fn too_fast(&self) {
        self.change(Pace::slow_down);
    }

    fn well_taken(&self) {
        self.change(Pace::speed_up);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn a_worker_waits_for_its_turn() {
        let pace = WorkerPace::new(Pace::shared(80, 4));
        let began = Instant::now();
        for _ in 0..19 {
            pace.turn().await;
        }
        assert!(began.elapsed() >= Duration::from_millis(990), "{:?}", began.elapsed());
    }
}
