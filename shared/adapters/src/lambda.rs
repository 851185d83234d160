//! Runs a function on Lambda's events, and reports failures by their fixed word and public text.

use domain::error::FailureKind;
use lambda_runtime::{Diagnostic, Error, LambdaEvent, run, service_fn};
use serde::Serialize;
use serde_json::Value;

/// Handles one event after another until Lambda ends the process.
///
/// # Errors
/// If Lambda's runtime API cannot be reached.
pub async fn serve<A, F>(handle: impl AsyncFn(Value) -> Result<A, F>) -> Result<(), Error>
where
    A: Serialize,
    F: FailureKind,
{
    let handle = &handle;
    run(service_fn(async move |event: LambdaEvent<Value>| {
        // On the heap: the future of a whole function is large, and is moved several times.
        Box::pin(handle(event.payload)).await.map_err(|failure| diagnostic(&failure))
    }))
    .await
}

/// Returns what Lambda tells the caller about a failure; causes go to the log only.
#[must_use]
pub fn diagnostic(failure: &impl FailureKind) -> Diagnostic {
    Diagnostic { error_type: failure.kind().to_owned(), error_message: failure.to_string() }
}
