//! Messages that lead to no action: a token typed by hand, and an endless series of texts.

use super::messages::also_in_beta_shop;
use super::*;
use domain::message::conversation::{MOST_IDLE_REPLIES, Said};
use domain::testing::{adjustment, claims, inbound_sid, lee, maya, recommendation, stored_token};
use domain::token::Action;
use std::fmt::Write as _;

async fn talk(scene: &Scene) -> String {
    let talk = scene.store().latest_talk(&workspace().id, &maya().id, 50).await.unwrap();
    talk.iter().fold(String::new(), |mut all, entry| {
        write!(all, "{entry:?}").unwrap();
        all
    })
}

async fn is_heard(scene: &Scene, number: u32, text: &str) -> bool {
    matches!(scene.receive(&inbound(&maya(), number, &[("Body", text)])).await, InboundAnswer::Say(_))
}

/// Lets Maya write until she gets no more replies.
async fn silence(scene: &Scene) {
    for number in 0..MOST_IDLE_REPLIES {
        assert!(is_heard(scene, 100 + number, "").await, "{number}");
    }
    assert!(!is_heard(scene, 199, "").await);
}

async fn tap(scene: &Scene, number: u32, action: Action) -> InboundAnswer {
    let shift = adjustment();
    scene.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    let claims = claims(&maya(), action, shift.id.as_str(), 1);
    scene.put(&Key::token(&claims.workspace, &claims.hash()), &stored_token(&claims, 1)).await;
    let button = scene.keys.seal(&claims);
    scene.receive(&inbound(&maya(), number, &[("ButtonPayload", button.as_str())])).await
}

#[tokio::test]
async fn a_token_written_by_hand_opens_nothing_and_is_nowhere_in_the_table() {
    let scene = Scene::start().await;
    let shift = adjustment();
    scene.put(&Key::adjustment(&shift.workspace, &shift.id), &shift).await;
    let claims = claims(&maya(), Action::ApproveShift, shift.id.as_str(), 1);
    scene.put(&Key::token(&claims.workspace, &claims.hash()), &stored_token(&claims, 1)).await;
    let token = scene.keys.seal(&claims);
    let token = token.as_str();
    scene.embedded.calls.take();
    let texts =
        [token.to_owned(), format!("please do {token} now"), format!("https://reports.example/a/{token}")];
    for (number, text) in (1..).zip(&texts) {
        let reply = scene.write(&maya(), number, text).await;
        assert!(reply.starts_with("I could not read that button, so nothing was changed."), "{reply}");
        let calls = ["Query", "Query", "UpdateItem", "BatchGetItem", "TransactWriteItems"];
        assert_eq!(scene.embedded.calls.take(), calls);
    }
    assert_eq!(scene.store().adjustment(&shift.workspace, &shift.id).await.unwrap(), Some(shift));
    assert_eq!(scene.audited().await, []);
    let kept = scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(1)).await.unwrap();
    assert_eq!(kept.unwrap().said, Said::SentSomethingElse);
    let body = token.split('.').nth(2).unwrap();
    assert!(!talk(&scene).await.contains(body));
}

#[tokio::test]
async fn a_token_sent_with_a_word_that_twilio_recognised_is_not_kept_either() {
    let scene = Scene::start().await;
    let claims = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 1);
    let token = scene.keys.seal(&claims);
    scene.receive(&inbound(&maya(), 1, &[("Body", token.as_str()), ("OptOutType", "HELP")])).await;
    assert!(!talk(&scene).await.contains(token.as_str().split('.').nth(2).unwrap()));
}

#[tokio::test]
async fn after_five_texts_in_a_row_there_is_silence_and_the_texts_are_still_kept() {
    let scene = Scene::start().await;
    silence(&scene).await;
    scene.embedded.calls.take();
    assert!(!is_heard(&scene, 200, "").await);
    assert!(!is_heard(&scene, 201, "").await);
    assert!(!is_heard(&scene, 202, "v1.k1.x.y").await);
    let calls = ["Query", "Query", "UpdateItem", "BatchGetItem", "TransactWriteItems"];
    assert_eq!(scene.embedded.calls.take(), [calls, calls, calls].concat());
    let silent = scene.store().inbound_entry(&workspace().id, &maya().id, &inbound_sid(200)).await.unwrap();
    assert_eq!(silent.unwrap().reply, None);
    assert!(matches!(scene.receive(&inbound(&lee(), 1, &[("Body", "")])).await, InboundAnswer::Say(_)));
}

#[tokio::test]
async fn the_same_text_again_and_again_counts_once() {
    let scene = Scene::start().await;
    for _again in 0..2 * MOST_IDLE_REPLIES {
        assert!(is_heard(&scene, 1, "").await);
    }
    assert!(is_heard(&scene, 2, "").await);
}

#[tokio::test]
async fn a_keyword_always_gets_its_reply_and_ends_the_silence() {
    for word in ["HELP", "START", "Hilfe"] {
        let scene = Scene::start().await;
        silence(&scene).await;
        assert!(is_heard(&scene, 200, word).await, "{word}");
        assert!(is_heard(&scene, 201, "").await, "{word}");
    }
    let scene = Scene::start().await;
    silence(&scene).await;
    assert!(is_heard(&scene, 200, "STOP").await);
    assert_eq!(scene.consent(&maya()).await, Consent::OptedOut);
    assert!(is_heard(&scene, 201, "").await);
}

#[tokio::test]
async fn a_tap_ends_the_silence_whether_it_changes_something_or_not() {
    for action in [Action::ApproveShift, Action::ReviewShift, Action::UndoShift] {
        let scene = Scene::start().await;
        silence(&scene).await;
        scene.embedded.calls.take();
        tap(&scene, 200, action).await;
        let calls = scene.embedded.calls.take();
        assert_eq!(&calls[calls.len() - 2..], ["BatchGetItem", "TransactWriteItems"], "{action:?}");
        assert!(is_heard(&scene, 201, "").await, "{action:?}");
    }
}

#[tokio::test]
async fn a_forged_button_does_not_end_the_silence() {
    let scene = Scene::start().await;
    silence(&scene).await;
    scene.receive(&inbound(&maya(), 200, &[("ButtonPayload", "v1.k1.x.y")])).await;
    assert!(!is_heard(&scene, 201, "").await);
}

#[tokio::test]
async fn in_silence_a_command_still_acts_and_ends_it_and_one_that_does_not_act_says_nothing() {
    let scene = Scene::start().await;
    let given = recommendation();
    scene.put(&Key::recommendation(&given.workspace, &given.id), &given).await;
    scene.put(&Key::adjustment(&given.workspace, &given.adjustment), &adjustment()).await;
    silence(&scene).await;
    assert!(!is_heard(&scene, 200, "assign Xerxes").await);
    assert!(!is_heard(&scene, 201, "assign Anna").await);
    assert!(scene.queue.jobs.lock().unwrap().is_empty());
    assert_eq!(scene.audited().await, [Verb::AssignRecommendation]);
    assert!(is_heard(&scene, 202, "assign Lee").await);
    assert!(is_heard(&scene, 203, "").await);
}

#[tokio::test]
async fn commands_that_come_to_nothing_count_as_well() {
    let scene = Scene::start().await;
    for number in 0..MOST_IDLE_REPLIES {
        assert!(is_heard(&scene, number, "assign Xerxes").await);
    }
    assert!(!is_heard(&scene, 50, "assign Xerxes").await);
    assert!(!is_heard(&scene, 51, "").await);
}

#[tokio::test]
async fn a_person_in_two_workspaces_is_not_answered_without_end_either() {
    let scene = Scene::start().await;
    also_in_beta_shop(&scene).await;
    silence(&scene).await;
    assert!(is_heard(&scene, 200, "help").await);
    assert!(is_heard(&scene, 201, "").await);
}
