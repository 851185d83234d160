//! The sums of a day and of the same weekday of the weeks before, of each campaign on each channel.

use crate::identity::CampaignId;
use crate::insight::UnusualMetric;
use crate::metrics::{Channel, DailyMetric, MetricValues};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// With how many days of the same weekday a day is compared, if there are as many.
const MOST_WEEKDAYS: i64 = 8;

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

/// The facts of a day, and of the same weekday of the weeks before.
pub(super) struct WeekdayFacts<'a> {
    today: Vec<&'a DailyMetric>,
    before: Vec<Vec<&'a DailyMetric>>,
}

impl<'a> WeekdayFacts<'a> {
    pub(super) fn new(facts: &'a [DailyMetric], day: Date) -> Self {
        let of = |date: Date| facts.iter().filter(|fact| fact.date == date).collect::<Vec<_>>();
        let before = (1..=MOST_WEEKDAYS).filter_map(|weeks| day.checked_sub(weeks.weeks()).ok()).map(of);
        // A day without facts is a gap in the data and not a day without spend.
        Self { today: of(day), before: before.filter(|facts| !facts.is_empty()).collect() }
    }

    /// Returns the sums to compare, or `None` if there are too few weekdays to compare with.
    ///
    /// A weekday of which a source is known and on the day unknown, or the other way round, is left out: what is unknown
    /// must look neither like a collapse nor like a surge. A complete day without any fact has spent nothing, and of
    /// its results nothing more is said.
    pub(super) fn compared(&self, metric: Metric) -> Option<Compared<'a>> {
        if self.today.is_empty() && metric != Metric::Spend {
            return None;
        }
        let today = sums(&self.today, metric);
        let before = self.before.iter().map(|facts| sums(facts, metric));
        let before: Vec<DaySums<'a>> = before.filter(|sums| is_comparable(sums, &today)).collect();
        (before.len() >= FEWEST_WEEKDAYS).then_some(Compared { today, before })
    }
}

fn sums<'a>(facts: &[&'a DailyMetric], metric: Metric) -> DaySums<'a> {
    let mut sums = DaySums::new();
    for fact in facts {
        let value = metric.read(&fact.values).map(i128::from);
        let sum = sums.entry((&fact.channel, &fact.campaign)).or_insert(Some(0));
        *sum = sum.zip(value).map(|(sum, value)| sum + value);
    }
    sums
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
