//! Claims about alerts that persist and proposals that are made twice.

mod people;

use super::*;
use crate::insight::{AlertEvidence, AlertRule, AlertSubject, Severity};
use crate::money::{Currency, Money};
use jiff::civil::date;

fn workspace() -> WorkspaceId {
    "acme".parse().unwrap()
}

fn finding(campaign: &str, spend: i64) -> AlertFinding {
    let money = |units| Money::from_units(units, Currency::USD);
    AlertFinding {
        id: format!("overspent-{campaign}").parse().unwrap(),
        rule: AlertRule::OverspentDailyBudget,
        subject: AlertSubject::Campaign { campaign: campaign.parse().unwrap(), name: campaign.to_owned() },
        severity: Severity::High,
        stake: money(spend - 100),
        evidence: AlertEvidence::OverspentDailyBudget { spend: money(spend), budget: money(100) },
    }
}

fn after(stored: &[Alert], findings: &[AlertFinding], day: Date) -> Vec<Alert> {
    let changes = refresh(&workspace(), stored, findings, day);
    changes.iter().map(|change| change.alert().clone()).collect()
}

#[test]
fn trouble_that_lasts_is_one_alert_with_its_first_day() {
    let monday = after(&[], &[finding("brand", 130)], date(2026, 10, 5));
    let tuesday = after(&monday, &[finding("brand", 150)], date(2026, 10, 6));
    assert_eq!(tuesday.len(), 1);
    assert_eq!((tuesday[0].first_day, tuesday[0].last_day), (date(2026, 10, 5), date(2026, 10, 6)));
    assert_eq!(tuesday[0].finding, finding("brand", 150));
}

#[test]
fn trouble_that_ends_is_resolved_and_trouble_that_returns_starts_anew() {
    let monday = after(&[], &[finding("brand", 130)], date(2026, 10, 5));
    let tuesday = after(&monday, &[], date(2026, 10, 6));
    assert_eq!(tuesday[0].state, AlertState::Resolved);
    let wednesday = after(&tuesday, &[finding("brand", 130)], date(2026, 10, 7));
    assert_eq!((wednesday[0].state, wednesday[0].first_day), (AlertState::Open, date(2026, 10, 7)));
    assert!(wednesday[0].version > tuesday[0].version);
}

#[test]
fn judging_the_same_or_an_older_day_again_changes_nothing() {
    let monday = after(&[], &[finding("brand", 130)], date(2026, 10, 5));
    assert!(after(&monday, &[finding("brand", 130)], date(2026, 10, 5)).is_empty());
    assert!(after(&monday, &[], date(2026, 10, 4)).is_empty());
}

#[test]
fn the_same_proposal_made_twice_has_the_same_names() {
    let side = |campaign: &str, before, after| ShiftSide {
        campaign: campaign.parse().unwrap(),
        name: campaign.to_owned(),
        version: 1,
        before: Money::from_units(before, Currency::USD),
        after: Money::from_units(after, Currency::USD),
        budget_estimated: false,
        roas_hundredths: Some(200),
        cpa_minor: None,
    };
    let shift = ShiftFinding {
        from: side("retargeting", 900, 600),
        to: side("prospecting", 1200, 1500),
        amount: Money::from_units(300, Currency::USD),
        days: 7,
        confidence: Confidence::High,
    };
    let day = date(2026, 10, 6);
    let (first, adjustment) = propose(&workspace(), day, shift.clone(), Timestamp::UNIX_EPOCH);
    let (second, _) = propose(&workspace(), day, shift, Timestamp::MAX);
    assert_eq!(first.id, second.id);
    assert_eq!(first.adjustment, adjustment.id);
    assert!(adjustment.id.as_str().starts_with("20261006-"));
    assert_eq!(
        adjustment.from.before.minor + adjustment.to.before.minor,
        adjustment.from.after.minor + adjustment.to.after.minor
    );
}
