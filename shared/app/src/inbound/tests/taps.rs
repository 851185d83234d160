//! Taps and list choices: each performs its action, what the action produces is queued, and a payload that is not ours
//! costs nothing.

use super::*;
use domain::insight::record::AssignmentAnswer;
use domain::message::job::QueueJob;
use domain::testing::{
    adjustment, anna, claims, dollars, inbound_sid, lee, maya, recommendation, stored_token,
};
use domain::token::{Action, TokenClaims};
use domain::workspace::Workspace;
use std::sync::atomic::Ordering;

/// Stores the shift, its recommendation and a token; returns the token's claims.
async fn with_button(scene: &Scene, who: &Member, action: Action) -> TokenClaims {
    let (shift, what) = (adjustment(), recommendation());
    scene.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    scene.put(&Key::recommendation(&what.workspace, &what.id), &what).await;
    let button = claims(who, action, shift.id.as_str(), 1);
    scene.put(&Key::token(&button.workspace, &button.hash()), &stored_token(&button, 1)).await;
    scene.embedded.calls.take();
    button
}

fn tap(scene: &Scene, who: &Member, number: u32, button: &TokenClaims) -> InboundMessage {
    let payload = scene.keys.seal(button);
    inbound(
        who,
        number,
        &[("Body", "Approve"), ("ButtonText", "Approve"), ("ButtonPayload", payload.as_str())],
    )
}

fn said(answer: InboundAnswer) -> String {
    let InboundAnswer::Say(reply) = answer else { panic!("{answer:?}") };
    reply
}

impl Scene {
    /// Takes everything that was queued.
    pub(super) fn queued(&self) -> Vec<QueueJob> {
        let messages = std::mem::take(&mut *self.queue.jobs.lock().unwrap());
        let others = std::mem::take(&mut *self.queue.others.lock().unwrap());
        assert!(
            messages
                .iter()
                .map(|(_, delay)| delay)
                .chain(others.iter().map(|(_, delay)| delay))
                .all(|delay| *delay == 0)
        );
        let messages = messages.into_iter().map(|(job, _)| QueueJob::Message(job));
        messages.chain(others.into_iter().map(|(job, _)| job)).collect()
    }
}

#[tokio::test]
async fn a_tap_is_a_read_beside_the_count_and_a_transaction_and_queues_the_way_back() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    let reply = said(scene.receive(&tap(&scene, &maya(), 1, &button)).await);
    assert!(reply.starts_with("✅ Approved via WhatsApp by Maya"), "{reply}");
    assert_eq!(scene.embedded.calls.take(), ["UpdateItem", "BatchGetItem", "TransactWriteItems"]);
    let [QueueJob::Message(card)] = &scene.queued()[..] else { panic!("one card") };
    assert_eq!((&card.workspace, &card.member), (&workspace().id, &maya().id));
    assert!(scene.store().message(&card.workspace, &card.message).await.unwrap().is_some());
}

#[tokio::test]
async fn the_same_tap_again_gets_the_same_reply_and_queues_the_same_with_one_read_and_the_count() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    let message = tap(&scene, &maya(), 1, &button);
    let (reply, queued) = (scene.receive(&message).await, scene.queued());
    scene.embedded.calls.take();
    assert_eq!((scene.receive(&message).await, scene.queued()), (reply, queued));
    assert_eq!(scene.embedded.calls.take(), ["UpdateItem", "BatchGetItem"]);
    assert_eq!(scene.audited().await, [Verb::ApproveShift]);
}

#[tokio::test]
async fn a_row_of_a_list_is_a_tap() {
    let scene = Scene::start().await;
    let mut row = with_button(&scene, &maya(), Action::PickAssignee).await;
    row.nonce = [2; 16];
    let token = domain::token::WhatsAppActionToken { detail: Some("lee".into()), ..stored_token(&row, 1) };
    scene.put(&Key::token(&row.workspace, &row.hash()), &token).await;
    let payload = scene.keys.seal(&row);
    let pick = inbound(&maya(), 1, &[("Body", "Lee"), ("ListId", payload.as_str()), ("ListTitle", "Lee")]);
    let reply = said(scene.receive(&pick).await);
    assert!(reply.starts_with("Assigned to Lee: Move $300/day"), "{reply}");
    let [QueueJob::Message(told), QueueJob::NotificationMail(mail)] = &scene.queued()[..] else {
        panic!("two jobs")
    };
    assert_eq!((&told.member, &mail.member), (&lee().id, &lee().id));
    let stored = scene.store().recommendations(&workspace().id).await.unwrap().swap_remove(0);
    assert_eq!(stored.assignment.unwrap().answer, AssignmentAnswer::Awaited);
    let entry = scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(1)).await.unwrap();
    assert!(
        matches!(entry.unwrap().said, domain::message::conversation::Said::Tapped { button, .. } if button == "Lee")
    );
}

#[tokio::test]
async fn a_second_question_is_a_card_and_no_text() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    ask_once_more(&scene).await;
    assert_eq!(scene.receive(&tap(&scene, &maya(), 1, &button)).await, InboundAnswer::Silence);
    assert_eq!(scene.queued().len(), 1);
}

#[tokio::test]
async fn an_action_that_is_done_is_said_although_the_queue_fails_and_queued_when_it_comes_again() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    let message = tap(&scene, &maya(), 1, &button);
    scene.queue.failing.store(true, Ordering::Relaxed);
    let reply = scene.receive(&message).await;
    assert!(said(reply.clone()).starts_with("✅ Approved via WhatsApp by Maya"));
    scene.queue.failing.store(false, Ordering::Relaxed);
    assert_eq!((scene.receive(&message).await, scene.queued().len()), (reply, 1));
}

#[tokio::test]
async fn who_would_only_get_a_card_hears_when_the_queue_fails() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    ask_once_more(&scene).await;
    scene.queue.failing.store(true, Ordering::Relaxed);
    let reply = said(scene.receive(&tap(&scene, &maya(), 1, &button)).await);
    assert!(reply.contains("nothing was changed. Please tap again"), "{reply}");
}

#[tokio::test]
async fn of_a_payload_that_is_not_ours_only_the_senders_number_is_looked_up_wherever_it_is() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    let good = scene.keys.seal(&button).as_str().to_owned();
    let (sealed, mac) = good.rsplit_once('.').unwrap();
    let other_key = good.replacen("v1.k1.", "v1.k2.", 1);
    let mut altered = sealed.to_owned().into_bytes();
    let last = altered.last_mut().unwrap();
    *last = if *last == b'A' { b'B' } else { b'A' };
    let altered = format!("{}.{mac}", String::from_utf8(altered).unwrap());
    let long = "v1.".repeat(80);
    for payload in [
        "approve",
        "v1.k1.x.y",
        sealed,
        &format!("{sealed}."),
        &other_key,
        &altered,
        &good[..good.len() - 1],
        &long,
    ] {
        for parameter in ["ButtonPayload", "ListId"] {
            let answer =
                scene.receive(&inbound(&maya(), 1, &[("Body", "Approve"), (parameter, payload)])).await;
            assert!(
                said(answer).starts_with("I could not read that button, so nothing was changed."),
                "{payload}"
            );
            let calls = scene.embedded.calls.take();
            let of_text = ["Query", "Query", "UpdateItem", "BatchGetItem", "TransactWriteItems"];
            assert!(
                of_text.starts_with(&calls.iter().map(String::as_str).collect::<Vec<_>>()),
                "{payload} {calls:?}"
            );
        }
    }
    assert_eq!(scene.audited().await, []);
}

#[tokio::test]
async fn a_genuine_webhook_that_is_replayed_weeks_later_does_nothing() {
    let mut scene = Scene::start().await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    let (handled, unhandled) = (tap(&scene, &maya(), 1, &button), tap(&scene, &maya(), 2, &button));
    let first = scene.receive(&handled).await;
    scene.clock = FixedClock(now() + jiff::SignedDuration::from_hours(24 * 30));
    assert_eq!(scene.receive(&handled).await, first);
    let late = said(scene.receive(&unhandled).await);
    assert!(late.starts_with("Already done, nothing changed. You approved this shift"), "{late}");
    let executed = scene.store().audit(&workspace().id).await.unwrap();
    let is_executed = |event: &&domain::audit::AuditEvent| event.outcome == domain::audit::Outcome::Executed;
    assert_eq!(executed.iter().filter(is_executed).count(), 1);
}

#[tokio::test]
async fn a_button_works_only_in_the_workspace_that_it_names() {
    let scene = Scene::start().await;
    let there = messages::also_in_beta_shop(&scene).await;
    let button = with_button(&scene, &maya(), Action::ApproveShift).await;
    let elsewhere = TokenClaims { workspace: there.workspace.clone(), ..button.clone() };
    let reply = said(scene.receive(&tap(&scene, &there, 1, &elsewhere)).await);
    assert!(reply.starts_with("This button no longer leads anywhere"), "{reply}");
    assert_eq!(scene.audited().await, []);
    assert_eq!(scene.store().audit(&there.workspace).await.unwrap().len(), 1);
    let here = said(scene.receive(&tap(&scene, &maya(), 2, &button)).await);
    assert!(here.starts_with("✅ Approved"), "{here}");
}

#[tokio::test]
async fn a_viewer_is_told_who_may() {
    let scene = Scene::start().await;
    let button = with_button(&scene, &anna(), Action::ApproveShift).await;
    let reply = said(scene.receive(&tap(&scene, &anna(), 1, &button)).await);
    assert_eq!(reply, "You can see this shift but not decide on it. Lee and Maya can. Nothing was changed.");
    assert_eq!(scene.queued(), []);
}

async fn ask_once_more(scene: &Scene) {
    let mut strict: Workspace = workspace();
    (strict.single_tap_limit, strict.rules.confirm_limit) = (dollars(250), Some(dollars(500)));
    scene.put(&Key::workspace(&strict.id), &strict).await;
    scene.embedded.calls.take();
}
