//! The only place where the simulator reads the clock and waits, as it stands in for a network, which does both.

use std::future::Future;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// By how many seconds the phones' clock is ahead: that of the whole stack, of which a process has one.
static AHEAD_SECONDS: AtomicI64 = AtomicI64::new(0);

/// Moves the phones' clock.
pub(crate) fn set_ahead(seconds: i64) {
    AHEAD_SECONDS.store(seconds, Ordering::Relaxed);
}

/// Returns by how many seconds the phones' clock is ahead of the machine's.
pub(crate) fn ahead_seconds() -> i64 {
    AHEAD_SECONDS.load(Ordering::Relaxed)
}

/// The grace period for open requests when the simulator stops.
pub(crate) const STOP_GRACE: Duration = Duration::from_secs(2);

/// Returns the current time.
#[expect(clippy::disallowed_methods, reason = "the simulator is the outside world; its decisions take `now`")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    now.checked_add(SignedDuration::from_secs(ahead_seconds())).unwrap_or(now)
}

/// Waits for the given time.
#[expect(clippy::disallowed_methods, reason = "the simulator stands for a network with delays")]
pub(crate) async fn pass(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Awaits a future for at most the given time; `None` if it takes longer.
pub(crate) async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(limit, future).await.ok()
}
