//! A link that is denied and pressed without end: it is answered alike, and leaves one event for each thing that it was
//! denied.

use super::*;
use domain::audit::{AuditEvent, Outcome};
use domain::instant::EpochSecond;

const APPROVE: &str = "act=approve_shift";

/// Presses a button fifty times, a minute apart, and asserts that each press has the same answer and that together they
/// leave one event and its mark.
async fn pressed_without_end(desk: &Desk, link: &str, form: &str, reason: &str) {
    let before = events(desk).await;
    let first = desk.press_at(link, form, later_by(60)).await.unwrap();
    let everything = desk.everything().await;
    for minute in 2..=50 {
        let again = desk.press_at(link, form, later_by(60 * minute)).await.unwrap();
        assert_eq!((&again.told, again.standing), (&first.told, first.standing), "{reason}");
    }
    assert_eq!(desk.everything().await, everything, "a repeat leaves nothing: {reason}");
    let denied = Outcome::Denied { reason: reason.to_owned() };
    let new: Vec<_> = events(desk).await.into_iter().filter(|event| !before.contains(event)).collect();
    assert_eq!(new.into_iter().map(|event| event.outcome).collect::<Vec<_>>(), [denied]);
}

async fn events(desk: &Desk) -> Vec<AuditEvent> {
    desk.store().audit(&workspace().id).await.unwrap()
}

fn later_by(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

#[tokio::test]
async fn a_link_that_is_denied_without_end_leaves_one_event_for_each_reason() {
    let desk = Desk::start().await;
    let used = desk.shift_link(Action::ApproveShift).await;
    let other = desk.shift_link(Action::ApproveShift).await;
    desk.press(&used, APPROVE).await;
    pressed_without_end(&desk, &used, APPROVE, "already_approved").await;
    pressed_without_end(&desk, &other, APPROVE, "already_approved").await;
    let void = Some(EpochSecond::from(later_by(1)));
    desk.change_workspace(|workspace| workspace.rules.tokens_valid_from = void).await;
    pressed_without_end(&desk, &used, APPROVE, "void").await;
    desk.change_member(maya(), |member| member.active = false).await;
    pressed_without_end(&desk, &used, APPROVE, "no_longer_member").await;
}

#[tokio::test]
async fn a_link_whose_token_or_target_is_gone_leaves_one_event_however_often_it_is_pressed() {
    let desk = Desk::start().await;
    let claims = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 99);
    let unknown = TokenClaims { channel: TokenChannel::Link, ..claims };
    let unknown = token_keys().seal(&unknown).as_str().to_owned();
    let no_target = desk.link(&maya(), Action::ApproveShift, "20261005-none", 1).await;
    for link in [unknown, no_target] {
        pressed_without_end(&desk, &link, APPROVE, "gone").await;
    }
}

#[tokio::test]
async fn a_choice_of_any_number_of_people_who_are_not_there_leaves_one_event() {
    let desk = Desk::start().await;
    let link = desk.link(&maya(), Action::AssignRecommendation, recommendation().id.as_str(), 0).await;
    for person in ["nobody", "somebody", "anybody", "whoever"] {
        desk.press(&link, &format!("act=assign_recommendation&seen=1&person={person}")).await;
    }
    assert_eq!(events(&desk).await.len(), 1);
}

#[tokio::test]
async fn of_two_presses_at_once_that_are_both_denied_one_event_stays() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    desk.press(&link, APPROVE).await;
    tokio::join!(desk.press(&link, APPROVE), desk.press(&link, APPROVE));
    assert_eq!(events(&desk).await.len(), 2);
}
