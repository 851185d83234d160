//! Races: something changes between the read of a tap and its transaction, or many taps come at once. The conditions of
//! the transaction decide, and the loser is told what stood in the way.

use super::*;
use crate::action::adjustment::AdjustmentState;
use crate::testing::{campaigns, dollars, inbound_sid, lee, subscription};
use crate::workspace::{Consent, Role, WhatsAppSubscription, Workspace};
use futures::future::join_all;

/// Reads as a tap does, lets the world change, and goes on with what was read.
async fn tap_around(scene: &Scene, change: impl AsyncFnOnce(&Store)) -> String {
    let message = tap_message(&maya(), 1);
    let read = scene.store().read_tap(&scene.claims, message.message_sid.as_str()).await.unwrap();
    change(scene.store()).await;
    let tap = Tap { claims: &scene.claims, message: &message, now: now() };
    approve(scene.store(), &tap, read.facts).await.unwrap()
}

/// Checks that the change between read and write won: no approval, no button used. Two calls are made by then, so the
/// denial leaves a log line and nothing in the table.
async fn assert_lost(scene: &Scene) {
    assert_eq!(scene.shift().await.state, AdjustmentState::Proposed);
    assert_eq!(scene.token(&scene.claims).await, stored_token(&scene.claims, 1));
    assert_eq!(scene.audit().await, []);
    assert_eq!(scene.entry(&maya(), 1).await, None);
}

#[tokio::test]
async fn a_limit_that_was_lowered_meanwhile_counts() {
    let scene = Scene::start().await;
    let strict = Workspace { single_tap_limit: dollars(250), ..workspace() };
    let reply =
        tap_around(&scene, async |store| store_one(store, &Key::workspace(&strict.id), &strict).await).await;
    assert!(reply.starts_with("$300 a day is over the $250 that one tap may approve"), "{reply}");
    assert_lost(&scene).await;
}

#[tokio::test]
async fn a_role_that_was_taken_away_meanwhile_counts() {
    let scene = Scene::start().await;
    let viewer = Member { role: Role::Viewer, ..maya() };
    let key = Key::member(&viewer.workspace, &viewer.id);
    let reply = tap_around(&scene, async |store| store_one(store, &key, &viewer).await).await;
    assert!(reply.starts_with("You can see this shift but not approve it."), "{reply}");
    assert_lost(&scene).await;
}

#[tokio::test]
async fn a_member_who_was_removed_meanwhile_may_not_approve() {
    let scene = Scene::start().await;
    let removed = Member { active: false, ..maya() };
    let key = Key::member(&removed.workspace, &removed.id);
    let reply = tap_around(&scene, async |store| store_one(store, &key, &removed).await).await;
    assert!(reply.starts_with("You are no longer a member"), "{reply}");
    assert_lost(&scene).await;
}

#[tokio::test]
async fn a_stop_that_came_meanwhile_counts() {
    let scene = Scene::start().await;
    let stopped = WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
    let key = Key::subscription(&stopped.workspace, &stopped.member);
    let reply = tap_around(&scene, async |store| store_one(store, &key, &stopped).await).await;
    assert!(reply.starts_with("You stopped these messages"), "{reply}");
    assert_lost(&scene).await;
}

#[tokio::test]
async fn a_budget_that_changed_meanwhile_is_named() {
    let scene = Scene::start().await;
    let mut changed = campaigns().swap_remove(1);
    (changed.daily_budget, changed.version) = (dollars(1_350), 2);
    let reply = tap_around(&scene, async |store| {
        store.save_campaigns(&workspace().id, &[changed]).await.unwrap();
    });
    insta::assert_snapshot!(reply.await, @"Not applied. The budget of Prospecting EU changed since this message: it is now $1,350 a day (was $1,200). Your next report brings a new proposal.");
    assert_lost(&scene).await;
}

#[tokio::test]
async fn a_number_that_went_to_somebody_else_meanwhile_counts() {
    for (phone, scoped) in [(Some("+15550100077"), None), (None, Some("US.9")), (None, None)] {
        let scene = Scene::start().await;
        let read = subscription(&maya());
        let moved = WhatsAppSubscription {
            phone: phone.map_or(read.phone, |phone| Some(phone.to_owned())),
            business_scoped_id: scoped.map(str::to_owned),
            ..subscription(&maya())
        };
        let key = Key::subscription(&moved.workspace, &moved.member);
        tap_around(&scene, async |store| store_one(store, &key, &moved).await).await;
        assert_eq!(scene.shift().await, adjustment(), "{phone:?} {scoped:?}");
    }
}

#[tokio::test]
async fn an_address_that_was_never_known_is_no_obstacle() {
    let scene = Scene::start().await;
    let number_only = WhatsAppSubscription { business_scoped_id: None, ..subscription(&maya()) };
    let key = Key::subscription(&number_only.workspace, &number_only.member);
    store_one(scene.store(), &key, &number_only).await;
    assert!(scene.tap(1).await.contains("Approved via WhatsApp by Maya"));
}

#[tokio::test]
async fn a_campaign_that_was_switched_off_meanwhile_counts() {
    let scene = Scene::start().await;
    let mut stopped = campaigns().swap_remove(1);
    stopped.active = false;
    let reply = tap_around(&scene, async |store| {
        store.save_campaigns(&workspace().id, &[stopped]).await.unwrap();
    });
    let reply = reply.await;
    assert!(reply.starts_with("Not applied. This proposal changed"), "{reply}");
    assert_lost(&scene).await;
}

#[tokio::test]
async fn a_newer_proposal_that_came_meanwhile_wins() {
    let scene = Scene::start().await;
    let replaced = adjustment().superseded();
    let key = Key::adjustment(&replaced.workspace, &replaced.id);
    let reply = tap_around(&scene, async |store| store_one(store, &key, &replaced).await).await;
    assert!(reply.starts_with("A newer proposal took the place of this one"), "{reply}");
    assert_eq!(scene.shift().await, replaced);
}

#[tokio::test]
async fn who_approved_meanwhile_is_named() {
    let scene = Scene::start().await;
    let lees = scene.issue_to(&lee(), 2).await;
    scene.embedded.calls.take();
    let reply = tap_around(&scene, async |store| {
        let message = tap_message(&lee(), 2);
        handle(store, &Tap { claims: &lees, message: &message, now: now() }).await.unwrap();
    });
    let reply = reply.await;
    assert_eq!(scene.embedded.calls.take(), [TWO_CALLS[0], TWO_CALLS[0], TWO_CALLS[1], TWO_CALLS[1]]);
    assert!(reply.starts_with("Lee approved this shift on Tue 6 Oct at 08:07 EDT"), "{reply}");
    assert_eq!(scene.audit().await.len(), 1);
}

#[tokio::test]
async fn the_same_message_in_two_workers_gives_one_approval_and_one_reply() {
    let scene = Scene::start().await;
    let mut first = String::new();
    let second = tap_around(&scene, async |_store| first = scene.tap(1).await).await;
    assert!(first.contains("Approved via WhatsApp by Maya"), "{first}");
    assert_eq!(second, first);
    assert_eq!(scene.audit().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_taps_at_once_one_approves_and_the_others_are_told() {
    let scene = Scene::start().await;
    let replies = join_all((1..=50).map(|number| scene.tap(number))).await;
    let approved = replies.iter().filter(|reply| reply.contains("Approved via WhatsApp by Maya")).count();
    let told = replies
        .iter()
        .filter(|reply| reply.starts_with("Already done, nothing changed. You approved"))
        .count();
    assert_eq!((approved, told), (1, 49), "{replies:#?}");
    let executed = scene.audit().await.into_iter().filter(|event| event.outcome == Outcome::Executed);
    assert_eq!(executed.count(), 1);
    assert_eq!(scene.shift().await.version, adjustment().version + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_people_at_once_one_approves_and_the_other_is_told_by_whom() {
    let scene = Scene::start().await;
    let lees = scene.issue_to(&lee(), 2).await;
    let (maya_told, lee_told) = {
        let (maya, lee) = (maya(), lee());
        tokio::join!(scene.tap_as(&maya, &scene.claims, 1, now()), scene.tap_as(&lee, &lees, 2, now()))
    };
    let by_maya = maya_told.contains("Approved via WhatsApp by Maya")
        && lee_told.starts_with("Maya approved this shift");
    let by_lee =
        lee_told.contains("Approved via WhatsApp by Lee") && maya_told.starts_with("Lee approved this shift");
    assert!(by_maya != by_lee, "{maya_told}\n{lee_told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_message_in_twenty_workers_gets_one_reply() {
    let scene = Scene::start().await;
    let replies = join_all((0..20).map(|_worker| scene.tap(7))).await;
    assert!(replies.iter().all(|reply| *reply == replies[0]), "{replies:#?}");
    assert_eq!(scene.audit().await.len(), 1);
    assert_eq!(scene.token(&scene.claims).await.used_by, Some(inbound_sid(7)));
}
