//! Status callbacks: late, duplicated and in any order, they lead to the same state.

use super::*;
use domain::identity::MessageId;
use domain::inbound::AttemptReference;
use domain::message::{Attempt, AttemptEnd};
use domain::testing::{attempt_at, digest_in, maya};
use std::sync::atomic::Ordering;

fn attempt(number: u32, sid: Option<&str>) -> Attempt {
    Attempt { sid: sid.map(str::to_owned), ..attempt_at(number, 0) }
}

fn message(id: &str, state: MessageState) -> Message {
    Message { id: id.parse().unwrap(), attempts: vec![attempt(1, None)], ..digest_in(state) }
}

/// Twilio's identifier of the attempt that the callbacks report on.
const OUR_SID: &str = "MM000000000000000000000000000000d1";

async fn store_message(scene: &Scene, id: &str, state: MessageState) -> MessageId {
    let message = message(id, state);
    scene.put(&Key::message(&message.workspace, &message.id), &message).await;
    message.id
}

fn callback(id: &MessageId, status: &str, error_code: Option<u32>) -> StatusCallback {
    StatusCallback {
        message_sid: OUR_SID.parse().unwrap(),
        account_sid: ACCOUNT_SID.into(),
        status: MessageStatus::from_twilio(status),
        error_code,
        attempt: Some(AttemptReference { workspace: workspace().id, message: id.clone(), attempt: 1 }),
    }
}

async fn tell(scene: &Scene, id: &MessageId, status: &str, error_code: Option<u32>) -> CallbackResult {
    receive_status(&scene.deps(), &callback(id, status, error_code)).await.unwrap()
}

async fn stored(scene: &Scene, id: &MessageId) -> Message {
    scene.store().message(&workspace().id, id).await.unwrap().unwrap()
}

/// Every permutation of these words.
fn orders(words: &[&'static str]) -> Vec<Vec<&'static str>> {
    if words.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |place: usize| {
        let mut rest = words.to_vec();
        let first = rest.remove(place);
        orders(&rest).into_iter().map(move |order| [vec![first], order].concat())
    };
    (0..words.len()).flat_map(with_first).collect()
}

#[tokio::test]
async fn every_order_of_callbacks_each_of_them_twice_ends_in_the_highest_state() {
    let scene = Scene::start().await;
    let news = [("queued", 0), ("sent", 0), ("failed", 4), ("delivered", 5), ("read", 6)];
    for (number, order) in orders(&news.map(|(word, _)| word)).into_iter().enumerate() {
        let id = store_message(&scene, &format!("d-{number}"), MessageState::Accepted).await;
        let mut highest = MessageState::Accepted.rank();
        for word in &order {
            let rank = news.iter().find(|(known, _)| known == word).unwrap().1;
            let moved = if rank > highest { CallbackResult::Moved } else { CallbackResult::Unchanged };
            assert_eq!(tell(&scene, &id, word, None).await, moved, "{word} of {order:?}");
            // A failure without a decision requests a worker each time.
            let again = if *word == "failed" { moved } else { CallbackResult::Unchanged };
            assert_eq!(tell(&scene, &id, word, None).await, again, "{word} again, of {order:?}");
            highest = highest.max(rank);
            assert_eq!(stored(&scene, &id).await.rank, highest, "{word} of {order:?}");
        }
        assert_eq!(stored(&scene, &id).await.state, MessageState::Read, "{order:?}");
    }
}

#[tokio::test]
async fn a_callback_that_is_faster_than_our_own_record_counts() {
    for state in [MessageState::Queued, MessageState::Calling, MessageState::Unknown] {
        let scene = Scene::start().await;
        let id = store_message(&scene, "d-1", state).await;
        assert_eq!(tell(&scene, &id, "delivered", None).await, CallbackResult::Moved);
        assert_eq!(stored(&scene, &id).await.state, MessageState::Delivered, "{state:?}");
    }
}

#[tokio::test]
async fn news_on_the_way_costs_no_call() {
    let scene = Scene::start().await;
    let recorded = Attempt { ended: Some(AttemptEnd::Accepted), ..attempt(1, Some(OUR_SID)) };
    let taken = Message { attempts: vec![recorded], ..message("d-1", MessageState::Accepted) };
    let id = taken.id.clone();
    scene.put(&Key::message(&taken.workspace, &id), &taken).await;
    scene.embedded.calls.take();
    for word in ["accepted", "scheduled", "queued", "sending", "sent", "a word of tomorrow"] {
        assert_eq!(tell(&scene, &id, word, None).await, CallbackResult::Unchanged, "{word}");
    }
    assert_eq!(scene.embedded.calls.take(), [""; 0]);
    tell(&scene, &id, "delivered", None).await;
    assert_eq!(scene.embedded.calls.take(), ["UpdateItem"]);
}

#[tokio::test]
async fn a_message_that_is_not_ours_is_no_trouble_and_is_not_made_up() {
    let scene = Scene::start().await;
    let unknown: MessageId = "d-9".parse().unwrap();
    assert_eq!(tell(&scene, &unknown, "delivered", None).await, CallbackResult::Unchanged);
    assert_eq!(tell(&scene, &unknown, "failed", Some(63024)).await, CallbackResult::Unchanged);
    assert_eq!(scene.store().message(&workspace().id, &unknown).await.unwrap(), None);
    let nameless = StatusCallback { attempt: None, ..callback(&unknown, "delivered", None) };
    assert_eq!(receive_status(&scene.deps(), &nameless).await.unwrap(), CallbackResult::Unchanged);
}

#[tokio::test]
async fn a_callback_of_another_account_is_not_for_us_and_moves_nothing() {
    let scene = Scene::start().await;
    let id = store_message(&scene, "d-1", MessageState::Accepted).await;
    let foreign = StatusCallback {
        account_sid: "ACffffffffffffffffffffffffffffffff".into(),
        ..callback(&id, "read", None)
    };
    assert_eq!(receive_status(&scene.deps(), &foreign).await.unwrap(), CallbackResult::NotForUs);
    assert_eq!(stored(&scene, &id).await.state, MessageState::Accepted);
}

#[tokio::test]
async fn a_failure_has_a_worker_decide_and_its_first_reason_is_kept_whatever_comes_later() {
    let scene = Scene::start().await;
    let id = store_message(&scene, "d-1", MessageState::Accepted).await;
    assert_eq!(tell(&scene, &id, "undelivered", Some(63024)).await, CallbackResult::Moved);
    let noted = stored(&scene, &id).await;
    assert_eq!((noted.state, noted.attempts[0].code), (MessageState::Undelivered, Some(63024)));
    assert_eq!(noted.attempts[0].class, Some(classify_callback(Some(63024))));
    let jobs = scene.queue.jobs.lock().unwrap().clone();
    let [(job, 0)] = &jobs[..] else { panic!("no worker was asked, or late") };
    assert_eq!((&job.message, &job.member), (&id, &maya().id));
    tell(&scene, &id, "failed", Some(30008)).await;
    tell(&scene, &id, "delivered", None).await;
    let after = stored(&scene, &id).await;
    assert_eq!((after.state, after.attempts[0].code), (MessageState::Delivered, Some(63024)));
}

#[tokio::test]
async fn a_failure_without_a_code_is_a_failure() {
    let scene = Scene::start().await;
    let id = store_message(&scene, "d-1", MessageState::Accepted).await;
    assert_eq!(tell(&scene, &id, "failed", None).await, CallbackResult::Moved);
    let after = stored(&scene, &id).await;
    assert_eq!((after.state, after.attempts[0].code), (MessageState::Undelivered, None));
    assert!(after.attempts[0].class.is_some());
}

#[tokio::test]
async fn a_failure_that_cannot_be_queued_comes_again_and_then_a_worker_is_asked() {
    let scene = Scene::start().await;
    let id = store_message(&scene, "d-1", MessageState::Accepted).await;
    scene.queue.failing.store(true, Ordering::Relaxed);
    let lost = receive_status(&scene.deps(), &callback(&id, "failed", Some(63024))).await;
    assert!(matches!(lost, Err(StatusError::Queue(_))));
    scene.queue.failing.store(false, Ordering::Relaxed);
    assert_eq!(tell(&scene, &id, "failed", Some(63024)).await, CallbackResult::Moved);
    assert_eq!(scene.queue.jobs.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_failure_of_what_was_decided_asks_nobody() {
    for state in [MessageState::Failed, MessageState::Delivered, MessageState::Read] {
        let scene = Scene::start().await;
        let id = store_message(&scene, "d-1", state).await;
        assert_eq!(tell(&scene, &id, "failed", Some(63024)).await, CallbackResult::Unchanged);
        assert!(scene.queue.jobs.lock().unwrap().is_empty(), "{state:?}");
    }
}

#[tokio::test]
async fn a_callback_counts_for_its_own_attempt_alone() {
    let scene = Scene::start().await;
    let other = Some("MM000000000000000000000000000000d2");
    for (id, attempts) in
        [("d-1", vec![attempt(1, other)]), ("d-2", vec![attempt(1, other), attempt(2, None)])]
    {
        let before = Message { attempts, ..message(id, MessageState::Accepted) };
        scene.put(&Key::message(&before.workspace, &before.id), &before).await;
        assert_eq!(tell(&scene, &before.id, "failed", Some(63024)).await, CallbackResult::Unchanged);
        assert_eq!(stored(&scene, &before.id).await, before);
    }
}

#[tokio::test]
async fn an_attempt_that_was_never_made_moves_nothing() {
    let scene = Scene::start().await;
    let before = Message { attempts: Vec::new(), ..message("d-1", MessageState::Queued) };
    scene.put(&Key::message(&before.workspace, &before.id), &before).await;
    assert_eq!(tell(&scene, &before.id, "delivered", None).await, CallbackResult::Unchanged);
    assert_eq!(stored(&scene, &before.id).await, before);
}

#[tokio::test]
async fn an_attempt_whose_answer_was_lost_gets_its_id_from_the_callback() {
    let scene = Scene::start().await;
    let id = store_message(&scene, "d-1", MessageState::Unknown).await;
    tell(&scene, &id, "delivered", None).await;
    assert_eq!(stored(&scene, &id).await.attempts[0].sid.as_deref(), Some(OUR_SID));
    assert_eq!(tell(&scene, &id, "read", None).await, CallbackResult::Moved);
}
