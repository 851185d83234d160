//! The budget shift: moves a little of the worst campaign's budget to the best one, but never more than the people of
//! the workspace can approve. The number of taps and people needed is no reason to propose less.

use super::cost::Cost;
use super::window::{CampaignWeek, Return, WEEK_DAYS, Window};
use super::{Confidence, ShiftFinding, ShiftSide};
use crate::metrics::{BudgetSource, Campaign};
use crate::money::{Currency, Money};

/// The maximum percentage of the giving campaign's budget that is moved: after a larger change a platform starts
/// learning again.
const MOST_FROM_PERCENT: i128 = 30;

/// The minimum percentage of the giving campaign's budget that is worth a decision.
const LEAST_FROM_PERCENT: i128 = 1;

/// The minimum return of the receiving campaign, as a percentage of the giving campaign's return.
const BETTER_PERCENT: i128 = 130;

/// The minimum return, as a percentage of the best one, for a campaign on the same channel to be preferred: money that
/// stays on its channel changes less.
const SAME_CHANNEL_PERCENT: i128 = 90;

/// The minimum number of days with a return that each side needs before money is moved.
const FEWEST_DAYS: u8 = 3;

/// The rounding steps: from how many whole units an amount is rounded down to which multiple, the largest first.
const STEPS: [(i64, i64); 3] = [(500, 50), (100, 10), (0, 5)];

/// The days, and the conversions of each side in thousandths, that each confidence requires, the highest first.
const CONFIDENCES: [(u8, i64, Confidence); 2] =
    [(7, 50_000, Confidence::High), (5, 20_000, Confidence::Medium)];

/// A campaign that could give or receive budget.
struct Candidate<'a> {
    campaign: &'a Campaign,
    judged: Return,
}

/// Finds the shift of budget that the facts support most.
pub(super) fn find(window: &Window<'_>) -> Option<ShiftFinding> {
    let candidates: Vec<Candidate<'_>> =
        window.campaigns.iter().filter_map(|campaign| candidate(window, campaign)).collect();
    let standard = Standard::of(window)?;
    let from = worst(candidates.iter().filter(|candidate| !standard.is_met_by(&candidate.judged)))?;
    let to = receiver(&candidates, from, &standard)?;
    let amount = amount(from.campaign.daily_budget, to.campaign.daily_budget, limits(window))?;
    Some(ShiftFinding {
        from: side(from, amount.minor.checked_neg()?)?,
        to: side(to, amount.minor)?,
        amount,
        days: from.judged.days.min(to.judged.days),
        confidence: confidence(&from.judged, &to.judged),
    })
}

/// What a campaign must reach to receive budget, and miss to give it.
enum Standard {
    /// The workspace's target return, in hundredths.
    Target(i64),
    /// In an account without revenue, the workspace's usual cost per conversion.
    UsualCost(Cost),
}

impl Standard {
    /// Returns the standard of the workspace. An account without revenue and without four weeks before the week is
    /// measured by the week itself.
    fn of(window: &Window<'_>) -> Option<Self> {
        if window.has_revenue {
            return Some(Self::Target(window.workspace.target_roas_hundredths));
        }
        window.workspace_cost(WEEK_DAYS).or_else(|| window.week_cost()).map(Self::UsualCost)
    }

    fn is_met_by(&self, judged: &Return) -> bool {
        match self {
            Self::Target(hundredths) => !judged.is_under(*hundredths, 100),
            Self::UsualCost(usual) => !judged.costs_more_than(usual),
        }
    }
}

/// Returns the campaign if its budget may be moved: it is active, it delivers, and its return is more than noise.
fn candidate<'a>(window: &Window<'_>, week: &CampaignWeek<'a>) -> Option<Candidate<'a>> {
    let budget = week.campaign.daily_budget;
    let movable = week.campaign.active && budget.minor > 0 && budget.currency == window.workspace.currency;
    let judged = if window.has_revenue { week.judged_return() } else { week.judged_conversions() };
    let judged = judged.filter(|_| movable && week.delivers())?;
    let enough = judged.days >= FEWEST_DAYS && window.is_meaningful(judged.spend);
    enough.then_some(Candidate { campaign: week.campaign, judged })
}

/// Returns the candidate with the lowest return; among equals, the one with the first identifier.
fn worst<'a, 'b>(candidates: impl Iterator<Item = &'b Candidate<'a>>) -> Option<&'b Candidate<'a>>
where
    'a: 'b,
{
    candidates.min_by(|left, right| {
        left.judged.compare(&right.judged).then_with(|| left.campaign.id.cmp(&right.campaign.id))
    })
}

/// Returns the candidate with the highest return; among equals, the one with the first identifier.
fn best<'a, 'b>(candidates: impl Iterator<Item = &'b Candidate<'a>>) -> Option<&'b Candidate<'a>>
where
    'a: 'b,
{
    candidates.min_by(|left, right| {
        right.judged.compare(&left.judged).then_with(|| left.campaign.id.cmp(&right.campaign.id))
    })
}

fn receiver<'a, 'b>(
    candidates: &'b [Candidate<'a>],
    from: &Candidate<'_>,
    standard: &Standard,
) -> Option<&'b Candidate<'a>> {
    let deserving = |candidate: &&Candidate<'_>| {
        candidate.campaign.id != from.campaign.id
            && standard.is_met_by(&candidate.judged)
            && candidate.judged.is_at_least(BETTER_PERCENT, &from.judged)
    };
    let overall = best(candidates.iter().filter(deserving))?;
    let same_channel = |candidate: &&Candidate<'_>| candidate.campaign.channel == from.campaign.channel;
    let neighbour = best(candidates.iter().filter(deserving).filter(same_channel));
    neighbour.filter(|near| near.judged.is_at_least(SAME_CHANNEL_PERCENT, &overall.judged)).or(Some(overall))
}

/// What limits the amount of a shift.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShiftLimits {
    /// The largest amount.
    pub(crate) most: Money,
    /// By how many percent the receiving campaign's budget may grow.
    pub(crate) step_percent: i64,
}

fn limits(window: &Window<'_>) -> ShiftLimits {
    ShiftLimits { most: window.most_to_approve, step_percent: window.workspace.rules.shift_step_percent() }
}

/// Returns the amount to move: as much as both budgets and the limits allow, rounded down to be easy to read. Returns
/// `None` if that is too little for a decision or if the currencies differ.
pub(crate) fn amount(from: Money, to: Money, limits: ShiftLimits) -> Option<Money> {
    let same_currency = from.currency == to.currency && from.currency == limits.most.currency;
    let share = |budget: Money, percent: i128| i64::try_from(i128::from(budget.minor) * percent / 100).ok();
    let step = share(to, i128::from(limits.step_percent))?;
    let most = share(from, MOST_FROM_PERCENT)?.min(step).min(limits.most.minor);
    let minor = round_down(most, from.currency);
    let worth_it = minor > 0 && i128::from(minor) * 100 >= i128::from(from.minor) * LEAST_FROM_PERCENT;
    (same_currency && worth_it).then(|| Money::from_minor(minor, from.currency))
}

/// Rounds an amount down to a multiple of its step, or to 0 if it is negative.
fn round_down(minor: i64, currency: Currency) -> i64 {
    let units = minor / currency.minor_per_unit();
    let step = STEPS.iter().find(|(from_units, _)| units >= *from_units).map(|(_, step)| *step);
    step.map_or(0, |step| (units / step * step).saturating_mul(currency.minor_per_unit()))
}

fn side(candidate: &Candidate<'_>, change_minor: i64) -> Option<ShiftSide> {
    let before = candidate.campaign.daily_budget;
    let after = before.minor.checked_add(change_minor)?;
    Some(ShiftSide {
        campaign: candidate.campaign.id.clone(),
        name: candidate.campaign.name.clone(),
        version: candidate.campaign.version,
        before,
        after: Money::from_minor(after, before.currency),
        budget_estimated: candidate.campaign.budget_source == BudgetSource::EstimatedFromSpend,
        roas_hundredths: candidate.judged.roas_hundredths,
        cpa_minor: candidate.judged.cpa_minor,
    })
}

fn confidence(from: &Return, to: &Return) -> Confidence {
    let days = from.days.min(to.days);
    let conversions = from.conversions_thousandths.min(to.conversions_thousandths);
    let reached =
        CONFIDENCES.iter().find(|(least_days, least, _)| days >= *least_days && conversions >= *least);
    reached.map_or(Confidence::Low, |(_, _, confidence)| *confidence)
}

#[cfg(test)]
mod tests;
