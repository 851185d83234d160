//! Tests of the function: which response each request gets, and the headers of every response.

mod actions;
mod answers;
mod api;
mod logs;
mod unsubscribe;

use super::*;
use command_center::domain::clock::{FixedClock, SystemRandomness};
use command_center::domain::testing::fakes::NoQueue;
use command_center::domain::testing::issuer::{PublishedKeys, access};
use command_center::domain::testing::objects::MemoryObjects;
use command_center::domain::token::TokenKeys;
use command_center::domain::token::{Action, TokenChannel, TokenClaims, TokenPurpose};
use command_center::store::embedded::{self, CallLedger};
use jiff::Timestamp;
use lambda_http::request::from_str;
use std::collections::BTreeMap;

fn keys() -> TokenKeys {
    TokenKeys::new("k1", &BTreeMap::from([("k1".to_owned(), vec![7; 32])])).unwrap()
}

/// Creates pages on an empty table, with the ledger of its calls.
fn pages() -> (Pages, CallLedger) {
    let table = embedded::start();
    let clock = Box::new(FixedClock(Timestamp::UNIX_EPOCH));
    let pages = Pages {
        store: table.store,
        clock,
        randomness: Box::new(SystemRandomness::default()),
        token_keys: keys(),
        queue: Box::new(NoQueue),
        administrators: access(PublishedKeys::default()),
        objects: Box::new(MemoryObjects::default()),
        public_url: "https://app.example.com".to_owned(),
    };
    (pages, table.calls)
}

/// Returns how often the table was called since the last call of this function.
fn reads(table: &CallLedger) -> usize {
    table.take().len()
}

/// Creates a request as an HTTP API passes it to a function.
fn request(method: &str, path: &str) -> Request {
    request_with(method, path, &[], "")
}

/// Like [`request`], with these headers and this body.
fn request_with(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut event = serde_json::json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"accept-language": "en-GB,en;q=0.9", "host": "app.example.com"},
        "requestContext": {
            "accountId": "123456789012", "apiId": "api", "domainName": "app.example.com", "domainPrefix": "app",
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test"
            },
            "requestId": "r", "routeKey": "$default", "stage": "$default",
            "time": "06/Oct/2026:12:07:00 +0000", "timeEpoch": 1_791_288_420_000_i64
        },
        "isBase64Encoded": false
    });
    for (name, value) in headers {
        event["headers"][*name] = (*value).into();
    }
    event["body"] = body.into();
    from_str(&event.to_string()).unwrap()
}

async fn get(pages: &Pages, path: &str) -> (StatusCode, String, Response<Body>) {
    let response = pages.handle(request("GET", path)).await.unwrap();
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    (response.status(), body, response)
}

fn sealed(purpose: impl Into<TokenPurpose>) -> String {
    sealed_for(TokenChannel::Link, purpose)
}

fn sealed_for(channel: TokenChannel, purpose: impl Into<TokenPurpose>) -> String {
    let claims = TokenClaims {
        purpose: purpose.into(),
        channel,
        workspace: "acme-store".parse().unwrap(),
        member: "maya".parse().unwrap(),
        target: "2026-10-05".parse().unwrap(),
        nonce: [1; 16],
    };
    keys().seal(&claims).as_str().to_owned()
}

#[tokio::test]
async fn a_forged_link_is_not_found_and_nothing_is_read() {
    let (pages, table) = pages();
    for token in ["", "x", "v1.k1.AAAA.AAAA", "v1.k1", "..%2f..%2fsecret", &"a".repeat(3_000)] {
        let (status, body, _) = get(&pages, &format!("/d/{token}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(body.contains("This link leads nowhere") && body.contains("latest WhatsApp report"));
    }
    let (status, ..) = get(&pages, &format!("/d/{}", sealed(Action::ApproveShift))).await;
    assert_eq!((status, reads(&table)), (StatusCode::NOT_FOUND, 0));
}

#[tokio::test]
async fn a_genuine_link_whose_token_is_gone_is_not_found_after_one_read() {
    let (pages, table) = pages();
    let (status, body, _) = get(&pages, &format!("/d/{}", sealed(TokenPurpose::Dashboard))).await;
    assert_eq!((status, reads(&table)), (StatusCode::NOT_FOUND, 1));
    assert!(!body.contains("acme"), "the page gives no detail away");
}

#[tokio::test]
async fn a_store_in_trouble_is_a_page_that_asks_to_come_again() {
    let (mut pages, _table) = pages();
    pages.store = embedded::unanswered();
    let (status, body, response) = get(&pages, &format!("/d/{}", sealed(TokenPurpose::Dashboard))).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body.contains("cannot be read right now"));
    assert_eq!(response.headers()["retry-after"], "30");
}

#[test]
fn every_refusal_has_its_status() {
    let statuses = ErrorPage::ALL.map(|notification| dashboard::status_of(notification).as_u16());
    assert_eq!(statuses, [200, 404, 410, 403, 503]);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_it_to_itself() {
    let (pages, _table) = pages();
    let style = format!("/assets/{}", Assets::get().style.name);
    for path in ["/", "/d/x", "/a/x", "/u/x", "/api/v1/x", "/nowhere", "/assets/nothing.js", &style] {
        let (_, _, response) = get(&pages, path).await;
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert!(
            header("content-security-policy")
                .starts_with("default-src 'none'; style-src 'self'; script-src 'self';")
        );
        assert!(header("content-security-policy").ends_with("frame-ancestors 'none'"));
        assert!(!header("content-security-policy").contains("unsafe"));
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("strict-transport-security").starts_with("max-age=63072000"));
        assert_eq!(header("cache-control") == "no-store", path != style, "{path}");
    }
}

#[tokio::test]
async fn the_files_of_a_page_are_served_with_their_types() {
    let (pages, _table) = pages();
    let assets = Assets::get();
    for asset in [&assets.style, &assets.script, &assets.icon] {
        let (status, body, response) = get(&pages, &format!("/assets/{}", asset.name)).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, asset.content));
        assert_eq!(response.headers()["content-type"], asset.content_type);
        assert_eq!(response.headers()["cache-control"], "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn without_a_link_the_page_says_where_the_dashboard_is() {
    let (pages, table) = pages();
    let (status, body, _) = get(&pages, "/").await;
    assert_eq!((status, reads(&table)), (StatusCode::OK, 0));
    assert!(body.contains("Your dashboard is in WhatsApp"));
}

#[tokio::test]
async fn nothing_but_looking_is_answered() {
    let (pages, table) = pages();
    let path = format!("/d/{}", sealed(TokenPurpose::Dashboard));
    for (path, served) in [
        (path.as_str(), "GET, HEAD, POST"),
        ("/", "GET, HEAD"),
        ("/assets/x.js", "GET, HEAD"),
        ("/nowhere", "GET, HEAD"),
    ] {
        for method in
            ["POST", "PUT", "DELETE", "PATCH"].into_iter().skip(usize::from(served.ends_with("POST")))
        {
            let response = pages.handle(request(method, path)).await.unwrap();
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(response.headers()["allow"], served);
        }
    }
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn which_notifications_were_seen_is_taken_from_the_script_of_the_page_alone_and_answered_by_a_status() {
    let (pages, table) = pages();
    let path = format!("/d/{}", sealed(TokenPurpose::Dashboard));
    let ours = [("origin", "https://app.example.com"), ("sec-fetch-site", "same-origin")];
    let elsewhere = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    let (seen, long) = ("act=see_notices&notices=n-1", "a".repeat(5_000));
    for (path, headers, body, status) in [
        (path.as_str(), &ours, "", StatusCode::FORBIDDEN),
        (&path, &elsewhere, seen, StatusCode::FORBIDDEN),
        (&path, &ours, &long, StatusCode::PAYLOAD_TOO_LARGE),
        ("/d/v1.k1.AAAA.AAAA", &ours, seen, StatusCode::NOT_FOUND),
    ] {
        let response = pages.handle(request_with("POST", path, headers, body)).await.unwrap();
        assert_eq!((response.status(), reads(&table)), (status, 0));
        assert!(response.body().is_empty());
    }
    // The token is not stored, which is detected only after the rest of the request was accepted.
    let response = pages.handle(request_with("POST", &path, &ours, seen)).await.unwrap();
    assert_eq!((response.status(), reads(&table)), (StatusCode::NOT_FOUND, 1));
}

#[tokio::test]
async fn who_asks_for_the_headers_alone_gets_the_headers_alone() {
    let (pages, _table) = pages();
    for path in ["/", "/d/x", "/a/x"] {
        let (head, whole) = (pages.handle(request("HEAD", path)).await.unwrap(), get(&pages, path).await.2);
        assert_eq!((head.status(), head.headers()), (whole.status(), whole.headers()));
        assert!(head.body().is_empty() && !whole.body().is_empty());
    }
}

#[test]
fn what_is_no_request_is_an_error_and_no_crash() {
    for event in ["\"probe\"", "{}", "[]", "null"] {
        assert!(from_str(event).is_err(), "{event}");
    }
}

#[tokio::test]
async fn the_recorded_requests_get_the_answers_that_their_list_says() {
    let cases = [
        (include_str!("../../../events/admin.home.json"), StatusCode::OK),
        (include_str!("../../../events/admin.unknown-link.json"), StatusCode::NOT_FOUND),
    ];
    for (event, status) in cases {
        let (pages, table) = pages();
        let response = pages.handle(from_str(event).unwrap()).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(reads(&table), 0);
    }
}
