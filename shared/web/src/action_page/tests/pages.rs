//! The text and the button of each page.

use super::*;
use crate::asset::Assets;
use domain::language::{Language, Phrase};
use domain::testing::dollars;

async fn page_of(desk: &Desk, link: &str) -> String {
    let view = desk.look(link).await;
    assert_eq!(desk.embedded.calls.take(), ONE_CALL);
    read_page(&view)
}

#[tokio::test]
async fn the_page_of_an_approval_says_what_changes_why_and_how_it_is_undone() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    insta::assert_snapshot!("approve", page_of(&desk, &link).await);
}

#[tokio::test]
async fn the_page_of_a_larger_amount_is_the_second_question() {
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| {
        workspace.single_tap_limit = dollars(250);
        workspace.rules.confirm_limit = Some(dollars(1_000));
    })
    .await;
    let link = desk.shift_link(Action::ApproveShift).await;
    insta::assert_snapshot!("approve_over_one_tap", page_of(&desk, &link).await);
    assert_eq!(desk.press(&link, "act=approve_shift").await.standing, PageState::Changed);
}

#[tokio::test]
async fn the_page_of_an_amount_for_two_says_so_to_the_first_and_to_the_second() {
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| workspace.single_tap_limit = dollars(100)).await;
    let first = desk.shift_link(Action::ApproveShift).await;
    insta::assert_snapshot!("approve_first_of_two", page_of(&desk, &first).await);
    desk.save_shift(&adjustment().approved_first(decided_by(&maya()))).await;
    let second = desk.link(&lee(), Action::ApproveShift, adjustment().id.as_str(), 2).await;
    let view = desk.look(&second).await;
    // The shift alone names the first approver, who is read to tell two people from one.
    assert_eq!(desk.embedded.calls.take(), [ONE_CALL, ONE_CALL].concat());
    insta::assert_snapshot!("approve_second_of_two", read_page(&view));
}

#[tokio::test]
async fn the_page_of_a_no_says_what_a_no_means() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::DeclineShift).await;
    insta::assert_snapshot!("decline", page_of(&desk, &link).await);
}

#[tokio::test]
async fn the_page_of_an_undo_shows_the_way_back_and_until_when() {
    let desk = Desk::start().await;
    desk.save_shift(&adjustment().approved(decided_by(&maya()), 1_800)).await;
    let link = desk.link(&maya(), Action::UndoShift, adjustment().id.as_str(), 2).await;
    insta::assert_snapshot!("undo", page_of(&desk, &link).await);
}

#[tokio::test]
async fn the_page_that_reviews_has_no_button() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ReviewShift).await;
    let page = page_of(&desk, &link).await;
    insta::assert_snapshot!("review", page);
    assert!(!page.contains('['));
}

#[tokio::test]
async fn the_pages_of_an_alert_say_what_is_at_stake() {
    let desk = Desk::start().await;
    let mut pages = Vec::new();
    for action in [Action::AcknowledgeAlert, Action::SnoozeAlert, Action::SnoozeAlertUntilTomorrow] {
        let link = desk.link(&maya(), action, alert().finding.id.as_str(), today()).await;
        pages.push(page_of(&desk, &link).await);
    }
    insta::assert_snapshot!("alerts", pages.join("\n---\n"));
}

#[tokio::test]
async fn the_page_of_a_silent_source_names_its_channel_and_no_price() {
    let desk = Desk::start().await;
    let silent = domain::testing::silent_google();
    desk.save_alert(&silent).await;
    let link = desk.link(&maya(), Action::AcknowledgeAlert, silent.finding.id.as_str(), today()).await;
    insta::assert_snapshot!("silent", page_of(&desk, &link).await);
}

#[tokio::test]
async fn the_page_of_a_day_lists_its_alerts_without_a_button() {
    let desk = Desk::start().await;
    let link = desk.link(&maya(), Action::ShowAlerts, "2026-10-05", 0).await;
    insta::assert_snapshot!("day", page_of(&desk, &link).await);
}

#[tokio::test]
async fn the_page_that_assigns_lists_people_me_first() {
    let desk = Desk::start().await;
    let link = desk.link(&lee(), Action::AssignRecommendation, recommendation().id.as_str(), 0).await;
    insta::assert_snapshot!("assign", page_of(&desk, &link).await);
    let html = page::action(&desk.look(&link).await).unwrap();
    assert!(html.contains(r#"<input type="hidden" name="seen" value="1" />"#));
    assert!(html.contains(r#"<button type="submit" name="person" value="maya">Maya"#), "{html}");
    assert!(!html.contains(r#"value="anna""#), "who decides nothing cannot be chosen");
}

#[tokio::test]
async fn the_page_of_a_chosen_person_names_the_person() {
    let desk = Desk::start().await;
    let id = recommendation().id;
    let link = desk
        .link_with(&maya(), Action::PickAssignee, id.as_str(), |token| token.detail = Some("lee".into()))
        .await;
    insta::assert_snapshot!("pick", page_of(&desk, &link).await);
}

#[tokio::test]
async fn the_pages_of_who_was_given_something_say_by_whom() {
    let desk = Desk::start().await;
    let given = recommendation().assigned(&lee().id, "Lee", decided_by(&maya()));
    desk.save_recommendation(&given).await;
    let mut pages = Vec::new();
    for action in [Action::AcceptAssignment, Action::PassBackAssignment] {
        let link = desk.link(&lee(), action, given.id.as_str(), given.version).await;
        pages.push(page_of(&desk, &link).await);
    }
    insta::assert_snapshot!("given", pages.join("\n---\n"));
}

#[tokio::test]
async fn a_page_speaks_the_language_of_its_person() {
    for language in Language::ALL {
        let desk = Desk::start().await;
        desk.change_member(maya(), |member| member.language = language.tag().to_owned()).await;
        let link = desk.shift_link(Action::ApproveShift).await;
        let html = page::action(&desk.look(&link).await).unwrap();
        assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())));
        assert!(
            html.contains(&format!("class=\"main\">{}</button>", language.say(Phrase::ButtonApprove, &[])))
        );
        let done = desk.press(&link, "act=approve_shift").await;
        assert_eq!((done.language, done.title), (language, language.say(Phrase::ActDoneTitle, &[])));
    }
}

#[tokio::test]
async fn a_hostile_name_is_text_and_never_markup() {
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u{202e}";
    let desk = Desk::start().await;
    desk.change_workspace(|workspace| workspace.name = hostile.into()).await;
    desk.change_member(maya(), |member| member.name = hostile.into()).await;
    let mut shift = adjustment();
    shift.from.name = hostile.into();
    desk.save_shift(&shift.approved_first(decided_by(&Member { name: hostile.into(), ..lee() }))).await;
    let mut given = recommendation();
    given.shift.to.name = hostile.into();
    desk.save_recommendation(&given.assigned(&maya().id, hostile, decided_by(&lee()))).await;
    let links = [
        desk.shift_link(Action::ApproveShift).await,
        desk.link(&maya(), Action::AssignRecommendation, given.id.as_str(), 0).await,
    ];
    for link in links {
        let html = page::action(&desk.look(&link).await).unwrap();
        for forbidden in ["<script", "<img", "\u{202e}", "\"'>"] {
            assert!(!html.contains(forbidden), "{forbidden} in {html}");
        }
        assert!(html.contains("&#60;script&#62;"));
    }
}

#[tokio::test]
async fn a_page_keeps_to_its_policy_and_never_names_its_own_token() {
    let desk = Desk::start().await;
    let link = desk.shift_link(Action::ApproveShift).await;
    let html = page::action(&desk.look(&link).await).unwrap();
    let secret = link.rsplit_once('.').unwrap().1;
    for forbidden in
        [secret, "<script", "<style", " style=", " onclick=", "javascript:", "http://", "https://"]
    {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    let named: Vec<&str> = html.split("/assets/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(named.len() == 2 && named.iter().all(|name| Assets::get().find(name).is_some()), "{named:?}");
    assert!(html.contains("<form method=\"post\" autocomplete=\"off\">"), "it posts to its own address");
}

#[test]
fn every_notification_says_what_to_do() {
    let pages = page::ActionErrorPage::ALL.map(|shown| page::notification(shown, "xx, en-GB;q=0.8").unwrap());
    assert!(pages[0].contains("This link leads nowhere"));
    assert!(pages[1].contains("Open the link again and press it there") && pages[1] == pages[2]);
    assert!(pages[3].contains("open the link again in a minute"));
    assert!(pages.iter().all(|page| !page.contains("<form")));
}
