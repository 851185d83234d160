//! A batch of the delivery queue: each record is read and handled on its own, so that one that cannot be read or done
//! comes again alone.

use crate::failure::{BatchFailure, JobFailure};
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use command_center::domain::email::event::{self, MailEvent, MailReport};
use command_center::domain::error::with_causes;
use command_center::domain::message::job::{DeliveryPayload, QueueJob};
use futures::FutureExt;
use futures::stream::{StreamExt, iter};
use serde_json::Value;
use std::panic::AssertUnwindSafe;

/// How many records are handled at the same time: a whole batch of the template.
pub const CONCURRENT: usize = 10;

/// What a record of the queue asks for.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a worker has ten at most, and each is gone when it is done")]
pub enum Work {
    /// A job of ours.
    Job(QueueJob),
    /// To note what became of a mail.
    MailEvent(Box<MailEvent>),
}

/// Why one record failed.
#[derive(Debug, thiserror::Error)]
enum RecordFailure {
    /// The body is no job of a form that this version reads; it may repeat nothing of it.
    #[error("the body is no job of a form that this version reads")]
    NotAJob,
    /// The job could not be done.
    #[error(transparent)]
    Job(#[from] JobFailure),
    /// The job ended in a panic, which is a defect; the log has its place.
    #[error("the job ended in a panic")]
    Panic,
}

/// Does every job of a batch, at most [`CONCURRENT`] at a time, and names the records that are to come again.
///
/// # Errors
/// When the payload is no batch, when every record of it fails, or when a record that failed cannot be named.
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

/// Does one piece of work such that its panic does not take the others of its batch with it.
async fn alone(work: impl Future<Output = Result<(), JobFailure>>) -> Result<(), RecordFailure> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    Ok(done.map_err(|_shown_already| RecordFailure::Panic)??)
}

#[cfg(test)]
mod tests;
