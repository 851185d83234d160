//! Unusual taps: each changes nothing, costs two calls, is audited and gives the reason, together with what can still
//! be done.

use super::*;
use domain::insight::adjustment::ChangedBudget;
use domain::testing::{anna, dollars};
use domain::token::TokenState;

#[tokio::test]
async fn a_double_tap_says_that_it_is_done() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    scene.tap(&maya(), &button).await;
    let approved = scene.shift().await;
    let story = scene.tap_at(&maya(), &button, later(1)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Already done, nothing changed. You approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp).
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, already_approved
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, approved);
}

#[tokio::test]
async fn who_comes_after_somebody_else_is_told_who_and_keeps_an_unused_button() {
    let scene = Scene::start().await;
    let first = scene.shift_button(&maya(), Action::ApproveShift).await;
    let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
    scene.tap(&maya(), &first).await;
    let story = scene.tap_at(&lee(), &lees, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Maya approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.
    audit: approve_shift 20261005-a1b2c3d4 by lee via whats_app: denied, already_approved
    entry: lee tapped A button on the message that carried it
    ");
    assert_eq!(scene.token(&lees).await.state, TokenState::Issued);
}

#[tokio::test]
async fn a_button_expires_at_its_second_and_brings_a_fresh_one_that_works_at_once() {
    for (seconds_left, is_good) in [(1, true), (0, false), (-1, false)] {
        let scene = Scene::start().await;
        let button = scene.shift_button(&maya(), Action::ApproveShift).await;
        let valid_until = scene.token(&button).await.valid_until;
        let at = valid_until.plus_seconds(-seconds_left).timestamp().unwrap();
        let story = scene.tap_at(&maya(), &button, at).await;
        assert_eq!(story.performed.outcome == ActionOutcome::Changed, is_good, "{seconds_left}");
        if is_good {
            continue;
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.text(), @r"
            says: This button expired on Wed 7 Oct at 08:07 EDT, so nothing was changed. The proposal still stands.
            audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, expired
            entry: maya tapped A button on the message that carried it
            message to maya, card_3:
              *Budget shift*: move $300 a day
              Retargeting US: $900 → $600 a day
              Prospecting EU: $1,200 → $1,500 a day
              Why: ROAS 2.10 vs 4.40 over 7 days, confidence high
              Within the $500 that one tap may approve. You can undo it for 30 minutes.
              [Approve: approve_shift of version 1]
              [Not now: decline_shift of version 1]
              [Assign: assign_recommendation of version 0]
            ");
        }
        let [approve, ..] = &scene.delivered(&story.message(), at).await[..] else { panic!() };
        assert_eq!(scene.tap_at(&maya(), approve, at).await.performed.outcome, ActionOutcome::Changed);
    }
}

#[tokio::test]
async fn an_expired_button_of_what_is_decided_says_what_was_decided() {
    let scene = Scene::start().await;
    let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
    let first = scene.shift_button(&maya(), Action::ApproveShift).await;
    scene.tap(&maya(), &first).await;
    let story = scene.tap_at(&lee(), &lees, later(3 * 24 * 3600)).await;
    assert!(matches!(story.performed.outcome, ActionOutcome::Refused(Refusal::AlreadyApproved { .. })));
}

#[tokio::test]
async fn a_replaced_proposal_offers_the_one_that_took_its_place() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let next = BudgetAdjustment { id: "20261006-b2".parse().unwrap(), ..adjustment() };
    scene.save_shift(&next).await;
    scene.save_shift(&adjustment().superseded(Some(next.as_successor()))).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: A newer proposal took the place of this one, so nothing was changed.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, superseded
    entry: maya tapped A button on the message that carried it
    message to maya, card_1:
      A newer proposal waits for a decision.
      [Review: review_shift of version 1]
    ");
    let review = scene.delivered(&story.message(), now()).await.swap_remove(0);
    let shown = scene.tap_at(&maya(), &review, later(10)).await;
    assert_eq!(shown.performed.outcome, ActionOutcome::Shown);
    assert!(shown.message().buttons.iter().all(|button| button.target.as_str() != adjustment().id.as_str()
        || button.purpose == Action::AssignRecommendation.into()));
}

#[tokio::test]
async fn a_proposal_that_a_changed_budget_overtook_says_who_changed_what_and_offers_the_rest() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let next =
        BudgetAdjustment { id: "20261005-rest".parse().unwrap(), amount: dollars(100), ..adjustment() };
    let moved = ChangedBudget {
        campaign: adjustment().from.campaign,
        was: dollars(900),
        now: dollars(700),
        stopped: false,
        at: "2026-10-06T11:12:00Z".parse().unwrap(),
        by: Some("Lee".into()),
    };
    scene.save_shift(&adjustment().superseded_by(moved.clone(), Some(next.as_successor()))).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Not applied. Lee changed the budget of Retargeting US on Tue 6 Oct at 07:12 EDT: it is now $700 a day (was $900).
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, target_moved
    entry: maya tapped A button on the message that carried it
    message to maya, card_1:
      New proposal: move $100 a day.
      [Review: review_shift of version 1]
    ");
    scene.save_shift(&adjustment().superseded_by(ChangedBudget { by: None, ..moved }, None)).await;
    let alone = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(alone.text(), @r"
    says: Not applied. The budget of Retargeting US changed on Tue 6 Oct at 07:12 EDT: it is now $700 a day (was $900). There is nothing else to decide here; your next report brings what is new.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, target_moved
    entry: maya tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn a_proposal_whose_numbers_are_not_those_that_were_seen_is_not_approved() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let other = BudgetAdjustment { version: 2, amount: dollars(200), ..adjustment() };
    scene.save_shift(&other).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Not applied. This proposal changed since the message was sent. Your latest report has the current one.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, target_moved
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, other);
}

#[tokio::test]
async fn a_target_that_was_deleted_leads_nowhere() {
    for (action, key) in [
        (Action::ApproveShift, Key::adjustment(&workspace().id, &adjustment().id)),
        (Action::DeclineShift, Key::adjustment(&workspace().id, &adjustment().id)),
        (Action::AssignRecommendation, Key::recommendation(&workspace().id, &recommendation().id)),
    ] {
        let scene = Scene::start().await;
        let button = scene.shift_button(&maya(), action).await;
        scene.world.delete(&key).await;
        let story = scene.tap(&maya(), &button).await;
        assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::Gone), "{action:?}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.told(), @"This button no longer leads anywhere, so nothing was changed. Your latest report has the current ones.");
        }
    }
}

#[tokio::test]
async fn a_token_that_is_not_stored_leads_nowhere() {
    let scene = Scene::start().await;
    let unknown = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 9);
    let story = scene.tap(&maya(), &unknown).await;
    insta::assert_snapshot!(story.text(), @r"
    says: This button no longer leads anywhere, so nothing was changed. Your latest report has the current ones.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, gone
    entry: maya tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn a_token_whose_stored_side_says_something_else_is_not_believed() {
    for change in [
        (|token| token.purpose = Action::DeclineShift.into()) as fn(&mut WhatsAppActionToken),
        |token| token.member = lee().id,
        |token| token.target = "20261005-other".parse().unwrap(),
        |token| token.channel = domain::token::TokenChannel::Link,
        |token| token.workspace = "other-store".parse().unwrap(),
    ] {
        let scene = Scene::start().await;
        let button = scene.shift_button(&maya(), Action::ApproveShift).await;
        scene.change_token(&button, change).await;
        let story = scene.tap(&maya(), &button).await;
        assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::Gone));
        assert_eq!(scene.shift().await, adjustment());
    }
}

#[tokio::test]
async fn a_link_and_a_key_to_the_api_sent_as_buttons_do_nothing() {
    use domain::token::{ApiCaller, TokenChannel, TokenPurpose};
    for (channel, purpose) in [
        (TokenChannel::Link, Action::ApproveShift.into()),
        (TokenChannel::Bearer, TokenPurpose::Api(ApiCaller::Member)),
        (TokenChannel::Bearer, TokenPurpose::Api(ApiCaller::Integrator)),
        (TokenChannel::Button, TokenPurpose::Dashboard),
    ] {
        let scene = Scene::start().await;
        let shift = adjustment().id;
        let target = if purpose == TokenPurpose::Dashboard { "2026-10-05" } else { shift.as_str() };
        let made = TokenClaims { channel, ..claims(&maya(), purpose, target, 77) };
        scene.put(&Key::token(&made.workspace, &made.hash()), &stored_token(&made, 1)).await;
        let story = scene.tap(&maya(), &made).await;
        assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::Gone), "{channel:?} {purpose:?}");
    }
}

#[tokio::test]
async fn a_token_of_another_workspace_reaches_nothing_here_and_leaves_nothing_there() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let elsewhere = TokenClaims { workspace: "other-store".parse().unwrap(), ..button };
    let message = tap_message(&maya(), &elsewhere, 7);
    let before = story::table(&scene.world).await;
    let performed = perform(&scene.embedded.store, &request(&message, &elsewhere, now())).await.unwrap();
    assert_eq!(performed.outcome, ActionOutcome::Refused(Refusal::NotYourButton));
    let after = story::table(&scene.world).await;
    let new: Vec<_> = after.iter().filter(|(key, _)| !before.contains_key(*key)).collect();
    assert!(before.iter().all(|(key, stored)| after.get(key) == Some(stored)));
    assert!(new.iter().all(|((partition, _), _)| partition.starts_with("W#other-store#")), "{new:?}");
    assert_eq!(new.len(), 2, "an audit event of nobody and its mark");
}

#[tokio::test]
async fn a_role_that_was_taken_away_counts_at_once() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&anna(), Action::ApproveShift).await;
    let story = scene.tap(&anna(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You can see this shift but not decide on it. Lee and Maya can. Nothing was changed.
    audit: approve_shift 20261005-a1b2c3d4 by anna via whats_app: denied, may_not
    entry: anna tapped A button on the message that carried it
    ");
    scene.change_workspace(|workspace| workspace.rules.named.approve_shifts = Some(Vec::new())).await;
    let nobody = scene.tap(&anna(), &button).await;
    insta::assert_snapshot!(nobody.told(), @"You can see this shift but not decide on it. Nothing was changed. Ask the owner of Acme Store.");
}

#[tokio::test]
async fn an_amount_in_another_currency_can_be_approved_by_nobody() {
    let scene = Scene::start().await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    let euros = "EUR".parse().unwrap();
    scene.change_workspace(|workspace| workspace.single_tap_limit.currency = euros).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: $300 a day cannot be approved in Acme Store, so nothing was changed. Change the budgets in the ad account, or ask the owner.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, over_limit
    entry: maya tapped A button on the message that carried it
    ");
}
