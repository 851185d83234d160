//! The JSON API: a logged-in person acts, the system that executes budget shifts reports, and administrators resend
//! messages, look at digests and say when data is expected. Each request is decoded, handled by one use case, and its result encoded. Responses never quote the
//! request.

pub mod auth;
pub mod integration;
pub mod messages;
pub mod reports;

mod actions;
pub mod bearer;
mod catalog;
mod digests;
mod imports;
pub mod problem;
mod resends;
mod sources;

use domain::clock::Clock;
use domain::import::object::ObjectStorage;
use domain::message::job::DeliveryQueue;
use domain::oidc::AdminAccess;
use domain::token::TokenKeys;
use problem::ApiProblem;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::Store;

/// The maximum length of a body, in bytes.
pub const LONGEST_BODY: usize = 16 * 1024;

/// The dependencies of the API.
pub struct ApiDeps<'a> {
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The keys that open tokens.
    pub token_keys: &'a TokenKeys,
    /// The delivery queue, for the messages and mails that result from an action.
    pub queue: &'a dyn DeliveryQueue,
    /// Verifies administrators and the workspaces they administer.
    pub administrators: &'a AdminAccess,
    /// Where files are kept until they are imported.
    pub objects: &'a dyn ObjectStorage,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiMethod {
    /// `GET`: only reads.
    Get,
    /// `POST`.
    Post,
}

/// A request to the API.
#[derive(Clone, Copy)]
pub struct ApiRequest<'a> {
    pub method: ApiMethod,
    /// The path, without `/api/v1/`.
    pub path: &'a str,
    /// What follows the question mark of the address.
    pub query: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Idempotency-Key` header.
    pub idempotency_key: Option<&'a str>,
    pub body: &'a [u8],
}

/// The response to a request: an HTTP status and a JSON object.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiAnswer {
    /// The HTTP status.
    pub status: u16,
    pub body: Value,
}

/// Handles a request to the API. A request without a genuine token costs no read.
pub async fn answer(deps: &ApiDeps<'_>, request: &ApiRequest<'_>) -> ApiAnswer {
    match routed(deps, request).await {
        Ok(answer) => answer,
        Err(problem) => {
            problem.log();
            problem.answer()
        }
    }
}

async fn routed(deps: &ApiDeps<'_>, request: &ApiRequest<'_>) -> Result<ApiAnswer, ApiProblem> {
    let parts: Vec<&str> = request.path.split('/').collect();
    match (request.method, parts.as_slice()) {
        (ApiMethod::Post, ["actions"]) => actions::act(deps, request).await,
        (ApiMethod::Post, ["adjustments", shift, "outcome"]) => {
            integration::outcome(deps, request, shift).await
        }
        (ApiMethod::Post, ["campaigns", campaign, "budget"]) => {
            integration::budget(deps, request, campaign).await
        }
        (ApiMethod::Get, ["workspaces", workspace, "reports", promise, date]) => {
            reports::show(deps, request, workspace, promise, date).await
        }
        (ApiMethod::Get, ["workspaces", workspace, "messages", message]) => {
            messages::show(deps, request, workspace, message).await
        }
        (ApiMethod::Get, ["workspaces", workspace, "digests", "preview"]) => {
            Box::pin(digests::preview(deps, request, workspace)).await
        }
        (ApiMethod::Get, ["workspaces", workspace, "digests"]) => {
            digests::by_date(deps, request, workspace).await
        }
        (ApiMethod::Get, ["workspaces", workspace, "digests", message]) => {
            digests::by_message(deps, request, workspace, message).await
        }
        (ApiMethod::Post, ["workspaces", workspace, "messages", message, "resend"]) => {
            resends::one(deps, request, workspace, message).await
        }
        (ApiMethod::Post, ["workspaces", workspace, "resends", "preview"]) => {
            resends::preview(deps, request, workspace).await
        }
        (ApiMethod::Post, ["workspaces", workspace, "resends"]) => {
            resends::window(deps, request, workspace).await
        }
        (ApiMethod::Post, ["workspaces", workspace, "campaigns"]) => {
            Box::pin(catalog::campaigns(deps, request, workspace)).await
        }
        (ApiMethod::Post, ["workspaces", workspace, "creatives"]) => {
            catalog::creatives(deps, request, workspace).await
        }
        (ApiMethod::Get, ["workspaces", workspace, "sources"]) => {
            sources::list(deps, request, workspace).await
        }
        (ApiMethod::Post, ["workspaces", workspace, "sources", channel]) => {
            sources::change(deps, request, workspace, channel).await
        }
        (method, ["workspaces", workspace, rest @ ..]) => {
            Box::pin(imports::routed(deps, request, method, workspace, rest)).await
        }
        _ => Err(ApiProblem::NoSuchPath),
    }
}

/// Decodes the body as JSON of the given form.
fn decode<T: DeserializeOwned>(body: &[u8], form: &'static str) -> Result<T, ApiProblem> {
    decode_up_to(LONGEST_BODY, body, form)
}

/// Decodes a body of at most so many bytes as JSON of the given form.
fn decode_up_to<T: DeserializeOwned>(
    longest: usize,
    body: &[u8],
    form: &'static str,
) -> Result<T, ApiProblem> {
    if body.len() > longest {
        return Err(ApiProblem::TooLong { kilobytes: longest / 1024 });
    }
    // The cause is dropped, because it quotes the request.
    serde_json::from_slice(body).map_err(|_quotes_input| ApiProblem::Malformed { form })
}

#[cfg(test)]
mod tests;
