//! Declining: it never expires, does not depend on the numbers, and waits for its reason.

use super::*;
use domain::testing::anna;

#[tokio::test]
async fn a_no_is_recorded_and_the_next_line_may_be_its_reason() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::DeclineShift).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Noted: no. Nothing changes, and this shift is not proposed again for a week. To say why, write one line within 10 minutes.
    next text of maya: decline_reason until 2026-10-06T12:17:00Z
    token: decline_shift of maya, used
    audit: decline_shift 20261005-a1b2c3d4 by maya via whats_app: executed
      was proposed; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 1
      is declined; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 2
      as owner, rules 1, version 1
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, adjustment().declined(decided_by(&maya(), now())));
}

#[tokio::test]
async fn a_no_after_the_button_expired_is_a_no() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::DeclineShift).await;
    let late = later(3 * 24 * 3600);
    let story = scene.tap_at(&maya(), &button, late).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed);
    assert_eq!(scene.shift().await, adjustment().declined(decided_by(&maya(), late)));
}

#[tokio::test]
async fn a_no_holds_although_a_budget_changed_since() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::DeclineShift).await;
    scene.change_campaign(0, 700).await;
    assert_eq!(scene.tap(&maya(), &button).await.performed.outcome, ActionOutcome::Changed);
    assert_eq!(scene.shift().await.state, AdjustmentState::Declined);
}

#[tokio::test]
async fn a_no_to_what_is_decided_says_by_whom_and_changes_nothing() {
    let scene = Scene::start().await;
    let by_maya = decided_by(&maya(), now());
    for (settled, lee_reads) in [
        (
            adjustment().approved(by_maya.clone(), 1800),
            "Maya approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp)",
        ),
        (
            adjustment().declined(by_maya.clone()),
            "Maya said no to this shift on Tue 6 Oct at 08:07 EDT (WhatsApp)",
        ),
        (
            adjustment().approved(by_maya.clone(), 1800).taken_back(by_maya),
            "Maya undid this shift on Tue 6 Oct at 08:07 EDT (WhatsApp)",
        ),
    ] {
        scene.save_shift(&settled).await;
        let button = scene.shift_button(&lee(), Action::DeclineShift).await;
        let story = scene.tap(&lee(), &button).await;
        assert!(story.told().starts_with(lee_reads), "{}", story.told());
        assert_eq!(scene.shift().await, settled);
    }
}

#[tokio::test]
async fn a_no_to_what_no_longer_stands_is_noted() {
    let scene = Scene::start().await;
    scene.save_shift(&adjustment().superseded(None)).await;
    let button = scene.shift_button(&maya(), Action::DeclineShift).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Noted: no. This proposal no longer stands, so nothing was changed.
    audit: decline_shift 20261005-a1b2c3d4 by maya via whats_app: denied, superseded
    entry: maya tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn who_may_not_approve_may_not_decline() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&anna(), Action::DeclineShift).await;
    let story = scene.tap(&anna(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You can see this shift but not decide on it. Lee and Maya can. Nothing was changed.
    audit: decline_shift 20261005-a1b2c3d4 by anna via whats_app: denied, may_not
    entry: anna tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, adjustment());
}

#[tokio::test]
async fn a_no_twice_is_one_no() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::DeclineShift).await;
    scene.tap(&maya(), &button).await;
    let declined = scene.shift().await;
    let again = scene.tap_at(&maya(), &button, later(5)).await;
    insta::assert_snapshot!(again.told(), @"You said no to this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.");
    assert_eq!(scene.shift().await, declined);
}
