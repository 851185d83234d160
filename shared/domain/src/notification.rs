//! Notifications: what a person is told in the app and by e-mail about something that others did. One notification for each event and
//! person, written in the transaction of the event.

use crate::identity::{
    AdjustmentId, AuditEventId, MemberId, MessageId, NotificationId, RecommendationId, WorkspaceId,
};
use crate::language::Language;
use crate::message::reference::NotificationJob;
use crate::text::truncate;
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

/// The longest line of a notification, in UTF-16 units.
pub(crate) const LONGEST_LINE: usize = 240;

/// What a notification tells.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NotificationKind {
    /// Somebody gave the reader a recommendation.
    Assigned {
        recommendation: RecommendationId,
        /// Who gave it.
        by: MemberId,
        /// That person's name.
        by_name: String,
    },
    /// Somebody took on the recommendation that the reader gave away.
    AssignmentAccepted {
        recommendation: RecommendationId,
        /// Who took it on.
        by: MemberId,
        /// That person's name.
        by_name: String,
    },
    /// Somebody gave the recommendation back that the reader gave away.
    AssignmentPassedBack {
        recommendation: RecommendationId,
        /// Who gave it back.
        by: MemberId,
        /// That person's name.
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
        /// Why, in the platform's words, on one line.
        reason: String,
    },
    /// The ad platform put the budgets of a shift back that was undone.
    #[serde(rename = "way_back_applied")]
    ReversalApplied {
        /// The shift.
        adjustment: AdjustmentId,
    },
    /// The ad platform refused to put the budgets of a shift back that was undone.
    #[serde(rename = "way_back_refused")]
    ReversalRefused {
        /// The shift.
        adjustment: AdjustmentId,
        /// Why, in the platform's words, on one line.
        reason: String,
    },
    /// A shift that somebody approved needs the reader's approval too.
    SecondApprovalWanted {
        /// The shift.
        adjustment: AdjustmentId,
        /// Who approved first.
        by: MemberId,
        /// That person's name.
        by_name: String,
    },
    /// The daily digest, which WhatsApp will not bring.
    Digest {
        /// The message that carries it; what the mail says is read from there.
        message: MessageId,
    },
}

impl NotificationKind {
    /// Returns the fixed word of the kind, as it is stored and logged.
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

    /// Returns the name of who did it, where a person did.
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
    /// Shows the word alone: the rest names people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Something that a person is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberNotification {
    /// The identifier; the same for the same event, person and kind.
    pub id: NotificationId,
    pub workspace: WorkspaceId,
    /// The person who reads it.
    pub member: MemberId,
    /// What it tells.
    pub kind: NotificationKind,
    /// What it tells, as the person reads it: one line.
    pub summary: String,
    /// Why, as the person reads it: one line.
    pub why: String,
    /// When it happened.
    pub at: Timestamp,
    /// When the person saw it in the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
    /// Its mail.
    pub email: NotificationEmail,
    /// The links that the mail will carry, the most likely first.
    pub links: Vec<PlannedLink>,
}

impl fmt::Debug for MemberNotification {
    /// Leaves out what the person reads.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("MemberNotice");
        shown.field("id", &self.id).field("member", &self.member).field("kind", &self.kind);
        shown.field("at", &self.at).field("email", &self.email).finish_non_exhaustive()
    }
}

/// What a new notification is about and for whom.
#[derive(Clone)]
pub struct NewNotification<'a> {
    /// The event that causes it.
    pub event: &'a AuditEventId,
    pub workspace: &'a WorkspaceId,
    /// Who reads it.
    pub reader: &'a Teammate,
    /// What it tells.
    pub kind: NotificationKind,
    /// What it is about, in the reader's language: one line, such as the shift.
    pub about: &'a str,
    /// Why, in the reader's language: one line.
    pub why: &'a str,
    /// When it happened.
    pub at: Timestamp,
    /// Whether it is mailed too.
    pub is_mailed: bool,
    /// The links that the mail will carry, the most likely first.
    pub links: Vec<PlannedLink>,
}

impl MemberNotification {
    /// Writes a notification in the reader's language. The same event, reader and kind give the same identifier.
    #[must_use]
    pub fn written(new: NewNotification<'_>) -> Self {
        let reader = new.reader;
        let language = Language::choose(&[&reader.language]);
        let cause = format!("{}|{}|{}", new.event, reader.id, new.kind.as_str());
        Self {
            id: NotificationId::hashed("n-", &cause),
            workspace: new.workspace.clone(),
            member: reader.id.clone(),
            summary: truncate(&wording::summary(language, &new.kind, new.about), LONGEST_LINE),
            why: truncate(new.why, LONGEST_LINE),
            kind: new.kind,
            at: new.at,
            read_at: None,
            email: NotificationEmail::new(new.is_mailed, new.at),
            links: new.links,
        }
    }

    /// Returns the job that has the mail of this notification sent.
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
