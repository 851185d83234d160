//! The days considered by the rules, added up once: the examined day and the seven before, by campaign.

use super::InsightInput;
use crate::identity::CampaignId;
use crate::metrics::kpi::{Kpis, by_day, by_key, sum_of};
use crate::metrics::{Campaign, DailyMetric};
use crate::money::{Money, divide_rounded};
use crate::workspace::Workspace;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The number of days over which a return is measured, including the examined day.
const WEEK_DAYS: i64 = 7;

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
    /// The campaigns whose channel is complete on the examined day.
    pub(super) campaigns: Vec<CampaignWeek<'a>>,
}

impl<'a> Window<'a> {
    /// Adds up the facts. A report of another day says nothing about this day's completeness, so it leaves no campaign
    /// to examine.
    pub(super) fn new(input: &InsightInput<'a>) -> Self {
        let first = input.day.saturating_sub(WEEK_DAYS.days());
        let facts = || input.facts.iter().filter(|fact| (first..=input.day).contains(&fact.date));
        let week = by_day(facts().filter(|fact| fact.date > first));
        let mut by_campaign = days_by_campaign(facts());
        let whole = |campaign: &&Campaign| {
            input.report.day == input.day && input.report.completeness.covers(&campaign.channel)
        };
        let campaigns = input
            .campaigns
            .iter()
            .filter(whole)
            .map(|campaign| CampaignWeek::new(campaign, input.day, by_campaign.remove(&campaign.id)))
            .collect();
        Self {
            workspace: input.workspace,
            most_to_approve: input.most_to_approve,
            week_spend: sum_of(week.values()).values.spend_minor.unwrap_or(0),
            week_days: u8::try_from(week.len()).unwrap_or(u8::MAX),
            campaigns,
        }
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

fn days_by_campaign<'a>(
    facts: impl Iterator<Item = &'a DailyMetric>,
) -> BTreeMap<&'a CampaignId, BTreeMap<Date, Kpis>> {
    let mut campaigns: BTreeMap<&CampaignId, BTreeMap<Date, Kpis>> = BTreeMap::new();
    for ((campaign, date), kpis) in by_key(facts, |fact| (&fact.campaign, fact.date)) {
        campaigns.entry(campaign).or_default().insert(date, kpis);
    }
    campaigns
}

/// What one campaign did on the examined day and in the seven days before.
pub(super) struct CampaignWeek<'a> {
    pub(super) campaign: &'a Campaign,
    day: Date,
    days: BTreeMap<Date, Kpis>,
}

impl<'a> CampaignWeek<'a> {
    fn new(campaign: &'a Campaign, day: Date, days: Option<BTreeMap<Date, Kpis>>) -> Self {
        Self { campaign, day, days: days.unwrap_or_default() }
    }

    /// Returns the spend of the examined day in minor units, if known.
    pub(super) fn spend_on_day(&self) -> Option<i64> {
        self.days.get(&self.day)?.values.spend_minor
    }

    /// Reports whether the campaign delivered on the examined day.
    pub(super) fn delivers(&self) -> bool {
        self.days.get(&self.day).is_some_and(has_delivery)
    }

    /// Returns how many of the seven days before the examined one had delivery, and the mean of their known spends in
    /// minor units.
    pub(super) fn delivery_before(&self) -> (usize, i64) {
        let before = || self.days.iter().filter(|(date, kpis)| **date < self.day && has_delivery(kpis));
        let spends: Vec<i128> =
            before().filter_map(|(_, kpis)| kpis.values.spend_minor).map(i128::from).collect();
        let mean = divide_rounded(spends.iter().sum(), i128::try_from(spends.len()).unwrap_or(i128::MAX));
        (before().count(), mean)
    }

    /// Returns the return over the seven days ending with the examined one, or `None` without spend.
    ///
    /// A fact that lacks spend or revenue is left out: unreported revenue is not zero revenue.
    pub(super) fn judged_return(&self) -> Option<Return> {
        let first = self.day.saturating_sub(WEEK_DAYS.days());
        let days: Vec<&Kpis> = self
            .days
            .iter()
            .filter(|(date, kpis)| **date > first && kpis.known_return().is_some())
            .map(|(_, kpis)| kpis)
            .collect();
        Return::new(&sum_of(days.iter().copied()), days.len())
    }
}

fn has_delivery(kpis: &Kpis) -> bool {
    let positive = |value: Option<i64>| value.is_some_and(|known| known > 0);
    positive(kpis.values.spend_minor) || positive(kpis.values.impressions)
}

/// Returns the amount if it is one that a business can have.
fn plausible(amount: i128) -> Option<i64> {
    i64::try_from(amount).ok().filter(|minor| (-LARGEST_AMOUNT..=LARGEST_AMOUNT).contains(minor))
}

/// The return of a campaign on its spend, which is always positive. Comparisons are exact: nothing is rounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Return {
    /// The spend in minor units.
    pub(super) spend: i64,
    /// The revenue in minor units.
    pub(super) revenue: i64,
    /// The conversions in thousandths; 0 if no day reports them.
    pub(super) conversions_thousandths: i64,
    /// Over how many days it was measured.
    pub(super) days: u8,
    /// The return in hundredths, for people to read.
    pub(super) roas_hundredths: i64,
    /// The spend per conversion in minor units, for people to read.
    pub(super) cpa_minor: Option<i64>,
}

impl Return {
    fn new(kpis: &Kpis, days: usize) -> Option<Self> {
        let (revenue, spend) = kpis.known_return()?;
        Some(Self {
            spend: plausible(spend)?,
            revenue: plausible(revenue)?,
            conversions_thousandths: kpis.values.conversions_thousandths.unwrap_or(0),
            days: u8::try_from(days).unwrap_or(u8::MAX),
            roas_hundredths: kpis.roas_hundredths()?,
            cpa_minor: kpis.cost_per_acquisition(),
        })
    }

    /// Returns the revenue required by a percentage of the target, in ten-thousandths of a minor unit.
    fn asked(&self, target_hundredths: i64, percent: i128) -> i128 {
        i128::from(self.spend) * i128::from(target_hundredths) * percent
    }

    /// Reports whether the return is below a percentage of a target in hundredths.
    pub(super) fn is_under(&self, target_hundredths: i64, percent: i128) -> bool {
        i128::from(self.revenue) * 10_000 < self.asked(target_hundredths, percent)
    }

    /// Returns the daily revenue that is missing to reach a target in hundredths, in minor units; never negative.
    pub(super) fn lacking_a_day(&self, target_hundredths: i64) -> i64 {
        let lacking = self.asked(target_hundredths, 100) - i128::from(self.revenue) * 10_000;
        divide_rounded(lacking.max(0), 10_000 * i128::from(self.days))
    }

    /// Reports whether the return is at least a percentage of another one.
    pub(super) fn is_at_least(&self, percent: i128, other: &Self) -> bool {
        let own = i128::from(self.revenue) * i128::from(other.spend) * 100;
        own >= i128::from(other.revenue) * i128::from(self.spend) * percent
    }

    /// Orders by return, the lowest first.
    pub(super) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let own = i128::from(self.revenue) * i128::from(other.spend);
        own.cmp(&(i128::from(other.revenue) * i128::from(self.spend)))
    }
}
