//! The owner of a recommendation: assigned by choosing from the list, notified once, accepted or passed back.

use super::*;
use domain::insight::record::AssignmentAnswer;
use domain::testing::{anna, member};
use domain::workspace::Role;

/// Lets Maya choose a person from her list; returns the button.
async fn pick(scene: &Scene, who: &Member, picked: &Member) -> TokenClaims {
    let version = scene.recommendation().await.version;
    pick_of(scene, who, picked, version).await
}

async fn pick_of(scene: &Scene, who: &Member, picked: &Member, version: u64) -> TokenClaims {
    let picked = picked.id.to_string();
    scene
        .button_with(who, Action::PickAssignee, recommendation().id.as_str(), |token| {
            (token.target_version, token.detail) = (version, Some(picked));
        })
        .await
}

/// Assigns the recommendation from Maya to Lee; returns Lee's two buttons.
async fn given_to_lee() -> (Scene, TokenClaims, TokenClaims) {
    let scene = Scene::start().await;
    let row = pick(&scene, &maya(), &lee()).await;
    let story = scene.tap(&maya(), &row).await;
    let [accept, pass_back] = scene.delivered(&story.message(), now()).await.try_into().unwrap();
    (scene, accept, pass_back)
}

#[tokio::test]
async fn a_pick_gives_it_to_the_person_who_is_told_by_message_and_mail() {
    let scene = Scene::start().await;
    let row = pick(&scene, &maya(), &lee()).await;
    let story = scene.tap(&maya(), &row).await;
    insta::assert_snapshot!(story.text(), @r#"
    says: Assigned to Lee: Move $300/day from Retargeting US to Prospecting EU. Lee is told by email and in the app, and you hear the answer.
    token: pick_assignee of maya, used
    member maya: gave to lee last
    audit: assign_recommendation 20261005-a1b2c3d4 by maya via whats_app: executed
      was not assigned; version 1
      is assigned to lee, answer awaited; version 2
      as owner, rules 1, version 1
    entry: maya tapped A button on the message that carried it
    message to lee, assignment:
      Hello Lee. There is something for you to look after: Maya assigned you a recommendation in Acme Store.
      Recommendation: Move $300/day from Retargeting US to Prospecting EU
      Why: ROAS 2.10 vs 4.40 over 7 days, confidence high
      Tap a button below to accept it or to pass it back.
      [accept_assignment of version 2]
      [pass_back_assignment of version 2]
    notice to lee, mailed:
      Maya assigned this to you: Move $300/day from Retargeting US to Prospecting EU
      ROAS 2.10 vs 4.40 over 7 days, confidence high
      [accept_assignment of version 2]
      [pass_back_assignment of version 2]
    "#);
    assert_eq!(
        scene.recommendation().await,
        recommendation().assigned(&lee().id, "Lee", decided_by(&maya(), now()))
    );
}

#[tokio::test]
async fn who_takes_it_is_not_told_and_not_asked() {
    let scene = Scene::start().await;
    let row = pick(&scene, &maya(), &maya()).await;
    let story = scene.tap(&maya(), &row).await;
    insta::assert_snapshot!(story.text(), @r"
    says: It is yours: Move $300/day from Retargeting US to Prospecting EU.
    token: pick_assignee of maya, used
    audit: assign_recommendation 20261005-a1b2c3d4 by maya via whats_app: executed
      was not assigned; version 1
      is assigned to maya, accepted; version 2
      as owner, rules 1, version 1
    entry: maya tapped A button on the message that carried it
    ");
    let assignment = scene.recommendation().await.assignment.unwrap();
    assert_eq!((assignment.owner, assignment.answer), (maya().id, AssignmentAnswer::Accepted));
}

#[tokio::test]
async fn who_takes_it_on_is_thanked_and_the_assigner_hears_it_once() {
    let (scene, accept, _pass_back) = given_to_lee().await;
    let story = scene.tap_at(&lee(), &accept, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You took it on: Move $300/day from Retargeting US to Prospecting EU. Maya is told.
    token: accept_assignment of lee, used
    audit: accept_assignment 20261005-a1b2c3d4 by lee via whats_app: executed
      was assigned to lee, answer awaited; version 2
      is assigned to lee, accepted; version 3
      as marketer, rules 1, version 2
    entry: lee tapped A button on the message that carried it
    message to maya, update:
      Hello Maya. Here is news from Acme Store about a decision that you took part in.
      Lee took on what you assigned: Move $300/day from Retargeting US to Prospecting EU
      The dashboard in your latest report has the details.
    notice to maya:
      Lee took this on: Move $300/day from Retargeting US to Prospecting EU
      ROAS 2.10 vs 4.40 over 7 days, confidence high
    ");
    let assignment = scene.recommendation().await.assignment.unwrap();
    assert_eq!((assignment.answer, assignment.answered_at), (AssignmentAnswer::Accepted, Some(later(60))));
    let again = scene.tap_at(&lee(), &accept, later(90)).await;
    insta::assert_snapshot!(again.text(), @r"
    says: Lee has had this since Tue 6 Oct at 08:08 EDT. Nothing changed.
    audit: accept_assignment 20261005-a1b2c3d4 by lee via whats_app: denied, already_answered
    entry: lee tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn who_gives_it_back_leaves_it_with_nobody_and_the_assigner_hears_it_once() {
    let (scene, accept, pass_back) = given_to_lee().await;
    let story = scene.tap_at(&lee(), &pass_back, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You gave it back: Move $300/day from Retargeting US to Prospecting EU. Maya is told.
    token: pass_back_assignment of lee, used
    audit: pass_back_assignment 20261005-a1b2c3d4 by lee via whats_app: executed
      was assigned to lee, answer awaited; version 2
      is assigned to lee, passed back; version 3
      as marketer, rules 1, version 2
    entry: lee tapped A button on the message that carried it
    message to maya, update:
      Hello Maya. Here is news from Acme Store about a decision that you took part in.
      Lee gave back what you assigned: Move $300/day from Retargeting US to Prospecting EU
      The dashboard in your latest report has the details.
    notice to maya:
      Lee passed this back to you: Move $300/day from Retargeting US to Prospecting EU
      ROAS 2.10 vs 4.40 over 7 days, confidence high
    ");
    for button in [accept, pass_back] {
        let again = scene.tap_at(&lee(), &button, later(90)).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(again.told(), @"Lee gave this back on Tue 6 Oct at 08:08 EDT. Nothing changed.");
        }
        assert_eq!(again.wrote::<Message>(), []);
    }
}

#[tokio::test]
async fn what_was_taken_on_can_still_be_given_back() {
    let (scene, accept, pass_back) = given_to_lee().await;
    scene.tap_at(&lee(), &accept, later(60)).await;
    let story = scene.tap_at(&lee(), &pass_back, later(3600)).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed);
    assert_eq!(scene.recommendation().await.assignment.unwrap().answer, AssignmentAnswer::PassedBack);
    assert_eq!(story.message_to(&maya()).kind, domain::message::MessageKind::Update);
}

#[tokio::test]
async fn who_took_it_on_oneself_gives_it_back_to_nobody_in_particular() {
    let scene = Scene::start().await;
    let row = pick(&scene, &maya(), &maya()).await;
    scene.tap(&maya(), &row).await;
    let back = scene.button(&maya(), Action::PassBackAssignment, recommendation().id.as_str(), 1).await;
    let story = scene.tap_at(&maya(), &back, later(60)).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed);
    assert_eq!(story.kinds(), ["audit", "conversation", "recommendation", "subscription", "token"]);
}

#[tokio::test]
async fn who_gave_it_may_give_it_to_somebody_else_whose_buttons_then_count() {
    let (scene, accept, _pass_back) = given_to_lee().await;
    let noor = member("noor", "Noor", Role::Marketer);
    lists::join(&scene, std::slice::from_ref(&noor)).await;
    let row = pick(&scene, &maya(), &noor).await;
    let story = scene.tap_at(&maya(), &row, later(60)).await;
    assert_eq!(story.message().member, noor.id);
    assert_eq!(scene.member(&maya()).await.recent_assignees, [noor.id, lee().id]);
    let late = scene.tap_at(&lee(), &accept, later(90)).await;
    insta::assert_snapshot!(late.text(), @r"
    says: Maya assigned this to Noor on Tue 6 Oct at 08:08 EDT (WhatsApp). Nothing changed.
    audit: accept_assignment 20261005-a1b2c3d4 by lee via whats_app: denied, already_assigned
    entry: lee tapped A button on the message that carried it
    ");
}

#[tokio::test]
async fn who_has_it_may_hand_it_on() {
    let (scene, accept, _pass_back) = given_to_lee().await;
    scene.tap_at(&lee(), &accept, later(60)).await;
    let row = pick(&scene, &lee(), &maya()).await;
    let story = scene.tap_at(&lee(), &row, later(90)).await;
    assert_eq!(story.message().member, maya().id);
    assert_eq!(scene.recommendation().await.assignment.unwrap().owner, maya().id);
}

#[tokio::test]
async fn somebody_who_neither_gave_nor_has_it_is_told_whose_it_is() {
    let (scene, ..) = given_to_lee().await;
    let noor = member("noor", "Noor", Role::Marketer);
    lists::join(&scene, std::slice::from_ref(&noor)).await;
    let list = scene.button(&noor, Action::AssignRecommendation, recommendation().id.as_str(), 0).await;
    let row = pick(&scene, &noor, &noor).await;
    for button in [list, row] {
        let story = scene.tap(&noor, &button).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.told(), @"Maya assigned this to Lee on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.");
        }
        assert!(matches!(story.performed.outcome, ActionOutcome::Refused(Refusal::AlreadyAssigned { .. })));
    }
}

#[tokio::test]
async fn a_row_of_a_list_that_is_older_than_the_assignment_changes_nothing() {
    let scene = Scene::start().await;
    let first = pick(&scene, &maya(), &lee()).await;
    let second = pick(&scene, &maya(), &maya()).await;
    scene.tap(&maya(), &first).await;
    let given = scene.recommendation().await;
    let story = scene.tap_at(&maya(), &second, later(5)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Maya assigned this to Lee on Tue 6 Oct at 08:07 EDT (WhatsApp). Nothing changed.
    audit: assign_recommendation 20261005-a1b2c3d4 by maya via whats_app: denied, already_assigned
    entry: maya tapped A button on the message that carried it
    ");
    let same = scene.tap_at(&maya(), &first, later(6)).await;
    assert_eq!(same.told(), story.told());
    assert_eq!(scene.recommendation().await, given);
}

#[tokio::test]
async fn who_has_it_is_not_told_again_by_a_fresh_list() {
    let (scene, ..) = given_to_lee().await;
    let row = pick(&scene, &maya(), &lee()).await;
    let story = scene.tap_at(&maya(), &row, later(60)).await;
    assert!(matches!(story.performed.outcome, ActionOutcome::Refused(Refusal::AlreadyAssigned { .. })));
    assert_eq!(story.kinds(), ["audit", "conversation"]);
}

#[tokio::test]
async fn who_left_between_the_list_and_the_pick_gets_nothing() {
    let scene = Scene::start().await;
    let row = pick(&scene, &maya(), &lee()).await;
    scene.change_member(&lee(), |lee| lee.active = false).await;
    // The roster still lists Lee: only the transaction detects the changed membership.
    let story = scene.tap(&maya(), &row).await;
    insta::assert_snapshot!(story.text(), @r"
    says: This person is not in Acme Store any more or may not own it, so nothing was changed. Please choose somebody else.
    record later: assign_recommendation 20261005-a1b2c3d4 by maya via whats_app: denied, not_a_teammate
    ");
    assert_eq!(scene.recommendation().await, recommendation());
    let roster = domain::workspace::roster::Roster::new(&workspace().id, &[maya(), anna()]);
    scene.put(&Key::roster(&workspace().id), &roster).await;
    let row = pick(&scene, &maya(), &lee()).await;
    let again = scene.tap(&maya(), &row).await;
    assert_eq!(again.told(), story.told());
    assert_eq!(again.performed.outcome, ActionOutcome::Refused(Refusal::NotATeammate));
}

#[tokio::test]
async fn a_viewer_can_be_given_nothing_and_gives_nothing() {
    let scene = Scene::start().await;
    let row = pick(&scene, &maya(), &anna()).await;
    assert_eq!(
        scene.tap(&maya(), &row).await.performed.outcome,
        ActionOutcome::Refused(Refusal::NotATeammate)
    );
    let annas = pick(&scene, &anna(), &anna()).await;
    let story = scene.tap(&anna(), &annas).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You can see this recommendation but not assign it. Lee and Maya can. Nothing was changed.
    audit: assign_recommendation 20261005-a1b2c3d4 by anna via whats_app: denied, may_not
    entry: anna tapped A button on the message that carried it
    ");
    assert_eq!(scene.recommendation().await, recommendation());
}

#[tokio::test]
async fn somebody_else_s_accept_button_is_not_theirs_to_press() {
    let (scene, accept, _pass_back) = given_to_lee().await;
    let story = scene.tap(&maya(), &accept).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Refused(Refusal::NotYourButton));
    let own = scene.button(&maya(), Action::AcceptAssignment, recommendation().id.as_str(), 2).await;
    let story = scene.tap(&maya(), &own).await;
    assert!(matches!(story.performed.outcome, ActionOutcome::Refused(Refusal::AlreadyAssigned { .. })));
}
