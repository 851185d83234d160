//! The only place where the simulator reads the clock and waits, as it stands in for a network, which does both.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;

/// The grace period for open requests when the simulator stops.
pub(crate) const STOP_GRACE: Duration = Duration::from_secs(2);

/// Returns the current time.
#[expect(clippy::disallowed_methods, reason = "the simulator is the outside world; its decisions take `now`")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
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
