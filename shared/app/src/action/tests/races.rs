//! Races: something changes between the read of a tap and its transaction. The conditions of the transaction decide,
//! and the loser is told what happened, in the same two calls.

use super::*;
use domain::audit::AuditEvent;

/// Reads as a tap does, lets something change, and continues with what was read.
pub(super) async fn raced(
    scene: &Scene,
    request: &Request<'_>,
    change: impl AsyncFnOnce(),
) -> (ActionResult, Story) {
    scene.embedded.calls.take();
    let sid = request.message.map(|message| message.message_sid.to_string());
    let read = scene.embedded.store.read_action(&request.actor, sid.as_deref()).await.unwrap();
    change().await;
    let before = story::table(&scene.world).await;
    let performed = settle(&scene.embedded.store, request, &read.context).await.unwrap();
    let calls = scene.embedded.calls.take();
    let after = story::table(&scene.world).await;
    let (sid, at) = (sid.unwrap_or_default(), request.actor.now);
    let story = Story { performed: performed.clone(), calls, sid, at, before, after };
    story.check();
    (performed, story)
}

pub(super) async fn tap_around(scene: &Scene, button: &TokenClaims, change: impl AsyncFnOnce()) -> Story {
    let message = tap_message(&maya(), button, 7);
    raced(scene, &request(&message, button, later(60)), change).await.1
}

/// Lets Maya tap "approve" while something else happens.
pub(super) async fn approve_around(change: impl AsyncFnOnce(&Scene)) -> (Scene, Story) {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = tap_around(&scene, &button, async || change(&scene).await).await;
    (scene, story)
}

#[tokio::test]
async fn a_lost_race_writes_nothing_and_has_its_denial_recorded_by_a_worker_once() {
    let (scene, story) = approve_around(async |scene| scene.change_campaign(1, 1_350).await).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Not applied. The budget of Prospecting EU changed since this message: it is now $1,350 a day (was $1,200). Your next report brings a new proposal.
    record later: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, target_moved
    ");
    assert_eq!(story.kinds(), [""; 0]);
    let [QueueJob::RecordRefusal(job)] = &story.performed.jobs[..] else { panic!("{}", story.text()) };
    assert_eq!(job.audit.id, AuditEvent::id_for_message(&story.sid));
    for _again in 0..2 {
        scene.world.store.record_refusal(job).await.unwrap();
    }
    assert_eq!(scene.world.store.audit(&workspace().id).await.unwrap(), std::slice::from_ref(&job.audit));
}

#[tokio::test]
async fn a_refusal_that_was_recorded_is_the_answer_to_its_message_even_when_it_would_be_allowed_by_then() {
    let (scene, story) = approve_around(async |scene| {
        scene.save_shift(&adjustment().declined(decided_by(&lee(), later(30)))).await;
    })
    .await;
    let [QueueJob::RecordRefusal(job)] = &story.performed.jobs[..] else { panic!("{}", story.text()) };
    scene.world.store.record_refusal(job).await.unwrap();
    scene.save_shift(&adjustment()).await;
    let button = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 100);
    let message = tap_message(&maya(), &button, 7);
    let again = perform(&scene.embedded.store, &request(&message, &button, later(80))).await.unwrap();
    assert_eq!((again.reply, again.outcome), (story.performed.reply, ActionOutcome::Duplicate));
    assert_eq!(scene.world.store.audit(&workspace().id).await.unwrap(), std::slice::from_ref(&job.audit));
}

#[tokio::test]
async fn a_lost_race_whose_message_comes_again_is_audited_once_by_the_worker_or_by_the_answer() {
    for worker_first in [true, false] {
        let (scene, story) = approve_around(async |scene| {
            scene.save_shift(&adjustment().declined(decided_by(&lee(), later(30)))).await;
        })
        .await;
        let [QueueJob::RecordRefusal(job)] = &story.performed.jobs[..] else { panic!("{}", story.text()) };
        let button = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 100);
        let message = tap_message(&maya(), &button, 7);
        let request = request(&message, &button, later(80));
        if worker_first {
            scene.world.store.record_refusal(job).await.unwrap();
        }
        let again = perform(&scene.embedded.store, &request).await.unwrap();
        assert_eq!(again.reply, story.performed.reply);
        scene.world.store.record_refusal(job).await.unwrap();
        let audit = scene.world.store.audit(&workspace().id).await.unwrap();
        let ids: Vec<_> = audit.iter().map(|event| &event.id).collect();
        assert_eq!(ids, [&job.audit.id], "worker first: {worker_first}");
        let entry = scene.world.store.inbound_entry(&workspace().id, &maya().id, &story.sid).await.unwrap();
        assert_eq!(entry.unwrap().reply, again.reply);
    }
}

#[tokio::test]
async fn who_approved_meanwhile_is_named() {
    let (scene, story) = approve_around(async |scene| {
        let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
        let message = tap_message(&lee(), &lees, 8);
        Box::pin(perform(&scene.world.store, &request(&message, &lees, later(30)))).await.unwrap();
    })
    .await;
    insta::assert_snapshot!(story.text(), @r"
    says: Lee approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.
    record later: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, already_approved
    ");
    assert_eq!(scene.shift().await.decided.unwrap().by, lee().id);
}

#[tokio::test]
async fn a_no_that_came_meanwhile_stands() {
    let (scene, story) = approve_around(async |scene| {
        let lees = scene.shift_button(&lee(), Action::DeclineShift).await;
        let message = tap_message(&lee(), &lees, 8);
        Box::pin(perform(&scene.world.store, &request(&message, &lees, later(30)))).await.unwrap();
    })
    .await;
    assert!(story.told().starts_with("Lee said no to this shift"), "{}", story.told());
    assert_eq!(scene.shift().await.state, AdjustmentState::Declined);
}

#[tokio::test]
async fn a_newer_proposal_that_came_meanwhile_wins() {
    let (_scene, story) =
        approve_around(async |scene| scene.save_shift(&adjustment().superseded(None)).await).await;
    insta::assert_snapshot!(story.text(), @r"
    says: A newer proposal took the place of this one, so nothing was changed.
    record later: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, superseded
    ");
}

#[tokio::test]
async fn the_first_of_two_that_came_meanwhile_is_no_obstacle_to_trying_again() {
    let (scene, button) = second::scene_of_two().await;
    let story = tap_around(&scene, &button, async || {
        let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
        let message = tap_message(&lee(), &lees, 8);
        Box::pin(perform(&scene.world.store, &request(&message, &lees, later(30)))).await.unwrap();
    })
    .await;
    insta::assert_snapshot!(story.text(), @"says: Not done just now: another change came at the same moment, so yours changed nothing. Please try again in a moment.");
    let again = scene.tap_at(&maya(), &button, later(61)).await;
    assert_eq!(again.performed.outcome, ActionOutcome::Changed);
    assert_eq!(scene.shift().await.state, AdjustmentState::Approved);
}

type SubscriptionChange = fn(&mut WhatsAppSubscription);

#[tokio::test]
async fn whose_phone_it_is_no_longer_is_audited_without_a_name_and_once() {
    let other_account = |known: &mut WhatsAppSubscription| known.business_scoped_id = Some("US.9".into());
    let other_person = |known: &mut WhatsAppSubscription| {
        (known.phone, known.business_scoped_id) = (Some("+15550100077".into()), Some("US.9".into()));
    };
    let changes: [(&str, SubscriptionChange); 2] =
        [("not_verified", other_account), ("not_your_button", other_person)];
    for (word, change) in changes {
        for worker_first in [true, false] {
            let (scene, story) =
                approve_around(async |scene| scene.change_subscription(&maya(), change).await).await;
            let [QueueJob::RecordRefusal(job)] = &story.performed.jobs[..] else {
                panic!("{}", story.text())
            };
            let later_line = format!(
                "record later: approve_shift 20261005-a1b2c3d4 by nobody via whats_app: denied, {word}"
            );
            assert!(story.text().contains(&later_line), "{}", story.text());
            assert_same_again(&scene, &story, job, worker_first).await;
        }
    }
}

/// A stranger's message arrives again, before or after a worker records it: one event, and no conversation entry for
/// the person.
async fn assert_same_again(scene: &Scene, story: &Story, job: &RefusalJob, worker_first: bool) {
    let (store, audit) = (&scene.world.store, &job.audit);
    if worker_first {
        store.record_refusal(job).await.unwrap();
    }
    let button = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 100);
    let message = tap_message(&maya(), &button, 7);
    let again = perform(&scene.embedded.store, &request(&message, &button, later(80))).await.unwrap();
    assert_eq!((&again.reply, &again.outcome), (&story.performed.reply, &story.performed.outcome));
    store.record_refusal(job).await.unwrap();
    let events = store.audit(&workspace().id).await.unwrap();
    let named: Vec<_> = events.iter().map(|event| (&event.id, &event.actor, &event.outcome)).collect();
    assert_eq!(named, [(&audit.id, &None, &audit.outcome)], "worker first: {worker_first}");
    assert_eq!(store.inbound_entry(&workspace().id, &maya().id, &story.sid).await.unwrap(), None);
}

#[tokio::test]
async fn a_campaign_that_was_switched_off_meanwhile_counts() {
    let (_scene, story) = approve_around(async |scene| {
        let mut stopped = testing::campaigns().swap_remove(1);
        stopped.active = false;
        scene.world.store.save_campaigns(&workspace().id, &[stopped]).await.unwrap();
    })
    .await;
    insta::assert_snapshot!(story.text(), @r"
    says: Not applied. This proposal changed since the message was sent. Your latest report has the current one.
    record later: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, target_moved
    ");
}

#[tokio::test]
async fn an_undo_meets_a_budget_that_changed_meanwhile() {
    let scene = Scene::start().await;
    scene.save_shift(&adjustment().approved(decided_by(&maya(), now()), 1800)).await;
    let undo = scene.button(&maya(), Action::UndoShift, adjustment().id.as_str(), 2).await;
    let story = tap_around(&scene, &undo, async || scene.change_campaign(0, 650).await).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Cannot be undone: the budget of Retargeting US was changed after the approval and is now $650 a day. Nothing was changed. Change the budgets in the ad account instead.
    record later: undo_shift 20261005-a1b2c3d4 by maya via whats_app: denied, undo_moved
    ");
    assert_eq!(scene.shift().await.state, AdjustmentState::Approved);
}

#[tokio::test]
async fn an_alert_that_was_handled_meanwhile_says_by_whom() {
    let scene = Scene::start().await;
    let button = scene.button(&maya(), Action::SnoozeAlert, alert().finding.id.as_str(), seen_today()).await;
    let acknowledged = alert().acknowledged(decided_by(&lee(), later(30)));
    let story = tap_around(&scene, &button, async || scene.save_alert(&acknowledged).await).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Lee acknowledged this alert on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.
    record later: snooze_alert overspent-retargeting-us by maya via whats_app: denied, alert_handled
    ");
    assert_eq!(scene.alert().await, acknowledged);
}

#[tokio::test]
async fn a_recommendation_that_was_given_meanwhile_says_to_whom() {
    let scene = Scene::start().await;
    let row = scene
        .button_with(&maya(), Action::PickAssignee, recommendation().id.as_str(), |token| {
            token.detail = Some("maya".to_owned());
        })
        .await;
    let given = recommendation().assigned(&lee().id, "Lee", decided_by(&lee(), later(30)));
    let story = tap_around(&scene, &row, async || scene.save_recommendation(&given).await).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Lee has had this since Tue 6 Oct at 08:07 EDT. Nothing changed.
    record later: assign_recommendation 20261005-a1b2c3d4 by maya via whats_app: denied, already_assigned
    ");
    assert_eq!(scene.recommendation().await, given);
}

#[tokio::test]
async fn an_answer_that_the_assignment_outran_changes_nothing() {
    let scene = Scene::start().await;
    let given = recommendation().assigned(&maya().id, "Maya", decided_by(&lee(), now()));
    scene.save_recommendation(&given).await;
    let accept = scene.button(&maya(), Action::AcceptAssignment, given.id.as_str(), 2).await;
    let taken_away = given.assigned(&lee().id, "Lee", decided_by(&lee(), later(30)));
    let story = tap_around(&scene, &accept, async || scene.save_recommendation(&taken_away).await).await;
    assert!(
        matches!(story.performed.outcome, ActionOutcome::Refused(Refusal::AlreadyAssigned { .. })),
        "{}",
        story.text()
    );
    assert_eq!(scene.recommendation().await, taken_away);
}

#[tokio::test]
async fn an_address_that_was_never_known_is_no_obstacle() {
    let scene = Scene::start().await;
    scene.change_subscription(&maya(), |known| known.business_scoped_id = None).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    assert_eq!(scene.tap(&maya(), &button).await.performed.outcome, ActionOutcome::Changed);
}

#[tokio::test]
async fn an_address_that_became_known_meanwhile_is_decided_on_anew() {
    let scene = Scene::start().await;
    scene.change_subscription(&maya(), |known| known.business_scoped_id = None).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let story = tap_around(&scene, &button, async || {
        scene.change_subscription(&maya(), |known| known.business_scoped_id = Some("US.9".into())).await;
    })
    .await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::NotVerified));
}
