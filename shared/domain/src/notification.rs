//! Notifications: what a person is told in the app and by e-mail about something that others did. One notification per
//! event and person, written in the transaction of the event.

use crate::identity::{
    AdjustmentId, AuditEventId, MemberId, MessageId, NotificationId, RecommendationId, WorkspaceId,
};
use crate::language::Language;
use crate::message::reference::NotificationJob;
use crate::text::fit;
use crate::token::planned::PlannedLink;
use crate::workspace::roster::Teammate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

pub mod links;
pub mod policy;
pub mod state;
pub mod wording;

pub use state::{EmailState, MAIL_DEADLINE_SECONDS, MailFailure, NotificationEmail};

/// The maximum length of a line in a notification, in UTF-16 units.
pub(crate) const LONGEST_LINE: usize = 240;

/// What a notification is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NotificationKind {
    /// Somebody assigned a recommendation to the reader.
    Assigned {
        recommendation: RecommendationId,
        /// The assigner.
        by: MemberId,
        /// The assigner's name.
        by_name: String,
    },
    /// The owner accepted a recommendation that the reader had assigned.
    AssignmentAccepted {
        recommendation: RecommendationId,
        /// The owner.
        by: MemberId,
        /// The owner's name.
        by_name: String,
    },
    /// The owner passed back a recommendation that the reader had assigned.
    AssignmentPassedBack {
        recommendation: RecommendationId,
        /// The owner.
        by: MemberId,
        /// The owner's name.
        by_name: String,
    },
    /// The ad platform carried out a shift that the reader decided on.
    ShiftApplied {
        /// The shift.
        adjustment: AdjustmentId,
    },
    /// The ad platform refused a shift that the reader decided on.
    ShiftRefused {
        /// The shift.
        adjustment: AdjustmentId,
        /// The reason, in the platform's words, on one line.
        reason: String,
    },
    /// The ad platform restored the budgets of a shift that was undone.
    #[serde(rename = "way_back_applied")]
    ReversalApplied {
        /// The shift.
        adjustment: AdjustmentId,
    },
    /// The ad platform refused to restore the budgets of a shift that was undone.
    #[serde(rename = "way_back_refused")]
    ReversalRefused {
        /// The shift.
        adjustment: AdjustmentId,
        /// The reason, in the platform's words, on one line.
        reason: String,
    },
    /// A shift that somebody approved also needs the reader's approval.
    SecondApprovalWanted {
        /// The shift.
        adjustment: AdjustmentId,
        /// Who approved first.
        by: MemberId,
        /// The name of the person who approved first.
        by_name: String,
    },
    /// The daily digest, which WhatsApp does not deliver.
    Digest {
        /// The message that carries it; the content of the mail is taken from there.
        message: MessageId,
    },
}

impl NotificationKind {
    /// Returns the fixed word of the kind, as stored and logged.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Assigned { .. } => "assigned",
            Self::AssignmentAccepted { .. } => "assignment_accepted",
            Self::AssignmentPassedBack { .. } => "assignment_passed_back",
            Self::ShiftApplied { .. } => "shift_applied",
            Self::ShiftRefused { .. } => "shift_refused",
            Self::ReversalApplied { .. } => "way_back_applied",
            Self::ReversalRefused { .. } => "way_back_refused",
            Self::SecondApprovalWanted { .. } => "second_approval_wanted",
            Self::Digest { .. } => "digest",
        }
    }

    /// Returns the name of the person who did it, if a person did.
    #[must_use]
    pub fn by_name(&self) -> Option<&str> {
        match self {
            Self::Assigned { by_name, .. }
            | Self::AssignmentAccepted { by_name, .. }
            | Self::AssignmentPassedBack { by_name, .. }
            | Self::SecondApprovalWanted { by_name, .. } => Some(by_name),
            Self::ShiftApplied { .. }
            | Self::ShiftRefused { .. }
            | Self::ReversalApplied { .. }
            | Self::ReversalRefused { .. }
            | Self::Digest { .. } => None,
        }
    }
}

impl fmt::Debug for NotificationKind {
    /// Shows only the word, because the rest names people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A notification to one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberNotification {
    /// The identifier; the same for the same event, person and kind.
    pub id: NotificationId,
    pub workspace: WorkspaceId,
    /// The person who reads it.
    pub member: MemberId,
    /// What it is about.
    pub kind: NotificationKind,
    /// What happened, in one line, as the person reads it.
    pub summary: String,
    /// The reason, in one line, as the person reads it.
    pub why: String,
    /// When it happened.
    pub at: Timestamp,
    /// When the person read it in the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
    /// Its mail.
    pub email: NotificationEmail,
    /// The links that the mail will carry, the most likely to be used first.
    pub links: Vec<PlannedLink>,
}

impl fmt::Debug for MemberNotification {
    /// Leaves out the texts for the person.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("MemberNotice");
        shown.field("id", &self.id).field("member", &self.member).field("kind", &self.kind);
        shown.field("at", &self.at).field("email", &self.email).finish_non_exhaustive()
    }
}

/// The content and the reader of a new notification.
#[derive(Clone)]
pub struct NewNotification<'a> {
    /// The event that causes it.
    pub event: &'a AuditEventId,
    pub workspace: &'a WorkspaceId,
    /// The person who reads it.
    pub reader: &'a Teammate,
    /// What it is about.
    pub kind: NotificationKind,
    /// The subject, such as the shift, in one line in the reader's language.
    pub about: &'a str,
    /// The reason, in one line in the reader's language.
    pub why: &'a str,
    /// When it happened.
    pub at: Timestamp,
    /// Whether it is also mailed.
    pub is_mailed: bool,
    /// The links that the mail will carry, the most likely to be used first.
    pub links: Vec<PlannedLink>,
}

impl MemberNotification {
    /// Creates a notification in the reader's language. The same event, reader and kind give the same identifier.
    #[must_use]
    pub fn written(new: NewNotification<'_>) -> Self {
        let reader = new.reader;
        let language = Language::choose(&[&reader.language]);
        let cause = format!("{}|{}|{}", new.event, reader.id, new.kind.as_str());
        Self {
            id: NotificationId::hashed("n-", &cause),
            workspace: new.workspace.clone(),
            member: reader.id.clone(),
            summary: fit(&wording::summary(language, &new.kind, new.about), LONGEST_LINE),
            why: fit(new.why, LONGEST_LINE),
            kind: new.kind,
            at: new.at,
            read_at: None,
            email: NotificationEmail::new(new.is_mailed, new.at),
            links: new.links,
        }
    }

    /// Returns the job that sends the mail of this notification.
    #[must_use]
    pub fn job(&self) -> NotificationJob {
        NotificationJob {
            workspace: self.workspace.clone(),
            member: self.member.clone(),
            notification: self.id.clone(),
            at: self.at,
        }
    }
}

#[cfg(any(test, feature = "testing"))]
pub mod fixture;
#[cfg(test)]
mod tests;
