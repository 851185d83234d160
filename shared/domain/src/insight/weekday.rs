//! Compares the day's sums of the whole workspace with the same weekday of the weeks before.
//!
//! The usual value is the median, and what is far from it is measured by how much these weekdays differ among
//! themselves (their median absolute deviation, on a logarithmic scale, where half and double are equally far). A single
//! odd day among them changes neither.

mod contributor;
mod sums;

use super::cost::is_far_fewer;
use super::subject::Contributor;
use super::window::plausible;
use super::{InsightInput, UnusualMetric};
use jiff::civil::Date;
pub(super) use sums::WeekdaySums;

use sums::{Compared, Metric, median};

/// The threshold in scaled deviations for each number of weekdays, the most first: the fewer there are, the less is
/// known about how much they differ.
const THRESHOLDS: [(usize, f64); 3] = [(8, 3.5), (4, 4.5), (3, 5.0)];

/// The smallest scale, on which 8 % are one deviation: days that happened to be alike do not make every day unusual.
const SMALLEST_SCALE: f64 = 0.08;

/// The factor by which a median absolute deviation is that of a normal distribution.
const NORMAL_DEVIATION: f64 = 1.4826;

/// The minimum difference in percent of the usual value: a weekday that goes up and down by 30 % is an ordinary one.
const FAR_PERCENT: i128 = 40;

/// The usual number of conversions of the weekday, in thousandths, below which chance alone can move the revenue far.
const FEW_CONVERSIONS_THOUSANDTHS: i128 = 20_000;

/// A sum of the day that is far from its usual value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnusualSum {
    pub(super) metric: UnusualMetric,
    pub(super) day: Date,
    /// The value of the day, in minor units.
    pub(super) value: i64,
    /// The median of the weekdays compared with, in minor units; never negative.
    pub(super) usual: i64,
    /// The number of weekdays compared with.
    pub(super) weekdays: u8,
    /// What has the largest part in the difference.
    pub(super) contributor: Option<Contributor>,
}

impl UnusualSum {
    /// Reports whether the value is above the usual one.
    pub(super) fn is_up(&self) -> bool {
        self.value > self.usual
    }

    /// Returns the difference from the usual value in minor units; never negative.
    pub(super) fn difference(&self) -> i64 {
        self.value.saturating_sub(self.usual).saturating_abs()
    }
}

/// Finds the sums of the day that are far from their weekday. A day on which a channel is not complete is not compared.
pub(super) fn find(input: &InsightInput<'_>) -> Vec<UnusualSum> {
    let whole = input.report.completeness.is_whole();
    if !whole || input.report.day != input.history.day() {
        return Vec::new();
    }
    let sums = &input.history.weekdays;
    let of = |metric| {
        let compared = sums.compared(Metric::of(metric))?;
        let few = metric == UnusualMetric::Revenue && is_chance(sums, &compared);
        unusual(input, metric, &compared).filter(|_| !few)
    };
    [UnusualMetric::Spend, UnusualMetric::Revenue].into_iter().filter_map(of).collect()
}

fn unusual(input: &InsightInput<'_>, metric: UnusualMetric, compared: &Compared<'_>) -> Option<UnusualSum> {
    let (value, usual) = (compared.value(), compared.usual());
    let floor = i128::from(input.workspace.currency.minor_per_unit()).max(usual / 100);
    if usual < 0 || !is_far(value, usual) || !is_beyond_their_spread(value, &compared.totals(), floor) {
        return None;
    }
    Some(UnusualSum {
        metric,
        day: input.history.day(),
        value: plausible(value)?,
        usual: plausible(usual)?,
        weekdays: u8::try_from(compared.totals().len()).unwrap_or(u8::MAX),
        contributor: contributor::largest(input.campaigns, compared),
    })
}

fn is_far(value: i128, usual: i128) -> bool {
    value != usual && (value - usual).abs() * 100 >= usual * FAR_PERCENT
}

/// Reports whether a value differs from the median of others by more than these differ among themselves allow. Values
/// below the floor count as the floor, because zero has no logarithm.
fn is_beyond_their_spread(value: i128, others: &[i128], floor: i128) -> bool {
    let Some((_, threshold)) = THRESHOLDS.iter().find(|(weekdays, _)| others.len() >= *weekdays) else {
        return false;
    };
    let scaled = |value: i128| (value.max(floor) as f64).ln();
    let usual = scaled(median(others));
    let mut deviations: Vec<f64> = others.iter().map(|other| (scaled(*other) - usual).abs()).collect();
    deviations.sort_by(f64::total_cmp);
    let scale = (NORMAL_DEVIATION * middle(&deviations)).max(SMALLEST_SCALE);
    (scaled(value) - usual).abs() >= threshold * scale
}

/// Returns the middle of sorted numbers, or 0 if there are none.
fn middle(sorted: &[f64]) -> f64 {
    let (below, above) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    let at = |index: usize| sorted.get(index).copied().unwrap_or_default();
    f64::midpoint(at(below), at(above))
}

/// Reports whether a revenue can be explained by chance: the weekday usually has few conversions, each brought about
/// what it usually does, and their number is not far from the usual one.
fn is_chance(sums: &WeekdaySums, revenue: &Compared<'_>) -> bool {
    let Some(conversions) = sums.compared(Metric::Conversions) else { return false };
    let (number, expected) = (conversions.value(), conversions.usual());
    if expected >= FEW_CONVERSIONS_THOUSANDTHS {
        return false;
    }
    let (own, usual) = (revenue.value().saturating_mul(expected), revenue.usual().saturating_mul(number));
    let none = number <= 0 && revenue.value() <= 0;
    let alike = none || (own.saturating_mul(2) > usual && own < usual.saturating_mul(2));
    let (number, expected) = (plausible(number).unwrap_or(i64::MAX), plausible(expected).unwrap_or(i64::MAX));
    alike && !is_far_fewer(number, expected) && !is_far_fewer(expected, number)
}

#[cfg(test)]
mod tests;
