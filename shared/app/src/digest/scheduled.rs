//! The digests of a workspace that are due: for the people of one slot of the schedule, unless they wait for data or are
//! too late.

use super::corrected::correction_job;
use super::evaluate::{DayEvaluation, judge_once};
use super::{DigestDeps, DigestError, DigestSummary, Sending, is_incomplete, send_to, wanting, zone_of};
use domain::digest::compose::MissingReport;
use domain::digest::freshness::{Gate, LONGEST_HOLD, LOOKED_AT_AGAIN_SECONDS, gate, held_until};
use domain::identity::MemberId;
use domain::message::Message;
use domain::metrics::{Channel, MetricValues};
use domain::schedule::due::{DueSlot, due_at};
use domain::schedule::job::{DelayedJob, ScheduleQueue, ScheduledJob, WorkspaceJob};
use domain::schedule::lateness::{Lateness, ON_TIME};
use domain::schedule::report_day::reports_on;
use domain::schedule::slot::{Slot, is_wanted};
use domain::settings::WorkspaceSettings;
use domain::workspace::{Member, WhatsAppSubscription};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;
use store::{Store, StoreError};

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
    let people = in_slot(&settings, job, now);
    if people.is_empty() {
        return Ok(ScheduledOutcome::Nobody);
    }
    let report_day = reports_on(&job.due, &zone_of(&settings)?);
    let (people, held) = apart(&settings, people, job, report_day, now);
    if let Some(held) = held {
        let members = job.members.iter().filter(|id| people.iter().all(|ready| ready.id != **id));
        // One that was late before it was held back stays late.
        let again =
            WorkspaceJob { held: !is_late(job, now), members: members.cloned().collect(), ..job.clone() };
        let job = ScheduledJob::Workspace(again);
        schedule.send(&[DelayedJob { job, delay_seconds: held.delay_seconds }]).await?;
        if people.is_empty() {
            return Ok(ScheduledOutcome::Waits(held.channels));
        }
    }
    Box::pin(send_due(deps, schedule, &settings, people, job, report_day)).await.map(ScheduledOutcome::Sent)
}

/// The digests that wait for data.
struct Held {
    channels: Vec<Channel>,
    /// When they are looked at again.
    delay_seconds: i64,
}

/// Tells the people whose digest goes out now from those whose digest waits: whose quiet hours begin soon does not wait.
fn apart<'a>(
    settings: &WorkspaceSettings,
    people: Vec<&'a Member>,
    job: &WorkspaceJob,
    report_day: Date,
    now: Timestamp,
) -> (Vec<&'a Member>, Option<Held>) {
    let (mut ready, mut held) = (Vec::new(), None::<Held>);
    for member in people {
        let longest = job.due.at + LONGEST_HOLD;
        let until =
            wanting(settings, member).map_or(longest, |known| held_until(&member.zone, known, job.due.at));
        match gate(settings, report_day, until, now) {
            Gate::Open => ready.push(member),
            Gate::Waits(channels) => {
                let seconds = (until.as_second() - now.as_second()).clamp(1, LOOKED_AT_AGAIN_SECONDS);
                let before = held.map_or(LOOKED_AT_AGAIN_SECONDS, |held| held.delay_seconds);
                held = Some(Held { channels, delay_seconds: before.min(seconds) });
            }
        }
    }
    (ready, held)
}

async fn send_due(
    deps: &DigestDeps<'_>,
    schedule: &dyn ScheduleQueue,
    settings: &WorkspaceSettings,
    people: Vec<&Member>,
    job: &WorkspaceJob,
    report_day: Date,
) -> Result<DigestSummary, DigestError> {
    let now = deps.clock.now();
    let (judged, to_keep) = judge_once(deps.store, settings, report_day, now).await?;
    let missing = missing(deps.store, settings, &zone_of(settings)?, &people, &job.due, &judged).await?;
    if is_incomplete(&judged) {
        // First, so that no correction is lost if the worker dies on the way and the next one finds the digests sent.
        let members = people.iter().map(|member| member.id.clone()).collect();
        schedule.send(&[correction_job(WorkspaceJob { members, ..job.clone() })]).await?;
    }
    let (local_date, is_late) = (job.due.date, is_late(job, now));
    let sending = Sending { settings, judged: &judged, is_late, missing };
    let people = people.into_iter().map(|member| (member, local_date)).collect();
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

/// Returns the people of a job who are still in its slot, or moved to one that has passed on this day, and want a digest on
/// it.
fn in_slot<'a>(settings: &'a WorkspaceSettings, job: &WorkspaceJob, now: Timestamp) -> Vec<&'a Member> {
    let due = &job.due;
    // Who chose another time while the job waited is not due again before tomorrow if that time has passed.
    let has_passed = |slot: Slot| {
        let zone = TimeZone::get(&slot.zone).ok();
        zone.and_then(|zone| due_at(&slot, due.date, &zone)).is_some_and(|at| at <= now)
    };
    let is_due = |member: &Member, known: &WhatsAppSubscription| {
        let slot = Slot::of(member, known);
        is_wanted(known, due.date) && (slot == due.slot || has_passed(slot))
    };
    let members = settings.members.iter().filter(|member| job.members.contains(&member.id));
    members.filter(|member| wanting(settings, member).is_some_and(|known| is_due(member, known))).collect()
}

/// Returns the report before this one for each person who did not get it because its slot was left out.
pub(super) async fn missing(
    store: &Store,
    settings: &WorkspaceSettings,
    workspace_zone: &TimeZone,
    people: &[&Member],
    due: &DueSlot,
    judged: &DayEvaluation,
) -> Result<BTreeMap<MemberId, MissingReport>, StoreError> {
    let known = people.iter().filter_map(|member| Some((&member.id, wanting(settings, member)?)));
    let before: Vec<(&MemberId, Date, Timestamp)> = known
        .filter_map(|(id, known)| Some((id, date_before(due.date, known)?, known.consent_changed_at)))
        .collect();
    let dates = before.iter().map(|(_, date, _)| *date).collect();
    let mut missing = BTreeMap::new();
    for left_out in store.left_out(&due.slot, &dates).await? {
        let had_it =
            |(_, date, since): &&(&MemberId, Date, Timestamp)| *date == left_out.date && *since < left_out.at;
        let people: Vec<&MemberId> = before.iter().filter(had_it).map(|(id, ..)| *id).collect();
        let ids: Vec<_> = people.iter().map(|id| Message::digest_id(id, left_out.date)).collect();
        let there = store.messages_there(&settings.workspace.id, &ids).await?;
        let report = missing_report(reports_on(&left_out, workspace_zone), judged);
        let lacks_it = people.into_iter().zip(&ids).filter(|(_, id)| !there.contains(id));
        missing.extend(lacks_it.map(|(id, _)| (id.clone(), report)));
    }
    Ok(missing)
}

/// Returns what a report that did not go out would have said, as far as it is known: the sums of the day before.
fn missing_report(day: Date, judged: &DayEvaluation) -> MissingReport {
    let is_day_before = day.tomorrow().is_ok_and(|next| next == judged.report.day);
    MissingReport { day, values: if is_day_before { judged.before } else { MetricValues::default() } }
}

/// Returns the last date before this one on which a person wanted a digest.
fn date_before(date: Date, known: &WhatsAppSubscription) -> Option<Date> {
    (1..=7).map(|back| date.saturating_sub(back.days())).find(|earlier| is_wanted(known, *earlier))
}

#[cfg(test)]
mod tests;
