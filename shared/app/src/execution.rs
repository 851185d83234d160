//! What the ad platform did with a shift, as reported by the system that carries it out: an approved shift that was
//! applied changes the campaigns' budgets, a refused one changes nothing, and the people who decided on it are told
//! either way.

pub mod notifications;

use crate::budget;
use crate::execution::notifications::Notifications;
use domain::action::describe::describe_shift;
use domain::action::supersede::{ChangeOfBudgets, SupersededShift, job_of_first, supersede};
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::identity::{AdjustmentId, AuditEventId, CampaignId, WorkspaceId};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange, ShiftOutcome};
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::metrics::{BudgetSource, Campaign};
use jiff::Timestamp;
use store::budgets::{BudgetRead, BudgetWrites};
use store::{Store, StoreError};

/// How often a report is tried again if a concurrent change got in the way.
const TRIES: usize = 5;

/// What was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecutedChange {
    /// The shift, as it was approved.
    Shift,
    /// The reversal, after the approval of an applied shift was undone.
    Reversal,
}

impl ExecutedChange {
    fn as_str(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Reversal => "way_back",
        }
    }
}

/// What the ad platform did with a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeReport {
    pub workspace: WorkspaceId,
    /// The shift.
    pub adjustment: AdjustmentId,
    /// What was carried out.
    pub executed: ExecutedChange,
    /// The outcome, and when it is reported.
    pub outcome: ShiftOutcome,
    /// The channel that reports it.
    pub source: Source,
}

/// The result of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The shift in its current state.
    pub shift: BudgetAdjustment,
    /// Whether the report is new; repeating a report changes nothing and tells nobody again.
    pub is_new: bool,
    /// The proposals superseded by the new budgets.
    pub superseded: Vec<SupersededShift>,
    /// The jobs to queue.
    pub jobs: Vec<QueueJob>,
}

/// Why a report was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum OutcomeError {
    /// There is no such shift.
    #[error("there is no such budget shift in the workspace: check its identifier")]
    UnknownShift,
    /// The shift is not approved.
    #[error("this budget shift was never approved: nothing of it may be carried out")]
    NotApproved,
    /// There is no reversal on which to report.
    #[error("this budget shift was not undone after it was applied: report the shift itself")]
    NoReversal,
    /// The opposite was reported before.
    #[error(
        "the opposite was reported of this budget shift before: look it up and report its campaigns' budgets"
    )]
    Contradicts,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records what the ad platform did with a shift, and tells the people who decided on it.
///
/// # Errors
/// If the shift is unknown or not approved, the opposite was reported before, or the store fails; trying again is safe.
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
            // Somebody undid the shift or changed a budget in the meantime.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::ConditionFailed.into())
}

/// Returns the outcome reported before, if it is the same, or `None` if this is the first report.
fn known_outcome<'a>(
    report: &OutcomeReport,
    shift: &'a BudgetAdjustment,
) -> Result<Option<&'a ShiftOutcome>, OutcomeError> {
    let known = match (report.executed, shift.state, &shift.outcome) {
        (ExecutedChange::Shift, AdjustmentState::Approved | AdjustmentState::Undone, outcome) => outcome,
        (ExecutedChange::Shift, _, _) => return Err(OutcomeError::NotApproved),
        (ExecutedChange::Reversal, AdjustmentState::Undone, Some(ShiftOutcome::Applied { .. })) => {
            &shift.reversal
        }
        (ExecutedChange::Reversal, _, _) => return Err(OutcomeError::NoReversal),
    };
    match (known, &report.outcome) {
        (None, _) => Ok(None),
        (Some(known @ ShiftOutcome::Applied { .. }), ShiftOutcome::Applied { .. })
        | (Some(known @ ShiftOutcome::Refused { .. }), ShiftOutcome::Refused { .. }) => Ok(Some(known)),
        (Some(_), _) => Err(OutcomeError::Contradicts),
    }
}

/// Queues the jobs of the first report again: the process that wrote them may have died before queuing them. Each
/// message is still sent only once.
fn known_before(
    report: &OutcomeReport,
    shift: &BudgetAdjustment,
    read: &BudgetRead,
    known: &ShiftOutcome,
) -> Reported {
    let notifications = Notifications::new(&event_id(report), shift, report.executed, known, read);
    Reported { shift: shift.clone(), is_new: false, superseded: Vec::new(), jobs: notifications.jobs() }
}

/// A planned report.
struct Planned {
    shift: BudgetAdjustment,
    campaigns: Vec<Campaign>,
    superseded: Vec<SupersededShift>,
    audit: AuditEvent,
    notifications: Notifications,
    told_first: Vec<Message>,
}

impl Planned {
    fn writes<'a>(&'a self, before: &'a BudgetAdjustment, read: &'a BudgetRead) -> BudgetWrites<'a> {
        // A refusal by the ad platform does not depend on any budget.
        let campaigns = if self.campaigns.is_empty() { &[] } else { read.campaigns.as_slice() };
        BudgetWrites {
            workspace: &self.audit.workspace,
            campaigns,
            changed: &self.campaigns,
            decided: Some((before, &self.shift)),
            superseded: &self.superseded,
            audit: &self.audit,
            messages: self.notifications.messages.iter().chain(&self.told_first).collect(),
            notifications: &self.notifications.notifications,
        }
    }

    fn into_reported(self) -> Reported {
        let mut jobs = self.notifications.jobs();
        jobs.extend(self.superseded.iter().filter_map(|one| job_of_first(&one.after)));
        Reported { shift: self.shift, is_new: true, superseded: self.superseded, jobs }
    }
}

fn plan(report: &OutcomeReport, shift: &BudgetAdjustment, read: &BudgetRead) -> Planned {
    let outcome = report.outcome.clone();
    let campaigns = match &outcome {
        ShiftOutcome::Applied { .. } => carried_out(report.executed, shift, read),
        ShiftOutcome::Refused { .. } => Vec::new(),
    };
    let at = outcome.at();
    let superseded = superseded(report.executed, shift, read, &campaigns, at);
    let version = |side: &BudgetChange| {
        let campaign = campaigns.iter().find(|campaign| campaign.id == side.campaign);
        campaign.map_or(side.campaign_version, |campaign| campaign.version)
    };
    let (from_version, to_version) = (version(&shift.from), version(&shift.to));
    let after = match report.executed {
        ExecutedChange::Shift => shift.reported(outcome.clone(), from_version, to_version),
        ExecutedChange::Reversal => shift.reversal_reported(outcome.clone(), from_version, to_version),
    };
    let audit = event(report, shift, &after, at);
    Planned {
        notifications: Notifications::new(&audit.id, &after, report.executed, &outcome, read),
        told_first: budget::first_approver_messages(read, &superseded, at),
        shift: after,
        campaigns,
        superseded,
        audit,
    }
}

/// Returns both campaigns with the budgets that the platform now has. If somebody already reported a budget separately,
/// it is not a new one.
fn carried_out(executed: ExecutedChange, shift: &BudgetAdjustment, read: &BudgetRead) -> Vec<Campaign> {
    let since = |side: &BudgetChange| {
        let before = read.campaign(&side.campaign)?;
        let daily_budget = match executed {
            ExecutedChange::Shift => side.after,
            ExecutedChange::Reversal => side.before,
        };
        let moved = u64::from(daily_budget != before.daily_budget);
        let version = before.version.saturating_add(moved);
        Some(Campaign { daily_budget, budget_source: BudgetSource::Stated, version, ..before.clone() })
    };
    [&shift.from, &shift.to].into_iter().filter_map(since).collect()
}

fn superseded(
    executed: ExecutedChange,
    shift: &BudgetAdjustment,
    read: &BudgetRead,
    campaigns: &[Campaign],
    at: Timestamp,
) -> Vec<SupersededShift> {
    let is_moved = |campaign: &&Campaign| {
        read.campaign(&campaign.id).is_some_and(|before| before.version != campaign.version)
    };
    let changed_campaigns: Vec<CampaignId> =
        campaigns.iter().filter(is_moved).map(|one| one.id.clone()).collect();
    let since = campaigns.iter().chain(
        read.campaigns.iter().filter(|known| campaigns.iter().all(|campaign| campaign.id != known.id)),
    );
    let since: Vec<Campaign> = since.cloned().collect();
    let decision = match executed {
        ExecutedChange::Shift => &shift.decided,
        ExecutedChange::Reversal => &shift.undone,
    };
    let by = decision.as_ref().map(|decision| decision.name.as_str());
    supersede(&read.rules(), &read.shifts, &changed_campaigns, &since, ChangeOfBudgets { at, by })
}

fn event_id(report: &OutcomeReport) -> AuditEventId {
    AuditEventId::hashed("outcome-", &format!("{}|{}", report.adjustment, report.executed.as_str()))
}

fn event(
    report: &OutcomeReport,
    before: &BudgetAdjustment,
    after: &BudgetAdjustment,
    at: Timestamp,
) -> AuditEvent {
    let (id, workspace) = (event_id(report), report.workspace.clone());
    let occasion = Occasion { id, workspace, at, source: report.source };
    AuditEvent::executed(occasion, Verb::ReportOutcome, after.id.as_str())
        .from_state(describe_shift(before))
        .to_state(describe_shift(after))
}

#[cfg(test)]
mod tests;
