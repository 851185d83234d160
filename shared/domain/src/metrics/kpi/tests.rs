//! Claims about sums, ratios and days.

use super::*;
use proptest::prelude::*;

fn fact(channel: &str, campaign: &str, creative: &str, day: i8, values: MetricValues) -> DailyMetric {
    DailyMetric {
        channel: channel.parse().unwrap(),
        date: jiff::civil::date(2026, 10, day),
        campaign: campaign.parse().unwrap(),
        creative: creative.parse().unwrap(),
        values,
    }
}

fn values(spend: i64, revenue: i64, impressions: i64, clicks: i64, conversions: i64) -> MetricValues {
    MetricValues {
        spend_minor: Some(spend),
        revenue_minor: Some(revenue),
        impressions: Some(impressions),
        clicks: Some(clicks),
        conversions_thousandths: Some(conversions),
    }
}

#[test]
fn ratios_are_of_sums_and_not_means_of_ratios() {
    let facts = [
        fact("meta", "a", "all", 5, values(10_000, 10_000, 1_000, 10, 2_000)),
        fact("meta", "a", "all", 6, values(30_000, 130_000, 9_000, 40, 4_500)),
    ];
    let kpis = total(facts.iter());
    assert_eq!(kpis.roas_hundredths(), Some(350));
    assert_eq!(kpis.cost_per_acquisition(), Some(6_154));
    assert_eq!(kpis.click_through_rate(), Some(50));
    assert_eq!(kpis.conversions(), Some(7));
}

#[test]
fn a_ratio_is_of_the_facts_that_know_both_sides_and_a_sum_is_of_all_that_is_known() {
    let known = values(10_000, 40_000, 1_000, 20, 4_000);
    let no_revenue = MetricValues { revenue_minor: None, ..values(30_000, 0, 1_000, 20, 4_000) };
    let no_conversions = MetricValues { conversions_thousandths: None, ..no_revenue };
    let no_clicks = MetricValues { clicks: None, ..no_conversions };
    let facts =
        [known, no_revenue, no_conversions, no_clicks].map(|values| fact("meta", "a", "all", 6, values));
    let kpis = total(facts.iter());
    assert_eq!((kpis.values.spend_minor, kpis.values.revenue_minor), (Some(100_000), Some(40_000)));
    // 400 / 100 of the first; (100 + 300) / 8 of the first two; 60 / 3,000 of the first three.
    assert_eq!(kpis.roas_hundredths(), Some(400));
    assert_eq!(kpis.cost_per_acquisition(), Some(5_000));
    assert_eq!(kpis.click_through_rate(), Some(200));
}

#[test]
fn a_ratio_whose_sides_no_fact_knows_together_is_unknown() {
    let spend_alone = MetricValues { revenue_minor: None, ..values(100, 0, 0, 0, 0) };
    let revenue_alone = MetricValues { spend_minor: None, ..values(0, 400, 0, 0, 0) };
    let facts = [spend_alone, revenue_alone].map(|values| fact("meta", "a", "all", 6, values));
    assert_eq!(total(facts.iter()).roas_hundredths(), None);
}

#[test]
fn a_ratio_without_a_positive_divisor_is_unknown() {
    let none = Kpis::default();
    assert_eq!(
        (none.roas_hundredths(), none.cost_per_acquisition(), none.click_through_rate()),
        (None, None, None)
    );
    for divisor in [0, -1] {
        let kpis = Kpis::new(values(divisor, 5, divisor, 5, divisor));
        assert_eq!(
            (kpis.roas_hundredths(), kpis.cost_per_acquisition(), kpis.click_through_rate()),
            (None, None, None)
        );
    }
}

#[test]
fn a_ratio_of_an_unknown_numerator_is_unknown_and_not_zero() {
    let kpis = Kpis::new(MetricValues { spend_minor: Some(100), ..MetricValues::default() });
    assert_eq!(kpis.roas_hundredths(), None);
    assert_eq!(kpis.conversions(), None);
}

#[test]
fn facts_are_added_up_by_channel_campaign_creative_and_day() {
    let facts = [
        fact("google", "a", "x", 5, values(1, 0, 0, 0, 0)),
        fact("meta", "b", "x", 5, values(2, 0, 0, 0, 0)),
        fact("meta", "b", "y", 6, values(4, 0, 0, 0, 0)),
    ];
    let spend = |kpis: Option<&Kpis>| kpis.and_then(|kpis| kpis.values.spend_minor);
    assert_eq!(spend(by_channel(facts.iter()).get(&"meta".parse().unwrap())), Some(6));
    assert_eq!(spend(by_campaign(facts.iter()).get(&"a".parse().unwrap())), Some(1));
    assert_eq!(spend(by_creative(facts.iter()).get(&"x".parse().unwrap())), Some(3));
    assert_eq!(spend(by_day(facts.iter()).get(&jiff::civil::date(2026, 10, 6))), Some(4));
}

#[test]
fn a_sum_that_overflows_on_the_way_still_ends_right() {
    let spends = [i64::MAX, i64::MAX, -i64::MAX, -5];
    let facts = spends.map(|spend| fact("meta", "a", "all", 6, values(spend, 0, 0, 0, 0)));
    assert_eq!(total(facts.iter()).values.spend_minor, Some(i64::MAX - 5));
}

#[test]
fn a_change_is_in_percent_of_the_reference_and_rounds_half_away_from_zero() {
    assert_eq!(change_percent(4_120, 4_000), Some(3));
    assert_eq!(change_percent(1_005, 1_000), Some(1));
    assert_eq!(change_percent(995, 1_000), Some(-1));
    assert_eq!(change_percent(0, 1_000), Some(-100));
    assert_eq!(change_percent(i64::MIN, 1), Some(i64::MIN));
}

#[test]
fn a_change_from_nothing_or_from_less_is_no_percentage() {
    assert_eq!(change_percent(10, 0), None);
    assert_eq!(change_percent(10, -10), None);
}

fn yesterday_at(now: &str, zone: &str) -> String {
    yesterday(now.parse().unwrap(), zone).unwrap().to_string()
}

#[test]
fn yesterday_is_the_last_day_that_is_over_in_the_zone() {
    assert_eq!(yesterday_at("2026-10-07T03:59:59Z", "America/New_York"), "2026-10-05");
    assert_eq!(yesterday_at("2026-10-07T04:00:00Z", "America/New_York"), "2026-10-06");
    assert_eq!(yesterday_at("2026-10-07T04:00:00Z", "Asia/Tokyo"), "2026-10-06");
    assert_eq!(yesterday_at("2026-10-07T15:00:00Z", "Asia/Tokyo"), "2026-10-07");
    assert_eq!(yesterday_at("2027-01-01T00:00:00Z", "UTC"), "2026-12-31");
}

#[test]
fn a_day_of_23_or_25_hours_is_one_day() {
    // New York: 8 March 2026 has 23 hours, 1 November 2026 has 25.
    assert_eq!(yesterday_at("2026-03-09T03:59:59Z", "America/New_York"), "2026-03-07");
    assert_eq!(yesterday_at("2026-03-09T04:00:00Z", "America/New_York"), "2026-03-08");
    assert_eq!(yesterday_at("2026-11-02T04:59:59Z", "America/New_York"), "2026-10-31");
    assert_eq!(yesterday_at("2026-11-02T05:00:00Z", "America/New_York"), "2026-11-01");
}

#[test]
fn a_day_that_begins_at_one_in_the_morning_is_over_at_its_midnight() {
    // São Paulo, 4 November 2018: midnight did not exist.
    assert_eq!(yesterday_at("2018-11-04T03:00:00Z", "America/Sao_Paulo"), "2018-11-03");
    assert_eq!(yesterday_at("2018-11-04T02:59:59Z", "America/Sao_Paulo"), "2018-11-02");
}

#[test]
fn a_day_that_a_zone_skipped_is_never_yesterday() {
    // Samoa crossed the date line: 30 December 2011 did not exist there.
    assert_eq!(yesterday_at("2011-12-30T12:00:00Z", "Pacific/Apia"), "2011-12-29");
}

#[test]
fn a_zone_that_does_not_exist_is_an_error_that_does_not_repeat_it() {
    let error = yesterday(Timestamp::UNIX_EPOCH, "Mars/Olympus").unwrap_err();
    assert!(!error.to_string().contains("Mars"));
}

#[test]
fn the_ends_of_time_have_a_yesterday() {
    for now in [Timestamp::MIN, Timestamp::MAX] {
        for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            assert!(yesterday(now, zone).is_ok());
        }
    }
}

prop_compose! {
    fn any_values()(known in proptest::array::uniform5(proptest::option::of(any::<i64>()))) -> MetricValues {
        from_columns(known)
    }
}

proptest! {
    #[test]
    fn sums_do_not_depend_on_the_order_of_the_facts(all in prop::collection::vec(any_values(), 0..8)) {
        let facts: Vec<DailyMetric> = all.iter().map(|values| fact("meta", "a", "all", 6, *values)).collect();
        prop_assert_eq!(total(facts.iter()), total(facts.iter().rev()));
    }

    #[test]
    fn no_value_makes_a_ratio_fail(values in any_values()) {
        let kpis = Kpis::new(values);
        let expected = values.spend_minor.is_some_and(|spend| spend > 0) && values.revenue_minor.is_some();
        prop_assert_eq!(kpis.roas_hundredths().is_some(), expected);
        let expected = values.conversions_thousandths.is_some_and(|many| many > 0) && values.spend_minor.is_some();
        prop_assert_eq!(kpis.cost_per_acquisition().is_some(), expected);
        prop_assert_eq!(kpis.conversions().is_some(), values.conversions_thousandths.is_some());
    }

    #[test]
    fn yesterday_is_over_and_today_is_not(second in -2_000_000_000_i64..4_000_000_000) {
        for zone in ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"] {
            let now = Timestamp::from_second(second).unwrap();
            let today = now.to_zoned(TimeZone::get(zone).unwrap()).date();
            let day = yesterday(now, zone).unwrap();
            prop_assert!(day < today && today.saturating_sub(2.days()) <= day);
        }
    }
}
