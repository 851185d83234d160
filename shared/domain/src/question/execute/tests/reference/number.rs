//! The metrics a second time.

use crate::metrics::DailyMetric;
use crate::question::execute::exact::Exact;
use crate::question::query::Metric;

/// Computes a metric from facts and budgets.
pub(super) fn number(
    metric: Metric,
    facts: &[&DailyMetric],
    budgets: &[(i128, Option<i128>, i128, Option<i128>)],
) -> Option<Exact> {
    type Column = fn(&DailyMetric) -> Option<i64>;
    let (spend, revenue): (Column, Column) =
        (|fact| fact.values.spend_minor, |fact| fact.values.revenue_minor);
    let (shown, clicks): (Column, Column) = (|fact| fact.values.impressions, |fact| fact.values.clicks);
    let conversions: Column = |fact| fact.values.conversions_thousandths;
    let sum = |column: Column, per_unit: i128| {
        let known: Vec<i128> = facts.iter().filter_map(|fact| column(fact)).map(i128::from).collect();
        (!known.is_empty()).then(|| Exact::new(known.iter().sum(), per_unit).unwrap())
    };
    let ratio = |over: Column, under: Column, times: i128, per: i128| {
        let both: Vec<(i64, i64)> = facts.iter().filter_map(|fact| over(fact).zip(under(fact))).collect();
        let (top, bottom) = both.iter().fold((0_i128, 0_i128), |(top, bottom), (over, under)| {
            (top + i128::from(*over), bottom + i128::from(*under))
        });
        (bottom > 0).then(|| Exact::new(top * times, bottom * per).unwrap())
    };
    let budget: i128 = budgets.iter().map(|one| one.0).sum();
    let of_budget: Vec<(i128, i128)> = budgets.iter().filter_map(|one| Some((one.1?, one.0))).collect();
    let of_due: Vec<(i128, i128)> = budgets.iter().filter_map(|one| Some((one.3?, one.2))).collect();
    let sums = |pairs: &[(i128, i128)]| -> (i128, i128) {
        (pairs.iter().map(|pair| pair.0).sum(), pairs.iter().map(|pair| pair.1).sum())
    };
    match metric {
        Metric::Spend => sum(spend, 100),
        Metric::Revenue => sum(revenue, 100),
        Metric::Impressions => sum(shown, 1),
        Metric::Clicks => sum(clicks, 1),
        Metric::Conversions => sum(conversions, 1_000),
        Metric::Ctr => ratio(clicks, shown, 100, 1),
        Metric::Cpc => ratio(spend, clicks, 1, 100),
        Metric::Cpm => ratio(spend, shown, 1_000, 100),
        Metric::Cpa => ratio(spend, conversions, 1_000, 100),
        Metric::Cvr => ratio(conversions, clicks, 100, 1_000),
        Metric::Roas => ratio(revenue, spend, 1, 1),
        Metric::Aov => ratio(revenue, conversions, 1_000, 100),
        Metric::Budget => (!budgets.is_empty()).then(|| Exact::new(budget, 100).unwrap()),
        Metric::BudgetRemaining => {
            let (spend, budget) = sums(&of_budget);
            (!of_budget.is_empty()).then(|| Exact::new(budget - spend, 100).unwrap())
        }
        Metric::BudgetUsedPct => {
            let (spend, budget) = sums(&of_budget);
            (!of_budget.is_empty()).then(|| Exact::new(spend * 100, budget).unwrap())
        }
        Metric::Pacing => {
            let (spend, due) = sums(&of_due);
            (!of_due.is_empty()).then(|| Exact::new(spend, due).unwrap())
        }
    }
}
