//! How a number went over time, as points of a chart: whole parts of a unit, and how each is said.

use crate::language::{Language, Phrase};
use crate::money::Currency;
use crate::question::answer::voice::{Voice, figure};
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{Row, RowKey, Table};
use crate::question::query::{Dimension, Metric, Unit};
use crate::question::range::DateRange;

/// The parts of one that other numbers than money are counted in.
const HUNDREDTHS: i64 = 100;
/// From how many units on an axis of money has no cents.
const WHOLE_UNITS: i64 = 4;

/// How a number went over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// What it is, by what: `ROAS by day`.
    pub title: String,
    /// The days: `4–17 Mar`.
    pub days: String,
    /// In the order of time, at least two with a value.
    pub points: Vec<TrendPoint>,
    /// The smallest step of an axis, in the parts that the values are counted in.
    pub step: i64,
    /// What the highest point is called.
    pub highest: String,
    language: Language,
    currency: Currency,
    metric: Metric,
}

/// A day, a week or a month of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendPoint {
    /// Its first day, short: `6 Oct`.
    pub label: String,
    /// What it is of, in full.
    pub name: String,
    /// In minor units of the currency, or in hundredths; `None` if it is not known.
    pub value: Option<i64>,
}

impl Trend {
    /// Says a value as the answer does: `$4,120`, `2.63`.
    #[must_use]
    pub fn say(&self, value: i64) -> String {
        let exact = Exact::new(value.into(), parts(self.metric, self.currency).into());
        exact.and_then(|exact| figure(self.language, self.currency, self.metric, exact)).unwrap_or_default()
    }
}

/// Returns the trend of the first metric, or `None` if the rows do not follow each other in time.
pub(super) fn trend(voice: &Voice<'_>, table: &Table) -> Option<Trend> {
    let dimension = table.dimension.filter(|dimension| {
        matches!(dimension, Dimension::Day | Dimension::Week | Dimension::Month)
            && voice.result.query.order.is_none()
            && voice.result.query.having.is_empty()
    })?;
    let metric = *table.metrics.first()?;
    let (language, currency) = (voice.language, voice.frame().currency);
    let parts = parts(metric, currency);
    let points: Vec<TrendPoint> = table.rows.iter().filter_map(|row| point(voice, row, parts)).collect();
    let known = || points.iter().filter_map(|point| point.value);
    let highest = known().map(i64::saturating_abs).max()?;
    let step = match metric.unit() {
        Unit::Money if highest >= parts.saturating_mul(WHOLE_UNITS) => parts,
        Unit::Count if highest >= HUNDREDTHS => HUNDREDTHS,
        _ => 1,
    };
    (known().count() > 1).then(|| Trend {
        title: voice.by(&voice.metric(metric), dimension),
        days: voice.time().unwrap_or_default(),
        points,
        step,
        highest: voice.say(Phrase::AnswerHigh, &[]),
        language,
        currency,
        metric,
    })
}

fn point(voice: &Voice<'_>, row: &Row, parts: i64) -> Option<TrendPoint> {
    let RowKey::Days(DateRange { from, .. }) = row.key else { return None };
    let value = row.cells.first().and_then(|cell| cell.value).and_then(|value| value.scaled(parts));
    Some(TrendPoint { label: voice.language.day_of_month(from), name: voice.row_name(row), value })
}

/// Returns in how many parts of one a metric is counted.
fn parts(metric: Metric, currency: Currency) -> i64 {
    match metric.unit() {
        Unit::Money => currency.minor_per_unit(),
        Unit::Percent | Unit::Count | Unit::Ratio => HUNDREDTHS,
    }
}

#[cfg(any(test, feature = "testing"))]
mod testing;
