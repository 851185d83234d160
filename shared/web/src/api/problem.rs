//! The reasons why the API rejects a request: each problem has a status, a fixed word and a remedy.

use super::ApiAnswer;
use domain::error::with_causes;
use domain::import::object::StorageError;
use domain::oidc::AccessRefusal;
use domain::oidc::keys::KeysUnavailable;
use serde_json::json;
use store::StoreError;

/// A problem with a request. Its text says what to do and quotes nothing of the request.
#[derive(Debug, thiserror::Error)]
pub enum ApiProblem {
    /// The token is missing or not valid.
    #[error(
        "send a good token as 'Authorization: Bearer …': this one is missing, unknown, expired or taken back"
    )]
    Unauthorized,
    /// The token is not an administrator's. The caller is not told why.
    #[error(
        "send a good token as 'Authorization: Bearer …': this one is missing, unknown, expired or taken back"
    )]
    NotAdmitted(#[source] AccessRefusal),
    /// Whether the token is valid cannot be determined at the moment.
    #[error("whether the token is good cannot be told now: send the same request again in a moment")]
    IssuerAway(#[source] KeysUnavailable),
    /// The token is valid for another purpose.
    #[error("this token is for something else: people act with theirs, the integration reports with its own")]
    WrongToken,
    /// Nothing is served at the path.
    #[error("nothing is served at this path: see docs/api.md")]
    NoSuchPath,
    /// The object in the path does not exist in the token's workspace.
    #[error("the workspace of this token has nothing of this name: check the identifier in the path")]
    NoSuchThing,
    /// The body is too long.
    #[error("the body is longer than {kilobytes} KB: send only the fields that are asked for")]
    TooLong {
        /// The most kilobytes of a body.
        kilobytes: usize,
    },
    /// A file is too long for the body of a request.
    #[error("the body is longer than 4 MB: ask for an upload address, or pack it by gzip")]
    FileTooLong,
    /// The caller has used up what it may do in this hour.
    #[error("this workspace has sent as many files as it may in this hour: put more rows into each file")]
    UsedUp,
    /// The storage of files failed.
    #[error("it may or may not be done: send the same request again in a moment")]
    Storage(#[from] StorageError),
    /// The body does not have the form that the request needs.
    #[error("the body does not have the form of this request, which is {form}")]
    Malformed { form: &'static str },
    /// Nobody knows the channel, and it is nearly one that is known.
    #[error(
        "the workspace has no channel of this name: was {meant} meant? Nothing was taken; a channel of this very name is made by \
         a file that has it in a column channel"
    )]
    NearMiss { meant: String },
    /// An entry of a list cannot be taken, so nothing of the list is.
    #[error("entry {entry}: {remedy}; nothing of this request was taken")]
    Entry {
        /// A fixed word.
        word: &'static str,
        /// The place of the entry, from 1.
        entry: usize,
        /// What to do.
        remedy: &'static str,
    },
    /// The request contradicts what is stored.
    #[error("{remedy}")]
    Conflict {
        /// A fixed word.
        word: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// The store failed.
    #[error("it may or may not be done: send the same request again in a moment")]
    Store(#[from] StoreError),
}

impl From<AccessRefusal> for ApiProblem {
    fn from(refusal: AccessRefusal) -> Self {
        match refusal {
            AccessRefusal::Keys(away) => Self::IssuerAway(away),
            refused => Self::NotAdmitted(refused),
        }
    }
}

impl ApiProblem {
    /// Every attempt conflicted with another request.
    pub(super) const BUSY: Self = Self::Conflict {
        word: "busy",
        remedy: "other requests were in the way and nothing was changed: send it again",
    };

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Unauthorized | Self::NotAdmitted(_) => 401,
            Self::WrongToken => 403,
            Self::NoSuchPath | Self::NoSuchThing => 404,
            Self::Conflict { .. } => 409,
            Self::TooLong { .. } | Self::FileTooLong => 413,
            Self::Malformed { .. } | Self::Entry { .. } | Self::NearMiss { .. } => 422,
            Self::UsedUp => 429,
            Self::Store(_) | Self::Storage(_) | Self::IssuerAway(_) => 503,
        }
    }

    /// Returns the fixed word of the problem.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Unauthorized | Self::NotAdmitted(_) => "unauthorized",
            Self::WrongToken => "wrong_token",
            Self::NoSuchPath => "no_such_path",
            Self::NoSuchThing => "not_found",
            Self::TooLong { .. } | Self::FileTooLong => "too_long",
            Self::UsedUp => "used_up",
            Self::Malformed { .. } => "malformed",
            Self::NearMiss { .. } => "unknown_channel",
            Self::Conflict { word, .. } | Self::Entry { word, .. } => word,
            Self::Store(_) | Self::Storage(_) | Self::IssuerAway(_) => "unavailable",
        }
    }

    /// Returns the answer: `{"error": …, "message": …}`.
    #[must_use]
    pub fn answer(&self) -> ApiAnswer {
        ApiAnswer {
            status: self.status(),
            body: json!({ "error": self.as_str(), "message": self.to_string() }),
        }
    }

    pub(super) fn log(&self) {
        match self {
            Self::Store(error) => {
                let cause = with_causes(error);
                tracing::error!(transient = error.is_transient(), cause, "the store could not do it");
            }
            Self::Storage(error) => {
                tracing::error!(cause = with_causes(error), "the storage of files could not do it");
            }
            Self::IssuerAway(error) => {
                tracing::error!(cause = with_causes(error), "the keys of the issuer cannot be had");
            }
            Self::NotAdmitted(refusal) => {
                tracing::warn!(status = 401, cause = %refusal, "refused an administrator's token");
            }
            refused => {
                tracing::warn!(
                    status = refused.status(),
                    problem = refused.as_str(),
                    "refused a request to the API"
                );
            }
        }
    }
}
