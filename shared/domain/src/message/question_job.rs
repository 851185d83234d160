//! The queue of questions (SQS). A job only names the message that asks; what it says is read when the job is handled.

use crate::identity::{MemberId, QuestionId, WorkspaceId};
use crate::message::job::QueueError;
use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One question to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionJob {
    pub workspace: WorkspaceId,
    /// The person who asks.
    pub member: MemberId,
    /// Twilio's identifier of the message that asks; the log has its text.
    pub message_sid: String,
    /// When the message came in. With `message_sid` it identifies the question, however often it is handled.
    pub asked_at: Timestamp,
    /// The offered question that was tapped; `None` for a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<ChosenQuestion>,
}

/// A question that was offered below an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenQuestion {
    /// The question whose answer offered it.
    pub question: QuestionId,
    /// Its place among those that were offered, from 0.
    pub place: usize,
}

/// A job as stored in the queue. It has a format version, so that a job in flight survives a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "version")]
pub enum QuestionPayload {
    /// The first format.
    #[serde(rename = "1")]
    V1(QuestionJob),
}

impl QuestionPayload {
    /// Returns the job, whatever its format.
    #[must_use]
    pub fn into_job(self) -> QuestionJob {
        match self {
            Self::V1(job) => job,
        }
    }
}

/// Carries questions to whoever answers them, at least once.
#[async_trait]
pub trait QuestionQueue: Send + Sync {
    /// Queues a question.
    ///
    /// # Errors
    /// If the queue does not accept it.
    async fn ask(&self, job: &QuestionJob) -> Result<(), QueueError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_question_in_flight_is_read_after_a_deployment() {
        let in_flight = json!({
            "version": "1", "workspace": "acme", "member": "maya", "message_sid": "SM1", "asked_at": "2026-10-06T08:15:02Z",
        });
        let job = serde_json::from_value::<QuestionPayload>(in_flight.clone()).unwrap().into_job();
        assert_eq!((job.message_sid.as_str(), &job.chosen), ("SM1", &None));
        assert_eq!(serde_json::to_value(QuestionPayload::V1(job)).unwrap(), in_flight);
    }

    #[test]
    fn a_question_of_a_form_that_is_not_known_is_an_error_and_not_a_guess() {
        let unknown = json!({"version": "2", "workspace": "acme", "member": "maya"});
        assert!(serde_json::from_value::<QuestionPayload>(unknown).is_err());
    }
}
