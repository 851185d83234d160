//! The answers, with the headers that keep a page to itself: nothing is stored, framed, loaded from elsewhere or told
//! to the next site.

use command_center::web::asset::Asset;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    RETRY_AFTER, STRICT_TRANSPORT_SECURITY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::{Body, Response};

/// What a page may load and do.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What the page of an action may load and do: its form goes to its own address.
pub(crate) const ACTION_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// What the page of an action tells others about where it is. Under `no-referrer` a browser sends its own form with
/// `Origin: null`, as a hostile page would; this tells our server the host and nobody the path, which is the token.
pub(crate) const ACTION_REFERRER: &str = "strict-origin";
const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
/// For how many seconds whoever was turned away by a trouble of ours should wait.
const RETRY_SECONDS: &str = "30";

/// The headers of every answer.
const ALWAYS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Creates the answer that shows a page; no cache keeps it.
pub(crate) fn page(status: StatusCode, html: String) -> Response<Body> {
    let mut response = answer(status, Body::Text(html), "no-store");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(HTML));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
    response
}

/// Creates the answer that shows the page of an action, which may have a form.
pub(crate) fn action_page(status: StatusCode, html: String) -> Response<Body> {
    let mut response = page(status, html);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(ACTION_POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(ACTION_REFERRER));
    response
}

/// Creates the answer of the API.
pub(crate) fn json(status: StatusCode, body: String) -> Response<Body> {
    let mut response = answer(status, Body::Text(body), "no-store");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
    response
}

/// Creates the answer to a method that is not served, with the ones that are.
pub(crate) fn other_method(served: &'static str) -> Response<Body> {
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(served));
    response
}

/// Returns the answer with its headers alone.
pub(crate) fn without_body(mut response: Response<Body>) -> Response<Body> {
    *response.body_mut() = Body::Empty;
    response
}

/// Creates the answer that carries a file; its name changes with its content, so that it may be kept for good.
pub(crate) fn asset(asset: &Asset) -> Response<Body> {
    let body = Body::Text(asset.content.to_owned());
    let mut response = answer(StatusCode::OK, body, "public, max-age=31536000, immutable");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    response
}

/// Creates an answer that says nothing but its status.
pub(crate) fn empty(status: StatusCode) -> Response<Body> {
    answer(status, Body::Empty, "no-store")
}

fn answer(status: StatusCode, body: Body, caching: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
