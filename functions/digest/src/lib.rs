//! The `digest` function: sends the digest of a workspace when it is asked to, plans the schedule each minute, and works
//! through what fell due.

pub mod batch;
pub mod failure;

use crate::batch::{Batch, read_batch};
use crate::failure::{DigestFailure, JobFailure};
use aws_lambda_events::event::sqs::SqsBatchResponse;
use command_center::app::digest::corrected::{CorrectionOutcome, send_corrections};
use command_center::app::digest::scheduled::{ScheduledOutcome, send_scheduled};
use command_center::app::digest::{DigestDeps, DigestError, DigestRequest, DigestSummary, send_digest};
use command_center::app::schedule::{ScheduleDeps, Ticked, place, read_page, reconcile, tick};
use command_center::domain::clock::Clock;
use command_center::domain::error::{FailureKind, with_causes};
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::schedule::ZONE_RULES;
use command_center::domain::schedule::job::{PageJob, ScheduleQueue, ScheduledJob, WorkspaceJob};
use command_center::domain::schedule::log_events::{SCHEDULED, TICKED};
use command_center::store::Store;
use serde::Deserialize;
use serde_json::{Value, json};

/// The function with its dependencies.
pub struct DigestFunction<Q, S, C> {
    pub store: Store,
    /// The delivery queue.
    pub queue: Q,
    /// The queue of the schedule.
    pub schedule: S,
    pub clock: C,
    /// How many messages the sender sends in a second.
    pub per_second: u32,
}

/// What the scheduler asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    schedule: ScheduleWork,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScheduleWork {
    /// Each minute: queue what fell due.
    Tick,
    /// Each night: give everybody their place.
    Reconcile,
}

impl<Q: DeliveryQueue, S: ScheduleQueue, C: Clock> DigestFunction<Q, S, C> {
    /// Handles one invocation: a batch of the schedule's queue, what the scheduler asks for, or the request for the digest
    /// of a workspace. Returns the response as JSON.
    ///
    /// # Errors
    /// If the payload is none of them or the work cannot be done; invoking it again is safe.
    pub async fn handle(&self, payload: Value) -> Result<Value, DigestFailure> {
        let result = match read_batch(&payload) {
            Some(batch) => Ok(json!(self.work(batch).await)),
            None => self.single(payload).await,
        };
        if let Err(failure) = &result {
            tracing::error!(failure = failure.kind(), cause = with_causes(failure), "no digest sent");
        }
        result
    }

    async fn single(&self, payload: Value) -> Result<Value, DigestFailure> {
        match serde_json::from_value(payload.clone()) {
            Ok(Asked { schedule: ScheduleWork::Tick }) => self.tick().await,
            Ok(Asked { schedule: ScheduleWork::Reconcile }) => self.reconcile().await,
            Err(_is_not_of_the_scheduler) => Ok(json!(self.send(payload).await?)),
        }
    }

    async fn send(&self, payload: Value) -> Result<DigestSummary, DigestFailure> {
        let request: DigestRequest =
            serde_json::from_value(payload).map_err(|_may_repeat_it| DigestFailure::NotARequest)?;
        let sent = Box::pin(send_digest(&self.digest_deps(), &request)).await;
        log_result(&sent);
        Ok(sent?)
    }

    async fn tick(&self) -> Result<Value, DigestFailure> {
        let ticked = tick(&self.schedule_deps()).await?;
        tell_ticked(&ticked);
        Ok(match ticked {
            Ticked::Planned { due, left_out, .. } => json!({ "due": due, "left_out": left_out }),
            Ticked::NothingToPlan | Ticked::AnotherTick => json!({ "due": 0, "left_out": 0 }),
        })
    }

    async fn reconcile(&self) -> Result<Value, DigestFailure> {
        let workspaces = reconcile(&self.schedule_deps()).await?;
        tracing::info!(workspaces, "schedule to be reconciled");
        Ok(json!({ "workspaces": workspaces }))
    }

    async fn work(&self, batch: Batch) -> SqsBatchResponse {
        let mut response = SqsBatchResponse::default();
        for record in batch {
            let done = match record.job {
                Some(job) => Box::pin(self.do_job(&job)).await,
                None => Err(JobFailure::NotAJob),
            };
            if let Err(failure) = done {
                tracing::error!(
                    cause = with_causes(&failure),
                    "a job of the schedule failed and comes again"
                );
                response.add_failure(record.id);
            }
        }
        response
    }

    async fn do_job(&self, job: &ScheduledJob) -> Result<(), JobFailure> {
        match job {
            ScheduledJob::Page(job) => self.page(job).await,
            ScheduledJob::Workspace(job) => self.workspace(job).await,
            ScheduledJob::Correction(job) => self.correct(job).await,
            ScheduledJob::Place(job) => place(&self.store, job).await.map_err(JobFailure::Place),
        }
    }

    async fn page(&self, job: &PageJob) -> Result<(), JobFailure> {
        let people = read_page(&self.schedule_deps(), job).await?;
        tracing::info!(people, shard = job.shard, "page of the schedule read");
        Ok(())
    }

    async fn workspace(&self, job: &WorkspaceJob) -> Result<(), JobFailure> {
        let sent = Box::pin(send_scheduled(&self.digest_deps(), &self.schedule, job)).await;
        match &sent {
            Ok(outcome) => tell_scheduled(job, outcome),
            Err(error) => self.note_failed(job, error).await,
        }
        sent.map(drop).map_err(JobFailure::Digest)
    }

    async fn correct(&self, job: &WorkspaceJob) -> Result<(), JobFailure> {
        let corrected = Box::pin(send_corrections(&self.digest_deps(), &self.schedule, job)).await;
        if let CorrectionOutcome::Sent(people) = corrected.map_err(JobFailure::Digest)? {
            tracing::info!(workspace = %job.workspace, people, "digests corrected");
        }
        Ok(())
    }

    /// Keeps that the slot may be left out for this workspace, in case no try succeeds: whoever has the digest by the next one
    /// is not told.
    async fn note_failed(&self, job: &WorkspaceJob, error: &DigestError) {
        if let DigestError::Incomplete { summary, .. } = error {
            log_summary(summary);
        }
        if let Err(error) = self.store.leave_out(std::slice::from_ref(&job.due)).await {
            tracing::warn!(cause = with_causes(&error), "it was not kept that a slot may be left out");
        }
    }

    fn digest_deps(&self) -> DigestDeps<'_> {
        DigestDeps { store: &self.store, queue: &self.queue, clock: &self.clock }
    }

    fn schedule_deps(&self) -> ScheduleDeps<'_> {
        ScheduleDeps {
            store: &self.store,
            queue: &self.schedule,
            clock: &self.clock,
            per_second: self.per_second,
            zone_rules: ZONE_RULES,
        }
    }
}

/// Logs one line per tick; an alarm watches that the line appears at all, another one `left_out`.
fn tell_ticked(ticked: &Ticked) {
    match ticked {
        Ticked::Planned { due, left_out, behind_seconds } => {
            tracing::info!(event = TICKED, due, left_out, behind_seconds, "schedule planned");
        }
        Ticked::NothingToPlan => {
            tracing::info!(event = TICKED, due = 0, left_out = 0, behind_seconds = 0, "nothing to plan");
        }
        // Not counted as a tick that ended: if all of them met another one, nobody would plan.
        Ticked::AnotherTick => tracing::info!("another tick is at work"),
    }
}

fn tell_scheduled(job: &WorkspaceJob, outcome: &ScheduledOutcome) {
    if let ScheduledOutcome::Sent(summary) = outcome {
        log_summary(summary);
    }
    let (people, outcome) = (job.members.len(), outcome.as_str());
    tracing::info!(event = SCHEDULED, workspace = %job.workspace, outcome, people, "digests that were due");
}

fn log_result(sent: &Result<DigestSummary, DigestError>) {
    match sent {
        Ok(summary) => log_summary(summary),
        Err(DigestError::Incomplete { summary, .. }) => log_summary(summary),
        Err(_) => {}
    }
}

fn log_summary(summary: &DigestSummary) {
    tracing::info!(
        report_day = %summary.report_day,
        alerts = summary.alerts,
        proposes_shift = summary.proposes_shift,
        queued = summary.queued.len(),
        already_sent = summary.already_sent.len(),
        without_consent = summary.without_consent.len(),
        "digest sent"
    );
}

#[cfg(test)]
mod tests;
