//! The JSON API over HTTP: methods, statuses and headers. Its behaviour is tested in `api` of the library.

use super::*;
use command_center::domain::token::ApiCaller;

async fn post(
    pages: &Pages,
    path: &str,
    token: Option<&str>,
    body: &str,
) -> (u16, serde_json::Value, Response<Body>) {
    let authorization = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<(&str, &str)> =
        authorization.iter().map(|value| ("authorization", value.as_str())).collect();
    let response = pages.handle(request_with("POST", path, &headers, body)).await.unwrap();
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap(), response)
}

const APPROVE: &str = r#"{"action":"approve_shift","target":"20261005-a1b2c3d4","version":1}"#;

#[tokio::test]
async fn whoever_has_no_token_is_asked_for_one_and_nothing_is_read() {
    let (pages, table) = pages();
    for token in [None, Some("x"), Some("v1.k1.AAAA.AAAA")] {
        let (status, body, response) = post(&pages, "/api/v1/actions", token, APPROVE).await;
        assert_eq!((status, &body["error"]), (401, &"unauthorized".into()));
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn a_token_that_is_not_stored_is_none_after_one_read() {
    let (pages, table) = pages();
    let integrator = sealed_for(TokenChannel::Bearer, TokenPurpose::Api(ApiCaller::Integrator));
    let path = "/api/v1/adjustments/20261005-a1b2c3d4/outcome";
    let (status, ..) = post(&pages, path, Some(&integrator), r#"{"result":"applied"}"#).await;
    assert_eq!((status, reads(&table)), (401, 1));
}

#[tokio::test]
async fn the_api_is_asked_by_post_alone() {
    let (pages, table) = pages();
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let response = pages.handle(request(method, "/api/v1/actions")).await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], "POST");
    }
    let (status, body, _) = post(&pages, "/api/v1/nothing", None, "").await;
    assert_eq!((status, &body["error"]), (404, &"no_such_path".into()));
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn whoever_is_no_administrator_is_asked_for_a_token_and_nothing_is_read() {
    let (pages, table) = pages();
    let integrator = sealed_for(TokenChannel::Bearer, TokenPurpose::Api(ApiCaller::Integrator));
    for token in [None, Some("x"), Some("e30.e30.e30"), Some(integrator.as_str())] {
        for path in ["/api/v1/workspaces/acme-store/resends", "/api/v1/workspaces/no/messages/d-1/resend"] {
            let (status, body, response) = post(&pages, path, token, "{}").await;
            assert_eq!((status, &body["error"]), (401, &"unauthorized".into()));
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
        }
    }
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn a_token_that_nobody_can_check_now_is_neither_good_nor_refused() {
    let (pages, table) = pages();
    // {"alg":"RS256","kid":"k"} and {}
    let token = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.e30.AAAA";
    let (status, body, response) =
        post(&pages, "/api/v1/workspaces/acme-store/resends", Some(token), "{}").await;
    assert_eq!((status, &body["error"]), (503, &"unavailable".into()));
    assert_eq!(response.headers()["retry-after"], "30");
    assert_eq!(reads(&table), 0);
}

#[tokio::test]
async fn a_message_is_looked_at_by_get_and_what_acts_is_posted() {
    let (pages, table) = pages();
    let path = "/api/v1/workspaces/acme-store/messages/d-1";
    assert_eq!(pages.handle(request("GET", path)).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(pages.handle(request("GET", &format!("{path}/resend"))).await.unwrap().status(), 404);
    let response = pages.handle(request("DELETE", path)).await.unwrap();
    assert_eq!(
        (response.status(), &response.headers()["allow"]),
        (StatusCode::METHOD_NOT_ALLOWED, &"GET, HEAD, POST".parse().unwrap())
    );
    assert_eq!(reads(&table), 0);
}
