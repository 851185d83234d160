//! Decisions that need two people: the first approval is recorded, the others are asked, the second person decides, and
//! the first is told.

use super::*;
use domain::testing::{anna, dollars, member, subscription};
use domain::workspace::Role;

/// The identifier of the test shift, as used in a token.
const SHIFT: &str = "20261005-a1b2c3d4";

/// A workspace in which a shift of $300 needs two people, with Maya's digest button.
pub(super) async fn scene_of_two() -> (Scene, TokenClaims) {
    let scene = Scene::start().await;
    scene.change_workspace(|workspace| workspace.single_tap_limit = dollars(250)).await;
    let button = scene.shift_button(&maya(), Action::ApproveShift).await;
    (scene, button)
}

#[tokio::test]
async fn the_first_approval_changes_no_budget_and_asks_everybody_else_who_may() {
    let (scene, button) = scene_of_two().await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Your approval is recorded. $300 a day is over the $250 that one person may approve in Acme Store, so Lee must approve it too. The request is on its way; nothing changes before the second approval.
    token: approve_shift of maya, used
    audit: approve_shift_first 20261005-a1b2c3d4 by maya via whats_app: executed
      was proposed; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 1
      is awaiting a second approval; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 2
      as owner, rules 1, version 1
    entry: maya tapped A button on the message that carried it
    message to lee, second_approval:
      Hello Lee. Your approval is needed: Maya approved a budget shift in Acme Store that takes a second person.
      Shift: Move $300/day from Retargeting US to Prospecting EU
      Why: ROAS 2.10 vs 4.40 over 7 days, confidence high
      Nothing changes until you tap a button below.
      [approve_shift of version 2]
      [decline_shift of version 2]
    notice to lee, mailed:
      Maya approved this and it needs your approval too: Move $300/day from Retargeting US to Prospecting EU
      ROAS 2.10 vs 4.40 over 7 days, confidence high
      [approve_shift of version 2]
      [decline_shift of version 2]
    ");
    assert_eq!(scene.shift().await, adjustment().approved_first(decided_by(&maya(), now())));
}

#[tokio::test]
async fn the_second_approves_by_the_button_of_the_message_that_asked_and_the_first_is_told() {
    let (scene, button) = scene_of_two().await;
    let asked = scene.tap(&maya(), &button).await;
    let [approve, _decline] = scene.delivered(&asked.message(), later(5)).await.try_into().unwrap();
    let story = scene.tap_at(&lee(), &approve, later(120)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: ✅ Approved via WhatsApp by Lee on Tue 6 Oct at 08:09 EDT, after Maya on Tue 6 Oct at 08:07 EDT
    Retargeting US: $900 → $600 a day
    Prospecting EU: $1,200 → $1,500 a day
    Recorded in the audit log. Not live yet: somebody still has to change the budgets in the ad account.
    token: approve_shift of lee, used
    audit: approve_shift 20261005-a1b2c3d4 by lee via whats_app: executed
      was awaiting a second approval; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 2
      is approved; retargeting-us: $600.00, prospecting-eu: $1,500.00 a day, version 3
      as marketer, rules 1, version 2, second_approver after maya
    entry: lee tapped A button on the message that carried it
    message to lee, card_2:
      Changed your mind? You can undo the approval until Tue 6 Oct at 08:39 EDT. Or give somebody the follow-up.
      [Undo: undo_shift of version 3]
      [Assign: assign_recommendation of version 0]
    message to maya, update:
      Hello Maya. Here is news from Acme Store about a decision that you took part in.
      Lee approved the shift that you approved first: Move $300/day from Retargeting US to Prospecting EU
      The dashboard in your latest report has the details.
    ");
    let first = adjustment().approved_first(decided_by(&maya(), now()));
    assert_eq!(scene.shift().await, first.approved(decided_by(&lee(), later(120)), 1800));
}

#[tokio::test]
async fn the_second_approves_by_the_button_of_the_digest_that_is_older_than_the_first() {
    let (scene, button) = scene_of_two().await;
    let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
    scene.tap(&maya(), &button).await;
    let story = scene.tap_at(&lee(), &lees, later(60)).await;
    assert_eq!(story.performed.outcome, ActionOutcome::Changed);
    assert_eq!(scene.shift().await.state, AdjustmentState::Approved);
    assert_eq!(story.message_to(&maya()).kind, domain::message::MessageKind::Update);
}

#[tokio::test]
async fn a_no_of_the_second_ends_it_and_the_first_is_told() {
    let (scene, button) = scene_of_two().await;
    let asked = scene.tap(&maya(), &button).await;
    let [_approve, decline] = scene.delivered(&asked.message(), later(5)).await.try_into().unwrap();
    let story = scene.tap_at(&lee(), &decline, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Noted: no. Nothing changes, and this shift is not proposed again for a week. To say why, write one line within 10 minutes.
    next text of lee: decline_reason until 2026-10-06T12:18:00Z
    token: decline_shift of lee, used
    audit: decline_shift 20261005-a1b2c3d4 by lee via whats_app: executed
      was awaiting a second approval; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 2
      is declined; retargeting-us: $900.00, prospecting-eu: $1,200.00 a day, version 3
      as marketer, rules 1, version 2
    entry: lee tapped A button on the message that carried it
    message to maya, update:
      Hello Maya. Here is news from Acme Store about a decision that you took part in.
      Lee said no to the shift that you approved first: Move $300/day from Retargeting US to Prospecting EU
      The dashboard in your latest report has the details.
    ");
    assert_eq!(scene.shift().await.state, AdjustmentState::Declined);
}

#[tokio::test]
async fn a_no_of_the_first_takes_the_approval_back_and_tells_nobody() {
    let (scene, button) = scene_of_two().await;
    scene.tap(&maya(), &button).await;
    let no = scene.shift_button(&maya(), Action::DeclineShift).await;
    let story = scene.tap(&maya(), &no).await;
    assert_eq!(story.kinds(), ["adjustment", "audit", "conversation", "expecting", "token"]);
    assert_eq!(scene.shift().await.state, AdjustmentState::Declined);
}

#[tokio::test]
async fn one_person_with_two_memberships_is_one_person() {
    let (scene, button) = scene_of_two().await;
    scene.tap(&maya(), &button).await;
    let lees = scene.button(&lee(), Action::ApproveShift, SHIFT, 2).await;
    scene.change_member(&lee(), |lee| lee.email = maya().email).await;
    let story = scene.tap_at(&lee(), &lees, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Not approved: the first approval (Maya, Tue 6 Oct at 08:07 EDT, WhatsApp) came from the same WhatsApp account or mailbox as yours, and this shift needs two people. Nothing changed. Ask the owner to remove the member who is there twice.
    audit: approve_shift 20261005-a1b2c3d4 by lee via whats_app: denied, same_person
    entry: lee tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
}

#[tokio::test]
async fn a_mailbox_or_number_that_became_the_seconds_meanwhile_counts() {
    let changes: [fn(&mut Member, &mut WhatsAppSubscription); 2] =
        [|member, _| member.email = lee().email, |_, known| known.phone = subscription(&lee()).phone];
    for change in changes {
        let (scene, button) = scene_of_two().await;
        scene.tap(&maya(), &button).await;
        let lees = scene.button(&lee(), Action::ApproveShift, SHIFT, 2).await;
        let message = tap_message(&lee(), &lees, 7);
        let (performed, _) = races::raced(&scene, &request(&message, &lees, later(60)), async || {
            let mut known = subscription(&maya());
            scene.change_member(&maya(), |maya| change(maya, &mut known)).await;
            scene.put(&Key::subscription(&known.workspace, &known.member), &known).await;
        })
        .await;
        let word = match &performed.outcome {
            ActionOutcome::Refused(refusal) => refusal.audit_word(),
            other => panic!("{other:?}"),
        };
        assert_eq!((word, scene.shift().await.state), ("same_person", AdjustmentState::AwaitingSecond));
    }
}

#[tokio::test]
async fn the_first_approval_of_who_was_removed_or_only_views_no_longer_counts() {
    let changes: [fn(&Member) -> Member; 2] = [
        |maya| maya.changed(Role::Owner, false, later(30)),
        |maya| maya.changed(Role::Viewer, true, later(30)),
    ];
    for change in changes {
        let (scene, button) = scene_of_two().await;
        scene.tap(&maya(), &button).await;
        let lees = scene.button(&lee(), Action::ApproveShift, SHIFT, 2).await;
        scene.change_member(&maya(), |maya| *maya = change(maya)).await;
        let story = scene.tap_at(&lee(), &lees, later(60)).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.text(), @r"
            says: Not approved: the first approval (Maya, Tue 6 Oct at 08:07 EDT, WhatsApp) no longer counts, because Maya may not approve shifts any more. Nothing changed. Your next report brings a new proposal if the numbers still speak for it.
            audit: approve_shift 20261005-a1b2c3d4 by lee via whats_app: denied, first_may_not
            entry: lee tapped A button on the message that carried it
            ");
        }
        assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
    }
}

#[tokio::test]
async fn a_first_approver_who_left_or_only_views_since_the_read_counts() {
    let changes: [fn(&Member) -> Member; 2] = [
        |maya| maya.changed(Role::Owner, false, later(60)),
        |maya| maya.changed(Role::Viewer, true, later(60)),
    ];
    for change in changes {
        let (scene, button) = scene_of_two().await;
        scene.tap(&maya(), &button).await;
        let lees = scene.button(&lee(), Action::ApproveShift, SHIFT, 2).await;
        let message = tap_message(&lee(), &lees, 7);
        let (performed, _) = races::raced(&scene, &request(&message, &lees, later(60)), async || {
            scene.change_member(&maya(), |maya| *maya = change(maya)).await;
        })
        .await;
        let word = match &performed.outcome {
            ActionOutcome::Refused(refusal) => refusal.audit_word(),
            other => panic!("{other:?}"),
        };
        assert_eq!((word, scene.shift().await.state), ("first_may_not", AdjustmentState::AwaitingSecond));
    }
}

#[tokio::test]
async fn one_person_with_two_buttons_is_one_person() {
    let (scene, button) = scene_of_two().await;
    let other = scene.shift_button(&maya(), Action::ApproveShift).await;
    scene.tap(&maya(), &button).await;
    for button in [other, scene.button(&maya(), Action::ApproveShift, SHIFT, 2).await] {
        let story = scene.tap_at(&maya(), &button, later(60)).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.text(), @r"
            says: You approved this shift on Tue 6 Oct at 08:07 EDT (WhatsApp). It still needs a second approval: Lee can give it. Nothing changed.
            audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, awaits_second
            entry: maya tapped A button on the message that carried it
            ");
        }
        assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
    }
}

#[tokio::test]
async fn without_anybody_else_who_may_it_cannot_be_approved() {
    let (scene, button) = scene_of_two().await;
    scene
        .change_workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![maya().id, anna().id]))
        .await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: $300 a day is over the $250 that one person may approve in Acme Store, and nobody else there may approve it. Nothing was changed. The owner can name a second approver.
    audit: approve_shift 20261005-a1b2c3d4 by maya via whats_app: denied, over_limit
    entry: maya tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await, adjustment());
}

#[tokio::test]
async fn only_who_is_named_is_asked_and_may_approve() {
    let (scene, button) = scene_of_two().await;
    let noor = member("noor", "Noor", Role::Marketer);
    lists::join(&scene, std::slice::from_ref(&noor)).await;
    let named = vec![maya().id, noor.id.clone()];
    scene.change_workspace(|workspace| workspace.rules.named.approve_shifts = Some(named)).await;
    let asked = scene.tap(&maya(), &button).await;
    let readers: Vec<_> = asked.wrote::<Message>().into_iter().map(|message| message.member).collect();
    assert_eq!(readers, [noor.id]);
    let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
    let story = scene.tap(&lee(), &lees).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You can see this shift but not decide on it. Maya and Noor can. Nothing was changed.
    audit: approve_shift 20261005-a1b2c3d4 by lee via whats_app: denied, may_not
    entry: lee tapped A button on the message that carried it
    ");
    assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
}

#[tokio::test]
async fn of_many_who_may_approve_five_are_asked() {
    let (scene, button) = scene_of_two().await;
    let crowd: Vec<Member> = (0..20)
        .map(|number| member(&format!("p{number}"), &format!("P{number:02}"), Role::Marketer))
        .collect();
    lists::join(&scene, &crowd).await;
    let story = scene.tap(&maya(), &button).await;
    let asked: Vec<String> = story.wrote::<Message>().iter().map(|asked| asked.member.to_string()).collect();
    assert_eq!(asked.len(), 5, "{asked:?}");
    assert_eq!(story.wrote::<domain::notification::MemberNotification>().len(), 5);
    insta::assert_snapshot!(story.told(), @"Your approval is recorded. $300 a day is over the $250 that one person may approve in Acme Store, so Lee, P00, P01 or another approver must approve it too. The request is on its way; nothing changes before the second approval.");
}

#[tokio::test]
async fn a_budget_that_changed_between_the_two_stops_the_second() {
    let (scene, button) = scene_of_two().await;
    scene.tap(&maya(), &button).await;
    let lees = scene.shift_button(&lee(), Action::ApproveShift).await;
    scene.change_campaign(1, 1_350).await;
    let story = scene.tap_at(&lee(), &lees, later(60)).await;
    insta::assert_snapshot!(story.text(), @r"
    says: Not applied. The budget of Prospecting EU changed since this message: it is now $1,350 a day (was $1,200). Your next report brings a new proposal.
    record later: approve_shift 20261005-a1b2c3d4 by lee via whats_app: denied, target_moved
    ");
    assert_eq!(scene.shift().await.state, AdjustmentState::AwaitingSecond);
}
