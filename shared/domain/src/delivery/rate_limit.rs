//! The pace of a worker: so many messages a second at most, fewer while Twilio says that it is too much.

use async_trait::async_trait;
use std::time::Duration;

/// How many messages may go out without a pause between them after a rest.
const BURST: u32 = 2;
/// By how much the pace is slower at most.
const SLOWEST: u32 = 16;

/// Lets messages out one after the other.
#[async_trait]
pub trait RateLimit: Send + Sync {
    /// Waits until it is the turn of one more message.
    async fn acquire(&self);

    /// Notes that Twilio had too many requests: from now on at half the pace.
    fn slow_down(&self);

    /// Notes that Twilio took a message: a little faster again, up to the full pace.
    fn speed_up(&self);
}

/// The pace as a calculation: when the next message may go out. Times are since any fixed moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateLimiter {
    interval: Duration,
    slower: u32,
    next: Duration,
}

impl RateLimiter {
    /// Makes the pace of one of several workers that share a sender of so many messages a second, such that all of them
    /// together never send more than that in any second, bursts included. Both are at least 1.
    #[must_use]
    pub fn shared(per_second: u32, workers: u32) -> Self {
        let workers = workers.max(1);
        let steady = per_second.saturating_sub(workers * BURST).max(1);
        Self { interval: Duration::from_secs(1) * workers / steady, slower: 1, next: Duration::ZERO }
    }

    /// Takes the next turn at a time; gives when it is.
    pub fn reserve(&mut self, now: Duration) -> Duration {
        let interval = self.interval * self.slower;
        let turn = self.next.max(now.saturating_sub(interval * (BURST - 1)));
        self.next = turn + interval;
        turn.max(now)
    }

    /// Halves the pace.
    pub fn slow_down(&mut self) {
        self.slower = (self.slower * 2).min(SLOWEST);
    }

    /// Goes a step back towards the full pace.
    pub fn speed_up(&mut self) {
        self.slower = (self.slower - 1).max(1);
    }
}

#[cfg(test)]
mod tests;
