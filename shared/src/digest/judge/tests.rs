//! Claims about how a proposal stands among the shifts that are known.

use super::*;
use crate::action::adjustment::DecisionRecord;
use crate::audit::Source;
use crate::testing::{adjustment, now};

fn proposed_on(day: &str) -> BudgetAdjustment {
    BudgetAdjustment { id: format!("{day}-a1b2c3d4").parse().unwrap(), ..adjustment() }
}

fn approved(shift: &BudgetAdjustment, days_ago: i64) -> BudgetAdjustment {
    let at = now() - SignedDuration::from_hours(24 * days_ago);
    shift.approved(DecisionRecord {
        by: "maya".parse().unwrap(),
        name: "Maya".into(),
        at,
        source: Source::WhatsApp,
    })
}

#[test]
fn a_proposal_is_new_beside_older_ones_that_wait_or_are_over() {
    let older = proposed_on("20261004");
    assert_eq!(standing(&proposed_on("20261005"), &[], now()), Standing::New);
    assert_eq!(
        standing(&proposed_on("20261005"), &[older.clone(), older.superseded()], now()),
        Standing::New
    );
}

#[test]
fn the_same_proposal_is_given_as_it_stands() {
    for stored in
        [proposed_on("20261005"), approved(&proposed_on("20261005"), 0), proposed_on("20261005").superseded()]
    {
        let known = [proposed_on("20261006"), stored.clone()];
        assert_eq!(standing(&proposed_on("20261005"), &known, now()), Standing::Known(Box::new(stored)));
    }
}

#[test]
fn an_older_day_never_takes_the_place_of_a_newer_one() {
    assert_eq!(standing(&proposed_on("20261005"), &[proposed_on("20261006")], now()), Standing::NotNow);
}

#[test]
fn an_approved_shift_is_not_proposed_on_top_of_itself_while_its_budgets_have_not_changed() {
    let settling = approved(&proposed_on("20261004"), 6);
    assert_eq!(standing(&proposed_on("20261005"), &[settling], now()), Standing::NotNow);
}

#[test]
fn an_approved_shift_that_touches_one_of_the_campaigns_is_enough() {
    let mut settling = approved(&proposed_on("20261004"), 1);
    settling.from.campaign = "brand".parse().unwrap();
    let mut proposal = proposed_on("20261005");
    std::mem::swap(&mut proposal.from, &mut proposal.to);
    assert_eq!(standing(&proposal, &[settling.clone()], now()), Standing::NotNow);
    settling.to.campaign = "shopping".parse().unwrap();
    assert_eq!(standing(&proposal, &[settling], now()), Standing::New);
}

#[test]
fn a_new_shift_is_proposed_once_the_budgets_changed_or_a_week_went_by() {
    let mut proposal = proposed_on("20261005");
    assert_eq!(standing(&proposal, &[approved(&proposed_on("20260928"), 7)], now()), Standing::New);
    proposal.from.campaign_version += 1;
    proposal.to.campaign_version += 1;
    assert_eq!(standing(&proposal, &[approved(&proposed_on("20261004"), 1)], now()), Standing::New);
}
