//! The days considered by the rules: the examined day and those before it, by campaign.

mod sums;

pub(super) use sums::WindowSums;

use super::cost::Cost;
use super::{InsightInput, UsualOf};
use crate::metrics::kpi::{Kpis, Sums, sum_of};
use crate::metrics::{Campaign, Channel};
use crate::money::{Money, divide_rounded};
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use sums::{CampaignSums, DailyCosts, DaysBefore};

/// The number of days over which a return is measured, including the examined day.
pub(super) const WEEK_DAYS: i64 = 7;

/// Over how many days before the judged ones a usual cost per conversion is measured: four weeks.
const USUAL_DAYS: i64 = 28;

/// The minimum percentage of the workspace's spend for a campaign's ratios to be meaningful.
const MEANINGFUL_SPEND_PERCENT: i128 = 2;

/// The maximum amount from which a return is computed, in minor units. No business reaches it, and below it the exact
/// comparison of two returns fits into 128 bits.
const LARGEST_AMOUNT: i64 = 100_000_000_000_000_000;

/// The facts considered by the rules.
pub(super) struct Window<'a> {
    pub(super) workspace: &'a Workspace,
    /// The largest daily amount that the people of the workspace can approve.
    pub(super) most_to_approve: Money,
    /// The spend of the workspace over the week, in minor units.
    pub(super) week_spend: i64,
    /// How many days of the week have facts.
    pub(super) week_days: u8,
    /// Whether any fact knows revenue: an account without it is judged by its cost per conversion.
    pub(super) has_revenue: bool,
    channels: &'a BTreeMap<Channel, DailyCosts>,
    /// The campaigns whose channel is complete on the examined day.
    pub(super) campaigns: Vec<CampaignWeek<'a>>,
}

impl<'a> Window<'a> {
    /// Looks at the sums. A report of another day says nothing about this day's completeness, so it leaves no campaign
    /// to examine.
    pub(super) fn new(input: &InsightInput<'a>) -> Self {
        let WindowSums { week, has_revenue, campaigns, channels } = &input.history.window;
        let week: Vec<Kpis> = week.values().map(Sums::kpis).collect();
        let whole = |campaign: &&Campaign| {
            input.report.day == input.history.day() && input.report.completeness.covers(&campaign.channel)
        };
        let of = |campaign: &'a Campaign| CampaignWeek::new(campaign, campaigns.get(&campaign.id));
        Self {
            workspace: input.workspace,
            most_to_approve: input.most_to_approve,
            week_spend: sum_of(week.iter()).values.spend_minor.unwrap_or(0),
            week_days: u8::try_from(week.len()).unwrap_or(u8::MAX),
            has_revenue: *has_revenue,
            channels,
            campaigns: input.campaigns.iter().filter(whole).map(of).collect(),
        }
    }

    /// Returns the usual cost per conversion of a campaign in the four weeks that end `days` days before the end of the
    /// examined one: its own or, with too few conversions, its channel's or the workspace's.
    pub(super) fn usual_cost(&self, week: &CampaignWeek<'_>, days: i64) -> Option<(Cost, UsualOf)> {
        let of = |costs: Option<&DailyCosts>| usual_of(costs.into_iter(), days);
        let own = of(week.costs).map(|cost| (cost, UsualOf::Campaign));
        let channel = || of(self.channels.get(&week.campaign.channel)).map(|cost| (cost, UsualOf::Channel));
        let all = || self.workspace_cost(days).map(|cost| (cost, UsualOf::Workspace));
        own.or_else(channel).or_else(all)
    }

    /// Returns the usual cost per conversion of the workspace; see [`Window::usual_cost`].
    pub(super) fn workspace_cost(&self, days: i64) -> Option<Cost> {
        usual_of(self.channels.values(), days)
    }

    /// Returns the cost per conversion of the workspace over the week.
    pub(super) fn week_cost(&self) -> Option<Cost> {
        cost_of(self.channels.values(), &(0..=WEEK_DAYS - 1))
    }

    /// Reports whether a daily amount is worth a person's attention: a whole unit of the currency, and the same share
    /// of the workspace's daily spend that makes a campaign's ratios meaningful.
    pub(super) fn is_worth_a_look(&self, minor: i64) -> bool {
        let whole_week = i128::from(minor) * i128::from(self.week_days) * 100;
        minor >= self.workspace.currency.minor_per_unit()
            && whole_week >= i128::from(self.week_spend) * MEANINGFUL_SPEND_PERCENT
    }

    /// Reports whether a campaign's share of the workspace's spend is large enough for its ratios to be meaningful.
    pub(super) fn is_meaningful(&self, spend_minor: i64) -> bool {
        spend_minor > 0
            && i128::from(spend_minor) * 100 >= i128::from(self.week_spend) * MEANINGFUL_SPEND_PERCENT
    }

    /// Creates an amount in the workspace's currency; saturates.
    pub(super) fn money(&self, minor: i128) -> Money {
        Money::from_minor(divide_rounded(minor, 1), self.workspace.currency)
    }
}

/// Returns the cost of the four weeks that end so many days before the end of the examined day.
fn usual_of<'s>(costs: impl Iterator<Item = &'s DailyCosts>, days: i64) -> Option<Cost> {
    cost_of(costs, &(days..=days + USUAL_DAYS - 1))
}

/// Returns the cost of a span of days, if it is of enough conversions to be a usual one.
fn cost_of<'s>(costs: impl Iterator<Item = &'s DailyCosts>, days: &DaysBefore) -> Option<Cost> {
    let known = costs.filter_map(|costs| costs.over(days));
    let sum =
        known.reduce(|(spent, converted), (spend, conversions)| (spent + spend, converted + conversions));
    Cost::of(sum?).and_then(Cost::usual)
}

/// What one campaign did on the examined day and in the days before.
pub(super) struct CampaignWeek<'a> {
    pub(super) campaign: &'a Campaign,
    /// Of the examined day and the seven before it, as far as they have facts, by the number of days before it.
    days: BTreeMap<i64, Kpis>,
    costs: Option<&'a DailyCosts>,
}

impl<'a> CampaignWeek<'a> {
    fn new(campaign: &'a Campaign, sums: Option<&'a CampaignSums>) -> Self {
        let days = sums.into_iter().flat_map(|sums| &sums.recent).map(|(day, sums)| (*day, sums.kpis()));
        Self { campaign, days: days.collect(), costs: sums.map(|sums| &sums.costs) }
    }

    /// Returns the spend of the examined day in minor units, if known.
    pub(super) fn spend_on_day(&self) -> Option<i64> {
        self.days.get(&0)?.values.spend_minor
    }

    /// Reports whether the campaign delivered on the examined day.
    pub(super) fn delivers(&self) -> bool {
        self.days.get(&0).is_some_and(has_delivery)
    }

    /// Returns how many of the seven days before the examined one had delivery, and the mean of their known spends in
    /// minor units.
    pub(super) fn delivery_before(&self) -> (usize, i64) {
        let before = || self.days.range(1..=WEEK_DAYS).filter(|(_, kpis)| has_delivery(kpis));
        let spends: Vec<i128> =
            before().filter_map(|(_, kpis)| kpis.values.spend_minor).map(i128::from).collect();
        let mean = divide_rounded(spends.iter().sum(), i128::try_from(spends.len()).unwrap_or(i128::MAX));
        (before().count(), mean)
    }

    /// Returns the return over the seven days ending with the examined one, or `None` without spend.
    ///
    /// A fact that lacks spend or revenue is left out: unreported revenue is not zero revenue.
    pub(super) fn judged_return(&self) -> Option<Return> {
        let (sum, days) = self.sum_over(WEEK_DAYS, |kpis| kpis.known_return().is_some());
        Return::new(&sum, days)
    }

    /// Returns the conversions for the spend over the same days, as a return that can be compared like the one of
    /// revenue, or `None` without conversions.
    pub(super) fn judged_conversions(&self) -> Option<Return> {
        let (cost, days) = self.cost_over(WEEK_DAYS)?;
        Return::of_conversions(&cost, days)
    }

    /// Returns the cost of the last days up to the examined one, at most a week, and how many of them know it.
    pub(super) fn cost_over(&self, days: i64) -> Option<(Cost, u8)> {
        let (sum, known) = self.sum_over(days, |kpis| kpis.known_cost().is_some());
        Some((Cost::of(sum.known_cost()?)?, u8::try_from(known).unwrap_or(u8::MAX)))
    }

    fn sum_over(&self, days: i64, is_known: impl Fn(&Kpis) -> bool) -> (Kpis, usize) {
        let days = self.days.range(0..days).map(|(_, kpis)| kpis);
        let known: Vec<&Kpis> = days.filter(|kpis| is_known(kpis)).collect();
        (sum_of(known.iter().copied()), known.len())
    }
}

fn has_delivery(kpis: &Kpis) -> bool {
    let positive = |value: Option<i64>| value.is_some_and(|known| known > 0);
    positive(kpis.values.spend_minor) || positive(kpis.values.impressions)
}

/// Returns the amount if it is one that a business can have.
pub(super) fn plausible(amount: i128) -> Option<i64> {
    i64::try_from(amount).ok().filter(|minor| (-LARGEST_AMOUNT..=LARGEST_AMOUNT).contains(minor))
}

/// The return of a campaign on its spend, which is always positive. Comparisons are exact: nothing is rounded. In an
/// account without revenue the conversions stand in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Return {
    /// The spend in minor units.
    pub(super) spend: i64,
    /// The revenue in minor units, or the conversions in thousandths.
    pub(super) gain: i64,
    /// The conversions in thousandths; 0 if no day reports them.
    pub(super) conversions_thousandths: i64,
    /// Over how many days it was measured.
    pub(super) days: u8,
    /// The return in hundredths, for people to read; `None` without revenue.
    pub(super) roas_hundredths: Option<i64>,
    /// The spend per conversion in minor units, for people to read.
    pub(super) cpa_minor: Option<i64>,
}

impl Return {
    fn new(kpis: &Kpis, days: usize) -> Option<Self> {
        let (revenue, spend) = kpis.known_return()?;
        Some(Self {
            spend: plausible(spend)?,
            gain: plausible(revenue)?,
            conversions_thousandths: kpis.values.conversions_thousandths.unwrap_or(0),
            days: u8::try_from(days).unwrap_or(u8::MAX),
            roas_hundredths: Some(kpis.roas_hundredths()?),
            cpa_minor: kpis.cost_per_acquisition(),
        })
    }

    fn of_conversions(cost: &Cost, days: u8) -> Option<Self> {
        Some(Self {
            spend: cost.spend,
            gain: cost.conversions_thousandths,
            conversions_thousandths: cost.conversions_thousandths,
            days,
            roas_hundredths: None,
            cpa_minor: Some(cost.per_conversion()?),
        })
    }

    /// Reports whether a conversion costs more than usual.
    pub(super) fn costs_more_than(&self, usual: &Cost) -> bool {
        let own = i128::from(self.gain) * i128::from(usual.spend);
        own < i128::from(usual.conversions_thousandths) * i128::from(self.spend)
    }

    /// Returns the revenue required by a percentage of the target, in ten-thousandths of a minor unit.
    fn asked(&self, target_hundredths: i64, percent: i128) -> i128 {
        i128::from(self.spend) * i128::from(target_hundredths) * percent
    }

    /// Reports whether the return is below a percentage of a target in hundredths.
    pub(super) fn is_under(&self, target_hundredths: i64, percent: i128) -> bool {
        i128::from(self.gain) * 10_000 < self.asked(target_hundredths, percent)
    }

    /// Returns the daily revenue that is missing to reach a target in hundredths, in minor units; never negative.
    pub(super) fn lacking_a_day(&self, target_hundredths: i64) -> i64 {
        let lacking = self.asked(target_hundredths, 100) - i128::from(self.gain) * 10_000;
        divide_rounded(lacking.max(0), 10_000 * i128::from(self.days))
    }

    /// Reports whether the return is at least a percentage of another one.
    pub(super) fn is_at_least(&self, percent: i128, other: &Self) -> bool {
        let own = i128::from(self.gain) * i128::from(other.spend) * 100;
        own >= i128::from(other.gain) * i128::from(self.spend) * percent
    }

    /// Orders by return, the lowest first.
    pub(super) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let own = i128::from(self.gain) * i128::from(other.spend);
        own.cmp(&(i128::from(other.gain) * i128::from(self.spend)))
    }
}
