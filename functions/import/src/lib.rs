//! The `import` function: is told by a queue of the objects that came into the bucket, and imports each of them. What must
//! come again is reported to the queue, with when.

pub mod event;

use crate::event::{NotANotification, created};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use command_center::app::intake::{IntakeDeps, IntakeError, Taken, take};
use command_center::domain::clock::Clock;
use command_center::domain::error::{FailureKind, with_causes};
use command_center::domain::import::log_events::{ENDED, UNPLACED, WAITS};
use command_center::domain::import::object::{Arrival, NoPlacement, ObjectStorage};
use command_center::domain::import::queue::{HOLD_SECONDS, ImportQueue, turn_seconds};
use command_center::domain::import::{ImportReceipt, ImportState};
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::text::hex;
use command_center::store::Store;
use ring::digest::{SHA256, digest};
use serde_json::Value;

/// The function with its dependencies.
pub struct ImportFunction<O, Q, D, C> {
    pub store: Store,
    /// The bucket.
    pub objects: O,
    /// The queue that tells of objects.
    pub queue: Q,
    /// The delivery queue.
    pub delivery: D,
    pub clock: C,
}

/// The payload is no batch of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payload is no batch of the queue that tells of objects in the bucket")]
pub struct NotABatch;

impl FailureKind for NotABatch {
    fn kind(&self) -> &'static str {
        "NotABatch"
    }
}

/// Whether a message is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Yes,
    /// It comes again in so many seconds.
    Again(i32),
}

impl<O: ObjectStorage, Q: ImportQueue, D: DeliveryQueue, C: Clock> ImportFunction<O, Q, D, C> {
    /// Handles one batch of the queue; the response names the messages that come again.
    ///
    /// # Errors
    /// If the payload is no such batch.
    pub async fn handle(&self, payload: Value) -> Result<SqsBatchResponse, NotABatch> {
        let batch: SqsEvent = serde_json::from_value(payload).map_err(|_may_quote| NotABatch)?;
        let mut response = SqsBatchResponse::default();
        for message in batch.records {
            if let Done::Again(seconds) = self.message(&message).await {
                self.hold(&message, seconds).await;
                // Without an identifier the queue gives the whole batch again, which is harmless.
                response.add_failure(message.message_id.unwrap_or_default());
            }
        }
        Ok(response)
    }

    async fn message(&self, message: &SqsMessage) -> Done {
        let objects = match created(message.body.as_deref().unwrap_or_default()) {
            Ok(objects) => objects,
            Err(error @ NotANotification) => {
                tracing::error!(event = UNPLACED, cause = %error, "a message of the import queue was not understood");
                return Done::Yes;
            }
        };
        for object in &objects {
            if let again @ Done::Again(_) = self.object(message, object).await {
                return again;
            }
        }
        Done::Yes
    }

    async fn object(&self, message: &SqsMessage, arrival: &Arrival) -> Done {
        let handle = message.receipt_handle.as_deref().unwrap_or_default();
        // One worker is one delivery of the message: when it comes again, whoever has it is another one.
        let worker = hex(digest(&SHA256, handle.as_bytes()).as_ref());
        let deps = IntakeDeps {
            store: &self.store,
            objects: &self.objects,
            queue: &self.queue,
            handle,
            delivery: &self.delivery,
            clock: &self.clock,
            worker: &worker,
        };
        let waited_seconds = self.clock.now().duration_since(arrival.at).as_secs();
        match Box::pin(take(&deps, arrival)).await {
            Ok(taken) => done(&taken, waited_seconds),
            // Whoever took over ends the receipt; until that is seen, nothing is done.
            Err(IntakeError::TakenOver) => Done::Again(HOLD_SECONDS),
            Err(error) => {
                tracing::error!(
                    event = WAITS,
                    waited_seconds,
                    cause = with_causes(&error),
                    "an import could not be finished"
                );
                Done::Again(HOLD_SECONDS)
            }
        }
    }

    /// Says when a message comes again. If that cannot be said, it comes when the queue's own time is over.
    async fn hold(&self, message: &SqsMessage, seconds: i32) {
        let handle = message.receipt_handle.as_deref().unwrap_or_default();
        if let Err(error) = self.queue.hold(handle, seconds).await {
            tracing::warn!(
                cause = with_causes(&error),
                "the import queue was not told when to give a file again"
            );
        }
    }
}

/// Logs what became of an object, and says whether it comes again.
fn done(taken: &Taken, waited_seconds: i64) -> Done {
    match taken {
        Taken::Ended(receipt) => tell_ended(receipt),
        Taken::Known => tracing::info!("an object was imported before"),
        Taken::Running => return Done::Again(HOLD_SECONDS),
        Taken::OthersTurn => {
            tracing::info!(event = WAITS, waited_seconds, "a file waits for its turn");
            return Done::Again(turn_seconds(waited_seconds));
        }
        Taken::Nowhere(NoPlacement::Marker) => tracing::info!("an object is a marker and no file"),
        Taken::Nowhere(reason @ NoPlacement::OtherName) => {
            tracing::warn!(event = UNPLACED, cause = %reason, "an object has a name that leads nowhere");
        }
        Taken::NoWorkspace => {
            tracing::warn!(
                event = UNPLACED,
                cause = "no such workspace",
                "an object has a name that leads nowhere"
            );
        }
    }
    Done::Yes
}

fn tell_ended(receipt: &ImportReceipt) {
    let (workspace, attempts, outcome) = (&receipt.workspace, receipt.attempts, receipt.state.as_str());
    let receipt_id = &receipt.id;
    match &receipt.state {
        ImportState::Stored { summary, .. } => {
            let (rows, facts) = (summary.rows_read, summary.facts);
            tracing::info!(event = ENDED, %workspace, receipt = %receipt_id, outcome, attempts, rows, facts, "import handled");
        }
        // An error, so that it is counted whatever is kept of the log.
        ImportState::Failed { .. } => {
            tracing::error!(event = ENDED, %workspace, receipt = %receipt_id, outcome, attempts, "import given up");
        }
        _ => {
            tracing::info!(event = ENDED, %workspace, receipt = %receipt_id, outcome, attempts, "import handled");
        }
    }
}

#[cfg(test)]
mod tests;
