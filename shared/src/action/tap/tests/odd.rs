//! Odd taps: each changes nothing, costs two calls, and says why; what the read shows to be odd is audited.

use super::*;
use crate::action::adjustment::AdjustmentState;
use crate::action::token::TokenState;
use crate::testing::{anna, campaigns, dollars, lee, subscription};
use crate::workspace::{Consent, Role};

#[tokio::test]
async fn somebody_else_who_taps_later_is_told_who_approved() {
    let scene = Scene::start().await;
    let lees = scene.issue_to(&lee(), 2).await;
    scene.tap(1).await;
    let reply = scene.tap_as(&lee(), &lees, 2, now()).await;
    insta::assert_snapshot!(reply, @"Maya approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.");
    assert_eq!(scene.token(&lees).await.state, TokenState::Issued);
    assert_eq!(scene.shift().await.decided.unwrap().by, maya().id);
}

#[tokio::test]
async fn a_forwarded_button_does_nothing_and_tells_nothing() {
    let scene = Scene::start().await;
    scene.embedded.calls.take();
    let reply = scene.tap_as(&lee(), &scene.claims, 1, now()).await;
    assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
    insta::assert_snapshot!(reply, @"This button was sent to another phone, so nothing was changed.");
    scene.assert_nothing_happened().await;
    scene.assert_denied("not_your_button", None).await;
    assert_eq!((scene.entry(&maya(), 1).await, scene.entry(&lee(), 1).await), (None, None));
}

#[tokio::test]
async fn a_forwarded_button_that_comes_again_is_audited_once() {
    let scene = Scene::start().await;
    scene.tap_as(&lee(), &scene.claims, 1, now()).await;
    scene.tap_as(&lee(), &scene.claims, 1, now() + jiff::SignedDuration::from_secs(20)).await;
    scene.assert_denied("not_your_button", None).await;
}

#[tokio::test]
async fn the_owner_of_a_forwarded_button_can_still_use_it() {
    let scene = Scene::start().await;
    scene.tap_as(&lee(), &scene.claims, 1, now()).await;
    assert!(scene.tap(2).await.contains("Approved via WhatsApp by Maya"));
}

#[tokio::test]
async fn a_number_with_another_business_scoped_id_is_another_person() {
    let scene = Scene::start().await;
    let mut other = subscription(&maya());
    other.business_scoped_id = Some("US.9".to_owned());
    store_one(scene.store(), &Key::subscription(&other.workspace, &other.member), &other).await;
    let reply = scene.tap(1).await;
    assert!(reply.starts_with("This button was sent to another phone"), "{reply}");
    scene.assert_nothing_happened().await;
}

#[tokio::test]
async fn a_removed_member_may_not_approve_any_more() {
    let scene = Scene::start().await;
    let removed = Member { active: false, ..maya() };
    store_one(scene.store(), &Key::member(&removed.workspace, &removed.id), &removed).await;
    let reply = denied_in_two_calls(&scene, "no_longer_member").await;
    insta::assert_snapshot!(reply, @"You are no longer a member of this workspace, so nothing was changed.");
}

#[tokio::test]
async fn a_downgraded_member_may_not_approve_any_more() {
    let scene = Scene::start().await;
    let viewer = Member { role: Role::Viewer, ..maya() };
    store_one(scene.store(), &Key::member(&viewer.workspace, &viewer.id), &viewer).await;
    let reply = denied_in_two_calls(&scene, "may_not_approve").await;
    insta::assert_snapshot!(reply, @"You can see this shift but not approve it. Nothing was changed. Ask the owner of Acme Store.");
}

#[tokio::test]
async fn a_viewer_with_a_button_of_their_own_may_not_approve() {
    let scene = Scene::start().await;
    let annas = scene.issue_to(&anna(), 3).await;
    let reply = scene.tap_as(&anna(), &annas, 1, now()).await;
    assert!(reply.starts_with("You can see this shift but not approve it."), "{reply}");
    scene.assert_nothing_happened().await;
    scene.assert_denied("may_not_approve", Some(&anna())).await;
}

#[tokio::test]
async fn a_person_who_said_stop_is_told_how_to_come_back() {
    let scene = Scene::start().await;
    let stopped =
        crate::workspace::WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
    store_one(scene.store(), &Key::subscription(&stopped.workspace, &stopped.member), &stopped).await;
    let reply = denied_in_two_calls(&scene, "opted_out").await;
    insta::assert_snapshot!(reply, @"You stopped these messages, so nothing was changed. Send START to get them again.");
}

#[tokio::test]
async fn a_button_expires_at_its_second_and_not_before() {
    for (seconds_left, reason) in [(1, None), (0, Some("expired")), (-1, Some("expired"))] {
        let scene = Scene::start().await;
        let valid_until = scene.token(&scene.claims).await.valid_until;
        let at = Timestamp::from_second(valid_until - seconds_left).unwrap();
        let reply = scene.tap_as(&maya(), &scene.claims, 1, at).await;
        match reason {
            None => assert!(reply.contains("Approved via WhatsApp"), "{reply}"),
            Some(reason) => {
                assert!(reply.starts_with("This button expired on Wed 7 Oct at 08:07 EDT"), "{reply}");
                scene.assert_nothing_happened().await;
                scene.assert_denied(reason, Some(&maya())).await;
            }
        }
    }
}

#[tokio::test]
async fn a_replaced_proposal_points_to_the_newer_one() {
    let scene = Scene::start().await;
    let replaced = adjustment().superseded();
    store_one(scene.store(), &Key::adjustment(&replaced.workspace, &replaced.id), &replaced).await;
    let reply = scene.tap(1).await;
    insta::assert_snapshot!(reply, @"A newer proposal took the place of this one, so nothing was changed. It is in your latest report.");
    assert_eq!(scene.shift().await.state, AdjustmentState::Superseded);
    scene.assert_denied("superseded", Some(&maya())).await;
}

#[tokio::test]
async fn a_budget_that_changed_since_is_named_with_what_it_is_now() {
    for (place, reply_now) in [
        (0, "Retargeting US changed since this message: it is now $700 a day (was $900)"),
        (1, "Prospecting EU changed since this message: it is now $700 a day (was $1,200)"),
    ] {
        let scene = Scene::start().await;
        let mut changed = campaigns().swap_remove(place);
        (changed.daily_budget, changed.version) = (dollars(700), 2);
        scene.store().save_campaigns(&workspace().id, &[changed]).await.unwrap();
        scene.embedded.calls.take();
        let reply = scene.tap(1).await;
        assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
        assert!(reply.starts_with("Not applied.") && reply.contains(reply_now), "{reply}");
        scene.assert_nothing_happened().await;
        // Only the transaction meets the campaigns; a third call would be needed to write the denial.
        assert_eq!(scene.audit().await, []);
    }
}

#[tokio::test]
async fn a_shift_over_the_limit_is_not_approved_by_one_tap() {
    let scene = Scene::start().await;
    let strict = crate::workspace::Workspace { single_tap_limit: dollars(299), ..workspace() };
    store_one(scene.store(), &Key::workspace(&strict.id), &strict).await;
    let reply = denied_in_two_calls(&scene, "over_limit").await;
    assert!(
        reply.starts_with("$300 a day is over the $299 that one tap may approve in Acme Store."),
        "{reply}"
    );
}

#[tokio::test]
async fn a_token_that_is_not_stored_leads_nowhere() {
    let scene = Scene::start().await;
    let unknown = claims(&maya(), ActionKind::ApproveShift, adjustment().id.as_str(), 99);
    let reply = scene.tap_as(&maya(), &unknown, 1, now()).await;
    assert!(reply.starts_with("This button no longer leads anywhere"), "{reply}");
    scene.assert_nothing_happened().await;
    scene.assert_denied("gone", Some(&maya())).await;
}

#[tokio::test]
async fn another_phone_does_not_learn_that_a_button_is_gone() {
    let scene = Scene::start().await;
    let unknown = claims(&maya(), ActionKind::ApproveShift, adjustment().id.as_str(), 99);
    let reply = scene.tap_as(&lee(), &unknown, 1, now()).await;
    assert!(reply.starts_with("This button was sent to another phone"), "{reply}");
    scene.assert_denied("not_your_button", None).await;
    assert_eq!(scene.entry(&maya(), 1).await, None);
}

#[tokio::test]
async fn a_token_of_another_workspace_reaches_nothing_here() {
    let scene = Scene::start().await;
    let elsewhere = TokenClaims { workspace: "other-store".parse().unwrap(), ..scene.claims.clone() };
    let before = scene.everything().await;
    let reply = scene.tap_as(&maya(), &elsewhere, 1, now()).await;
    assert!(reply.starts_with("This button was sent to another phone"), "{reply}");
    assert_eq!(scene.everything().await, before);
}

#[tokio::test]
async fn a_link_of_the_dashboard_sent_as_a_button_does_nothing() {
    let scene = Scene::start().await;
    let link = claims(&maya(), ActionKind::ViewDashboard, "2026-10-05", 5);
    scene.issue(&link).await;
    let reply = scene.tap_as(&maya(), &link, 1, now()).await;
    assert!(reply.starts_with("This button no longer leads anywhere"), "{reply}");
    scene.assert_nothing_happened().await;
}

/// Maya taps; nothing changes, one denial is audited, the log has the reply, and it costs two calls.
async fn denied_in_two_calls(scene: &Scene, reason: &str) -> String {
    scene.embedded.calls.take();
    let reply = scene.tap(1).await;
    assert_eq!(scene.embedded.calls.take(), TWO_CALLS);
    scene.assert_nothing_happened().await;
    scene.assert_denied(reason, Some(&maya())).await;
    assert_eq!(scene.entry(&maya(), 1).await.unwrap().reply.as_ref(), Some(&reply));
    reply
}
