//! Claims about alerts that compare with what is usual, and about days that are never all clear.

use super::*;

pub(super) fn wasted(campaign: &str) -> AlertFinding {
    let evidence = AlertEvidence::WastedSpend {
        spend: dollars(12_310),
        conversions_thousandths: 1_000,
        usual_cost: dollars(20),
        usual_of: UsualOf::Channel,
        days: 7,
    };
    alert(campaign, AlertRule::WastedSpend, evidence)
}

pub(super) fn dear(campaign: &str) -> AlertFinding {
    let evidence = AlertEvidence::CostAboveUsual { cost: dollars(141), usual_cost: dollars(120), days: 7 };
    alert(campaign, AlertRule::CostAboveUsual, evidence)
}

/// A revenue of $930 where a Monday usually brings $15,500.
pub(super) fn collapsed(contributor: &str) -> AlertFinding {
    let contributor =
        Contributor::Campaign { campaign: "retargeting-us".parse().unwrap(), name: contributor.to_owned() };
    let evidence = AlertEvidence::UnusualDay {
        metric: UnusualMetric::Revenue,
        day: testing::report_day(),
        value: dollars(930),
        usual: dollars(15_500),
        weekdays: 8,
        contributor: Some(contributor),
    };
    AlertFinding { subject: AlertSubject::Workspace, ..alert("", AlertRule::UnusualDay, evidence) }
}

#[test]
fn a_collapse_is_an_alert_and_stays_one_line_of_the_report_after_somebody_acknowledged_it() {
    let scene = all_clear().with(|scene| {
        scene.report.total = Kpis::new(values(4_120, 930));
        scene.alerts = vec![collapsed("Retargeting US")];
    });
    insta::assert_snapshot!(scene.on_the_phone());
    let known = scene.with(|scene| scene.known_unusual = std::mem::take(&mut scene.alerts));
    let composed = known.compose();
    assert_eq!(composed.template, TemplateName::KpiAlerts);
    assert_eq!(composed.variables["8"], "nothing new");
    assert!(composed.variables["9"].starts_with("Revenue $930, -94% vs usual Mon"), "{}", composed.text);
    assert!(!composed.text.contains("All clear"));
}

#[test]
fn what_needs_somebody_is_told_before_what_is_only_known() {
    let scene = Scene::monday().with(|scene| scene.known_unusual = vec![collapsed("Retargeting US")]);
    assert!(scene.compose().variables["9"].contains("over its $900 budget"));
    let decided = scene.with(|scene| scene.alerts.clear());
    let composed = decided.compose();
    assert_eq!((composed.template, composed.variables["8"].as_str()), (TemplateName::KpiDaily, "1 decision"));
    assert!(composed.variables["9"].starts_with("Revenue $930"));
}

#[test]
fn without_revenue_the_reason_of_a_shift_is_the_cost_per_conversion_and_no_target_is_named() {
    let scene = Scene::monday().with(|scene| {
        let unknown = MetricValues { revenue_minor: None, ..values(4_120, 0) };
        scene.report.total = Kpis::new(unknown);
        scene.alerts = vec![dear("Retargeting US")];
        let (_, finding) = scene.shift.as_mut().unwrap();
        (finding.from.roas_hundredths, finding.to.roas_hundredths) = (None, None);
        finding.to.cpa_minor = Some(2_400);
    });
    insta::assert_snapshot!(scene.on_the_phone());
    assert!(!scene.on_the_phone().contains("(target"));
}
