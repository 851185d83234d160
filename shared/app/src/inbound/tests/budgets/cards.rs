//! Cards that are asked for again while they wait.

use super::*;
use domain::workspace::asked_cards::AskedCards;

async fn asked_cards(scene: &Scene) -> AskedCards {
    let known = scene.store().subscription(&workspace().id, &maya().id).await.unwrap().unwrap();
    known.asked_cards.unwrap()
}

/// Gives the cards that were asked for a state.
async fn move_cards(scene: &Scene, state: MessageState) {
    for id in asked_cards(scene).await.requests.into_iter().flat_map(|request| request.messages) {
        let message = scene.store().message(&workspace().id, &id).await.unwrap().unwrap();
        scene.put(&Key::message(&workspace().id, &id), &Message { state, ..message }).await;
    }
}

#[tokio::test]
async fn while_the_cards_of_a_button_wait_it_brings_the_same_ones_and_another_one_its_own() {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    let (alerts, assign) = (path("View alerts"), path("Assign"));
    let first = scene.cause(alerts, 1..2, &buttons).await;
    assert_eq!((first.replies, first.messages), (1, 3));
    let again = scene.cause(alerts, 2..3, &buttons).await;
    assert_eq!((again.replies, again.messages), (0, 3), "the same ones, in case nobody sent for them");
    let other = scene.cause(assign, 3..4, &buttons).await;
    assert_eq!((other.replies, other.messages), (0, 1));
    assert_eq!(scene.store().latest_messages(&workspace().id, 10).await.unwrap().len(), 4);
    let approved = scene.cause(path("Approve"), 4..5, &buttons).await;
    assert_eq!((approved.replies, approved.messages), (1, 1), "what changes something has its card");
    move_cards(&scene, MessageState::Accepted).await;
    let then = scene.cause(alerts, 5..6, &buttons).await;
    assert_eq!((then.replies, then.messages), (1, 3));
    assert_eq!(scene.store().latest_messages(&workspace().id, 10).await.unwrap().len(), 4);
}

#[tokio::test]
async fn the_card_of_a_change_is_never_overtaken() {
    let mut scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path("View alerts"), 1..2, &buttons).await;
    scene.cause(path("Approve"), 2..3, &buttons).await;
    scene.clock = FixedClock(now() + 61.seconds());
    scene.cause(path("Assign"), 3..4, &buttons).await;
    let all = scene.store().latest_messages(&workspace().id, 10).await.unwrap();
    let asked = asked_cards(&scene).await;
    let of_change: Vec<_> = all.iter().filter(|one| !asked.messages().any(|id| *id == one.id)).collect();
    let kept: Vec<_> = of_change.iter().filter(|one| !asked.overtaken.contains(&one.id)).collect();
    assert_eq!((all.len(), asked.overtaken.len(), kept.len()), (5, 3, 1));
    assert!(kept[0].text.contains("undo"), "{}", kept[0].text);
}

#[tokio::test]
async fn while_four_cards_wait_a_further_button_brings_none_and_says_why() {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path("View alerts"), 1..2, &buttons).await;
    scene.cause(path("Assign"), 2..3, &buttons).await;
    let typed = scene.write(&maya(), 3, "assign").await;
    assert_eq!(typed, "What you asked for before is still on its way. Please ask again once it is here.");
    assert_eq!(scene.store().latest_messages(&workspace().id, 10).await.unwrap().len(), 4);
}

#[tokio::test]
async fn after_a_minute_new_cards_overtake_those_that_still_wait() {
    let mut scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    scene.cause(path("View alerts"), 1..2, &buttons).await;
    let waiting = asked_cards(&scene).await.requests.remove(0).messages;
    scene.clock = FixedClock(now() + 61.seconds());
    let same = scene.cause(path("View alerts"), 2..3, &buttons).await;
    assert_eq!((same.replies, same.messages), (0, 3), "nobody overtakes oneself");
    assert_eq!(scene.cause(path("Assign"), 3..4, &buttons).await.messages, 1);
    assert_eq!(asked_cards(&scene).await.overtaken, waiting);
}

#[tokio::test]
async fn of_two_taps_at_once_one_brings_the_cards() {
    let scene = Scene::start().await;
    let buttons = scene.with_buttons().await;
    let (one, other) = (message(path("View alerts"), 1, &buttons), message(path("View alerts"), 2, &buttons));
    futures::future::join(scene.receive(&one), scene.receive(&other)).await;
    assert_eq!(scene.jobs_taken(), 3);
    assert_eq!(scene.store().latest_messages(&workspace().id, 10).await.unwrap().len(), 3);
}
