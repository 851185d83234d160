//! What stands: alerts and proposed shifts, as answers of their own and as advice beside a campaign's numbers.

use crate::identity::CampaignId;
use crate::insight::AlertRule;
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, AlertState, AssignmentAnswer};
use crate::insight::subject::AlertSubject;
use crate::question::execute::context::Context;
use crate::question::execute::data::WorkspaceData;
use crate::question::execute::result::{Advice, Suggestions};
use std::cmp::Reverse;

/// Returns the alerts of the days or, without days, those that stand: the gravest first.
pub(super) fn alerts(context: &Context<'_>) -> Vec<Alert> {
    let of_time = |alert: &&Alert| match context.frame.days {
        None => stands(alert),
        Some(days) => {
            let last = if stands(alert) { context.frame.today } else { alert.last_day };
            alert.first_day <= days.to && last >= days.from
        }
    };
    let found = context.data.alerts.iter().filter(|alert| is_about(context, alert)).filter(of_time);
    let mut found: Vec<Alert> = found.cloned().collect();
    gravest_first(&mut found);
    found
}

fn gravest_first(alerts: &mut [Alert]) {
    alerts.sort_by_key(|alert| {
        let finding = &alert.finding;
        (Reverse(finding.severity), Reverse(finding.stake.minor), finding.id.clone())
    });
}

/// Reports whether the problem persists, whoever has seen it.
fn stands(alert: &Alert) -> bool {
    match alert.state {
        AlertState::Open | AlertState::Snoozed | AlertState::Acknowledged => true,
        AlertState::Resolved => false,
    }
}

fn is_about(context: &Context<'_>, alert: &Alert) -> bool {
    match &alert.finding.subject {
        AlertSubject::Campaign { campaign, .. } => is_chosen(context, campaign),
        AlertSubject::Channel(channel) => context.scope.has_channel(channel),
        AlertSubject::Workspace => context.scope.is_everything(),
    }
}

/// Reports whether a campaign is chosen; one that is gone is only where everything is.
fn is_chosen(context: &Context<'_>, campaign: &CampaignId) -> bool {
    match context.lookup.campaign(campaign) {
        Some(campaign) => context.scope.has_campaign(campaign),
        None => context.scope.is_everything(),
    }
}

/// Returns what to do: the shifts that wait for a decision, and the alerts that stand.
pub(super) fn suggestions(context: &Context<'_>) -> Suggestions {
    let waits = |shift: &&BudgetAdjustment| {
        let sides = [&shift.from.campaign, &shift.to.campaign];
        shift.state.is_open() && sides.into_iter().any(|campaign| is_chosen(context, campaign))
    };
    let mut shifts: Vec<_> = context
        .data
        .adjustments
        .iter()
        .filter(waits)
        .map(|shift| (shift.clone(), owner(context.data, shift)))
        .collect();
    shifts.sort_by_key(|(shift, _)| (Reverse(shift.proposed_at), shift.id.clone()));
    Suggestions { shifts, alerts: alerts(context) }
}

fn owner(data: &WorkspaceData<'_>, shift: &BudgetAdjustment) -> Option<String> {
    let recommendation = data.recommendations.iter().find(|one| one.id == shift.recommendation)?;
    let assignment = recommendation.assignment.as_ref()?;
    (assignment.answer != AssignmentAnswer::PassedBack).then(|| assignment.owner_name.clone())
}

/// Returns what to do about a campaign: the shift that stands, or else the gravest alert that says more than that its
/// budget is overspent, or else to look at its limit.
pub(super) fn advice_for(data: &WorkspaceData<'_>, campaign: &CampaignId) -> Option<Advice> {
    let is_side =
        |shift: &&BudgetAdjustment| shift.from.campaign == *campaign || shift.to.campaign == *campaign;
    let shifts = data.adjustments.iter().filter(|shift| shift.state.is_open()).filter(is_side);
    // A shift that takes from the campaign is the better advice.
    let newest = shifts.max_by_key(|shift| (shift.from.campaign == *campaign, shift.proposed_at));
    if let Some(shift) = newest {
        return Some(Advice::Shift(Box::new(shift.clone())));
    }
    let about = |alert: &&Alert| alert.finding.subject.campaign() == Some(campaign) && stands(alert);
    let mut alerts: Vec<Alert> = data.alerts.iter().filter(about).cloned().collect();
    gravest_first(&mut alerts);
    let says_more = |alert: &&Alert| alert.finding.rule != AlertRule::OverspentDailyBudget;
    match alerts.iter().find(says_more) {
        Some(alert) => Some(Advice::Alert(Box::new(alert.clone()))),
        None => (!alerts.is_empty()).then_some(Advice::CheckLimit),
    }
}
