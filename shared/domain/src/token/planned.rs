//! Links planned with a notification. Their tokens are issued only when the mail is sent.

use crate::token::{TargetId, TokenPurpose};
use serde::{Deserialize, Serialize};

/// The detail of a link that leads to the alerts on the dashboard, and the id of their section on the page.
pub const ALERTS_PLACE: &str = "alerts";

/// A link that a mail will carry. Its token is created when the mail is sent and is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLink {
    /// What the token is for.
    #[serde(rename = "action")]
    pub purpose: TokenPurpose,
    /// The target of the token.
    pub target: TargetId,
    /// The version of the target shown to the person.
    pub target_version: u64,
    /// How long the token is valid, in seconds from the attempt.
    pub valid_for_seconds: i64,
    /// What the action needs in addition to its target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl PlannedLink {
    /// Plans a link that is valid as long as tokens for its purpose are.
    #[must_use]
    pub fn new(purpose: impl Into<TokenPurpose>, target: TargetId, target_version: u64) -> Self {
        let purpose = purpose.into();
        let valid_for_seconds = purpose.valid_for_seconds();
        Self { purpose, target, target_version, valid_for_seconds, detail: None }
    }
}
