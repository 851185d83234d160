//! The reasons why a job, or a batch as a whole, failed.

use command_center::app::delivery::DeliveryError;
use command_center::app::delivery::costs::CostsError;
use command_center::app::delivery::sweep::SweepError;
use command_center::app::notification::mail::NotificationMailError;
use command_center::domain::error::FailureKind;
use command_center::store::StoreError;

/// The reasons why a job must be returned to the queue.
#[derive(Debug, thiserror::Error)]
pub enum JobFailure {
    /// A message could not be delivered.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// The mail of a notification could not be sent.
    #[error(transparent)]
    NotificationMail(#[from] NotificationMailError),
    /// A denied attempt could not be recorded.
    #[error(transparent)]
    Refusal(#[from] StoreError),
    /// The event about a mail could not be recorded.
    #[error(transparent)]
    MailEvent(StoreError),
}

/// The reasons why a batch fails as a whole; the queue then redelivers all of it.
#[derive(Debug, thiserror::Error)]
pub enum BatchFailure {
    /// The payload is not a batch of the queue. The error does not quote it, because it may be anything.
    #[error("the payload is no batch of the delivery queue")]
    NotABatch,
    /// No record at all could be handled. That points to a failure on our side rather than to bad records, so the
    /// alarm must go off.
    #[error("none of the {records} records could be handled: the log says why for each")]
    EveryRecord {
        /// The number of records in the batch.
        records: usize,
    },
    /// The sweep failed; the next one handles what this one left.
    #[error("the sweep failed")]
    Sweep(#[from] SweepError),
    /// Some costs are missing; the next run fetches them.
    #[error("not all costs could be learned")]
    Costs(#[from] CostsError),
    /// The payload names an unknown sweep.
    #[error(
        "the payload is no sweep: send {{\"sweep\": \"due\"}} or {{\"sweep\": \"costs\", \"date\": \"yyyy-mm-dd\"}}"
    )]
    NotASweep,
    /// A failed record has no identifier, so only the whole batch can be retried.
    #[error("a record that failed has no identifier")]
    NamelessRecord,
}

impl FailureKind for BatchFailure {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotABatch => "NotABatch",
            Self::EveryRecord { .. } => "EveryRecord",
            Self::NamelessRecord => "NamelessRecord",
            Self::Sweep(_) => "Sweep",
            Self::Costs(_) => "Costs",
            Self::NotASweep => "NotASweep",
        }
    }
}
