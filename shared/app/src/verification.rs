//! The nightly verification: for each workspace it proves the events of a day page by page, verifies the chain, counts
//! the outcomes of the messages, and stores the reports. It holds one page and a short index of the preceding days in
//! memory.

pub mod canary;
#[cfg(test)]
mod tests;

use domain::audit::chain::ChainKeys;
use domain::audit::{AuditEvent, Outcome};
use domain::clock::{NoRandomness, Randomness};
use domain::identity::WorkspaceId;
use domain::verification::canary::CanaryResult;
use domain::verification::history::History;
use domain::verification::report::safety::ChainState;
use domain::verification::report::{AnswerReport, ApprovalReport, DeliveryReport, SafetyReport, delivery};
use domain::verification::{Violation, prove};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use store::audit_log::{LogPage, LoggedEvent, Span};
use store::key::Key;
use store::{Store, StoreError};

/// How far before the day the log is read for changed versions and changes of consent: tokens live for seven days.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(8 * 24);
/// How long after a day its tokens are certain to be stored: they are deleted 30 days after they expire.
const OLDEST: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How many days are counted again: receipts come late, and in every time zone a day can be judged by the third night
/// at the latest.
const DAYS_COUNTED: i64 = 3;

/// The dependencies of the nightly verification.
pub struct NightlyDeps<'a> {
    pub store: &'a Store,
    /// The keys that verify the audit chain.
    pub chain_keys: &'a ChainKeys,
    /// The source of randomness for secrets.
    pub randomness: &'a dyn Randomness,
    /// The server's current time.
    pub now: Timestamp,
}

/// What to verify.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NightlyRequest {
    /// The day, in UTC; yesterday if omitted.
    pub date: Option<Date>,
    /// The workspace; all of them if omitted.
    pub workspace: Option<WorkspaceId>,
}

/// The reports of one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceRun {
    /// The report that nobody acted without permission.
    pub safety: SafetyReport,
    /// The report on how many decisions are made on WhatsApp.
    pub approvals: ApprovalReport,
    /// The report on how people rate answers.
    pub answers: AnswerReport,
    /// The reports on how many messages arrive: for the day, and for earlier days whose numbers late receipts may have
    /// changed.
    pub deliveries: Vec<DeliveryReport>,
}

/// The result of a night.
#[derive(Debug)]
pub struct NightlyRun {
    /// The day.
    pub date: Date,
    /// The results of the canaries in the synthetic workspaces.
    pub canaries: Vec<CanaryResult>,
    /// The reports.
    pub workspaces: Vec<WorkspaceRun>,
    /// The workspaces that could not be read or whose reports could not be stored, and why.
    pub failed: BTreeMap<WorkspaceId, StoreError>,
    /// The workspaces that were verified but whose messages could not be counted, and why.
    pub uncounted: BTreeMap<WorkspaceId, StoreError>,
}

/// Why the verification cannot run.
#[derive(Debug, thiserror::Error)]
pub enum NightlyError {
    /// The day has not begun.
    #[error("the day has not begun in UTC: name an earlier one")]
    NotYet,
    /// The day is too long ago.
    #[error(
        "the day is more than 30 days ago, and tokens of then may be dropped: read its stored report instead"
    )]
    TooOld,
    /// No canary can be attempted.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The list of workspaces cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NightlyRun {
    /// Reports whether everything is in order in every workspace.
    #[must_use]
    pub fn is_green(&self) -> bool {
        let all_green = self.workspaces.iter().all(|one| one.safety.is_green());
        self.failed.is_empty()
            && self.uncounted.is_empty()
            && domain::verification::canary::missing(&self.canaries) == 0
            && all_green
    }
}

impl fmt::Display for NightlyRun {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for one in &self.workspaces {
            write!(out, "{}{}{}{}", one.safety, one.approvals, one.answers, delivery::days(&one.deliveries))?;
        }
        for (workspace, error) in &self.failed {
            writeln!(out, "SC-004 {workspace} on {}: NOT READ: {error}", self.date)?;
        }
        for (workspace, error) in &self.uncounted {
            writeln!(out, "SC-001 {workspace} on {}: NOT COUNTED: {error}", self.date)?;
        }
        if self.workspaces.is_empty() && self.failed.is_empty() {
            writeln!(out, "no workspace is set up")?;
        }
        Ok(())
    }
}

/// Verifies a day: the canaries first, then every workspace. A workspace that cannot be read does not prevent the
/// others from being verified.
///
/// # Errors
/// If the day cannot be verified, or the workspaces cannot be read. A workspace that fails is reported in the result.
pub async fn run(deps: &NightlyDeps<'_>, request: &NightlyRequest) -> Result<NightlyRun, NightlyError> {
    let (date, day) = day(request.date, deps.now)?;
    // Each attempt is a whole webhook request: boxed, so that the future of a night stays small.
    let canaries = Box::pin(canary::try_all(deps.store, deps.randomness, deps.now)).await?;
    let listed = match &request.workspace {
        Some(one) => vec![one.clone()],
        None => deps.store.workspaces().await?,
    };
    let mut night = NightlyRun {
        date,
        canaries,
        workspaces: Vec::new(),
        failed: BTreeMap::new(),
        uncounted: BTreeMap::new(),
    };
    for workspace in listed {
        match of_workspace(deps, &workspace, (date, day), &night.canaries).await {
            Ok(mut reports) => {
                match deliveries(deps, &workspace, date).await {
                    Ok(counted) => reports.deliveries = counted,
                    Err(error) => drop(night.uncounted.insert(workspace, error)),
                }
                night.workspaces.push(reports);
            }
            Err(error) => drop(night.failed.insert(workspace, error)),
        }
    }
    Ok(night)
}

pub(super) fn day(asked: Option<Date>, now: Timestamp) -> Result<(Date, Span), NightlyError> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let date = asked.unwrap_or_else(|| today.saturating_sub(1.day()));
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let next = date.tomorrow().and_then(midnight);
    // A date at the edge of the calendar is not a valid day here.
    let (from, until) =
        midnight(date).and_then(|from| Ok((from, next?))).map_err(|_far| NightlyError::TooOld)?;
    if from > now {
        return Err(NightlyError::NotYet);
    }
    if now.duration_since(until) > OLDEST {
        return Err(NightlyError::TooOld);
    }
    Ok((date, Span { from, until: Some(until) }))
}

pub(super) async fn of_workspace(
    deps: &NightlyDeps<'_>,
    workspace: &WorkspaceId,
    (date, day): (Date, Span),
    canaries: &[CanaryResult],
) -> Result<WorkspaceRun, StoreError> {
    let store = deps.store;
    let history = history(store, workspace, day).await?;
    let chain = chain(deps, workspace, date).await?;
    let mut proving = Proving {
        store,
        workspace,
        history: &history,
        signatures: HashMap::new(),
        safety: empty(deps, workspace, date, canaries, chain),
        approvals: ApprovalReport::new(workspace, date),
    };
    let mut after = None;
    loop {
        let page = store.audit_page(workspace, day, after.as_deref()).await?;
        proving.page(&page).await?;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let answers = answers(store, workspace, (date, day)).await?;
    store.save_reports(&proving.safety, &proving.approvals, &answers).await?;
    let Proving { safety, approvals, .. } = proving;
    Ok(WorkspaceRun { safety, approvals, answers, deliveries: Vec::new() })
}

/// Counts the questions of a day and their ratings.
async fn answers(
    store: &Store,
    workspace: &WorkspaceId,
    (date, day): (Date, Span),
) -> Result<AnswerReport, StoreError> {
    let mut report = AnswerReport::new(workspace, date);
    store.each_question(workspace, day, &mut |question| report.add(&question)).await?;
    Ok(report)
}

/// Counts the outcomes of the messages of a day and of the preceding days, and stores the reports.
async fn deliveries(
    deps: &NightlyDeps<'_>,
    workspace: &WorkspaceId,
    date: Date,
) -> Result<Vec<DeliveryReport>, StoreError> {
    let mut reports = Vec::new();
    for days_before in 0..DAYS_COUNTED {
        let day = date.saturating_sub(days_before.days());
        if let Some(report) = deps.store.deliveries_of(workspace, day, deps.now).await? {
            deps.store.save_delivery_report(&report).await?;
            reports.push(report);
        }
    }
    Ok(reports)
}

fn empty(
    deps: &NightlyDeps<'_>,
    workspace: &WorkspaceId,
    date: Date,
    canaries: &[CanaryResult],
    chain: ChainState,
) -> SafetyReport {
    SafetyReport {
        workspace: workspace.clone(),
        date,
        made_at: deps.now,
        executed: 0,
        proven: 0,
        unproven: 0,
        named: Vec::new(),
        grounds: BTreeMap::new(),
        not_persons: BTreeMap::new(),
        blocked: BTreeMap::new(),
        canaries: canaries.to_vec(),
        chain,
    }
}

/// Reads the history from before the day up to now: only a later change shows what the consent was before it.
async fn history(store: &Store, workspace: &WorkspaceId, day: Span) -> Result<History, StoreError> {
    let mut history = History::new(store.people_and_rules(workspace).await?);
    let from = day.from.checked_sub(LOOK_BACK).unwrap_or(day.from);
    let mut after = None;
    loop {
        let page = store.audit_page(workspace, Span { from, until: None }, after.as_deref()).await?;
        page.events.iter().filter_map(|logged| logged.event.as_ref()).for_each(|event| history.add(event));
        after = page.next;
        if after.is_none() {
            return Ok(history);
        }
    }
}

/// Verifies the chain against the position recorded in the previous day's report, and records how far it is intact now.
async fn chain(
    deps: &NightlyDeps<'_>,
    workspace: &WorkspaceId,
    date: Date,
) -> Result<ChainState, StoreError> {
    let noted = deps.store.noted_place(workspace, date.saturating_sub(1.day())).await?;
    let report = deps.store.verify_chain(deps.chain_keys, workspace, noted.as_ref()).await?;
    let sealed = report.intact.as_ref().map_or(0, |intact| intact.sequence);
    let place = deps.store.chain_place(workspace, sealed).await?;
    Ok(ChainState {
        sealed,
        mac: place.map(|place| place.mac),
        waiting: report.waiting,
        broken: report.broken.map(|broken| broken.to_string()),
    })
}

struct Proving<'a> {
    store: &'a Store,
    workspace: &'a WorkspaceId,
    history: &'a History,
    signatures: HashMap<String, String>,
    safety: SafetyReport,
    approvals: ApprovalReport,
}

impl Proving<'_> {
    async fn page(&mut self, page: &LogPage) -> Result<(), StoreError> {
        let mut executed: Vec<(&str, &AuditEvent)> = Vec::new();
        for logged in &page.events {
            match self.in_place(logged) {
                Err(violation) => {
                    self.safety.add_unproven(&logged.event_key, logged.event.as_ref(), violation);
                }
                Ok(event) => {
                    self.approvals.add(event, self.consent(event));
                    match event.outcome {
                        Outcome::Executed => executed.push((&logged.event_key, event)),
                        Outcome::Denied { .. } => self.safety.add_blocked(event),
                    }
                }
            }
        }
        let events: Vec<&AuditEvent> = executed.iter().map(|(_, event)| *event).collect();
        let stored = self.store.stored_of(self.workspace, &events).await?;
        for ((event_key, event), mut stored) in executed.into_iter().zip(stored) {
            stored.signature_seen = self.signature_seen(stored.entry.as_ref());
            self.safety.add(event_key, event, prove(event, &stored, self.history));
        }
        Ok(())
    }

    fn in_place<'e>(&self, logged: &'e LoggedEvent) -> Result<&'e AuditEvent, Violation> {
        let event = logged.event.as_ref().ok_or(Violation::Unreadable)?;
        let is_in_place = event.workspace == *self.workspace
            && Key::audit(&event.workspace, event.at, &event.id).sort == logged.event_key;
        if is_in_place { Ok(event) } else { Err(Violation::Misplaced) }
    }

    fn consent(&self, event: &AuditEvent) -> Option<domain::workspace::Consent> {
        self.history.persons_consent_at(event.actor.as_ref()?, event.at)
    }

    /// Reports whether another message arrived earlier with the same signature; one message may cause several events.
    fn signature_seen(
        &mut self,
        entry: Option<&domain::message::conversation::WhatsAppConversationEntry>,
    ) -> bool {
        let Some((entry, webhook)) = entry.and_then(|entry| Some((entry, entry.webhook.as_ref()?))) else {
            return false;
        };
        let first = self.signatures.entry(webhook.signature.clone());
        *first.or_insert_with(|| entry.message_sid.clone()) != entry.message_sid
    }
}
