//! The JSON API: `POST /api/v1/…`, and `GET` for requests that only read.

use crate::pages::{Pages, header};
use crate::response;
use command_center::web::api::{ApiDeps, ApiMethod, ApiRequest, answer};
use lambda_http::http::header::{AUTHORIZATION, HeaderName};
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, Response};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

impl Pages {
    pub(crate) async fn api(&self, path: &str, request: &Request) -> Response<Body> {
        let deps = ApiDeps {
            store: &self.store,
            clock: self.clock.as_ref(),
            token_keys: &self.token_keys,
            queue: self.queue.as_ref(),
            administrators: &self.administrators,
            objects: self.objects.as_ref(),
        };
        let asked = ApiRequest {
            method: if *request.method() == Method::POST { ApiMethod::Post } else { ApiMethod::Get },
            path,
            query: request.uri().query().unwrap_or_default(),
            authorization: header(request, &AUTHORIZATION),
            idempotency_key: header(request, &IDEMPOTENCY_KEY),
            body: request.body(),
        };
        let answered = answer(&deps, &asked).await;
        let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        tracing::info!(status = status.as_u16(), "API answered");
        response::json(status, answered.body.to_string())
    }
}
