//! Runs a function on the events of Lambda, and reports a failure by its fixed word and its public text.

use domain::error::FailureKind;
use lambda_runtime::{Diagnostic, Error, LambdaEvent, run, service_fn};
use serde::Serialize;
use serde_json::Value;

/// Handles one event after another until Lambda ends the process.
///
/// # Errors
/// When Lambda's runtime API cannot be reached.
pub async fn serve<A, F>(handle: impl AsyncFn(Value) -> Result<A, F>) -> Result<(), Error>
where
    A: Serialize,
    F: FailureKind,
{
    let handle = &handle;
    run(service_fn(async move |event: LambdaEvent<Value>| {
        // On the heap: the future of a whole function is large, and is moved several times on its way.
        Box::pin(handle(event.payload)).await.map_err(|failure| diagnostic(&failure))
    }))
    .await
}

/// Returns what Lambda tells the caller of a failure; causes go to the log alone.
#[must_use]
pub fn diagnostic(failure: &impl FailureKind) -> Diagnostic {
    Diagnostic { error_type: failure.kind().to_owned(), error_message: failure.to_string() }
}
