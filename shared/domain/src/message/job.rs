//! The delivery queue (SQS). A job only names a message or a notification; its content and recipient are read when the
//! job is handled. Only the record of a denied attempt carries the request and the reply, because they are not stored
//! yet.

use crate::audit::AuditEvent;
use crate::error::BoxError;
use crate::identity::MemberId;
use crate::message::conversation::WhatsAppConversationEntry;
use crate::message::reference::{DeliveryJob, NotificationJob};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The maximum delay of an SQS message, in seconds (SQS quotas: 15 minutes).
pub const LONGEST_DELAY_SECONDS: i64 = 900;

/// How many seconds after one message to a person the next is worth trying: a little more than WhatsApp requires.
const NEXT_MESSAGE_SECONDS: i64 = 7;

/// A denied attempt to record. The denial was found only by a transaction, and the reply was due immediately.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalJob {
    /// The event to write.
    pub audit: AuditEvent,
    /// The request and the reply for the conversation log, so that the same message gets the same reply again. `None`
    /// for a request that came by another channel, and for a stranger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<WhatsAppConversationEntry>,
}

impl std::fmt::Debug for RefusalJob {
    /// Leaves out the request and the reply, so that they do not end up in a log by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RefusalJob").field("audit", &self.audit).finish_non_exhaustive()
    }
}

/// One job for a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a worker has ten at most, and each is gone when it is done")]
pub enum QueueJob {
    /// Deliver a message.
    Message(DeliveryJob),
    /// Send the mail of a notification.
    #[serde(rename = "notice_mail")]
    NotificationMail(NotificationJob),
    /// Write the audit event of a denied attempt.
    RecordRefusal(RefusalJob),
}

/// A job as stored in the queue. It has a format version, so that a job in flight survives a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "version")]
#[expect(clippy::large_enum_variant, reason = "a worker has ten at most, and each is gone when it is done")]
pub enum DeliveryPayload {
    /// The first format, which supports only messages.
    #[serde(rename = "1")]
    V1(DeliveryJob),
    /// The second format, which states the kind of the job.
    #[serde(rename = "2")]
    V2(QueueJob),
}

impl DeliveryPayload {
    /// Returns the job, whatever its format.
    #[must_use]
    pub fn into_job(self) -> QueueJob {
        match self {
            Self::V1(job) => QueueJob::Message(job),
            Self::V2(job) => job,
        }
    }
}

impl From<QueueJob> for DeliveryPayload {
    /// Keeps messages in the first format: during a deployment, workers of the previous version are still running and
    /// know no other format.
    fn from(job: QueueJob) -> Self {
        match job {
            QueueJob::Message(job) => Self::V1(job),
            QueueJob::NotificationMail(_) | QueueJob::RecordRefusal(_) => Self::V2(job),
        }
    }
}

/// Why a job could not be queued.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The queue did not accept the job: try again. The job may then be queued twice, which does no harm.
    #[error("the delivery queue did not take the job: try again")]
    Unavailable(#[source] BoxError),
}

/// Carries jobs to a worker, at least once.
#[async_trait]
pub trait DeliveryQueue: Send + Sync {
    /// Queues jobs of any kind, which a worker receives after a delay of 0 to [`LONGEST_DELAY_SECONDS`] seconds.
    ///
    /// # Errors
    /// If the queue does not accept all of them; some may then be queued.
    async fn send_jobs(&self, jobs: &[QueueJob], delay_seconds: i64) -> Result<(), QueueError>;

    /// Queues jobs of any kind such that the messages to one person are sent in order, each as soon as WhatsApp accepts
    /// another one after it.
    ///
    /// # Errors
    /// As [`DeliveryQueue::send_jobs`].
    async fn send_in_order(&self, jobs: &[QueueJob]) -> Result<(), QueueError> {
        let mut places: BTreeMap<MemberId, i64> = BTreeMap::new();
        let mut rounds: BTreeMap<i64, Vec<QueueJob>> = BTreeMap::new();
        for job in jobs {
            let round = match job {
                QueueJob::Message(message) => {
                    let next = places.entry(message.member.clone()).or_default();
                    let round = *next;
                    *next += 1;
                    round
                }
                QueueJob::NotificationMail(_) | QueueJob::RecordRefusal(_) => 0,
            };
            rounds.entry(round).or_default().push(job.clone());
        }
        for (round, jobs) in rounds {
            self.send_jobs(&jobs, round * NEXT_MESSAGE_SECONDS).await?;
        }
        Ok(())
    }

    /// Queues messages as [`DeliveryQueue::send_jobs`] does.
    ///
    /// # Errors
    /// As [`DeliveryQueue::send_jobs`].
    async fn send(&self, jobs: &[DeliveryJob], delay_seconds: i64) -> Result<(), QueueError> {
        let jobs: Vec<QueueJob> = jobs.iter().cloned().map(QueueJob::Message).collect();
        self.send_jobs(&jobs, delay_seconds).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Occasion, Source, Verb};
    use serde_json::{Value, json};

    fn message() -> DeliveryJob {
        DeliveryJob {
            workspace: "acme".parse().unwrap(),
            member: "maya".parse().unwrap(),
            message: "d-20261122-maya".parse().unwrap(),
        }
    }

    fn notification() -> NotificationJob {
        NotificationJob {
            workspace: "acme".parse().unwrap(),
            member: "maya".parse().unwrap(),
            notification: "n-1".parse().unwrap(),
            at: "2026-11-22T08:00:00.123456Z".parse().unwrap(),
        }
    }

    fn refusal() -> RefusalJob {
        let audit = {
            let occasion = Occasion {
                id: "in-1".parse().unwrap(),
                workspace: "acme".parse().unwrap(),
                at: "2026-11-22T08:00:00Z".parse().unwrap(),
                source: Source::WhatsApp,
            };
            AuditEvent::denied(occasion, Verb::ApproveShift, "20261121-a1", "superseded")
                .by(&"maya".parse().unwrap())
                .asked_by("SM1")
        };
        RefusalJob { audit, entry: None }
    }

    #[tokio::test]
    async fn the_messages_to_one_person_come_in_their_order_and_those_to_others_at_once() {
        let queue = crate::testing::RecordingQueue::default();
        let to = |member: &str, id: &str| {
            let (member, message_id) = (member.parse().unwrap(), id.parse().unwrap());
            QueueJob::Message(DeliveryJob { member, message: message_id, ..message() })
        };
        let jobs = [to("maya", "m-1"), to("maya", "m-2"), to("lee", "m-3"), to("maya", "m-4")];
        queue.send_in_order(&jobs).await.unwrap();
        let queued = queue.jobs.lock().unwrap();
        let told: Vec<_> = queued.iter().map(|(job, delay)| (job.message.as_str(), *delay)).collect();
        assert_eq!(told, [("m-1", 0), ("m-3", 0), ("m-2", 7), ("m-4", 14)]);
    }

    fn written(job: QueueJob) -> Value {
        serde_json::to_value(DeliveryPayload::from(job)).unwrap()
    }

    #[test]
    fn a_job_of_the_first_form_is_read_after_a_deployment() {
        let in_flight = r#"{"version":"1","workspace":"acme","member":"maya","message":"d-20261122-maya"}"#;
        let read: DeliveryPayload = serde_json::from_str(in_flight).unwrap();
        assert_eq!(read.into_job(), QueueJob::Message(message()));
    }

    #[test]
    fn a_message_is_written_so_that_a_worker_of_the_version_before_can_read_it() {
        let job =
            json!({"version": "1", "workspace": "acme", "member": "maya", "message": "d-20261122-maya"});
        assert_eq!(written(QueueJob::Message(message())), job);
    }

    #[test]
    fn a_job_of_the_second_form_says_of_which_kind_it_is() {
        let expected = json!({
            "version": "2", "job": "notice_mail", "workspace": "acme", "member": "maya", "notice": "n-1",
            "at": "2026-11-22T08:00:00.123456Z",
        });
        assert_eq!(written(QueueJob::NotificationMail(notification())), expected);
        assert_eq!(written(QueueJob::RecordRefusal(refusal()))["job"], "record_refusal");
        let message = json!({"version": "2", "job": "message", "workspace": "acme", "member": "maya", "message": "d-1"});
        assert!(matches!(
            serde_json::from_value::<DeliveryPayload>(message).unwrap().into_job(),
            QueueJob::Message(_)
        ));
    }

    #[test]
    fn every_job_comes_back_as_it_went() {
        for job in [
            QueueJob::Message(message()),
            QueueJob::NotificationMail(notification()),
            QueueJob::RecordRefusal(refusal()),
        ] {
            let text = serde_json::to_string(&DeliveryPayload::from(job.clone())).unwrap();
            assert_eq!(serde_json::from_str::<DeliveryPayload>(&text).unwrap().into_job(), job);
        }
    }

    #[test]
    fn a_job_of_a_form_or_kind_that_is_not_known_is_an_error_and_not_a_guess() {
        for unknown in [
            r#"{"version":"3","workspace":"acme","member":"maya","message":"d-1"}"#,
            r#"{"version":"2","workspace":"acme","member":"maya","message":"d-1"}"#,
            r#"{"version":"2","job":"dance","workspace":"acme","member":"maya","message":"d-1"}"#,
        ] {
            assert!(serde_json::from_str::<DeliveryPayload>(unknown).is_err(), "{unknown}");
        }
    }
}
