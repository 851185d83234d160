//! What all layers share about errors: causes of any type, and how a chain of them is logged.

/// A cause of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a function failed as a whole, as its caller tells it from others: Lambda's `errorType`.
pub trait FailureKind: std::error::Error {
    /// Returns a fixed word, which never changes: callers and the runbook know it.
    fn kind(&self) -> &'static str;
}

/// Writes an error with what caused it, outermost first, for one field of a log line.
#[must_use]
pub fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
