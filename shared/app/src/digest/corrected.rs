//! Corrects digests that went out before all data of their day was in, once that is there: for whoever is in an open session,
//! if a headline moved.

use super::{DigestDeps, DigestError, wanting, zone_of};
use domain::digest::correction::{CORRECTED_WITHIN, Correction, LOOKED_AT_AGAIN_SECONDS, correct};
use domain::identity::MemberId;
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::message::reference::DeliveryJob;
use domain::metrics::kpi::{Kpis, total};
use domain::metrics::measure::of_one_source;
use domain::schedule::job::{DelayedJob, ScheduleQueue, ScheduledJob, WorkspaceJob};
use domain::schedule::outlook::reports_on;
use domain::settings::WorkspaceSettings;
use jiff::Timestamp;
use jiff::civil::Date;
use store::StoreError;

/// What became of the digests that may be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// So many people get a correction; nobody, if nothing moved or nobody is in an open session.
    Sent(usize),
    /// The data is not all in, or it is a quiet hour: it is looked at again.
    Waits,
    /// A correction would come too late, or the workspace is gone.
    Over,
}

/// Sends the corrections of digests that went out before all data of their day was in, or looks again later.
///
/// # Errors
/// If the store or a queue fails; doing it again is safe.
pub async fn send_corrections(
    deps: &DigestDeps<'_>,
    schedule: &dyn ScheduleQueue,
    job: &WorkspaceJob,
) -> Result<CorrectionOutcome, DigestError> {
    let now = deps.clock.now();
    if now.duration_since(job.due.at) > CORRECTED_WITHIN {
        return Ok(CorrectionOutcome::Over);
    }
    let Some(settings) = deps.store.settings(&job.workspace).await? else {
        return Ok(CorrectionOutcome::Over);
    };
    let day = reports_on(job.due.at, &zone_of(&settings)?);
    if !settings.sources.iter().all(|source| source.complete_through >= day) {
        look_again(schedule, job.clone()).await?;
        return Ok(CorrectionOutcome::Waits);
    }
    let (people, asleep) = awake(&settings, job, now);
    let sent = correct_now(deps, &settings, &people, job, day).await?;
    if asleep.is_empty() {
        return Ok(CorrectionOutcome::Sent(sent));
    }
    look_again(schedule, WorkspaceJob { members: asleep, ..job.clone() }).await?;
    Ok(CorrectionOutcome::Waits)
}

/// Returns the people of a job who are in an open session, apart from those of them for whom it is a quiet hour.
fn awake(settings: &WorkspaceSettings, job: &WorkspaceJob, now: Timestamp) -> (Vec<MemberId>, Vec<MemberId>) {
    let of_job = settings.members.iter().filter(|member| job.members.contains(&member.id));
    let in_session = of_job.filter_map(|member| {
        let known = wanting(settings, member).filter(|known| known.session_is_open(now.into()))?;
        Some((member.id.clone(), known.quiet_until(&member.zone, now).is_some()))
    });
    let (asleep, awake): (Vec<_>, Vec<_>) = in_session.partition(|(_, is_quiet)| *is_quiet);
    let ids = |people: Vec<(MemberId, bool)>| people.into_iter().map(|(id, _)| id).collect();
    (ids(awake), ids(asleep))
}

async fn look_again(schedule: &dyn ScheduleQueue, job: WorkspaceJob) -> Result<(), DigestError> {
    Ok(schedule.send(&[correction_job(job)]).await?)
}

/// Creates the job that looks whether digests are to be corrected.
pub(super) fn correction_job(job: WorkspaceJob) -> DelayedJob {
    DelayedJob { job: ScheduledJob::Correction(job), delay_seconds: LOOKED_AT_AGAIN_SECONDS }
}

async fn correct_now(
    deps: &DigestDeps<'_>,
    settings: &WorkspaceSettings,
    people: &[MemberId],
    job: &WorkspaceJob,
    day: Date,
) -> Result<usize, DigestError> {
    if people.is_empty() {
        return Ok(0);
    }
    let ids: Vec<_> = people.iter().map(|member| Message::digest_id(member, job.due.date)).collect();
    let digests = deps.store.digests(&job.workspace, &ids).await?;
    let known = sums_of(deps, settings, day).await?;
    let now = deps.clock.now();
    let corrections = digests.iter().filter_map(|(digest, sent)| {
        match correct(&settings.workspace, digest, sent, &known, now) {
            Correction::Message(message) => Some(*message),
            Correction::NotNeeded | Correction::TooSmall => None,
        }
    });
    let corrections: Vec<Message> = corrections.collect();
    for message in &corrections {
        deps.store.store_message(message).await?;
    }
    // Also those that an earlier try stored: it may have ended before it queued them.
    let jobs: Vec<QueueJob> = corrections.iter().map(delivery_of).collect();
    if !jobs.is_empty() {
        deps.queue.send_jobs(&jobs, 0).await?;
    }
    Ok(jobs.len())
}

async fn sums_of(deps: &DigestDeps<'_>, settings: &WorkspaceSettings, day: Date) -> Result<Kpis, StoreError> {
    let facts = deps.store.facts(&settings.workspace.id, day, day).await?;
    Ok(total(of_one_source(facts, &settings.sources).iter()))
}

fn delivery_of(message: &Message) -> QueueJob {
    QueueJob::Message(DeliveryJob {
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        message: message.id.clone(),
    })
}

#[cfg(test)]
mod tests;
