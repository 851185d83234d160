//! Claims about the budget shift.

use super::*;
use crate::insight::fixture::{Scene, dollars, values};
use crate::metrics::MetricValues;

/// Retargeting has a return of 2.10 at $41 per conversion, prospecting a return of 4.40 at $25.
fn scene() -> Scene {
    Scene::new().steady("retargeting", "meta", 900, values(820, 1_722, 20)).steady(
        "prospecting",
        "meta",
        1_200,
        values(1_000, 4_400, 40),
    )
}

fn ends(scene: &Scene) -> Option<(String, String)> {
    let shift = scene.findings().shift?;
    Some((shift.from.campaign.into(), shift.to.campaign.into()))
}

fn pair(from: &str, to: &str) -> Option<(String, String)> {
    Some((from.to_owned(), to.to_owned()))
}

#[test]
fn money_moves_from_the_worst_return_to_the_best_and_the_total_stays() {
    let shift = scene().findings().shift.unwrap();
    assert_eq!(shift.amount, dollars(240), "20 % of 1,200");
    assert_eq!((shift.from.before, shift.from.after), (dollars(900), dollars(660)));
    assert_eq!((shift.to.before, shift.to.after), (dollars(1_200), dollars(1_440)));
    assert_eq!((shift.from.roas_hundredths, shift.from.cpa_minor), (Some(210), Some(4_100)));
    assert_eq!((shift.to.roas_hundredths, shift.to.cpa_minor), (Some(440), Some(2_500)));
    assert_eq!((shift.from.name.as_str(), shift.from.version), ("The retargeting", 7));
    assert_eq!((shift.days, shift.confidence), (7, Confidence::High));
}

#[test]
fn no_more_is_proposed_than_the_people_can_approve() {
    let mut limited = scene();
    limited.most_to_approve = dollars(104);
    assert_eq!(limited.findings().shift.unwrap().amount, dollars(100));
    limited.most_to_approve = dollars(0);
    assert_eq!(limited.findings().shift, None);
    limited.most_to_approve = Money { currency: "EUR".parse().unwrap(), ..dollars(300) };
    assert_eq!(limited.findings().shift, None, "a limit in euro says nothing about dollars");
}

#[test]
fn that_more_than_one_tap_is_needed_is_no_reason_to_propose_less() {
    let mut scene = scene();
    scene.workspace.single_tap_limit = dollars(10);
    assert_eq!(scene.findings().shift.unwrap().amount, dollars(240));
}

#[test]
fn the_receiver_never_grows_by_more_than_a_fifth() {
    let small = scene().change("prospecting", |campaign| campaign.daily_budget = dollars(150));
    assert_eq!(small.findings().shift.unwrap().amount, dollars(30));
}

#[test]
fn the_receiver_grows_by_more_where_the_rules_allow_it_and_by_less_where_they_do_not() {
    let with_step = |percent| {
        let mut scene = scene();
        scene.workspace.rules.shift_step_percent = percent;
        scene.findings().shift.map(|shift| shift.amount)
    };
    assert_eq!(with_step(10), Some(dollars(120)), "10 % of 1,200");
    assert_eq!(with_step(22), Some(dollars(260)), "22 % of 1,200");
    assert_eq!(with_step(100), Some(dollars(270)), "30 % of 900 is less");
}

#[test]
fn amounts_are_rounded_down_to_a_step_that_reads_well() {
    let usd = Currency::USD;
    let steps =
        [(-500, 0), (0, 0), (499, 0), (500, 5), (9_999, 95), (10_000, 100), (49_999, 490), (54_999, 500)];
    for (minor, units) in steps {
        assert_eq!(round_down(minor, usd), units * 100, "{minor}");
    }
    assert_eq!(round_down(54_999, "JPY".parse().unwrap()), 54_950);
}

#[test]
fn a_move_that_is_under_one_percent_of_the_budget_is_not_worth_a_decision() {
    let mut scene = scene().change("retargeting", |campaign| campaign.daily_budget = dollars(1_000));
    scene.most_to_approve = dollars(10);
    assert_eq!(scene.findings().shift.unwrap().amount, dollars(10));
    let scene = scene.change("retargeting", |campaign| campaign.daily_budget = dollars(1_001));
    assert_eq!(scene.findings().shift, None);
}

#[test]
fn nobody_gives_who_meets_the_target_and_nobody_gets_who_misses_it() {
    let mut met = scene();
    met.workspace.target_roas_hundredths = 210;
    assert_eq!(met.findings().shift, None);
    let mut missed = scene();
    missed.workspace.target_roas_hundredths = 441;
    assert_eq!(missed.findings().shift, None);
}

#[test]
fn the_receiver_must_return_thirty_percent_more() {
    let at = |revenue| {
        Scene::new().steady("low", "meta", 900, values(100, 300, 5)).steady(
            "high",
            "meta",
            900,
            values(100, revenue, 5),
        )
    };
    assert_eq!(ends(&at(389)), None);
    assert_eq!(ends(&at(390)), pair("low", "high"));
}

#[test]
fn a_campaign_without_meaningful_spend_neither_gives_nor_gets() {
    let tiny = scene().steady("tiny-bad", "meta", 50, values(20, 1, 1)).steady(
        "tiny-good",
        "meta",
        50,
        values(20, 900, 1),
    );
    assert_eq!(ends(&tiny), pair("retargeting", "prospecting"));
}

#[test]
fn a_campaign_that_is_paused_stopped_or_of_another_currency_neither_gives_nor_gets() {
    let worse = scene().steady("worse", "meta", 500, values(500, 100, 9));
    assert_eq!(ends(&worse), pair("worse", "prospecting"));
    let paused = worse.clone().change("worse", |campaign| campaign.active = false);
    let foreign = worse.clone().change("worse", |it| it.daily_budget.currency = "EUR".parse().unwrap());
    for other in [paused, foreign, worse.without_fact("worse", 0)] {
        assert_eq!(ends(&other), pair("retargeting", "prospecting"));
    }
    assert_eq!(ends(&scene().without_fact("prospecting", 0)), None);
}

#[test]
fn no_money_moves_on_a_channel_that_is_not_whole() {
    let elsewhere = scene().steady("best", "google", 900, values(500, 4_000, 20));
    assert_eq!(ends(&elsewhere), pair("retargeting", "best"));
    assert_eq!(ends(&elsewhere.clone().late("google")), pair("retargeting", "prospecting"));
    assert_eq!(ends(&elsewhere.late("meta")), None);
}

#[test]
fn the_same_channel_is_preferred_when_it_is_within_ten_percent_of_the_best() {
    let best = |revenue| scene().steady("best", "google", 900, values(1_000, revenue, 20));
    assert_eq!(ends(&best(4_888)), pair("retargeting", "prospecting"), "4,400 is 90.02 % of 4,888");
    assert_eq!(ends(&best(4_889)), pair("retargeting", "best"), "4,400 is 89.998 % of 4,889");
}

#[test]
fn confidence_falls_with_days_and_with_conversions() {
    let confidence =
        |daily_conversions, days: i64| {
            let mut scene = Scene::new()
                .steady("low", "meta", 900, values(100, 200, daily_conversions))
                .steady("high", "meta", 900, values(100, 400, 50));
            for days_before in days..=7 {
                scene = scene.without_fact("low", days_before);
            }
            scene.findings().shift.map(|shift| (shift.days, shift.confidence))
        };
    assert_eq!(confidence(8, 7), Some((7, Confidence::High)));
    assert_eq!(confidence(7, 7), Some((7, Confidence::Medium)), "49 conversions");
    assert_eq!(confidence(50, 6), Some((6, Confidence::Medium)));
    assert_eq!(confidence(2, 7), Some((7, Confidence::Low)), "14 conversions");
    assert_eq!(confidence(50, 4), Some((4, Confidence::Low)));
    assert_eq!(confidence(50, 2), None, "two days move no money");
}

#[test]
fn days_whose_revenue_is_unknown_count_neither_for_nor_against() {
    let unknown = MetricValues { revenue_minor: None, ..values(1_000, 0, 40) };
    let scene = scene().without_fact("prospecting", 2).fact("prospecting", 2, unknown);
    let shift = scene.findings().shift.unwrap();
    assert_eq!((shift.to.roas_hundredths, shift.days), (Some(440), 6));
}

/// Retargeting pays $41 for a conversion and prospecting $25; neither knows revenue.
fn without_revenue() -> Scene {
    scene().with_history().without_revenue()
}

#[test]
fn without_revenue_money_moves_from_the_dear_conversions_to_the_cheap_ones() {
    let shift = without_revenue().findings().shift.unwrap();
    assert_eq!((shift.from.campaign.as_str(), shift.to.campaign.as_str()), ("retargeting", "prospecting"));
    assert_eq!((shift.from.roas_hundredths, shift.from.cpa_minor), (None, Some(4_100)));
    assert_eq!((shift.to.roas_hundredths, shift.to.cpa_minor), (None, Some(2_500)));
    assert_eq!((shift.amount, shift.days, shift.confidence), (dollars(240), 7, Confidence::High));
}

#[test]
fn without_revenue_a_target_return_decides_nothing() {
    let mut scene = without_revenue();
    for target in [1, 1_000_000] {
        scene.workspace.target_roas_hundredths = target;
        assert!(scene.findings().shift.is_some());
    }
}

#[test]
fn without_revenue_nobody_gives_who_pays_the_usual_and_the_receiver_pays_thirty_percent_less() {
    let at = |spend| {
        let scene = Scene::new().steady("dear", "meta", 900, values(spend, 0, 10));
        scene.steady("cheap", "meta", 900, values(200, 0, 10)).without_revenue()
    };
    assert_eq!(ends(&at(259)), None, "29.5 % more");
    assert_eq!(ends(&at(260)), pair("dear", "cheap"));
    let alike = Scene::new().steady("one", "meta", 900, values(200, 0, 10)).steady(
        "two",
        "meta",
        900,
        values(200, 0, 10),
    );
    assert_eq!(ends(&alike.without_revenue()), None);
}

#[test]
fn without_conversions_there_is_nothing_to_compare() {
    let none = scene().steady("none", "meta", 900, values(500, 0, 0));
    assert_eq!(ends(&none.without_revenue()), pair("retargeting", "prospecting"));
}
