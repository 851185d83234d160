//! The steps before every API request is served: it is recorded, then its credentials are checked.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Request;
use crate::simulator::calls::Call;
use crate::simulator::form::Form;
use crate::simulator::refusal::Refusal;
use crate::simulator::state::App;
use crate::simulator::{auth, clock};

/// The maximum size of a body, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// Records a request and its response; credentials are never recorded.
pub(crate) async fn record(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return Refusal::malformed("the body is too large or was cut off").into_response();
    };
    let number = app.world().calls.begin(call(&parts, &bytes));
    let response = match auth::authenticate(&app.account, &parts.headers) {
        Ok(()) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(refusal) => refusal.into_response(),
    };
    app.world().calls.end(number, response.status().as_u16());
    response
}

fn call(parts: &Parts, body: &[u8]) -> Call {
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is = |kind: &str| content_type.is_some_and(|given| given.starts_with(kind));
    Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: Form::parse(parts.uri.query().unwrap_or_default().as_bytes()).0,
        form: if is("application/x-www-form-urlencoded") { Form::parse(body).0 } else { Vec::new() },
        json: if is("application/json") { serde_json::from_slice(body).ok() } else { None },
        time: clock::now(),
        status: None,
    }
}
