//! What all layers share about errors: causes of any type, and how a chain of causes is logged.

/// A cause of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a function failed as a whole, in a form that its caller can distinguish: Lambda's `errorType`.
pub trait FailureKind: std::error::Error {
    /// Returns a fixed word, which must never change because callers and the runbook depend on it.
    fn kind(&self) -> &'static str;
}

/// Formats an error with its causes, outermost first, for one field of a log line.
#[must_use]
pub fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
