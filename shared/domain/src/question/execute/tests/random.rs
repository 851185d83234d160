//! Random workspaces and queries.

use crate::metrics::{BudgetSource, Campaign, Creative, DailyMetric, MetricValues, SourceCompleteness};
use crate::money::Money;
use crate::question::execute::data::WorkspaceData;
use crate::question::query::{
    Comparator, Comparison, ComparisonMode, Dimension, Direction, Filter, FilterDimension, FilterOperator,
    Having, Intent, Metric, Order, TypedQuery,
};
use crate::question::range::DataSpan;
use crate::question::threshold::Threshold;
use crate::question::time::RelativeTime;
use crate::testing;
use crate::workspace::Workspace;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// The day on which everything is asked: a Wednesday.
pub(super) const TODAY: Date = date(2026, 3, 18);

const CHANNELS: [&str; 3] = ["meta", "google", "tiktok"];
const CREATIVES: [&str; 5] = ["all", "anna", "ben", "carla", "analytics"];

/// What is stored of a workspace.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) workspace: Workspace,
    pub(crate) facts: Vec<DailyMetric>,
    pub(crate) campaigns: Vec<Campaign>,
    pub(crate) creatives: Vec<Creative>,
    pub(crate) sources: Vec<SourceCompleteness>,
}

impl World {
    pub(crate) fn data(&self) -> WorkspaceData<'_> {
        WorkspaceData {
            workspace: &self.workspace,
            now: "2026-03-18T13:00:00Z".parse().unwrap(),
            facts: &self.facts,
            campaigns: &self.campaigns,
            creatives: &self.creatives,
            sources: &self.sources,
            health: &[],
            alerts: &[],
            adjustments: &[],
            recommendations: &[],
        }
    }

    /// Returns the query with the names of the campaigns that it chooses by their place.
    pub(crate) fn named(&self, query: &TypedQuery) -> TypedQuery {
        let mut query = query.clone();
        for filter in query.filters.iter_mut().filter(|one| one.dimension == FilterDimension::Campaign) {
            let of_place = |place: &String| self.campaigns.get(place.parse::<usize>().ok()?);
            let names = filter.values.iter().filter_map(|place| Some(of_place(place)?.name.clone()));
            filter.values = names.collect();
        }
        query
    }

    pub(crate) fn calendar(&self) -> DataSpan {
        DataSpan { first: Some(date(2026, 1, 20)), today: TODAY }
    }
}

fn value(most: i64) -> impl Strategy<Value = Option<i64>> {
    prop_oneof![6 => (0..most).prop_map(Some), 1 => Just(Some(0)), 2 => Just(None)]
}

prop_compose! {
    fn any_values()(
        spend_minor in value(200_000), revenue_minor in value(900_000), impressions in value(50_000),
        clicks in value(900), conversions_thousandths in value(40_000),
    ) -> MetricValues {
        MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths }
    }
}

prop_compose! {
    fn any_fact(campaigns: usize)(
        campaign in 0..campaigns.max(1), channel in select(CHANNELS.as_slice()), days in 0_i64..50,
        creative in select(CREATIVES.as_slice()), values in any_values(),
    ) -> DailyMetric {
        DailyMetric {
            channel: channel.parse().unwrap(),
            date: TODAY.checked_sub(days.days()).unwrap(),
            campaign: format!("c{campaign}").parse().unwrap(),
            creative: creative.parse().unwrap(),
            values,
        }
    }
}

prop_compose! {
    fn any_campaign()(
        name in "[A-D][a-d]{0,2}", channel in select(CHANNELS.as_slice()), active: bool, euro in prop::bool::weighted(0.1),
        budget in prop_oneof![3 => 1_i64..100_000, 1 => Just(0)], estimated: bool,
    ) -> Campaign {
        let currency = if euro { "EUR" } else { "USD" };
        Campaign {
            channel: channel.parse().unwrap(),
            active,
            daily_budget: Money::from_minor(budget, currency.parse().unwrap()),
            budget_source: if estimated { BudgetSource::EstimatedFromSpend } else { BudgetSource::Stated },
            ..testing::campaign("c0", &name, 0)
        }
    }
}

fn creatives() -> Vec<Creative> {
    let creative = |id: &str, name: &str, copy: &str| Creative {
        id: id.parse().unwrap(),
        campaign: "c0".parse().unwrap(),
        name: name.into(),
        copy: copy.into(),
        thumbnail: None,
    };
    // Two of one name and one text are one to people.
    vec![creative("anna", "Anna", "Buy"), creative("ben", "Ben", ""), creative("carla", "Anna", "Buy")]
}

prop_compose! {
    /// A workspace of up to five campaigns, with facts of the last fifty days.
    pub(crate) fn any_world()(campaigns in vec(any_campaign(), 1..5))(
        facts in vec(any_fact(campaigns.len() + 1), 0..60),
        through in vec(option::of(0_i64..20), 3),
        campaigns in Just(campaigns),
    ) -> World {
        let numbered = |(place, campaign): (usize, Campaign)| Campaign {
            id: format!("c{place}").parse().unwrap(),
            // The names differ, so that the reference need not tell campaigns apart.
            name: format!("{} {place}", campaign.name),
            ..campaign
        };
        let source = |(channel, days): (&&str, &Option<i64>)| {
            let day = TODAY.checked_sub((*days)?.days()).unwrap();
            Some(SourceCompleteness::own(channel.parse().unwrap(), day))
        };
        World {
            workspace: testing::workspace(),
            facts,
            campaigns: campaigns.into_iter().enumerate().map(numbered).collect(),
            creatives: creatives(),
            sources: CHANNELS.iter().zip(&through).filter_map(source).collect(),
        }
    }
}

fn any_time() -> impl Strategy<Value = RelativeTime> {
    let days = (0_i64..45).prop_map(|days| TODAY.checked_sub(days.days()).unwrap());
    prop_oneof![
        select(
            [
                RelativeTime::Today,
                RelativeTime::Yesterday,
                RelativeTime::ThisWeek,
                RelativeTime::LastWeek,
                RelativeTime::LastWeekend,
                RelativeTime::ThisMonth,
                RelativeTime::LastMonth,
                RelativeTime::ThisQuarter,
                RelativeTime::YearToDate,
                RelativeTime::Default,
                RelativeTime::SinceWeekday(Weekday::Monday),
            ]
            .as_slice()
        ),
        (1_u16..40).prop_map(RelativeTime::LastDays),
        days.clone().prop_map(RelativeTime::Since),
        (days, 0_i64..20).prop_map(|(from, length)| {
            RelativeTime::Between { from, to: from.checked_add(length.days()).unwrap() }
        }),
    ]
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let operator = || prop_oneof![3 => Just(FilterOperator::In), 1 => Just(FilterOperator::NotIn)];
    let of = |dimension, names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        (proptest::sample::subsequence(names.clone(), 1..=names.len()), operator())
            .prop_map(move |(values, operator)| Filter { dimension, operator, values })
    };
    prop_oneof![
        of(FilterDimension::Channel, &CHANNELS),
        of(FilterDimension::Creative, &["Anna", "Ben"]),
        of(FilterDimension::Status, &["active", "paused", "ended"]),
        // The campaigns are named by their place; the reference and the executor get the names that there are.
        of(FilterDimension::Campaign, &["0", "1", "2"]),
    ]
}

fn any_having() -> impl Strategy<Value = Having> {
    let operators =
        [Comparator::Above, Comparator::AtLeast, Comparator::Below, Comparator::AtMost, Comparator::Equal];
    let value = prop_oneof![Just(1_000_000), 0_i64..3_000_000, 0_i64..2_000_000_000];
    (select(Metric::ALL.as_slice()), select(operators.to_vec()), value).prop_map(
        |(metric, operator, micros)| Having {
            metric,
            operator,
            value: Threshold::from_micros(micros).unwrap(),
        },
    )
}

fn any_comparison() -> impl Strategy<Value = Comparison> {
    let modes = [
        ComparisonMode::PreviousPeriod,
        ComparisonMode::SameWeekdayLastWeek,
        ComparisonMode::Explicit,
        ComparisonMode::Entities,
    ];
    (select(modes.to_vec()), any_time()).prop_map(|(mode, time)| Comparison {
        mode,
        time_range: (mode == ComparisonMode::Explicit).then_some(time),
    })
}

fn any_dimension() -> impl Strategy<Value = Dimension> {
    select(vec![
        Dimension::Campaign,
        Dimension::Creative,
        Dimension::Channel,
        Dimension::Day,
        Dimension::Week,
        Dimension::Month,
        Dimension::Weekday,
    ])
}

prop_compose! {
    /// A query with any of its parts.
    pub(crate) fn any_query()(
        intent in select(vec![
            Intent::Summary, Intent::Value, Intent::Breakdown, Intent::Rank, Intent::Trend, Intent::Compare,
            Intent::Budget, Intent::Budget, Intent::Why, Intent::List, Intent::DataStatus,
        ]),
        metrics in vec(select(Metric::ALL.as_slice()), 0..3),
        dimension in option::of(any_dimension()),
        time_range in option::weighted(0.9, any_time()),
        compare in option::weighted(0.3, any_comparison()),
        filters in vec(any_filter(), 0..2),
        having in prop_oneof![3 => Just(Vec::new()), 1 => vec(any_having(), 1)],
        order in option::weighted(0.3, (select(Metric::ALL.as_slice()), any::<bool>())),
        limit in option::weighted(0.3, 1_u32..6),
    ) -> TypedQuery {
        let direction = |up| if up { Direction::Ascending } else { Direction::Descending };
        let order = order.map(|(metric, up)| Order { metric, direction: direction(up) });
        TypedQuery { intent, metrics, dimension, time_range, compare, filters, having, order, limit }
    }
}
