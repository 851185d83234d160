//! From the slots of a question to its query: the table of intents, and what is meant where nothing is said.

mod budget;

use crate::meaning::RankWord;
use crate::rows::{RowLink, direction};
use crate::slots::Slots;
use crate::trouble::Trouble;
use budget::budget_query;
use domain::question::query::{
    Comparison, ComparisonMode, Dimension, FilterDimension, FilterOperator, Intent, Metric, Order,
    RefusalReason, TypedQuery,
};
use domain::question::range::DataSpan;
use domain::question::time::RelativeTime;

/// The trend of more days than this is by week, of more than the second number by month.
const DAYS_BY_DAY: i32 = 92;
const DAYS_BY_WEEK: i32 = 200;

/// Returns the queries of a question that stands for itself.
pub(crate) fn compose(slots: &Slots, today: DataSpan) -> Result<Vec<TypedQuery>, Trouble> {
    let query = query(slots, today)?;
    let second = slots.times.second.map(|time| TypedQuery { time_range: Some(time), ..query.clone() });
    Ok(std::iter::once(query).chain(second).collect())
}

fn query(slots: &Slots, today: DataSpan) -> Result<TypedQuery, Trouble> {
    if slots.times.is_earlier || (slots.times.against.is_some() && slots.times.compared.is_none()) {
        return Err(Trouble::MissingContext);
    }
    if let Some(query) = advice(slots) {
        return Ok(query);
    }
    if let Some(query) = budget_query(slots) {
        return Ok(query);
    }
    let metrics = metrics(slots);
    if let Some(dimension) = compared_dimension(slots) {
        return entities(slots, metrics, dimension);
    }
    // "compare last week": nothing says with what, but the week before is what anybody means.
    let is_more = is_rhetorical(slots) && slots.rank.is_some() && slots.conditions.is_empty();
    let is_open = (slots.times.is_open || is_more) && slots.kind.is_none() && metrics.len() == 1;
    if slots.times.compared.is_some() || ((slots.times.is_change || is_open) && !metrics.is_empty()) {
        return times(slots, metrics, today);
    }
    if slots.rank.is_some() && !is_rhetorical(slots) {
        return rank(slots, metrics);
    }
    if metrics.is_empty() && slots.conditions.is_empty() {
        return without_metric(slots, today);
    }
    Ok(numbers(slots, metrics, today))
}

/// Reports whether a word such as "more" puts nothing in order: "did we spend more yesterday".
fn is_rhetorical(slots: &Slots) -> bool {
    let is_comparative =
        slots.rank.is_some_and(|rank| !matches!(rank.word, RankWord::Top | RankWord::Bottom));
    slots.asks.yes_no && slots.kind.is_none() && !slots.asks.which && is_comparative
}

/// Returns a query of an intent with what every query has: filters, conditions and the time.
fn base(slots: &Slots, intent: Intent) -> TypedQuery {
    TypedQuery {
        time_range: Some(slots.times.main.unwrap_or(RelativeTime::Default)),
        filters: slots.filters.clone(),
        having: slots.conditions.clone(),
        ..TypedQuery::new(intent)
    }
}

/// Returns the queries that are about no number: the data, recommendations, causes, alerts.
fn advice(slots: &Slots) -> Option<TypedQuery> {
    let has = |intent| slots.cues.contains(&intent);
    let named_kind = slots.kind.filter(|kind| matches!(kind.link, RowLink::Which | RowLink::Per));
    let dimension = named_kind.map(|kind| kind.dimension);
    let limit = slots.count.map(u32::from);
    let of = |intent| TypedQuery { time_range: slots.times.main, dimension, limit, ..base(slots, intent) };
    if has(Intent::DataStatus) {
        Some(TypedQuery { dimension: None, ..of(Intent::DataStatus) })
    } else if has(Intent::Recommendations)
        || slots.asks.should
        || (slots.asks.how_to && slots.times.is_change)
    {
        Some(of(Intent::Recommendations))
    } else if has(Intent::Why) {
        let metrics =
            if slots.metrics.is_empty() { slots.weak_metrics.clone() } else { slots.metrics.clone() };
        Some(TypedQuery { metrics, compare: slots.times.compared, ..base(slots, Intent::Why) })
    } else if has(Intent::Alerts) {
        Some(of(Intent::Alerts))
    } else {
        None
    }
}

/// Returns the metrics that are asked for: those that are named, or else those of the conditions, or else what a word such as
/// "money" stands for.
fn metrics(slots: &Slots) -> Vec<Metric> {
    let mut metrics: Vec<Metric> = slots.metrics.clone();
    if let (Some(by), true) = (slots.by, slots.rank.is_some()) {
        metrics.retain(|metric| *metric != by);
        metrics.insert(0, by);
    }
    if metrics.is_empty() {
        for condition in &slots.conditions {
            if !metrics.contains(&condition.metric) {
                metrics.push(condition.metric);
            }
        }
    }
    if metrics.is_empty() {
        let first = [Metric::Revenue, Metric::Roas, Metric::Spend];
        metrics.extend(first.into_iter().find(|metric| slots.weak_metrics.contains(metric)));
    }
    metrics
}

/// Returns what is compared with each other: several of one kind, with a word that compares.
fn compared_dimension(slots: &Slots) -> Option<Dimension> {
    let is_compared = slots.asks.compares || slots.rank.is_some();
    let has_several = |wanted: FilterDimension| {
        slots.filters.iter().any(|filter| {
            filter.dimension == wanted && filter.operator == FilterOperator::In && filter.values.len() > 1
        })
    };
    let dimensions = [
        (FilterDimension::Campaign, Dimension::Campaign),
        (FilterDimension::Creative, Dimension::Creative),
        (FilterDimension::Channel, Dimension::Channel),
    ];
    let several =
        dimensions.into_iter().find(|(filter, _)| has_several(*filter)).map(|(_, dimension)| dimension);
    let is_other_kind = |dimension: Dimension| {
        slots.kind.is_some_and(|kind| kind.link != RowLink::Noun && kind.dimension != dimension)
    };
    several.filter(|dimension| is_compared && !is_other_kind(*dimension))
}

fn entities(slots: &Slots, metrics: Vec<Metric>, dimension: Dimension) -> Result<TypedQuery, Trouble> {
    let is_judged =
        matches!(slots.rank.map(|rank| rank.word), Some(RankWord::Best | RankWord::Worst | RankWord::Top));
    let is_priced = matches!(slots.rank.map(|rank| rank.word), Some(RankWord::Cheapest | RankWord::Dearest));
    let metrics = match metrics {
        none if none.is_empty() && is_judged => vec![Metric::Roas],
        counted if is_priced => counted.into_iter().map(price_of).collect(),
        named => named,
    };
    if metrics.is_empty() {
        return Err(Trouble::MissingMetric);
    }
    let compare = Some(Comparison { mode: ComparisonMode::Entities, time_range: None });
    Ok(TypedQuery { metrics, dimension: Some(dimension), compare, ..base(slots, Intent::Compare) })
}

fn times(slots: &Slots, metrics: Vec<Metric>, today: DataSpan) -> Result<TypedQuery, Trouble> {
    let is_summary = slots.cues.contains(&Intent::Summary) || slots.weak_cues.contains(&Intent::Summary);
    if metrics.is_empty() && !is_summary {
        return Err(Trouble::MissingMetric);
    }
    // Which changed most is an order that no query has.
    if slots.times.is_change && slots.rank.is_some() && !is_rhetorical(slots) {
        return Err(Trouble::MissingContext);
    }
    // How something changed since a day is how it went since then.
    let is_since = matches!(slots.times.main, Some(RelativeTime::Since(_) | RelativeTime::SinceWeekday(_)));
    if slots.times.compared.is_none() && is_since && slots.kind.is_none() {
        return Ok(TypedQuery {
            metrics,
            dimension: Some(grain(slots, today)),
            ..base(slots, Intent::Trend)
        });
    }
    let previous = Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None };
    let dimension = slots.kind.filter(|kind| kind.link != RowLink::Noun).map(|kind| kind.dimension);
    Ok(TypedQuery {
        metrics,
        dimension,
        compare: Some(slots.times.compared.unwrap_or(previous)),
        ..base(slots, Intent::Compare)
    })
}

fn rank(slots: &Slots, metrics: Vec<Metric>) -> Result<TypedQuery, Trouble> {
    let Some(rank) = slots.rank else { return Err(Trouble::MissingContext) };
    let metrics = match (metrics.is_empty(), rank.word) {
        (false, RankWord::Cheapest | RankWord::Dearest) => metrics.into_iter().map(price_of).collect(),
        (false, _) => metrics,
        (true, RankWord::Cheapest | RankWord::Dearest) => vec![Metric::Spend],
        (true, RankWord::Most | RankWord::Least) => return Err(Trouble::MissingMetric),
        (true, _) => vec![Metric::Roas],
    };
    let Some(metric) = metrics.first().copied() else { return Err(Trouble::MissingMetric) };
    let direction = slots.sort.unwrap_or_else(|| direction(rank.word, metric));
    let time = slots.times.main.unwrap_or(if metric.is_about_budget() {
        RelativeTime::ThisMonth
    } else {
        RelativeTime::Default
    });
    Ok(TypedQuery {
        metrics,
        dimension: Some(slots.kind.map_or(Dimension::Campaign, |kind| kind.dimension)),
        time_range: Some(time),
        order: Some(Order { metric, direction }),
        limit: Some(rank.limit),
        ..base(slots, Intent::Rank)
    })
}

/// Returns what something that is counted costs each time: "the cheapest clicks".
fn price_of(metric: Metric) -> Metric {
    match metric {
        Metric::Clicks => Metric::Cpc,
        Metric::Conversions => Metric::Cpa,
        Metric::Impressions => Metric::Cpm,
        other => other,
    }
}

fn numbers(slots: &Slots, metrics: Vec<Metric>, today: DataSpan) -> TypedQuery {
    // "compare all channels" tells them apart as "by channel" does.
    let is_row = |link| link != RowLink::Noun || slots.times.is_open || slots.asks.compares;
    let kind = slots.kind.filter(|kind| is_row(kind.link)).map(|kind| kind.dimension);
    let order = slots.by.or(metrics.first().copied()).zip(slots.sort.or_else(|| sorted_by(slots)));
    let order = order.map(|(metric, direction)| Order { metric, direction });
    let is_trend = slots.cues.contains(&Intent::Trend);
    // "is ROAS above 3" is answered by the ROAS.
    if kind.is_none() && slots.kind.is_none() && slots.asks.yes_no && slots.sort.is_none() {
        return TypedQuery { metrics, having: Vec::new(), ..base(slots, Intent::Value) };
    }
    let (intent, dimension) = match kind {
        Some(grain @ (Dimension::Day | Dimension::Week | Dimension::Month)) => (Intent::Trend, Some(grain)),
        None if is_trend => (Intent::Trend, Some(grain(slots, today))),
        Some(other) => (Intent::Breakdown, Some(other)),
        None if !slots.conditions.is_empty()
            || order.is_some()
            || slots.cues.contains(&Intent::Breakdown) =>
        {
            (Intent::Breakdown, Some(slots.kind.map_or(Dimension::Campaign, |kind| kind.dimension)))
        }
        None => (Intent::Value, None),
    };
    TypedQuery { metrics, dimension, order, ..base(slots, intent) }
}

fn sorted_by(slots: &Slots) -> Option<domain::question::query::Direction> {
    let is_row_order = slots.by.is_some() && slots.kind.is_some_and(|kind| kind.link != RowLink::Per);
    (is_row_order || slots.asks.sorts).then_some(domain::question::query::Direction::Descending)
}

/// Returns how fine a trend is shown.
fn grain(slots: &Slots, today: DataSpan) -> Dimension {
    let time = slots.times.main.unwrap_or(RelativeTime::Default);
    match today.days(time).map(domain::question::range::DateRange::days) {
        Ok(days) if days > DAYS_BY_WEEK => Dimension::Month,
        Ok(days) if days > DAYS_BY_DAY => Dimension::Week,
        _ => Dimension::Day,
    }
}

fn without_metric(slots: &Slots, today: DataSpan) -> Result<TypedQuery, Trouble> {
    let has = |intent| slots.cues.contains(&intent);
    let is_about_something = !slots.filters.is_empty() || slots.times.main.is_some();
    let kind = slots.kind.map(|kind| (kind.dimension, kind.link));
    let is_summary =
        has(Intent::Summary) || (slots.weak_cues.contains(&Intent::Summary) && is_about_something);
    // A curve of nothing named has no number.
    let is_trend = has(Intent::Trend) && !slots.filters.is_empty();
    match kind {
        Some((dimension, RowLink::Per | RowLink::Which)) if is_summary || is_trend => {
            let is_grain = matches!(dimension, Dimension::Day | Dimension::Week | Dimension::Month);
            let intent = if is_grain { Intent::Trend } else { Intent::Breakdown };
            Ok(TypedQuery { dimension: Some(dimension), ..base(slots, intent) })
        }
        Some((dimension @ (Dimension::Campaign | Dimension::Creative | Dimension::Channel), link))
            if is_list(slots, link) =>
        {
            Ok(TypedQuery {
                dimension: Some(dimension),
                time_range: slots.times.main,
                ..base(slots, Intent::List)
            })
        }
        None if is_list(slots, RowLink::Noun) && has_state(slots) => Ok(TypedQuery {
            dimension: Some(Dimension::Campaign),
            time_range: slots.times.main,
            ..base(slots, Intent::List)
        }),
        _ if is_trend => {
            Ok(TypedQuery { dimension: Some(grain(slots, today)), ..base(slots, Intent::Trend) })
        }
        _ if is_summary => Ok(base(slots, Intent::Summary)),
        _ if is_about_something || kind.is_some() || slots.asks.amount || !slots.cues.is_empty() => {
            Err(Trouble::MissingMetric)
        }
        _ if slots.asks.which || slots.asks.compares => Err(Trouble::MissingContext),
        _ => Err(Trouble::Refused(RefusalReason::Unrelated)),
    }
}

/// Reports whether things are to be listed: by a word that says so, or because a state or nothing else is said of them.
fn is_list(slots: &Slots, link: RowLink) -> bool {
    let is_summary = slots.cues.contains(&Intent::Summary);
    let has_state = has_state(slots);
    let is_shown = slots.weak_cues.contains(&Intent::List) && slots.times.main.is_none();
    let is_counted = slots.asks.amount && slots.times.main.is_none();
    let is_asked =
        slots.cues.contains(&Intent::List) || has_state || is_shown || is_counted || link == RowLink::Which;
    is_asked && link != RowLink::Per && (!is_summary || has_state)
}

fn has_state(slots: &Slots) -> bool {
    slots.filters.iter().any(|filter| filter.dimension == FilterDimension::Status)
}
