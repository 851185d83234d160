//! The queue of files that came in. It gives a file to another worker unless the one that has it says in time that it is still
//! at it.

use crate::message::job::QueueError;
use async_trait::async_trait;

/// For how many seconds the queue keeps a file from other workers after each word of the one that has it.
pub const HOLD_SECONDS: i32 = 60;
/// After how many seconds a file comes again while another one of its workspace is imported: soon when it is new, and later
/// the longer it has waited, so that the queue gives it for days before it counts as hopeless.
#[must_use]
pub fn turn_seconds(waited_seconds: i64) -> i32 {
    i32::try_from((waited_seconds / 10).clamp(15, 300)).unwrap_or(300)
}

/// The queue of files, as a worker uses it that was given one.
#[async_trait]
pub trait ImportQueue: Send + Sync {
    /// Keeps a file from other workers for so many seconds from now on. `handle` is what the queue called it when it gave
    /// it.
    ///
    /// # Errors
    /// If the queue does not answer.
    async fn hold(&self, handle: &str, seconds: i32) -> Result<(), QueueError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_waits_for_its_turn_comes_back_for_days_before_the_queue_gives_it_up() {
        let (mut waited, mut receives) = (0_i64, 0);
        while waited < 3 * 24 * 3_600 {
            waited += i64::from(turn_seconds(waited));
            receives += 1;
        }
        assert!(receives < 1_000, "{receives}");
        assert_eq!((turn_seconds(0), turn_seconds(i64::MAX)), (15, 300));
    }
}
