//! A batch of the delivery queue: each record is read and handled separately, so that only the records that fail are
//! retried.

use crate::failure::{BatchFailure, JobFailure};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use command_center::domain::email::event::{self, MailEvent, MailReport};
use command_center::domain::error::with_causes;
use command_center::domain::message::job::{DeliveryPayload, QueueJob};
use futures::FutureExt;
use futures::stream::{StreamExt, iter};
use serde_json::Value;
use std::panic::AssertUnwindSafe;

/// The number of records handled concurrently: a whole batch of the template.
pub const CONCURRENT: usize = 10;

/// The work requested by a record of the queue.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a worker has ten at most, and each is gone when it is done")]
pub enum Work {
    /// A job of ours.
    Job(QueueJob),
    /// Record what happened to a mail.
    MailEvent(Box<MailEvent>),
}

/// The reasons why a record failed.
#[derive(Debug, thiserror::Error)]
enum RecordFailure {
    /// The body is not a job in a format that this version reads. The error quotes nothing of it, because it may be
    /// anything.
    #[error("the body is no job of a form that this version reads")]
    NotAJob,
    /// The job could not be done.
    #[error(transparent)]
    Job(#[from] JobFailure),
    /// The job panicked, which is a bug; the log says where.
    #[error("the job ended in a panic")]
    Panic,
}

/// Does every job of a batch, at most [`CONCURRENT`] at a time, and names the records to be retried.
///
/// # Errors
/// If the payload is not a batch, if every record in it fails, or if a failed record has no identifier.
pub async fn do_batch<D>(payload: Value, work: D) -> Result<SqsBatchResponse, BatchFailure>
where
    D: AsyncFn(Work) -> Result<(), JobFailure>,
{
    let batch: SqsEvent =
        serde_json::from_value(payload).map_err(|_may_repeat_it| BatchFailure::NotABatch)?;
    let records = batch.records.len();
    let work = &work;
    let handled = iter(batch.records).map(async |record| do_record(record, work).await);
    let failed: Vec<Option<String>> =
        handled.buffer_unordered(CONCURRENT).filter_map(async |failed| failed).collect().await;
    answer(records, failed)
}

/// Names the failed records. `failed` has the identifier of each, or `None` for a record without one.
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

/// Handles one record. If it fails, returns its identifier, which may be missing.
async fn do_record<D>(record: SqsMessage, work: &D) -> Option<Option<String>>
where
    D: AsyncFn(Work) -> Result<(), JobFailure>,
{
    let received = record.attributes.get("ApproximateReceiveCount").cloned().unwrap_or_default();
    match do_body(record.body.as_deref().unwrap_or_default(), work).await {
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

async fn do_body<D>(body: &str, work: &D) -> Result<(), RecordFailure>
where
    D: AsyncFn(Work) -> Result<(), JobFailure>,
{
    match event::read(body) {
        Some(MailReport::Event(event)) => return alone(work(Work::MailEvent(event))).await,
        Some(MailReport::Ignored(why)) => {
            tracing::info!(why, "a mail event is not acted on");
            return Ok(());
        }
        None => {}
    }
    let payload: DeliveryPayload =
        serde_json::from_str(body).map_err(|_may_repeat_it| RecordFailure::NotAJob)?;
    alone(work(Work::Job(payload.into_job()))).await
}

/// Does one piece of work so that a panic in it does not affect the rest of the batch.
async fn alone(work: impl Future<Output = Result<(), JobFailure>>) -> Result<(), RecordFailure> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    Ok(done.map_err(|_shown_already| RecordFailure::Panic)??)
}

#[cfg(test)]
mod tests;
