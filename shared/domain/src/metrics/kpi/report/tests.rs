//! Claims about the report of one day.

use super::*;
use crate::metrics::kpi::change_percent;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

/// A Tuesday.
const DAY: Date = date(2026, 10, 6);

fn workspace() -> Workspace {
    Workspace {
        id: "acme".parse().unwrap(),
        name: "Acme Store".into(),
        zone: "America/New_York".into(),
        currency: Currency::USD,
        target_roas_hundredths: 350,
        single_tap_limit: Money::from_units(300, Currency::USD),
        rules: crate::workspace::rules::ActionRules::default(),
    }
}

fn campaign(id: &str, channel: &str, budget_units: i64) -> Campaign {
    Campaign {
        id: id.parse().unwrap(),
        name: id.to_uppercase(),
        channel: channel.parse().unwrap(),
        account: None,
        external_id: None,
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: true,
        daily_budget: Money::from_units(budget_units, Currency::USD),
        budget_source: BudgetSource::Stated,
        version: 1,
    }
}

fn fact(
    channel: &str,
    campaign: &str,
    days_before: i64,
    spend: Option<i64>,
    revenue: Option<i64>,
) -> DailyMetric {
    DailyMetric {
        channel: channel.parse().unwrap(),
        date: DAY.checked_sub(days_before.days()).unwrap(),
        campaign: campaign.parse().unwrap(),
        creative: "all".parse().unwrap(),
        values: MetricValues { spend_minor: spend, revenue_minor: revenue, ..MetricValues::default() },
    }
}

fn whole(channel: &str, days_before: i64) -> SourceCompleteness {
    SourceCompleteness::own(channel.parse().unwrap(), DAY.checked_sub(days_before.days()).unwrap())
}

fn channels(names: &[&str]) -> Vec<Channel> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn average(facts: &[DailyMetric]) -> Option<WeekdayAverage> {
    report_day(DAY, &workspace(), &[], facts, &[]).weekday_average
}

#[test]
fn the_day_is_compared_with_the_same_weekday_of_four_weeks() {
    let facts = [
        fact("meta", "a", 0, Some(9_999_999), Some(9_999_999)),
        fact("meta", "a", 7, Some(400_000), Some(1_600_000)),
        fact("meta", "a", 14, Some(380_000), Some(1_700_000)),
        fact("meta", "a", 21, Some(210_000), Some(800_000)),
        fact("google", "b", 21, Some(200_000), Some(900_001)),
        fact("meta", "a", 28, Some(410_003), Some(1_600_000)),
        fact("meta", "a", 1, Some(9_999_999), Some(9_999_999)),
        fact("meta", "a", 35, Some(9_999_999), Some(9_999_999)),
    ];
    let average = average(&facts).unwrap();
    assert_eq!(average.days, 4);
    // 1,600,003 / 4 = 400,000.75 and 6,600,001 / 4 = 1,650,000.25
    assert_eq!(average.values.spend_minor, Some(400_001));
    assert_eq!(average.values.revenue_minor, Some(1_650_000));
    // 6,600,001 / 1,600,003 = 4.12499…
    assert_eq!(average.roas_hundredths, Some(412));
    assert_eq!(average.values.clicks, None);
    assert_eq!(change_percent(1_524_000, 1_650_000), Some(-8));
}

#[test]
fn only_days_with_facts_count_in_the_average() {
    let facts = [fact("meta", "a", 7, Some(100), Some(400)), fact("meta", "a", 28, Some(300), Some(600))];
    let average = average(&facts).unwrap();
    assert_eq!(
        (average.days, average.values.spend_minor, average.values.revenue_minor),
        (2, Some(200), Some(500))
    );
    assert_eq!(average.roas_hundredths, Some(250));
}

#[test]
fn a_day_without_revenue_does_not_lower_the_usual_revenue_or_return() {
    let facts = [fact("meta", "a", 7, Some(100), Some(400)), fact("meta", "a", 14, Some(300), None)];
    let average = average(&facts).unwrap();
    assert_eq!(
        (average.days, average.values.spend_minor, average.values.revenue_minor),
        (2, Some(200), Some(400))
    );
    assert_eq!(average.roas_hundredths, Some(400));
}

#[test]
fn a_channel_without_revenue_does_not_lower_the_usual_return_of_the_others() {
    let facts = [
        fact("meta", "a", 7, Some(100), Some(400)),
        fact("google", "b", 7, Some(300), None),
        fact("meta", "a", 14, Some(100), Some(300)),
    ];
    // (400 + 300) / (100 + 100); the spend is (400 + 100) / 2.
    let average = average(&facts).unwrap();
    assert_eq!((average.values.spend_minor, average.roas_hundredths), (Some(250), Some(350)));
}

#[test]
fn without_an_earlier_week_there_is_no_comparison() {
    assert_eq!(
        average(&[fact("meta", "a", 0, Some(100), None), fact("meta", "a", 6, Some(100), None)]),
        None
    );
}

#[test]
fn the_plan_is_the_sum_of_the_stated_budgets_of_active_campaigns() {
    let paused = Campaign { active: false, ..campaign("c", "meta", 500) };
    let campaigns = [campaign("a", "meta", 1_500), campaign("b", "google", 2_500), paused];
    let report = report_day(DAY, &workspace(), &campaigns, &[], &[]);
    assert_eq!(report.planned_spend, Some(Money::from_units(4_000, Currency::USD)));
    assert_eq!(report_day(DAY, &workspace(), &[], &[], &[]).planned_spend, None);
}

#[test]
fn a_campaign_that_spends_without_a_stated_budget_leaves_no_plan() {
    let estimated =
        Campaign { budget_source: BudgetSource::EstimatedFromSpend, ..campaign("b", "meta", 100) };
    let foreign =
        Campaign { daily_budget: Money::from_minor(100, "EUR".parse().unwrap()), ..campaign("b", "meta", 1) };
    for other in [estimated, foreign] {
        let campaigns = [campaign("a", "meta", 1_500), other];
        let planned =
            |facts: &[DailyMetric]| report_day(DAY, &workspace(), &campaigns, facts, &[]).planned_spend;
        assert_eq!(planned(&[fact("meta", "b", 0, Some(1), None)]), None);
        assert_eq!(
            planned(&[fact("meta", "b", 0, Some(0), None)]),
            Some(Money::from_units(1_500, Currency::USD))
        );
        assert_eq!(
            planned(&[fact("meta", "b", 1, Some(1), None)]),
            Some(Money::from_units(1_500, Currency::USD))
        );
    }
}

fn completeness_of(
    campaigns: &[Campaign],
    facts: &[DailyMetric],
    sources: &[SourceCompleteness],
) -> DayCompleteness {
    report_day(DAY, &workspace(), campaigns, facts, sources).completeness
}

#[test]
fn a_day_is_complete_when_every_channel_is() {
    let facts = [fact("meta", "a", 0, Some(1), None), fact("google", "b", 3, Some(1), None)];
    let completeness = completeness_of(&[], &facts, &[whole("meta", 0), whole("google", 0)]);
    assert_eq!(completeness, DayCompleteness::Complete { channels: channels(&["google", "meta"]) });
}

#[test]
fn a_partial_day_says_which_channel_is_late_and_since_when() {
    let facts = [fact("meta", "a", 0, Some(1), None), fact("google", "b", 2, Some(1), None)];
    let campaigns = [campaign("c", "tiktok", 10)];
    let completeness = completeness_of(&campaigns, &facts, &[whole("meta", 0), whole("google", 2)]);
    let [google, tiktok] = ["google", "tiktok"].map(|name| name.parse::<Channel>().unwrap());
    assert!(!completeness.covers(&google) && completeness.covers(&"meta".parse().unwrap()));
    assert_eq!(
        completeness,
        DayCompleteness::Partial {
            waiting_for: vec![(google, Some(date(2026, 10, 4))), (tiktok, None)],
            complete: channels(&["meta"]),
        }
    );
}

#[test]
fn a_channel_that_was_given_up_long_ago_keeps_no_day_partial() {
    let paused = Campaign { active: false, ..campaign("b", "google", 10) };
    let facts = [fact("meta", "a", 0, Some(1), None), fact("google", "b", 29, Some(1), None)];
    let completeness = completeness_of(&[paused], &facts, &[whole("meta", 0), whole("google", 29)]);
    assert_eq!(completeness, DayCompleteness::Complete { channels: channels(&["meta"]) });
}

#[test]
fn a_day_without_facts_and_without_a_whole_channel_has_no_data() {
    assert_eq!(completeness_of(&[], &[], &[]), DayCompleteness::NoData);
    let facts = [fact("meta", "a", 1, Some(1), None)];
    assert_eq!(completeness_of(&[], &facts, &[whole("meta", 1)]), DayCompleteness::NoData);
}

#[test]
fn a_channel_that_two_sources_feed_is_whole_when_both_are() {
    let facts = [fact("meta", "a", 0, Some(1), None)];
    let late = [whole("meta", 0), whole("meta", 1)];
    assert!(!completeness_of(&[], &facts, &late).covers(&"meta".parse().unwrap()));
}

/// What an analytics tool attributes to a channel on the day.
fn attributed(channel: &str) -> DailyMetric {
    let creative = crate::metrics::measure::ANALYTICS.parse().unwrap();
    DailyMetric { creative, ..fact(channel, "a", 0, None, Some(1)) }
}

/// Up to which day an analytics tool alone has told of a channel.
fn told(channel: &str, days_before: i64) -> SourceCompleteness {
    SourceCompleteness { own_measures: BTreeSet::new(), ..whole(channel, days_before) }
}

#[test]
fn what_only_an_analytics_tool_named_is_not_waited_for_once_the_platforms_own_file_is_in() {
    let campaigns = [campaign("a", "facebook", 10)];
    let facts = [fact("meta", "a", 0, Some(1), None), attributed("facebook")];
    for told in [vec![], vec![told("facebook", 5)]] {
        let sources = |days_before| [told.clone(), vec![whole("meta", days_before)]].concat();
        let completeness = completeness_of(&campaigns, &facts, &sources(0));
        assert_eq!(completeness, DayCompleteness::Complete { channels: channels(&["facebook", "meta"]) });
        let late = completeness_of(&campaigns, &facts, &sources(1));
        let [meta, facebook] = ["meta", "facebook"].map(|name| name.parse::<Channel>().unwrap());
        assert!(!late.covers(&facebook));
        let waiting_for = vec![(meta, Some(date(2026, 10, 5)))];
        assert_eq!(late, DayCompleteness::Partial { waiting_for, complete: vec![] });
    }
}

#[test]
fn what_an_analytics_tool_named_is_waited_for_while_no_file_of_its_platform_is_in() {
    let facts = [fact("google", "b", 0, Some(1), None), attributed("facebook")];
    let sources = [whole("google", 0), told("facebook", 1)];
    let waiting_for = vec![("facebook".parse().unwrap(), Some(date(2026, 10, 5)))];
    let complete = channels(&["google"]);
    assert_eq!(completeness_of(&[], &facts, &sources), DayCompleteness::Partial { waiting_for, complete });
}

#[test]
fn facebook_and_instagram_are_both_waited_for_where_both_have_files_of_their_own() {
    let facts = [fact("facebook", "a", 0, Some(1), None), fact("instagram", "b", 1, Some(1), None)];
    let completeness = completeness_of(&[], &facts, &[whole("facebook", 0), whole("instagram", 1)]);
    assert!(!completeness.covers(&"instagram".parse().unwrap()));
    let unnamed = completeness_of(&[], &facts, &[whole("facebook", 0)]);
    assert!(!unnamed.covers(&"instagram".parse().unwrap()), "its facts are of no tool");
}

#[test]
fn values_that_are_missing_on_the_day_are_counted() {
    let facts = [
        fact("meta", "a", 0, Some(1), None),
        fact("meta", "b", 0, Some(1), Some(1)),
        fact("meta", "b", 1, None, None),
    ];
    let missing = report_day(DAY, &workspace(), &[], &facts, &[]).missing_values;
    assert_eq!(missing, MissingValues { spend: 0, revenue: 1, impressions: 2, clicks: 2, conversions: 2 });
}

prop_compose! {
    fn any_fact()(
        channel in prop::sample::select(vec!["meta", "google"]),
        campaign in prop::sample::select(vec!["a", "b", "c"]),
        days_before in -2_i64..40,
        spend in proptest::option::of(any::<i64>()),
        revenue in proptest::option::of(any::<i64>()),
    ) -> DailyMetric {
        fact(channel, campaign, days_before, spend, revenue)
    }
}

proptest! {
    #[test]
    fn the_report_does_not_depend_on_the_order_of_the_facts(facts in prop::collection::vec(any_fact(), 0..40)) {
        let campaigns = [campaign("a", "meta", i64::MAX), campaign("b", "google", i64::MAX)];
        let sources = [whole("meta", 0), whole("google", 1)];
        let report = report_day(DAY, &workspace(), &campaigns, &facts, &sources);
        let backwards: Vec<DailyMetric> = facts.into_iter().rev().collect();
        prop_assert_eq!(report, report_day(DAY, &workspace(), &campaigns, &backwards, &sources));
    }

    #[test]
    fn an_average_lies_between_the_days_that_it_is_of(spends in prop::collection::vec(any::<i64>(), 1..=4)) {
        let facts: Vec<DailyMetric> =
            (1..).zip(&spends).map(|(week, spend)| fact("meta", "a", week * 7, Some(*spend), None)).collect();
        let mean = average(&facts).unwrap().values.spend_minor.unwrap();
        prop_assert!(spends.iter().min().unwrap() <= &mean && &mean <= spends.iter().max().unwrap());
    }
}

proptest! {
    #[test]
    fn a_day_that_certainly_lacks_data_is_never_complete(
        channels in prop::collection::vec(0_usize..3, 0..4), active in prop::collection::vec(any::<bool>(), 4),
        through in prop::collection::vec((0_usize..3, 0_i64..3, any::<bool>()), 0..4), facts in prop::collection::vec(0_usize..3, 0..4),
    ) {
        let name = |number: usize| ["meta", "google", "tiktok"][number];
        let campaigns: Vec<Campaign> = channels.iter().zip(&active).enumerate()
            .map(|(place, (channel, active))| Campaign { active: *active, ..campaign(&format!("c{place}"), name(*channel), 10) })
            .collect();
        let sources: Vec<SourceCompleteness> = through.iter().map(|(channel, before, is_own)| {
            let source = whole(name(*channel), *before);
            if *is_own { source } else { SourceCompleteness { own_measures: BTreeSet::new(), ..source } }
        }).collect();
        let facts: Vec<DailyMetric> = facts.iter().map(|channel| fact(name(*channel), "c0", 0, Some(1), Some(1))).collect();
        if certainly_lacks_data(DAY, &campaigns, &sources) {
            prop_assert!(!report_day(DAY, &workspace(), &campaigns, &facts, &sources).completeness.is_whole());
        }
    }
}
