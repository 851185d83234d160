//! Why an invocation, or one job of a batch, failed.

use command_center::app::digest::DigestError;
use command_center::app::schedule::ScheduleError;
use command_center::domain::error::FailureKind;
use command_center::store::StoreError;

/// The reasons why an invocation failed.
#[derive(Debug, thiserror::Error)]
pub enum DigestFailure {
    /// The payload is not a request. The error does not quote it, because it may be anything.
    #[error(r#"the payload is no digest request: send {{"workspace": "…", "local_date": "YYYY-MM-DD"}}, the date is optional"#)]
    NotARequest,
    /// The digest could not be sent.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The schedule could not be planned.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
}

impl FailureKind for DigestFailure {
    fn kind(&self) -> &'static str {
        match self {
            Self::NotARequest => "NotARequest",
            Self::Digest(DigestError::UnknownWorkspace) => "UnknownWorkspace",
            Self::Digest(DigestError::UnknownZone) => "UnknownZone",
            Self::Digest(DigestError::Queue(_)) | Self::Schedule(ScheduleError::Queue(_)) => "Queue",
            Self::Digest(DigestError::Incomplete { .. }) => "Incomplete",
            Self::Digest(DigestError::Store(_)) | Self::Schedule(ScheduleError::Store(_)) => "Store",
        }
    }
}

/// The reasons why a job comes again.
#[derive(Debug, thiserror::Error)]
pub enum JobFailure {
    /// The body is no job in a format that this version reads. The error quotes nothing of it, because it may be anything.
    #[error("the body is no job of a form that this version reads")]
    NotAJob,
    /// The digests could not be sent.
    #[error(transparent)]
    Digest(DigestError),
    /// The page could not be read or queued.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// The people of a workspace could not be given their places.
    #[error(transparent)]
    Place(StoreError),
}
