//!

/// A cause of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Writes an error with what caused it, outermost first, for one field of a log line.
#[must_use]
pub fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
