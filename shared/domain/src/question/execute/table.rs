//! Numbers row by row: conditions, order, limit, and the total of all that meets the conditions.

use crate::question::execute::context::Context;
use crate::question::execute::exact::Exact;
use crate::question::execute::groups::{Group, groups};
use crate::question::execute::result::{Advice, CreativeDetail, Overspend, Row, RowKey, Table};
use crate::question::execute::standing::advice_for;
use crate::question::execute::sums::measure_of;
use crate::question::query::{Comparator, Dimension, Direction, Having, Intent, Metric, Order, TypedQuery};
use std::cmp::Ordering;

/// Returns the rows of a query.
pub(super) fn table(context: &Context<'_>) -> Table {
    let query = context.query;
    let dimension = query.dimension;
    let mut groups = groups(context, dimension);
    groups.remove(&RowKey::NoCreative);
    let unjudged = groups.values().filter(|group| is_unjudged(context, group)).count();
    let mut kept: Vec<(Row, Group)> = groups
        .into_iter()
        .filter(|(_, group)| meets(context, dimension, group))
        .map(|(key, group)| (row(context, key, &group), group))
        .collect();
    let total = kept.iter().fold(Group::default(), |mut total, (_, group)| {
        total.merge(group);
        total
    });
    kept.sort_by(|left, right| order(context, left, right));
    let matched = kept.len();
    let limit = query.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let mut rows: Vec<Row> = kept.into_iter().map(|(row, _)| row).take(limit).collect();
    share(query, &total_value(context, &total), &mut rows);
    let currency = context.currency();
    Table {
        dimension,
        metrics: query.metrics.clone(),
        rows: if dimension.is_some() { rows } else { Vec::new() },
        matched,
        unjudged: if dimension.is_some() { unjudged } else { 0 },
        total: query.metrics.iter().map(|metric| total.cell(context, *metric)).collect(),
        sides: query.metrics.iter().map(|metric| total.sides(*metric, currency)).collect(),
        overspend: total.budgets.overspend(currency),
    }
}

fn total_value(context: &Context<'_>, total: &Group) -> Option<Exact> {
    total.value(context.query.metrics.first().copied()?, context.currency())
}

fn row(context: &Context<'_>, key: RowKey, group: &Group) -> Row {
    let overspend = match &key {
        RowKey::Campaign(_) => group.budgets.overspend(context.currency()),
        _ => None,
    };
    Row {
        name: name(context, &key),
        cells: context.query.metrics.iter().map(|metric| group.cell(context, *metric)).collect(),
        share_percent: None,
        advice: advice(context, &key, overspend.as_ref()),
        overspend,
        creative: creative(context, &key),
        key,
    }
}

/// Returns the name of a row as the workspace has it; days and weekdays have none.
pub(super) fn name(context: &Context<'_>, key: &RowKey) -> String {
    match key {
        RowKey::Campaign(id) => context.lookup.campaign_name(id),
        RowKey::Creative(id) => context.lookup.creative_name(id),
        RowKey::Channel(channel) => channel.display_name(),
        RowKey::All | RowKey::NoCreative | RowKey::Days(_) | RowKey::Weekday(_) => String::new(),
    }
}

/// Returns what to do about a campaign that spends more than is due.
fn advice(context: &Context<'_>, key: &RowKey, overspend: Option<&Overspend>) -> Option<Advice> {
    let RowKey::Campaign(campaign) = key else { return None };
    overspend.filter(|over| over.delta.minor > 0).and_then(|_| advice_for(context.data, campaign))
}

fn creative(context: &Context<'_>, key: &RowKey) -> Option<CreativeDetail> {
    let RowKey::Creative(id) = key else { return None };
    let creative = context.lookup.creative_of(id)?;
    Some(CreativeDetail { copy: creative.copy.clone(), thumbnail: creative.thumbnail.clone() })
}

/// Reports whether a row meets all conditions; what is unknown meets none. The total alone has no conditions.
fn meets(context: &Context<'_>, dimension: Option<Dimension>, group: &Group) -> bool {
    let holds = |having: &Having| {
        let threshold = Exact::from(having.value);
        group.value(having.metric, context.currency()).is_some_and(|value| {
            let order = value.cmp(&threshold);
            match having.operator {
                Comparator::Above => order.is_gt(),
                Comparator::AtLeast => order.is_ge(),
                Comparator::Below => order.is_lt(),
                Comparator::AtMost => order.is_le(),
                Comparator::Equal => order.is_eq(),
            }
        })
    };
    dimension.is_none() || context.query.having.iter().all(holds)
}

/// Reports whether a number of a condition is unknown.
fn is_unjudged(context: &Context<'_>, group: &Group) -> bool {
    let mut conditions = context.query.having.iter();
    conditions.any(|having| group.value(having.metric, context.currency()).is_none())
}

/// Orders two rows: days as they follow each other, unless an order is asked for; everything else by its number, with
/// what is unknown at the end and the name deciding ties.
fn order(context: &Context<'_>, left: &(Row, Group), right: &(Row, Group)) -> Ordering {
    let query = context.query;
    let by_time = matches!(
        query.dimension,
        Some(Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Weekday)
    );
    if by_time && query.order.is_none() {
        return left.0.key.cmp(&right.0.key);
    }
    let Some(wanted) = query.order.or_else(|| default_order(query)) else { return Ordering::Equal };
    let value = |group: &Group| group.value(wanted.metric, context.currency());
    let by_number = match (value(&left.1), value(&right.1), wanted.direction) {
        (Some(left), Some(right), Direction::Ascending) => left.cmp(&right),
        (Some(left), Some(right), Direction::Descending) => right.cmp(&left),
        (left, right, _) => right.is_some().cmp(&left.is_some()),
    };
    by_number.then_with(|| tie(&left.0, &right.0))
}

fn tie(left: &Row, right: &Row) -> Ordering {
    let name = |row: &Row| (row.name.to_lowercase(), row.name.clone());
    name(left).cmp(&name(right)).then_with(|| left.key.cmp(&right.key))
}

/// Returns the order of rows for which none is asked: the most first, but the worst of those that are too low, and the
/// best first where things are compared.
fn default_order(query: &TypedQuery) -> Option<Order> {
    let metric = query.having.first().map(|having| having.metric).or(query.metrics.first().copied())?;
    let is_too_low = |having: &Having| matches!(having.operator, Comparator::Below | Comparator::AtMost);
    let least_first = query.having.first().is_some_and(is_too_low)
        || (query.intent == Intent::Compare && metric.is_better_when_lower());
    let direction = if least_first { Direction::Ascending } else { Direction::Descending };
    Some(Order { metric, direction })
}

/// Adds each row's part of the total, where the rows are parts of a sum and none of them is negative.
fn share(query: &TypedQuery, total: &Option<Exact>, rows: &mut [Row]) {
    let is_sum = query
        .metrics
        .first()
        .is_some_and(|metric| measure_of(*metric).is_some() || *metric == Metric::Budget);
    let is_part = !matches!(query.intent, Intent::Trend | Intent::Compare) && query.compare.is_none();
    let value = |row: &Row| row.cells.first().and_then(|cell| cell.value);
    let no_negative = rows.iter().all(|row| value(row).is_none_or(|value| value >= Exact::ZERO));
    let Some(total) = total.filter(|_| is_sum && is_part && no_negative) else { return };
    for row in rows {
        let part = value(row).and_then(|value| value.over(total)?.scaled(100));
        row.share_percent = part.filter(|percent| *percent <= 100);
    }
}
