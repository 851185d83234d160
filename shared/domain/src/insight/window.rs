//! The days that the rules look at, added up once: the judged day and the seven before, by campaign.

use super::InsightInput;
use crate::identity::CampaignId;
use crate::metrics::kpi::{Kpis, by_day, by_key, sum_of};
use crate::metrics::{Campaign, DailyMetric};
use crate::money::{Money, divide_rounded};
use crate::workspace::Workspace;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many days a return is judged over, the judged day among them.
const WEEK_DAYS: i64 = 7;

/// The least share of the workspace's spend, in percent, that makes a campaign's ratios worth a word.
const MEANINGFUL_SPEND_PERCENT: i128 = 2;

/// The largest amount that a return is computed from, in minor units. No business reaches it, and under it the exact
/// comparison of two returns fits into 128 bits.
const LARGEST_AMOUNT: i64 = 100_000_000_000_000_000;

/// The facts that the rules look at.
pub(super) struct Window<'a> {
    pub(super) workspace: &'a Workspace,
    /// The most that the people of the workspace can approve a day.
    pub(super) most_to_approve: Money,
    /// The spend of the workspace over the week, in minor units.
    pub(super) week_spend: i64,
    /// How many days of the week have facts.
    pub(super) week_days: u8,
    /// The campaigns whose channel is whole on the judged day.
    pub(super) campaigns: Vec<CampaignWeek<'a>>,
}

impl<'a> Window<'a> {
    /// Adds the facts up. A report of another day vouches for nothing, so it leaves no campaign to judge.
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

    /// Reports whether a campaign's share of the workspace's spend makes its ratios worth a word.
    pub(super) fn is_meaningful(&self, spend_minor: i64) -> bool {
        spend_minor > 0
            && i128::from(spend_minor) * 100 >= i128::from(self.week_spend) * MEANINGFUL_SPEND_PERCENT
    }

    /// Makes an amount in the workspace's currency; saturates.
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

/// What one campaign did on the judged day and in the seven days before.
pub(super) struct CampaignWeek<'a> {
    pub(super) campaign: &'a Campaign,
    day: Date,
    days: BTreeMap<Date, Kpis>,
}

impl<'a> CampaignWeek<'a> {
    fn new(campaign: &'a Campaign, day: Date, days: Option<BTreeMap<Date, Kpis>>) -> Self {
        Self { campaign, day, days: days.unwrap_or_default() }
    }

    /// Returns the spend of the judged day in minor units, when it is known.
    pub(super) fn spend_on_day(&self) -> Option<i64> {
        self.days.get(&self.day)?.values.spend_minor
    }

    /// Reports whether the campaign delivered on the judged day.
    pub(super) fn delivers(&self) -> bool {
        self.days.get(&self.day).is_some_and(has_delivery)
    }

    /// Returns how many of the seven days before the judged one had delivery, and the mean of their known spends in minor
    /// units.
    pub(super) fn delivery_before(&self) -> (usize, i64) {
        let before = || self.days.iter().filter(|(date, kpis)| **date < self.day && has_delivery(kpis));
        let spends: Vec<i128> =
            before().filter_map(|(_, kpis)| kpis.values.spend_minor).map(i128::from).collect();
        let mean = divide_rounded(spends.iter().sum(), i128::try_from(spends.len()).unwrap_or(i128::MAX));
        (before().count(), mean)
    }

    /// Returns the return over the seven days through the judged one; nothing without spend.
    ///
    /// A fact that lacks spend or revenue is left out: revenue that nobody reported is not revenue of zero.
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

/// Takes an amount that a business can have.
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
    /// The conversions in thousandths; 0 when no day knows them.
    pub(super) conversions_thousandths: i64,
    /// How many days it was measured over.
    pub(super) days: u8,
    /// The return in hundredths, for people to read.
    pub(super) roas_hundredths: i64,
    /// The spend for one conversion in minor units, for people to read.
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

    /// Returns the revenue that a share of the target, in percent, asks for, in ten-thousandths of a minor unit.
    fn asked(&self, target_hundredths: i64, percent: i128) -> i128 {
        i128::from(self.spend) * i128::from(target_hundredths) * percent
    }

    /// Reports whether the return is under a share, in percent, of a target in hundredths.
    pub(super) fn is_under(&self, target_hundredths: i64, percent: i128) -> bool {
        i128::from(self.revenue) * 10_000 < self.asked(target_hundredths, percent)
    }

    /// Returns the revenue a day that is lacking to a target in hundredths, in minor units; never negative.
    pub(super) fn lacking_a_day(&self, target_hundredths: i64) -> i64 {
        let lacking = self.asked(target_hundredths, 100) - i128::from(self.revenue) * 10_000;
        divide_rounded(lacking.max(0), 10_000 * i128::from(self.days))
    }

    /// Reports whether the return is at least a share, in percent, of another one.
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
