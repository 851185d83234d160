//! Proposals that are no longer valid because a budget they were computed from changed, or because a newer proposal
//! superseded them. What is left of the move becomes a new proposal, and the person who approved first is told.

use crate::action::notifier::Notifier;
use crate::identity::{AdjustmentId, CampaignId};
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange, ChangedBudget};
use crate::insight::wording::describe_shift;
use crate::insight::{ShiftLimits, amount_to_move};
use crate::language::Phrase;
use crate::message::Message;
use crate::message::job::QueueJob;
use crate::message::reference::DeliveryJob;
use crate::metrics::{BudgetSource, Campaign};
use crate::money::Money;
use crate::workspace::Workspace;
use crate::workspace::roster::Teammate;
use crate::workspace::rules::ActionRules;
use jiff::Timestamp;

/// A proposal that was superseded because a budget changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupersededShift {
    /// The proposal before the change.
    pub before: BudgetAdjustment,
    /// The proposal after the change.
    pub after: BudgetAdjustment,
    /// The proposal for what is left to move, if that is worth a decision.
    pub successor: Option<BudgetAdjustment>,
}

/// When budgets changed and, if known, who changed them.
#[derive(Debug, Clone, Copy)]
pub struct ChangeOfBudgets<'a> {
    /// When they changed.
    pub at: Timestamp,
    /// Who changed them, as a name to show.
    pub by: Option<&'a str>,
}

/// Reports whether a proposal awaits a decision and was computed from the budget of this campaign.
pub fn depends_on(shift: &BudgetAdjustment, campaign: &CampaignId) -> bool {
    shift.state.is_open() && [&shift.from, &shift.to].iter().any(|side| side.campaign == *campaign)
}

/// Returns the new state of the proposals that depend on the changed campaigns. `campaigns` are all the campaigns that
/// they depend on, in their current state.
pub fn supersede(
    rules: &ActionRules,
    shifts: &[BudgetAdjustment],
    changed: &[CampaignId],
    campaigns: &[Campaign],
    change: ChangeOfBudgets<'_>,
) -> Vec<SupersededShift> {
    let overtaken = |shift: &BudgetAdjustment| {
        let is_changed = |side: &&BudgetChange| changed.contains(&side.campaign);
        let side = [&shift.from, &shift.to].into_iter().filter(|_| shift.state.is_open()).find(is_changed)?;
        let campaign = campaigns.iter().find(|campaign| campaign.id == side.campaign)?;
        let moved = ChangedBudget {
            campaign: campaign.id.clone(),
            was: side.before,
            now: campaign.daily_budget,
            stopped: !campaign.active,
            at: change.at,
            by: change.by.map(str::to_owned),
        };
        let successor = rebase(rules, shift, campaigns, change.at);
        let after = shift.superseded_by(moved, successor.as_ref().map(BudgetAdjustment::as_successor));
        Some(SupersededShift { before: shift.clone(), after, successor })
    };
    shifts.iter().filter_map(overtaken).collect()
}

/// Returns the proposal for what is left of a move, computed from the current budgets: never more than was proposed,
/// within the step that the rules allow, and with neither side going past its intended budget. Returns `None` if a
/// campaign is not active, the currency differs, or what is left is below the smallest amount ever proposed.
pub(crate) fn rebase(
    rules: &ActionRules,
    shift: &BudgetAdjustment,
    campaigns: &[Campaign],
    at: Timestamp,
) -> Option<BudgetAdjustment> {
    let running = |side: &BudgetChange| {
        campaigns.iter().find(|campaign| campaign.id == side.campaign && campaign.active)
    };
    let (from, to) = (running(&shift.from)?, running(&shift.to)?);
    let gives = from.daily_budget.minor.checked_sub(shift.from.after.minor)?;
    let gets = shift.to.after.minor.checked_sub(to.daily_budget.minor)?;
    let most = Money::from_minor(gives.min(gets).min(shift.amount.minor), shift.amount.currency);
    let limits = ShiftLimits { most, step_percent: rules.shift_step_percent() };
    let amount = amount_to_move(from.daily_budget, to.daily_budget, limits)?;
    let successor = BudgetAdjustment {
        id: successor_id(shift, amount, from, to),
        from: side(from, amount.minor.checked_neg()?)?,
        to: side(to, amount.minor)?,
        amount,
        state: AdjustmentState::Proposed,
        version: 1,
        proposed_at: at,
        first: None,
        ..shift.clone()
    };
    Some(successor)
}

/// Starts with the same day as the identifier of the superseded proposal, so that lists stay in order.
fn successor_id(shift: &BudgetAdjustment, amount: Money, from: &Campaign, to: &Campaign) -> AdjustmentId {
    let day = shift.id.as_str().split('-').next().unwrap_or_default();
    let (workspace, id) = (&shift.workspace, &shift.id);
    let what = format!("{workspace}|{id}|{}|{}|{}", amount.minor, from.version, to.version);
    AdjustmentId::hashed(&format!("{day}-"), &what)
}

fn side(campaign: &Campaign, change_minor: i64) -> Option<BudgetChange> {
    let before = campaign.daily_budget;
    Some(BudgetChange {
        campaign: campaign.id.clone(),
        name: campaign.name.clone(),
        campaign_version: campaign.version,
        before,
        after: Money::from_minor(before.minor.checked_add(change_minor)?, before.currency),
        budget_estimated: campaign.budget_source == BudgetSource::EstimatedFromSpend,
    })
}

/// Identifies the end of a proposal: the version it has now can have no other cause.
fn cause(shift: &BudgetAdjustment) -> String {
    format!("{}|{}", shift.id, shift.version)
}

/// Creates the message that tells the person who approved first that the proposal ended before a second approval, or
/// returns `None` if nobody had approved it or the person is not among `people`.
pub fn tell_first<'a>(
    workspace: &Workspace,
    mut people: impl Iterator<Item = &'a Teammate>,
    ended: &BudgetAdjustment,
    at: Timestamp,
) -> Option<Message> {
    let first = ended.first.as_ref().filter(|_| ended.state == AdjustmentState::Superseded)?;
    let person = people.find(|person| person.id == first.by)?;
    let notifier = Notifier { workspace, cause: &cause(ended), at };
    let reader = notifier.reader(person);
    let what = describe_shift(reader.language, ended);
    let moved = ended.changed_budget.is_some();
    let phrase = if moved { Phrase::UpdateFirstOvertaken } else { Phrase::UpdateFirstSuperseded };
    Some(notifier.update(person, &reader.say(phrase, &[("what", &what)])))
}

/// Returns the job that sends the message of [`tell_first`], whether or not it was queued before: a superfluous job
/// does no harm.
pub fn job_of_first(ended: &BudgetAdjustment) -> Option<QueueJob> {
    let first = ended.first.as_ref().filter(|_| ended.state == AdjustmentState::Superseded)?;
    Some(QueueJob::Message(DeliveryJob {
        workspace: ended.workspace.clone(),
        member: first.by.clone(),
        message: Message::caused_by(&cause(ended), &first.by, 0),
    }))
}

#[cfg(test)]
mod tests;
