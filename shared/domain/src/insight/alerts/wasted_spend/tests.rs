//! Claims about spend that brings too few conversions.

use crate::insight::fixture::{Scene, dollars, values};
use crate::insight::{AlertEvidence, AlertRule, Severity, UsualOf};
use crate::metrics::MetricValues;

/// Eight weeks of a campaign with 50 conversions a day at $20, beside one with 25 at $12.
fn usual() -> Scene {
    let base = Scene::new().steady("base", "meta", 2_000, values(1_000, 4_000, 50));
    base.steady("search", "google", 2_000, values(300, 1_200, 25)).with_history()
}

fn without_conversions(spend: i64) -> MetricValues {
    MetricValues { conversions_thousandths: None, ..values(spend, 0, 0) }
}

fn wasted(scene: &Scene) -> Vec<String> {
    scene.alert_ids().into_iter().filter(|id| id.starts_with("wasted-")).collect()
}

fn evidence(scene: &Scene) -> (AlertEvidence, i64, Severity) {
    let mut alerts = scene.findings().alerts.into_iter().filter(|alert| alert.rule == AlertRule::WastedSpend);
    let alert = alerts.next().unwrap();
    (alert.evidence, alert.stake.rounded_units(), alert.severity)
}

#[test]
fn many_times_the_usual_cost_without_or_with_one_conversion_is_waste() {
    for conversions in [0, 1] {
        let scene = usual().on("search", 0, values(310, 0, conversions));
        let (evidence, stake, severity) = evidence(&scene);
        assert_eq!(
            evidence,
            AlertEvidence::WastedSpend {
                spend: dollars(310),
                conversions_thousandths: conversions * 1_000,
                usual_cost: dollars(12),
                usual_of: UsualOf::Campaign,
                days: 1
            }
        );
        assert_eq!((stake, severity), (310 - conversions * 12, Severity::Critical));
    }
}

#[test]
fn what_three_times_the_usual_cost_and_chance_allow_is_no_waste() {
    let on = |spend, conversions| wasted(&usual().on("search", 0, values(spend, 0, conversions)));
    // $120 pays for 10 conversions and $240 for 20.
    assert_eq!(on(120, 3), Vec::<String>::new());
    assert_eq!(on(120, 2), ["wasted-search"]);
    assert_eq!(on(240, 7), Vec::<String>::new(), "2.9 times the usual cost, however few by a count");
    assert_eq!(on(240, 6), ["wasted-search"]);
}

#[test]
fn a_day_that_is_too_small_is_judged_with_the_days_before_it() {
    // $24 a day pays for two conversions: none of them on one day, or on two, is no surprise.
    let slow = || usual().steady("slow", "google", 500, values(24, 100, 2)).with_history();
    assert_eq!(
        wasted(&slow().on("slow", 0, values(24, 0, 0)).on("slow", 1, values(24, 0, 0))),
        Vec::<String>::new()
    );
    let scene = (0..3).fold(slow(), |scene, day| scene.on("slow", day, values(24, 0, 0)));
    assert_eq!(
        wasted(&scene),
        Vec::<String>::new(),
        "$24 a day are less than 2 % of what the workspace spends"
    );
    let dear = || usual().steady("dear", "google", 500, values(60, 200, 2)).with_history();
    let scene = (0..3).fold(dear(), |scene, day| scene.on("dear", day, values(60, 0, 0)));
    let (evidence, stake, _) = evidence(&scene);
    assert!(matches!(evidence, AlertEvidence::WastedSpend { days: 3, .. }), "{evidence:?}");
    assert_eq!(stake, 60, "a day");
}

#[test]
fn a_campaign_with_too_few_conversions_of_its_own_is_held_to_its_channel_and_then_to_the_workspace() {
    let new = |channel| usual().steady("new", channel, 500, values(0, 0, 0)).on("new", 0, values(200, 0, 0));
    let usual_of = |scene: &Scene| match evidence(scene).0 {
        AlertEvidence::WastedSpend { usual_of, usual_cost, .. } => (usual_of, usual_cost.minor),
        other => panic!("{other:?}"),
    };
    assert_eq!(usual_of(&new("google")), (UsualOf::Channel, 1_200));
    assert_eq!(usual_of(&new("meta")), (UsualOf::Channel, 2_000));
    let mut scene = new("tiktok");
    let source = scene.sources[0].clone();
    scene.sources.push(crate::metrics::SourceCompleteness { channel: "tiktok".parse().unwrap(), ..source });
    assert_eq!(usual_of(&scene), (UsualOf::Workspace, 1_733), "1,300 for 75");
}

#[test]
fn a_workspace_that_never_had_conversions_has_no_usual_cost_to_miss() {
    let scene = Scene::new().steady("reach", "meta", 900, values(800, 0, 0)).with_history();
    assert_eq!(wasted(&scene), Vec::<String>::new());
}

#[test]
fn conversions_that_are_not_reported_yet_are_no_waste() {
    assert_eq!(wasted(&usual().on("search", 0, without_conversions(310))), Vec::<String>::new());
    // What is known of the day is $60 for 5 conversions.
    let partly = usual().on("search", 0, values(60, 0, 5)).fact("search", 0, without_conversions(250));
    assert_eq!(wasted(&partly), Vec::<String>::new());
    assert_eq!(wasted(&usual().on("search", 0, values(310, 0, 0)).late("google")), Vec::<String>::new());
}

#[test]
fn cents_are_no_waste_and_neither_is_what_stopped() {
    let mut small = Scene::new().steady("tiny", "meta", 1, values(0, 0, 0));
    let cents = |spend_minor, conversions: i64| MetricValues {
        spend_minor: Some(spend_minor),
        conversions_thousandths: Some(conversions * 1_000),
        ..MetricValues::default()
    };
    for day in 1..=30 {
        small = small.on("tiny", day, cents(30, 30));
    }
    assert_eq!(wasted(&small.on("tiny", 0, cents(99, 0))), Vec::<String>::new());
    let stopped = usual().on("search", 1, values(310, 0, 0)).without_fact("search", 0);
    assert_eq!(wasted(&stopped), Vec::<String>::new());
}

#[test]
fn waste_is_found_without_any_revenue() {
    let scene = usual().on("search", 0, values(310, 0, 0)).without_revenue();
    assert_eq!(wasted(&scene), ["wasted-search"]);
}
