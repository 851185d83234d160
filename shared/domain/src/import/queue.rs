//! The queue of files that came in. It gives a file to another worker unless the one that has it says in time that it is still
//! at it.

use crate::message::job::QueueError;
use async_trait::async_trait;

/// For how many seconds the queue keeps a file from other workers after each word of the one that has it.
pub const HOLD_SECONDS: i32 = 60;
/// After how many seconds a file comes again while another one of its workspace is imported.
pub const TURN_SECONDS: i32 = 15;

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
