//! The responses, with headers that isolate a page: it is not stored, not framed, loads nothing from elsewhere but the
//! picture of a creative that it shows, and sends no referrer to other sites.

use command_center::web::asset::Asset;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, RETRY_AFTER, STRICT_TRANSPORT_SECURITY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::{Body, Response};
use std::collections::BTreeSet;

/// The Content Security Policy of a page.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The Content Security Policy of an answer's page, which has no script, up to the origins of its pictures.
const ANSWER_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; img-src 'self' data:";
/// The Content Security Policy of an action page: its form may post to its own origin.
pub(crate) const ACTION_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The Referrer-Policy of an action page. Under `no-referrer` a browser sends even our own form with `Origin: null`,
/// as a hostile page would; this policy reveals the host to our server and hides the path, which contains the token,
/// from everybody.
pub(crate) const ACTION_REFERRER: &str = "strict-origin";
const JSON: &str = "application/json";
const PNG: &str = "image/png";
const HTML: &str = "text/html; charset=utf-8";
/// The seconds to wait before a retry after a failure on our side.
const RETRY_SECONDS: &str = "30";

/// The headers of every response.
const ALWAYS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Creates the response for a page, which must not be cached.
pub(crate) fn page(status: StatusCode, html: String) -> Response<Body> {
    let mut response = answer(status, Body::Text(html), "no-store");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(HTML));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
    response
}

/// Creates the response for an action page, which may have a form.
pub(crate) fn action_page(status: StatusCode, html: String) -> Response<Body> {
    let mut response = page(status, html);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(ACTION_POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(ACTION_REFERRER));
    response
}

/// Creates the response for an answer's page, which may load pictures of creatives from these origins and nothing else
/// from elsewhere.
pub(crate) fn answer_page(html: String, picture_origins: &BTreeSet<String>) -> Response<Body> {
    let mut response = page(StatusCode::OK, html);
    let origins: String = picture_origins.iter().map(|origin| format!(" {origin}")).collect();
    if let Ok(policy) = HeaderValue::try_from(format!("{ANSWER_POLICY}{origins}")) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Creates the response for a picture. Whoever fetches it may keep it, and nobody between.
pub(crate) fn picture(png: Vec<u8>) -> Response<Body> {
    let mut response = answer(StatusCode::OK, Body::Binary(png), "private, max-age=3600");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PNG));
    response
}

/// Creates the response for a picture that is elsewhere. The address is not fetched here: nobody can make the function call
/// an address of their choice.
pub(crate) fn picture_elsewhere(address: &str) -> Response<Body> {
    let Ok(location) = HeaderValue::try_from(address) else { return empty(StatusCode::NOT_FOUND) };
    let mut response = empty(StatusCode::FOUND);
    response.headers_mut().insert(LOCATION, location);
    response
}

/// Creates the response of the API.
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

/// Creates the response to an unsupported method, with the supported ones.
pub(crate) fn other_method(served: &'static str) -> Response<Body> {
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(served));
    response
}

/// Returns the response with its headers only.
pub(crate) fn without_body(mut response: Response<Body>) -> Response<Body> {
    *response.body_mut() = Body::Empty;
    response
}

/// Creates the response for a file. The file's name changes with its content, so it may be cached forever.
pub(crate) fn asset(asset: &Asset) -> Response<Body> {
    let body = Body::Text(asset.content.to_owned());
    let mut response = answer(StatusCode::OK, body, "public, max-age=31536000, immutable");
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    response
}

/// Creates a response that consists of a status only.
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
