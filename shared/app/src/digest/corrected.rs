//! Corrects digests that went out before all data of their day was in, once that is there: for whoever is in an open session,
//! if a headline moved.

use super::{DigestDeps, DigestError, wanting, zone_of};
use domain::digest::correction::{CORRECTED_WITHIN, Correction, LOOKED_AT_AGAIN_SECONDS, correct};
use domain::identity::MemberId;
use domain::insight::DAYS_OF_HISTORY;
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::message::reference::DeliveryJob;
use domain::metrics::kpi::{Kpis, ReportSums, certainly_lacks_data};
use domain::metrics::measure::OneSource;
use domain::schedule::job::{DelayedJob, ScheduleQueue, ScheduledJob, WorkspaceJob};
use domain::schedule::report_day::reports_on;
use domain::settings::WorkspaceSettings;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use store::StoreError;

/// What became of the digests that may be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// So many people get a correction; nobody, if nothing moved or nobody is in an open session.
    Sent(usize),
    /// The data is not all in, it is a quiet hour, or a digest is still underway: it is looked at again.
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
    let day = reports_on(&job.due, &zone_of(&settings)?);
    let Some(sums) = sums_if_whole(deps, &settings, day).await? else {
        look_again(schedule, job.clone()).await?;
        return Ok(CorrectionOutcome::Waits);
    };
    let (people, asleep) = awake(&settings, job, now);
    let corrected = correct_now(deps, &settings, &people, job, &sums).await?;
    let members: Vec<MemberId> = asleep.into_iter().chain(corrected.not_yet).collect();
    if members.is_empty() {
        return Ok(CorrectionOutcome::Sent(corrected.sent));
    }
    look_again(schedule, WorkspaceJob { members, ..job.clone() }).await?;
    Ok(CorrectionOutcome::Waits)
}

/// Returns the sums of a day if all its data is in, by the rule of the digest itself: it counts the channels that run or had
/// facts lately, whatever source has fallen silent for good, and also a channel that has no source yet.
async fn sums_if_whole(
    deps: &DigestDeps<'_>,
    settings: &WorkspaceSettings,
    day: Date,
) -> Result<Option<Kpis>, StoreError> {
    let WorkspaceSettings { workspace, campaigns, sources, .. } = settings;
    // Most looks end here, and read no fact.
    if certainly_lacks_data(day, campaigns, sources) {
        return Ok(None);
    }
    let (mut one_source, mut sums) = (OneSource::new(sources), ReportSums::new(day));
    let mut add = |fact| one_source.counted(fact).iter().for_each(|fact| sums.add(fact));
    let first = day.saturating_sub(DAYS_OF_HISTORY.days());
    deps.store.each_fact(&workspace.id, first, day, &mut add).await?;
    let report = sums.report(workspace, campaigns, sources);
    Ok(report.completeness.is_whole().then_some(report.total))
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

/// The result of one look at digests of a day whose data is all in.
struct Corrected {
    /// How many people get a correction.
    sent: usize,
    /// The people whose digest may still reach them.
    not_yet: Vec<MemberId>,
}

async fn correct_now(
    deps: &DigestDeps<'_>,
    settings: &WorkspaceSettings,
    people: &[MemberId],
    job: &WorkspaceJob,
    known: &Kpis,
) -> Result<Corrected, DigestError> {
    let (mut corrections, mut not_yet) = (Vec::new(), Vec::new());
    let ids: Vec<_> = people.iter().map(|member| Message::digest_id(member, job.due.date)).collect();
    for (digest, sent) in &deps.store.digests(&job.workspace, &ids).await? {
        match correct(&settings.workspace, digest, sent, known, deps.clock.now()) {
            Correction::Message(message) => corrections.push(*message),
            Correction::NotYet => not_yet.push(digest.member.clone()),
            Correction::NotNeeded | Correction::TooSmall => {}
        }
    }
    for message in &corrections {
        deps.store.store_message(message).await?;
    }
    // Also those that an earlier try stored: it may have ended before it queued them.
    let jobs: Vec<QueueJob> = corrections.iter().map(delivery_of).collect();
    if !jobs.is_empty() {
        deps.queue.send_jobs(&jobs, 0).await?;
    }
    Ok(Corrected { sent: jobs.len(), not_yet })
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
