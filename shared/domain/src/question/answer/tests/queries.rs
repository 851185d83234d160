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

/// Returns the questions, each with the name of its snapshot.
pub(super) fn all() -> Vec<(&'static str, TypedQuery)> {
    use ComparisonMode::{Entities, PreviousPeriod};
    use Dimension::{Campaign, Channel, Creative, Day, Month, Week, Weekday};
    use Intent::{Breakdown, Budget, Compare, List, Rank, Summary, Trend, Value, Why};
    use Metric::{
        Budget as Budgeted, BudgetRemaining, Clicks, Conversions, Cpa, Ctr, Pacing, Revenue, Roas, Spend,
    };
    use RelativeTime::{Default, LastDays, LastMonth, LastWeek, ThisMonth, ThisWeek, Yesterday};
    let plain = TypedQuery::new;
    vec![
        ("overspent_yesterday", overspent(Yesterday)),
        ("overspent_this_month", overspent(ThisMonth)),
        ("top_creative_this_week", top(Roas, 1, by(Creative, ask(Rank, &[Roas], ThisWeek)))),
        (
            "top_creatives_by_conversions",
            top(Conversions, 5, by(Creative, ask(Rank, &[Conversions], ThisWeek))),
        ),
        ("spend_by_channel", by(Channel, ask(Breakdown, &[Spend], LastDays(30)))),
        (
            "roas_under_two",
            having(Roas, Comparator::Below, 2_000_000, by(Campaign, ask(Breakdown, &[Roas], LastDays(7)))),
        ),
        ("clicks_by_weekday", by(Weekday, ask(Breakdown, &[Clicks], LastMonth))),
        ("roas_trend", by(Day, ask(Trend, &[Roas], LastDays(14)))),
        ("cpa_by_week", by(Week, ask(Trend, &[Cpa], RelativeTime::Since(jiff::civil::date(2026, 2, 16))))),
        ("revenue_by_month", by(Month, ask(Trend, &[Revenue], RelativeTime::YearToDate))),
        ("month_against_last", compared(PreviousPeriod, ask(Compare, &[Cpa], ThisMonth))),
        ("spend_of_whole_months", compared(PreviousPeriod, ask(Compare, &[Spend, Roas], LastMonth))),
        (
            "two_creatives",
            compared(
                Entities,
                only(
                    FilterDimension::Creative,
                    &["UGC Anna v1", "UGC Anna v2"],
                    by(Creative, ask(Compare, &[Ctr], Default)),
                ),
            ),
        ),
        ("summary_last_week", ask(Summary, &[], LastWeek)),
        ("roas_last_week", ask(Value, &[Roas], LastWeek)),
        (
            "cpa_of_one_campaign",
            only(FilterDimension::Campaign, &["Generic Search US"], ask(Value, &[Cpa], Yesterday)),
        ),
        ("why_did_roas_drop", ask(Why, &[Roas], LastDays(7))),
        ("why_spend", by(Channel, ask(Why, &[Spend], LastDays(7)))),
        (
            "why_of_one_campaign",
            only(FilterDimension::Campaign, &["Spring Sale 2026"], ask(Why, &[Cpa], ThisWeek)),
        ),
        ("budget_left", ask(Budget, &[BudgetRemaining], ThisMonth)),
        ("pacing", ask(Budget, &[Pacing], ThisMonth)),
        ("budget_of_campaigns", by(Campaign, ask(Budget, &[Budgeted, Spend], ThisMonth))),
        ("alerts", plain(Intent::Alerts)),
        (
            "alerts_of_google",
            only(FilterDimension::Channel, &["google"], ask(Intent::Alerts, &[], Yesterday)),
        ),
        ("recommendations", plain(Intent::Recommendations)),
        ("campaigns", by(Campaign, plain(List))),
        ("channels", by(Channel, plain(List))),
        ("data_status", plain(Intent::DataStatus)),
        (
            "no_budget",
            only(
                FilterDimension::Campaign,
                &["Newsletter Signup Leads"],
                ask(Budget, &[BudgetRemaining], ThisMonth),
            ),
        ),
        (
            "empty",
            only(FilterDimension::Campaign, &["Newsletter Signup Leads"], ask(Value, &[Spend], Yesterday)),
        ),
        (
            "unknown_campaign",
            only(FilterDimension::Campaign, &["Winter Sale"], ask(Value, &[Spend], Yesterday)),
        ),
    ]
}
