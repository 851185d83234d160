//! Undoing an approval: while there is time, nothing else has changed, and the ad account did not refuse the shift.

use super::*;
use domain::insight::adjustment::ShiftOutcome;
use domain::testing::dollars;

/// Approves the shift as Maya; gives her the undo button.
async fn approved() -> (Scene, TokenClaims) {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = scene.tap(&maya(), &button).await;
    let undo = scene.delivered(&story.message(), now()).await.swap_remove(0);
    assert_eq!(undo.purpose, Action::UndoShift.into());
    (scene, undo)
}

#[tokio::test]
async fn an_approval_is_undone_by_its_card() {
    let (scene, undo) = approved().await;
    let before = scene.shift().await;
    let story = scene.tap_at(&maya(), &undo, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Undone by Maya on Tue 6 Oct at 08:08 EDT. Retargeting US stays at $900 a day and Prospecting EU at $1,200. If the budgets were changed in the ad account already, somebody has to change them back there.
    token: undo_shift of maya, used
    audit: undo_shift 20261005-a1b2c3d4 by maya via whats_app: executed
      was approved; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 2
      is undone; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 3
      as owner, rules 1, version 2
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, before.taken_back(decided_by(&maya(), later(60))));
}

#[tokio::test]
async fn the_way_back_is_open_to_the_last_second_and_not_after_it() {
    for (seconds, expected) in [
        (1799, AdjustmentState::Undone),
        (1800, AdjustmentState::Approved),
        (1801, AdjustmentState::Approved),
    ] {
        let (scene, undo) = approved().await;
        let story = scene.tap_at(&maya(), &undo, later(seconds)).await;
        assert_eq!(scene.shift().await.state, expected, "{seconds}");
        if expected == AdjustmentState::Approved {
            insta::allow_duplicates! {
                insta::assert_snapshot!(story.text(), @r"
                says: Not undone: this approval could be undone until Tue 6 Oct at 08:37 EDT. Change the budgets in the ad account instead. Nothing was changed.
                audit: undo_shift 20261005-a1b2c3d4 by maya via whats_app: denied, undo_too_late
                entry: maya tapped A button on the message that carried it
                ");
            }
        }
    }
}

#[tokio::test]
async fn without_time_to_undo_there_is_no_card_and_no_way_back() {
    let scene = Scene::start().await;
    scene.change_workspace(|workspace| workspace.rules.undo_seconds = 0).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.kinds(), ["adjustment", "audit", "conversation", "subscription", "token"]);
    let undo = scene.button(&maya(), Action::UndoShift, adjustment().id.as_str(), 2).await;
    let refused = scene.tap(&maya(), &undo).await;
    assert!(
        matches!(refused.performed.outcome, ActionOutcome::Refused(Refusal::UndoTooLate { .. })),
        "{}",
        refused.text()
    );
}

#[tokio::test]
async fn a_budget_that_changed_after_the_approval_closes_the_way_back() {
    let (scene, undo) = approved().await;
    scene.change_campaign(0, 700).await;
    let story = scene.tap_at(&maya(), &undo, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Cannot be undone: the budget of Retargeting US was changed after the approval and is now $700 a day. Nothing was changed. Change the budgets in the ad account instead.
    record later: undo_shift 20261005-a1b2c3d4 by maya via whats_app: denied, undo_moved
    ");
    assert_eq!(scene.shift().await.state, AdjustmentState::Approved);
}

#[tokio::test]
async fn what_the_ad_account_applied_can_be_undone_and_says_what_that_means() {
    let (scene, undo) = approved().await;
    // The system that carries out the shift changes both budgets, and the report states the new versions.
    scene.change_campaign(0, 600).await;
    scene.change_campaign(1, 1_500).await;
    let applied = scene.shift().await.reported(ShiftOutcome::Applied { at: later(30) }, 2, 2);
    scene.save_shift(&applied).await;
    let story = scene.tap_at(&maya(), &undo, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Undone by Maya on Tue 6 Oct at 08:08 EDT. The ad account had applied it already: somebody still has to set Retargeting US back to $900 a day and Prospecting EU to $1,200.
    token: undo_shift of maya, used
    audit: undo_shift 20261005-a1b2c3d4 by maya via whats_app: executed
      was approved, applied in the ad account; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 3
      is undone, applied in the ad account; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 4
      as owner, rules 1, version 3
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, applied.taken_back(decided_by(&maya(), later(60))));
}

#[tokio::test]
async fn what_the_ad_account_refused_needs_no_way_back() {
    let (scene, undo) = approved().await;
    let reason = domain::text::free::PlatformReason::clean("Account spend cap reached").unwrap();
    let refused = scene.shift().await.reported(ShiftOutcome::Refused { at: later(30), reason }, 1, 1);
    scene.save_shift(&refused).await;
    let story = scene.tap_at(&maya(), &undo, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: The ad account refused this shift (Account spend cap reached), so there is nothing to undo. Nothing was changed.
    audit: undo_shift 20261005-a1b2c3d4 by maya via whats_app: denied, nothing_to_undo
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, refused);
}

#[tokio::test]
async fn another_approver_may_undo_it_with_a_button_of_the_same_version() {
    let (scene, _undo) = approved().await;
    let lees = scene.button(&lee(), Action::UndoShift, adjustment().id.as_str(), 2).await;
    let story = scene.tap_at(&lee(), &lees, later(60)).await;
    assert!(story.told().starts_with("Undone by Lee on Tue 6 Oct at 08:08 EDT."), "{}", story.told());
    assert_eq!(scene.shift().await.undone, Some(decided_by(&lee(), later(60))));
    let old = scene.shift_button(&maya(), Action::ApproveShift).await;
    let late = scene.tap_at(&maya(), &old, later(90)).await;
    insta::assert_snapshot!(late.told(), @"Lee undid this shift on Tue 6 Oct at 08:08 EDT (WhatsApp). Nothing changed.");
}

#[tokio::test]
async fn an_undo_twice_is_one_undo() {
    let (scene, undo) = approved().await;
    scene.tap_at(&maya(), &undo, later(60)).await;
    let undone = scene.shift().await;
    let again = scene.tap_at(&maya(), &undo, later(61)).await;
    insta::assert_snapshot!(again.told(), @"You undid this shift on Tue 6 Oct at 08:08 EDT (WhatsApp). Nothing changed.");
    assert_eq!(scene.shift().await, undone);
}

#[tokio::test]
async fn a_lowered_limit_does_not_close_the_way_back() {
    let (scene, undo) = approved().await;
    scene.change_workspace(|workspace| workspace.single_tap_limit = dollars(1)).await;
    scene.tap_at(&maya(), &undo, later(60)).await;
    assert_eq!(scene.shift().await.state, AdjustmentState::Undone);
}

#[tokio::test]
async fn an_undo_before_an_approval_leads_nowhere() {
    let scene = Scene::start().await;
    let undo = scene.shift_button(&maya(), Action::UndoShift).await;
    let story = scene.tap(&maya(), &undo).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::Gone));
}
