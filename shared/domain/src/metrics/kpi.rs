//! Key figures: sums of facts, the ratios of these sums, and the report of one day.

mod quotient;
mod report;

pub use report::{
    DayCompleteness, DayReport, MissingValues, ReportSums, WeekdayAverage, certainly_lacks_data, report_day,
};

use super::{Channel, DailyMetric, MetricValues};
use crate::identity::{CampaignId, CreativeId};
use crate::money::divide_rounded;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use quotient::Quotients;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sums of measured values, with the ratios derived from them. A ratio is always a sum divided by a sum, never a mean
/// of ratios, and includes only the facts with both values; the sums themselves include every known value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kpis {
    /// The sums; a value unknown to every fact stays unknown.
    pub values: MetricValues,
    quotients: Quotients,
}

impl Kpis {
    /// Creates the key figures of one fact.
    #[must_use]
    pub fn new(values: MetricValues) -> Self {
        Self { values, quotients: Quotients::new(&values) }
    }

    /// Adds other sums, and both sides of each ratio; sums saturate.
    pub fn add(&mut self, other: &Self) {
        self.values.add(&other.values);
        self.quotients.add(&other.quotients);
    }

    /// Returns the revenue and the spend in minor units of the facts with both values, or `None` if there are none.
    #[must_use]
    pub fn known_return(&self) -> Option<(i128, i128)> {
        self.quotients.returned.sides()
    }

    /// Returns the return on ad spend in hundredths (350 is 3.50) of the facts with both revenue and spend, or `None`
    /// if they have no spend.
    #[must_use]
    pub fn roas_hundredths(&self) -> Option<i64> {
        self.quotients.returned.scaled(100)
    }

    /// Returns the spend per conversion in minor units, of the facts with both spend and conversions, or `None` if
    /// their number of conversions is not positive.
    #[must_use]
    pub fn cost_per_acquisition(&self) -> Option<i64> {
        self.quotients.cost.scaled(1_000)
    }

    /// Returns the spend in minor units and the conversions in thousandths of the facts with both values, or `None` if
    /// there are none.
    #[must_use]
    pub fn known_cost(&self) -> Option<(i128, i128)> {
        self.quotients.cost.sides()
    }

    /// Returns clicks per impression in hundredths of a percent (125 is 1.25 %), of the facts with both values, or
    /// `None` if they have no impressions.
    #[must_use]
    pub fn click_through_rate(&self) -> Option<i64> {
        self.quotients.clicked.scaled(10_000)
    }

    /// Returns the conversions as a whole number, rounded half away from zero.
    #[must_use]
    pub fn conversions(&self) -> Option<i64> {
        self.values.conversions_thousandths.map(|thousandths| divide_rounded(i128::from(thousandths), 1_000))
    }
}

/// The number of values in a fact.
const COLUMNS: usize = 5;

/// Returns the values in a fixed order: spend, revenue, impressions, clicks, conversions.
fn columns(values: &MetricValues) -> [Option<i64>; COLUMNS] {
    [
        values.spend_minor,
        values.revenue_minor,
        values.impressions,
        values.clicks,
        values.conversions_thousandths,
    ]
}

/// Creates the values from the order of [`columns`].
fn from_columns(columns: [Option<i64>; COLUMNS]) -> MetricValues {
    let [spend_minor, revenue_minor, impressions, clicks, conversions_thousandths] = columns;
    MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths }
}

/// Running sums. They are wider than the values, so that only the final result saturates and the order of the facts
/// does not matter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    columns: [Option<i128>; COLUMNS],
    quotients: Quotients,
}

impl Sums {
    pub(crate) fn add(&mut self, values: &MetricValues) {
        for (sum, value) in self.columns.iter_mut().zip(columns(values)) {
            if let Some(value) = value {
                *sum = Some(sum.unwrap_or(0) + i128::from(value));
            }
        }
        self.quotients.add(&Quotients::new(values));
    }

    pub(crate) fn kpis(&self) -> Kpis {
        let values = from_columns(self.columns.map(|sum| sum.map(|wide| divide_rounded(wide, 1))));
        Kpis { values, quotients: self.quotients }
    }
}

/// Changes the value of a key, beginning with the default one. The key is cloned only if it is new.
pub(crate) fn change_at<K: Ord + Clone, V: Default>(
    values: &mut BTreeMap<K, V>,
    key: &K,
    change: impl FnOnce(&mut V),
) {
    match values.get_mut(key) {
        Some(value) => change(value),
        None => change(values.entry(key.clone()).or_default()),
    }
}

/// Adds up all facts.
pub fn total<'a>(facts: impl Iterator<Item = &'a DailyMetric>) -> Kpis {
    let mut sums = Sums::default();
    facts.for_each(|fact| sums.add(&fact.values));
    sums.kpis()
}

/// Adds up sums, such as those of several days.
pub fn sum_of<'a>(sums: impl Iterator<Item = &'a Kpis>) -> Kpis {
    sums.fold(Kpis::default(), |mut sum, next| {
        sum.add(next);
        sum
    })
}

/// Adds up the facts that share a key.
pub fn by_key<'a, K: Ord>(
    facts: impl Iterator<Item = &'a DailyMetric>,
    key: impl Fn(&'a DailyMetric) -> K,
) -> BTreeMap<K, Kpis> {
    let mut sums: BTreeMap<K, Sums> = BTreeMap::new();
    facts.for_each(|fact| sums.entry(key(fact)).or_default().add(&fact.values));
    sums.into_iter().map(|(key, sum)| (key, sum.kpis())).collect()
}

/// Adds up the facts of each channel.
pub fn by_channel<'a>(facts: impl Iterator<Item = &'a DailyMetric>) -> BTreeMap<Channel, Kpis> {
    by_key(facts, |fact| fact.channel.clone())
}

/// Adds up the facts of each campaign.
pub fn by_campaign<'a>(facts: impl Iterator<Item = &'a DailyMetric>) -> BTreeMap<CampaignId, Kpis> {
    by_key(facts, |fact| fact.campaign.clone())
}

/// Adds up the facts of each creative, whatever campaign shows it.
pub fn by_creative<'a>(facts: impl Iterator<Item = &'a DailyMetric>) -> BTreeMap<CreativeId, Kpis> {
    by_key(facts, |fact| fact.creative.clone())
}

/// Adds up the facts of each day.
pub fn by_day<'a>(facts: impl Iterator<Item = &'a DailyMetric>) -> BTreeMap<Date, Kpis> {
    by_key(facts, |fact| fact.date)
}

/// The time zone is not in the zone database. The error does not repeat the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time zone is not in the IANA zone database")]
pub struct UnknownZone;

/// Returns the last day that is over in a time zone: the one that contains the last instant before today began.
///
/// # Errors
/// [`UnknownZone`] if the zone database has no zone of that name.
pub fn yesterday(now: Timestamp, zone: &str) -> Result<Date, UnknownZone> {
    let today = now.to_zoned(TimeZone::get(zone).map_err(|_| UnknownZone)?);
    // Not simply the previous calendar date: a zone that crosses the date line skips a day.
    let last_instant = today.start_of_day().and_then(|start| start.checked_sub(1.nanosecond()));
    Ok(last_instant.map_or_else(|_| today.date().saturating_sub(1.day()), |instant| instant.date()))
}

/// Returns the change from a reference to a value in percent, rounded half away from zero, or `None` if the reference
/// is zero or negative, because such a percentage is meaningless.
#[must_use]
pub fn change_percent(value: i64, reference: i64) -> Option<i64> {
    let change = i128::from(value) - i128::from(reference);
    (reference > 0).then(|| divide_rounded(change * 100, i128::from(reference)))
}

#[cfg(test)]
mod tests;
