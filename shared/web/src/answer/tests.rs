//! Tests of opening an answer, with the real store.

use super::*;
use crate::answer::fixture::{
    ask, asked, claims, id, link, open, open_at, overspent, picture_of, question, save, stored, top_creative,
    trend,
};
use domain::language::Language;
use domain::question::query::{Intent, Metric, TypedQuery};
use domain::question::time::RelativeTime;
use domain::testing;
use domain::token::{TokenClaims, TokenPurpose};
use jiff::ToSpan;
use store::embedded::EmbeddedStore;
use store::testing::issue;

async fn refused(embedded: &EmbeddedStore, token: &str) -> DashboardRefusal {
    match open(embedded, token).await {
        Err(DashboardError::Refused(refusal)) => refusal,
        Err(DashboardError::Store(error)) => panic!("{error}"),
        Ok(_) => panic!("the link opened"),
    }
}

#[tokio::test]
async fn an_answer_is_read_with_two_batches_and_the_queries_that_it_needs() {
    for (query, queries) in [
        // Settings and two months of facts.
        (trend(), 3),
        // Settings, a month, and creatives.
        (TypedQuery { time_range: Some(RelativeTime::ThisMonth), ..top_creative() }, 3),
        // Settings, a month, alerts, shifts and recommendations.
        (overspent(), 5),
        // Settings, alerts, shifts and recommendations.
        (TypedQuery::new(Intent::Alerts), 4),
        (TypedQuery::new(Intent::DataStatus), 1),
    ] {
        let embedded = stored().await;
        let token = ask(&embedded.store, "?", Language::English, std::slice::from_ref(&query)).await;
        embedded.calls.take();
        open(&embedded, &token).await.unwrap();
        let calls = embedded.calls.take();
        let count = |name: &str| calls.iter().filter(|call| call.as_str() == name).count();
        assert_eq!((count("BatchGetItem"), count("Query")), (2, queries), "{query:?}");
        assert_eq!(calls.len(), queries + 2, "opening a link writes nothing");
    }
}

#[tokio::test]
async fn two_queries_about_the_same_days_read_their_facts_once() {
    let embedded = stored().await;
    let spend = asked(Intent::Value, &[Metric::Spend], RelativeTime::Yesterday);
    let both = [spend.clone(), TypedQuery { metrics: vec![Metric::Roas], ..spend }];
    let token = ask(&embedded.store, "spend and roas yesterday", Language::English, &both).await;
    embedded.calls.take();
    let view = open(&embedded, &token).await.unwrap();
    assert_eq!((view.parts.len(), embedded.calls.take().len()), (2, 4));
}

#[tokio::test]
async fn the_numbers_say_whether_the_data_changed_since_the_answer() {
    let embedded = stored().await;
    let token = ask(&embedded.store, "overspent?", Language::English, &[overspent()]).await;
    let view = open(&embedded, &token).await.unwrap();
    assert_eq!(view.restated, "The data is the same as when you got this answer on Tue 6 Oct at 08:07 EDT.");
    // Another day changes nothing by itself.
    let tomorrow = testing::now().checked_add(20.hours()).unwrap();
    assert!(!open_at(&embedded, &token, tomorrow).await.unwrap().is_restated);
    let mut settings = embedded.store.settings(&testing::workspace().id).await.unwrap().unwrap();
    settings.workspace.target_roas_hundredths += 1;
    embedded.store.save_settings(&settings).await.unwrap();
    let view = open(&embedded, &token).await.unwrap();
    assert!(view.is_restated && view.restated.contains("Tue 6 Oct at 08:07 EDT"), "{}", view.restated);
}

#[tokio::test]
async fn the_days_are_those_of_the_answer_however_late_it_is_opened() {
    let embedded = stored().await;
    let query = asked(Intent::Value, &[Metric::Spend], RelativeTime::Yesterday);
    let token = ask(&embedded.store, "spend yesterday", Language::English, &[query]).await;
    let later = testing::now().checked_add(23.hours()).unwrap();
    let titles = [testing::now(), later].map(async |at| open_at(&embedded, &token, at).await.unwrap());
    let [first, last] = titles;
    let (first, last) = (first.await, last.await);
    assert_eq!(first.parts[0].answer.title, last.parts[0].answer.title);
    assert_eq!(last.parts[0].answer.scope, "Mon 5 Oct");
}

#[tokio::test]
async fn an_answer_opens_to_its_person_alone_and_only_while_the_link_is_good() {
    let embedded = stored().await;
    let token = ask(&embedded.store, "spend?", Language::English, &[trend()]).await;
    // Lee has a good link of his own to a question that is not his.
    assert_eq!(
        refused(&embedded, &link(&embedded.store, &testing::lee()).await).await,
        DashboardRefusal::NotALink
    );
    let expired = testing::now().checked_add(25.hours()).unwrap();
    let refusal = open_at(&embedded, &token, expired).await.err();
    assert!(matches!(refusal, Some(DashboardError::Refused(DashboardRefusal::Expired))));
    let mut settings = embedded.store.settings(&testing::workspace().id).await.unwrap().unwrap();
    settings
        .members
        .iter_mut()
        .filter(|member| member.id == testing::maya().id)
        .for_each(|maya| maya.active = false);
    embedded.store.save_settings(&settings).await.unwrap();
    assert_eq!(refused(&embedded, &token).await, DashboardRefusal::NotAMember);
}

#[tokio::test]
async fn a_token_for_something_else_costs_no_read() {
    let embedded = stored().await;
    let keys = testing::token_keys();
    let button = TokenClaims { channel: TokenChannel::Button, ..claims(&testing::maya()) };
    let day = TokenClaims { purpose: TokenPurpose::Dashboard, ..claims(&testing::maya()) };
    for other in [button, day] {
        let token = keys.seal(&other).as_str().to_owned();
        assert!(!is_answer(&keys, &token));
        assert_eq!(refused(&embedded, &token).await, DashboardRefusal::NotALink);
    }
    assert_eq!(refused(&embedded, "v1.k1.AAAA.AAAA").await, DashboardRefusal::NotALink);
    assert!(embedded.calls.take().is_empty());
}

#[tokio::test]
async fn a_question_that_is_gone_or_was_not_answered_with_numbers_has_no_page() {
    let embedded = stored().await;
    let token = link(&embedded.store, &testing::maya()).await;
    assert_eq!(refused(&embedded, &token).await, DashboardRefusal::NotALink);
    let mut unanswered = question(&embedded.store, "?", Language::English, &[]).await;
    unanswered.views = Vec::new();
    save(&embedded.store, unanswered).await;
    assert_eq!(refused(&embedded, &token).await, DashboardRefusal::NotALink);
    // Nor does a target that names no question.
    let other = testing::claims(&testing::maya(), TokenPurpose::ViewAnswer, &"x".repeat(24), 2);
    let other = TokenClaims { channel: TokenChannel::Link, ..other };
    issue(&embedded.store, &other, 0).await;
    let token = testing::token_keys().seal(&other).as_str().to_owned();
    assert_ne!(id().as_str(), other.target.as_str());
    assert_eq!(refused(&embedded, &token).await, DashboardRefusal::NotALink);
}

fn address(purpose: TokenPurpose) -> String {
    let maya = testing::maya();
    let target = id().as_str().parse().unwrap();
    ExpiringClaims::new(purpose, (&maya.workspace, &maya.id), target, testing::now())
        .seal(&testing::token_keys())
}

#[tokio::test]
async fn the_address_of_a_picture_shows_the_trend_of_the_page_for_an_hour() {
    let embedded = stored().await;
    let token = ask(&embedded.store, "spend by day", Language::Hindi, &[trend()]).await;
    embedded.calls.take();
    let shown = picture_of(&embedded, &address(TokenPurpose::Chart), testing::now()).await.unwrap();
    // The question, settings, and two months of facts.
    assert_eq!(embedded.calls.take().len(), 4);
    let AnswerPicture::Trend(shown) = shown else { panic!("{shown:?}") };
    assert_eq!(Some(shown), open(&embedded, &token).await.unwrap().parts[0].answer.trend);
    let later = testing::now().checked_add(1.hours()).unwrap();
    embedded.calls.take();
    let refusal = picture_of(&embedded, &address(TokenPurpose::Chart), later).await.err();
    assert!(matches!(refusal, Some(DashboardError::Refused(DashboardRefusal::Expired))));
    // A link's token, an address for something else, and a made-up one are none.
    for other in [token.as_str(), &address(TokenPurpose::Dashboard), "t1.k1.AAAA.AAAA"] {
        let refusal = picture_of(&embedded, other, testing::now()).await.err();
        assert!(matches!(refusal, Some(DashboardError::Refused(DashboardRefusal::NotALink))));
    }
    assert!(embedded.calls.take().is_empty(), "none of them costs a read");
}

#[tokio::test]
async fn the_address_of_a_picture_shows_a_creative_where_the_answer_is_about_one_and_else_nothing() {
    let embedded = stored().await;
    ask(&embedded.store, "top creative", Language::English, &[top_creative()]).await;
    let shown = picture_of(&embedded, &address(TokenPurpose::Chart), testing::now()).await.unwrap();
    assert_eq!(shown, AnswerPicture::Creative("https://cdn.example.com/anna1.jpg".to_owned()));
    let embedded = stored().await;
    ask(&embedded.store, "overspent?", Language::English, &[overspent()]).await;
    let refusal = picture_of(&embedded, &address(TokenPurpose::Chart), testing::now()).await.err();
    assert!(matches!(refusal, Some(DashboardError::Refused(DashboardRefusal::NotALink))));
}

#[tokio::test]
async fn a_picture_is_closed_to_a_person_who_left_or_changed_and_when_the_workspace_says_so() {
    type Change = fn(&mut WorkspaceSettings);
    let changes: [(Change, DashboardRefusal); 3] = [
        (
            |settings| settings.members.iter_mut().for_each(|one| one.active = false),
            DashboardRefusal::NotAMember,
        ),
        (
            |settings| {
                let later = testing::now().checked_add(1.minutes()).unwrap();
                settings.members.iter_mut().for_each(|one| one.changed_at = later);
            },
            DashboardRefusal::Void,
        ),
        (
            |settings| {
                let later = EpochSecond::from(testing::now()).plus_seconds(60);
                settings.workspace.rules.tokens_valid_from = Some(later);
            },
            DashboardRefusal::Void,
        ),
    ];
    for (change, refusal) in changes {
        let embedded = stored().await;
        ask(&embedded.store, "spend by day", Language::English, &[trend()]).await;
        let mut settings = embedded.store.settings(&testing::workspace().id).await.unwrap().unwrap();
        change(&mut settings);
        embedded.store.save_settings(&settings).await.unwrap();
        let refused = picture_of(&embedded, &address(TokenPurpose::Chart), testing::now()).await.err();
        assert!(matches!(refused, Some(DashboardError::Refused(found)) if found == refusal), "{refusal:?}");
    }
}
