//! The report of one day: its key figures, the usual values for that weekday, the plan, and how complete the data is.

use super::{COLUMNS, Kpis, Sums, change_at, columns, from_columns, sum_of};
use crate::identity::CampaignId;
use crate::metrics::{BudgetSource, Campaign, Channel, DailyMetric, MetricValues, SourceCompleteness};
use crate::money::{Currency, Money, divide_rounded};
use crate::workspace::Workspace;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// With how many earlier days of the same weekday a day is compared.
const COMPARED_WEEKS: i64 = 4;

/// The key figures of one day of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReport {
    /// The day, in the time zone of the workspace.
    pub day: Date,
    /// The sums of the day.
    pub total: Kpis,
    /// The usual values for this weekday; `None` if none of the compared days has facts.
    pub weekday_average: Option<WeekdayAverage>,
    /// The sums of the day, by channel.
    pub by_channel: BTreeMap<Channel, Kpis>,
    /// The sums of the day, by campaign.
    pub by_campaign: BTreeMap<CampaignId, Kpis>,
    /// The sum of the stated daily budgets of all active campaigns. `None` if no active campaign has one, or if a
    /// campaign that spent money has none, because the sum would then not be a plan for the spend.
    pub planned_spend: Option<Money>,
    /// Which channels are complete on the day.
    pub completeness: DayCompleteness,
    /// How many facts of the day lack each value.
    pub missing_values: MissingValues,
}

/// The mean of the same weekday over the last four weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekdayAverage {
    /// How many of the four days have facts, 1 to 4.
    pub days: u8,
    /// The mean of each value over the days that have it.
    pub values: MetricValues,
    /// The return on ad spend in hundredths: total revenue divided by total spend of the facts with both values.
    pub roas_hundredths: Option<i64>,
}

/// How complete the data of a day is. A channel counts if it has an active campaign, or had facts in the four weeks
/// ending with the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCompleteness {
    /// Every channel is complete.
    Complete {
        /// The channels, sorted by name.
        channels: Vec<Channel>,
    },
    /// Some channel is not complete yet.
    Partial {
        /// The incomplete channels, each with its last complete day, if there is one.
        waiting_for: Vec<(Channel, Option<Date>)>,
        /// The complete channels.
        complete: Vec<Channel>,
    },
    /// The day has no facts, and no channel is complete.
    NoData,
}

impl DayCompleteness {
    /// Reports whether every channel is complete on the day.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Complete { .. })
    }

    /// Reports whether a channel is complete on the day.
    #[must_use]
    pub fn covers(&self, channel: &Channel) -> bool {
        match self {
            Self::Complete { channels } => channels.contains(channel),
            Self::Partial { complete, .. } => complete.contains(channel),
            Self::NoData => false,
        }
    }
}

/// How many facts of a day lack each value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingValues {
    /// Facts without spend.
    pub spend: usize,
    /// Facts without revenue.
    pub revenue: usize,
    /// Facts without impressions.
    pub impressions: usize,
    /// Facts without clicks.
    pub clicks: usize,
    /// Facts without conversions.
    pub conversions: usize,
}

/// The facts of a report, added up one by one: none of them has to be kept, however many a day has.
#[derive(Debug, Clone)]
pub struct ReportSums {
    day: Date,
    /// The sums of each day of the four weeks before that is compared, and of the day before.
    earlier: BTreeMap<Date, Sums>,
    total: Sums,
    by_channel: BTreeMap<Channel, Sums>,
    by_campaign: BTreeMap<CampaignId, Sums>,
    /// How many facts of the day lack each value.
    missing: [usize; COLUMNS],
    has_facts: bool,
    /// The channels with facts in the four weeks that end with the day.
    recent_channels: BTreeSet<Channel>,
    /// The channels that the files of their own platform have named.
    own_channels: BTreeSet<Channel>,
}

impl ReportSums {
    /// Begins the report of a day, without facts.
    #[must_use]
    pub fn new(day: Date) -> Self {
        Self {
            day,
            earlier: BTreeMap::new(),
            total: Sums::default(),
            by_channel: BTreeMap::new(),
            by_campaign: BTreeMap::new(),
            missing: [0; COLUMNS],
            has_facts: false,
            recent_channels: BTreeSet::new(),
            own_channels: BTreeSet::new(),
        }
    }

    /// Adds a fact, in whatever order they come. They must reach back 28 days before the day for the comparison to use all
    /// four weeks; later ones say nothing of the day.
    pub fn add(&mut self, fact: &DailyMetric) {
        if !fact.is_analytics() && !self.own_channels.contains(&fact.channel) {
            self.own_channels.insert(fact.channel.clone());
        }
        let days_before = self.day.duration_since(fact.date).as_hours() / 24;
        if !(0..=COMPARED_WEEKS * 7).contains(&days_before) {
            return;
        }
        if !self.recent_channels.contains(&fact.channel) {
            self.recent_channels.insert(fact.channel.clone());
        }
        if days_before == 0 {
            self.add_of_day(fact);
        } else if days_before == 1 || days_before % 7 == 0 {
            self.earlier.entry(fact.date).or_default().add(&fact.values);
        }
    }

    fn add_of_day(&mut self, fact: &DailyMetric) {
        self.has_facts = true;
        self.total.add(&fact.values);
        change_at(&mut self.by_channel, &fact.channel, |sums| sums.add(&fact.values));
        change_at(&mut self.by_campaign, &fact.campaign, |sums| sums.add(&fact.values));
        for (count, value) in self.missing.iter_mut().zip(columns(&fact.values)) {
            *count += usize::from(value.is_none());
        }
    }

    /// Returns the sums of the day before.
    #[must_use]
    pub fn day_before(&self) -> MetricValues {
        let sums = self.day.yesterday().ok().and_then(|day| self.earlier.get(&day));
        sums.map(|sums| sums.kpis().values).unwrap_or_default()
    }

    /// Creates the report.
    #[must_use]
    pub fn report(
        &self,
        workspace: &Workspace,
        campaigns: &[Campaign],
        sources: &[SourceCompleteness],
    ) -> DayReport {
        let by_campaign = kpis(&self.by_campaign);
        let [spend, revenue, impressions, clicks, conversions] = self.missing;
        DayReport {
            day: self.day,
            total: self.total.kpis(),
            weekday_average: self.weekday_average(),
            by_channel: kpis(&self.by_channel),
            planned_spend: planned_spend(workspace.currency, campaigns, &by_campaign),
            by_campaign,
            completeness: self.completeness(campaigns, sources),
            missing_values: MissingValues { spend, revenue, impressions, clicks, conversions },
        }
    }

    fn weekday_average(&self) -> Option<WeekdayAverage> {
        let weekday = |date: &Date| date.weekday() == self.day.weekday();
        let compared = self.earlier.iter().filter(|(date, _)| weekday(date));
        let days: Vec<Kpis> = compared.map(|(_, sums)| sums.kpis()).collect();
        let values: Vec<MetricValues> = days.iter().map(|kpis| kpis.values).collect();
        (!values.is_empty()).then(|| WeekdayAverage {
            days: u8::try_from(values.len()).unwrap_or(u8::MAX),
            values: mean(&values),
            roas_hundredths: sum_of(days.iter()).roas_hundredths(),
        })
    }

    fn completeness(&self, campaigns: &[Campaign], sources: &[SourceCompleteness]) -> DayCompleteness {
        let measured_as = |channel: Channel| {
            let owner = self.stand_in(&channel, sources).unwrap_or_else(|| channel.clone());
            (channel, owner)
        };
        let owners: BTreeMap<Channel, Channel> =
            self.counted_channels(campaigns).into_iter().map(measured_as).collect();
        let whole_through = last_whole_days(sources);
        let is_whole = |channel: &Channel| whole_through.get(channel).is_some_and(|last| *last >= self.day);
        let (complete, waiting): (BTreeMap<Channel, Channel>, BTreeMap<Channel, Channel>) =
            owners.into_iter().partition(|(_, owner)| is_whole(owner));
        if complete.is_empty() && !self.has_facts {
            return DayCompleteness::NoData;
        }
        let complete: Vec<Channel> = complete.into_keys().collect();
        if waiting.is_empty() {
            return DayCompleteness::Complete { channels: complete };
        }
        // Several channels may wait for the same file, which is asked for once.
        let late: BTreeSet<Channel> = waiting.into_values().collect();
        let last_day = |channel: Channel| {
            let last = whole_through.get(&channel).copied();
            (channel, last)
        };
        DayCompleteness::Partial { waiting_for: late.into_iter().map(last_day).collect(), complete }
    }

    /// Returns the channel whose own file measures another one that only an analytics tool has named: once Meta's file is
    /// imported, what the tool calls Facebook is in it, and nothing else will come. Of several, the last to be complete.
    fn stand_in(&self, channel: &Channel, sources: &[SourceCompleteness]) -> Option<Channel> {
        let own = || sources.iter().filter(|source| !source.own_measures.is_empty());
        let has_own_file = own().any(|source| source.channel == *channel);
        if has_own_file || self.own_channels.contains(channel) {
            return None;
        }
        let of_platform = own().filter(|source| source.channel.platform() == channel.platform());
        of_platform.min_by_key(|source| source.complete_through).map(|source| source.channel.clone())
    }

    /// Returns the channels whose data the day may be waiting for. A channel abandoned long ago must not make every day
    /// partial.
    fn counted_channels(&self, campaigns: &[Campaign]) -> BTreeSet<Channel> {
        let running = campaigns.iter().filter(|campaign| campaign.active).map(|campaign| &campaign.channel);
        running.chain(&self.recent_channels).cloned().collect()
    }
}

/// Reports whether a day is certainly not complete, by what is known without its facts: the file of a channel with an active
/// campaign has not come in. What is not certain, only [`DayReport::completeness`] tells.
#[must_use]
pub fn certainly_lacks_data(day: Date, campaigns: &[Campaign], sources: &[SourceCompleteness]) -> bool {
    let has_own_file =
        |source: &&SourceCompleteness| !source.own_measures.is_empty() && source.complete_through < day;
    let late: BTreeSet<&Channel> =
        sources.iter().filter(has_own_file).map(|source| &source.channel).collect();
    campaigns.iter().any(|campaign| campaign.active && late.contains(&campaign.channel))
}

/// Creates the report of one day from its facts; see [`ReportSums`].
#[must_use]
pub fn report_day(
    day: Date,
    workspace: &Workspace,
    campaigns: &[Campaign],
    facts: &[DailyMetric],
    sources: &[SourceCompleteness],
) -> DayReport {
    let mut sums = ReportSums::new(day);
    facts.iter().for_each(|fact| sums.add(fact));
    sums.report(workspace, campaigns, sources)
}

fn kpis<K: Ord + Clone>(sums: &BTreeMap<K, Sums>) -> BTreeMap<K, Kpis> {
    sums.iter().map(|(key, sums)| (key.clone(), sums.kpis())).collect()
}

/// Computes the mean of each value over the days that have it, so that a day without revenue does not halve the usual
/// revenue.
fn mean(days: &[MetricValues]) -> MetricValues {
    let mut sums = [None::<(i128, i128)>; COLUMNS];
    for values in days {
        for (sum, value) in sums.iter_mut().zip(columns(values)) {
            if let Some(value) = value {
                let (so_far, count) = sum.unwrap_or_default();
                *sum = Some((so_far + i128::from(value), count + 1));
            }
        }
    }
    from_columns(sums.map(|sum| sum.map(|(sum, count)| divide_rounded(sum, count))))
}

fn planned_spend(
    currency: Currency,
    campaigns: &[Campaign],
    spent: &BTreeMap<CampaignId, Kpis>,
) -> Option<Money> {
    let mut planned: Option<i128> = None;
    for campaign in campaigns.iter().filter(|campaign| campaign.active) {
        let stated =
            campaign.budget_source == BudgetSource::Stated && campaign.daily_budget.currency == currency;
        let spend = spent.get(&campaign.id).and_then(|kpis| kpis.values.spend_minor);
        if stated {
            planned = Some(planned.unwrap_or(0) + i128::from(campaign.daily_budget.minor));
        } else if spend.is_some_and(|minor| minor > 0) {
            return None;
        }
    }
    planned.map(|minor| Money::from_minor(divide_rounded(minor, 1), currency))
}

/// Returns the last complete day of each channel: the earliest one if several sources feed it.
fn last_whole_days(sources: &[SourceCompleteness]) -> BTreeMap<Channel, Date> {
    let mut last_days: BTreeMap<Channel, Date> = BTreeMap::new();
    for source in sources {
        let last = last_days.entry(source.channel.clone()).or_insert(source.complete_through);
        *last = source.complete_through.min(*last);
    }
    last_days
}

#[cfg(test)]
mod tests;
