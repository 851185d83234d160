//! Handles a campaign budget that changed in the ad account: the campaign is updated, and proposals computed from the
//! old budget are superseded by what is left of them, in one transaction with its audit event.

use domain::action::supersede::{ChangeOfBudgets, SupersededShift, job_of_first, supersede, tell_first};
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::identity::{AuditEventId, CampaignId, MemberId, WorkspaceId};
use domain::language::Language;
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::metrics::{BudgetSource, Campaign};
use domain::money::Money;
use domain::text::free::GivenName;
use domain::text::{LONGEST_NAME, harmless};
use jiff::Timestamp;
use store::budgets::{BudgetRead, BudgetWrites};
use store::{Store, StoreError};

/// How often a change is tried again if a concurrent change got in the way.
const TRIES: usize = 5;

/// A campaign's budget as it is in the ad account.
#[derive(Clone)]
pub struct BudgetReport {
    pub workspace: WorkspaceId,
    pub campaign: CampaignId,
    /// The daily budget; not negative, and in the currency of the campaign.
    pub daily_budget: Money,
    /// Whether the campaign is active; `None` if that did not change.
    pub active: Option<bool>,
    /// The source of the budget. An estimate never replaces a stated budget.
    pub budget_source: BudgetSource,
    /// Who changed it in the ad account, by name, if known.
    pub by: Option<GivenName>,
    /// The channel that reports it.
    pub source: Source,
    /// When it changed.
    pub at: Timestamp,
}

/// The result of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The campaign in its current state.
    pub campaign: Campaign,
    /// Whether anything changed; a report of what is already known changes nothing.
    pub is_new: bool,
    /// The proposals superseded by the change.
    pub superseded: Vec<SupersededShift>,
    /// The recipients of the messages that the change wrote, one entry for each message; empty if the change was
    /// already known.
    pub told: Vec<MemberId>,
    /// The jobs to queue; they may refer to messages that were written before, or for which no recipient was found.
    pub jobs: Vec<QueueJob>,
}

/// Why a budget was not changed.
#[derive(Debug, thiserror::Error)]
pub enum BudgetError {
    /// There is no such campaign.
    #[error("there is no such campaign in the workspace: check its identifier, or import it first")]
    UnknownCampaign,
    /// The budget is negative.
    #[error("a budget a day cannot be negative: correct the amount")]
    Negative,
    /// The budget is in a different currency than the campaign's.
    #[error("the budget is not in the campaign's currency: convert it, or correct the campaign")]
    OtherCurrency,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a campaign's budget, or whether it is active, to match the ad account. Repeating the same report changes
/// nothing.
///
/// # Errors
/// If the campaign is unknown, the budget is not valid for it, or the store fails; trying again is safe.
pub async fn change(store: &Store, report: &BudgetReport) -> Result<Changed, BudgetError> {
    for _try in 0..TRIES {
        let campaign = std::slice::from_ref(&report.campaign);
        let read = store.read_budgets(&report.workspace, campaign).await?;
        let before = read.campaign(&report.campaign).ok_or(BudgetError::UnknownCampaign)?;
        let Some(after) = after(report, before)? else {
            return Ok(unchanged(&read, before));
        };
        let planned = plan(report, &read, before, after);
        match store.write_budgets(&planned.writes(&read)).await {
            Ok(()) => return Ok(planned.into_changed()),
            // Somebody changed a budget or decided on a proposal in the meantime.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::ConditionFailed.into())
}

/// Returns the campaign after a report, or `None` if the report contains nothing new. The version grows only when
/// something changes on which a proposal depends: stating a budget that was so far only estimated does not change it.
fn after(report: &BudgetReport, before: &Campaign) -> Result<Option<Campaign>, BudgetError> {
    if report.daily_budget.minor < 0 {
        return Err(BudgetError::Negative);
    }
    if report.daily_budget.currency != before.daily_budget.currency {
        return Err(BudgetError::OtherCurrency);
    }
    let only_an_estimate = report.budget_source == BudgetSource::EstimatedFromSpend
        && before.budget_source == BudgetSource::Stated;
    let (daily_budget, budget_source) = if only_an_estimate {
        (before.daily_budget, before.budget_source)
    } else {
        (report.daily_budget, report.budget_source)
    };
    let active = report.active.unwrap_or(before.active);
    let moved = daily_budget != before.daily_budget || active != before.active;
    let version = before.version.saturating_add(u64::from(moved));
    let after = Campaign { active, daily_budget, budget_source, version, ..before.clone() };
    Ok((after != *before).then_some(after))
}

/// Queues the news about the original change again: the process that made it may have died before queuing it.
fn unchanged(read: &BudgetRead, campaign: &Campaign) -> Changed {
    let by_this = read.shifts.iter().filter(|shift| {
        shift
            .changed_budget
            .as_ref()
            .is_some_and(|moved| moved.campaign == campaign.id && moved.now == campaign.daily_budget)
    });
    let jobs = by_this.filter_map(job_of_first).collect();
    Changed { campaign: campaign.clone(), is_new: false, superseded: Vec::new(), told: Vec::new(), jobs }
}

/// A planned change.
struct Planned {
    after: [Campaign; 1],
    superseded: Vec<SupersededShift>,
    audit: AuditEvent,
    messages: Vec<Message>,
}

impl Planned {
    fn writes<'a>(&'a self, read: &'a BudgetRead) -> BudgetWrites<'a> {
        BudgetWrites {
            workspace: &self.audit.workspace,
            campaigns: &read.campaigns,
            changed: &self.after,
            decided: None,
            superseded: &self.superseded,
            audit: &self.audit,
            messages: self.messages.iter().collect(),
            notifications: &[],
        }
    }

    fn into_changed(self) -> Changed {
        let jobs = self.superseded.iter().filter_map(|superseded| job_of_first(&superseded.after)).collect();
        let told = self.messages.into_iter().map(|message| message.member).collect();
        let [campaign] = self.after;
        Changed { campaign, is_new: true, superseded: self.superseded, told, jobs }
    }
}

fn plan(report: &BudgetReport, read: &BudgetRead, before: &Campaign, after: Campaign) -> Planned {
    let by = report.by.as_deref().map(|by| harmless(by, LONGEST_NAME));
    let change = ChangeOfBudgets { at: report.at, by: by.as_deref() };
    let moved = after.version != before.version;
    let changed: &[CampaignId] = if moved { std::slice::from_ref(&after.id) } else { &[] };
    let superseded = supersede(&read.rules(), &read.shifts, changed, &read.campaigns_with(&after), change);
    Planned {
        audit: event(report, before, &after),
        messages: first_approver_messages(read, &superseded, report.at),
        after: [after],
        superseded,
    }
}

/// Creates the messages to the people who had approved the superseded proposals first.
pub(super) fn first_approver_messages(
    read: &BudgetRead,
    superseded: &[SupersededShift],
    at: Timestamp,
) -> Vec<Message> {
    let (Some(workspace), Some(roster)) = (&read.workspace, &read.roster) else {
        return Vec::new();
    };
    let told =
        superseded.iter().filter_map(|one| tell_first(workspace, roster.people.iter(), &one.after, at));
    told.collect()
}

fn event(report: &BudgetReport, before: &Campaign, after: &Campaign) -> AuditEvent {
    let what = format!("{}|{}|{:?}|{}", after.id, after.version, after.budget_source, report.at);
    let occasion = Occasion {
        id: AuditEventId::hashed("budget-", &what),
        workspace: report.workspace.clone(),
        at: report.at,
        source: report.source,
    };
    AuditEvent::executed(occasion, Verb::ChangeBudget, after.id.as_str())
        .from_state(describe(before))
        .to_state(describe(after))
}

/// Describes a campaign's budget, for readers of the audit log.
fn describe(campaign: &Campaign) -> String {
    let estimated = campaign.budget_source == BudgetSource::EstimatedFromSpend;
    format!(
        "{} a day{}, {}; version {}",
        Language::English.exact_money(campaign.daily_budget),
        if estimated { " (estimated)" } else { "" },
        if campaign.active { "running" } else { "switched off" },
        campaign.version
    )
}

#[cfg(test)]
mod tests;
