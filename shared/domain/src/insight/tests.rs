//! Claims that hold for every workspace, whatever its facts are.

use super::fixture::{DAY, Scene, any_scene, values};
use super::*;
use crate::metrics::kpi::report_day;
use crate::metrics::{DailyMetric, MetricValues};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeMap;

/// A workspace with every kind of finding.
fn troubled() -> Scene {
    Scene::new()
        .steady("prospecting-eu", "meta", 1_200, values(1_180, 5_192, 49))
        .steady("retargeting-us", "meta", 900, values(880, 1_848, 21))
        .steady("brand-search", "google", 400, values(380, 1_900, 30))
        .steady("autumn-sale", "google", 300, values(290, 1_160, 10))
        .without_fact("autumn-sale", 0)
        .without_fact("brand-search", 0)
        .fact("brand-search", 0, values(468, 1_900, 30))
}

#[test]
fn an_empty_workspace_gives_nothing() {
    assert_eq!(Scene::new().findings(), Findings::default());
}

#[test]
fn what_is_found_of_one_of_two_campaigns_with_one_name_says_which_it_is() {
    let mut scene = troubled();
    scene.campaigns.iter_mut().for_each(|campaign| campaign.name = "Summer".into());
    for (campaign, account) in scene.campaigns.iter_mut().zip(["EU", "US", "UK", "IN"]) {
        campaign.account = Some(account.into());
    }
    let findings = scene.findings();
    let shift = findings.shift.expect("a shift");
    assert_eq!((shift.from.name.as_str(), shift.to.name.as_str()), ("Summer (US)", "Summer (EU)"));
    let told = serde_json::to_value(&findings.alerts[0]).unwrap();
    assert_eq!(told["campaign_name"], "Summer (US)");
}

#[test]
fn the_findings_of_a_troubled_day_read_as_a_person_would_tell_them() {
    let findings = troubled().findings();
    let alerts: Vec<String> = findings
        .alerts
        .iter()
        .map(|alert| format!("{} {:?} ${}", alert.id, alert.severity, alert.stake.rounded_units()))
        .collect();
    insta::assert_snapshot!(alerts.join("\n"), @"
    low-roas-retargeting-us Critical $1232
    zero-delivery-bd1a443fb2 Critical $290
    overspent-brand-search Info $68
    ");
    let shift = findings.shift.unwrap();
    let side = |side: &ShiftSide| {
        let units = [side.before, side.after].map(|money| money.rounded_units());
        format!(
            "{} ${}->${} ROAS {:?} CPA {:?}",
            side.name, units[0], units[1], side.roas_hundredths, side.cpa_minor
        )
    };
    let told = [side(&shift.from), side(&shift.to), format!("{} days, {:?}", shift.days, shift.confidence)];
    insta::assert_snapshot!(told.join("\n"), @"
    The retargeting-us $900->$660 ROAS Some(210) CPA Some(4190)
    The prospecting-eu $1200->$1440 ROAS Some(440) CPA Some(2408)
    7 days, High
    ");
}

#[test]
fn a_report_of_another_day_vouches_for_no_channel() {
    let scene = troubled();
    let other = report_day(
        DAY.yesterday().unwrap(),
        &scene.workspace,
        &scene.campaigns,
        &scene.facts,
        &scene.sources,
    );
    let findings = detect(&InsightInput {
        workspace: &scene.workspace,
        most_to_approve: scene.most_to_approve,
        campaigns: &scene.campaigns,
        history: &History::of(DAY, &scene.facts),
        report: &other,
    });
    assert_eq!(findings, Findings::default());
}

#[test]
fn facts_of_later_and_of_much_earlier_days_change_nothing() {
    let scene = troubled();
    let more = scene.clone().fact("retargeting-us", -1, values(90_000, 0, 0)).fact(
        "retargeting-us",
        DAYS_OF_HISTORY + 1,
        values(90_000, 0, 0),
    );
    assert_eq!(scene.findings(), more.findings());
}

#[test]
fn an_absurd_amount_is_no_ground_to_move_money_on() {
    let absurd = MetricValues { revenue_minor: Some(i64::MAX), ..values(1_180, 0, 49) };
    let scene = troubled().without_fact("prospecting-eu", 3).fact("prospecting-eu", 3, absurd);
    let to = scene.findings().shift.map(|shift| shift.to.campaign.to_string());
    assert_eq!(to.as_deref(), Some("brand-search"));
}

#[test]
fn the_generated_workspaces_have_findings_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<AlertRule, usize> = BTreeMap::new();
    let mut shifts = BTreeMap::from([(true, 0), (false, 0)]);
    for _ in 0..600 {
        let findings = any_scene().new_tree(&mut runner).unwrap().current().findings();
        findings.alerts.iter().for_each(|alert| *seen.entry(alert.rule).or_default() += 1);
        if let Some(shift) = &findings.shift {
            *shifts.entry(shift.from.roas_hundredths.is_some()).or_default() += 1;
        }
    }
    assert!(seen.len() == 6 && seen.values().all(|count| *count > 20), "{seen:?}");
    assert!(shifts.values().all(|count| *count > 10), "{shifts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// However many creatives a campaign's day is in, it is judged by what they add up to.
    #[test]
    fn a_day_in_two_creatives_is_judged_as_in_one(scene in any_scene()) {
        let half = |value: Option<i64>| value.map(|value| value / 2);
        let rest = |value: Option<i64>| value.map(|value| value - value / 2);
        let of = |values: MetricValues, part: &dyn Fn(Option<i64>) -> Option<i64>| MetricValues {
            spend_minor: part(values.spend_minor),
            revenue_minor: part(values.revenue_minor),
            impressions: part(values.impressions),
            clicks: part(values.clicks),
            conversions_thousandths: part(values.conversions_thousandths),
        };
        let mut split = scene.clone();
        split.facts.iter_mut().for_each(|fact| fact.values = of(fact.values, &half));
        split.facts.extend(scene.facts.iter().map(|fact| DailyMetric {
            creative: "another".parse().unwrap(),
            values: of(fact.values, &rest),
            ..fact.clone()
        }));
        prop_assert_eq!(scene.findings(), split.findings());
    }

    #[test]
    fn findings_do_not_depend_on_the_order_of_the_inputs(scene in any_scene(), turn in 0_usize..60) {
        let mut turned = scene.clone();
        turned.campaigns.reverse();
        turned.sources.reverse();
        turned.facts.reverse();
        let middle = turn.min(turned.facts.len());
        turned.facts.rotate_left(middle);
        prop_assert_eq!(scene.findings(), turned.findings());
    }

    #[test]
    fn a_shift_keeps_the_total_and_its_limits(scene in any_scene()) {
        let Some(shift) = scene.findings().shift else { return Ok(()) };
        let (from, to, amount) = (&shift.from, &shift.to, shift.amount.minor);
        let total = |left: Money, right: Money| i128::from(left.minor) + i128::from(right.minor);
        prop_assert_eq!(total(from.before, to.before), total(from.after, to.after));
        prop_assert_eq!(from.before.minor - from.after.minor, amount);
        prop_assert!(amount > 0 && from.after.minor >= 0);
        prop_assert!(amount <= scene.most_to_approve.minor);
        prop_assert!(i128::from(amount) * 100 <= i128::from(from.before.minor) * 30);
        let step = scene.workspace.rules.shift_step_percent();
        prop_assert!(i128::from(amount) * 100 <= i128::from(to.before.minor) * i128::from(step));
        let currencies = [from.before, from.after, to.before, to.after].map(|money| money.currency);
        prop_assert_eq!(currencies, [scene.workspace.currency; 4]);
        prop_assert!((3..=7).contains(&shift.days));
    }

    #[test]
    fn a_shift_never_goes_to_a_worse_campaign(scene in any_scene()) {
        let Some(shift) = scene.findings().shift else { return Ok(()) };
        let target = scene.workspace.target_roas_hundredths;
        prop_assert_ne!(&shift.from.campaign, &shift.to.campaign);
        match shift.from.roas_hundredths.zip(shift.to.roas_hundredths) {
            Some((from, to)) => prop_assert!(from <= target && target <= to && from <= to),
            None => prop_assert!(shift.to.cpa_minor.unwrap() <= shift.from.cpa_minor.unwrap()),
        }
    }

    #[test]
    fn a_channel_that_is_not_whole_has_no_findings(scene in any_scene(), late in prop::sample::select(vec!["meta", "google"])) {
        let scene = scene.late(late);
        let findings = scene.findings();
        let is_late = |id: &CampaignId| {
            scene.campaigns.iter().any(|campaign| campaign.id == *id && campaign.channel.as_str() == late)
        };
        prop_assert!(!findings.alerts.iter().filter_map(|alert| alert.subject.campaign()).any(is_late));
        let counts = scene.campaigns.iter().any(|campaign| campaign.active && campaign.channel.as_str() == late);
        prop_assert!(!counts || findings.alerts.iter().all(|alert| alert.rule != AlertRule::UnusualDay));
        prop_assert!(!findings.shift.iter().any(|shift| is_late(&shift.from.campaign) || is_late(&shift.to.campaign)));
    }

    #[test]
    fn more_conversions_never_create_an_alert_on_waste(scene in any_scene(), more in 1_i64..100_000) {
        let wasted = |scene: &Scene| {
            let alerts = scene.findings().alerts.into_iter();
            let ids = alerts.filter(|alert| alert.rule == AlertRule::WastedSpend).map(|alert| alert.id);
            ids.collect::<std::collections::BTreeSet<_>>()
        };
        let mut better = scene.clone();
        for fact in better.facts.iter_mut().filter(|fact| fact.date == DAY) {
            let conversions = fact.values.conversions_thousandths;
            fact.values.conversions_thousandths = conversions.map(|some| some.saturating_add(more));
        }
        prop_assert!(wasted(&better).is_subset(&wasted(&scene)));
    }

    #[test]
    fn conversions_that_nobody_reports_are_no_waste(scene in any_scene()) {
        let mut unknown = scene;
        unknown.facts.iter_mut().filter(|fact| fact.date == DAY).for_each(|it| it.values.conversions_thousandths = None);
        prop_assert!(unknown.findings().alerts.iter().all(|alert| alert.rule != AlertRule::WastedSpend));
    }

    #[test]
    fn a_day_like_its_weekday_is_never_unusual(scene in any_scene()) {
        let mut scene = scene.with_history();
        scene.facts.retain(|fact| fact.date != DAY);
        let week_ago = DAY.checked_sub(jiff::ToSpan::days(7)).unwrap();
        let same: Vec<_> = scene.facts.iter().filter(|fact| fact.date == week_ago).cloned().collect();
        scene.facts.extend(same.into_iter().map(|fact| DailyMetric { date: DAY, ..fact }));
        prop_assert!(scene.findings().alerts.iter().all(|alert| alert.rule != AlertRule::UnusualDay));
    }

    #[test]
    fn an_unusual_day_is_far_from_usual_and_its_identifier_says_where(scene in any_scene()) {
        for alert in scene.findings().alerts {
            let AlertEvidence::UnusualDay { metric, value, usual, weekdays, .. } = alert.evidence else { continue };
            let (value, usual) = (i128::from(value.minor), i128::from(usual.minor));
            prop_assert!((value - usual).abs() * 100 >= usual * 40 && (3..=8).contains(&weekdays));
            let metric = if metric == UnusualMetric::Spend { "spend" } else { "revenue" };
            let direction = if value > usual { "up" } else { "down" };
            prop_assert_eq!(alert.id.as_str(), format!("unusual-{metric}-{direction}"));
            prop_assert!(alert.subject == AlertSubject::Workspace);
        }
    }

    #[test]
    fn alerts_have_distinct_identifiers_and_stakes_that_never_rise(scene in any_scene()) {
        let alerts = scene.findings().alerts;
        prop_assert!(alerts.iter().all(|alert| alert.stake.minor >= 0));
        prop_assert!(alerts.is_sorted_by(|left, right| left.stake.minor >= right.stake.minor));
        let distinct: std::collections::BTreeSet<_> = alerts.iter().map(|alert| &alert.id).collect();
        prop_assert_eq!(distinct.len(), alerts.len());
    }
}
