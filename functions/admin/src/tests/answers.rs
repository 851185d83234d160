//! The page of an answer and the picture of its trend.

use super::*;
use domain::identity::QuestionId;
use domain::question::execute::prepared::PreparedQuery;
use domain::question::interpretation::Interpretation;
use domain::question::query::{Dimension, Intent, Metric, TypedQuery};
use domain::question::range::DataSpan;
use domain::question::record::{Question, UnderstoodBy};
use domain::question::time::RelativeTime;
use domain::question::view::View;
use domain::testing;
use domain::token::expiring::ExpiringClaims;
use jiff::ToSpan;
use store::questions::AnswerWrites;

fn id() -> QuestionId {
    Question::id_of(testing::now(), "SM1", 0)
}

fn question() -> Question {
    let query = TypedQuery {
        metrics: vec![Metric::Spend],
        dimension: Some(Dimension::Day),
        time_range: Some(RelativeTime::LastDays(7)),
        ..TypedQuery::new(Intent::Trend)
    };
    let calendar = DataSpan { first: None, today: testing::report_day().tomorrow().unwrap() };
    Question {
        id: id(),
        workspace: testing::workspace().id,
        member: testing::maya().id,
        asked_at: testing::now(),
        answered_at: testing::now(),
        message_sid: "SM1".into(),
        message: None,
        text: "spend by day".into(),
        language: "en".into(),
        understood_by: UnderstoodBy::Planner,
        interpretation: Interpretation::Queries(vec![query.clone()]),
        views: vec![View::of(&PreparedQuery::new(&query, &calendar).unwrap())],
        answer: String::new(),
        explanation: String::new(),
        offered: Vec::new(),
        basis: String::new(),
        has_picture: false,
        asks_for_score: false,
        rating: None,
    }
}

/// Creates pages on a table with a week of facts and a question about them, at that time after it was asked.
async fn pages_of_answers(hours: i64) -> (Pages, CallLedger) {
    let (mut pages, table) = pages();
    pages.clock = Box::new(FixedClock(testing::now().checked_add(hours.hours()).unwrap()));
    pages.token_keys = testing::token_keys();
    let store = &pages.store;
    store.save_settings(&testing::settings()).await.unwrap();
    let campaign = testing::campaigns().remove(0).id;
    let day = |before: i64| testing::report_day().checked_sub(before.days()).unwrap();
    let facts: Vec<_> =
        (0..7).map(|before| testing::fact(campaign.as_str(), day(before), 100 + before, 300)).collect();
    store.save_facts(&testing::workspace().id, &facts, &|_| {}).await.unwrap();
    let answers = AnswerWrites { questions: vec![question()], ..AnswerWrites::default() };
    assert!(store.store_answers(&answers).await.unwrap());
    table.take();
    (pages, table)
}

#[tokio::test]
async fn the_link_of_an_answer_opens_its_page() {
    let (pages, _table) = pages_of_answers(0).await;
    let claims = testing::claims(&testing::maya(), TokenPurpose::ViewAnswer, id().as_str(), 1);
    let claims = TokenClaims { channel: TokenChannel::Link, ..claims };
    store::testing::issue(&pages.store, &claims, 0).await;
    let token = testing::token_keys().seal(&claims).as_str().to_owned();
    let (status, body, response) = get(&pages, &format!("/d/{token}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("spend by day") && body.contains("Spend by day: $106 → $100"));
    assert_eq!(response.headers()["cache-control"], "no-store");
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none';") && policy.ends_with("; img-src 'self' data:"),
        "{policy}"
    );
    assert!(!policy.contains("script-src") && !policy.contains("unsafe"));
    // It has no script that could say which notifications were seen.
    let seen = request_with("POST", &format!("/d/{token}"), &[], "act=see_notices&notices=n-1");
    assert_eq!(pages.handle(seen).await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[test]
fn only_the_pictures_of_a_page_may_be_loaded_from_elsewhere() {
    let origins = ["https://cdn.example.com".to_owned()].into();
    let response = response::answer_page(String::new(), &origins);
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.ends_with("; img-src 'self' data: https://cdn.example.com"), "{policy}");
}

#[tokio::test]
async fn the_picture_is_fetched_with_an_address_that_ends_after_an_hour() {
    let maya = testing::maya();
    let target = id().as_str().parse().unwrap();
    let whose = (&maya.workspace, &maya.id);
    let token = ExpiringClaims::new(TokenPurpose::Chart, whose, target, testing::now());
    let path = format!("/c/{}.png", token.seal(&testing::token_keys()));
    let (pages, table) = pages_of_answers(0).await;
    let response = pages.handle(request("GET", &path)).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.headers()["cache-control"], "private, max-age=3600");
    assert!(response.body().starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(matches!(response.body(), Body::Binary(_)));
    table.take();
    for (path, status) in [
        (path.trim_end_matches(".png").to_owned(), StatusCode::NOT_FOUND),
        (path.replace(".png", "x.png"), StatusCode::NOT_FOUND),
        ("/c/.png".to_owned(), StatusCode::NOT_FOUND),
    ] {
        let response = pages.handle(request("GET", &path)).await.unwrap();
        assert_eq!((response.status(), reads(&table)), (status, 0), "{path}");
    }
    let (pages, table) = pages_of_answers(1).await;
    let response = pages.handle(request("GET", &path)).await.unwrap();
    assert_eq!((response.status(), reads(&table)), (StatusCode::GONE, 0));
    assert!(response.body().is_empty());
}
