//! One cause is told once: a day that is unusual because of a campaign, and the alert on what that campaign wasted.

use super::subject::Contributor;
use super::{AlertEvidence, AlertFinding, AlertRule, UnusualMetric};

/// Leaves out what is unusual about the day where the campaign that caused it has an alert on waste among the same ones,
/// which says what to do about it. That alert takes the place of the first of the two. A day is left out only beside the
/// alert that stays, so whoever needed attention still does.
#[must_use]
pub fn one_for_each_cause(mut alerts: Vec<AlertFinding>) -> Vec<AlertFinding> {
    while let Some((unusual, waste)) = same_cause(&alerts) {
        if unusual < waste {
            let stays = alerts.remove(waste);
            alerts.insert(unusual, stays);
            alerts.remove(unusual + 1);
        } else {
            alerts.remove(unusual);
        }
    }
    alerts
}

/// Returns the places of an unusual day and of the waste that caused it.
fn same_cause(alerts: &[AlertFinding]) -> Option<(usize, usize)> {
    alerts.iter().enumerate().find_map(|(unusual, alert)| {
        let cause = cause_of(alert)?;
        let is_its_waste = |other: &AlertFinding| {
            other.rule == AlertRule::WastedSpend && other.subject.campaign() == Some(cause)
        };
        alerts.iter().position(is_its_waste).map(|waste| (unusual, waste))
    })
}

/// Returns the campaign that made a day worse than usual. A day that spent less or earned more has nothing to do with waste.
fn cause_of(alert: &AlertFinding) -> Option<&crate::identity::CampaignId> {
    let AlertEvidence::UnusualDay { metric, value, usual, contributor, .. } = &alert.evidence else {
        return None;
    };
    let is_worse = match metric {
        UnusualMetric::Spend => value.minor > usual.minor,
        UnusualMetric::Revenue => value.minor < usual.minor,
    };
    match contributor.as_ref().filter(|_| is_worse)? {
        Contributor::Campaign { campaign, .. } => Some(campaign),
        Contributor::Channel(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Scene, values};
    use super::*;

    /// Eight weeks of two campaigns; then `base` spends as usual, or more, and sells nothing.
    fn wasting(spend: i64) -> Vec<AlertFinding> {
        let scene = Scene::new().steady("base", "meta", 4_000, values(1_000, 4_000, 50));
        let scene = scene.steady("search", "google", 2_000, values(300, 1_200, 25)).with_history();
        scene.on("base", 0, values(spend, 0, 0)).findings().alerts
    }

    fn ids(alerts: &[AlertFinding]) -> Vec<&str> {
        alerts.iter().map(|alert| alert.id.as_str()).collect()
    }

    #[test]
    fn a_day_that_waste_made_unusual_is_told_by_the_waste_in_the_place_of_the_first() {
        let found = wasting(3_500);
        assert!(
            ["unusual-spend-up", "unusual-revenue-down", "wasted-base"]
                .iter()
                .all(|id| ids(&found).contains(id))
        );
        let told = one_for_each_cause(found.clone());
        assert!(ids(&told).contains(&"wasted-base"));
        assert!(!ids(&told).iter().any(|id| id.starts_with("unusual")), "{:?}", ids(&told));
        let is_of_both = |id: &&str| id.starts_with("unusual") || *id == "wasted-base";
        let first = ids(&found).iter().position(is_of_both).unwrap();
        assert_eq!(ids(&told)[first], "wasted-base");
    }

    #[test]
    fn an_unusual_day_stays_where_its_cause_has_no_alert_on_waste_or_the_day_is_a_good_one() {
        let found = wasting(1_000);
        let without_waste: Vec<AlertFinding> =
            found.iter().filter(|alert| alert.rule != AlertRule::WastedSpend).cloned().collect();
        assert_eq!(one_for_each_cause(without_waste.clone()), without_waste);
        let good = found.into_iter().map(|mut alert| {
            if let AlertEvidence::UnusualDay { value, usual, .. } = &mut alert.evidence {
                std::mem::swap(value, usual);
            }
            alert
        });
        let good: Vec<AlertFinding> = good.collect();
        assert_eq!(one_for_each_cause(good.clone()), good);
    }

    #[test]
    fn whatever_is_left_out_an_alert_on_the_same_campaign_is_left() {
        for spend in [0, 10, 500, 1_000, 2_000, 9_000] {
            let found = wasting(spend);
            assert_eq!(one_for_each_cause(found.clone()).is_empty(), found.is_empty(), "{spend}");
        }
    }
}
