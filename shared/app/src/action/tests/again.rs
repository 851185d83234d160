//! The same WhatsApp message again: the same reply word for word, the same jobs, one read and no write.

use super::*;
use domain::testing::dollars;

/// Every kind of outcome that leaves an entry, each with its label, the person and the button, after setting up what it
/// needs.
async fn taps(scene: &Scene) -> Vec<(&'static str, Member, TokenClaims)> {
    let shift = adjustment().id;
    let first = scene.shift_button(&maya(), Action::ApproveShift).await;
    let recommendation = recommendation().id;
    let pick = scene
        .button_with(&maya(), Action::PickAssignee, recommendation.as_str(), |token| {
            token.detail = Some("lee".to_owned());
        })
        .await;
    vec![
        ("shows", maya(), scene.button(&maya(), Action::ShowAlerts, "2026-10-05", 0).await),
        (
            "lists",
            maya(),
            scene.button(&maya(), Action::AssignRecommendation, recommendation.as_str(), 0).await,
        ),
        ("asks a second", maya(), first.clone()),
        ("awaits the second", maya(), scene.button(&maya(), Action::ApproveShift, shift.as_str(), 2).await),
        ("approves", lee(), scene.shift_button(&lee(), Action::ApproveShift).await),
        ("is done", maya(), first),
        ("undoes", lee(), scene.button(&lee(), Action::UndoShift, shift.as_str(), 3).await),
        (
            "acknowledges",
            maya(),
            scene.button(&maya(), Action::AcknowledgeAlert, alert().finding.id.as_str(), seen_today()).await,
        ),
        ("gives away", maya(), pick),
        ("leads nowhere", maya(), claims(&maya(), Action::ApproveShift, shift.as_str(), 9)),
    ]
}

#[tokio::test]
async fn the_same_message_again_gives_the_same_and_writes_nothing() {
    let scene = Scene::start().await;
    scene.change_workspace(|workspace| workspace.single_tap_limit = dollars(250)).await;
    for (number, (what, who, button)) in (1000..).zip(taps(&scene).await) {
        let message = tap_message(&who, &button, number);
        let first = scene.send(&message, &button, later(10)).await;
        for at in [later(11), later(25 * 24 * 3600)] {
            let again = scene.send(&message, &button, at).await;
            assert_eq!(again.calls, ONE_CALL, "{what}");
            assert_eq!(again.performed.outcome, ActionOutcome::Duplicate, "{what}");
            assert_eq!(again.performed.reply, first.performed.reply, "{what}");
            assert_eq!(again.performed.jobs, first.performed.jobs, "{what}");
        }
    }
}

#[tokio::test]
async fn a_stranger_s_message_again_gets_the_same_and_is_audited_once() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let message = tap_message(&lee(), &button, 7);
    let first = perform(&scene.embedded.store, &request(&message, &button, now())).await.unwrap();
    let before = story::table(&scene.world).await;
    let again = perform(&scene.embedded.store, &request(&message, &button, later(20))).await.unwrap();
    assert_eq!(again, first);
    assert_eq!(story::table(&scene.world).await, before);
}

#[tokio::test]
async fn a_message_that_was_handled_by_another_worker_between_read_and_write_gets_its_reply() {
    for action in [Action::ApproveShift, Action::DeclineShift] {
        let scene = Scene::start().await;
        let button = scene.shift_button(&maya(), action).await;
        let message = tap_message(&maya(), &button, 7);
        let request = request(&message, &button, now());
        let store = &scene.embedded.store;
        let read = store.read_action(&request.actor, Some(message.message_sid.as_str())).await.unwrap();
        let first = perform(&scene.world.store, &request).await.unwrap();
        let before = story::table(&scene.world).await;
        let second = settle(store, &request, &read.context).await.unwrap();
        assert_eq!(second, ActionResult { outcome: ActionOutcome::Duplicate, ..first });
        assert_eq!(story::table(&scene.world).await, before);
    }
}

#[tokio::test]
async fn what_changes_nothing_is_logged_once_by_two_workers() {
    let scene = Scene::start().await;
    let button = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 9);
    let message = tap_message(&maya(), &button, 7);
    let request = request(&message, &button, now());
    let store = &scene.embedded.store;
    let read = store.read_action(&request.actor, Some(message.message_sid.as_str())).await.unwrap();
    let first = perform(&scene.world.store, &request).await.unwrap();
    let before = story::table(&scene.world).await;
    let second = settle(store, &request, &read.context).await.unwrap();
    assert_eq!((second.reply, second.jobs), (first.reply, first.jobs));
    assert_eq!(story::table(&scene.world).await, before);
}
