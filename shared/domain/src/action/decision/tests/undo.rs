//! Claims about undoing an approval: only while there is time, and only while nothing it depends on has changed.

use super::*;
use crate::insight::adjustment::ShiftOutcome;
use crate::testing::campaigns;

const WINDOW: i64 = 1800;

fn approved() -> BudgetAdjustment {
    adjustment().approved(decision(&maya(), now()), WINDOW)
}

fn good() -> Scene {
    Scene::of_shift(&maya(), Action::UndoShift, approved())
}

fn applied() -> ShiftOutcome {
    ShiftOutcome::Applied { at: now() }
}

fn refused() -> ShiftOutcome {
    ShiftOutcome::Refused {
        at: now(),
        reason: crate::text::free::PlatformReason::clean("spend cap reached").unwrap(),
    }
}

#[test]
fn an_approval_can_be_taken_back_until_the_second_before_the_window_closes() {
    for (after, ending) in [(0, true), (WINDOW - 1, true), (WINDOW, false), (WINDOW + 1, false)] {
        let mut scene = good();
        scene.now = later(after);
        let expected = if ending {
            Decision::Apply(Change::Undo)
        } else {
            Decision::Refuse(Refusal::UndoTooLate { until: Some(EpochSecond::from(later(WINDOW))) })
        };
        assert_eq!(scene.decide(), expected, "{after} seconds after the approval");
    }
}

#[test]
fn without_a_window_an_approval_stands_at_once() {
    for seconds in [0, -60] {
        let shift = adjustment().approved(decision(&maya(), now()), seconds);
        let scene = Scene::of_shift(&maya(), Action::UndoShift, shift);
        assert_eq!(scene.refusal(), Refusal::UndoTooLate { until: None });
    }
}

#[test]
fn everybody_who_may_approve_may_take_back_whoever_approved() {
    let scene = Scene::of_shift(&lee(), Action::UndoShift, approved());
    assert_eq!(scene.decide(), Decision::Apply(Change::Undo));
}

#[test]
fn a_shift_that_is_applied_meanwhile_can_still_be_taken_back() {
    let mut scene = good();
    scene.shift(|shift| *shift = shift.reported(applied(), 2, 2));
    assert_eq!(scene.decide(), Decision::Apply(Change::Undo));
}

#[test]
fn what_the_platform_refused_cannot_be_taken_back_and_its_words_are_told() {
    let mut scene = good();
    scene.shift(|shift| *shift = shift.reported(refused(), 1, 1));
    assert_eq!(scene.refusal(), Refusal::NothingToUndo { outcome: refused() });
}

#[test]
fn everything_else_that_stands_against_it_is_said_by_its_own_word() {
    each_by_itself(
        good,
        cases! {
            "a budget that changed after the approval" => "undo_moved": |scene| scene.context.changed_campaigns = vec![campaigns().swap_remove(0)];
            "a shift that waits" => "gone": |scene| scene.context.target = Some(Target::Shift(Box::new(adjustment())));
            "a first approval only" => "gone": |scene| {
                let first = adjustment().approved_first(decision(&maya(), now()));
                scene.context.target = Some(Target::Shift(Box::new(first)));
            };
            "a shift that was declined" => "already_declined": |scene| {
                let declined = adjustment().declined(decision(&lee(), now()));
                scene.context.target = Some(Target::Shift(Box::new(declined)));
            };
            "taken back before" => "already_undone":
                |scene| scene.shift(|shift| *shift = shift.taken_back(decision(&lee(), now())));
            "a used button" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
            "the button of an earlier approval" => "gone": |scene| scene.token(|token| token.target_version = 1);
            "a version at the end of all numbers" => "gone": |scene| {
                scene.shift(|shift| shift.outcome = Some(applied()));
                scene.token(|token| token.target_version = u64::MAX);
            };
            "an old button in a long window" => "expired": |scene| {
                scene.shift(|shift| shift.undo_until = Some(EpochSecond::from(later(9 * 24 * 3600))));
                scene.now = later(24 * 3600);
            };
            "others are named" => "may_not":
                |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![lee().id]));
        },
    );
}

#[test]
fn the_campaign_that_stands_against_it_is_named() {
    let mut scene = good();
    scene.context.changed_campaigns = campaigns();
    let campaign = Some(Box::new(campaigns().swap_remove(0)));
    assert_eq!(scene.refusal(), Refusal::UndoMoved { campaign });
}
