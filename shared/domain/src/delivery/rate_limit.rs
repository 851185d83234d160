//! The rate limit of a worker: a maximum number of messages per second, and fewer while Twilio reports too many
//! requests.

use async_trait::async_trait;
use std::time::Duration;

/// How many messages may be sent without a pause between them after an idle time.
const BURST: u32 = 2;
/// The maximum factor by which the rate is reduced.
const SLOWEST: u32 = 16;

/// Limits the rate at which messages are sent.
#[async_trait]
pub trait RateLimit: Send + Sync {
    /// Waits until one more message may be sent.
    async fn acquire(&self);

    /// Records that Twilio received too many requests: the rate is halved from now on.
    fn slow_down(&self);

    /// Records that Twilio accepted a message: the rate increases a little, up to the full rate.
    fn speed_up(&self);
}

/// The calculation of when the next message may be sent. Times are durations since an arbitrary fixed moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateLimiter {
    interval: Duration,
    slower: u32,
    next: Duration,
}

impl RateLimiter {
    /// Creates the rate limit for one of `workers` workers that share a sender of `per_second` messages a second, such
    /// that all of them together never exceed that in any second, including bursts. Both are at least 1.
    #[must_use]
    pub fn shared(per_second: u32, workers: u32) -> Self {
        let workers = workers.max(1);
        let steady = per_second.saturating_sub(workers * BURST).max(1);
        Self { interval: Duration::from_secs(1) * workers / steady, slower: 1, next: Duration::ZERO }
    }

    /// Reserves the next slot, and returns its time.
    pub fn reserve(&mut self, now: Duration) -> Duration {
        let interval = self.interval * self.slower;
        let turn = self.next.max(now.saturating_sub(interval * (BURST - 1)));
        self.next = turn + interval;
        turn.max(now)
    }

    /// Halves the rate.
    pub fn slow_down(&mut self) {
        self.slower = (self.slower * 2).min(SLOWEST);
    }

    /// Raises the rate by one step, up to the full rate.
    pub fn speed_up(&mut self) {
        self.slower = (self.slower - 1).max(1);
    }
}

#[cfg(test)]
mod tests;
