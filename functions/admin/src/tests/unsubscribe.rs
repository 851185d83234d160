//! The unsubscribe link over HTTP: methods, statuses and headers. What it ends is tested in `weblink::unsubscribe`.

use super::*;

/// The body that a mail client posts (RFC 8058).
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

fn path() -> String {
    format!("/u/{}", sealed(TokenPurpose::Unsubscribe))
}

#[tokio::test]
async fn looking_again_and_again_only_reads() {
    let (pages, table) = pages();
    for method in ["GET", "HEAD"] {
        for _ in 0..5 {
            let response = pages.handle(request(method, &path())).await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "its token is not stored");
        }
    }
    let asked = table.take();
    assert!(asked.iter().all(|call| call == "BatchGetItem"));
}

#[tokio::test]
async fn a_mail_client_is_taken_without_the_headers_of_our_page_and_from_its_own_servers() {
    let (pages, table) = pages();
    let elsewhere = [
        ("origin", "https://mail.example"),
        ("sec-fetch-site", "cross-site"),
        ("content-type", "text/plain"),
    ];
    for headers in [&[][..], &elsewhere] {
        let response = pages.handle(request_with("POST", &path(), headers, ONE_CLICK)).await.unwrap();
        // The token is not stored, which is detected only after the form was accepted.
        assert_eq!((response.status(), reads(&table)), (StatusCode::NOT_FOUND, 1));
    }
}

#[tokio::test]
async fn a_post_that_is_no_press_is_refused_and_nothing_is_read() {
    let (pages, table) = pages();
    for body in ["", "act=approve_shift", "x"] {
        let response = pages.handle(request_with("POST", &path(), &[], body)).await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
    }
    let long = pages.handle(request_with("POST", &path(), &[], &"a".repeat(5_000))).await.unwrap();
    assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn a_link_for_something_else_ends_nothing_here_and_this_link_does_nothing_elsewhere() {
    let (pages, table) = pages();
    for path in [
        format!("/u/{}", sealed(TokenPurpose::Dashboard)),
        format!("/u/{}", sealed(Action::DeclineShift)),
        format!("/u/{}", sealed_for(TokenChannel::Button, TokenPurpose::Unsubscribe)),
        "/u/v1.k1.AAAA.AAAA".to_owned(),
        format!("/a/{}", sealed(TokenPurpose::Unsubscribe)),
        format!("/d/{}", sealed(TokenPurpose::Unsubscribe)),
    ] {
        assert_eq!(get(&pages, &path).await.0, StatusCode::NOT_FOUND, "{path}");
        let pressed = pages.handle(request_with("POST", &path, &[], ONE_CLICK)).await.unwrap();
        assert!(pressed.status().is_client_error(), "{path}");
    }
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn other_methods_are_not_served() {
    let (pages, table) = pages();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let response = pages.handle(request(method, &path())).await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], "GET, HEAD, POST");
    }
    assert_eq!(reads(&table), 0);
}
