//! Tests of which notifications count as seen, with the real store.

use super::*;
use crate::dashboard::open_dashboard;
use crate::dashboard::tests::{claims, link, link_claims, store_seven_notifications, store_token, stored};
use domain::clock::FixedClock;
use domain::identity::MemberId;
use domain::notification::MemberNotification;
use domain::testing;
use domain::token::Action;
use jiff::{SignedDuration, Timestamp};
use store::embedded::EmbeddedStore;

const URL: &str = "https://app.example.com";

async fn told(embedded: &EmbeddedStore, at: Timestamp, token: &str, body: &str) -> Result<usize, SeenError> {
    let (clock, token_keys) = (FixedClock(at), testing::token_keys());
    let deps = DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &token_keys };
    let press = FormPost { body: body.as_bytes(), origin: Some(URL), fetch_site: Some("same-origin") };
    see_notifications(&deps, URL, token, &press).await
}

async fn tells(embedded: &EmbeddedStore, at: Timestamp, notifications: &str) -> usize {
    told(embedded, at, &link(&claims()), &format!("act=see_notices&notices={notifications}")).await.unwrap()
}

/// Returns the notifications that were read, newest first, with the time at which they were read.
async fn read(embedded: &EmbeddedStore, member: &MemberId) -> Vec<(String, Timestamp)> {
    let workspace = testing::workspace().id;
    let latest = embedded.store.latest_notifications(&workspace, member, 20).await.unwrap();
    let read = |notification: MemberNotification| Some((notification.id.to_string(), notification.read_at?));
    latest.into_iter().filter_map(read).collect()
}

#[tokio::test]
async fn a_notification_that_stood_on_the_screen_is_read_and_not_new_at_the_next_look() {
    let embedded = stored().await;
    store_seven_notifications(&embedded).await;
    let (now, maya) = (testing::now(), testing::maya().id);
    let later = now + SignedDuration::from_mins(30);
    assert_eq!(tells(&embedded, later, "n-5+n-4").await, 2);
    assert_eq!(embedded.calls.take(), ["BatchGetItem", "Query", "UpdateItem", "UpdateItem"]);
    let marked = |id: &str, at| (id.to_owned(), at);
    let expected = [marked("n-6", now), marked("n-5", later), marked("n-4", later)];
    assert_eq!(read(&embedded, &maya).await, expected);
    let (clock, token_keys) = (FixedClock(later), testing::token_keys());
    let deps = DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &token_keys };
    let shown = open_dashboard(&deps, &link(&claims())).await.unwrap().notifications;
    let new: Vec<&str> = shown
        .iter()
        .filter(|notification| notification.is_new)
        .map(|notification| notification.text.as_str())
        .collect();
    assert_eq!(new, ["news 3", "news 2"]);
}

#[tokio::test]
async fn told_again_the_first_time_stays_and_nothing_is_written() {
    let embedded = stored().await;
    store_seven_notifications(&embedded).await;
    tells(&embedded, testing::now(), "n-5").await;
    let before = read(&embedded, &testing::maya().id).await;
    embedded.calls.take();
    let later = testing::now() + SignedDuration::from_mins(30);
    assert_eq!(tells(&embedded, later, "n-5+n-6+n-99").await, 0);
    assert_eq!(embedded.calls.take(), ["BatchGetItem", "Query"]);
    assert_eq!(read(&embedded, &testing::maya().id).await, before);
}

#[tokio::test]
async fn the_notifications_of_others_are_not_touched() {
    let embedded = stored().await;
    let lee = testing::lee().id;
    let of_lee = MemberNotification { member: lee.clone(), ..domain::notification::fixture::notification() };
    let write = embedded.store.notification_put(&of_lee).unwrap();
    assert!(embedded.store.transact(vec![write]).await.is_ok());
    assert_eq!(tells(&embedded, testing::now(), of_lee.id.as_str()).await, 0);
    assert_eq!(read(&embedded, &lee).await, []);
}

#[tokio::test]
async fn opening_the_link_as_a_mail_scanner_does_reads_nothing_for_its_person() {
    let embedded = stored().await;
    store_seven_notifications(&embedded).await;
    let (clock, token_keys) = (FixedClock(testing::now()), testing::token_keys());
    let deps = DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &token_keys };
    open_dashboard(&deps, &link(&claims())).await.unwrap();
    assert!(embedded.calls.take().iter().all(|call| call == "Query" || call == "BatchGetItem"));
    assert_eq!(read(&embedded, &testing::maya().id).await.len(), 1);
}

#[tokio::test]
async fn what_does_not_come_from_the_script_of_the_page_costs_nothing() {
    let embedded = stored().await;
    let link = link(&claims());
    for body in [
        "",
        "act=see_notices",
        "notices=n-1",
        "act=see_notices&notices=a%2Fb",
        "act=approve_shift&notices=n-1",
    ] {
        let refused = told(&embedded, testing::now(), &link, body).await;
        assert!(matches!(refused, Err(SeenError::NotOurPage(PostRefusal::NoForm))), "{body}");
    }
    let (clock, token_keys) = (FixedClock(testing::now()), testing::token_keys());
    let deps = DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &token_keys };
    let body = b"act=see_notices&notices=n-1".as_slice();
    for (origin, fetch_site) in
        [(Some("https://evil.example"), None), (Some("null"), None), (Some(URL), Some("cross-site"))]
    {
        let refused = see_notifications(&deps, URL, &link, &FormPost { body, origin, fetch_site }).await;
        assert!(matches!(refused, Err(SeenError::NotOurPage(PostRefusal::OtherSite))), "{origin:?}");
    }
    assert!(embedded.calls.take().is_empty());
}

#[tokio::test]
async fn a_link_that_does_not_admit_marks_nothing() {
    let embedded = stored().await;
    store_seven_notifications(&embedded).await;
    let refusal =
        async |at, token: String| match told(&embedded, at, &token, "act=see_notices&notices=n-5").await {
            Err(SeenError::Dashboard(DashboardError::Refused(refusal))) => refusal,
            other => panic!("{other:?}"),
        };
    let now = testing::now();
    let other = link_claims(Action::ApproveShift, "20261005-a1b2c3d4");
    assert_eq!(refusal(now, link(&other)).await, DashboardRefusal::NotALink);
    assert_eq!(refusal(now, "v1.k1.AAAA.AAAA".to_owned()).await, DashboardRefusal::NotALink);
    assert!(embedded.calls.take().is_empty(), "a token of another kind costs no read");
    let late = now + SignedDuration::from_hours(24 * 8);
    assert_eq!(refusal(late, link(&claims())).await, DashboardRefusal::Expired);
    let mut gone = testing::stored_token(&claims(), 0);
    gone.member = testing::lee().id;
    store_token(&embedded.store, &gone).await;
    assert_eq!(refusal(now, link(&claims())).await, DashboardRefusal::NotALink);
    assert_eq!(read(&embedded, &testing::maya().id).await.len(), 1);
}
