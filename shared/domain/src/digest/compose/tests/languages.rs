//! Claims about the digest in every language: how it looks on the phone, and that its lines fit.

use super::usual::{collapsed, dear, wasted};
use super::*;

/// A Monday whose facts take more words than usual.
fn wordy() -> Scene {
    Scene::monday().with(|scene| {
        let name = |length: usize| "Prospecting Europe, Autumn Sales 2026"[..length].to_owned();
        scene.report.total = Kpis::new(values(1_234_120, 3_915_240));
        scene.report.planned_spend = Some(dollars(1_000_000));
        scene.alerts = vec![overspent(&name(32))];
        let (adjustment, finding) = scene.shift.as_mut().unwrap();
        adjustment.from.name = name(30);
        adjustment.to.name = name(28);
        finding.confidence = Confidence::Medium;
        finding.to.roas_hundredths = Some(1_240);
        finding.from.budget_estimated = true;
    })
}

/// A Monday of an account without revenue, with budgets that are estimated.
fn without_revenue() -> Scene {
    wordy().with(|scene| {
        let (_, finding) = scene.shift.as_mut().unwrap();
        (finding.from.roas_hundredths, finding.to.roas_hundredths) = (None, None);
    })
}

#[test]
fn each_language_reads_the_alerts_that_compare_with_what_is_usual() {
    for language in Language::ALL {
        let told = |alert: &AlertFinding| crate::insight::wording::describe_alert(language, "UTC", alert);
        let mut alerts = vec![wasted("Brand Search"), dear("Brand Search"), collapsed("Brand Search")];
        for (conversions, usual_of, days) in [(0, UsualOf::Campaign, 1), (2_500, UsualOf::Workspace, 3)] {
            let mut other = wasted("Brand Search");
            other.evidence = AlertEvidence::WastedSpend {
                spend: dollars(310),
                conversions_thousandths: conversions,
                usual_cost: dollars(20),
                usual_of,
                days,
            };
            alerts.push(other);
        }
        let mut surge = collapsed("");
        surge.evidence = AlertEvidence::UnusualDay {
            metric: UnusualMetric::Spend,
            day: testing::report_day(),
            value: dollars(9_300),
            usual: dollars(0),
            weekdays: 4,
            contributor: Some(Contributor::Channel("tiktok".parse().unwrap())),
        };
        alerts.push(surge);
        let mut lines: Vec<String> = alerts.iter().map(told).collect();
        lines.push(
            without_revenue()
                .with(|scene| language.tag().clone_into(&mut scene.member.language))
                .compose()
                .variables["11"]
                .clone(),
        );
        insta::assert_snapshot!(format!("usual__{}", language.tag()), lines.join("\n"));
    }
}

#[test]
fn no_language_cuts_a_line_that_says_ordinary_things() {
    for language in Language::ALL {
        let stopped = |scene: &mut Scene| scene.alerts = vec![stopped("Prospecting Europe, Autumn Sales")];
        let long = "Prospecting Europe, Autumn Sales";
        let told = |alert: AlertFinding| wordy().with(|scene| scene.alerts = vec![alert]);
        let new = [told(wasted(long)), told(dear(long)), told(collapsed(long)), without_revenue()];
        for scene in [Scene::monday(), wordy(), all_clear(), wordy().with(stopped)].into_iter().chain(new) {
            let composed = speaking(scene, language).compose();
            assert!(!composed.text.contains('…'), "{}: {}", language.tag(), composed.text);
            let comparison = composed.variables["5"].contains('(');
            assert!(comparison, "{}: {}", language.tag(), composed.text);
        }
    }
}
