//! Budgets: what a campaign may spend in a span of days, and what of it is due and spent.
//!
//! A budget is the daily budget times the days. What is due by now is that of the days that are over and in; of a span
//! without any such day, all of it. A campaign takes part if it is switched on or has spent something.

use crate::identity::CampaignId;
use crate::metrics::{BudgetSource, Campaign};
use crate::money::{Currency, Money};
use crate::question::execute::context::Context;
use crate::question::execute::exact::Exact;
use crate::question::execute::freshness::{before, complete_through};
use crate::question::execute::result::Overspend;
use crate::question::execute::sums::{Sides, add_known, add_sides};
use crate::question::query::Metric;
use crate::question::range::DateRange;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The spend of each campaign and day, in minor units, as far as it is known.
pub(super) struct Spending(BTreeMap<(CampaignId, Date), i128>);

impl Spending {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut spending = BTreeMap::new();
        for fact in &context.now {
            if let Some(spend) = fact.values.spend_minor {
                let sum: &mut i128 = spending.entry((fact.campaign.clone(), fact.date)).or_default();
                *sum = sum.saturating_add(i128::from(spend));
            }
        }
        Self(spending)
    }

    /// Returns what a campaign spent, or `None` if nobody measured it.
    fn of(&self, campaign: &Campaign, days: DateRange) -> Option<i128> {
        let (from, to) = ((campaign.id.clone(), days.from), (campaign.id.clone(), days.to));
        let spent = self.0.range(from..=to).map(|(_, spend)| *spend);
        spent.reduce(i128::saturating_add)
    }
}

/// Budgets, added up. A ratio and a rest are of the campaigns of which both sides are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Budgets {
    budget: Option<i128>,
    spend_of_budget: Sides,
    spend_of_due: Sides,
    is_estimated: bool,
}

impl Budgets {
    /// Returns the budget of one campaign. `days` are those whose spend counts, `span` those that it is for.
    pub(super) fn of(
        context: &Context<'_>,
        spending: &Spending,
        campaign: &Campaign,
        days: DateRange,
        span: DateRange,
    ) -> Self {
        let daily = i128::from(campaign.daily_budget.minor);
        let due_days = due_days(context, campaign, days);
        let (budget, due) = (daily * i128::from(span.days()), daily * i128::from(due_days.days()));
        Self {
            budget: Some(budget),
            spend_of_budget: spending.of(campaign, days).map(|spend| (spend, budget)),
            spend_of_due: spending.of(campaign, due_days).map(|spend| (spend, due)),
            is_estimated: campaign.budget_source == BudgetSource::EstimatedFromSpend,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        add_known(&mut self.budget, other.budget);
        add_sides(&mut self.spend_of_budget, other.spend_of_budget);
        add_sides(&mut self.spend_of_due, other.spend_of_due);
        self.is_estimated |= other.is_estimated;
    }

    /// Returns a metric of budgets in the unit in which people write it.
    pub(super) fn value(&self, metric: Metric, currency: Currency) -> Option<Exact> {
        let per_unit = i128::from(currency.minor_per_unit());
        match metric {
            Metric::Budget => Exact::new(self.budget?, per_unit),
            Metric::BudgetRemaining => {
                let (spend, budget) = self.spend_of_budget?;
                Exact::new(budget.checked_sub(spend)?, per_unit)
            }
            Metric::BudgetUsedPct => {
                let (spend, budget) = self.spend_of_budget?;
                Exact::new(spend.checked_mul(100)?, budget)
            }
            Metric::Pacing => {
                let (spend, due) = self.spend_of_due?;
                Exact::new(spend, due)
            }
            _ => None,
        }
    }

    /// Returns both sides of a ratio of budgets in units of money.
    pub(super) fn sides(&self, metric: Metric, currency: Currency) -> Option<(Exact, Exact)> {
        let (over, under) = match metric {
            Metric::BudgetUsedPct => self.spend_of_budget?,
            Metric::Pacing => self.spend_of_due?,
            _ => return None,
        };
        let per_unit = i128::from(currency.minor_per_unit());
        Some((Exact::new(over, per_unit)?, Exact::new(under, per_unit)?))
    }

    /// Returns what was spent over what was due, or `None` if either is unknown or too large.
    pub(super) fn overspend(&self, currency: Currency) -> Option<Overspend> {
        let (spend, due) = self.spend_of_due?;
        let money = |minor: i128| Some(Money::from_minor(i64::try_from(minor).ok()?, currency));
        let delta_percent = Exact::new(spend, 1)?.change_percent(Exact::new(due, 1)?);
        let (spend, due, delta) = (money(spend)?, money(due)?, money(spend.checked_sub(due)?)?);
        Some(Overspend { spend, due, delta, delta_percent, is_estimated: self.is_estimated })
    }
}

/// Returns the days of which the budget is due and the spend is in.
fn due_days(context: &Context<'_>, campaign: &Campaign, days: DateRange) -> DateRange {
    let over = before(context.frame.today);
    let through = complete_through(&campaign.channel, context.data.sources).unwrap_or(over);
    let last = days.to.min(over).min(through);
    if last < days.from { days } else { DateRange { to: last, ..days } }
}

/// Reports whether a campaign has a budget in the workspace's currency.
pub(super) fn has_budget(campaign: &Campaign, currency: Currency) -> bool {
    campaign.daily_budget.minor > 0 && campaign.daily_budget.currency == currency
}

/// Returns the campaigns that the query is about and that are switched on or have spent, with a budget and without.
pub(super) fn participants<'a>(
    context: &'a Context<'_>,
    spending: &Spending,
) -> (Vec<&'a Campaign>, Vec<&'a Campaign>) {
    let takes_part = |campaign: &&Campaign| {
        context.scope.has_campaign(campaign)
            && (campaign.active || spending.of(campaign, context.days()).is_some_and(|spend| spend > 0))
    };
    context
        .lookup
        .campaigns()
        .filter(takes_part)
        .partition(|campaign| has_budget(campaign, context.currency()))
}
