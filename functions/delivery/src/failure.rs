//! Why a job, or a batch as a whole, failed.

use command_center::app::delivery::DeliveryError;
use command_center::app::delivery::costs::CostsError;
use command_center::app::delivery::sweep::SweepError;
use command_center::app::notification::mail::NotificationMailError;
use command_center::domain::error::FailureKind;
use command_center::store::StoreError;

/// Why a job must be given back to the queue.
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
    /// What became of a mail could not be noted.
    #[error(transparent)]
    MailEvent(StoreError),
}

/// Why a batch failed as a whole; the queue hands all of it out again.
#[derive(Debug, thiserror::Error)]
pub enum BatchFailure {
    /// The payload is no batch of the queue. What is wrong with it is not repeated: it may be anything.
    #[error("the payload is no batch of the delivery queue")]
    NotABatch,
    /// Not one record could be handled. That is trouble of ours and no bad record, so the alarm must ring.
    #[error("none of the {records} records could be handled: the log says why for each")]
    EveryRecord {
        /// How many records the batch has.
        records: usize,
    },
    /// The sweep failed; the next one finds what this one left.
    #[error("the sweep failed")]
    Sweep(#[from] SweepError),
    /// Some costs are missing; the next run learns them.
    #[error("not all costs could be learned")]
    Costs(#[from] CostsError),
    /// The payload names a sweep that there is not.
    #[error(
        "the payload is no sweep: send {{\"sweep\": \"due\"}} or {{\"sweep\": \"costs\", \"date\": \"yyyy-mm-dd\"}}"
    )]
    NotASweep,
    /// A failed record has no identifier, so that it can only come again with the whole batch.
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
