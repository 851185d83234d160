//! The digests of a workspace that are due: for the people of one slot of the schedule, unless they wait for data or are
//! too late.

use super::evaluate::{DayEvaluation, judge_once};
use super::{DigestDeps, DigestError, DigestSummary, Sending, date_in, send_to, wanting};
use domain::digest::compose::MissingReport;
use domain::digest::freshness::{Gate, LONGEST_HOLD, LOOKED_AT_AGAIN_SECONDS, gate};
use domain::identity::{MemberId, MessageId};
use domain::message::Message;
use domain::metrics::{Channel, MetricValues};
use domain::schedule::due::DueSlot;
use domain::schedule::job::{DelayedJob, ScheduleQueue, ScheduledJob, WorkspaceJob};
use domain::schedule::lateness::{Lateness, ON_TIME};
use domain::schedule::slot::Slot;
use domain::settings::WorkspaceSettings;
use domain::workspace::preferences::DigestDays;
use domain::workspace::{Member, WhatsAppSubscription};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// What became of the digests that were due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduledOutcome {
    /// They are on their way.
    Sent(DigestSummary),
    /// They wait for these channels.
    Waits(Vec<Channel>),
    /// They were due too long ago; the next ones say so.
    TooLate,
    /// Nobody of the workspace is in the slot any more, or wants a digest on this day.
    Nobody,
}

impl ScheduledOutcome {
    /// Returns the word in the log, which an alarm counts.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Sent(_) => "sent",
            Self::Waits(_) => "waits",
            Self::TooLate => "too_late",
            Self::Nobody => "nobody",
        }
    }
}

/// Sends the digests of a workspace that are due, or holds them back for data that is about to come in.
///
/// # Errors
/// If the store or a queue fails; doing it again is safe. If a person's digest cannot be stored, the error is returned only
/// after everybody else's is queued.
pub async fn send_scheduled(
    deps: &DigestDeps<'_>,
    schedule: &dyn ScheduleQueue,
    job: &WorkspaceJob,
) -> Result<ScheduledOutcome, DigestError> {
    let now = deps.clock.now();
    if Lateness::of(job.due.at, now) == Lateness::TooLate {
        deps.store.leave_out(std::slice::from_ref(&job.due)).await?;
        return Ok(ScheduledOutcome::TooLate);
    }
    let Some(settings) = deps.store.settings(&job.workspace).await? else {
        return Ok(ScheduledOutcome::Nobody);
    };
    let people = in_slot(&settings, job);
    if people.is_empty() {
        return Ok(ScheduledOutcome::Nobody);
    }
    let report_day = reports_on(&settings, job.due.at)?;
    if let Gate::Waits(channels) = gate(&settings, report_day, job.due.at, now) {
        let again = ScheduledJob::Workspace(WorkspaceJob { held: true, ..job.clone() });
        schedule.send(&[DelayedJob { job: again, delay_seconds: LOOKED_AT_AGAIN_SECONDS }]).await?;
        return Ok(ScheduledOutcome::Waits(channels));
    }
    Box::pin(send_due(deps, &settings, people, job, report_day)).await.map(ScheduledOutcome::Sent)
}

async fn send_due(
    deps: &DigestDeps<'_>,
    settings: &WorkspaceSettings,
    people: Vec<&Member>,
    job: &WorkspaceJob,
    report_day: Date,
) -> Result<DigestSummary, DigestError> {
    let now = deps.clock.now();
    let (judged, to_keep) = judge_once(deps.store, settings, report_day, now).await?;
    let missing = missing(deps, settings, &people, &job.due, &judged).await?;
    let (local_date, is_late) = (job.due.date, is_late(job, now));
    let sending = Sending { settings, judged: &judged, local_date, is_late, missing };
    let sent = send_to(deps, &sending, people, DigestSummary::of(&judged)).await?;
    // Only now, because whoever finds it queues none of the news that come with it.
    if let Some(judged) = to_keep.filter(|_| slots(settings) > 1) {
        deps.store.keep_judged(&judged, now).await?;
    }
    Ok(sent)
}

fn is_late(job: &WorkspaceJob, now: Timestamp) -> bool {
    let due_at = if job.held { job.due.at + LONGEST_HOLD } else { job.due.at };
    now.duration_since(due_at) > ON_TIME
}

/// Returns how many slots the people of a workspace are in.
fn slots(settings: &WorkspaceSettings) -> usize {
    let places =
        settings.members.iter().filter_map(|member| Some(Slot::of(member, wanting(settings, member)?)));
    places.collect::<std::collections::BTreeSet<_>>().len()
}

/// Returns the day that a digest reports on: the last one that has ended where the workspace is.
fn reports_on(settings: &WorkspaceSettings, due_at: Timestamp) -> Result<Date, DigestError> {
    Ok(date_in(&settings.workspace.zone, due_at)?.saturating_sub(1.day()))
}

/// Returns the people of a job who are still in its slot, and want a digest on this day.
fn in_slot<'a>(settings: &'a WorkspaceSettings, job: &WorkspaceJob) -> Vec<&'a Member> {
    let due = &job.due;
    let is_due = |member: &Member, subscription: &WhatsAppSubscription| {
        subscription.digest_days.contain(due.date.weekday()) && Slot::of(member, subscription) == due.slot
    };
    let members = settings.members.iter().filter(|member| job.members.contains(&member.id));
    members.filter(|member| wanting(settings, member).is_some_and(|known| is_due(member, known))).collect()
}

/// Returns the report before this one for each person who did not get it because its slot was left out.
async fn missing(
    deps: &DigestDeps<'_>,
    settings: &WorkspaceSettings,
    people: &[&Member],
    due: &DueSlot,
    judged: &DayEvaluation,
) -> Result<BTreeMap<MemberId, MissingReport>, DigestError> {
    let before = |member: &&Member| {
        let days = wanting(settings, member)?.digest_days;
        Some((member.id.clone(), day_before(due.date, days)?))
    };
    let before: BTreeMap<MemberId, Date> = people.iter().filter_map(before).collect();
    let left_out = deps.store.left_out(&due.slot, &before.values().copied().collect()).await?;
    let slot_of =
        |(id, date): (MemberId, Date)| Some((Message::digest_id(&id, date), id, left_out.get(&date)?));
    let concerned: Vec<(MessageId, MemberId, &DueSlot)> = before.into_iter().filter_map(slot_of).collect();
    let ids: Vec<MessageId> = concerned.iter().map(|(message, ..)| message.clone()).collect();
    let there = deps.store.messages_there(&settings.workspace.id, &ids).await?;
    let lacks_it = concerned.into_iter().filter(|(message, ..)| !there.contains(message));
    lacks_it.map(|(_, id, left_out)| Ok((id, missing_report(settings, left_out, judged)?))).collect()
}

fn missing_report(
    settings: &WorkspaceSettings,
    left_out: &DueSlot,
    judged: &DayEvaluation,
) -> Result<MissingReport, DigestError> {
    let day = reports_on(settings, left_out.at)?;
    let is_day_before = day.tomorrow().is_ok_and(|next| next == judged.report.day);
    let values = if is_day_before { judged.before } else { MetricValues::default() };
    Ok(MissingReport { day, values })
}

/// Returns the last date before this one on which a digest comes.
fn day_before(date: Date, days: DigestDays) -> Option<Date> {
    (1..=7).map(|back| date.saturating_sub(back.days())).find(|earlier| days.contain(earlier.weekday()))
}

#[cfg(test)]
mod tests;
