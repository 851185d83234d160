//! The questions of the snapshots.

use crate::question::query::{
    Comparator, Comparison, ComparisonMode, Dimension, Direction, Filter, FilterDimension, FilterOperator,
    Having, Intent, Metric, Order, TypedQuery,
};
use crate::question::threshold::Threshold;
use crate::question::time::RelativeTime;

/// Creates a query of an intent, about these metrics, in this time.
pub(super) fn ask(intent: Intent, metrics: &[Metric], time: RelativeTime) -> TypedQuery {
    TypedQuery { metrics: metrics.to_vec(), time_range: Some(time), ..TypedQuery::new(intent) }
}

pub(super) fn by(dimension: Dimension, query: TypedQuery) -> TypedQuery {
    TypedQuery { dimension: Some(dimension), ..query }
}

pub(super) fn having(metric: Metric, operator: Comparator, micros: i64, query: TypedQuery) -> TypedQuery {
    let value = Threshold::from_micros(micros).unwrap();
    TypedQuery { having: vec![Having { metric, operator, value }], ..query }
}

pub(super) fn only(dimension: FilterDimension, values: &[&str], query: TypedQuery) -> TypedQuery {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    TypedQuery { filters: vec![Filter { dimension, operator: FilterOperator::In, values }], ..query }
}

pub(super) fn compared(mode: ComparisonMode, query: TypedQuery) -> TypedQuery {
    TypedQuery { compare: Some(Comparison { mode, time_range: None }), ..query }
}

fn top(metric: Metric, limit: u32, query: TypedQuery) -> TypedQuery {
    let order = Some(Order { metric, direction: Direction::Descending });
    TypedQuery { order, limit: Some(limit), ..query }
}

pub(super) fn overspent(time: RelativeTime) -> TypedQuery {
    let budget = by(Dimension::Campaign, ask(Intent::Budget, &[Metric::Pacing], time));
    having(Metric::Pacing, Comparator::Above, 1_000_000, budget)
}

type Named = Vec<(&'static str, TypedQuery)>;

/// Returns the questions, each with the name of its snapshot.
pub(super) fn all() -> Named {
    [ranked(), told_over_time(), single(), reasons(), budgets(), standing()].concat()
}

fn campaign(name: &str, query: TypedQuery) -> TypedQuery {
    only(FilterDimension::Campaign, &[name], query)
}

fn ranked() -> Named {
    let last_week = RelativeTime::LastDays(7);
    let creatives = |metric| by(Dimension::Creative, ask(Intent::Rank, &[metric], RelativeTime::ThisWeek));
    let spenders = by(Dimension::Campaign, ask(Intent::Rank, &[Metric::Spend], RelativeTime::ThisMonth));
    let low = by(Dimension::Campaign, ask(Intent::Breakdown, &[Metric::Roas], last_week));
    let channels = ask(Intent::Breakdown, &[Metric::Spend], RelativeTime::LastDays(30));
    let two = by(Dimension::Creative, ask(Intent::Compare, &[Metric::Ctr], RelativeTime::Default));
    let two = only(FilterDimension::Creative, &["UGC Anna v1", "UGC Anna v2"], two);
    vec![
        ("top_creative_this_week", top(Metric::Roas, 1, creatives(Metric::Roas))),
        ("top_creatives_by_conversions", top(Metric::Conversions, 5, creatives(Metric::Conversions))),
        ("biggest_spender", top(Metric::Spend, 1, spenders)),
        ("spend_by_channel", by(Dimension::Channel, channels)),
        ("roas_under_two", having(Metric::Roas, Comparator::Below, 2_000_000, low)),
        ("two_creatives", compared(ComparisonMode::Entities, two)),
    ]
}

fn told_over_time() -> Named {
    let trend = |metric, time| ask(Intent::Trend, &[metric], time);
    let since = RelativeTime::Since(jiff::civil::date(2026, 2, 16));
    let before = |query| compared(ComparisonMode::PreviousPeriod, query);
    let months = ask(Intent::Compare, &[Metric::Spend, Metric::Roas], RelativeTime::LastMonth);
    let clicks = ask(Intent::Breakdown, &[Metric::Clicks], RelativeTime::LastMonth);
    vec![
        ("clicks_by_weekday", by(Dimension::Weekday, clicks)),
        ("roas_trend", by(Dimension::Day, trend(Metric::Roas, RelativeTime::LastDays(14)))),
        ("cpa_by_week", by(Dimension::Week, trend(Metric::Cpa, since))),
        ("revenue_by_month", by(Dimension::Month, trend(Metric::Revenue, RelativeTime::YearToDate))),
        ("month_against_last", before(ask(Intent::Compare, &[Metric::Cpa], RelativeTime::ThisMonth))),
        ("spend_of_whole_months", before(months)),
    ]
}

fn single() -> Named {
    let value = |metric, time| ask(Intent::Value, &[metric], time);
    let yesterday = RelativeTime::Yesterday;
    vec![
        ("summary_last_week", ask(Intent::Summary, &[], RelativeTime::LastWeek)),
        ("roas_last_week", value(Metric::Roas, RelativeTime::LastWeek)),
        ("spend_today", value(Metric::Spend, RelativeTime::Today)),
        ("cpa_of_one_campaign", campaign("Generic Search US", value(Metric::Cpa, yesterday))),
        ("empty", campaign("Newsletter Signup Leads", value(Metric::Spend, yesterday))),
        ("unknown_campaign", campaign("Winter Sale", value(Metric::Spend, yesterday))),
    ]
}

fn reasons() -> Named {
    let why = |metric, time| ask(Intent::Why, &[metric], time);
    let last_week = RelativeTime::LastDays(7);
    vec![
        ("why_did_roas_drop", why(Metric::Roas, last_week)),
        ("why_spend", by(Dimension::Channel, why(Metric::Spend, last_week))),
        ("why_of_one_campaign", campaign("Spring Sale 2026", why(Metric::Cpa, RelativeTime::ThisWeek))),
    ]
}

fn budgets() -> Named {
    let month = RelativeTime::ThisMonth;
    let left = || ask(Intent::Budget, &[Metric::BudgetRemaining], month);
    let both = ask(Intent::Budget, &[Metric::Budget, Metric::Spend], month);
    vec![
        ("overspent_yesterday", overspent(RelativeTime::Yesterday)),
        ("overspent_this_month", overspent(month)),
        ("budget_left", left()),
        (
            "budget_exceeded",
            campaign(
                "Generic Search US",
                ask(Intent::Budget, &[Metric::BudgetRemaining], RelativeTime::LastWeek),
            ),
        ),
        ("pacing", ask(Intent::Budget, &[Metric::Pacing], month)),
        ("budget_of_campaigns", by(Dimension::Campaign, both)),
        ("no_budget", campaign("Newsletter Signup Leads", left())),
    ]
}

fn standing() -> Named {
    let google = ask(Intent::Alerts, &[], RelativeTime::Yesterday);
    vec![
        ("alerts", TypedQuery::new(Intent::Alerts)),
        ("alerts_of_google", only(FilterDimension::Channel, &["google"], google)),
        ("recommendations", TypedQuery::new(Intent::Recommendations)),
        ("campaigns", by(Dimension::Campaign, TypedQuery::new(Intent::List))),
        ("channels", by(Dimension::Channel, TypedQuery::new(Intent::List))),
        ("data_status", TypedQuery::new(Intent::DataStatus)),
    ]
}
