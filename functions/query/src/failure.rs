//! Why an invocation fails, and why a question comes again.

use command_center::app::question::QuestionError;
use command_center::domain::error::FailureKind;

/// The payload is neither a batch of the queue nor what a schedule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payload is no batch of the queue of questions, and nothing that a schedule asks for")]
pub struct NotABatch;

impl FailureKind for NotABatch {
    fn kind(&self) -> &'static str {
        "NotABatch"
    }
}

/// Why a question comes again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordFailure {
    /// The body is no question in a format that this version reads. The error quotes nothing of it, because it may be
    /// anything.
    #[error("the body is no question of a form that this version reads")]
    NotAQuestion,
    /// It could not be answered.
    #[error(transparent)]
    Question(#[from] QuestionError),
}
