//! The `delivery` function: takes a batch of jobs from the delivery queue and does each of them: it delivers a
//! message, sends the mail of a notification, records a denied attempt, or records what SES reports about a mail.
//! Once a minute it looks for messages that have been silent for too long; once a night it fetches what messages
//! cost.

pub mod batch;
pub mod failure;
mod scheduled;

use crate::batch::{Work, do_batch};
use crate::failure::{BatchFailure, JobFailure};
use crate::scheduled::Scheduled;
use aws_lambda_events::event::sqs::SqsBatchResponse;
use command_center::app::delivery::contents::ContentCache;
use command_center::app::delivery::costs::{CostDeps, CostsError, CostsLearned, learn_costs};
use command_center::app::delivery::sweep::{SweepDeps, SweepError, Swept, sweep};
use command_center::app::delivery::{Delivered, DeliveryDeps, deliver};
use command_center::app::notification::mail::{NotificationMailDeps, send_notification_mail};
use command_center::app::notification::mail_event::note_fate;
use command_center::domain::address::{AddressPepper, WebLink};
use command_center::domain::clock::{Clock, Randomness};
use command_center::domain::delivery::breaker::SenderHealth;
use command_center::domain::delivery::log_events::{HANDLED, SWEPT};
use command_center::domain::delivery::rate_limit::RateLimit;
use command_center::domain::email::Email;
use command_center::domain::email::event::MailEvent;
use command_center::domain::error::with_causes;
use command_center::domain::message::FailureReason;
use command_center::domain::message::job::{DeliveryQueue, QueueJob, RefusalJob};
use command_center::domain::message::reference::{DeliveryJob, NotificationJob};
use command_center::domain::token::TokenKeys;
use command_center::domain::twilio::WhatsApp;
use command_center::store::Store;
use jiff::civil::Date;
use serde_json::Value;

/// The function with its dependencies.
pub struct DeliveryFunction<W, M, Q, C, R, P> {
    pub store: Store,
    pub whatsapp: W,
    /// E-mail.
    pub email: M,
    /// The delivery queue, for work that must wait.
    pub queue: Q,
    pub clock: C,
    /// The randomness of tokens and waits.
    pub randomness: R,
    /// The pace of this worker.
    pub pace: P,
    /// How Twilio has recently responded to this worker.
    pub health: SenderHealth,
    /// The keys that seal tokens.
    pub token_keys: TokenKeys,
    /// The secret for hashing addresses.
    pub pepper: AddressPepper,
    /// What this worker knows of the contents at Twilio.
    pub contents: ContentCache,
    /// Where Twilio sends status callbacks, without a query.
    pub status_callback: String,
    /// The base address of the links in mails.
    pub app_url: WebLink,
}

impl<W: WhatsApp, M: Email, Q: DeliveryQueue, C: Clock, R: Randomness, P: RateLimit>
    DeliveryFunction<W, M, Q, C, R, P>
{
    /// Handles one batch of the queue, or a sweep requested by the schedule; the response names the records to be
    /// retried.
    ///
    /// # Errors
    /// If the payload is neither, if every record of a batch fails, or if the sweep fails.
    pub async fn handle(&self, payload: Value) -> Result<SqsBatchResponse, BatchFailure> {
        match Scheduled::from_payload(&payload)? {
            Some(Scheduled::Due {}) => self.sweep().await?,
            Some(Scheduled::Costs { date }) => self.learn_costs(date).await?,
            None => return self.work(payload).await,
        }
        Ok(SqsBatchResponse::default())
    }

    async fn work(&self, payload: Value) -> Result<SqsBatchResponse, BatchFailure> {
        do_batch(payload, async |work| match work {
            Work::Job(job) => self.do_job(job).await,
            Work::MailEvent(event) => self.note_mail(&event).await,
        })
        .await
    }

    async fn sweep(&self) -> Result<(), SweepError> {
        let deps = SweepDeps { store: &self.store, queue: &self.queue, clock: &self.clock };
        tell_swept(&sweep(&deps).await?);
        Ok(())
    }

    async fn learn_costs(&self, asked: Option<Date>) -> Result<(), CostsError> {
        let deps = CostDeps { store: &self.store, whatsapp: &self.whatsapp, clock: &self.clock };
        let learned = learn_costs(&deps, asked).await.inspect_err(|error| {
            tracing::error!(cause = with_causes(error), "costs could not be learned");
        })?;
        tell_costs(&learned);
        learned.complete()
    }

    async fn do_job(&self, job: QueueJob) -> Result<(), JobFailure> {
        match job {
            QueueJob::Message(job) => self.deliver_message(&job).await,
            QueueJob::NotificationMail(job) => self.mail_notification(&job).await,
            QueueJob::RecordRefusal(job) => self.record_refusal(&job).await,
        }
    }

    async fn note_mail(&self, event: &MailEvent) -> Result<(), JobFailure> {
        let noted = note_fate(&self.store, &self.pepper, event).await.map_err(JobFailure::MailEvent)?;
        let (about, kind) = (&event.about, event.kind);
        tracing::info!(workspace = %about.workspace, notification_id = %about.notification, ?kind, ?noted, "mail event handled");
        Ok(())
    }

    async fn deliver_message(&self, job: &DeliveryJob) -> Result<(), JobFailure> {
        let deps = DeliveryDeps {
            store: &self.store,
            whatsapp: &self.whatsapp,
            queue: &self.queue,
            clock: &self.clock,
            randomness: &self.randomness,
            pace: &self.pace,
            health: &self.health,
            token_keys: &self.token_keys,
            pepper: &self.pepper,
            contents: &self.contents,
            status_callback: &self.status_callback,
        };
        tell_delivered(job, &deliver(&deps, job).await?);
        Ok(())
    }

    async fn mail_notification(&self, job: &NotificationJob) -> Result<(), JobFailure> {
        let deps = NotificationMailDeps {
            store: &self.store,
            email: &self.email,
            queue: &self.queue,
            clock: &self.clock,
            randomness: &self.randomness,
            token_keys: &self.token_keys,
            app_url: &self.app_url,
            pepper: &self.pepper,
        };
        let outcome = send_notification_mail(&deps, job).await?;
        tracing::info!(workspace = %job.workspace, notification_id = %job.notification, ?outcome, "notification mail handled");
        Ok(())
    }

    async fn record_refusal(&self, job: &RefusalJob) -> Result<(), JobFailure> {
        self.store.record_refusal(job).await?;
        let audit = &job.audit;
        tracing::info!(workspace = %audit.workspace, audit_event = %audit.id, "refusal recorded");
        Ok(())
    }
}

/// Logs one line per job; the alarms count `outcome` and `reason`.
fn tell_delivered(job: &DeliveryJob, outcome: &Delivered) {
    let reason = outcome.reason();
    tracing::info!(
        event = HANDLED,
        workspace = %job.workspace,
        message_id = %job.message,
        outcome = outcome.as_str(),
        reason = reason.map(FailureReason::as_str),
        code = reason.and_then(FailureReason::code),
        "delivery handled"
    );
}

/// Logs one line per sweep; an alarm watches `oldest_seconds`, and another one that the line appears at all.
fn tell_swept(swept: &Swept) {
    let (queued, past_deadline) = (swept.queued, swept.past_deadline);
    let oldest_seconds = swept.oldest_past_deadline_seconds;
    tracing::info!(event = SWEPT, queued, past_deadline, oldest_seconds, "sweep handled");
}

/// Logs one line with the counts of a night, after one line for each missing day or workspace.
fn tell_costs(learned: &CostsLearned) {
    for (date, error) in &learned.unlisted {
        tracing::error!(%date, cause = with_causes(error), "the costs of a day could not be listed");
    }
    for (workspace, error) in &learned.failed {
        tracing::error!(%workspace, cause = with_causes(error), "the costs of a workspace could not be kept");
    }
    tracing::info!(
        listed = learned.listed,
        priced = learned.priced,
        kept = learned.kept,
        known = learned.known,
        unpriced = learned.unpriced,
        failed = learned.unlisted.len() + learned.failed.len(),
        "costs learned"
    );
}

#[cfg(test)]
mod tests;
