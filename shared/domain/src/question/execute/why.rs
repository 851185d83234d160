//! What a change comes from. A sum changes by what each part adds to it. A ratio changes because the ratios of the parts
//! do, and because their weights do: the two together, of all parts, are exactly its change.

use crate::money::Currency;
use crate::question::execute::context::Context;
use crate::question::execute::exact::Exact;
use crate::question::execute::groups::{Group, groups};
use crate::question::execute::result::{Cell, Decomposition, Effect, RowKey};
use crate::question::execute::sums::{factor, is_ratio, measure_of};
use crate::question::execute::table::name;
use crate::question::query::{Dimension, Metric, Unit};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// From how many units on money is told without its minor units.
const WHOLE_MONEY_FROM: i64 = 10;

/// Returns the parts of the change of the query's metric.
pub(super) fn decomposition(context: &Context<'_>) -> Decomposition {
    let metric = context.query.metrics.first().copied().unwrap_or(Metric::Roas);
    let dimension = context.query.dimension.unwrap_or(Dimension::Campaign);
    let parts = groups(context, Some(dimension));
    let total = parts.values().fold(Group::default(), |mut total, part| {
        total.merge(part);
        total
    });
    let cell = total.cell(context, metric);
    let per_unit = parts_per_unit(metric, &cell, context.currency());
    let change = change(&cell, per_unit).filter(|_| measure_of(metric).is_some() || is_ratio(metric));
    let effects = change.and_then(|_| effects(context, metric, per_unit, &total, &parts));
    Decomposition {
        metric,
        dimension,
        total: cell,
        parts_per_unit: per_unit,
        change: change.filter(|_| effects.is_some()),
        effects: effects.unwrap_or_default(),
        factors: factors(metric).iter().map(|factor| (*factor, total.cell(context, *factor))).collect(),
    }
}

/// Returns the change as people see it: the difference of the two rounded values.
fn change(cell: &Cell, parts_per_unit: i64) -> Option<i64> {
    let (value, before) = (cell.value?.scaled(parts_per_unit)?, cell.before?.scaled(parts_per_unit)?);
    value.checked_sub(before)
}

/// Returns the smallest step in which a metric of this size is told.
fn parts_per_unit(metric: Metric, cell: &Cell, currency: Currency) -> i64 {
    let values = || [cell.value, cell.before].into_iter().flatten();
    match metric.unit() {
        Unit::Money => {
            let is_large = |value: Exact| {
                value >= Exact::whole(WHOLE_MONEY_FROM) || value <= Exact::whole(-WHOLE_MONEY_FROM)
            };
            if values().any(is_large) { 1 } else { currency.minor_per_unit() }
        }
        Unit::Count => {
            let is_whole = |value: Exact| value.scaled(1).map(Exact::whole) == Some(value);
            if values().all(is_whole) { 1 } else { 100 }
        }
        Unit::Percent | Unit::Ratio => 100,
    }
}

/// Returns the effects of the parts, or `None` if a number is too large. A single part explains nothing.
fn effects(
    context: &Context<'_>,
    metric: Metric,
    parts_per_unit: i64,
    total: &Group,
    parts: &BTreeMap<RowKey, Group>,
) -> Option<Vec<Effect>> {
    if parts.len() < 2 {
        return Some(Vec::new());
    }
    let mut effects = Vec::new();
    for (key, part) in parts {
        let (effect, is_mix) = if is_ratio(metric) {
            of_ratio(metric, context.currency(), total, part)?
        } else {
            (of_sum(metric, context.currency(), part)?, false)
        };
        let amount = effect.scaled(parts_per_unit)?;
        if amount != 0 {
            let (name, cell) = (name(context, key), part.cell(context, metric));
            effects.push(Effect { key: key.clone(), name, cell, amount, is_mix });
        }
    }
    effects.sort_by_key(|effect| {
        (Reverse(effect.amount.unsigned_abs()), effect.name.clone(), effect.key.clone())
    });
    Some(effects)
}

/// Returns what a part adds to the change of a sum. What is unknown adds nothing to either sum.
fn of_sum(metric: Metric, currency: Currency, part: &Group) -> Option<Exact> {
    let value = part.now.value(metric, currency).unwrap_or(Exact::ZERO);
    value.minus(part.before.value(metric, currency).unwrap_or(Exact::ZERO))
}

/// Returns what a part adds to the change of a ratio, and whether most of that is its weight.
///
/// With the ratio `R = N ÷ D` of all parts before, a part of numerator `n` and divisor `d` adds
/// `(n ÷ D now − R × d ÷ D now) − (n ÷ D before − R × d ÷ D before)`. Summed over the parts, that is the change of `R`.
fn of_ratio(metric: Metric, currency: Currency, total: &Group, part: &Group) -> Option<(Exact, bool)> {
    let zero = (Exact::ZERO, Exact::ZERO);
    let (now_over, now_under) = part.now.sides(metric, currency).unwrap_or(zero);
    let (then_over, then_under) = part.before.sides(metric, currency).unwrap_or(zero);
    let (_, all_now) = total.now.sides(metric, currency)?;
    let (all_over, all_then) = total.before.sides(metric, currency)?;
    let ratio_then = all_over.over(all_then)?;
    let now = now_over.minus(ratio_then.times(now_under)?)?.over(all_now)?;
    let then = then_over.minus(ratio_then.times(then_under)?)?.over(all_then)?;
    let effect = now.minus(then)?;
    let has_both = now_under > Exact::ZERO && then_under > Exact::ZERO;
    let own = if has_both {
        let change = now_over.over(now_under)?.minus(then_over.over(then_under)?)?;
        change.times(now_under.over(all_now)?)?
    } else {
        Exact::ZERO
    };
    let size = |number: Exact| number.max(Exact::ZERO.minus(number).unwrap_or(number));
    let is_mix = size(effect.minus(own)?) > size(own);
    Some((effect.times(Exact::whole(factor(metric)))?, is_mix))
}

/// Returns the ratios that a metric is the product or the quotient of.
fn factors(metric: Metric) -> &'static [Metric] {
    match metric {
        Metric::Roas => &[Metric::Cpc, Metric::Cvr, Metric::Aov],
        Metric::Cpa => &[Metric::Cpc, Metric::Cvr],
        Metric::Cpc => &[Metric::Cpm, Metric::Ctr],
        Metric::Revenue => &[Metric::Conversions, Metric::Aov],
        Metric::Conversions => &[Metric::Clicks, Metric::Cvr],
        Metric::Clicks => &[Metric::Impressions, Metric::Ctr],
        Metric::Spend => &[Metric::Clicks, Metric::Cpc],
        _ => &[],
    }
}
