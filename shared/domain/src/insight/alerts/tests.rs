//! Claims about the alert rules.

use super::*;
use crate::identity::CampaignId;
use crate::insight::fixture::{DAY, Scene, dollars, values};
use crate::metrics::{MetricValues, SourceCompleteness};

/// A campaign without problems: half its budget spent, return 4.00.
fn healthy() -> Scene {
    Scene::new().steady("base", "meta", 2_000, values(1_000, 4_000, 50))
}

#[test]
fn a_campaign_that_does_well_raises_nothing() {
    assert_eq!(healthy().alert_ids(), Vec::<String>::new());
}

#[test]
fn spend_of_110_percent_of_a_stated_budget_is_overspent() {
    let spent = |spend| healthy().steady("promo", "google", 200, values(spend, spend * 4, 5));
    assert_eq!(spent(219).alert_ids(), Vec::<String>::new());
    let alert = spent(220).findings().alerts.remove(0);
    assert_eq!(alert.id.as_str(), "overspent-promo");
    assert_eq!(alert.subject.campaign_name(), "The promo");
    assert_eq!(alert.stake, dollars(20));
    assert_eq!(
        alert.evidence,
        AlertEvidence::OverspentDailyBudget { spend: dollars(220), budget: dollars(200) }
    );
}

#[test]
fn a_paused_campaign_that_still_spends_too_much_is_overspent() {
    let scene = healthy().steady("promo", "google", 200, values(300, 1_200, 5));
    assert_eq!(scene.change("promo", |campaign| campaign.active = false).alert_ids(), ["overspent-promo"]);
}

#[test]
fn a_budget_that_was_estimated_or_is_in_another_currency_cannot_be_overspent() {
    let scene = healthy().steady("promo", "google", 200, values(300, 1_200, 5));
    let estimated = scene.clone().change("promo", |it| it.budget_source = BudgetSource::EstimatedFromSpend);
    let foreign = scene.change("promo", |it| it.daily_budget.currency = "EUR".parse().unwrap());
    assert!(estimated.alert_ids().is_empty() && foreign.alert_ids().is_empty());
}

#[test]
fn a_week_under_80_percent_of_the_target_is_an_alert() {
    // 80 % of 3.50 is 2.80.
    let at = |revenue| healthy().steady("weak", "google", 500, values(100, revenue, 3));
    assert_eq!(at(280).alert_ids(), Vec::<String>::new());
    let alert = at(279).findings().alerts.remove(0);
    assert_eq!(alert.id.as_str(), "low-roas-weak");
    assert_eq!(alert.stake, dollars(71), "350 a day asked, 279 earned");
    assert_eq!(
        alert.evidence,
        AlertEvidence::RoasUnderTarget { roas_hundredths: 279, target_hundredths: 350, days: 7 }
    );
}

#[test]
fn the_eighth_day_back_does_not_count_in_the_week() {
    let scene = healthy().steady("weak", "google", 500, values(100, 280, 3));
    let scene = scene.without_fact("weak", 7).fact("weak", 7, values(9_000, 0, 0));
    assert_eq!(scene.alert_ids(), Vec::<String>::new());
}

#[test]
fn a_low_return_of_little_spend_few_conversions_or_a_paused_campaign_is_noise() {
    let weak =
        |spend, conversions| healthy().steady("weak", "google", 500, values(spend, spend, conversions));
    assert_eq!(weak(21, 3).alert_ids(), ["low-roas-weak"]);
    assert!(weak(20, 3).alert_ids().is_empty(), "20 is under 2 % of 1,020");
    let busier =
        |on_one_day| weak(100, 2).without_fact("weak", 1).fact("weak", 1, values(100, 100, on_one_day));
    assert!(busier(7).alert_ids().is_empty(), "19 conversions in the week");
    assert_eq!(busier(8).alert_ids(), ["low-roas-weak"], "20 conversions in the week");
    assert!(weak(100, 3).change("weak", |campaign| campaign.active = false).alert_ids().is_empty());
}

#[test]
fn days_whose_revenue_is_unknown_do_not_lower_the_return() {
    let unknown = MetricValues { revenue_minor: None, ..values(100, 0, 4) };
    let mut scene = healthy().steady("fine", "google", 500, values(100, 400, 4));
    for days_before in 0..2 {
        scene = scene.without_fact("fine", days_before).fact("fine", days_before, unknown);
    }
    assert_eq!(scene.alert_ids(), Vec::<String>::new());
}

#[test]
fn a_creative_whose_revenue_is_unknown_does_not_lower_the_return_of_its_campaign() {
    let unknown = MetricValues { revenue_minor: None, ..values(100, 0, 4) };
    let mut scene = healthy().steady("fine", "google", 500, values(100, 400, 4));
    for days_before in 0..7 {
        scene = scene.fact("fine", days_before, unknown);
    }
    // 400 / 100, not 400 / 200.
    assert_eq!(scene.alert_ids(), Vec::<String>::new());
}

#[test]
fn a_campaign_that_stopped_is_critical_and_shows_its_usual_spend() {
    let scene = healthy().steady("gone", "google", 500, values(90, 400, 4)).without_fact("gone", 0);
    let alert = scene.findings().alerts.remove(0);
    assert_eq!(
        (alert.id.as_str(), alert.severity, alert.stake),
        ("zero-delivery-gone", Severity::Critical, dollars(90))
    );
    assert_eq!(
        alert.evidence,
        AlertEvidence::ZeroDelivery { budget: Some(dollars(500)), usual_spend: dollars(90) }
    );
    let zeros = scene.fact("gone", 0, values(0, 0, 0));
    assert_eq!(zeros.alert_ids(), ["zero-delivery-gone"], "a row of zeros is no delivery either");
}

#[test]
fn a_campaign_that_stopped_has_no_budget_to_show_when_nobody_stated_one() {
    let scene = healthy().steady("gone", "google", 500, values(90, 400, 4)).without_fact("gone", 0);
    let estimated = scene.change("gone", |it| it.budget_source = BudgetSource::EstimatedFromSpend);
    let alert = estimated.findings().alerts.remove(0);
    assert_eq!(alert.evidence, AlertEvidence::ZeroDelivery { budget: None, usual_spend: dollars(90) });
}

#[test]
fn impressions_without_spend_are_delivery() {
    let shown = MetricValues { impressions: Some(10), ..MetricValues::default() };
    let scene = healthy().steady("free", "google", 500, values(90, 400, 4)).without_fact("free", 0);
    assert_eq!(scene.fact("free", 0, shown).alert_ids(), Vec::<String>::new());
}

#[test]
fn a_day_without_delivery_surprises_only_after_three_days_with_it() {
    let mut scene = healthy().steady("rare", "google", 500, values(90, 400, 4)).without_fact("rare", 0);
    for days_before in 1..=4 {
        scene = scene.without_fact("rare", days_before);
    }
    assert_eq!(scene.alert_ids(), ["zero-delivery-rare"]);
    assert_eq!(scene.without_fact("rare", 5).alert_ids(), Vec::<String>::new());
}

#[test]
fn a_campaign_that_is_not_meant_to_deliver_cannot_stop() {
    let scene = healthy().steady("gone", "google", 500, values(90, 400, 4)).without_fact("gone", 0);
    let paused = scene.clone().change("gone", |campaign| campaign.active = false);
    let unfunded = scene.change("gone", |campaign| campaign.daily_budget = dollars(0));
    assert!(paused.alert_ids().is_empty() && unfunded.alert_ids().is_empty());
}

#[test]
fn a_campaign_that_stopped_is_not_blamed_for_its_return_too() {
    let scene = healthy().steady("gone", "google", 500, values(90, 90, 4));
    assert_eq!(scene.alert_ids(), ["low-roas-gone"]);
    assert_eq!(scene.without_fact("gone", 0).alert_ids(), ["zero-delivery-gone"]);
}

#[test]
fn a_gap_in_the_data_is_not_a_stop() {
    let one = healthy().steady("gone", "google", 500, values(90, 400, 4)).without_fact("gone", 0);
    assert_eq!(one.clone().late("google").alert_ids(), Vec::<String>::new());
    let all = one.without_fact("base", 0);
    assert_eq!(all.clone().alert_ids().len(), 2, "the channels are whole, so both stopped");
    assert_eq!(all.late("google").late("meta").alert_ids(), Vec::<String>::new());
}

#[test]
fn a_late_channel_raises_nothing_and_hides_nothing_of_the_others() {
    let scene = healthy().steady("over-g", "google", 100, values(150, 600, 4)).steady(
        "over-m",
        "meta",
        100,
        values(150, 600, 4),
    );
    assert_eq!(scene.clone().alert_ids(), ["overspent-over-g", "overspent-over-m"]);
    assert_eq!(scene.late("google").alert_ids(), ["overspent-over-m"]);
}

#[test]
fn alerts_come_with_most_money_first_and_are_graded_by_the_daily_spend() {
    // The workspace spends 1,000 a day, so that a stake of 30, 100 or 200 starts the next severity.
    let stakes = [29, 30, 99, 100, 199, 200];
    let expected = [
        (200, Severity::Critical),
        (199, Severity::High),
        (100, Severity::High),
        (99, Severity::Medium),
        (30, Severity::Medium),
        (29, Severity::Info),
    ];
    let mut scene = Scene::new().steady("rest", "meta", 1_000, values(337, 1_348, 1));
    for stake in stakes {
        let spend = stake + 1;
        scene = scene.steady(&format!("over-{stake}"), "google", 1, values(spend, spend * 4, 1));
    }
    let graded: Vec<(i64, Severity)> =
        scene.findings().alerts.iter().map(|alert| (alert.stake.rounded_units(), alert.severity)).collect();
    assert_eq!(graded, expected);
}

#[test]
fn the_same_trouble_keeps_its_identifier_on_the_next_day() {
    let today = healthy().steady("promo", "google", 200, values(300, 1_200, 5));
    let tomorrow = DAY.tomorrow().unwrap();
    let sources = today
        .sources
        .clone()
        .into_iter()
        .map(|source| SourceCompleteness { complete_through: tomorrow, ..source });
    let mut next = Scene { sources: sources.collect(), ..today.clone() };
    for fact in &mut next.facts {
        fact.date = fact.date.tomorrow().unwrap();
    }
    assert_eq!(today.alert_ids(), ["overspent-promo"]);
    assert_eq!(next.findings_of(tomorrow).alerts[0].id.as_str(), "overspent-promo");
}

#[test]
fn campaigns_with_long_identifiers_have_alerts_of_their_own_in_each_rule() {
    let campaign = |last: char| {
        let id = format!("{}{last}", "c".repeat(CampaignId::LONGEST - 1));
        id.parse::<CampaignId>().unwrap()
    };
    let rules = [
        AlertRule::OverspentDailyBudget,
        AlertRule::RoasUnderTarget,
        AlertRule::ZeroDelivery,
        AlertRule::WastedSpend,
        AlertRule::CostAboveUsual,
    ];
    let ids: std::collections::BTreeSet<AlertId> = rules
        .into_iter()
        .flat_map(|rule| ['a', 'b'].map(|last| AlertId::for_campaign(prefix(rule), &campaign(last))))
        .collect();
    assert_eq!(ids.len(), 10);
    assert!(ids.iter().all(|id| id.as_str().parse::<crate::token::TargetId>().is_ok()));
}
