//! Claims about the status of a proposal among the known shifts.

use super::*;
use domain::insight::adjustment::ChangedBudget;
use domain::testing::{adjustment, decision, dollars, maya, now};

fn proposed_on(day: &str) -> BudgetAdjustment {
    BudgetAdjustment { id: format!("{day}-a1b2c3d4").parse().unwrap(), ..adjustment() }
}

fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

fn approved(shift: &BudgetAdjustment, days: i64) -> BudgetAdjustment {
    shift.approved(decision(&maya(), days_ago(days)), 1800)
}

fn declined(shift: &BudgetAdjustment, days: i64) -> BudgetAdjustment {
    shift.declined(decision(&maya(), days_ago(days)))
}

/// The same shift with different versions of its campaigns, as after a change of both budgets.
fn on_other_budgets(shift: BudgetAdjustment) -> BudgetAdjustment {
    let mut shift = shift;
    shift.from.campaign_version += 1;
    shift.to.campaign_version += 1;
    shift
}

#[test]
fn a_proposal_is_new_beside_older_ones_that_wait_or_are_over() {
    let older = proposed_on("20261004");
    assert_eq!(standing(&proposed_on("20261005"), &[], now()), ProposalStatus::New);
    assert_eq!(
        standing(&proposed_on("20261005"), &[older.clone(), older.superseded(None)], now()),
        ProposalStatus::New
    );
}

#[test]
fn the_same_proposal_is_given_as_it_stands() {
    for stored in [
        proposed_on("20261005"),
        approved(&proposed_on("20261005"), 0),
        proposed_on("20261005").superseded(None),
    ] {
        let known = [proposed_on("20261006"), stored.clone()];
        assert_eq!(
            standing(&proposed_on("20261005"), &known, now()),
            ProposalStatus::Known(Box::new(stored))
        );
    }
}

#[test]
fn an_older_day_never_takes_the_place_of_a_newer_one() {
    assert_eq!(standing(&proposed_on("20261005"), &[proposed_on("20261006")], now()), ProposalStatus::NotNow);
}

#[test]
fn an_approved_shift_is_not_proposed_on_top_of_itself_while_its_budgets_have_not_changed() {
    let settling = approved(&proposed_on("20261004"), 6);
    assert_eq!(standing(&proposed_on("20261005"), &[settling], now()), ProposalStatus::NotNow);
}

#[test]
fn an_approved_shift_that_touches_one_of_the_campaigns_is_enough() {
    let mut settling = approved(&proposed_on("20261004"), 1);
    settling.from.campaign = "brand".parse().unwrap();
    let mut proposal = proposed_on("20261005");
    std::mem::swap(&mut proposal.from, &mut proposal.to);
    assert_eq!(standing(&proposal, &[settling.clone()], now()), ProposalStatus::NotNow);
    settling.to.campaign = "shopping".parse().unwrap();
    assert_eq!(standing(&proposal, &[settling], now()), ProposalStatus::New);
}

#[test]
fn a_new_shift_is_proposed_once_the_budgets_changed_or_a_week_went_by() {
    let mut proposal = proposed_on("20261005");
    assert_eq!(standing(&proposal, &[approved(&proposed_on("20260928"), 7)], now()), ProposalStatus::New);
    proposal.from.campaign_version += 1;
    proposal.to.campaign_version += 1;
    assert_eq!(standing(&proposal, &[approved(&proposed_on("20261004"), 1)], now()), ProposalStatus::New);
}

#[test]
fn a_shift_that_the_ad_account_applied_makes_room_for_the_next_and_one_that_it_refused_does_not() {
    let settling = approved(&proposed_on("20261004"), 1);
    let applied = settling.reported(ShiftOutcome::Applied { at: now() }, 1, 1);
    assert_eq!(standing(&proposed_on("20261005"), &[applied], now()), ProposalStatus::New);
    let reason = domain::text::free::PlatformReason::clean("spend cap").unwrap();
    let refused = settling.reported(ShiftOutcome::Refused { at: now(), reason }, 1, 1);
    assert_eq!(standing(&proposed_on("20261005"), &[refused], now()), ProposalStatus::NotNow);
}

#[test]
fn a_no_counts_for_a_week_and_for_the_same_budgets_alone() {
    let proposal = proposed_on("20261005");
    let no = declined(&proposed_on("20261004"), 6);
    assert_eq!(standing(&proposal, std::slice::from_ref(&no), now()), ProposalStatus::NotNow);
    assert_eq!(standing(&proposal, &[declined(&proposed_on("20260928"), 7)], now()), ProposalStatus::New);
    assert_eq!(
        standing(&on_other_budgets(proposal.clone()), std::slice::from_ref(&no), now()),
        ProposalStatus::New
    );
    let mut elsewhere = proposal;
    elsewhere.to.campaign = "shopping".parse().unwrap();
    assert_eq!(
        standing(&elsewhere, &[no], now()),
        ProposalStatus::New,
        "a no to one receiver is none to another"
    );
}

#[test]
fn what_was_undone_may_be_proposed_again() {
    let undone = approved(&proposed_on("20261004"), 1).taken_back(decision(&maya(), now()));
    assert_eq!(standing(&proposed_on("20261005"), &[undone], now()), ProposalStatus::New);
}

#[test]
fn a_first_approval_of_the_same_move_stands_and_one_of_another_move_gives_way() {
    let first = proposed_on("20261004").approved_first(decision(&maya(), days_ago(1)));
    let known = [first.clone()];
    assert_eq!(standing(&proposed_on("20261005"), &known, now()), ProposalStatus::Known(Box::new(first)));
    let smaller = BudgetAdjustment { amount: dollars(200), ..proposed_on("20261005") };
    assert_eq!(standing(&smaller, &known, now()), ProposalStatus::New);
    assert_eq!(standing(&on_other_budgets(proposed_on("20261005")), &known, now()), ProposalStatus::New);
}

#[test]
fn a_proposal_whose_budget_moved_is_given_as_what_is_left_of_it() {
    let left = BudgetAdjustment { id: "20261005-left".parse().unwrap(), ..adjustment() };
    let stored = proposed_on("20261005");
    let moved = ChangedBudget {
        campaign: stored.from.campaign.clone(),
        was: dollars(900),
        now: dollars(700),
        stopped: false,
        at: now(),
        by: None,
    };
    let known = [stored.superseded_by(moved, Some(left.as_successor())), left.clone()];
    assert_eq!(standing(&stored, &known, now()), ProposalStatus::Known(Box::new(left.clone())));
    // A newer day's proposal does not belong in an older day's report.
    let by_newer = [stored.superseded(Some(left.as_successor())), left];
    assert_eq!(standing(&stored, &by_newer, now()), ProposalStatus::Known(Box::new(by_newer[0].clone())));
}
