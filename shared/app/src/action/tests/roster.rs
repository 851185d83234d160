//! Whether a second approver exists is read from the roster: anybody who joins, leaves or changes roles between the
//! read and the transaction counts. A decision by one person does not depend on the roster.

use super::races::{approve_around, tap_around};
use super::*;
use crate::workspace::Change as WorkspaceChange;
use crate::workspace::membership::{MembershipRequest, NewMember, change_membership};
use domain::testing::anna;
use domain::workspace::Role;
use domain::workspace::roster::Roster;

/// Changes a membership as an operator does, including the roster.
async fn membership(scene: &Scene, who: &str, wish: MembershipRequest) {
    let (workspace, source) = (workspace().id, Source::Api);
    let change = WorkspaceChange { workspace, actor: None, source, at: later(30) };
    change_membership(&scene.world.store, &change, &who.parse().unwrap(), &wish).await.unwrap();
}

fn kim() -> NewMember {
    NewMember {
        name: "Kim".to_owned(),
        role: Role::Marketer,
        zone: "UTC".to_owned(),
        language: "en".to_owned(),
        email: "kim@example.com".to_owned(),
    }
}

async fn assert_nobody_is_left_to_be_second(scene: &Scene, button: &TokenClaims) {
    let story = tap_around(scene, button, async || membership(scene, "lee", MembershipRequest::Remove).await);
    let story = story.await;
    insta::allow_duplicates! {
        insta::assert_snapshot!(story.text(), @r"
        says: $300 a day is over the $250 that one person may approve in Acme Store, and nobody else there may approve it. Nothing was changed. The owner can name a second approver.
        record later: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, over_limit
        ");
    }
    assert_eq!(scene.shift().await, adjustment());
}

#[tokio::test]
async fn the_first_of_two_is_not_taken_once_the_only_second_has_left() {
    for version in [0, 1, 7] {
        let (scene, button) = second::scene_of_two().await;
        let roster = Roster::new(&workspace().id, &[maya(), lee(), anna()]);
        scene.put(&Key::roster(&workspace().id), &Roster { version, ..roster }).await;
        assert_nobody_is_left_to_be_second(&scene, &button).await;
    }
}

#[tokio::test]
async fn a_roster_from_before_versions_were_kept_is_watched_like_any_other() {
    let roster_without_a_version = async || {
        let (scene, button) = second::scene_of_two().await;
        let key = Key::roster(&workspace().id);
        let mut stored = scene.world.store.get_all(std::slice::from_ref(&key)).await.unwrap();
        let mut stored = stored.remove(&key).unwrap();
        assert!(stored.remove("version").is_some());
        scene.world.store.put_all(vec![stored], &|_| {}).await.unwrap();
        (scene, button)
    };
    let (scene, button) = roster_without_a_version().await;
    assert_nobody_is_left_to_be_second(&scene, &button).await;
    let (scene, button) = roster_without_a_version().await;
    assert_eq!(scene.tap(&maya(), &button).await.performed.outcome, ActionOutcome::Changed);
    assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
}

#[tokio::test]
async fn who_joined_meanwhile_is_asked_for_the_second_when_the_first_tries_again() {
    let (scene, button) = second::scene_of_two().await;
    let joins = async || membership(&scene, "kim", MembershipRequest::Add(kim())).await;
    let story = tap_around(&scene, &button, joins).await;
    assert_eq!((&story.performed.outcome, scene.shift().await), (&ActionOutcome::Busy, adjustment()));
    let again = scene.tap_at(&maya(), &button, later(61)).await;
    assert!(again.told().contains("so Kim or Lee must approve it too"), "{}", again.told());
    let asked: Vec<_> = again.wrote::<Message>().iter().map(|message| message.member.to_string()).collect();
    assert_eq!(asked, ["kim", "lee"]);
}

#[tokio::test]
async fn what_one_person_decides_does_not_wait_for_the_roster() {
    let (_scene, story) =
        approve_around(async |scene| membership(scene, "lee", MembershipRequest::Remove).await).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed);
}
