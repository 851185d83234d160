//! In an account without revenue: a campaign whose week costs well more per conversion than the workspace usually pays.

use super::{FEWEST_CONVERSIONS_THOUSANDTHS, finding};
use crate::insight::cost::is_far_fewer;
use crate::insight::window::{CampaignWeek, WEEK_DAYS, Window};
use crate::insight::{AlertEvidence, AlertFinding};
use crate::money::divide_rounded;

/// The percentage of the usual cost per conversion from which a cost is well above it.
const ABOVE_USUAL_PERCENT: i128 = 130;

pub(super) fn find(window: &Window<'_>, week: &CampaignWeek<'_>) -> Option<AlertFinding> {
    let (judged, days) = week.cost_over(WEEK_DAYS).filter(|_| week.campaign.active)?;
    let usual = window.workspace_cost(WEEK_DAYS)?;
    let (conversions, expected) = (judged.conversions_thousandths, usual.pays_for(judged.spend));
    let enough = window.is_meaningful(judged.spend) && conversions >= FEWEST_CONVERSIONS_THOUSANDTHS;
    let above = i128::from(conversions) * ABOVE_USUAL_PERCENT <= i128::from(expected) * 100;
    if !enough || !above || !is_far_fewer(conversions, expected) {
        return None;
    }
    let money = |minor: i64| window.money(i128::from(minor));
    let evidence = AlertEvidence::CostAboveUsual {
        cost: money(judged.per_conversion()?),
        usual_cost: money(usual.per_conversion()?),
        days,
    };
    let a_day = divide_rounded(i128::from(usual.wasted(&judged)), i128::from(days.max(1)));
    finding(window, week, money(a_day), evidence)
}

#[cfg(test)]
mod tests {
    use crate::insight::fixture::{Scene, dollars, values};
    use crate::insight::{AlertEvidence, AlertRule};

    /// Eight weeks of two campaigns at $20 per conversion, then a week of one of them at another cost.
    fn week_of(spend: i64, conversions: i64) -> Scene {
        let scene = Scene::new().steady("base", "meta", 2_000, values(1_000, 0, 50));
        let scene = scene.steady("dear", "google", 2_000, values(200, 0, 10)).with_history();
        let week = |scene: Scene, day| scene.on("dear", day, values(spend, 0, conversions));
        (0..7).fold(scene, week).without_revenue()
    }

    #[test]
    fn a_week_at_twice_the_usual_cost_is_an_alert_in_an_account_without_revenue() {
        let alert = week_of(400, 10).findings().alerts.remove(0);
        assert_eq!((alert.id.as_str(), alert.rule), ("high-cost-dear", AlertRule::CostAboveUsual));
        assert_eq!(alert.stake, dollars(200), "a day");
        let evidence = AlertEvidence::CostAboveUsual { cost: dollars(40), usual_cost: dollars(20), days: 7 };
        assert_eq!(alert.evidence, evidence);
    }

    #[test]
    fn a_third_more_a_few_conversions_or_little_spend_are_no_alert() {
        assert!(week_of(254, 10).alert_ids().is_empty(), "27 % above");
        assert!(week_of(270, 10).alert_ids().is_empty(), "94 conversions expected, 70 there");
        assert!(!week_of(300, 10).alert_ids().is_empty());
        assert!(week_of(100, 2).alert_ids().is_empty(), "14 conversions");
        let paused = week_of(400, 10).change("dear", |campaign| campaign.active = false);
        assert!(paused.alert_ids().is_empty());
    }

    #[test]
    fn where_revenue_is_known_the_return_is_judged_and_not_the_cost() {
        let with_revenue = week_of(400, 10).fact("base", 1, values(0, 1, 0));
        assert!(with_revenue.alert_ids().is_empty());
    }

    #[test]
    fn an_account_without_revenue_is_never_measured_by_a_target_for_it() {
        let scene = week_of(400, 10);
        let rules: Vec<AlertRule> = scene.findings().alerts.iter().map(|alert| alert.rule).collect();
        assert_eq!(rules, [AlertRule::CostAboveUsual]);
    }

    #[test]
    fn a_first_week_has_no_usual_cost() {
        let scene = Scene::new().steady("dear", "google", 2_000, values(400, 0, 10));
        assert!(scene.without_revenue().alert_ids().is_empty());
    }
}
