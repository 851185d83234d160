//! A batch of the schedule's queue.

use aws_lambda_events::event::sqs::{SqsEvent, SqsMessage};
use command_center::domain::schedule::job::{SchedulePayload, ScheduledJob};
use serde_json::Value;

/// A record of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// By which the queue is told that it comes again. Without one the whole batch does, which is harmless.
    pub id: String,
    /// What is to be done; `None` if this version cannot read it.
    pub job: Option<ScheduledJob>,
}

/// The records in their order.
pub type Batch = Vec<Record>;

/// Reads a batch, or returns `None` if the payload is none.
#[must_use]
pub fn read_batch(payload: &Value) -> Option<Batch> {
    payload.get("Records")?;
    let batch: SqsEvent = serde_json::from_value(payload.clone()).ok()?;
    Some(batch.records.into_iter().map(record).collect())
}

fn record(message: SqsMessage) -> Record {
    let payload = serde_json::from_str(message.body.as_deref().unwrap_or_default());
    let job = payload.ok().map(|SchedulePayload::V1(job)| job);
    Record { id: message.message_id.unwrap_or_default(), job }
}
