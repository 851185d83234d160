//! Links that are planned with a notification: their tokens are issued only when the mail is sent.

use crate::token::{TargetId, TokenPurpose};
use serde::{Deserialize, Serialize};

/// The detail of a link that leads to the alerts of the dashboard, and the name of their place on its page.
pub const ALERTS_PLACE: &str = "alerts";

/// A link that the mail will carry: its token is made when the mail is sent, and is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLink {
    /// What the token is for.
    #[serde(rename = "action")]
    pub purpose: TokenPurpose,
    /// What it acts on.
    pub target: TargetId,
    /// The version of the target that the person sees.
    pub target_version: u64,
    /// How long the token is good for, in seconds from the attempt.
    pub valid_for_seconds: i64,
    /// What the action needs beside its target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl PlannedLink {
    /// Plans a link that is good for as long as tokens for its purpose are.
    #[must_use]
    pub fn new(purpose: impl Into<TokenPurpose>, target: TargetId, target_version: u64) -> Self {
        let purpose = purpose.into();
        let valid_for_seconds = purpose.valid_for_seconds();
        Self { purpose, target, target_version, valid_for_seconds, detail: None }
    }
}
