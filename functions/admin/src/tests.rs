//! Claims about the function: which request gets which answer, and what every answer carries.

mod actions;
mod api;
mod logs;
mod unsubscribe;

use super::*;
use command_center::domain::clock::FixedClock;
use command_center::domain::message::job::{QueueError, QueueJob};
use command_center::domain::oidc::TrustedIssuer;
use command_center::domain::oidc::keys::{KeySource, KeysUnavailable};
use command_center::domain::token::{Action, TokenChannel, TokenClaims, TokenPurpose};
use jiff::Timestamp;
use lambda_http::request::from_str;
use std::collections::BTreeMap;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn keys() -> TokenKeys {
    TokenKeys::new("k1", &BTreeMap::from([("k1".to_owned(), vec![7; 32])])).unwrap()
}

/// A queue that nothing may be put into: nothing is done on an empty table.
struct NoQueue;

#[async_trait::async_trait]
impl DeliveryQueue for NoQueue {
    async fn send_jobs(&self, jobs: &[QueueJob], _delay_seconds: i64) -> Result<(), QueueError> {
        panic!("nothing was to be queued, and {} jobs were", jobs.len())
    }
}

fn trusted() -> TrustedIssuer {
    TrustedIssuer { issuer: "https://issuer.example.com".to_owned(), audience: "desk".to_owned() }
}

/// An issuer that is away.
struct NoKeys;

#[async_trait::async_trait]
impl KeySource for NoKeys {
    async fn fetch(&self) -> Result<Vec<u8>, KeysUnavailable> {
        Err(KeysUnavailable::NotFetched("the issuer of the test is away".into()))
    }
}

/// A table in which nothing is found; it remembers how often it was asked.
async fn pages() -> (Pages, MockServer) {
    let nothing = ResponseTemplate::new(200).set_body_string(r#"{"Responses":{"command-center":[]}}"#);
    let table = MockServer::start().await;
    Mock::given(any()).respond_with(nothing).mount(&table).await;
    let clock = Box::new(FixedClock(Timestamp::UNIX_EPOCH));
    let pages = Pages {
        store: store(&table.uri()),
        clock,
        randomness: Box::new(command_center::domain::clock::SystemRandomness::default()),
        token_keys: keys(),
        queue: Box::new(NoQueue),
        administrators: AdminAccess::new(trusted(), Box::new(NoKeys)),
        public_url: "https://app.example.com".to_owned(),
    };
    (pages, table)
}

async fn reads(table: &MockServer) -> usize {
    table.received_requests().await.unwrap().len()
}

fn store(endpoint: &str) -> Store {
    use aws_sdk_dynamodb::config::retry::RetryConfig;
    use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(endpoint)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    Store::new(aws_sdk_dynamodb::Client::from_conf(config), "command-center")
}

/// A request as an HTTP API hands it to a function.
fn request(method: &str, path: &str) -> Request {
    request_with(method, path, &[], "")
}

/// As [`request`], with these headers and this body.
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
    let (pages, table) = pages().await;
    for token in ["", "x", "v1.k1.AAAA.AAAA", "v1.k1", "..%2f..%2fsecret", &"a".repeat(3_000)] {
        let (status, body, _) = get(&pages, &format!("/d/{token}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(body.contains("This link leads nowhere") && body.contains("latest WhatsApp report"));
    }
    let (status, ..) = get(&pages, &format!("/d/{}", sealed(Action::ApproveShift))).await;
    assert_eq!((status, reads(&table).await), (StatusCode::NOT_FOUND, 0));
}

#[tokio::test]
async fn a_genuine_link_whose_token_is_gone_is_not_found_after_one_read() {
    let (pages, table) = pages().await;
    let (status, body, _) = get(&pages, &format!("/d/{}", sealed(TokenPurpose::Dashboard))).await;
    assert_eq!((status, reads(&table).await), (StatusCode::NOT_FOUND, 1));
    assert!(!body.contains("acme"), "the page gives no detail away");
}

#[tokio::test]
async fn a_store_in_trouble_is_a_page_that_asks_to_come_again() {
    let (mut pages, _table) = pages().await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    pages.store = store(&format!("http://{free}"));
    let (status, body, response) = get(&pages, &format!("/d/{}", sealed(TokenPurpose::Dashboard))).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body.contains("cannot be read right now"));
    assert_eq!(response.headers()["retry-after"], "30");
}

#[test]
fn every_refusal_has_its_status() {
    let statuses = Notice::ALL.map(|notice| dashboard::status_of(notice).as_u16());
    assert_eq!(statuses, [200, 404, 410, 403, 503]);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_it_to_itself() {
    let (pages, _table) = pages().await;
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
    let (pages, _table) = pages().await;
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
    let (pages, table) = pages().await;
    let (status, body, _) = get(&pages, "/").await;
    assert_eq!((status, reads(&table).await), (StatusCode::OK, 0));
    assert!(body.contains("Your dashboard is in WhatsApp"));
}

#[tokio::test]
async fn nothing_but_looking_is_answered() {
    let (pages, table) = pages().await;
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
    assert_eq!(reads(&table).await, 0);
}

#[tokio::test]
async fn which_notices_were_seen_is_taken_from_the_script_of_the_page_alone_and_answered_by_a_status() {
    let (pages, table) = pages().await;
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
        assert_eq!((response.status(), reads(&table).await), (status, 0));
        assert!(response.body().is_empty());
    }
    // The token is not stored, which is found only after the rest was taken.
    let response = pages.handle(request_with("POST", &path, &ours, seen)).await.unwrap();
    assert_eq!((response.status(), reads(&table).await), (StatusCode::NOT_FOUND, 1));
}

#[tokio::test]
async fn who_asks_for_the_headers_alone_gets_the_headers_alone() {
    let (pages, _table) = pages().await;
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
        let (pages, table) = pages().await;
        let response = pages.handle(from_str(event).unwrap()).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(reads(&table).await, 0);
    }
}
