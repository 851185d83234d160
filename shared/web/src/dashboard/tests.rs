//! Tests of opening a dashboard, with the real store.

use super::*;
use crate::dashboard::view::fixture::Scene;
use domain::clock::FixedClock;
use domain::insight::record::AlertChange;
use domain::instant::EpochSecond;
use domain::metrics::SourceCompleteness;
use domain::settings::WorkspaceSettings;
use domain::testing;
use domain::token::{Action, TokenChannel, TokenClaims, TokenPurpose, WhatsAppActionToken};
use domain::workspace::{Consent, Member};
use store::embedded::{EmbeddedStore, start};
use store::item;
use store::key::Key;

pub(super) async fn stored() -> EmbeddedStore {
    let embedded = start();
    let (store, scene) = (&embedded.store, Scene::new());
    let settings = WorkspaceSettings {
        workspace: scene.workspace.clone(),
        members: scene.members.clone(),
        subscriptions: scene.members.iter().map(testing::subscription).collect(),
        campaigns: scene.campaigns.clone(),
        sources: scene.sources.clone(),
        health: scene.health.clone(),
    };
    store.save_settings(&settings).await.unwrap();
    store.save_facts(&scene.workspace.id, &scene.facts, &|_| {}).await.unwrap();
    for alert in &scene.alerts {
        store.save_alert(&AlertChange::Open(alert.clone())).await.unwrap();
    }
    store.propose(&scene.recommendations[0], &scene.adjustments[0], &[], &[]).await.unwrap();
    store_token(store, &testing::stored_token(&claims(), 0)).await;
    embedded.calls.take();
    embedded
}

pub(super) async fn store_token(store: &Store, token: &WhatsAppActionToken) {
    let item = item::write(&Key::token(&token.workspace, &claims().hash()), token).unwrap();
    store.put_all(vec![item], &|_| {}).await.unwrap();
}

pub(super) fn claims() -> TokenClaims {
    link_claims(TokenPurpose::Dashboard, "2026-10-05")
}

pub(super) fn link_claims(purpose: impl Into<TokenPurpose>, target: &str) -> TokenClaims {
    TokenClaims { channel: TokenChannel::Link, ..testing::claims(&testing::maya(), purpose, target, 1) }
}

pub(super) fn link(claims: &TokenClaims) -> String {
    testing::token_keys().seal(claims).as_str().to_owned()
}

async fn open(embedded: &EmbeddedStore, token: &str) -> Result<DashboardView, DashboardError> {
    let keys = testing::token_keys();
    let clock = FixedClock(testing::now());
    open_dashboard(&DashboardDeps { store: &embedded.store, clock: &clock, token_keys: &keys }, token).await
}

async fn refused(embedded: &EmbeddedStore, token: &str) -> DashboardRefusal {
    match open(embedded, token).await {
        Err(DashboardError::Refused(refusal)) => refusal,
        Err(DashboardError::Store(error)) => panic!("{error}"),
        Ok(_) => panic!("the link opened"),
    }
}

#[tokio::test]
async fn the_page_adds_nothing_that_an_analytics_tool_claims_to_what_the_platform_measured() {
    let embedded = stored().await;
    let before = open(&embedded, &link(&claims())).await.unwrap();
    let claimed = domain::metrics::DailyMetric {
        creative: domain::metrics::measure::ANALYTICS.parse().unwrap(),
        ..Scene::new().facts[0].clone()
    };
    embedded.store.save_facts(&Scene::new().workspace.id, &[claimed], &|_| {}).await.unwrap();
    assert_eq!(open(&embedded, &link(&claims())).await.unwrap(), before);
}

#[tokio::test]
async fn the_page_shows_what_is_stored_for_one_batched_read_and_seven_queries_and_no_write() {
    let embedded = stored().await;
    let view = open(&embedded, &link(&claims())).await.unwrap();
    let mut expected = Scene::new().view();
    expected.personal = "This page only shows, it changes nothing. \
                         Its link is for Maya alone and works until Wed 7 Oct at 08:07 EDT."
        .into();
    assert_eq!(view, expected);
    // Settings, facts of September and of October, alerts, shifts, recommendations and notifications.
    let calls = embedded.calls.take();
    assert_eq!(calls[0], "BatchGetItem");
    assert_eq!(calls[1..], ["Query"; 7]);
}

#[tokio::test]
async fn the_same_link_opens_again_and_again() {
    let embedded = stored().await;
    let first = open(&embedded, &link(&claims())).await.unwrap();
    assert_eq!(open(&embedded, &link(&claims())).await.unwrap(), first);
}

#[tokio::test]
async fn an_approval_shows_on_the_next_look() {
    let embedded = stored().await;
    assert_eq!(open(&embedded, &link(&claims())).await.unwrap().shifts[0].state, "Waiting for a decision");
    let approved = Scene::new().approved().adjustments.remove(0);
    let item = item::write(&Key::adjustment(&approved.workspace, &approved.id), &approved).unwrap();
    embedded.store.put_all(vec![item], &|_| {}).await.unwrap();
    let card = open(&embedded, &link(&claims())).await.unwrap().shifts.remove(0);
    assert_eq!(
        format!("{} {}", card.state, card.by),
        "Approved via WhatsApp by Maya on Tue 6 Oct at 08:07 EDT"
    );
}

#[tokio::test]
async fn a_forged_token_costs_no_read() {
    let embedded = stored().await;
    let genuine = link(&claims());
    let last = if genuine.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{last}", &genuine[..genuine.len() - 1]);
    for token in [forged.as_str(), "", "v1.k1.x.y", "v1.k9.AAAA.AAAA", "%2e%2e", &"a".repeat(5_000)] {
        assert_eq!(refused(&embedded, token).await, DashboardRefusal::NotALink);
    }
    assert!(embedded.calls.take().is_empty());
}

#[tokio::test]
async fn the_token_of_a_button_costs_no_read_either() {
    let embedded = stored().await;
    let button = testing::claims(&testing::maya(), Action::ApproveShift, "20261005-a1b2c3d4", 1);
    assert_eq!(refused(&embedded, &link(&button)).await, DashboardRefusal::NotALink);
    assert!(embedded.calls.take().is_empty());
}

#[tokio::test]
async fn a_token_that_was_never_issued_is_refused_after_one_read() {
    let embedded = stored().await;
    let unknown = TokenClaims { nonce: [9; 16], ..claims() };
    assert_eq!(refused(&embedded, &link(&unknown)).await, DashboardRefusal::NotALink);
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn a_token_of_one_person_is_no_token_of_another() {
    let embedded = stored().await;
    let lee = TokenClaims { member: testing::lee().id, ..claims() };
    assert_eq!(refused(&embedded, &link(&lee)).await, DashboardRefusal::NotALink);
}

#[tokio::test]
async fn a_workspace_cannot_be_reached_with_the_token_of_another() {
    let embedded = stored().await;
    let other = TokenClaims { workspace: "other".parse().unwrap(), ..claims() };
    assert_eq!(refused(&embedded, &link(&other)).await, DashboardRefusal::NotALink);
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn an_expired_link_is_refused_although_it_is_still_stored() {
    let embedded = stored().await;
    let expired = WhatsAppActionToken {
        valid_until: EpochSecond::from(testing::now()),
        ..testing::stored_token(&claims(), 0)
    };
    store_token(&embedded.store, &expired).await;
    embedded.calls.take();
    assert_eq!(refused(&embedded, &link(&claims())).await, DashboardRefusal::Expired);
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn who_left_the_workspace_sees_nothing() {
    let embedded = stored().await;
    let removed = Member { active: false, ..testing::maya() };
    let item = item::write(&Key::member(&removed.workspace, &removed.id), &removed).unwrap();
    embedded.store.put_all(vec![item], &|_| {}).await.unwrap();
    assert_eq!(refused(&embedded, &link(&claims())).await, DashboardRefusal::NotAMember);
}

#[tokio::test]
async fn who_wants_no_messages_may_still_look() {
    let embedded = stored().await;
    let mut stopped = testing::subscription(&testing::maya());
    stopped.consent = Consent::OptedOut;
    let item = item::write(&Key::subscription(&stopped.workspace, &stopped.member), &stopped).unwrap();
    embedded.store.put_all(vec![item], &|_| {}).await.unwrap();
    assert!(open(&embedded, &link(&claims())).await.is_ok());
}

#[tokio::test]
async fn a_link_shows_its_own_day_and_not_the_latest() {
    let embedded = stored().await;
    let earlier = link_claims(TokenPurpose::Dashboard, "2026-10-01");
    store_token(&embedded.store, &testing::stored_token(&earlier, 0)).await;
    let view = open(&embedded, &link(&earlier)).await.unwrap();
    assert_eq!(view.title(), "Acme Store on Thu 1 Oct");
    assert!(view.charts[0].slots.last().unwrap().title.starts_with("Thu 1 Oct"));
}

#[tokio::test]
async fn late_data_shows_once_it_arrives() {
    let embedded = stored().await;
    let through = |complete_through| SourceCompleteness::own("meta".parse().unwrap(), complete_through);
    let workspace = testing::workspace().id;
    let is_final = async |day| {
        embedded.store.save_sources(&workspace, &[through(day)]).await.unwrap();
        open(&embedded, &link(&claims())).await.unwrap().data.is_final
    };
    assert!(!is_final(jiff::civil::date(2026, 10, 4)).await);
    assert!(is_final(testing::report_day()).await);
}

/// Stores seven notifications, one a minute, the last of which has been read.
pub(super) async fn store_seven_notifications(embedded: &EmbeddedStore) {
    let notification = |minutes: i64| domain::notification::MemberNotification {
        id: format!("n-{minutes}").parse().unwrap(),
        at: testing::now() + jiff::SignedDuration::from_mins(minutes),
        summary: format!("news {minutes}"),
        read_at: (minutes == 6).then(testing::now),
        ..domain::notification::fixture::notification()
    };
    for notification in (0..7).map(notification) {
        let write = embedded.store.notification_put(&notification).unwrap();
        assert!(embedded.store.transact(vec![write]).await.is_ok());
    }
    embedded.calls.take();
}

#[tokio::test]
async fn what_others_did_shows_newest_first_and_marked_until_it_is_read() {
    let embedded = stored().await;
    store_seven_notifications(&embedded).await;
    let shown = open(&embedded, &link(&claims())).await.unwrap().notifications;
    let told: Vec<(&str, bool)> =
        shown.iter().map(|notification| (notification.text.as_str(), notification.is_new)).collect();
    let expected =
        [("news 6", false), ("news 5", true), ("news 4", true), ("news 3", true), ("news 2", true)];
    assert_eq!(told, expected);
}
