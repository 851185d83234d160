//! Questions that go on from the last one: "and for Google?", "make it 30", "why?". What is said replaces what was said.

use crate::comparison::compared;
use crate::rows::{RowLink, direction};
use crate::slots::Slots;
use crate::time::Said;
use crate::trouble::{Named, Trouble};
use domain::question::query::{
    Comparison, ComparisonMode, Dimension, Direction, Filter, FilterDimension, FilterOperator, Intent,
    Metric, Order, TypedQuery,
};
use domain::question::range::DataSpan;
use domain::question::time::RelativeTime;

/// Reports whether a question needs the last one to be understood.
pub(crate) fn goes_on(slots: &Slots) -> bool {
    let is_bare_metric =
        !slots.metrics.is_empty() && !has_scope(slots) && slots.cues.is_empty() && slots.budget.is_none();
    let is_whole = slots.times.main.is_some() && (slots.kind.is_some() || slots.asks.amount);
    match has_core(slots) {
        false if is_complete(slots) => false,
        false => says_anything(slots) && !(slots.rank.is_some() && is_whole && !slots.asks.goes_on),
        true if slots.asks.changes => slots.times.main.is_none(),
        true if slots.asks.sorts => slots.kind.is_none(),
        true if slots.metrics.is_empty() => false,
        true => is_bare_metric || ((slots.asks.goes_on || slots.asks.adds) && !is_whole),
    }
}

/// Reports whether a question without a metric is complete all the same: it ranks or sifts rows that it names, and does not say
/// that it goes on.
fn is_complete(slots: &Slots) -> bool {
    let asks = slots.asks;
    let says_so = asks.goes_on || asks.adds || asks.changes || asks.refers || asks.sorts;
    slots.kind.is_some() && (slots.rank.is_some() || !slots.conditions.is_empty()) && !says_so
}

/// Reports whether a question compares names that it says, and only leaves open by which number.
pub(crate) fn compares_names(slots: &Slots) -> bool {
    let several = |dimension| {
        slots.named.iter().filter(|name| name.dimension == dimension && !name.is_excluded).nth(1).is_some()
    };
    let dimensions = [FilterDimension::Campaign, FilterDimension::Creative, FilterDimension::Channel];
    let is_open = slots.metrics.is_empty() && !slots.asks.goes_on;
    slots.asks.compares && is_open && dimensions.into_iter().any(several)
}

/// Reports whether a question says what it is about.
pub(crate) fn has_core(slots: &Slots) -> bool {
    const CORES: [Intent; 5] =
        [Intent::Summary, Intent::Alerts, Intent::Recommendations, Intent::List, Intent::DataStatus];
    let has_cue = slots.cues.iter().any(|cue| CORES.contains(cue));
    !slots.metrics.is_empty() || has_cue || slots.budget.is_some() || slots.asks.should
}

fn has_scope(slots: &Slots) -> bool {
    let is_about_time = slots.times.main.is_some() || slots.times.against.is_some() || slots.times.is_earlier;
    is_about_time
        || !slots.named.is_empty()
        || slots.kind.is_some()
        || slots.rank.is_some()
        || !slots.conditions.is_empty()
}

fn says_anything(slots: &Slots) -> bool {
    let has_cue = [Intent::Why, Intent::Trend, Intent::Breakdown].iter().any(|cue| slots.cues.contains(cue));
    has_scope(slots) || has_cue || slots.asks.goes_on || slots.number.is_some() || slots.sort.is_some()
}

/// Returns the last query with what this question says.
pub(crate) fn overlay(last: &TypedQuery, slots: &Slots, today: DataSpan) -> Result<TypedQuery, Trouble> {
    let mut query = last.clone();
    if slots.number.is_none() && !slots.unexplained.is_empty() {
        return Err(Trouble::Words(slots.unexplained.clone()));
    }
    if slots.asks.amount && !slots.metrics.is_empty() {
        query = TypedQuery {
            time_range: last.time_range,
            filters: last.filters.clone(),
            ..TypedQuery::new(Intent::Value)
        };
    }
    set_number(&mut query, slots)?;
    set_metrics(&mut query, slots);
    set_time(&mut query, slots, today)?;
    set_filters(&mut query, slots);
    set_rows(&mut query, slots)?;
    if slots.cues.contains(&Intent::Why) {
        if query.metrics.iter().all(|metric| metric.is_about_budget()) {
            return Err(Trouble::MissingMetric);
        }
        query = TypedQuery { intent: Intent::Why, dimension: None, order: None, limit: None, ..query };
    }
    if query == *last && !says_again(slots) {
        return Err(Trouble::MissingContext);
    }
    Ok(query)
}

/// Reports whether a question may ask for the same thing again, because it names something.
fn says_again(slots: &Slots) -> bool {
    has_scope(slots) || !slots.metrics.is_empty()
}

/// Sets the number of "make it 30": days if the last time counted days, or else rows.
fn set_number(query: &mut TypedQuery, slots: &Slots) -> Result<(), Trouble> {
    let Some(number) = slots.number else { return Ok(()) };
    match (query.time_range, query.limit) {
        (Some(RelativeTime::LastDays(_)), None) => query.time_range = Some(RelativeTime::LastDays(number)),
        (time, Some(_)) if !matches!(time, Some(RelativeTime::LastDays(_))) => {
            query.limit = Some(u32::from(number));
        }
        _ => return Err(Trouble::MissingContext),
    }
    Ok(())
}

fn set_metrics(query: &mut TypedQuery, slots: &Slots) {
    if slots.metrics.is_empty() || slots.asks.sorts {
        return;
    }
    let before = query.metrics.first().copied();
    if slots.asks.adds {
        let new: Vec<Metric> =
            slots.metrics.iter().copied().filter(|metric| !query.metrics.contains(metric)).collect();
        query.metrics.extend(new);
    } else {
        query.metrics.clone_from(&slots.metrics);
        query.having.retain(|condition| Some(condition.metric) != before);
    }
    let Some(metric) = query.metrics.first().copied() else { return };
    if let Some(order) = query.order {
        let was_best =
            before.is_some_and(|before| before.is_better_when_lower() == metric.is_better_when_lower());
        let direction = if was_best { order.direction } else { order.direction.reversed() };
        query.order = Some(Order { metric, direction });
    }
    if !matches!(
        query.intent,
        Intent::Value | Intent::Breakdown | Intent::Rank | Intent::Trend | Intent::Compare | Intent::Why
    ) {
        query.intent = if query.dimension.is_some() { Intent::Breakdown } else { Intent::Value };
    }
    // What is left of a budget has no days to go by, and nothing to be compared with.
    if metric.is_about_budget() && matches!(query.intent, Intent::Value | Intent::Trend) {
        *query = TypedQuery {
            metrics: query.metrics.clone(),
            filters: query.filters.clone(),
            time_range: slots.times.main.or(Some(RelativeTime::ThisMonth)),
            ..TypedQuery::new(Intent::Budget)
        };
    }
}

fn set_time(query: &mut TypedQuery, slots: &Slots, today: DataSpan) -> Result<(), Trouble> {
    let times = &slots.times;
    if times.second.is_some() {
        return Err(Trouble::MissingContext);
    }
    let is_only_against = times.against.is_some();
    if let Some(time) = times.main.filter(|_| !is_only_against) {
        query.time_range = Some(time);
        query.compare = query.compare.filter(|compare| compare.mode != ComparisonMode::Explicit);
    }
    if times.is_earlier {
        query.time_range = Some(earlier(query, today).ok_or(Trouble::MissingContext)?);
    }
    let main = query.time_range.unwrap_or(RelativeTime::Default);
    let comparison = match times.against {
        Some(Said::Time(other)) => compared(main, other, today).compared,
        Some(Said::Before) | None => times.compared,
    };
    let is_change = times.is_change && slots.metrics.is_empty() && slots.cues.is_empty() && !has_scope(slots);
    let previous = Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None };
    if let Some(comparison) = comparison.or(is_change.then_some(previous)) {
        let dimension = query.dimension.filter(|_| query.intent != Intent::Trend);
        *query = TypedQuery {
            intent: Intent::Compare,
            compare: Some(comparison),
            time_range: Some(main),
            dimension,
            order: None,
            limit: None,
            ..query.clone()
        };
    }
    Ok(())
}

/// Returns the time before the one of a query.
fn earlier(query: &TypedQuery, today: DataSpan) -> Option<RelativeTime> {
    use RelativeTime as T;
    match query.time_range? {
        T::Today => Some(T::Yesterday),
        T::Yesterday => Some(T::DayBeforeYesterday),
        T::ThisWeek => Some(T::LastWeek),
        T::LastWeek => Some(T::WeekBeforeLast),
        T::ThisMonth => Some(T::LastMonth),
        T::ThisQuarter => Some(T::LastQuarter),
        T::Year(year) => Some(T::Year(year.checked_sub(1)?)),
        time => {
            let compare = Some(Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None });
            let with_previous = TypedQuery { time_range: Some(time), compare, ..query.clone() };
            let days = today.resolve(&with_previous).ok()?.compared?;
            Some(T::Between { from: days.from, to: days.to })
        }
    }
}

/// Replaces the names of the last question by those of this one. What is left out is left out in addition.
fn set_filters(query: &mut TypedQuery, slots: &Slots) {
    let names = |dimension| move |name: &Named| name.dimension == dimension && !name.is_excluded;
    let has = |dimension| slots.named.iter().any(names(dimension));
    let (campaign, creative, channel) =
        (has(FilterDimension::Campaign), has(FilterDimension::Creative), has(FilterDimension::Channel));
    let is_replaced = |filter: &Filter| match filter.dimension {
        _ if filter.operator == FilterOperator::NotIn => false,
        FilterDimension::Campaign => campaign || channel,
        FilterDimension::Creative => creative || campaign || channel,
        FilterDimension::Channel => channel || campaign || creative,
        FilterDimension::Status => has(FilterDimension::Status),
    };
    let is_of_entities = query.compare.is_some_and(|compare| compare.mode == ComparisonMode::Entities);
    if is_of_entities && slots.asks.goes_on && joined(query, slots) {
        return;
    }
    query.filters.retain(|filter| !is_replaced(filter));
    query.filters.extend(slots.filters.iter().cloned());
    query.having.extend(slots.conditions.iter().copied());
    let has_several = query.filters.iter().any(|filter| filter.values.len() > 1);
    if is_of_entities && !has_several {
        *query = TypedQuery { intent: Intent::Value, dimension: None, compare: None, ..query.clone() };
    }
}

/// Adds names to those that the last question compared, if they are of the same kind: "and TikTok?".
fn joined(query: &mut TypedQuery, slots: &Slots) -> bool {
    let [new] = slots.filters.as_slice() else { return false };
    let is_same = |filter: &&mut Filter| filter.dimension == new.dimension && filter.operator == new.operator;
    let Some(filter) = query.filters.iter_mut().find(is_same) else { return false };
    let more: Vec<String> =
        new.values.iter().filter(|value| !filter.values.contains(value)).cloned().collect();
    filter.values.extend(more);
    true
}

fn set_rows(query: &mut TypedQuery, slots: &Slots) -> Result<(), Trouble> {
    let kind = slots
        .kind
        .filter(|kind| kind.link != RowLink::Noun || !has_other_scope(slots))
        .map(|kind| kind.dimension);
    let is_grain = |kind: Dimension| matches!(kind, Dimension::Day | Dimension::Week | Dimension::Month);
    // "is that better than the week before" compares and ranks nothing.
    if let Some(rank) = slots.rank.filter(|_| slots.times.against.is_none()) {
        let metric = slots.metrics.first().copied().or(query.order.map(|order| order.metric));
        let metric = metric.or(query.metrics.first().copied()).unwrap_or(Metric::Roas);
        let dimension = kind.or(query.dimension).unwrap_or(Dimension::Campaign);
        if query.metrics.is_empty() {
            query.metrics.push(metric);
        }
        *query = TypedQuery {
            intent: Intent::Rank,
            dimension: Some(dimension),
            order: Some(Order { metric, direction: direction(rank.word, metric) }),
            limit: query.limit.filter(|_| !rank.is_counted && slots.kind.is_none()).or(Some(rank.limit)),
            compare: None,
            ..query.clone()
        };
    } else if let Some(kind) = kind {
        let is_ranked = query.intent == Intent::Rank && !is_grain(kind);
        let intent = match query.intent {
            Intent::Budget | Intent::Compare if !is_grain(kind) => query.intent,
            _ if is_grain(kind) => Intent::Trend,
            _ if is_ranked => Intent::Rank,
            _ => Intent::Breakdown,
        };
        let (order, limit) = if is_ranked { (query.order, query.limit) } else { (None, None) };
        *query = TypedQuery { intent, dimension: Some(kind), order, limit, ..query.clone() };
    } else if slots.cues.contains(&Intent::Trend) {
        *query = TypedQuery {
            intent: Intent::Trend,
            dimension: Some(Dimension::Day),
            order: None,
            limit: None,
            ..query.clone()
        };
    } else if slots.cues.contains(&Intent::Breakdown)
        || (!slots.conditions.is_empty() && query.dimension.is_none())
    {
        if slots.conditions.is_empty() {
            return Err(Trouble::MissingContext);
        }
        *query =
            TypedQuery { intent: Intent::Breakdown, dimension: Some(Dimension::Campaign), ..query.clone() };
    }
    let metric = slots.by.filter(|_| slots.asks.sorts).or(query.order.map(|order| order.metric));
    let metric = metric.or(query.metrics.first().copied().filter(|_| slots.asks.sorts));
    let direction = slots.sort.or(slots.asks.sorts.then_some(Direction::Descending));
    if let (Some(metric), Some(direction)) = (metric, direction) {
        query.order = Some(Order { metric, direction });
    }
    Ok(())
}

fn has_other_scope(slots: &Slots) -> bool {
    slots.times.main.is_some() || !slots.named.is_empty() || !slots.metrics.is_empty()
}

#[cfg(test)]
mod tests;
