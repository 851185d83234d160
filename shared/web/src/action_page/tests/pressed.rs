//! The button: it acts once, is audited as a link, and does nothing for people who only look or who post blindly.

use super::*;
use domain::audit::{Outcome, Source, Verb};
use domain::insight::adjustment::AdjustmentState;
use domain::insight::record::AlertState;
use domain::message::job::QueueJob;
use domain::testing::dollars;
use domain::token::{Action, TokenState};

const APPROVE: &str = "act=approve_shift";

#[tokio::test]
async fn a_press_approves_in_two_calls_and_offers_the_way_back_in_two_more() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let done = desk.press(&link, APPROVE).await;
    assert_eq!(desk.embedded.calls.take(), [TWO_CALLS, TWO_CALLS].concat());
    assert_eq!(done.standing, PageState::Changed);
    insta::assert_snapshot!("approved", read_page(&done));
    let shift = desk.shift().await;
    assert_eq!(shift.state, AdjustmentState::Approved);
    assert_eq!(shift.decided.unwrap().source, Source::WebLink);
    let [event] = desk.store().audit(&workspace().id).await.unwrap().try_into().unwrap();
    assert_eq!(
        (event.source, event.verb, event.outcome),
        (Source::WebLink, Verb::ApproveShift, Outcome::Executed)
    );
    assert_eq!((event.actor, event.message_sid), (Some(maya().id), None));
    let claims = token_keys().open(&link).unwrap();
    let token = desk.store().read_link(&claims).await.unwrap().token.unwrap();
    assert_eq!((token.state, token.used_by), (TokenState::Used, Some(event.id.to_string())));
}

#[tokio::test]
async fn the_button_of_the_page_that_says_done_takes_it_back_in_its_time_and_once() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let path = desk.press(&link, APPROVE).await.form.unwrap().path.unwrap();
    let undo = path.strip_prefix("/a/").unwrap().to_owned();
    assert!(!desk.embedded.dump().await.contains(&undo), "it is stored as a hash alone");
    let late = desk.press_at(&undo, "act=undo_shift", later(1)).await.unwrap();
    assert_eq!(late.standing, PageState::Unchanged);
    assert_eq!(desk.shift().await.state, AdjustmentState::Approved);
    desk.embedded.calls.take();
    let undone = desk.press(&undo, "act=undo_shift").await;
    assert_eq!(desk.embedded.calls.take(), TWO_CALLS);
    assert!(undone.standing == PageState::Changed && undone.form.is_none());
    assert_eq!(desk.shift().await.state, AdjustmentState::Undone);
    assert_eq!(desk.press(&undo, "act=undo_shift").await.standing, PageState::Unchanged);
}

#[tokio::test]
async fn where_nothing_can_be_taken_back_no_way_back_is_offered() {
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| workspace.rules.undo_seconds = 0).await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let done = desk.press(&link, APPROVE).await;
    assert!(done.standing == PageState::Changed && done.form.is_none());
}

#[tokio::test]
async fn a_press_that_comes_again_changes_nothing_and_says_what_stands() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    desk.press(&link, APPROVE).await;
    let (shift, jobs) = (desk.shift().await, desk.queue.jobs.lock().unwrap().len());
    for seconds in [1, 60, 7_200] {
        let again = desk.press_at(&link, APPROVE, now() + SignedDuration::from_secs(seconds)).await.unwrap();
        assert_eq!(again.standing, PageState::Unchanged);
        assert_eq!(
            again.told,
            ["Already done, nothing changed. You approved this shift on Tue 6 Oct at 08:07 EDT (web link)."]
        );
    }
    assert_eq!((desk.shift().await, desk.queue.jobs.lock().unwrap().len()), (shift, jobs));
    let denied = desk.store().audit(&workspace().id).await.unwrap().into_iter().skip(1);
    let reasons: Vec<Outcome> = denied.map(|event| event.outcome).collect();
    assert_eq!(reasons, [Outcome::Denied { reason: "already_approved".into() }]);
}

#[tokio::test]
async fn a_scanner_that_opens_every_link_and_posts_blindly_does_nothing() {
    let desk = Desk::start().await;
    let mut links = Vec::new();
    for action in [Action::ApproveShift, Action::ConfirmShift, Action::DeclineShift] {
        links.push(desk.shift_link(action).await);
    }
    let before = desk.everything().await;
    desk.embedded.calls.take();
    for link in &links {
        for _ in 0..20 {
            assert_eq!(desk.look(link).await.standing, PageState::Asks);
        }
    }
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem"; 60], "looking only reads");
    for link in &links {
        for form in ["", "confirm=1", "act=", "act=anything", "%00"] {
            let refused = desk.press_at(link, form, now()).await;
            assert!(matches!(refused, Err(LinkError::NotPressed(PostRefusal::NoForm))), "{form}");
        }
    }
    assert!(desk.embedded.calls.take().is_empty(), "a blind post reads nothing");
    assert_eq!(desk.everything().await, before);
}

#[tokio::test]
async fn a_press_from_another_site_reads_nothing() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    for (origin, site) in [
        (Some("null"), None),
        (Some("https://evil.example"), None),
        (Some(PUBLIC_URL), Some("cross-site")),
        (None, Some("none")),
    ] {
        let pressed = FormPost { body: APPROVE.as_bytes(), origin, fetch_site: site };
        let (clock, keys) = (FixedClock(now()), token_keys());
        let refused = press(&desk.deps(&clock, &keys), &link, &pressed).await;
        assert!(matches!(refused, Err(LinkError::NotPressed(PostRefusal::OtherSite))));
    }
    assert!(desk.embedded.calls.take().is_empty());
}

#[tokio::test]
async fn an_amount_for_two_asks_the_others_by_message_and_mail() {
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| workspace.single_tap_limit = dollars(100)).await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let done = desk.press(&link, APPROVE).await;
    assert!(done.told[0].contains("so Lee must approve it too"), "{:?}", done.told);
    assert_eq!(desk.shift().await.state, AdjustmentState::AwaitingSecond);
    assert_eq!(desk.queue.jobs.lock().unwrap().len(), 1);
    let others = std::mem::take(&mut *desk.queue.others.lock().unwrap());
    let [(QueueJob::NotificationMail(mail), 0)] = others.as_slice() else { panic!("{others:?}") };
    assert_eq!(mail.member, lee().id);
    let second = desk.link(&lee(), Action::ApproveShift, adjustment().id.as_str(), 2).await;
    assert_eq!(desk.press(&second, APPROVE).await.standing, PageState::Changed);
    assert_eq!(desk.shift().await.state, AdjustmentState::Approved);
}

#[tokio::test]
async fn a_no_by_link_is_a_no_and_waits_for_no_reason() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::DeclineShift).await;
    let done = desk.press(&link, "act=decline_shift").await;
    assert_eq!(done.told, ["Noted: no. Nothing changes, and this shift is not proposed again for a week."]);
    assert_eq!(desk.shift().await.state, AdjustmentState::Declined);
}

#[tokio::test]
async fn an_approval_is_undone_by_link_as_well() {
    let desk = Desk::start().await;
    desk.save_shift(&adjustment().approved(decided_by(&maya()), 1_800)).await;
    let link = desk.link(&maya(), Action::UndoShift, adjustment().id.as_str(), 2).await;
    assert_eq!(desk.press(&link, "act=undo_shift").await.standing, PageState::Changed);
    assert_eq!(desk.shift().await.state, AdjustmentState::Undone);
}

#[tokio::test]
async fn an_alert_is_acknowledged_and_snoozed_by_link() {
    for (action, form, state) in [
        (Action::AcknowledgeAlert, "act=acknowledge_alert", AlertState::Acknowledged),
        (Action::SnoozeAlert, "act=snooze_alert", AlertState::Snoozed),
        (Action::SnoozeAlertUntilTomorrow, "act=snooze_alert_until_tomorrow", AlertState::Snoozed),
    ] {
        let desk = Desk::start().await;
        let link = desk.link(&maya(), action, alert().finding.id.as_str(), today()).await;
        assert_eq!(desk.press(&link, form).await.standing, PageState::Changed, "{form}");
        let alerts = desk.store().alerts(&workspace().id).await.unwrap();
        let found = alerts.iter().find(|found| found.finding.id == alert().finding.id).unwrap();
        assert_eq!(found.state, state);
    }
}

#[tokio::test]
async fn the_person_who_is_chosen_is_told_and_a_choice_counts_once() {
    let desk = Desk::start().await;
    let link = desk.link(&maya(), Action::AssignRecommendation, recommendation().id.as_str(), 0).await;
    let choice = "act=assign_recommendation&seen=1&person=lee";
    let done = desk.press(&link, choice).await;
    assert_eq!(done.standing, PageState::Changed);
    assert!(done.told[0].starts_with("Assigned to Lee:"), "{:?}", done.told);
    assert_eq!((desk.queue.jobs.lock().unwrap().len(), desk.queue.others.lock().unwrap().len()), (1, 1));
    let stored = desk.store().recommendations(&workspace().id).await.unwrap().remove(0);
    assert_eq!(stored.assignment.unwrap().owner, lee().id);
    assert_ne!(desk.press(&link, choice).await.standing, PageState::Changed);
    assert_eq!(desk.queue.jobs.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_choice_of_nobody_of_the_workspace_or_of_an_old_page_changes_nothing() {
    let desk = Desk::start().await;
    let link = desk.link(&maya(), Action::AssignRecommendation, recommendation().id.as_str(), 0).await;
    for choice in ["seen=1&person=nobody", "seen=1&person=anna", "seen=7&person=lee"] {
        let view = desk.press(&link, &format!("act=assign_recommendation&{choice}")).await;
        assert_eq!(view.standing, PageState::Unchanged, "{choice}");
    }
    assert_eq!(desk.store().recommendations(&workspace().id).await.unwrap(), [recommendation()]);
}

#[tokio::test]
async fn what_was_given_is_taken_on_or_given_back_by_link() {
    for (action, form) in [
        (Action::AcceptAssignment, "act=accept_assignment"),
        (Action::PassBackAssignment, "act=pass_back_assignment"),
    ] {
        let desk = Desk::start().await;
        let given = recommendation().assigned(&lee().id, "Lee", decided_by(&maya()));
        desk.save_recommendation(&given).await;
        let link = desk.link(&lee(), action, given.id.as_str(), given.version).await;
        let done = desk.press(&link, form).await;
        assert!(
            done.standing == PageState::Changed && done.told[0].contains("Maya is told"),
            "{:?}",
            done.told
        );
    }
}

#[tokio::test]
async fn a_queue_in_trouble_takes_nothing_back() {
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| workspace.single_tap_limit = dollars(100)).await;
    desk.queue.failing.store(true, Ordering::Relaxed);
    let link = desk.shift_link(Action::ApproveShift).await;
    assert_eq!(desk.press(&link, APPROVE).await.standing, PageState::Changed);
    assert_eq!(desk.shift().await.state, AdjustmentState::AwaitingSecond);
}

#[tokio::test]
async fn of_two_presses_at_once_one_acts_and_the_other_hears_of_it() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let (one, other) = tokio::join!(desk.press(&link, APPROVE), desk.press(&link, APPROVE));
    let changed =
        [one.standing, other.standing].into_iter().filter(|standing| *standing == PageState::Changed);
    assert_eq!(changed.count(), 1);
    assert_eq!(desk.shift().await.version, 2);
}
