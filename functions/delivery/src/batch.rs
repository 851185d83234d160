//! A batch of the delivery queue: each record is read and handled on its own, so that one that cannot be read or
//! delivered comes again alone.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use command_center::delivery::deliver::{Delivered, DeliveryError};
use command_center::queue::{DeliveryJob, DeliveryPayload};
use command_center::telemetry::with_causes;
use futures::stream::{StreamExt, iter};
use lambda_runtime::Diagnostic;
use serde_json::Value;

/// How many records are handled at the same time: a whole batch of the template.
pub const CONCURRENT: usize = 10;

/// Why a batch failed as a whole; the queue hands all of it out again.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
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
    /// A failed record has no identifier, so that it can only come again with the whole batch.
    #[error("a record that failed has no identifier")]
    NamelessRecord,
}

impl From<BatchFailure> for Diagnostic {
    fn from(failure: BatchFailure) -> Self {
        let word = match failure {
            BatchFailure::NotABatch => "NotABatch",
            BatchFailure::EveryRecord { .. } => "EveryRecord",
            BatchFailure::NamelessRecord => "NamelessRecord",
        };
        Self { error_type: word.to_owned(), error_message: failure.to_string() }
    }
}

/// Why one record failed.
#[derive(Debug, thiserror::Error)]
enum RecordFailure {
    /// The body is no job of a form that this version reads; it may repeat nothing of it.
    #[error("the body is no delivery job of a form that this version reads")]
    NotAJob,
    /// The delivery failed.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
}

/// Delivers every job of a batch, at most [`CONCURRENT`] at a time, and names the records that are to come again.
///
/// # Errors
/// When the payload is no batch, when every record of it fails, or when a record that failed cannot be named.
pub async fn deliver_batch<D>(payload: Value, deliver: D) -> Result<SqsBatchResponse, BatchFailure>
where
    D: AsyncFn(DeliveryJob) -> Result<Delivered, DeliveryError>,
{
    let batch: SqsEvent =
        serde_json::from_value(payload).map_err(|_may_repeat_it| BatchFailure::NotABatch)?;
    let records = batch.records.len();
    let deliver = &deliver;
    let handled = iter(batch.records).map(async |record| deliver_record(record, deliver).await);
    let failed: Vec<Option<String>> =
        handled.buffer_unordered(CONCURRENT).filter_map(async |failed| failed).collect().await;
    answer(records, failed)
}

/// Names the failed records; `failed` has the identifier of each, nothing for one that has none.
fn answer(records: usize, failed: Vec<Option<String>>) -> Result<SqsBatchResponse, BatchFailure> {
    if records > 0 && failed.len() == records {
        return Err(BatchFailure::EveryRecord { records });
    }
    let mut response = SqsBatchResponse::default();
    for identifier in failed {
        response.add_failure(identifier.ok_or(BatchFailure::NamelessRecord)?);
    }
    Ok(response)
}

/// Handles one record; gives its identifier, as far as it has one, when it failed.
async fn deliver_record<D>(record: SqsMessage, deliver: &D) -> Option<Option<String>>
where
    D: AsyncFn(DeliveryJob) -> Result<Delivered, DeliveryError>,
{
    let received = record.attributes.get("ApproximateReceiveCount").cloned().unwrap_or_default();
    match deliver_body(record.body.as_deref().unwrap_or_default(), deliver).await {
        Ok(()) => None,
        Err(failure) => {
            let record_id = record.message_id.as_deref().unwrap_or_default();
            tracing::error!(
                record_id,
                received,
                cause = with_causes(&failure),
                "a delivery failed and comes again"
            );
            Some(record.message_id)
        }
    }
}

async fn deliver_body<D>(body: &str, deliver: &D) -> Result<(), RecordFailure>
where
    D: AsyncFn(DeliveryJob) -> Result<Delivered, DeliveryError>,
{
    let DeliveryPayload::V1(job) =
        serde_json::from_str(body).map_err(|_may_repeat_it| RecordFailure::NotAJob)?;
    let (workspace, message_id) = (job.workspace.clone(), job.message.clone());
    let outcome = deliver(job).await?;
    tracing::info!(%workspace, %message_id, ?outcome, "delivery handled");
    Ok(())
}

#[cfg(test)]
mod tests;
