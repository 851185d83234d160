//! `GET /api/v1/workspaces/{workspace}/sources` and `POST …/sources/{channel}`: how the sources of a workspace stand,
//! and until when each is expected.

use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest, decode};
use crate::api::auth::admitted;
use app::source::{ExpectationRequest, Expected, SourceDeps, expect, look};
use domain::metrics::source::SourceState;
use jiff::civil::Time;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use store::StoreError;

/// The form of the body, as shown in a problem.
const FORM: &str = r#"{"expected_by": "06:30"} with a local time of the workspace from "00:00" to "23:59", or {"expected_by": null}; a channel is 1 to 20 characters of a-z, 0-9 and '-'"#;

/// The wish for a channel; the field may be null, but not missing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectationBody {
    #[serde(deserialize_with = "present")]
    expected_by: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

pub(super) async fn list(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (_, workspace) = admitted(deps, request, workspace).await?;
    let states = look(&source_deps(deps), &workspace).await?.ok_or(ApiProblem::NoSuchThing)?;
    let sources: Vec<Value> = states.iter().map(source).collect();
    Ok(ApiAnswer { status: 200, body: json!({ "sources": sources }) })
}

fn source(state: &SourceState) -> Value {
    let health = &state.health;
    let error = |error: &domain::metrics::source::SourceError| json!({ "at": error.at, "receipt": error.receipt, "reason": error.reason });
    json!({
        "channel": health.channel,
        "complete_through": state.complete_through,
        "expected_by": health.expected_by.map(written),
        "last_success": health.last_success,
        "last_error": health.last_error.as_ref().map(error),
        "is_silent": state.is_silent(),
    })
}

pub(super) async fn change(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
    channel: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (administrator, workspace) = admitted(deps, request, workspace).await?;
    let malformed = ApiProblem::Malformed { form: FORM };
    let Ok(channel) = channel.parse() else { return Err(malformed) };
    let asked: ExpectationBody = decode(request.body, FORM)?;
    let expected_by = match asked.expected_by.as_deref().map(time) {
        Some(None) => return Err(malformed),
        wished => wished.flatten(),
    };
    let wish = ExpectationRequest {
        administrator: &administrator,
        workspace: &workspace,
        channel: &channel,
        expected_by,
    };
    let done = expect(&source_deps(deps), &wish).await.map_err(|error| match error {
        StoreError::ConditionFailed => ApiProblem::BUSY,
        error => ApiProblem::Store(error),
    })?;
    Ok(taken(done.ok_or(ApiProblem::NoSuchThing)?, expected_by))
}

fn taken(done: Expected, expected_by: Option<Time>) -> ApiAnswer {
    let (result, message) = match done {
        Expected::Changed => ("changed", "taken, and written to the audit log"),
        Expected::Unchanged => ("unchanged", "known already: nothing was changed"),
    };
    let body = json!({ "result": result, "message": message, "expected_by": expected_by.map(written) });
    ApiAnswer { status: 200, body }
}

/// Reads a time of hours and minutes, and of nothing else.
fn time(text: &str) -> Option<Time> {
    let time = Time::strptime("%H:%M", text).ok()?;
    (written(time) == text).then_some(time)
}

fn written(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn source_deps<'a>(deps: &ApiDeps<'a>) -> SourceDeps<'a> {
    SourceDeps { store: deps.store, clock: deps.clock }
}
