//! Claims about the transitions of a shift.

use super::*;
use crate::testing::{adjustment, decision, dollars, lee, maya, now};

fn by_maya() -> DecisionRecord {
    decision(&maya(), now())
}

fn by_lee() -> DecisionRecord {
    decision(&lee(), now())
}

fn moved() -> ChangedBudget {
    ChangedBudget {
        campaign: adjustment().from.campaign,
        was: dollars(900),
        now: dollars(700),
        stopped: false,
        at: now(),
        by: None,
    }
}

/// Every transition from a shift, with the resulting state.
fn transitions(shift: &BudgetAdjustment) -> Vec<(AdjustmentState, BudgetAdjustment)> {
    let applied = ShiftOutcome::Applied { at: now() };
    vec![
        (AdjustmentState::Approved, shift.approved(by_maya(), 60)),
        (AdjustmentState::AwaitingSecond, shift.approved_first(by_maya())),
        (AdjustmentState::Declined, shift.declined(by_maya())),
        (shift.state, shift.with_reason(DeclineReason::clean("Too early").unwrap())),
        (AdjustmentState::Undone, shift.taken_back(by_maya())),
        (AdjustmentState::Superseded, shift.superseded(None)),
        (AdjustmentState::Superseded, shift.superseded_by(moved(), None)),
        (shift.state, shift.reported(applied.clone(), 2, 3)),
        (shift.state, shift.reversal_reported(applied, 2, 3)),
    ]
}

#[test]
fn every_transition_is_another_version_and_no_other_shift() {
    for start in [adjustment(), adjustment().approved_first(by_lee()), adjustment().approved(by_lee(), 60)] {
        for (state, after) in transitions(&start) {
            assert_eq!((after.state, after.version), (state, start.version + 1));
            let same = BudgetAdjustment {
                from: after.from.clone(),
                to: after.to.clone(),
                state: after.state,
                version: after.version,
                first: after.first.clone(),
                decided: after.decided.clone(),
                decline_reason: after.decline_reason.clone(),
                undo_until: after.undo_until,
                undone: after.undone.clone(),
                outcome: after.outcome.clone(),
                reversal: after.reversal.clone(),
                changed_budget: after.changed_budget.clone(),
                successor: after.successor.clone(),
                ..start.clone()
            };
            assert_eq!(after, same);
            assert_eq!((after.from.before, after.to.after), (start.from.before, start.to.after));
        }
    }
}

#[test]
fn an_approval_can_be_taken_back_for_as_long_as_the_workspace_says_and_not_at_all_without_a_time() {
    assert_eq!(
        adjustment().approved(by_maya(), 1800).undo_until,
        Some(EpochSecond::from(now()).plus_seconds(1800))
    );
    assert_eq!(adjustment().approved(by_maya(), 0).undo_until, None);
    assert_eq!(adjustment().approved(by_maya(), -5).undo_until, None);
}

#[test]
fn of_two_approvals_both_are_kept_in_their_places() {
    let shift = adjustment().approved_first(by_maya()).approved(by_lee(), 60);
    assert_eq!((shift.first, shift.decided), (Some(by_maya()), Some(by_lee())));
}

#[test]
fn what_is_taken_back_cannot_be_taken_back_again_and_keeps_who_approved() {
    let shift = adjustment().approved(by_lee(), 60).taken_back(by_maya());
    assert_eq!((shift.undo_until, shift.decided, shift.undone), (None, Some(by_lee()), Some(by_maya())));
}

#[test]
fn carrying_out_a_shift_is_no_change_of_its_budgets_by_somebody_else() {
    let outcome = ShiftOutcome::Applied { at: now() };
    let shift = adjustment().approved(by_maya(), 60).reported(outcome.clone(), 2, 5);
    assert_eq!((shift.from.campaign_version, shift.to.campaign_version), (2, 5));
    assert_eq!(shift.outcome, Some(outcome.clone()));
    let back = shift.taken_back(by_maya()).reversal_reported(outcome.clone(), 3, 6);
    assert_eq!((back.from.campaign_version, back.to.campaign_version), (3, 6));
    assert_eq!((back.outcome, back.reversal), (Some(outcome.clone()), Some(outcome)));
}

#[test]
fn an_overtaken_shift_says_what_moved_and_what_took_its_place() {
    let successor = adjustment().as_successor();
    let shift = adjustment().superseded_by(moved(), Some(successor.clone()));
    assert_eq!((shift.changed_budget, shift.successor), (Some(moved()), Some(successor)));
    let replaced = adjustment().superseded(None);
    assert_eq!((replaced.changed_budget, replaced.successor), (None, None));
}

#[test]
fn only_what_nobody_decided_is_open() {
    let open = transitions(&adjustment()).into_iter().filter(|(_, after)| after.state.is_open());
    let states: Vec<AdjustmentState> = open.map(|(state, _)| state).collect();
    let proposed = AdjustmentState::Proposed;
    assert_eq!(states, [AdjustmentState::AwaitingSecond, proposed, proposed, proposed]);
}

#[test]
fn a_shift_is_estimated_when_either_side_is() {
    let mut shift = adjustment();
    assert!(!shift.is_estimated());
    shift.from.budget_estimated = true;
    assert!(shift.is_estimated());
    (shift.from.budget_estimated, shift.to.budget_estimated) = (false, true);
    assert!(shift.is_estimated());
}

#[test]
fn a_shift_from_before_decisions_were_kept_is_read_as_one_that_nobody_decided() {
    let mut old = serde_json::to_value(adjustment()).unwrap();
    let fields = old.as_object_mut().unwrap();
    for added_later in ["because", "undo_until"] {
        fields.remove(added_later);
    }
    let read: BudgetAdjustment = serde_json::from_value(old).unwrap();
    assert_eq!(read, BudgetAdjustment { because: None, ..adjustment() });
}
