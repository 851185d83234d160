//! Sums of facts and the ratios of these sums. A value that nobody measured is unknown and not zero, and a ratio is of
//! the facts that have both of its sides, as in `metrics::kpi`; here are all the ratios that can be asked for, unrounded.

use crate::metrics::MetricValues;
use crate::metrics::measure::Measure;
use crate::money::Currency;
use crate::question::execute::exact::Exact;
use crate::question::query::Metric;

/// The ratios of measures: the metric, what is divided, and by what.
const RATIOS: [(Metric, Measure, Measure); 7] = [
    (Metric::Ctr, Measure::Clicks, Measure::Impressions),
    (Metric::Cpc, Measure::Spend, Measure::Clicks),
    (Metric::Cpm, Measure::Spend, Measure::Impressions),
    (Metric::Cpa, Measure::Spend, Measure::Conversions),
    (Metric::Cvr, Measure::Conversions, Measure::Clicks),
    (Metric::Roas, Measure::Revenue, Measure::Spend),
    (Metric::Aov, Measure::Revenue, Measure::Conversions),
];

/// Returns the measure that a metric adds up, or `None` if it is no sum.
pub(in crate::question) fn measure_of(metric: Metric) -> Option<Measure> {
    match metric {
        Metric::Spend => Some(Measure::Spend),
        Metric::Revenue => Some(Measure::Revenue),
        Metric::Impressions => Some(Measure::Impressions),
        Metric::Clicks => Some(Measure::Clicks),
        Metric::Conversions => Some(Measure::Conversions),
        _ => None,
    }
}

/// Returns the measures that a metric is computed from.
pub(super) fn measures_of(metric: Metric) -> Vec<Measure> {
    let ratio = RATIOS.iter().find(|(ratio, ..)| *ratio == metric);
    ratio.map_or_else(|| measure_of(metric).into_iter().collect(), |(_, over, under)| vec![*over, *under])
}

/// Reports whether a metric is a ratio of two measures.
pub(in crate::question) fn is_ratio(metric: Metric) -> bool {
    RATIOS.iter().any(|(ratio, ..)| *ratio == metric)
}

/// Two sides of a ratio, added up; `None` while nothing has both.
pub(super) type Sides = Option<(i128, i128)>;

/// Sums of the values of facts, wider than the values, so that no sum is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    known: [Option<i128>; Measure::ALL.len()],
    both: [Sides; RATIOS.len()],
}

impl Sums {
    pub(super) fn add(&mut self, values: &MetricValues) {
        for (sum, measure) in self.known.iter_mut().zip(Measure::ALL) {
            add_known(sum, value_of(values, measure));
        }
        for (sides, (_, over, under)) in self.both.iter_mut().zip(RATIOS) {
            add_sides(sides, value_of(values, over).zip(value_of(values, under)));
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.known.iter_mut().zip(other.known).for_each(|(sum, more)| add_known(sum, more));
        self.both.iter_mut().zip(other.both).for_each(|(sides, more)| add_sides(sides, more));
    }

    /// Returns the sum of a measure in its smallest unit: minor units of money, thousandths of conversions.
    pub(super) fn known(&self, measure: Measure) -> Option<i128> {
        self.known.iter().zip(Measure::ALL).find(|(_, of)| *of == measure).and_then(|(sum, _)| *sum)
    }

    /// Returns both sides of a ratio in the units of people, or `None` if it is no ratio of measures or nothing has both.
    pub(super) fn sides(&self, metric: Metric, currency: Currency) -> Option<(Exact, Exact)> {
        let mut ratios = self.both.iter().zip(RATIOS);
        let (sides, (_, over, under)) = ratios.find(|(_, (ratio, ..))| *ratio == metric)?;
        let (numerator, divisor) = (*sides)?;
        Some((in_units(numerator, over, currency)?, in_units(divisor, under, currency)?))
    }

    /// Returns a metric in the unit in which people write it, or `None` if it is unknown or not of facts alone.
    pub(super) fn value(&self, metric: Metric, currency: Currency) -> Option<Exact> {
        if let Some(measure) = measure_of(metric) {
            return in_units(self.known(measure)?, measure, currency);
        }
        let (numerator, divisor) = self.sides(metric, currency)?;
        numerator.over(divisor)?.times(Exact::whole(factor(metric)))
    }
}

/// Returns by what a quotient is multiplied: a percentage is of a hundred, a cost per mille of a thousand.
pub(super) fn factor(metric: Metric) -> i64 {
    match metric {
        Metric::Ctr | Metric::Cvr => 100,
        Metric::Cpm => 1_000,
        _ => 1,
    }
}

fn value_of(values: &MetricValues, measure: Measure) -> Option<i128> {
    let value = match measure {
        Measure::Spend => values.spend_minor,
        Measure::Revenue => values.revenue_minor,
        Measure::Impressions => values.impressions,
        Measure::Clicks => values.clicks,
        Measure::Conversions => values.conversions_thousandths,
    };
    value.map(i128::from)
}

fn in_units(sum: i128, measure: Measure, currency: Currency) -> Option<Exact> {
    let per_unit = match measure {
        Measure::Spend | Measure::Revenue => i128::from(currency.minor_per_unit()),
        Measure::Conversions => 1_000,
        Measure::Impressions | Measure::Clicks => 1,
    };
    Exact::new(sum, per_unit)
}

/// Adds a value to a sum: what is known on either side is known afterwards.
pub(super) fn add_known(sum: &mut Option<i128>, more: Option<i128>) {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or(0).saturating_add(more));
    }
}

/// Adds both sides of a ratio.
pub(super) fn add_sides(sides: &mut Sides, more: Sides) {
    if let Some((over, under)) = more {
        let (own_over, own_under) = sides.unwrap_or((0, 0));
        *sides = Some((own_over.saturating_add(over), own_under.saturating_add(under)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::kpi::Kpis;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Option<i64>> {
        proptest::option::of(0_i64..1_000_000_000)
    }

    proptest! {
        #[test]
        fn sums_and_ratios_are_those_of_the_key_figures(
            facts in proptest::collection::vec((value(), value(), value(), value(), value()), 0..8),
        ) {
            let (mut sums, mut kpis) = (Sums::default(), Kpis::default());
            for (spend_minor, revenue_minor, impressions, clicks, conversions_thousandths) in facts {
                let values =
                    MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths };
                sums.add(&values);
                kpis.add(&Kpis::new(values));
            }
            let scaled = |metric, parts| sums.value(metric, Currency::USD).and_then(|value| value.scaled(parts));
            prop_assert_eq!(scaled(Metric::Spend, 100), kpis.values.spend_minor);
            prop_assert_eq!(scaled(Metric::Conversions, 1_000), kpis.values.conversions_thousandths);
            prop_assert_eq!(scaled(Metric::Roas, 100), kpis.roas_hundredths());
            prop_assert_eq!(scaled(Metric::Cpa, 100), kpis.cost_per_acquisition());
            prop_assert_eq!(scaled(Metric::Ctr, 100), kpis.click_through_rate());
        }
    }
}
