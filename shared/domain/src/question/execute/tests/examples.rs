//! Examples of what was asked and what is found, worked out by hand.

use super::random::{TODAY, World};
use crate::metrics::{BudgetSource, Campaign, DailyMetric, MetricValues, SourceCompleteness};
use crate::question::execute::exact::Exact;
use crate::question::execute::execute;
use crate::question::execute::prepared::PreparedQuery;
use crate::question::execute::result::{Body, Decomposition, Note, QueryResult, Row, Table, Today};
use crate::question::query::{
    Comparator, Comparison, ComparisonMode, Dimension, Filter, FilterDimension, FilterOperator, Having,
    Intent, Metric, TypedQuery,
};
use crate::question::range::DateRange;
use crate::question::threshold::Threshold;
use crate::question::time::RelativeTime;
use crate::testing;
use jiff::civil::{Date, date};

fn values(spend: i64, revenue: i64) -> MetricValues {
    MetricValues {
        spend_minor: Some(spend * 100),
        revenue_minor: Some(revenue * 100),
        ..MetricValues::default()
    }
}

fn fact(campaign: &str, channel: &str, day: Date, values: MetricValues) -> DailyMetric {
    DailyMetric {
        channel: channel.parse().unwrap(),
        date: day,
        campaign: campaign.parse().unwrap(),
        creative: "all".parse().unwrap(),
        values,
    }
}

/// Two campaigns of 100 and 200 dollars a day: one on Meta, complete to yesterday, one on Google, a day later.
fn world(facts: Vec<DailyMetric>) -> World {
    let google = Campaign { channel: "google".parse().unwrap(), ..testing::campaign("b", "Beta", 200) };
    World {
        workspace: testing::workspace(),
        facts,
        campaigns: vec![testing::campaign("a", "Alpha", 100), google],
        creatives: Vec::new(),
        sources: vec![
            SourceCompleteness::own("meta".parse().unwrap(), date(2026, 3, 17)),
            SourceCompleteness::own("google".parse().unwrap(), date(2026, 3, 16)),
        ],
    }
}

fn found(world: &World, query: &TypedQuery) -> QueryResult {
    execute(&PreparedQuery::new(query, &world.calendar()).unwrap(), &world.data())
}

fn table(result: &QueryResult) -> &Table {
    let Body::Table(table) = &result.body else { panic!("{:?} is no table", result.body) };
    table
}

fn why(result: &QueryResult) -> &Decomposition {
    let Body::Why(why) = &result.body else { panic!("{:?} is no reason", result.body) };
    why
}

fn ask(intent: Intent, metrics: &[Metric], time: RelativeTime) -> TypedQuery {
    TypedQuery { metrics: metrics.to_vec(), time_range: Some(time), ..TypedQuery::new(intent) }
}

fn overspent(time: RelativeTime) -> TypedQuery {
    let having = Having { metric: Metric::Pacing, operator: Comparator::Above, value: Threshold::ONE };
    let query = ask(Intent::Budget, &[Metric::Pacing], time);
    TypedQuery { dimension: Some(Dimension::Campaign), having: vec![having], ..query }
}

#[test]
fn a_day_that_spent_more_than_its_budget_is_overspent_by_the_difference() {
    let facts = vec![
        fact("a", "meta", date(2026, 3, 17), values(124, 0)),
        fact("b", "google", date(2026, 3, 17), values(200, 0)),
    ];
    let result = found(&world(facts), &overspent(RelativeTime::Yesterday));
    let rows: Vec<&str> = table(&result).rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(rows, ["Alpha"], "what spends its budget exactly is not over it");
    let over = table(&result).rows[0].overspend.unwrap();
    assert_eq!(
        (over.spend, over.due, over.delta),
        (testing::dollars(124), testing::dollars(100), testing::dollars(24))
    );
    assert_eq!(over.delta_percent, Some(24));
}

#[test]
fn the_pace_of_a_running_month_is_of_the_days_that_are_over_and_in() {
    // Alpha is in for 17 days, Beta for 16.
    let days = |campaign: &'static str, channel: &'static str, last: i8, spend: i64| {
        (1..=last).map(move |day| fact(campaign, channel, date(2026, 3, day), values(spend, 0)))
    };
    let facts = days("a", "meta", 17, 110).chain(days("b", "google", 16, 150)).collect();
    let query = ask(Intent::Budget, &[Metric::Pacing], RelativeTime::ThisMonth);
    let result = found(&world(facts), &query);
    let value = |metric: Metric| {
        let place = result.query.metrics.iter().position(|one| *one == metric).unwrap();
        table(&result).total[place].value.unwrap()
    };
    assert_eq!(value(Metric::Budget), Exact::whole(31 * 300));
    assert_eq!(value(Metric::Spend), Exact::whole(17 * 110 + 16 * 150));
    assert_eq!(value(Metric::BudgetRemaining), Exact::whole(31 * 300 - (17 * 110 + 16 * 150)));
    assert_eq!(value(Metric::Pacing), Exact::new(17 * 110 + 16 * 150, 17 * 100 + 16 * 200).unwrap());
    assert_eq!(result.frame.span, Some(DateRange { from: date(2026, 3, 1), to: date(2026, 3, 31) }));
    assert_eq!(result.freshness.today, Today::NothingYet);
}

#[test]
fn a_campaign_without_facts_has_an_unknown_spend_and_not_none() {
    let query = TypedQuery {
        dimension: Some(Dimension::Campaign),
        ..ask(Intent::Breakdown, &[Metric::Spend], RelativeTime::Yesterday)
    };
    let result = found(&world(vec![fact("b", "google", date(2026, 3, 17), values(5, 0))]), &query);
    let told: Vec<(&str, Option<Exact>)> =
        table(&result).rows.iter().map(|row: &Row| (row.name.as_str(), row.cells[0].value)).collect();
    assert_eq!(told, [("Beta", Some(Exact::whole(5))), ("Alpha", None)]);
}

#[test]
fn what_cannot_be_judged_is_counted_and_what_has_no_budget_is_named() {
    let mut world = world(vec![fact("a", "meta", date(2026, 3, 17), values(50, 0))]);
    world.campaigns.push(testing::campaign("c", "Gamma", 0));
    let result = found(&world, &overspent(RelativeTime::Yesterday));
    assert_eq!((table(&result).matched, table(&result).unjudged), (0, 1));
    assert_eq!(result.notes, [Note::WithoutBudget(1)]);
}

#[test]
fn an_estimated_budget_is_told_as_one() {
    let mut world = world(vec![fact("a", "meta", date(2026, 3, 17), values(150, 0))]);
    world.campaigns[0].budget_source = BudgetSource::EstimatedFromSpend;
    let result = found(&world, &overspent(RelativeTime::Yesterday));
    assert!(table(&result).rows[0].overspend.unwrap().is_estimated);
    assert_eq!(result.notes, [Note::EstimatedBudgets(1)]);
}

#[test]
fn a_comparison_of_a_running_week_is_cut_to_the_days_that_every_channel_has() {
    let each = (2..=17).map(|day| fact("a", "meta", date(2026, 3, day), values(10, 20)));
    let late = (2..=16).map(|day| fact("b", "google", date(2026, 3, day), values(30, 20)));
    let world = world(each.chain(late).collect());
    let compare = |intent| TypedQuery {
        compare: Some(Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None }),
        ..ask(intent, &[Metric::Spend], RelativeTime::ThisWeek)
    };
    // Monday to Wednesday were asked for: Wednesday is today, and Google is not in for Tuesday.
    let result = found(&world, &compare(Intent::Compare));
    let monday = DateRange { from: date(2026, 3, 16), to: date(2026, 3, 16) };
    assert_eq!(result.frame.days, Some(monday));
    assert_eq!(result.frame.compared, Some(DateRange { from: date(2026, 3, 9), to: date(2026, 3, 9) }));
    assert_eq!(table(&result).total[0].change_percent, Some(0));
    // A summary shows all that there is, and compares nothing that is not in.
    let summary = found(&world, &compare(Intent::Summary));
    assert_eq!(summary.frame.days, Some(DateRange { to: date(2026, 3, 17), ..monday }));
    assert_eq!(summary.frame.compared, None);
}

#[test]
fn sums_of_times_of_different_length_are_compared_by_day() {
    let facts = (1..=28).map(|day| fact("a", "meta", date(2026, 2, day), values(10, 0)));
    let before = (20..=31).map(|day| fact("a", "meta", date(2026, 1, day), values(10, 0)));
    let query = TypedQuery {
        compare: Some(Comparison { mode: ComparisonMode::PreviousPeriod, time_range: None }),
        ..ask(Intent::Compare, &[Metric::Spend], RelativeTime::LastMonth)
    };
    let result = found(&world(facts.chain(before).collect()), &query);
    assert_eq!(table(&result).total[0].change_percent, Some(0));
    assert_eq!(result.notes, [Note::PerDay(28, 12)]);
}

#[test]
fn a_ratio_changes_by_its_parts_and_by_their_weights() {
    // Alpha returns 4 and Beta 1, before and now; only the spend moves from Alpha to Beta: 2.5 becomes 1.6.
    let facts = vec![
        fact("a", "meta", date(2026, 3, 15), values(100, 400)),
        fact("b", "google", date(2026, 3, 15), values(100, 100)),
        fact("a", "meta", date(2026, 3, 16), values(40, 160)),
        fact("b", "google", date(2026, 3, 16), values(160, 160)),
    ];
    let query = ask(Intent::Why, &[Metric::Roas], RelativeTime::Date(date(2026, 3, 16)));
    let result = found(&world(facts), &query);
    let why = why(&result);
    assert_eq!((why.change, why.rest_after(2)), (Some(-90), Some(0)));
    // Alpha: (4 − 2.5) × (0.2 − 0.5) = −0.45; Beta: (1 − 2.5) × (0.8 − 0.5) = −0.45.
    let told: Vec<(&str, i64, bool)> =
        why.effects.iter().map(|effect| (effect.name.as_str(), effect.amount, effect.is_mix)).collect();
    assert_eq!(told, [("Alpha", -45, true), ("Beta", -45, true)]);
}

#[test]
fn a_sum_changes_by_what_each_part_adds() {
    let facts = vec![
        fact("a", "meta", date(2026, 3, 15), values(100, 0)),
        fact("a", "meta", date(2026, 3, 16), values(130, 0)),
        fact("b", "google", date(2026, 3, 16), values(5, 0)),
    ];
    let query = ask(Intent::Why, &[Metric::Spend], RelativeTime::Date(date(2026, 3, 16)));
    let result = found(&world(facts), &query);
    let told: Vec<(&str, i64)> =
        why(&result).effects.iter().map(|effect| (effect.name.as_str(), effect.amount)).collect();
    assert_eq!((why(&result).change, told), (Some(35), vec![("Alpha", 30), ("Beta", 5)]));
}

#[test]
fn nothing_measured_is_empty_and_a_name_that_there_is_not_is_unknown() {
    let world = world(Vec::new());
    let query = ask(Intent::Value, &[Metric::Spend], RelativeTime::Yesterday);
    assert_eq!(found(&world, &query).body, Body::Empty);
    let named = |dimension, name: &str| TypedQuery {
        filters: vec![Filter { dimension, operator: FilterOperator::In, values: vec![name.into()] }],
        ..query.clone()
    };
    let unknown = |query: &TypedQuery| match found(&world, query).body {
        Body::UnknownNames { names, known } => (names, known),
        body => panic!("{body:?}"),
    };
    let campaign = unknown(&named(FilterDimension::Campaign, "Delta"));
    assert_eq!(campaign, (vec!["Delta".into()], vec!["Alpha".into(), "Beta".into()]));
    let channel = unknown(&named(FilterDimension::Channel, "linkedin"));
    assert_eq!(channel, (vec!["LinkedIn".into()], vec!["Google".into(), "Meta".into()]));
}

#[test]
fn a_summary_without_a_time_before_is_told_without_a_comparison() {
    let first = World::calendar(&world(Vec::new())).first.unwrap();
    let facts = vec![fact("a", "meta", first, values(10, 20))];
    let query = ask(Intent::Summary, &[], RelativeTime::Between { from: first, to: first });
    let result = found(&world(facts), &query);
    assert_eq!(result.frame.compared, None);
    assert_eq!(table(&result).total[0].value, Some(Exact::whole(10)));
}

#[test]
fn a_query_that_says_nothing_is_prepared_with_what_people_mean() {
    let calendar = world(Vec::new()).calendar();
    let prepared = |query: TypedQuery| PreparedQuery::new(&query, &calendar).unwrap();
    let rank = prepared(TypedQuery::new(Intent::Rank));
    assert_eq!(rank.query.metrics, [Metric::Roas, Metric::Spend]);
    assert_eq!(rank.days, Some(DateRange { from: date(2026, 3, 11), to: date(2026, 3, 17) }));
    let budget = prepared(TypedQuery::new(Intent::Budget));
    assert_eq!(budget.days, Some(DateRange { from: date(2026, 3, 1), to: TODAY }));
    assert_eq!(budget.span.unwrap().to, date(2026, 3, 31));
    let quarter = ask(Intent::Budget, &[], RelativeTime::ThisQuarter);
    assert_eq!(prepared(quarter).span.unwrap().to, date(2026, 3, 31));
    let week = ask(Intent::Budget, &[], RelativeTime::ThisWeek);
    assert_eq!(prepared(week).span.unwrap().to, date(2026, 3, 22));
    assert_eq!(prepared(TypedQuery::new(Intent::Alerts)).needs(), []);
    let month = prepared(ask(Intent::Why, &[Metric::Roas], RelativeTime::LastDays(7))).needs();
    assert_eq!(
        month,
        [
            DateRange { from: date(2026, 3, 4), to: date(2026, 3, 10) },
            DateRange { from: date(2026, 3, 11), to: date(2026, 3, 17) }
        ]
    );
}
