//! The digest of a workspace: examine the day, store alerts and the proposal, gather the facts once, store one digest
//! for each person, and queue the deliveries, at once for everybody or when it is due for some. Running it again for the
//! same local date sends nothing twice.

pub mod corrected;
pub mod evaluate;
pub mod preview;
pub mod replay;
pub mod scheduled;

use crate::digest::evaluate::{DayEvaluation, judge_day};
use domain::clock::Clock;
use domain::digest::WhatsAppDigest;
use domain::digest::compose::{ComposedDigest, DigestContext, DigestTiming, MissingReport, compose};
use domain::identity::{MemberId, WorkspaceId};
use domain::message::job::{DeliveryQueue, QueueError, QueueJob};
use domain::message::reference::DeliveryJob;
use domain::message::{Message, MessageKind, MessageState, NewMessage};
use domain::schedule::due::{DueSlot, due_at};
use domain::schedule::report_day::reports_on;
use domain::schedule::slot::Slot;
use domain::settings::WorkspaceSettings;
use domain::workspace::{Consent, Member, WhatsAppSubscription};
use futures::stream::{StreamExt, iter};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::digests::StoredDigest;
use store::{Store, StoreError};

/// How many digests are stored concurrently.
const CONCURRENT: usize = 8;

/// The request for a digest run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigestRequest {
    pub workspace: WorkspaceId,
    /// The local date of the digest; it reports on the day before. If omitted: today in the workspace's zone.
    #[serde(default)]
    pub local_date: Option<Date>,
}

/// The result of a digest run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestSummary {
    /// The day it reports on.
    pub report_day: Date,
    /// How many alerts it contains: those that nobody acknowledged or snoozed.
    pub alerts: usize,
    /// Whether it proposes a shift.
    pub proposes_shift: bool,
    /// Whether data of the day was still missing.
    #[serde(default)]
    pub is_incomplete: bool,
    /// The people whose digest is now queued.
    pub queued: Vec<MemberId>,
    /// The people whose message was already handled before, whatever the outcome.
    pub already_sent: Vec<MemberId>,
    /// The people who do not want messages.
    pub without_consent: Vec<MemberId>,
}

impl DigestSummary {
    fn of(judged: &DayEvaluation) -> Self {
        Self {
            report_day: judged.report.day,
            alerts: judged.alerts.len(),
            proposes_shift: judged.shift.is_some(),
            is_incomplete: is_incomplete(judged),
            queued: Vec::new(),
            already_sent: Vec::new(),
            without_consent: Vec::new(),
        }
    }
}

/// Why there is no digest.
#[derive(Debug, thiserror::Error)]
pub enum DigestError {
    /// There is no such workspace.
    #[error("there is no such workspace: check its identifier")]
    UnknownWorkspace,
    /// The workspace's time zone is not in the zone database.
    #[error("the time zone of the workspace is not in the IANA zone database: correct it in the settings")]
    UnknownZone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed; the digests are stored, and running again queues them.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// Some people's digests could not be stored; the others are queued, and running again completes the rest.
    #[error("the digests of {} people could not be stored; ask again to complete the rest", not_stored.len())]
    Incomplete {
        /// The result for the others.
        summary: Box<DigestSummary>,
        /// The people without a digest.
        not_stored: Vec<MemberId>,
        /// The first of the causes.
        #[source]
        source: StoreError,
    },
}

/// The dependencies of a digest run.
pub struct DigestDeps<'a> {
    pub store: &'a Store,
    /// The delivery queue.
    pub queue: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
}

/// What the digests of one run have in common.
struct Sending<'a> {
    settings: &'a WorkspaceSettings,
    judged: &'a DayEvaluation,
    is_late: bool,
    /// The report before, for those who did not get it.
    missing: BTreeMap<MemberId, MissingReport>,
}

impl Sending<'_> {
    fn compose(&self, member: &Member, now: Timestamp) -> ComposedDigest {
        let Self { settings, judged, is_late, missing, .. } = self;
        let facts = DigestContext {
            workspace: &settings.workspace,
            report: &judged.report,
            alerts: &judged.alerts,
            known_unusual: &judged.known_unusual,
            shift: judged.shift.as_ref().map(|(adjustment, finding)| (adjustment, finding)),
            health: &settings.health,
            timing: DigestTiming { is_late: *is_late, missing: missing.get(&member.id).copied() },
        };
        compose(&facts, member, now)
    }
}

/// Sends the digest of a workspace to everybody who wants it, whatever time they chose.
///
/// # Errors
/// If the workspace is unknown, or the store or the queue fails; running again is safe. If a person's digest cannot be
/// stored, the error is returned only after everybody else's is queued.
pub async fn send_digest(
    deps: &DigestDeps<'_>,
    request: &DigestRequest,
) -> Result<DigestSummary, DigestError> {
    let settings = deps.store.settings(&request.workspace).await?.ok_or(DigestError::UnknownWorkspace)?;
    let today = deps.clock.now().to_zoned(zone_of(&settings)?).date();
    let local_date = request.local_date.unwrap_or(today);
    let day = local_date.saturating_sub(1.day());
    let judged = judge_day(deps.store, &settings, day, deps.clock.now()).await?;
    let mut summary = DigestSummary::of(&judged);
    let people = recipients(&settings, &mut summary);
    let people =
        people.into_iter().map(|member| (member, local_date_for(&settings, member, local_date))).collect();
    let missing = BTreeMap::new();
    let sending = Sending { settings: &settings, judged: &judged, is_late: false, missing };
    send_to(deps, &sending, people, summary).await
}

/// Stores the digests of people and queues their deliveries.
async fn send_to(
    deps: &DigestDeps<'_>,
    sending: &Sending<'_>,
    people: Vec<(&Member, Date)>,
    mut summary: DigestSummary,
) -> Result<DigestSummary, DigestError> {
    let dates: BTreeMap<MemberId, Date> =
        people.iter().map(|(member, date)| (member.id.clone(), *date)).collect();
    let stored: Vec<(MemberId, Result<StoredDigest, StoreError>)> = iter(people)
        .map(|(member, date)| store_one(deps, sending, member, date))
        .buffered(CONCURRENT)
        .collect()
        .await;
    let failed = sort(stored, &mut summary);
    let job = |(member, date): (&MemberId, &Date)| DeliveryJob {
        workspace: sending.settings.workspace.id.clone(),
        member: member.clone(),
        message: Message::digest_id(member, *date),
    };
    // The news is sent first, because it explains the proposal in the digest that follows.
    let queued = dates.iter().filter(|(member, _)| summary.queued.contains(member));
    let digests = queued.map(job).map(QueueJob::Message);
    let jobs: Vec<QueueJob> = sending.judged.jobs.iter().cloned().chain(digests).collect();
    deps.queue.send_jobs(&jobs, 0).await?;
    complete(summary, failed)
}

/// Records in the summary whose message is waiting and whose was already handled; returns the people whose digest could
/// not be stored.
fn sort(
    stored: Vec<(MemberId, Result<StoredDigest, StoreError>)>,
    summary: &mut DigestSummary,
) -> Vec<(MemberId, StoreError)> {
    let mut failed = Vec::new();
    for (member, stored) in stored {
        match stored {
            Ok(stored) if waits(&stored) => summary.queued.push(member),
            Ok(_) => summary.already_sent.push(member),
            Err(error) => failed.push((member, error)),
        }
    }
    failed
}

fn complete(
    summary: DigestSummary,
    failed: Vec<(MemberId, StoreError)>,
) -> Result<DigestSummary, DigestError> {
    let (not_stored, reasons): (Vec<MemberId>, Vec<StoreError>) = failed.into_iter().unzip();
    match reasons.into_iter().next() {
        None => Ok(summary),
        Some(source) => Err(DigestError::Incomplete { summary: Box::new(summary), not_stored, source }),
    }
}

/// Reports whether a message is waiting for a worker that may not know about it: it is new, or an earlier run stored it
/// and ended before queuing it. A superfluous job does no harm, because only one worker gets the claim.
fn waits(stored: &StoredDigest) -> bool {
    match stored {
        StoredDigest::New => true,
        StoredDigest::AlreadyThere(message) => {
            message.state == MessageState::Queued && message.attempts.is_empty()
        }
    }
}

fn is_incomplete(judged: &DayEvaluation) -> bool {
    !judged.report.completeness.is_whole()
}

fn zone_of(settings: &WorkspaceSettings) -> Result<TimeZone, DigestError> {
    TimeZone::get(&settings.workspace.zone).map_err(|_unknown| DigestError::UnknownZone)
}

/// Returns the members who get a digest; records in the summary those who do not want one.
fn recipients<'a>(settings: &'a WorkspaceSettings, summary: &mut DigestSummary) -> Vec<&'a Member> {
    let opted_out = |member: &&Member| {
        subscription_of(settings, member).is_some_and(|known| known.consent == Consent::OptedOut)
    };
    let active = || settings.members.iter().filter(|member| member.active);
    summary.without_consent = active().filter(opted_out).map(|member| member.id.clone()).collect();
    active().filter(|member| wanting(settings, member).is_some()).collect()
}

/// Returns the date of a person's digest that reports, when the clock brings it, on the day before a date of the workspace, so
/// that whoever asks for the digest and the schedule mean the same one: far in the east, it is the next date already.
#[must_use]
pub fn local_date_for(settings: &WorkspaceSettings, member: &Member, date: Date) -> Date {
    let zones = (TimeZone::get(&member.zone), zone_of(settings));
    let (Some(known), (Ok(away), Ok(home))) = (wanting(settings, member), zones) else { return date };
    let slot = Slot::of(member, known);
    let day = date.saturating_sub(1.day());
    let reports_on_it = |own: &Date| {
        let due = due_at(&slot, *own, &away).map(|at| DueSlot { slot: slot.clone(), date: *own, at });
        due.is_some_and(|due| reports_on(&due, &home) == day)
    };
    // No two clocks are further apart than 26 hours.
    let around = [0, 1, -1, 2, -2].map(|days| date.saturating_add(days.days()));
    around.into_iter().find(reports_on_it).unwrap_or(date)
}

fn subscription_of<'a>(settings: &'a WorkspaceSettings, member: &Member) -> Option<&'a WhatsAppSubscription> {
    settings.subscriptions.iter().find(|known| known.member == member.id)
}

/// Returns the subscription of a member who gets digests: an active one who opted in.
fn wanting<'a>(settings: &'a WorkspaceSettings, member: &Member) -> Option<&'a WhatsAppSubscription> {
    let known = subscription_of(settings, member).filter(|known| known.consent == Consent::OptedIn);
    known.filter(|_| member.active)
}

async fn store_one(
    deps: &DigestDeps<'_>,
    sending: &Sending<'_>,
    member: &Member,
    local_date: Date,
) -> (MemberId, Result<StoredDigest, StoreError>) {
    let Sending { settings, judged, .. } = sending;
    let now = deps.clock.now();
    let composed = sending.compose(member, now);
    let message = message(settings, member, local_date, &composed, now);
    let digest = WhatsAppDigest {
        workspace: message.workspace.clone(),
        member: member.id.clone(),
        local_date,
        report_day: judged.report.day,
        metrics: judged.report.total.values,
        roas_hundredths: judged.report.total.roas_hundredths(),
        incomplete: is_incomplete(judged),
        template: composed.template,
        template_version: composed.template_version,
        language: message.language.clone(),
        button_titles: composed.button_titles(),
        variables: composed.variables,
        text: composed.text,
        adjustment: composed.adjustment,
        message: message.id.clone(),
        composed_at: now,
    };
    (member.id.clone(), deps.store.store_digest(&message, &digest).await)
}

fn message(
    settings: &WorkspaceSettings,
    member: &Member,
    local_date: Date,
    composed: &ComposedDigest,
    now: Timestamp,
) -> Message {
    Message::queued(NewMessage {
        id: Message::digest_id(&member.id, local_date),
        kind: MessageKind::Digest,
        workspace: &settings.workspace.id,
        member: &member.id,
        language: composed.language.tag(),
        template: composed.template,
        template_version: composed.template_version,
        variables: composed.variables.clone(),
        buttons: composed.buttons.clone(),
        text: composed.text.clone(),
        local_date,
        now,
    })
}

#[cfg(test)]
mod tests;
