//! The delivery queue (SQS): jobs that name a message; what is sent and to whom is read when the job is done.

use crate::identity::{MemberId, MessageId, WorkspaceId};
use crate::store::BoxError;
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use serde::{Deserialize, Serialize};

/// How many messages one `SendMessageBatch` takes.
const BATCH: usize = 10;
/// The longest delay that SQS can give a message, in seconds (SQS quotas: 15 minutes).
pub const LONGEST_DELAY_SECONDS: i64 = 900;

/// One message to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryJob {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The message.
    pub message: MessageId,
}

/// A job as the queue carries it, with the version of its form, so that a job in flight survives a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "version")]
pub enum DeliveryPayload {
    /// The first form.
    #[serde(rename = "1")]
    V1(DeliveryJob),
}

/// Why a job could not be queued.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The queue did not take it: try again; the job may be there twice then, which is harmless.
    #[error("the delivery queue did not take the job: try again")]
    Unavailable(#[source] BoxError),
}

/// Carries delivery jobs to a worker, at least once.
#[async_trait]
pub trait DeliveryQueue: Send + Sync {
    /// Queues jobs that a worker gets after a delay of 0 to [`LONGEST_DELAY_SECONDS`] seconds.
    ///
    /// # Errors
    /// When the queue does not take all of them; some may be queued then.
    async fn send(&self, jobs: &[DeliveryJob], delay_seconds: i64) -> Result<(), QueueError>;
}

/// The delivery queue on SQS.
#[derive(Debug, Clone)]
pub struct SqsDeliveryQueue {
    client: Client,
    url: String,
}

impl SqsDeliveryQueue {
    /// Takes a client and the URL of the queue.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }

    async fn send_batch(&self, jobs: &[DeliveryJob], delay_seconds: i32) -> Result<(), QueueError> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for (place, job) in jobs.iter().enumerate() {
            let body = serde_json::to_string(&DeliveryPayload::V1(job.clone())).map_err(unavailable)?;
            let entry = SendMessageBatchRequestEntry::builder().id(place.to_string()).message_body(body);
            request = request.entries(entry.delay_seconds(delay_seconds).build().map_err(unavailable)?);
        }
        let answer = request.send().await.map_err(unavailable)?;
        match answer.failed.first() {
            None => Ok(()),
            Some(failed) => {
                Err(QueueError::Unavailable(format!("SQS refused a job: {}", failed.code).into()))
            }
        }
    }
}

fn unavailable(cause: impl Into<BoxError>) -> QueueError {
    QueueError::Unavailable(cause.into())
}

#[async_trait]
impl DeliveryQueue for SqsDeliveryQueue {
    async fn send(&self, jobs: &[DeliveryJob], delay_seconds: i64) -> Result<(), QueueError> {
        let delay = i32::try_from(delay_seconds.clamp(0, LONGEST_DELAY_SECONDS)).unwrap_or_default();
        for batch in jobs.chunks(BATCH) {
            self.send_batch(batch, delay).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_of_the_first_form_is_read_after_a_deployment() {
        let in_flight = r#"{"version":"1","workspace":"acme","member":"maya","message":"d-20261122-maya"}"#;
        let DeliveryPayload::V1(job) = serde_json::from_str(in_flight).unwrap();
        assert_eq!(job.message.as_str(), "d-20261122-maya");
    }

    #[test]
    fn a_job_of_a_form_that_is_not_known_is_an_error_and_not_a_guess() {
        let future = r#"{"version":"2","workspace":"acme","member":"maya","message":"d-1"}"#;
        assert!(serde_json::from_str::<DeliveryPayload>(future).is_err());
    }
}
