//! Claims about what people read: the texts as they arrive on the phone, and properties of every text.

use super::*;
use crate::insight::subject::{AlertSubject, Contributor};
use crate::insight::{AlertEvidence, AlertRule, Confidence, Severity, ShiftSide, UnusualMetric, UsualOf};
use crate::metrics::kpi::{DayCompleteness, Kpis, MissingValues, WeekdayAverage};
use crate::metrics::{Channel, MetricValues};
use crate::money::{Currency, Money};
use crate::testing::{self, dollars};
use crate::workspace::Role;
use jiff::civil::date;
use proptest::prelude::*;

mod any;
mod cases;
mod languages;
mod limits;
mod session;
mod silent;
mod spare;
mod usual;

/// Everything that a digest is composed from, owned.
#[derive(Debug, Clone)]
struct Scene {
    workspace: Workspace,
    report: DayReport,
    alerts: Vec<AlertFinding>,
    known_unusual: Vec<AlertFinding>,
    shift: Option<(BudgetAdjustment, ShiftFinding)>,
    member: Member,
    now: Timestamp,
    health: Vec<SourceHealth>,
    timing: DigestTiming,
}

impl Scene {
    /// A Monday with a plan, alerts and a shift, read by the owner.
    fn monday() -> Self {
        Self {
            workspace: testing::workspace(),
            report: report(),
            alerts: vec![overspent("Retargeting US"), low_roas("Retargeting US", 7)],
            known_unusual: Vec::new(),
            shift: Some((testing::adjustment(), shift("Retargeting US", "Prospecting EU"))),
            member: testing::maya(),
            now: testing::now(),
            health: Vec::new(),
            timing: DigestTiming::default(),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn compose(&self) -> ComposedDigest {
        let facts = DigestContext {
            workspace: &self.workspace,
            report: &self.report,
            alerts: &self.alerts,
            known_unusual: &self.known_unusual,
            shift: self.shift.as_ref().map(|(adjustment, finding)| (adjustment, finding)),
            health: &self.health,
            timing: self.timing,
        };
        compose(&facts, &self.member, self.now)
    }

    /// Returns the message as the phone shows it, with the titles of its buttons.
    fn on_the_phone(&self) -> String {
        let composed = self.compose();
        with_buttons(&composed.text, composed.template.read(composed.language))
    }
}

fn with_buttons(text: &str, template: &Template) -> String {
    let titles: Vec<String> = template.buttons.iter().map(|button| format!("[{}]", button.title)).collect();
    format!("{text}\n\n{}", titles.join(" "))
}

fn speaking(scene: Scene, language: Language) -> Scene {
    scene.with(|scene| language.tag().clone_into(&mut scene.member.language))
}

fn values(spend: i64, revenue: i64) -> MetricValues {
    let (spend_minor, revenue_minor) = (Some(spend * 100), Some(revenue * 100));
    MetricValues { spend_minor, revenue_minor, ..MetricValues::default() }
}

fn channels(names: &[&str]) -> Vec<Channel> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn report() -> DayReport {
    DayReport {
        day: testing::report_day(),
        total: Kpis::new(values(4_120, 15_240)),
        weekday_average: Some(WeekdayAverage {
            days: 4,
            values: values(4_000, 16_565),
            roas_hundredths: Some(414),
        }),
        by_channel: BTreeMap::new(),
        by_campaign: BTreeMap::new(),
        planned_spend: Some(dollars(4_000)),
        completeness: DayCompleteness::Complete { channels: channels(&["google", "meta"]) },
        missing_values: MissingValues::default(),
    }
}

fn alert(campaign: &str, rule: AlertRule, evidence: AlertEvidence) -> AlertFinding {
    AlertFinding {
        id: "overspent-retargeting-us".parse().unwrap(),
        rule,
        subject: AlertSubject::Campaign {
            campaign: "retargeting-us".parse().unwrap(),
            name: campaign.to_owned(),
        },
        severity: Severity::High,
        stake: dollars(220),
        evidence,
    }
}

fn overspent(campaign: &str) -> AlertFinding {
    let evidence = AlertEvidence::OverspentDailyBudget { spend: dollars(1_120), budget: dollars(900) };
    alert(campaign, AlertRule::OverspentDailyBudget, evidence)
}

fn low_roas(campaign: &str, days: u8) -> AlertFinding {
    let evidence = AlertEvidence::RoasUnderTarget { roas_hundredths: 210, target_hundredths: 350, days };
    alert(campaign, AlertRule::RoasUnderTarget, evidence)
}

fn stopped(campaign: &str) -> AlertFinding {
    let evidence = AlertEvidence::ZeroDelivery { budget: Some(dollars(900)), usual_spend: dollars(880) };
    alert(campaign, AlertRule::ZeroDelivery, evidence)
}

fn shift(from: &str, to: &str) -> ShiftFinding {
    let side = |name: &str, before, after, roas_hundredths| ShiftSide {
        campaign: "retargeting-us".parse().unwrap(),
        name: name.to_owned(),
        version: 1,
        before: dollars(before),
        after: dollars(after),
        budget_estimated: false,
        roas_hundredths: Some(roas_hundredths),
        cpa_minor: Some(4_100),
    };
    ShiftFinding {
        from: side(from, 900, 600, 210),
        to: side(to, 1_200, 1_500, 440),
        amount: dollars(300),
        days: 7,
        confidence: Confidence::High,
    }
}

#[test]
fn an_owner_reads_a_decision_and_alerts() {
    insta::assert_snapshot!(Scene::monday().on_the_phone());
}

#[test]
fn a_viewer_reads_no_decision_and_gets_no_button_to_approve() {
    let scene = Scene::monday().with(|scene| scene.member = testing::anna());
    insta::assert_snapshot!(scene.on_the_phone());
    let composed = scene.compose();
    assert!(composed.buttons.iter().all(|button| button.purpose != Action::ApproveShift.into()));
    assert_eq!(composed.adjustment, None);
}

#[test]
fn alerts_alone_are_told_without_a_decision() {
    let scene = Scene::monday().with(|scene| {
        scene.shift = None;
        scene.alerts = vec![stopped("Brand Search")];
    });
    insta::assert_snapshot!(scene.on_the_phone());
}

#[test]
fn a_decision_alone_says_that_there_is_no_alert() {
    insta::assert_snapshot!(Scene::monday().with(|scene| scene.alerts.clear()).on_the_phone());
}

fn all_clear() -> Scene {
    Scene::monday().with(|scene| {
        scene.alerts.clear();
        scene.shift = None;
    })
}

#[test]
fn a_day_that_needs_nobody_is_all_clear() {
    insta::assert_snapshot!(all_clear().on_the_phone());
}

#[test]
fn a_day_that_is_not_whole_is_never_all_clear() {
    let waiting_for = vec![("google".parse().unwrap(), Some(date(2026, 10, 4)))];
    let complete = channels(&["meta"]);
    let scene = all_clear()
        .with(|scene| scene.report.completeness = DayCompleteness::Partial { waiting_for, complete });
    insta::assert_snapshot!(scene.on_the_phone());
    assert!(!scene.on_the_phone().contains("All clear"));
}

#[test]
fn a_channel_that_never_came_is_not_given_the_last_day_of_another() {
    let waiting_for =
        vec![("google".parse().unwrap(), Some(date(2026, 10, 4))), ("tiktok".parse().unwrap(), None)];
    let complete = channels(&["meta"]);
    let scene = all_clear()
        .with(|scene| scene.report.completeness = DayCompleteness::Partial { waiting_for, complete });
    assert_eq!(scene.compose().variables["7"], "not final, waiting for Google and TikTok");
}

#[test]
fn a_day_without_data_claims_nothing() {
    let scene = all_clear().with(|scene| {
        scene.report.total = Kpis::default();
        scene.report.completeness = DayCompleteness::NoData;
    });
    insta::assert_snapshot!(scene.on_the_phone());
}

#[test]
fn values_that_the_source_left_empty_are_not_known_and_not_zero() {
    let scene = all_clear().with(|scene| {
        scene.report.total = Kpis::new(MetricValues { revenue_minor: None, ..values(4_120, 0) });
        scene.report.planned_spend = None;
        scene.report.missing_values = MissingValues { revenue: 3, ..MissingValues::default() };
    });
    insta::assert_snapshot!(scene.on_the_phone());
}

#[test]
fn a_day_without_spend_has_no_return_and_says_why() {
    let scene = all_clear().with(|scene| scene.report.total = Kpis::new(values(0, 120)));
    assert_eq!(scene.compose().variables["6"], "no spend");
}

#[test]
fn a_report_on_an_old_export_names_the_year() {
    let waiting_for = vec![("google".parse().unwrap(), Some(date(2025, 3, 30)))];
    let scene = Scene::monday().with(|scene| {
        scene.report.day = date(2025, 3, 31);
        scene.report.completeness = DayCompleteness::Partial { waiting_for, complete: channels(&["meta"]) };
    });
    insta::assert_snapshot!(scene.on_the_phone());
}

#[test]
fn the_year_of_a_report_is_that_of_the_workspace_and_not_of_greenwich() {
    let scene = Scene::monday().with(|scene| {
        scene.report.day = date(2026, 12, 31);
        scene.now = "2027-01-01T02:00:00Z".parse().unwrap();
    });
    assert_eq!(scene.compose().variables["3"], "Thu 31 Dec");
}

#[test]
fn names_can_neither_break_the_message_nor_pass_for_a_part_of_it() {
    let hostile = "*SALE* _now_\n\nReply YES https://evil.example {{1}} \u{202e}drawkcab and much, much longer than it may be";
    let scene = Scene::monday().with(|scene| {
        scene.member.name = hostile.to_owned();
        scene.workspace.name = "👨‍👩‍👧‍👦".repeat(30);
        scene.alerts = vec![overspent(hostile)];
        let (adjustment, _) = scene.shift.as_mut().unwrap();
        adjustment.from.name = "W".repeat(300);
        adjustment.to.name = String::new();
    });
    insta::assert_snapshot!(scene.on_the_phone());
}

#[test]
fn a_number_too_long_for_its_line_loses_its_comparison_and_no_digit() {
    let scene = all_clear().with(|scene| {
        scene.workspace.currency = "KWD".parse().unwrap();
        let (spend_minor, revenue_minor) = (Some(i64::MAX / 2), Some(i64::MAX));
        scene.report.total =
            Kpis::new(MetricValues { spend_minor, revenue_minor, ..MetricValues::default() });
        scene.report.planned_spend = Some(Money::from_minor(i64::MAX / 3, scene.workspace.currency));
    });
    insta::assert_snapshot!(scene.on_the_phone());
}

#[test]
fn a_zone_without_an_abbreviation_is_told_by_its_distance() {
    let scene = all_clear().with(|scene| scene.workspace.zone = "America/Sao_Paulo".to_owned());
    assert_eq!(scene.compose().variables["7"], "complete to 23:59 UTC-03, Google and Meta");
}

#[test]
fn budgets_that_are_estimated_are_said_to_be() {
    for gives in [true, false] {
        let scene = Scene::monday().with(|scene| {
            let (_, finding) = scene.shift.as_mut().unwrap();
            finding.confidence = Confidence::Medium;
            finding.to.roas_hundredths = Some(1_240);
            finding.from.budget_estimated = gives;
            finding.to.budget_estimated = !gives;
        });
        assert_eq!(
            scene.compose().variables["11"],
            "ROAS 2.10 vs 12.40 over 7 days, confidence medium; budgets estimated from spend"
        );
    }
}

#[test]
fn a_campaign_without_a_stated_budget_that_stopped_is_told_by_its_usual_spend() {
    let evidence = AlertEvidence::ZeroDelivery { budget: None, usual_spend: dollars(880) };
    let scene =
        Scene::monday().with(|scene| scene.alerts = vec![alert("Brand", AlertRule::ZeroDelivery, evidence)]);
    assert_eq!(scene.compose().variables["9"], "Brand did not deliver; it usually spends $880/day");
}

#[test]
fn a_single_day_is_one_day() {
    let scene = Scene::monday().with(|scene| scene.alerts = vec![low_roas("Brand", 1)]);
    assert_eq!(scene.compose().variables["9"], "Brand ROAS 2.10 over 1 day, target 3.50");
}

#[test]
fn each_button_carries_what_its_title_says() {
    let composed = Scene::monday().compose();
    let planned =
        composed.buttons.iter().map(|b| (b.variable, b.purpose, b.target.as_str(), b.target_version));
    let day = "2026-10-05";
    assert_eq!(
        planned.collect::<Vec<_>>(),
        [
            (12, Action::ApproveShift.into(), "20261005-a1b2c3d4", 1),
            (13, Action::ShowAlerts.into(), day, 0),
            (14, TokenPurpose::Dashboard, day, 0),
        ]
    );
    let titles = composed.template.read(composed.language).buttons.iter().map(|button| button.title.as_str());
    assert_eq!(titles.collect::<Vec<_>>(), ["Approve budget shift", "See alerts", "View dashboard"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_facts_make_a_message_that_whatsapp_takes(scene in any::scene()) {
        let composed = scene.compose();
        prop_assert!(composed.text.encode_utf16().count() <= crate::message::template::LONGEST_BODY, "{}", composed.text);
        for (number, line) in &composed.variables {
            prop_assert!(!line.trim().is_empty(), "{number}");
            prop_assert!(!line.contains(['\n', '\r', '\t']) && !line.contains("  "), "{number}: {line:?}");
        }
    }

    #[test]
    fn any_facts_fill_exactly_the_places_of_the_template(scene in any::scene()) {
        let composed = scene.compose();
        let content: serde_json::Value = serde_json::from_str(&composed.template.content(composed.language)).unwrap();
        let places: std::collections::BTreeSet<u32> =
            content["variables"].as_object().unwrap().keys().map(|place| place.parse().unwrap()).collect();
        let lines = composed.variables.keys().map(|place| place.parse().unwrap());
        let filled: Vec<u32> = lines.chain(composed.buttons.iter().map(|button| button.variable)).collect();
        prop_assert_eq!(filled.len(), places.len(), "a place is filled twice");
        prop_assert_eq!(filled.into_iter().collect::<std::collections::BTreeSet<_>>(), places);
    }

    #[test]
    fn who_may_not_approve_never_gets_the_button_and_who_may_gets_it_for_every_shift(scene in any::scene()) {
        let composed = scene.compose();
        let approving: Vec<_> =
            composed.buttons.iter().filter(|button| button.purpose == Action::ApproveShift.into()).collect();
        match scene.shift.as_ref().filter(|_| scene.member.role != Role::Viewer) {
            None => prop_assert!(approving.is_empty() && composed.adjustment.is_none()),
            Some((adjustment, _)) => {
                prop_assert_eq!(approving.len(), 1);
                prop_assert_eq!(approving[0].target.as_str(), adjustment.id.as_str());
                prop_assert_eq!(approving[0].target_version, adjustment.version);
                prop_assert_eq!(composed.adjustment.as_ref(), Some(&adjustment.id));
            }
        }
    }
}

#[test]
fn every_day_with_its_year_fits_the_line_of_a_digest() {
    let longest = DigestLine::Day.longest();
    for language in Language::ALL {
        for day in date(2026, 1, 1).series(jiff::ToSpan::days(1)).take(365) {
            let text = format!("{} 2026", language.date(day));
            assert!(text.encode_utf16().count() <= longest, "{text}");
        }
    }
}
