//! Notices: what a person is told in the app and by e-mail about something that others did. One notice for each event and
//! person, written in the transaction of the event.

use crate::action::token::{ActionKind, TargetId};
use crate::digest::line::within;
use crate::email::EmailRefusal;
use crate::identity::{AdjustmentId, AuditEventId, MemberId, NoticeId, RecommendationId, WorkspaceId};
use crate::language::Language;
use crate::queue::NoticeJob;
use crate::workspace::roster::Teammate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

pub mod links;
pub mod mail;
pub mod policy;
pub mod wording;

/// For how long after the event a mail about it is still worth sending, in seconds.
pub const MAIL_DEADLINE_SECONDS: i64 = 24 * 3600;
/// The longest line of a notice, in UTF-16 units.
const LONGEST_LINE: usize = 240;

/// What a notice tells.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NoticeKind {
    /// Somebody gave the reader a recommendation.
    Assigned {
        /// The recommendation.
        recommendation: RecommendationId,
        /// Who gave it.
        by: MemberId,
        /// That person's name.
        by_name: String,
    },
    /// Somebody took on the recommendation that the reader gave away.
    AssignmentAccepted {
        /// The recommendation.
        recommendation: RecommendationId,
        /// Who took it on.
        by: MemberId,
        /// That person's name.
        by_name: String,
    },
    /// Somebody gave the recommendation back that the reader gave away.
    AssignmentPassedBack {
        /// The recommendation.
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
    WayBackApplied {
        /// The shift.
        adjustment: AdjustmentId,
    },
    /// The ad platform refused to put the budgets of a shift back that was undone.
    WayBackRefused {
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
}

impl NoticeKind {
    /// Gives the fixed word of the kind, as it is stored and logged.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Assigned { .. } => "assigned",
            Self::AssignmentAccepted { .. } => "assignment_accepted",
            Self::AssignmentPassedBack { .. } => "assignment_passed_back",
            Self::ShiftApplied { .. } => "shift_applied",
            Self::ShiftRefused { .. } => "shift_refused",
            Self::WayBackApplied { .. } => "way_back_applied",
            Self::WayBackRefused { .. } => "way_back_refused",
            Self::SecondApprovalWanted { .. } => "second_approval_wanted",
        }
    }

    /// Gives the name of who did it, where a person did.
    #[must_use]
    pub fn by_name(&self) -> Option<&str> {
        match self {
            Self::Assigned { by_name, .. }
            | Self::AssignmentAccepted { by_name, .. }
            | Self::AssignmentPassedBack { by_name, .. }
            | Self::SecondApprovalWanted { by_name, .. } => Some(by_name),
            Self::ShiftApplied { .. }
            | Self::ShiftRefused { .. }
            | Self::WayBackApplied { .. }
            | Self::WayBackRefused { .. } => None,
        }
    }
}

impl fmt::Debug for NoticeKind {
    /// Shows the word alone: the rest names people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Why no mail of a notice was sent, or will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum MailFailure {
    /// The person is not in the workspace any more.
    NotAMember,
    /// The person has no address that mail can be sent to.
    NoAddress,
    /// Its deadline passed before it could be sent.
    DeadlinePassed,
    /// SES refused it.
    Refused {
        /// Why.
        reason: EmailRefusal,
    },
}

/// Where the mail of a notice stands. A later state never gives way to an earlier one; see [`EmailState::rank`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum EmailState {
    /// There is none: the notice is for the app alone.
    NotWanted,
    /// It waits for a worker.
    Waiting,
    /// A worker has claimed it and calls SES.
    Sending {
        /// Until when the worker holds it, in seconds since 1970.
        lease_until: i64,
    },
    /// SES was called and did not answer; the mail may or may not have gone out.
    Unknown,
    /// It will not be sent.
    Failed {
        /// Why.
        reason: MailFailure,
    },
    /// SES took it.
    Sent {
        /// When.
        at: Timestamp,
        /// The identifier that SES gave it; bounces name it.
        ses_id: String,
    },
}

impl EmailState {
    /// Gives the rank: a mail only moves to a higher one, except back from a worker to waiting.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::Waiting => 0,
            Self::Sending { .. } => 1,
            Self::Unknown => 2,
            Self::Failed { .. } => 3,
            Self::Sent { .. } => 4,
            Self::NotWanted => 5,
        }
    }
}

/// The mail of a notice: where it stands and what was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeEmail {
    /// Where it stands.
    pub state: EmailState,
    /// The rank of the state, stored so that the database can compare it.
    pub rank: u8,
    /// How many attempts were claimed.
    pub attempts: u32,
    /// Before when no attempt is made, in seconds since 1970; 0 for no wait.
    pub not_before: i64,
    /// From when on it is not sent any more, in seconds since 1970.
    pub deadline: i64,
}

impl NoticeEmail {
    /// Makes the mail of a notice that was written at `at`: one that waits, or none.
    #[must_use]
    pub fn new(wanted: bool, at: Timestamp) -> Self {
        let state = if wanted { EmailState::Waiting } else { EmailState::NotWanted };
        let deadline = at.as_second() + MAIL_DEADLINE_SECONDS;
        Self { rank: state.rank(), state, attempts: 0, not_before: 0, deadline }
    }

    /// Gives the mail in another state, after the same attempts.
    #[must_use]
    pub fn moved_to(&self, state: EmailState) -> Self {
        Self { rank: state.rank(), state, not_before: 0, ..self.clone() }
    }

    /// Gives the mail as a worker holds it for its next attempt, until a second since 1970.
    #[must_use]
    pub fn claimed(&self, lease_until: i64) -> Self {
        let attempts = self.attempts.saturating_add(1);
        Self { attempts, ..self.moved_to(EmailState::Sending { lease_until }) }
    }

    /// Gives the mail as it waits for its next attempt, which is not made before a second since 1970.
    #[must_use]
    pub fn waiting(&self, not_before: i64) -> Self {
        Self { not_before, ..self.moved_to(EmailState::Waiting) }
    }
}

/// A link that the mail will carry: its token is made when the mail is sent, and is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLink {
    /// What the token lets the person do.
    pub action: ActionKind,
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
    /// Plans a link that is good for as long as its kind of action is.
    #[must_use]
    pub fn new(action: ActionKind, target: TargetId, target_version: u64) -> Self {
        let valid_for_seconds = action.valid_for_seconds();
        Self { action, target, target_version, valid_for_seconds, detail: None }
    }
}

/// Something that a person is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberNotice {
    /// The identifier; the same for the same event, person and kind.
    pub id: NoticeId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person who reads it.
    pub member: MemberId,
    /// What it tells.
    pub kind: NoticeKind,
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
    pub email: NoticeEmail,
    /// The links that the mail will carry, the most likely first.
    pub links: Vec<PlannedLink>,
}

impl fmt::Debug for MemberNotice {
    /// Leaves out what the person reads.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("MemberNotice");
        shown.field("id", &self.id).field("member", &self.member).field("kind", &self.kind);
        shown.field("at", &self.at).field("email", &self.email).finish_non_exhaustive()
    }
}

/// What a new notice is about and for whom.
#[derive(Clone)]
pub struct NewNotice<'a> {
    /// The event that causes it.
    pub event: &'a AuditEventId,
    /// The workspace.
    pub workspace: &'a WorkspaceId,
    /// Who reads it.
    pub reader: &'a Teammate,
    /// What it tells.
    pub kind: NoticeKind,
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

impl MemberNotice {
    /// Writes a notice in the reader's language. The same event, reader and kind give the same identifier.
    #[must_use]
    pub fn written(new: NewNotice<'_>) -> Self {
        let reader = new.reader;
        let language = Language::choose(&[&reader.language]);
        let cause = format!("{}|{}|{}", new.event, reader.id, new.kind.word());
        Self {
            id: NoticeId::hashed("n-", &cause),
            workspace: new.workspace.clone(),
            member: reader.id.clone(),
            summary: within(&wording::summary(language, &new.kind, new.about), LONGEST_LINE),
            why: within(new.why, LONGEST_LINE),
            kind: new.kind,
            at: new.at,
            read_at: None,
            email: NoticeEmail::new(new.is_mailed, new.at),
            links: new.links,
        }
    }

    /// Gives the job that has the mail of this notice sent.
    #[must_use]
    pub fn job(&self) -> NoticeJob {
        NoticeJob {
            workspace: self.workspace.clone(),
            member: self.member.clone(),
            notice: self.id.clone(),
            at: self.at,
        }
    }
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
