//! What the ad platform made of a shift, as the system that carries it out reports it: an approved shift that is applied
//! changes the campaigns' budgets, one that is refused changes nothing, and who decided on it hears it either way.

pub mod notifications;

use crate::budget;
use crate::execution::notifications::News;
use domain::action::describe::describe_shift;
use domain::action::supersede::{ChangeOfBudgets, Overtaken, job_of_first, overtake};
use domain::audit::{AuditEvent, Outcome, Source, Verb};
use domain::identity::{AdjustmentId, AuditEventId, CampaignId, WorkspaceId};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange, ShiftOutcome};
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::metrics::{BudgetSource, Campaign};
use domain::text::quoted;
use jiff::Timestamp;
use store::budgets::{BudgetRead, BudgetWrites};
use store::{Store, StoreError};

/// How often a report is tried again that somebody else's change was in the way of.
const TRIES: usize = 5;
/// The longest reason of an ad platform that is kept, in UTF-16 units.
const LONGEST_REASON: usize = 160;

/// What was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// The shift, as it was approved.
    Shift,
    /// The way back, after the approval of a shift that is applied was undone.
    WayBack,
}

impl Carried {
    fn word(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::WayBack => "way_back",
        }
    }
}

/// What the ad platform made of a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeReport {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The shift.
    pub adjustment: AdjustmentId,
    /// What was carried out.
    pub carried: Carried,
    /// What came of it, and when it is reported.
    pub outcome: ShiftOutcome,
    /// The channel that reports it.
    pub source: Source,
}

/// What came of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The shift as it stands.
    pub shift: BudgetAdjustment,
    /// Whether the report is news; the same report again changes nothing and tells nobody again.
    pub is_new: bool,
    /// The proposals that the new budgets overtook.
    pub overtaken: Vec<Overtaken>,
    /// What is to be queued.
    pub jobs: Vec<QueueJob>,
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum OutcomeError {
    /// There is no such shift.
    #[error("there is no such budget shift in the workspace: check its identifier")]
    UnknownShift,
    /// The shift is not approved.
    #[error("this budget shift was never approved: nothing of it may be carried out")]
    NotApproved,
    /// There is no way back to be reported.
    #[error("this budget shift was not undone after it was applied: report the shift itself")]
    NoWayBack,
    /// The opposite was reported before.
    #[error(
        "the opposite was reported of this budget shift before: look it up and report its campaigns' budgets"
    )]
    Contradicts,
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what the ad platform made of a shift, and tells who decided on it.
///
/// # Errors
/// When the shift is unknown or not approved, when the opposite was reported before, or when the store fails; asking
/// again is safe.
pub async fn report(store: &Store, report: &OutcomeReport) -> Result<Reported, OutcomeError> {
    for _try in 0..TRIES {
        let (shift, read) = store.read_shift_budgets(&report.workspace, &report.adjustment).await?;
        let shift = shift.ok_or(OutcomeError::UnknownShift)?;
        if let Some(known) = known_outcome(report, &shift)? {
            return Ok(known_before(report, &shift, &read, known));
        }
        let planned = plan(report, &shift, &read);
        match store.write_budgets(&planned.writes(&shift, &read)).await {
            Ok(()) => return Ok(planned.into_reported()),
            // Somebody undid the shift or changed a budget meanwhile.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::ConditionFailed.into())
}

/// Returns what was reported before, when it is the same; nothing when this is the first report.
fn known_outcome<'a>(
    report: &OutcomeReport,
    shift: &'a BudgetAdjustment,
) -> Result<Option<&'a ShiftOutcome>, OutcomeError> {
    let known = match (report.carried, shift.state, &shift.outcome) {
        (Carried::Shift, AdjustmentState::Approved | AdjustmentState::Undone, outcome) => outcome,
        (Carried::Shift, _, _) => return Err(OutcomeError::NotApproved),
        (Carried::WayBack, AdjustmentState::Undone, Some(ShiftOutcome::Applied { .. })) => &shift.way_back,
        (Carried::WayBack, _, _) => return Err(OutcomeError::NoWayBack),
    };
    match (known, &report.outcome) {
        (None, _) => Ok(None),
        (Some(known @ ShiftOutcome::Applied { .. }), ShiftOutcome::Applied { .. })
        | (Some(known @ ShiftOutcome::Refused { .. }), ShiftOutcome::Refused { .. }) => Ok(Some(known)),
        (Some(_), _) => Err(OutcomeError::Contradicts),
    }
}

/// What was told the first time is queued again: the one who wrote it may have died before that. Whatever is sent is sent
/// once.
fn known_before(
    report: &OutcomeReport,
    shift: &BudgetAdjustment,
    read: &BudgetRead,
    known: &ShiftOutcome,
) -> Reported {
    let news = News::of(&event_id(report), shift, report.carried, known, read);
    Reported { shift: shift.clone(), is_new: false, overtaken: Vec::new(), jobs: news.jobs() }
}

/// A report, planned.
struct Planned {
    shift: BudgetAdjustment,
    campaigns: Vec<Campaign>,
    overtaken: Vec<Overtaken>,
    audit: AuditEvent,
    news: News,
    told_first: Vec<Message>,
}

impl Planned {
    fn writes<'a>(&'a self, before: &'a BudgetAdjustment, read: &'a BudgetRead) -> BudgetWrites<'a> {
        // What the platform refused rests on no budget.
        let campaigns = if self.campaigns.is_empty() { &[] } else { read.campaigns.as_slice() };
        BudgetWrites {
            workspace: &self.audit.workspace,
            campaigns,
            changed: &self.campaigns,
            decided: Some((before, &self.shift)),
            overtaken: &self.overtaken,
            audit: &self.audit,
            messages: self.news.messages.iter().chain(&self.told_first).collect(),
            notifications: &self.news.notifications,
        }
    }

    fn into_reported(self) -> Reported {
        let mut jobs = self.news.jobs();
        jobs.extend(self.overtaken.iter().filter_map(|one| job_of_first(&one.after)));
        Reported { shift: self.shift, is_new: true, overtaken: self.overtaken, jobs }
    }
}

fn plan(report: &OutcomeReport, shift: &BudgetAdjustment, read: &BudgetRead) -> Planned {
    let outcome = one_line(&report.outcome);
    let campaigns = match &outcome {
        ShiftOutcome::Applied { .. } => carried_out(report.carried, shift, read),
        ShiftOutcome::Refused { .. } => Vec::new(),
    };
    let at = outcome.at();
    let overtaken = overtaken(report.carried, shift, read, &campaigns, at);
    let version = |side: &BudgetChange| {
        let campaign = campaigns.iter().find(|campaign| campaign.id == side.campaign);
        campaign.map_or(side.campaign_version, |campaign| campaign.version)
    };
    let (from_version, to_version) = (version(&shift.from), version(&shift.to));
    let after = match report.carried {
        Carried::Shift => shift.reported(outcome.clone(), from_version, to_version),
        Carried::WayBack => shift.way_back_reported(outcome.clone(), from_version, to_version),
    };
    let audit = event(report, shift, &after, at);
    Planned {
        news: News::of(&audit.id, &after, report.carried, &outcome, read),
        told_first: budget::news(read, &overtaken, at),
        shift: after,
        campaigns,
        overtaken,
        audit,
    }
}

fn one_line(outcome: &ShiftOutcome) -> ShiftOutcome {
    match outcome {
        ShiftOutcome::Applied { at } => ShiftOutcome::Applied { at: *at },
        ShiftOutcome::Refused { at, reason } => {
            ShiftOutcome::Refused { at: *at, reason: quoted(reason, LONGEST_REASON) }
        }
    }
}

/// Returns both campaigns with the budgets that the platform has since. Somebody may have reported a budget itself before;
/// it is no new one then.
fn carried_out(carried: Carried, shift: &BudgetAdjustment, read: &BudgetRead) -> Vec<Campaign> {
    let since = |side: &BudgetChange| {
        let before = read.campaign(&side.campaign)?;
        let daily_budget = match carried {
            Carried::Shift => side.after,
            Carried::WayBack => side.before,
        };
        let moved = u64::from(daily_budget != before.daily_budget);
        let version = before.version.saturating_add(moved);
        Some(Campaign { daily_budget, budget_source: BudgetSource::Stated, version, ..before.clone() })
    };
    [&shift.from, &shift.to].into_iter().filter_map(since).collect()
}

fn overtaken(
    carried: Carried,
    shift: &BudgetAdjustment,
    read: &BudgetRead,
    campaigns: &[Campaign],
    at: Timestamp,
) -> Vec<Overtaken> {
    let is_moved = |campaign: &&Campaign| {
        read.campaign(&campaign.id).is_some_and(|before| before.version != campaign.version)
    };
    let moved: Vec<CampaignId> = campaigns.iter().filter(is_moved).map(|one| one.id.clone()).collect();
    let since = campaigns.iter().chain(
        read.campaigns.iter().filter(|known| campaigns.iter().all(|campaign| campaign.id != known.id)),
    );
    let since: Vec<Campaign> = since.cloned().collect();
    let decision = match carried {
        Carried::Shift => &shift.decided,
        Carried::WayBack => &shift.undone,
    };
    let by = decision.as_ref().map(|decision| decision.name.as_str());
    overtake(&read.shifts, &moved, &since, ChangeOfBudgets { at, by })
}

fn event_id(report: &OutcomeReport) -> AuditEventId {
    AuditEventId::hashed("outcome-", &format!("{}|{}", report.adjustment, report.carried.word()))
}

fn event(
    report: &OutcomeReport,
    before: &BudgetAdjustment,
    after: &BudgetAdjustment,
    at: Timestamp,
) -> AuditEvent {
    AuditEvent {
        id: event_id(report),
        workspace: report.workspace.clone(),
        at,
        actor: None,
        administrator: None,
        source: report.source,
        verb: Verb::ReportOutcome,
        object: after.id.to_string(),
        before: Some(describe_shift(before)),
        after: Some(describe_shift(after)),
        outcome: Outcome::Executed,
        message_sid: None,
        evidence: None,
    }
}

#[cfg(test)]
mod tests;
