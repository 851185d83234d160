//! What the status and the error of a service mean.

use domain::question::model::port::ModelError;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;
use std::time::Duration;

/// The longest part of an error that is looked through for the name of a field, in bytes.
const LONGEST_NAMING: usize = 4 * 1024;
/// The longest word of a service that is kept as a cause.
const LONGEST_CODE: usize = 64;

/// A failure that no other request could have avoided, or a refusal of the request as it was.
#[derive(Debug)]
pub(super) enum Failure {
    /// The service refused how it was asked; the text names what it refused. Nothing was processed.
    Shape { naming: String, error: ModelError },
    /// Anything else.
    Model(ModelError),
}

/// What the service answered instead: its status and its own word for it.
#[derive(Debug, thiserror::Error)]
#[error("the service answered with HTTP status {status} {code}")]
struct Refusal {
    status: u16,
    code: String,
}

/// What the error of a service says, in whatever form.
#[derive(Default)]
struct Details {
    code: String,
    /// What may name a field.
    naming: String,
}

/// Judges an answer that is not a success.
pub(super) fn failure(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Failure {
    let details = details(headers, body);
    let refusal = Box::new(Refusal { status: status.as_u16(), code: details.code.clone() });
    match status.as_u16() {
        400 | 422 => Failure::Shape { naming: details.naming, error: ModelError::Misconfigured(refusal) },
        429 if details.code.contains("quota") => Failure::Model(ModelError::Misconfigured(refusal)),
        429 => Failure::Model(ModelError::Throttled { retry_after: retry_after(headers) }),
        408 | 424 | 500.. => Failure::Model(ModelError::Unavailable(refusal)),
        _ => Failure::Model(ModelError::Misconfigured(refusal)),
    }
}

/// Judges a request that got no whole answer. The address is left out of the cause.
pub(super) fn network_failure(error: reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::Model(ModelError::Slow);
    }
    // A key with a line break, for example.
    let is_ours = error.is_builder();
    let cause = error.without_url().into();
    Failure::Model(if is_ours { ModelError::Misconfigured(cause) } else { ModelError::Unavailable(cause) })
}

fn details(headers: &HeaderMap, body: &[u8]) -> Details {
    let body = body.get(..body.len().min(LONGEST_NAMING)).unwrap_or(body);
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let error = Some(&answer["error"]).filter(|error| error.is_object()).unwrap_or(&answer);
    let word = |names: &[&str]| names.iter().find_map(|name| error[*name].as_str());
    let of_header = headers.get("x-amzn-errortype").and_then(|code| code.to_str().ok());
    let code = word(&["code", "type", "__type"]).or(of_header).unwrap_or_default();
    let named = [word(&["param"]), word(&["message", "Message"])];
    let mut naming = named.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if naming.is_empty() {
        naming = String::from_utf8_lossy(body).into_owned();
    }
    Details { code: plain(code), naming }
}

/// Keeps a service's own word, and nothing that could be a part of what it was asked.
fn plain(code: &str) -> String {
    let word = code.split([':', ' ']).next().unwrap_or_default();
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.#".contains(&byte));
    if is_plain && word.len() <= LONGEST_CODE { word.to_owned() } else { String::new() }
}

/// Reads `retry-after` in seconds; a date is as if nothing was said.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u32 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.into()))
}

/// Returns the service's identifier of a request.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let names = ["x-amzn-requestid", "request-id", "x-request-id"];
    let id = names.iter().find_map(|name| headers.get(*name)?.to_str().ok())?;
    let is_id = (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    is_id.then(|| id.to_owned())
}
