//! The stored parts of a content and of its approval.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{ContentKind, Layout};
use crate::simulator::rendering::Variables;

/// A stored content.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) sid: String,
    pub(super) friendly_name: Option<String>,
    pub(super) language: String,
    pub(crate) variables: Variables,
    pub(super) types: Value,
    /// The kinds of this content, the most complex last.
    pub(crate) layouts: Vec<Layout>,
    pub(crate) approval: Option<Approval>,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
}

/// The state of a content's submission.
#[derive(Debug, Clone)]
pub(crate) struct Approval {
    pub(super) name: String,
    pub(super) category: Category,
    pub(crate) kind: ContentKind,
    /// The decision, which does not show before the review has ended.
    pub(crate) status: ApprovalStatus,
    pub(super) rejection_reason: String,
    /// How many more looks find the review undecided.
    pub(super) undecided_looks: u32,
}

/// The states of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ApprovalStatus {
    Unsubmitted,
    Received,
    Pending,
    Approved,
    Rejected,
    Paused,
    Disabled,
}

/// The categories of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Category {
    Utility,
    Marketing,
    Authentication,
}

impl Content {
    /// Returns the approval state, taking into account a fault that pauses the template.
    pub(crate) fn approval_status(&self, paused: bool) -> ApprovalStatus {
        match &self.approval {
            None => ApprovalStatus::Unsubmitted,
            Some(approval) if approval.undecided_looks > 0 => ApprovalStatus::Pending,
            Some(approval) if paused && approval.status == ApprovalStatus::Approved => ApprovalStatus::Paused,
            Some(approval) => approval.status,
        }
    }

    /// Counts a look at the state of its submission.
    pub(super) fn look(&mut self) {
        if let Some(approval) = &mut self.approval {
            approval.undecided_looks = approval.undecided_looks.saturating_sub(1);
        }
    }

    /// Reports whether it was submitted under this name in this language.
    pub(super) fn holds_name(&self, name: &str, language: &str) -> bool {
        self.language == language && self.approval.as_ref().is_some_and(|approval| approval.name == name)
    }
}

#[cfg(test)]
impl Content {
    /// Returns a content that was never submitted.
    pub(crate) fn for_testing(layouts: Vec<Layout>, variables: Variables) -> Self {
        let created = Timestamp::UNIX_EPOCH;
        let (sid, language) = ("HX0".to_owned(), "en".to_owned());
        let types = Value::Null;
        Self {
            sid,
            friendly_name: None,
            language,
            variables,
            types,
            layouts,
            approval: None,
            created,
            updated: created,
        }
    }
}
