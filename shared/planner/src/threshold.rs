//! Conditions on metrics: "ROAS under 2", "spent more than $500", "between 10 and 20 conversions", "no conversions".

use crate::amount::{Amount, NoAmount, Sign, amount};
use crate::chart::Chart;
use crate::meaning::{Mark, Meaning};
use domain::money::Currency;
use domain::question::query::{Comparator, Having, Metric, Unit};
use domain::question::threshold::Threshold;

/// Less than this many percent, without a sign, may as well be meant as a share: 0.02 for 2 %.
const UNCLEAR_SHARE_MICROS: i64 = 100_000;

/// A condition cannot be read for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unclear;

/// Finds the conditions of a text and takes their segments, with those of the metrics that they are about.
///
/// `subject` is the metric of the last question, for conditions that name none.
pub(crate) fn take_conditions(
    chart: &mut Chart,
    currency: Currency,
    subject: Option<Metric>,
) -> Result<Vec<Having>, Unclear> {
    let mut found = Vec::new();
    for at in 0..chart.len() {
        let last = found.last().map(|having: &Having| having.metric).or(subject);
        if let Some(condition) = condition(chart, at, currency, last)? {
            found.extend(condition.havings);
            for range in condition.taken {
                chart.take(range);
            }
        }
    }
    Ok(found)
}

/// What was read of one condition.
struct Condition {
    havings: Vec<Having>,
    taken: Vec<std::ops::Range<usize>>,
}

/// Reads the condition at a place. Without a metric of its own it is about that of the last one: "over 1 and under 3".
fn condition(
    chart: &Chart,
    at: usize,
    currency: Currency,
    last: Option<Metric>,
) -> Result<Option<Condition>, Unclear> {
    if let Some(condition) = none_of(chart, at) {
        return Ok(Some(condition));
    }
    let Some((amounts, from, to)) = bounds(chart, at, currency)? else { return Ok(None) };
    let near = metric_near(chart, from, to);
    let metric = near.map(|(metric, _)| metric).or(last).ok_or(Unclear)?;
    let having = |(operator, amount): (Comparator, Amount)| {
        in_unit(amount, metric.unit()).map(|value| Having { metric, operator, value })
    };
    let havings = amounts.into_iter().map(having).collect::<Result<Vec<Having>, Unclear>>()?;
    let metric_range = near.map(|(_, at)| at..at + 1);
    Ok(Some(Condition { havings, taken: std::iter::once(from..to).chain(metric_range).collect() }))
}

/// Bounds with their amounts, and the segments that they are in.
type Bounds = (Vec<(Comparator, Amount)>, usize, usize);

fn bounds(chart: &Chart, at: usize, currency: Currency) -> Result<Option<Bounds>, Unclear> {
    let between = between(chart, at, currency)?;
    if between.is_some() {
        return Ok(between);
    }
    if let Some(operator) = comparator(chart, at) {
        let bound = after(chart, at, operator, currency)?;
        if bound.is_some() {
            return Ok(bound);
        }
    }
    behind(chart, at, currency)
}

fn comparator(chart: &Chart, at: usize) -> Option<Comparator> {
    chart.find(at, |meaning| match meaning {
        Meaning::Comparator(operator) => Some(operator),
        _ => None,
    })
}

/// Reads "under 2", "> $500", ">= 2".
fn after(
    chart: &Chart,
    at: usize,
    operator: Comparator,
    currency: Currency,
) -> Result<Option<Bounds>, Unclear> {
    let next = chart.skip_fillers(at + 1);
    match amount(chart, next, currency) {
        Ok((amount, to)) => Ok(Some((vec![(operator, amount)], at, to))),
        Err(NoAmount::Missing) => Ok(None),
        Err(NoAmount::Unclear) => Err(Unclear),
    }
}

/// Reads "10 or more", "2 se kam": the amount stands before the words.
fn behind(chart: &Chart, at: usize, currency: Currency) -> Result<Option<Bounds>, Unclear> {
    let Ok((amount, next)) = amount(chart, at, currency) else { return Ok(None) };
    let operator = if chart.marks(next, Mark::OrMore) {
        Some(Comparator::AtLeast)
    } else if chart.marks(next, Mark::OrLess) {
        Some(Comparator::AtMost)
    } else {
        comparator(chart, next).filter(|_| chart.language == domain::language::Language::Hindi)
    };
    Ok(operator.map(|operator| (vec![(operator, amount)], at, next + 1)))
}

/// Reads "between 2 and 3", "zwischen 2 und 3".
fn between(chart: &Chart, at: usize, currency: Currency) -> Result<Option<Bounds>, Unclear> {
    if !chart.marks(at, Mark::Between) {
        return Ok(None);
    }
    let Ok((low, next)) = amount(chart, chart.skip_fillers(at + 1), currency) else { return Ok(None) };
    let joins = chart.marks(next, Mark::And) || chart.marks(next, Mark::Until);
    match amount(chart, next + 1, currency) {
        Ok((high, to)) if joins => {
            let low = if low.sign == Sign::None { Amount { sign: high.sign, ..low } } else { low };
            if low.sign != high.sign || low.value > high.value {
                return Err(Unclear);
            }
            Ok(Some((vec![(Comparator::AtLeast, low), (Comparator::AtMost, high)], at, to)))
        }
        _ => Ok(None),
    }
}

/// Reads "no conversions", "zero clicks", "sin conversiones".
fn none_of(chart: &Chart, at: usize) -> Option<Condition> {
    let is_zero = chart.digits(at) == Some("0");
    (is_zero || chart.marks(at, Mark::No)).then_some(())?;
    let metric_at = chart.skip_fillers(at + 1);
    let zero = |metric| Having { metric, operator: Comparator::Equal, value: Threshold::ZERO };
    let condition = |metric, range| Condition { havings: vec![zero(metric)], taken: vec![range] };
    if let Some(metric) = strong_metric(chart, metric_at) {
        return Some(condition(metric, at..metric_at + 1));
    }
    // "conversion nahi hue": in Hindi the number stands before.
    let before =
        at.checked_sub(1).filter(|_| !is_zero && chart.language == domain::language::Language::Hindi)?;
    strong_metric(chart, before).map(|metric| condition(metric, before..at + 1))
}

/// Returns the metric that a condition is about: the one directly before it, the one after it, or the nearest other one.
fn metric_near(chart: &Chart, from: usize, to: usize) -> Option<(Metric, usize)> {
    let at = |at: usize| strong_metric(chart, at).map(|metric| (metric, at));
    let weak_at = |at: usize| any_metric(chart, at).map(|metric| (metric, at));
    let directly = || from.checked_sub(1).and_then(at);
    let after = || at(chart.skip_fillers(to));
    let before = || (0..from).rev().find(|at| !is_light(chart, *at)).and_then(at);
    let anywhere = || (0..from).rev().chain(to..chart.len()).find_map(weak_at);
    directly().or_else(after).or_else(before).or_else(anywhere)
}

fn is_light(chart: &Chart, at: usize) -> bool {
    chart.marks(at, Mark::Filler) || chart.marks(at, Mark::Link)
}

fn strong_metric(chart: &Chart, at: usize) -> Option<Metric> {
    chart.find(at, |meaning| match meaning {
        Meaning::Metric(metric) => Some(metric),
        _ => None,
    })
}

fn any_metric(chart: &Chart, at: usize) -> Option<Metric> {
    chart.find(at, |meaning| match meaning {
        Meaning::Metric(metric) | Meaning::WeakMetric(metric) => Some(metric),
        _ => None,
    })
}

/// Returns an amount in the unit of a metric.
fn in_unit(amount: Amount, unit: Unit) -> Result<Threshold, Unclear> {
    match (amount.sign, unit) {
        (Sign::None, Unit::Percent) if (1..UNCLEAR_SHARE_MICROS).contains(&amount.value.micros()) => {
            Err(Unclear)
        }
        (Sign::None, _) | (Sign::Money, Unit::Money) | (Sign::Percent, Unit::Percent) => Ok(amount.value),
        (Sign::Percent, Unit::Ratio) => Ok(amount.value.of_hundred()),
        _ => Err(Unclear),
    }
}

#[cfg(test)]
mod tests;
