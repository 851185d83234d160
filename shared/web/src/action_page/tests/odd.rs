//! Edge cases: each has a page of its own, worded like the replies, and never a button.

use super::*;
use domain::insight::adjustment::{AdjustmentState, ChangedBudget, Successor};
use domain::insight::record::{AlertState, AssignmentAnswer};
use domain::testing::{anna, dollars, subscription};
use domain::token::{ApiCaller, TokenPurpose};
use domain::workspace::Role;

/// Opens a page that must not have a button, and returns its state and text.
async fn told(desk: &Desk, link: &str, at: Timestamp) -> (PageState, String) {
    desk.embedded.calls.take();
    let view = desk.look_at(link, at).await.unwrap();
    assert_eq!(desk.embedded.calls.take(), ONE_CALL, "looking writes nothing");
    assert!(view.form.is_none() && !page::action(&view).unwrap().contains("<form"));
    (view.standing, read_page(&view))
}

#[tokio::test]
async fn a_shift_that_was_decided_says_by_whom_when_and_on_which_channel() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let mut pages = Vec::new();
    let shift = adjustment();
    let successor = Successor { id: "20261006-b1".parse().unwrap(), version: 1, amount: dollars(100) };
    let moved = ChangedBudget {
        campaign: shift.from.campaign.clone(),
        was: dollars(900),
        now: dollars(700),
        stopped: false,
        at: now(),
        by: Some("Lee".into()),
    };
    for after in [
        shift.approved(decided_by(&lee()), 1_800),
        shift.approved(decided_by(&maya()), 1_800),
        shift.declined(decided_by(&lee())),
        shift.approved(decided_by(&lee()), 1_800).taken_back(decided_by(&lee())),
        shift.superseded(Some(successor.clone())),
        shift.superseded_by(moved, Some(successor)),
        shift.approved_first(decided_by(&maya())),
    ] {
        desk.save_shift(&after).await;
        let (standing, page) = told(&desk, &link, now()).await;
        assert_eq!(standing, PageState::Unchanged, "{:?}", after.state);
        pages.push(page);
    }
    insta::assert_snapshot!("decided", pages.join("\n---\n"));
}

#[tokio::test]
async fn a_link_that_is_too_old_says_since_when_and_has_no_button() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let (standing, page) = told(&desk, &link, later(24)).await;
    assert_eq!(standing, PageState::Expired);
    insta::assert_snapshot!("expired", page);
    assert_eq!(
        desk.press_at(&link, "act=approve_shift", later(24)).await.unwrap().standing,
        PageState::Expired
    );
    assert_eq!(desk.shift().await, adjustment());
}

#[tokio::test]
async fn whoever_may_not_open_a_link_learns_nothing_of_the_workspace() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let mut pages = Vec::new();
    desk.change_member(maya(), |member| member.active = false).await;
    pages.push((PageState::Closed, told(&desk, &link, now()).await));
    desk.change_member(maya(), |member| *member = member.changed(Role::Marketer, true, later(1))).await;
    pages.push((PageState::Expired, told(&desk, &link, later(2)).await));
    desk.change_member(maya(), |member| member.role = Role::Viewer).await;
    pages.push((PageState::Closed, told(&desk, &link, now()).await));
    desk.change_member(maya(), |_| {}).await;
    let mut again = subscription(&maya());
    again.consent_changed_at = later(1);
    store_one(desk.store(), &Key::subscription(&again.workspace, &again.member), &again).await;
    pages.push((PageState::Expired, told(&desk, &link, later(2)).await));
    for (expected, (standing, page)) in &pages {
        assert_eq!(standing, expected, "{page}");
        assert!(!page.contains("Retargeting") && !page.contains("You act as"), "{page}");
    }
    insta::assert_snapshot!(
        "closed",
        pages.into_iter().map(|(_, (_, page))| page).collect::<Vec<_>>().join("\n---\n")
    );
}

#[tokio::test]
async fn a_link_whose_token_or_target_is_gone_says_only_that() {
    let desk = Desk::start().await;
    let never_stored = TokenClaims {
        channel: TokenChannel::Link,
        ..claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 99)
    };
    let unknown = token_keys().seal(&never_stored).as_str().to_owned();
    let no_target = desk.link(&maya(), Action::ApproveShift, "20261005-none", 1).await;
    let other = TokenClaims { workspace: "other".parse().unwrap(), ..never_stored };
    let other = token_keys().seal(&other).as_str().to_owned();
    for link in [unknown, no_target, other] {
        let (standing, page) = told(&desk, &link, now()).await;
        assert_eq!(standing, PageState::Gone);
        assert!(page.contains("no longer leads anywhere") && !page.contains("Acme"), "{page}");
    }
}

#[tokio::test]
async fn what_is_no_link_of_ours_costs_no_read() {
    let desk = Desk::start().await;
    let good = desk.shift_link(Action::ApproveShift).await;
    let last = if good.ends_with('A') { "B" } else { "A" };
    let mut links =
        vec![String::new(), "x".into(), "a".repeat(5_000), format!("{}{last}", &good[..good.len() - 1])];
    let seal = |channel, purpose: TokenPurpose, target| {
        let claims = TokenClaims { channel, ..claims(&maya(), purpose, target, 1) };
        token_keys().seal(&claims).as_str().to_owned()
    };
    links.push(seal(TokenChannel::Button, Action::ApproveShift.into(), "20261005-a1b2c3d4"));
    links.push(seal(TokenChannel::Bearer, TokenPurpose::Api(ApiCaller::Member), "api"));
    links.push(seal(TokenChannel::Link, TokenPurpose::Dashboard, "2026-10-05"));
    links.push(seal(TokenChannel::Link, TokenPurpose::Api(ApiCaller::Integrator), "api"));
    for link in links {
        assert!(matches!(desk.look_at(&link, now()).await, Err(LinkError::NotALink)));
        assert!(matches!(desk.press_at(&link, "act=approve_shift", now()).await, Err(LinkError::NotALink)));
    }
    assert!(desk.embedded.calls.take().is_empty());
}

#[tokio::test]
async fn an_amount_that_nobody_else_may_approve_has_no_button() {
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| {
        workspace.single_tap_limit = dollars(100);
        workspace.rules.named.approve_shifts = Some(vec![maya().id]);
    })
    .await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let (standing, page) = told(&desk, &link, now()).await;
    assert_eq!(standing, PageState::Unchanged);
    assert!(page.contains("nobody else there may approve it"), "{page}");
}

#[tokio::test]
async fn an_undo_after_its_time_says_until_when_it_was() {
    let desk = Desk::start().await;
    desk.save_shift(&adjustment().approved(decided_by(&maya()), 1_800)).await;
    let link = desk.link(&maya(), Action::UndoShift, adjustment().id.as_str(), 2).await;
    let (standing, page) = told(&desk, &link, later(1)).await;
    assert_eq!(standing, PageState::Unchanged);
    assert!(page.contains("undone until Tue 6 Oct at 08:37 EDT"), "{page}");
    assert!(page.contains("Retargeting US $900 → $600 a day"), "{page}");
}

#[tokio::test]
async fn an_alert_that_is_over_or_taken_care_of_has_no_button() {
    let desk = Desk::start().await;
    let link = desk.link(&maya(), Action::AcknowledgeAlert, alert().finding.id.as_str(), today()).await;
    desk.save_alert(&alert().acknowledged(decided_by(&lee()))).await;
    let (standing, page) = told(&desk, &link, now()).await;
    assert!(page.contains("Lee acknowledged this alert on Tue 6 Oct at 08:07 EDT (WhatsApp)"), "{page}");
    assert_eq!(standing, PageState::Unchanged);
    desk.save_alert(&Alert { state: AlertState::Resolved, ..alert() }).await;
    let (_, page) = told(&desk, &link, now()).await;
    assert!(page.contains("This trouble is over"), "{page}");
}

#[tokio::test]
async fn what_is_not_yours_any_more_says_whose_it_is() {
    let desk = Desk::start().await;
    let id = recommendation().id;
    let accept = desk.link(&lee(), Action::AcceptAssignment, id.as_str(), 2).await;
    let choose = desk.link(&lee(), Action::AssignRecommendation, id.as_str(), 0).await;
    let given_away = recommendation().assigned(&maya().id, "Maya", decided_by(&maya()));
    desk.save_recommendation(&given_away).await;
    for link in [&accept, &choose] {
        let (standing, page) = told(&desk, link, now()).await;
        assert_eq!(standing, PageState::Unchanged);
        assert!(page.contains("Maya") && page.contains("Tue 6 Oct at 08:07 EDT. Nothing changed."), "{page}");
    }
    let taken = recommendation().assigned(&lee().id, "Lee", decided_by(&maya()));
    desk.save_recommendation(&taken.answered(AssignmentAnswer::Accepted, now())).await;
    let (_, page) = told(&desk, &accept, now()).await;
    assert!(page.contains("Lee has had this since Tue 6 Oct at 08:07 EDT"), "{page}");
}

#[tokio::test]
async fn who_may_only_look_is_told_who_can() {
    let desk = Desk::start().await;
    let link = desk.link(&anna(), Action::ApproveShift, adjustment().id.as_str(), 1).await;
    let (standing, page) = told(&desk, &link, now()).await;
    assert_eq!(standing, PageState::Closed);
    assert!(page.contains("Lee and Maya can."), "{page}");
    assert_eq!(desk.press(&link, "act=approve_shift").await.standing, PageState::Closed);
    assert_eq!(desk.shift().await.state, AdjustmentState::Proposed);
}
