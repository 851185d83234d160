//! Questions about budgets: how large, how much is left, how fast it goes.

use crate::rows::RowLink;
use crate::slots::{BudgetCue, Slots};
use domain::question::query::{Comparator, Having, Intent, Metric, TypedQuery};
use domain::question::threshold::Threshold;
use domain::question::time::RelativeTime;

/// Returns the query if the question is about a budget and puts nothing in an order.
pub(super) fn budget_query(slots: &Slots) -> Option<TypedQuery> {
    let metrics = metrics(slots)?;
    let is_pace = |cue| slots.budget == Some(cue);
    let over = is_pace(BudgetCue::Overspending).then_some(Comparator::Above);
    let under = is_pace(BudgetCue::Underspending).then_some(Comparator::Below);
    if slots.rank.is_some() && over.or(under).is_none() {
        return None;
    }
    let pace =
        over.or(under).map(|operator| Having { metric: Metric::Pacing, operator, value: Threshold::ONE });
    let is_about_rows = |link| link != RowLink::Noun || pace.is_some() || !slots.conditions.is_empty();
    let dimension = slots.kind.filter(|kind| is_about_rows(kind.link)).map(|kind| kind.dimension);
    Some(TypedQuery {
        metrics,
        dimension,
        time_range: Some(slots.times.main.unwrap_or(RelativeTime::ThisMonth)),
        filters: slots.filters.clone(),
        having: slots.conditions.iter().copied().chain(pace).collect(),
        ..TypedQuery::new(Intent::Budget)
    })
}

/// Returns the metrics of a question about a budget, or `None` if it is about none.
fn metrics(slots: &Slots) -> Option<Vec<Metric>> {
    let named = || -> Vec<Metric> {
        let conditions = slots.conditions.iter().map(|condition| condition.metric);
        slots.metrics.iter().copied().chain(conditions).collect()
    };
    let is_about_budget = named().iter().any(|metric| metric.is_about_budget());
    let is_about_spending =
        slots.metrics.iter().all(|metric| matches!(metric, Metric::Spend | Metric::Budget | Metric::Pacing));
    match slots.budget {
        Some(BudgetCue::Overspending | BudgetCue::Underspending) if is_about_spending => {
            Some(vec![Metric::Pacing])
        }
        Some(BudgetCue::Pacing) if is_about_spending => Some(vec![Metric::Pacing]),
        Some(BudgetCue::Remaining) if is_left(slots) => Some(vec![Metric::BudgetRemaining]),
        Some(BudgetCue::Used) if slots.metrics == [Metric::Budget] => Some(vec![Metric::BudgetUsedPct]),
        _ if is_about_budget => {
            let mut metrics = slots.metrics.clone();
            if metrics.is_empty() {
                metrics = named();
            }
            metrics.dedup();
            // "what is left of the budget" names the budget too, and asks only for what is left.
            if metrics.iter().any(|metric| metric.is_about_budget() && *metric != Metric::Budget) {
                metrics.retain(|metric| *metric != Metric::Budget);
            }
            if metrics.contains(&Metric::BudgetUsedPct) {
                metrics.retain(|metric| *metric != Metric::Spend);
            }
            Some(metrics)
        }
        _ => None,
    }
}

/// Reports whether "left" is what is left of a budget.
fn is_left(slots: &Slots) -> bool {
    let is_budget =
        slots.metrics.contains(&Metric::Budget) || slots.metrics.contains(&Metric::BudgetRemaining);
    let is_money = slots.metrics.is_empty() && (slots.asks.amount || !slots.weak_metrics.is_empty());
    let is_to_spend = slots.metrics == [Metric::Spend];
    is_budget || is_money || is_to_spend
}
