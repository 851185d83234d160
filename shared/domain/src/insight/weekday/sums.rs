//! The sums of a day and of the same weekday of the weeks before, of each campaign on each channel.

use crate::identity::CampaignId;
use crate::insight::UnusualMetric;
use crate::metrics::kpi::change_at;
use crate::metrics::{Channel, DailyMetric, MetricValues};
use std::collections::BTreeMap;

/// A day and the days of the same weekday that it is compared with: eight, if there are as many.
const WEEKDAYS: usize = 9;

/// The minimum number of weekdays to compare with.
const FEWEST_WEEKDAYS: usize = 3;

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metric {
    /// Money spent.
    Spend,
    /// Money earned.
    Revenue,
    /// Conversions, in thousandths.
    Conversions,
}

impl Metric {
    const ALL: [Self; 3] = [Self::Spend, Self::Revenue, Self::Conversions];

    pub(super) fn of(metric: UnusualMetric) -> Self {
        match metric {
            UnusualMetric::Spend => Self::Spend,
            UnusualMetric::Revenue => Self::Revenue,
        }
    }

    /// Returns the value of a fact, or `None` if it is unknown. What spent nothing earned nothing, also where the
    /// source left the result empty.
    fn read(self, values: &MetricValues) -> Option<i64> {
        let without_spend = || (values.spend_minor == Some(0)).then_some(0);
        match self {
            Self::Spend => values.spend_minor,
            Self::Revenue => values.revenue_minor.or_else(without_spend),
            Self::Conversions => values.conversions_thousandths.or_else(without_spend),
        }
    }
}

/// A campaign on a channel.
pub(super) type Source<'a> = (&'a Channel, &'a CampaignId);

/// The sum of a source; `None` if a fact of it lacks the value, so that the sum is unknown.
pub(super) type DaySums<'a> = BTreeMap<Source<'a>, Option<i128>>;

/// The sums of each metric; `None` if a fact lacks it.
type MetricSums = [Option<i128>; Metric::ALL.len()];

/// The sums of a day, and of the same weekday of the weeks before, added up fact by fact: of each source by the number of
/// weeks before, none for a day without a fact.
#[derive(Debug, Clone, Default)]
pub(in crate::insight) struct WeekdaySums(BTreeMap<Channel, BTreeMap<CampaignId, Weeks>>);

/// The sums of a source by the number of weeks before the day.
#[derive(Debug, Clone, Default)]
struct Weeks([Option<MetricSums>; WEEKDAYS]);

impl WeekdaySums {
    pub(in crate::insight) fn add(&mut self, fact: &DailyMetric, days_before: i64) {
        if days_before % 7 != 0 {
            return;
        }
        let Ok(weeks_before) = usize::try_from(days_before / 7) else { return };
        change_at(&mut self.0, &fact.channel, |campaigns| {
            change_at(campaigns, &fact.campaign, |weeks| weeks.add(&fact.values, weeks_before));
        });
    }

    /// Returns the sums to compare, or `None` if there are too few weekdays to compare with.
    ///
    /// A weekday of which a source is known and on the day unknown, or the other way round, is left out: what is unknown
    /// must look neither like a collapse nor like a surge. A complete day without any fact has spent nothing, and of
    /// its results nothing more is said.
    pub(super) fn compared(&self, metric: Metric) -> Option<Compared<'_>> {
        let today = self.of_week(metric, 0);
        if today.is_empty() && metric != Metric::Spend {
            return None;
        }
        let before = (1..WEEKDAYS).map(|weeks_before| self.of_week(metric, weeks_before));
        // A day without facts is a gap in the data and not a day without spend.
        let with_facts = before.filter(|sums| !sums.is_empty());
        let before: Vec<DaySums<'_>> = with_facts.filter(|sums| is_comparable(sums, &today)).collect();
        (before.len() >= FEWEST_WEEKDAYS).then_some(Compared { today, before })
    }

    fn of_week(&self, metric: Metric, weeks_before: usize) -> DaySums<'_> {
        let sources = self.0.iter().flat_map(|(channel, campaigns)| {
            campaigns.iter().map(move |(campaign, weeks)| ((channel, campaign), weeks))
        });
        let sum = |weeks: &Weeks| {
            let day = weeks.0.get(weeks_before)?.as_ref()?;
            day.get(metric as usize).copied()
        };
        sources.filter_map(|(source, weeks)| Some((source, sum(weeks)?))).collect()
    }
}

impl Weeks {
    fn add(&mut self, values: &MetricValues, weeks_before: usize) {
        let Some(day) = self.0.get_mut(weeks_before) else { return };
        let sums = day.get_or_insert([Some(0); Metric::ALL.len()]);
        for (sum, metric) in sums.iter_mut().zip(Metric::ALL) {
            let value = metric.read(values).map(i128::from);
            *sum = sum.zip(value).map(|(sum, value)| sum + value);
        }
    }
}

fn is_comparable(one: &DaySums<'_>, other: &DaySums<'_>) -> bool {
    one.iter().all(|(source, sum)| other.get(source).is_none_or(|there| sum.is_some() == there.is_some()))
}

/// The sums of a day, and those of at least three weekdays to compare them with.
pub(super) struct Compared<'a> {
    pub(super) today: DaySums<'a>,
    pub(super) before: Vec<DaySums<'a>>,
}

impl Compared<'_> {
    /// Returns the value of the day.
    pub(super) fn value(&self) -> i128 {
        total(&self.today)
    }

    /// Returns the values of the weekdays.
    pub(super) fn totals(&self) -> Vec<i128> {
        self.before.iter().map(total).collect()
    }

    /// Returns the usual value.
    pub(super) fn usual(&self) -> i128 {
        median(&self.totals())
    }
}

fn total(sums: &DaySums<'_>) -> i128 {
    sums.values().flatten().sum()
}

/// Returns the median, between two middle values their mean; 0 of no values.
pub(super) fn median(values: &[i128]) -> i128 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let (below, above) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    let at = |index: usize| sorted.get(index).copied().unwrap_or_default();
    i128::midpoint(at(below), at(above))
}
