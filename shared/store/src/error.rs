//! The store's errors, grouped by what the caller should do.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use domain::error::BoxError;
use domain::identity::{MemberId, WorkspaceId};
use domain::workspace::same_person::SharedAddress;

/// The store's errors, grouped by what the caller should do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A condition of the write failed, because another worker was faster. Read and decide again.
    #[error("a condition of the write does not hold: read again and decide again")]
    ConditionFailed,
    /// The store is throttled, or two transactions conflicted: try again after a pause.
    #[error("the store is busy: try again after a pause")]
    Throttled(#[source] BoxError),
    /// The store failed or did not answer: try again. A write may or may not have happened.
    #[error("the store did not answer: try again, the write may or may not have happened")]
    Unavailable(#[source] BoxError),
    /// The store rejects the request: a bug on our side, or a missing permission.
    #[error("the store refuses the request: the template's permissions or the code must change")]
    Refused(#[source] BoxError),
    /// The workspace's name is reserved for the nightly proof: choose another one.
    #[error(
        "the workspace {workspace} cannot be set up: the nightly proof acts in one of that name, choose another name"
    )]
    Reserved {
        /// The name.
        workspace: WorkspaceId,
    },
    /// Two active members have one address, which belongs to one person: correct one of them, or end one membership.
    #[error(
        "{one} and {other} have the same {address}: an address belongs to one active member, correct it or end one membership"
    )]
    OnePersonTwice {
        one: MemberId,
        other: MemberId,
        /// The kind of address.
        address: SharedAddress,
    },
    /// The zone of a member is in no database, so that nobody could say when the digest is due.
    #[error("the time zone of {member} is not in the IANA zone database: write one such as Europe/Berlin")]
    UnknownZone { member: MemberId },
    /// An item cannot be read or written: a bug on our side, or an item from a newer version. The details are left
    /// out, because they may quote what a person wrote.
    #[error("an item of kind {kind} does not have the form that this version reads")]
    Malformed {
        /// The kind of item.
        kind: &'static str,
    },
}

impl StoreError {
    /// Maps an SDK error to its remedy.
    pub(crate) fn from_sdk<E, R>(error: SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        R: std::fmt::Debug + Send + Sync + 'static,
    {
        let code = error.as_service_error().and_then(ProvideErrorMetadata::code).map(str::to_owned);
        match (&error, code.as_deref()) {
            (_, Some("ConditionalCheckFailedException")) => Self::ConditionFailed,
            (
                _,
                Some(
                    "ProvisionedThroughputExceededException"
                    | "ThrottlingException"
                    | "RequestLimitExceeded"
                    | "TransactionInProgressException"
                    | "TransactionConflictException",
                ),
            ) => Self::Throttled(error.into()),
            (SdkError::ServiceError(_), Some("InternalServerError") | None) => {
                Self::Unavailable(error.into())
            }
            (SdkError::ServiceError(_) | SdkError::ConstructionFailure(_), _) => Self::Refused(error.into()),
            _ => Self::Unavailable(error.into()),
        }
    }

    /// Reports whether the same call may succeed after a pause.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Throttled(_) | Self::Unavailable(_) => true,
            Self::ConditionFailed
            | Self::Refused(_)
            | Self::Reserved { .. }
            | Self::OnePersonTwice { .. }
            | Self::UnknownZone { .. }
            | Self::Malformed { .. } => false,
        }
    }
}
