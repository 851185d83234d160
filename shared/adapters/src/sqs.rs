//! The queues on SQS.

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchOutput;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use domain::error::BoxError;
use domain::import::queue::ImportQueue;
use domain::message::job::{DeliveryPayload, DeliveryQueue, LONGEST_DELAY_SECONDS, QueueError, QueueJob};
use domain::message::question_job::{QuestionJob, QuestionPayload, QuestionQueue};
use domain::schedule::job::{DelayedJob, SchedulePayload, ScheduleQueue};
use futures::stream::{StreamExt, TryStreamExt, iter};

/// The maximum number of messages in one `SendMessageBatch`.
const BATCH: usize = 10;
/// How many batches of the schedule are sent at the same time.
const CONCURRENT_BATCHES: usize = 8;

/// The delivery queue on SQS.
#[derive(Debug, Clone)]
pub struct SqsDeliveryQueue {
    client: Client,
    url: String,
}

impl SqsDeliveryQueue {
    /// Creates the queue from a client and the URL of the queue.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }

    async fn send_batch(&self, jobs: &[QueueJob], delay_seconds: i32) -> Result<(), QueueError> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for (place, job) in jobs.iter().enumerate() {
            let body = serde_json::to_string(&DeliveryPayload::from(job.clone())).map_err(unavailable)?;
            let entry = SendMessageBatchRequestEntry::builder().id(place.to_string()).message_body(body);
            request = request.entries(entry.delay_seconds(delay_seconds).build().map_err(unavailable)?);
        }
        none_refused(&request.send().await.map_err(unavailable)?)
    }
}

/// The queue of the schedule on SQS.
#[derive(Debug, Clone)]
pub struct SqsScheduleQueue {
    client: Client,
    url: String,
}

impl SqsScheduleQueue {
    /// Creates the queue from a client and the URL of the queue.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }

    async fn send_batch(&self, jobs: &[DelayedJob]) -> Result<(), QueueError> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for (place, delayed) in jobs.iter().enumerate() {
            let DelayedJob { job, delay_seconds } = delayed;
            let body = serde_json::to_string(&SchedulePayload::V1(job.clone())).map_err(unavailable)?;
            let entry = SendMessageBatchRequestEntry::builder().id(place.to_string()).message_body(body);
            let entry = entry.delay_seconds(delay(*delay_seconds)).build().map_err(unavailable)?;
            request = request.entries(entry);
        }
        none_refused(&request.send().await.map_err(unavailable)?)
    }
}

#[async_trait]
impl ScheduleQueue for SqsScheduleQueue {
    async fn send(&self, jobs: &[DelayedJob]) -> Result<(), QueueError> {
        let batches: Vec<Vec<DelayedJob>> = jobs.chunks(BATCH).map(<[DelayedJob]>::to_vec).collect();
        let send = |batch: Vec<DelayedJob>| async move { self.send_batch(&batch).await };
        iter(batches).map(send).buffer_unordered(CONCURRENT_BATCHES).try_collect().await
    }
}

fn delay(seconds: i64) -> i32 {
    i32::try_from(seconds.clamp(0, LONGEST_DELAY_SECONDS)).unwrap_or_default()
}

fn none_refused(answer: &SendMessageBatchOutput) -> Result<(), QueueError> {
    match answer.failed.first() {
        None => Ok(()),
        Some(failed) => Err(QueueError::Unavailable(format!("SQS refused a job: {}", failed.code).into())),
    }
}

/// The queue of questions on SQS.
#[derive(Debug, Clone)]
pub struct SqsQuestionQueue {
    client: Client,
    url: String,
}

impl SqsQuestionQueue {
    /// Creates the queue from a client and the URL of the queue.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }
}

#[async_trait]
impl QuestionQueue for SqsQuestionQueue {
    async fn ask(&self, job: &QuestionJob) -> Result<(), QueueError> {
        let body = serde_json::to_string(&QuestionPayload::V1(job.clone())).map_err(unavailable)?;
        let request = self.client.send_message().queue_url(&self.url).message_body(body);
        request.send().await.map(|_| ()).map_err(unavailable)
    }
}

/// The queue of files that came in, on SQS.
#[derive(Debug, Clone)]
pub struct SqsImportQueue {
    client: Client,
    url: String,
}

impl SqsImportQueue {
    /// Creates the queue from a client and the URL of the queue.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }
}

#[async_trait]
impl ImportQueue for SqsImportQueue {
    async fn hold(&self, handle: &str, seconds: i32) -> Result<(), QueueError> {
        let request = self.client.change_message_visibility().queue_url(&self.url);
        let sent = request.receipt_handle(handle).visibility_timeout(seconds).send().await;
        sent.map(|_| ()).map_err(unavailable)
    }
}

fn unavailable(cause: impl Into<BoxError>) -> QueueError {
    QueueError::Unavailable(cause.into())
}

#[async_trait]
impl DeliveryQueue for SqsDeliveryQueue {
    async fn send_jobs(&self, jobs: &[QueueJob], delay_seconds: i64) -> Result<(), QueueError> {
        for batch in jobs.chunks(BATCH) {
            self.send_batch(batch, delay(delay_seconds)).await?;
        }
        Ok(())
    }
}
