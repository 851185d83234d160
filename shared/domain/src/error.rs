//! What all layers share about errors: causes of any type, and how a chain of them is logged.

/// A cause of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Writes an error with what caused it, outermost first, for one field of a log line.
#[must_use]
pub fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
