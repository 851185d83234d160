//! Items written by the previous version: they lack attributes that were added since, but an action on them works all
//! the same.

use super::*;
use domain::insight::record::AssignmentAnswer;

/// Writes an item again without some of its attributes.
async fn without(scene: &Scene, key: &Key, attributes: &[&str]) {
    let mut stored = scene.world.store.get_all(std::slice::from_ref(key)).await.unwrap().remove(key).unwrap();
    for attribute in attributes {
        assert!(stored.remove(*attribute).is_some(), "{attribute} is not there");
    }
    scene.world.store.put_all(vec![stored], &|_| {}).await.unwrap();
}

/// The workspace of the tests as the previous version left it.
async fn old_workspace() -> Scene {
    let scene = Scene::start().await;
    without(&scene, &Key::workspace(&workspace().id), &["rules"]).await;
    for who in [maya(), lee()] {
        without(&scene, &Key::member(&who.workspace, &who.id), &["changed_at"]).await;
    }
    let shift = Key::adjustment(&workspace().id, &adjustment().id);
    without(&scene, &shift, &["because", "undo_until"]).await;
    without(&scene, &Key::recommendation(&workspace().id, &recommendation().id), &["version"]).await;
    without(&scene, &Key::alert(&workspace().id, &alert().finding.id), &["snoozed_until"]).await;
    scene
}

#[tokio::test]
async fn a_shift_of_the_version_before_is_approved_and_undone() {
    let scene = old_workspace().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = scene.tap(&maya(), &button).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed, "{}", story.text());
    let undo = scene.delivered(&story.message(), now()).await.swap_remove(0);
    assert_eq!(scene.tap_at(&maya(), &undo, later(60)).await.performed.outcome, ActionOutcome::Changed);
}

#[tokio::test]
async fn a_recommendation_of_the_version_before_is_given_and_taken_on() {
    let scene = old_workspace().await;
    let list = scene.button(&maya(), Action::AssignRecommendation, recommendation().id.as_str(), 0).await;
    let rows = scene.tap(&maya(), &list).await.message();
    let row = scene.delivered(&rows, now()).await.pop().unwrap();
    let story = scene.tap(&maya(), &row).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed, "{}", story.text());
    let accept = scene.delivered(&story.message(), now()).await.swap_remove(0);
    scene.tap_at(&lee(), &accept, later(60)).await;
    assert_eq!(scene.recommendation().await.assignment.unwrap().answer, AssignmentAnswer::Accepted);
}

#[tokio::test]
async fn an_alert_of_the_version_before_is_acknowledged() {
    let scene = old_workspace().await;
    let button =
        scene.button(&maya(), Action::AcknowledgeAlert, alert().finding.id.as_str(), seen_today()).await;
    assert_eq!(scene.tap(&maya(), &button).await.performed.outcome, ActionOutcome::Changed);
}

#[tokio::test]
async fn rules_that_were_set_meanwhile_count_although_there_were_none() {
    let scene = old_workspace().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let message = tap_message(&maya(), &button, 7);
    let (performed, _) = races::raced(&scene, &request(&message, &button, later(60)), async || {
        scene.change_workspace(|workspace| workspace.rules.named.approve_shifts = Some(Vec::new())).await;
    })
    .await;
    assert!(matches!(performed.outcome, ActionOutcome::Refused(Refusal::MayNot { .. })));
}

#[tokio::test]
async fn a_button_of_the_version_before_says_when_there_is_a_new_one() {
    let scene = old_workspace().await;
    // A token without an issue time is older than any change of consent.
    scene.change_subscription(&maya(), |known| known.consent_changed_at = later(-3600)).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    without(&scene, &Key::token(&button.workspace, &button.hash()), &["channel", "issued_at"]).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Your role or your consent changed after this message was sent, so nothing was changed. Your next report has buttons that work.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, void
    entry: maya tapped A button on the message that carried it
    ");
}
