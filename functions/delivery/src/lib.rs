//! The `delivery` function: takes a batch of jobs from the delivery queue and does each: delivers a message, sends the mail
//! of a notice, or records a denied attempt.

pub mod batch;

use crate::batch::{BatchFailure, do_batch};
use aws_lambda_events::event::sqs::SqsBatchResponse;
use command_center::action::token::TokenKeys;
use command_center::clock::{Clock, Randomness};
use command_center::delivery::deliver::{DeliveryEdges, DeliveryError, deliver};
use command_center::email::{Email, WebLink};
use command_center::notice::mail::{NoticeMailEdges, NoticeMailError, send_notice_mail};
use command_center::queue::{DeliveryJob, DeliveryQueue, NoticeJob, QueueJob, RefusalJob};
use command_center::store::{Store, StoreError};
use command_center::twilio::WhatsApp;
use serde_json::Value;
use std::collections::BTreeMap;

/// The path of Twilio's status callbacks under the public URL.
pub const STATUS_PATH: &str = "/twilio/status";

/// Why a job must be given back to the queue.
#[derive(Debug, thiserror::Error)]
pub enum JobFailure {
    /// A message could not be delivered.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// The mail of a notice could not be sent.
    #[error(transparent)]
    NoticeMail(#[from] NoticeMailError),
    /// A denied attempt could not be recorded.
    #[error(transparent)]
    Refusal(#[from] StoreError),
}

/// The function with the parts of the world that it uses.
pub struct DeliveryFunction<W, M, Q, C, R> {
    /// The store.
    pub store: Store,
    /// WhatsApp.
    pub whatsapp: W,
    /// E-mail.
    pub email: M,
    /// The delivery queue, for what must wait.
    pub queue: Q,
    /// The clock.
    pub clock: C,
    /// The randomness of tokens and waits.
    pub randomness: R,
    /// The keys that seal tokens.
    pub token_keys: TokenKeys,
    /// The approved content of each template and language, by `kpi_daily.en.v1`.
    pub content_sids: BTreeMap<String, String>,
    /// Where Twilio sends status callbacks, without a query.
    pub status_callback: String,
    /// Where the links of mails lead.
    pub app_url: WebLink,
}

impl<W: WhatsApp, M: Email, Q: DeliveryQueue, C: Clock, R: Randomness> DeliveryFunction<W, M, Q, C, R> {
    /// Handles one batch of the queue; the answer names the records that are to come again.
    ///
    /// # Errors
    /// When the payload is no batch, or when every record of it fails.
    pub async fn handle(&self, payload: Value) -> Result<SqsBatchResponse, BatchFailure> {
        do_batch(payload, async |job| self.do_job(job).await).await
    }

    async fn do_job(&self, job: QueueJob) -> Result<(), JobFailure> {
        match job {
            QueueJob::Message(job) => self.deliver_message(&job).await,
            QueueJob::NoticeMail(job) => self.mail_notice(&job).await,
            QueueJob::RecordRefusal(job) => self.record_refusal(&job).await,
        }
    }

    async fn deliver_message(&self, job: &DeliveryJob) -> Result<(), JobFailure> {
        let edges = DeliveryEdges {
            store: &self.store,
            whatsapp: &self.whatsapp,
            queue: &self.queue,
            clock: &self.clock,
            randomness: &self.randomness,
            token_keys: &self.token_keys,
            content_sids: &self.content_sids,
            status_callback: &self.status_callback,
        };
        let outcome = deliver(&edges, job).await?;
        tracing::info!(workspace = %job.workspace, message_id = %job.message, ?outcome, "delivery handled");
        Ok(())
    }

    async fn mail_notice(&self, job: &NoticeJob) -> Result<(), JobFailure> {
        let edges = NoticeMailEdges {
            store: &self.store,
            email: &self.email,
            queue: &self.queue,
            clock: &self.clock,
            randomness: &self.randomness,
            token_keys: &self.token_keys,
            app_url: &self.app_url,
        };
        let outcome = send_notice_mail(&edges, job).await?;
        tracing::info!(workspace = %job.workspace, notice_id = %job.notice, ?outcome, "notice mail handled");
        Ok(())
    }

    async fn record_refusal(&self, job: &RefusalJob) -> Result<(), JobFailure> {
        self.store.record_refusal(&job.audit).await?;
        let audit = &job.audit;
        tracing::info!(workspace = %audit.workspace, audit_event = %audit.id, "refusal recorded");
        Ok(())
    }
}
