//! An approval by one person: with one tap, or after a confirmation.

use super::*;
use domain::audit::AuditEvent;
use domain::testing::{dollars, subscription};
use domain::token::{Action, TokenState};
use domain::workspace::WhatsAppSubscription;

#[tokio::test]
async fn an_approval_in_one_tap_is_written_audited_answered_and_offers_the_way_back() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: ✅ Approved via WhatsApp by Maya on Tue 6 Oct at 08:07 EDT
    Retargeting US: $900 → $600 a day
    Prospecting EU: $1,200 → $1,500 a day
    Recorded in the audit log. Not live yet: somebody still has to change the budgets in the ad account.
    token: approve_shift of maya, used
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: executed
      was proposed; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 1
      is approved; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 2
      as owner, rules 1, version 1, one_tap
    entry: maya tapped A button on the message that carried it
    message to maya, card_2:
      Changed your mind? You can undo the approval until Tue 6 Oct at 08:37 EDT. Or give somebody the follow-up.
      [Undo: undo_shift of version 2]
      [Assign: assign_recommendation of version 0]
    ");
    assert_eq!(story.calls, TWO_CALLS);
}

#[tokio::test]
async fn an_approval_is_exactly_the_transition_and_the_button_is_used_by_the_event() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(scene.shift().await, adjustment().approved(decided_by(&maya(), now()), 1800));
    let token = scene.token(&button).await;
    let event = AuditEvent::id_for_message(&story.sid);
    assert_eq!((token.state, token.used_by), (TokenState::Used, Some(event.to_string())));
}

#[tokio::test]
async fn an_approval_touches_no_campaign_and_no_other_target_and_of_the_person_only_when_they_were_heard() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.kinds(), ["adjustment", "audit", "conversation", "message", "subscription", "token"]);
    let known = scene.embedded.store.subscription(&workspace().id, &maya().id).await.unwrap().unwrap();
    assert_eq!(known, WhatsAppSubscription { last_heard_at: Some(now()), ..subscription(&maya()) });
}

#[tokio::test]
async fn what_is_over_one_tap_is_asked_once_more_before_anything_changes() {
    let scene = Scene::start().await;
    limits(&scene, 250, 500).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let asked = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(asked.text(), @r"
    says: nothing
    entry: maya tapped A button on the message that carried it
    message to maya, card_2:
      Approve this shift? It is over the $250 that one tap may approve in Acme Store.
      *Budget shift*: move $300 a day
      Retargeting US: $900 → $600 a day
      Prospecting EU: $1,200 → $1,500 a day
      [Yes, approve: confirm_shift of version 1]
      [Not now: decline_shift of version 1]
    ");
    assert_eq!(scene.shift().await, adjustment());
    let [yes, _no] = scene.delivered(&asked.message(), now()).await.try_into().unwrap();
    let done = scene.tap_at(&maya(), &yes, later(30)).await;
    insta::assert_snapshot!(done.text(), @r"
    says: ✅ Approved via WhatsApp by Maya on Tue 6 Oct at 08:07 EDT
    Retargeting US: $900 → $600 a day
    Prospecting EU: $1,200 → $1,500 a day
    Recorded in the audit log. Not live yet: somebody still has to change the budgets in the ad account.
    token: confirm_shift of maya, used
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: executed
      was proposed; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 1
      is approved; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 2
      as owner, rules 1, version 1, confirmation
    entry: maya tapped A button on the message that carried it
    message to maya, card_2:
      Changed your mind? You can undo the approval until Tue 6 Oct at 08:37 EDT. Or give somebody the follow-up.
      [Undo: undo_shift of version 2]
      [Assign: assign_recommendation of version 0]
    ");
    let again = scene.tap_at(&maya(), &button, later(60)).await;
    insta::assert_snapshot!(again.told(), @"Already done, nothing changed. You approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp).");
}

#[tokio::test]
async fn a_no_to_the_second_question_is_a_no() {
    let scene = Scene::start().await;
    limits(&scene, 250, 500).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let asked = scene.tap(&maya(), &button).await;
    let [yes, no] = scene.delivered(&asked.message(), now()).await.try_into().unwrap();
    scene.tap_at(&maya(), &no, later(10)).await;
    assert_eq!(scene.shift().await, adjustment().declined(decided_by(&maya(), later(10))));
    let late = scene.tap_at(&maya(), &yes, later(20)).await;
    insta::assert_snapshot!(late.told(), @"You said no to this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.");
}

#[tokio::test]
async fn the_second_question_is_good_for_ten_minutes_and_then_brings_a_fresh_card() {
    let scene = Scene::start().await;
    limits(&scene, 250, 500).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let asked = scene.tap(&maya(), &button).await;
    let [yes, _no] = scene.delivered(&asked.message(), now()).await.try_into().unwrap();
    let late = scene.tap_at(&maya(), &yes, later(600)).await;
    insta::assert_snapshot!(late.text(), @r"
    says: This button expired on Tue 6 Oct at 08:17 EDT, so nothing was changed. The proposal still stands.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, expired
    entry: maya tapped A button on the message that carried it
    message to maya, card_3:
      *Budget shift*: move $300 a day
      Retargeting US: $900 → $600 a day
      Prospecting EU: $1,200 → $1,500 a day
      Why: ROAS 2.10 vs 4.40 over 7 days, confidence high
      Over the $250 that one tap may approve: you will be asked once more.
      [Approve: approve_shift of version 1]
      [Not now: decline_shift of version 1]
      [Assign: assign_recommendation of version 0]
    ");
    let [approve, ..] = &scene.delivered(&late.message(), later(600)).await[..] else { panic!() };
    let asked_again = scene.tap_at(&maya(), approve, later(601)).await;
    assert_eq!(asked_again.performed.outcome, ActionOutcome::Shown);
    let [yes, _no] = scene.delivered(&asked_again.message(), later(601)).await.try_into().unwrap();
    assert_eq!(scene.tap_at(&maya(), &yes, later(1200)).await.performed.outcome, ActionOutcome::Changed);
}

#[tokio::test]
async fn the_amount_of_the_limit_itself_is_inside_it() {
    for (one_tap, confirm, outcome) in [
        (300, 300, ActionOutcome::Changed),
        (299, 300, ActionOutcome::Shown),
        (299, 299, ActionOutcome::Changed), // by the first of two
    ] {
        let scene = Scene::start().await;
        limits(&scene, one_tap, confirm).await;
        let button = scene.shift_button(&maya(), Action::ApproveShift).await;
        let story = scene.tap(&maya(), &button).await;
        assert_eq!(story.performed.outcome, outcome, "{one_tap} {confirm}");
        let state = scene.shift().await.state;
        let expected = match (one_tap, confirm) {
            (300, _) => AdjustmentState::Approved,
            (_, 300) => AdjustmentState::Proposed,
            _ => AdjustmentState::AwaitingSecond,
        };
        assert_eq!(state, expected, "{one_tap} {confirm}");
    }
}

#[tokio::test]
async fn a_confirmation_is_worth_no_more_than_the_limits_of_now() {
    let scene = Scene::start().await;
    limits(&scene, 250, 500).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let asked = scene.tap(&maya(), &button).await;
    let [yes, _no] = scene.delivered(&asked.message(), now()).await.try_into().unwrap();
    limits(&scene, 250, 250).await;
    scene.tap_at(&maya(), &yes, later(30)).await;
    assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
}

#[tokio::test]
async fn estimated_budgets_are_said_to_be_estimated() {
    let scene = Scene::start().await;
    let mut shift = adjustment();
    shift.to.budget_estimated = true;
    scene.save_shift(&shift).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let told = scene.tap(&maya(), &button).await;
    assert!(told.told().ends_with("Budgets estimated from spend: compare them with your ad account."));
}

#[tokio::test]
async fn a_person_with_another_language_and_zone_reads_both() {
    let scene = Scene::start().await;
    scene.change_member(&lee(), |lee| (lee.language, lee.zone) = ("de".into(), "Europe/Berlin".into())).await;
    let button = scene.shift_button(&lee(), Action::ApproveShift).await;
    let story = scene.tap(&lee(), &button).await;
    assert_eq!(story.performed.language.tag(), "de");
    assert!(story.told().contains("14:07"), "{}", story.told());
    assert!(story.message().language == "de" && !story.message().text.contains("Changed your mind"));
}

/// Sets the limits for one tap and for one person.
async fn limits(scene: &Scene, one_tap: i64, one_person: i64) {
    scene
        .change_workspace(|workspace| {
            workspace.single_tap_limit = dollars(one_tap);
            workspace.rules.confirm_limit = Some(dollars(one_person));
        })
        .await;
}
