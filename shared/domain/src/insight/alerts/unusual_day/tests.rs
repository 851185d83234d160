//! Claims about days that are far from their weekday.

use crate::insight::fixture::{DAY, Scene, dollars, values};
use crate::insight::subject::{AlertSubject, Contributor};
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, Severity, UnusualMetric};
use crate::metrics::MetricValues;

/// Eight weeks of $1,300 spend and $5,200 revenue a day, three quarters of it on one campaign.
fn usual() -> Scene {
    let base = Scene::new().steady("base", "meta", 2_000, values(1_000, 4_000, 50));
    base.steady("search", "google", 2_000, values(300, 1_200, 25)).with_history()
}

fn unusual(scene: &Scene) -> Vec<AlertFinding> {
    let alerts = scene.findings().alerts.into_iter();
    alerts.filter(|alert| alert.rule == AlertRule::UnusualDay).collect()
}

fn ids(scene: &Scene) -> Vec<String> {
    unusual(scene).into_iter().map(|alert| alert.id.into()).collect()
}

fn revenue_of_base(revenue: i64) -> Scene {
    usual().on("base", 0, values(1_000, revenue, 50))
}

#[test]
fn a_revenue_that_collapses_is_an_alert_that_names_the_campaign() {
    let scene = usual().on("base", 0, values(1_000, 100, 50)).on("search", 0, values(300, 212, 25));
    let [alert] = unusual(&scene).try_into().unwrap();
    assert_eq!(alert.id.as_str(), "unusual-revenue-down");
    assert_eq!((alert.stake, alert.severity), (dollars(4_888), Severity::Critical));
    assert_eq!(alert.subject, AlertSubject::Workspace);
    let contributor = Contributor::Campaign { campaign: "base".parse().unwrap(), name: "The base".into() };
    assert_eq!(
        alert.evidence,
        AlertEvidence::UnusualDay {
            metric: UnusualMetric::Revenue,
            day: DAY,
            value: dollars(312),
            usual: dollars(5_200),
            weekdays: 8,
            contributor: Some(contributor)
        }
    );
}

#[test]
fn a_third_more_or_less_is_an_ordinary_day() {
    // 5,200 × 0.7 and × 1.3, and the first values that are far: 40 % below and above.
    assert_eq!(ids(&revenue_of_base(3_640 - 1_200)), Vec::<String>::new());
    assert_eq!(ids(&revenue_of_base(6_760 - 1_200)), Vec::<String>::new());
    assert_eq!(ids(&revenue_of_base(3_121 - 1_200)), Vec::<String>::new());
    assert_eq!(ids(&revenue_of_base(3_120 - 1_200)), ["unusual-revenue-down"]);
    assert_eq!(ids(&revenue_of_base(7_279 - 1_200)), Vec::<String>::new());
    assert_eq!(ids(&revenue_of_base(7_280 - 1_200)), ["unusual-revenue-up"]);
}

#[test]
fn spend_is_judged_both_ways_and_good_news_cost_nothing() {
    let spent = |spend| usual().on("base", 0, values(spend, 4_000, 50));
    assert_eq!(ids(&spent(9_000)), ["unusual-spend-up"]);
    assert_eq!(ids(&spent(10)), ["unusual-spend-down"]);
    let [good] = unusual(&revenue_of_base(20_000)).try_into().unwrap();
    assert_eq!((good.stake, good.severity), (dollars(0), Severity::Info));
}

#[test]
fn weekdays_that_differ_much_among_themselves_make_fewer_days_unusual() {
    let wild = (1..=8).fold(revenue_of_base(1_000), |scene, week| {
        scene.on("base", week * 7, values(1_000, [600, 4_000, 12_000, 2_000][week as usize % 4], 50))
    });
    assert_eq!(ids(&wild), Vec::<String>::new());
    let one_odd_day = revenue_of_base(1_000).on("base", 14, values(1_000, 90_000, 50));
    assert_eq!(ids(&one_odd_day), ["unusual-revenue-down"], "one of eight changes nothing");
}

#[test]
fn two_weekdays_are_too_few_to_know_what_is_usual() {
    let with_weeks = |weeks: i64| {
        let mut scene = revenue_of_base(100);
        let first = DAY.checked_sub(jiff::ToSpan::days(weeks * 7)).unwrap();
        scene.facts.retain(|fact| fact.date >= first);
        ids(&scene)
    };
    assert_eq!(with_weeks(2), Vec::<String>::new());
    assert_eq!(with_weeks(3), ["unusual-revenue-down"]);
}

#[test]
fn a_day_of_which_something_is_not_known_is_not_compared() {
    assert_eq!(ids(&revenue_of_base(100).late("google")), Vec::<String>::new());
    let unknown = MetricValues { revenue_minor: None, ..values(1_000, 0, 50) };
    assert_eq!(ids(&usual().on("base", 0, unknown)), Vec::<String>::new(), "unknown is not zero");
    let never_known = (0..=8).fold(usual(), |scene, week| scene.on("base", week * 7, unknown));
    assert_eq!(ids(&never_known), Vec::<String>::new());
    let of_the_rest = never_known.on("search", 0, values(300, 30, 25));
    assert_eq!(ids(&of_the_rest), ["unusual-revenue-down"], "the rest is compared with the rest");
}

#[test]
fn a_complete_day_without_any_row_is_a_day_without_spend() {
    let nothing = usual().without_fact("base", 0).without_fact("search", 0);
    assert_eq!(ids(&nothing), ["unusual-spend-down"]);
}

#[test]
fn a_weekday_that_usually_spends_nothing_can_surge() {
    let zero = values(0, 0, 0);
    let quiet =
        (1..=8).fold(usual(), |scene, week| scene.on("base", week * 7, zero).on("search", week * 7, zero));
    assert_eq!(ids(&quiet), ["unusual-spend-up", "unusual-revenue-up"]);
}

#[test]
fn few_conversions_may_be_missing_by_chance_and_their_value_may_not() {
    let small = || Scene::new().steady("shop", "meta", 500, values(100, 400, 4)).with_history();
    assert_eq!(ids(&small().on("shop", 0, values(100, 0, 0))), Vec::<String>::new(), "none of four");
    assert_eq!(
        ids(&small().on("shop", 0, values(100, 24, 4))),
        ["unusual-revenue-down"],
        "four orders of $6"
    );
    let ten = Scene::new().steady("shop", "meta", 500, values(100, 1_000, 10)).with_history();
    assert_eq!(ids(&ten.on("shop", 0, values(100, 0, 0))), ["unusual-revenue-down"], "none of ten");
}

#[test]
fn a_difference_that_many_campaigns_share_is_named_by_its_channel() {
    let third = |scene: Scene, id: &str| scene.steady(id, "meta", 900, values(500, 2_000, 25));
    let three = ["one", "two", "three"].into_iter().fold(usual(), third).with_history();
    let scene = ["base", "one", "two", "three"]
        .into_iter()
        .fold(three, |scene, id| scene.on(id, 0, values(500, 50, 25)));
    let evidence = unusual(&scene).remove(0).evidence;
    let AlertEvidence::UnusualDay { contributor, .. } = evidence else { panic!("{evidence:?}") };
    assert_eq!(contributor, Some(Contributor::Channel("meta".parse().unwrap())));
}
