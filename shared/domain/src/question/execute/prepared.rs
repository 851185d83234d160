//! A query made ready: what it leaves open is filled in, its times are days, and the days whose facts it needs are known.

use crate::question::execute::sums::is_ratio;
use crate::question::query::{
    Comparison, ComparisonMode, Dimension, Direction, Filter, FilterDimension, FilterOperator, Intent,
    Metric, Order, TypedQuery,
};
use crate::question::range::{DataSpan, DateRange, NoSuchDays};
use crate::question::time::RelativeTime;
use jiff::ToSpan;
use jiff::civil::Date;

/// What a summary tells.
pub const SUMMARY: [Metric; 5] =
    [Metric::Spend, Metric::Revenue, Metric::Roas, Metric::Conversions, Metric::Cpa];
/// What there is to know about a budget.
pub const BUDGET: [Metric; 5] =
    [Metric::Budget, Metric::Spend, Metric::BudgetRemaining, Metric::BudgetUsedPct, Metric::Pacing];
/// The longest time that a trend without a dimension shows by day, in days.
const LONGEST_BY_DAY: i32 = 31;
/// The longest time that a trend without a dimension shows by week, in days.
const LONGEST_BY_WEEK: i32 = 120;

/// A query with everything decided that does not depend on the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedQuery {
    /// The query with its defaults.
    pub query: TypedQuery,
    /// `None` if it is about what stands now.
    pub days: Option<DateRange>,
    pub compared: Option<DateRange>,
    /// The days that a budget is for: a running week, month, quarter or year is meant as a whole.
    pub span: Option<DateRange>,
    /// The day on which it is asked, in the zone of the workspace.
    pub today: Date,
}

impl PreparedQuery {
    /// Prepares a query. A summary and the question for a reason are compared with the period before, where there is one.
    ///
    /// # Errors
    /// If its time has no days with numbers.
    pub fn new(query: &TypedQuery, calendar: &DataSpan) -> Result<Self, NoSuchDays> {
        let mut query = with_defaults(query.clone());
        let resolved = match (calendar.resolve(&query), compares_by_itself(&query)) {
            (Err(_), true) => {
                query.compare = None;
                calendar.resolve(&query)?
            }
            (resolved, _) => resolved?,
        };
        let (days, compared) = (resolved.days, resolved.compared);
        if query.intent == Intent::Trend && query.dimension.is_none() {
            query.dimension = days.map(by_length);
        }
        let span = days.map(|days| span(calendar, &query, days));
        Ok(Self { query, days, compared, span, today: calendar.today })
    }

    /// Returns the days whose facts are needed, in order and without overlap; none for what stands now.
    #[must_use]
    pub fn needs(&self) -> Vec<DateRange> {
        if !is_about_facts(self.query.intent) {
            return Vec::new();
        }
        DateRange::merged(self.days.into_iter().chain(self.compared))
    }

    /// Reports whether the creatives of the workspace are needed: names and texts of rows or of a choice.
    #[must_use]
    pub fn needs_creatives(&self) -> bool {
        self.query.dimension == Some(Dimension::Creative)
            || self.query.filters.iter().any(|filter| filter.dimension == FilterDimension::Creative)
    }

    /// Reports whether alerts, budget shifts and recommendations are needed: to be told, or as advice beside what was
    /// spent of a budget.
    #[must_use]
    pub fn needs_findings(&self) -> bool {
        let query = &self.query;
        matches!(query.intent, Intent::Alerts | Intent::Recommendations)
            || (query.intent == Intent::Budget && query.dimension == Some(Dimension::Campaign))
    }
}

/// Reports whether an intent is answered from facts.
pub(super) fn is_about_facts(intent: Intent) -> bool {
    match intent {
        Intent::Alerts | Intent::Recommendations | Intent::List | Intent::DataStatus => false,
        Intent::Summary
        | Intent::Value
        | Intent::Breakdown
        | Intent::Rank
        | Intent::Trend
        | Intent::Compare
        | Intent::Budget
        | Intent::Why => true,
    }
}

/// Reports whether the comparison was not asked for, so that the question can be answered without it.
fn compares_by_itself(query: &TypedQuery) -> bool {
    matches!(query.intent, Intent::Summary | Intent::Why)
        && query.compare.is_some_and(|compare| compare.mode == ComparisonMode::PreviousPeriod)
}

fn with_defaults(mut query: TypedQuery) -> TypedQuery {
    if is_about_facts(query.intent) && query.time_range.is_none() {
        query.time_range = Some(RelativeTime::Default);
    }
    if query.metrics.is_empty() {
        query.metrics = default_metrics(&query);
    }
    if query.dimension.is_none() {
        query.dimension = default_dimension(&query);
    }
    if query.intent == Intent::Budget && query.dimension.is_none() {
        add_metrics(&mut query.metrics, &BUDGET);
    }
    if query.intent == Intent::Rank {
        rank(&mut query);
    }
    let previous = Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None };
    match (query.intent, query.compare.map(|compare| compare.mode)) {
        (Intent::Summary, None) | (Intent::Why, None | Some(ComparisonMode::Entities)) => {
            query.compare = Some(previous);
        }
        (Intent::Compare, None) if named(&query.filters).is_none() => query.compare = Some(previous),
        _ => {}
    }
    query
}

fn default_metrics(query: &TypedQuery) -> Vec<Metric> {
    match (query.intent, query.order) {
        (_, Some(order)) => vec![order.metric],
        (Intent::Summary | Intent::Value | Intent::Compare, None) => SUMMARY.to_vec(),
        (Intent::Breakdown | Intent::Trend, None) => vec![Metric::Spend],
        (Intent::Rank | Intent::Why, None) => vec![Metric::Roas],
        (Intent::Budget, None) => vec![Metric::BudgetRemaining],
        (Intent::Alerts | Intent::Recommendations | Intent::List | Intent::DataStatus, None) => Vec::new(),
    }
}

fn default_dimension(query: &TypedQuery) -> Option<Dimension> {
    let compares_entities = query.compare.is_some_and(|compare| compare.mode == ComparisonMode::Entities);
    match query.intent {
        Intent::Compare if compares_entities || query.compare.is_none() => named(&query.filters),
        Intent::Breakdown | Intent::Rank | Intent::List => Some(Dimension::Campaign),
        Intent::Why if is_of_one_campaign(&query.filters) => Some(Dimension::Creative),
        Intent::Why => Some(Dimension::Campaign),
        _ => None,
    }
}

/// Returns what several names of a filter are names of.
fn named(filters: &[Filter]) -> Option<Dimension> {
    let several =
        filters.iter().find(|filter| filter.operator == FilterOperator::In && filter.values.len() > 1);
    match several?.dimension {
        FilterDimension::Campaign => Some(Dimension::Campaign),
        FilterDimension::Creative => Some(Dimension::Creative),
        FilterDimension::Channel => Some(Dimension::Channel),
        FilterDimension::Status => None,
    }
}

fn is_of_one_campaign(filters: &[Filter]) -> bool {
    let is_one = |filter: &Filter| {
        filter.dimension == FilterDimension::Campaign
            && filter.operator == FilterOperator::In
            && filter.values.len() == 1
    };
    filters.iter().any(is_one)
}

/// A ranking has an order, and a ratio has beside it the money that it is of: ten dollars are soon doubled.
fn rank(query: &mut TypedQuery) {
    let Some(first) = query.metrics.first().copied() else { return };
    let direction = if first.is_better_when_lower() { Direction::Ascending } else { Direction::Descending };
    let order = *query.order.get_or_insert(Order { metric: first, direction });
    add_metrics(&mut query.metrics, &[order.metric]);
    if query.metrics.len() == 1 && is_ratio(order.metric) {
        add_metrics(&mut query.metrics, &[Metric::Spend]);
    }
}

fn add_metrics(metrics: &mut Vec<Metric>, more: &[Metric]) {
    let new: Vec<Metric> = more.iter().copied().filter(|metric| !metrics.contains(metric)).collect();
    metrics.extend(new);
}

fn by_length(days: DateRange) -> Dimension {
    match days.days() {
        days if days <= LONGEST_BY_DAY => Dimension::Day,
        days if days <= LONGEST_BY_WEEK => Dimension::Week,
        _ => Dimension::Month,
    }
}

/// Returns the days that a budget is for.
fn span(calendar: &DataSpan, query: &TypedQuery, days: DateRange) -> DateRange {
    let time = query.time_range.unwrap_or(RelativeTime::Default);
    let today = calendar.today;
    let end = match time {
        RelativeTime::Default if query.intent == Intent::Budget => Some(today.last_of_month()),
        RelativeTime::ThisMonth => Some(today.last_of_month()),
        RelativeTime::ThisWeek => {
            let left = 6_i32.saturating_sub(i32::from(today.weekday().to_monday_zero_offset()));
            today.checked_add(left.days()).ok()
        }
        RelativeTime::ThisQuarter => end_of_quarter(today),
        RelativeTime::Month { .. } | RelativeTime::Quarter { .. } | RelativeTime::Year(_) => {
            calendar.whole(time).map(|whole| whole.to)
        }
        _ => None,
    };
    DateRange { from: days.from, to: end.unwrap_or(days.to).max(days.to) }
}

fn end_of_quarter(date: Date) -> Option<Date> {
    let left = (3 - date.month() % 3) % 3;
    Some(date.first_of_month().checked_add(left.months()).ok()?.last_of_month())
}
