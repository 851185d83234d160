//! Action links over HTTP: methods, statuses and headers. The content of the pages is tested in `weblink`.

use super::*;
use crate::action::{status_of, status_of_notification};
use command_center::web::action_page::page::ActionErrorPage;
use command_center::web::action_page::view::PageState;

const FORM: &str = "act=approve_shift";
const SAME: (&str, &str) = ("sec-fetch-site", "same-origin");
const ORIGIN: (&str, &str) = ("origin", "https://app.example.com");

fn path() -> String {
    format!("/a/{}", sealed(Action::ApproveShift))
}

async fn post(pages: &Pages, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    pages.handle(request_with("POST", &path(), headers, body)).await.unwrap()
}

#[tokio::test]
async fn looking_at_a_link_again_and_again_only_reads() {
    let (pages, table) = pages();
    for method in ["GET", "HEAD"] {
        for _ in 0..20 {
            let response = pages.handle(request(method, &path())).await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "its token is not stored");
        }
    }
    let prefetch = request_with("GET", &path(), &[("sec-purpose", "prefetch")], FORM);
    assert_eq!(pages.handle(prefetch).await.unwrap().status(), StatusCode::NOT_FOUND);
    let asked = table.take();
    assert_eq!(asked.len(), 41);
    assert!(asked.iter().all(|call| call == "BatchGetItem"));
}

#[tokio::test]
async fn a_post_without_the_form_or_from_elsewhere_is_refused_and_nothing_is_read() {
    let (pages, table) = pages();
    for (headers, body) in [
        (&[][..], ""),
        (&[ORIGIN, SAME], ""),
        (&[ORIGIN, SAME], "act=decline_shift"),
        (&[("origin", "null"), SAME], FORM),
        (&[("origin", "https://evil.example")], FORM),
        (&[ORIGIN, ("sec-fetch-site", "cross-site")], FORM),
        (
            &[
                ("host", "evil.example"),
                ("x-forwarded-host", "evil.example"),
                ("origin", "https://evil.example"),
            ],
            FORM,
        ),
    ] {
        let response = post(&pages, headers, body).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{headers:?} {body}");
        assert!(String::from_utf8_lossy(response.body()).contains("press it there"));
    }
    assert_eq!(post(&pages, &[], &"a".repeat(5_000)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn the_form_of_the_page_is_taken_from_a_browser_and_from_one_that_sends_no_headers() {
    let (pages, _table) = pages();
    for headers in [&[ORIGIN, SAME][..], &[ORIGIN], &[]] {
        // The token is not stored, which is detected only after the form was accepted.
        assert_eq!(post(&pages, headers, FORM).await.status(), StatusCode::NOT_FOUND, "{headers:?}");
    }
}

#[tokio::test]
async fn the_page_of_an_action_may_post_to_itself_and_tells_nobody_its_address() {
    let (pages, _table) = pages();
    for response in [get(&pages, &path()).await.2, post(&pages, &[], FORM).await] {
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("form-action 'self'") && !policy.contains("script-src"), "{policy}");
        assert!(policy.starts_with("default-src 'none'") && policy.ends_with("frame-ancestors 'none'"));
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("referrer-policy"), "strict-origin", "never the path, which is the token");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("strict-transport-security").starts_with("max-age="));
    }
    let (.., dashboard) = get(&pages, "/d/x").await;
    assert!(dashboard.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'none'"));
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

#[tokio::test]
async fn a_store_in_trouble_says_to_open_the_link_again() {
    let (mut pages, _table) = pages();
    pages.store = embedded::unanswered();
    for response in [get(&pages, &path()).await.2, post(&pages, &[], FORM).await] {
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()["retry-after"], "30");
        assert!(String::from_utf8_lossy(response.body()).contains("open the link again in a minute"));
    }
}

#[test]
fn every_page_has_its_status_and_a_press_that_changes_nothing_is_a_conflict() {
    let (looked, pressed) = (StatusCode::OK, StatusCode::CONFLICT);
    for (standing, on_look, on_press) in [
        (PageState::Asks, 200, 200),
        (PageState::Shows, 200, 200),
        (PageState::Changed, 200, 200),
        (PageState::Unchanged, 200, 409),
        (PageState::Gone, 404, 404),
        (PageState::Expired, 410, 410),
        (PageState::Closed, 403, 403),
        (PageState::Busy, 503, 503),
    ] {
        let statuses = [looked, pressed].map(|unchanged| status_of(standing, unchanged).as_u16());
        assert_eq!(statuses, [on_look, on_press], "{standing:?}");
    }
    assert_eq!(
        ActionErrorPage::ALL.map(|notification| status_of_notification(notification).as_u16()),
        [404, 403, 413, 503]
    );
}
