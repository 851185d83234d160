//! Who may tap: the person of the button, from the verified account, with the membership and the consent under which
//! the button was issued. Anybody else changes nothing, learns nothing, and nothing is recorded in the person's name.

use super::*;
use domain::address::WhatsAppAddress;
use domain::audit::AuditEvent;
use domain::instant::EpochSecond;
use domain::testing::anna;
use domain::workspace::{Consent, Role};

async fn scene_with_a_button() -> (Scene, TokenClaims) {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    (scene, button)
}

#[tokio::test]
async fn a_forwarded_button_does_nothing_tells_nothing_and_is_audited_without_a_name() {
    let (scene, button) = scene_with_a_button().await;
    let story = scene.tap(&lee(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: This button was sent to another phone, so nothing was changed.
    mark: the message of a stranger
    audit: approve_shift 20261005-a1b2c3d4 by nobody via whats_app: denied, not_your_button
    ");
    assert_eq!(story.kinds(), ["audit", "stranger"]);
    assert_eq!(
        scene.tap(&maya(), &button).await.performed.outcome,
        ActionOutcome::Changed,
        "its owner can use it"
    );
}

#[tokio::test]
async fn another_phone_does_not_learn_that_a_button_is_gone_used_or_expired() {
    let (scene, button) = scene_with_a_button().await;
    let unknown = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 9);
    let mut told = vec![scene.tap(&lee(), &unknown).await.told().to_owned()];
    told.push(scene.tap_at(&lee(), &button, later(9 * 24 * 3600)).await.told().to_owned());
    scene.tap(&maya(), &button).await;
    told.push(scene.tap(&lee(), &button).await.told().to_owned());
    assert!(told.iter().all(|reply| *reply == told[0]), "{told:?}");
}

#[tokio::test]
async fn an_account_that_changed_since_it_was_verified_is_not_the_person() {
    for (phone, scoped) in [
        ("+15550100001", "US.9"),                // the number has another owner
        ("+15550100077", "US.1349000000000001"), // the person has another number
    ] {
        let (scene, button) = scene_with_a_button().await;
        let mut message = tap_message(&maya(), &button, 7);
        message.senders = [phone, scoped]
            .iter()
            .filter_map(|text| WhatsAppAddress::from_parameter(&format!("whatsapp:{text}")))
            .collect();
        let story = scene.send(&message, &button, now()).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.text(), @r"
            says: This WhatsApp account changed since it was verified, so nothing was changed. Ask the person who invited you for a new invitation to confirm it.
            mark: the message of a stranger
            audit: approve_shift 20261005-a1b2c3d4 by nobody via whats_app: denied, not_verified
            ");
        }
        assert_eq!(story.kinds(), ["audit", "stranger"]);
    }
}

#[tokio::test]
async fn an_account_that_waits_for_its_verification_acts_on_nothing() {
    let (scene, button) = scene_with_a_button().await;
    scene.change_subscription(&maya(), |known| known.unverified = true).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::NotVerified));
}

#[tokio::test]
async fn a_person_who_shows_only_one_of_two_known_addresses_is_the_person() {
    for kept in [0, 1] {
        let (scene, button) = scene_with_a_button().await;
        let mut message = tap_message(&maya(), &button, 7);
        message.senders = vec![message.senders.swap_remove(kept)];
        assert_eq!(scene.send(&message, &button, now()).await.performed.outcome, ActionOutcome::Changed);
    }
}

#[tokio::test]
async fn who_was_removed_changes_nothing() {
    let (scene, button) = scene_with_a_button().await;
    scene.change_member(&maya(), |maya| *maya = maya.changed(Role::Owner, false, later(-60))).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You are no longer a member of this workspace, so nothing was changed.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, no_longer_member
    entry: maya tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn who_was_removed_and_came_back_needs_a_new_button() {
    let (scene, button) = scene_with_a_button().await;
    scene
        .change_member(&maya(), |maya| {
            *maya = maya.changed(Role::Owner, false, later(30)).changed(Role::Owner, true, later(60));
        })
        .await;
    let story = scene.tap_at(&maya(), &button, later(90)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Your role or your consent changed after this message was sent, so nothing was changed. Your next report has buttons that work.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, void
    entry: maya tapped A button on the message that carried it
    ");
    let fresh = scene
        .button_with(&maya(), Action::ApproveShift, adjustment().id.as_str(), |token| {
            token.issued_at = EpochSecond::from(later(60));
        })
        .await;
    assert_eq!(scene.tap_at(&maya(), &fresh, later(90)).await.performed.outcome, ActionOutcome::Changed);
}

#[tokio::test]
async fn a_new_role_voids_the_buttons_of_the_old_one_even_where_it_may_do_as_much() {
    let (scene, button) = scene_with_a_button().await;
    scene.change_member(&maya(), |maya| *maya = maya.changed(Role::Marketer, true, later(30))).await;
    let story = scene.tap_at(&maya(), &button, later(60)).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::Void));
}

#[tokio::test]
async fn who_said_stop_changes_nothing() {
    let (scene, button) = scene_with_a_button().await;
    scene.change_subscription(&maya(), |known| known.consent = Consent::OptedOut).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You stopped these messages, so nothing was changed. Send START to get them again.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, opted_out
    entry: maya tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn who_said_stop_and_start_again_needs_a_new_button() {
    let (scene, button) = scene_with_a_button().await;
    scene.change_subscription(&maya(), |known| known.consent_changed_at = later(30)).await;
    let story = scene.tap_at(&maya(), &button, later(60)).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::Void));
    assert_eq!(scene.shift().await, adjustment());
}

#[tokio::test]
async fn a_table_that_was_restored_voids_every_button_from_before() {
    let (scene, button) = scene_with_a_button().await;
    for (from, is_void) in [(now().as_second(), false), (now().as_second() + 1, true)] {
        scene
            .change_workspace(|workspace| workspace.rules.tokens_valid_from = Some(EpochSecond::new(from)))
            .await;
        let story = scene.tap_at(&maya(), &button, later(60)).await;
        let refused = matches!(story.performed.outcome, ActionOutcome::Refused(Refusal::Void));
        assert_eq!(refused, is_void);
        scene.save_shift(&adjustment()).await;
        scene.change_token(&button, |token| token.state = domain::token::TokenState::Issued).await;
    }
}

#[tokio::test]
async fn a_person_without_a_subscription_has_no_phone_to_tap_with() {
    let (scene, button) = scene_with_a_button().await;
    scene.world.delete(&Key::subscription(&workspace().id, &maya().id)).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::NotYourButton));
}

#[tokio::test]
async fn every_button_of_a_stranger_is_refused_alike_and_audited_as_what_it_would_do() {
    let scene = Scene::start().await;
    for (action, target) in [
        (Action::ApproveShift, adjustment().id.to_string()),
        (Action::DeclineShift, adjustment().id.to_string()),
        (Action::UndoShift, adjustment().id.to_string()),
        (Action::ReviewShift, adjustment().id.to_string()),
        (Action::ShowAlerts, report_day().to_string()),
        (Action::AcknowledgeAlert, alert().finding.id.to_string()),
        (Action::SnoozeAlert, alert().finding.id.to_string()),
        (Action::AssignRecommendation, recommendation().id.to_string()),
        (Action::AcceptAssignment, recommendation().id.to_string()),
    ] {
        let button = scene.button(&maya(), action, &target, 1).await;
        let story = scene.tap(&anna(), &button).await;
        assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::NotYourButton), "{action:?}");
        let [event] = &story.wrote::<AuditEvent>()[..] else { panic!("{}", story.text()) };
        assert_eq!((&event.actor, &event.object), (&None, &target));
    }
}
