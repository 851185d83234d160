//! The ledger of logical messages: one thing said to one person, with every attempt to say it.

pub mod conversation;
pub mod job;
pub mod reference;
pub mod refusal;
pub mod sid;
pub mod status;
pub mod template;

pub use refusal::{FailureClass, classify, plain_reason};
pub use sid::MessageSid;
pub use status::MessageStatus;

pub mod attempt;
pub mod state;

pub use attempt::{Attempt, AttemptEnd, MessageCost};
pub use state::{FailureReason, MessageState};

use crate::identity::{MemberId, MessageId, NotificationId, WorkspaceId};
use crate::instant::{EpochSecond, zero_is_none};
use crate::message::template::TemplateName;
use crate::token::{TargetId, TokenChannel, TokenPurpose};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The daily digest.
    Digest,
    /// A card or a list with buttons, in answer to something that the person sent.
    Card,
    /// The wish for a second approval.
    SecondApproval,
    /// The news that one was given a recommendation.
    Assignment,
    /// The news of what came of something that one decided.
    Update,
}

impl MessageKind {
    /// Names messages of this kind for who reads a report.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Digest => "daily digests",
            Self::Card => "cards and lists",
            Self::SecondApproval => "second approvals",
            Self::Assignment => "assignments",
            Self::Update => "updates",
        }
    }

    /// Returns how long after its due time a message of this kind is still worth sending, in seconds.
    #[must_use]
    pub fn deadline_seconds(self) -> i64 {
        match self {
            Self::Digest | Self::SecondApproval => 60 * 60,
            // An answer that comes later than this is a riddle.
            Self::Card => 2 * 60,
            Self::Assignment | Self::Update => 4 * 60 * 60,
        }
    }
}

/// The mail that stands in for a message that WhatsApp did not bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFallback {
    /// The notification that is mailed.
    #[serde(rename = "notice")]
    pub notification: NotificationId,
    /// When it was written; names it together with its identifier.
    pub at: Timestamp,
}

/// The wish of an admin to have a message sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualResend {
    /// Who wished it: the subject of the admin's token.
    pub by: String,
    /// Why, in the admin's words.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was to go out although it was delivered or old.
    pub forced: bool,
}

/// A button that the message will carry: its token is made when the message is sent, and is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedButton {
    /// The number of the template variable that carries the token.
    pub variable: u32,
    /// Whether the fixed text of the button already has the `v1.` of the token.
    pub version_is_fixed_text: bool,
    /// What the token is for.
    #[serde(rename = "action")]
    pub purpose: TokenPurpose,
    /// Whether it is behind a button or in a link.
    #[serde(default)]
    pub channel: TokenChannel,
    /// What the action needs beside its target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What it acts on.
    pub target: TargetId,
    /// The version of the target that the person sees.
    pub target_version: u64,
    /// How long the token is good for, in seconds from the attempt.
    pub valid_for_seconds: i64,
}

/// A logical message. `workspace`, person, kind and local date make it unique, so that it is sent at most once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The identifier; the same for the same (person, kind, local date).
    pub id: MessageId,
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// What it is about.
    pub kind: MessageKind,
    /// The date it belongs to: the day after the one it reports on, as the workspace counts days.
    pub local_date: Date,
    pub template: TemplateName,
    pub template_version: u32,
    pub language: String,
    /// The lines that fill the template.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it will carry.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// From when on it is not sent any more.
    pub deadline: EpochSecond,
    /// Where it stands.
    pub state: MessageState,
    /// The rank of the state, stored so that the database can compare it.
    pub rank: u8,
    /// Until when a worker holds it, while one does.
    #[serde(with = "zero_is_none")]
    pub lease_until: Option<EpochSecond>,
    /// When somebody must look at it if nothing happened before; nothing once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<EpochSecond>,
    /// The list of what is to be looked at that it is in, while it has not ended; see [`due_list`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_list: Option<String>,
    /// Why WhatsApp will not bring it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// The mail that stands in for it. When WhatsApp brings it after all, the person got both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<MailFallback>,
    /// The latest wish to have it sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend: Option<ManualResend>,
    /// The attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// How many lists of messages there are that somebody must look at: a thousand writes a second each.
pub const DUE_LISTS: u8 = 8;
/// After how many seconds somebody looks at a message of which nothing was heard.
pub const LOOK_AFTER_SECONDS: i64 = 10 * 60;

/// Returns the name of one of the lists of messages that somebody must look at.
#[must_use]
pub fn due_list(number: u8) -> String {
    format!("DUE#{number}")
}

/// What a new message says and to whom.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// The identifier.
    pub id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    pub workspace: &'a WorkspaceId,
    /// The person.
    pub member: &'a MemberId,
    pub language: &'a str,
    /// The template or the content of a session.
    pub template: TemplateName,
    pub template_version: u32,
    /// The lines that fill it.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it will carry.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
    /// The date it belongs to.
    pub local_date: Date,
    /// When it is written.
    pub now: Timestamp,
}

impl Message {
    /// Writes a message that waits for a worker.
    #[must_use]
    pub fn queued(new: NewMessage<'_>) -> Self {
        let now = EpochSecond::from(new.now);
        let deadline = now.plus_seconds(new.kind.deadline_seconds());
        Self {
            due_at: Some(deadline.min(now.plus_seconds(LOOK_AFTER_SECONDS))),
            due_list: Some(Self::due_list_of(&new.id)),
            id: new.id,
            workspace: new.workspace.clone(),
            member: new.member.clone(),
            kind: new.kind,
            local_date: new.local_date,
            template: new.template,
            template_version: new.template_version,
            language: new.language.to_owned(),
            variables: new.variables,
            buttons: new.buttons,
            text: new.text,
            created_at: new.now,
            deadline,
            state: MessageState::Queued,
            rank: MessageState::Queued.rank(),
            lease_until: None,
            failure: None,
            fallback: None,
            resend: None,
            attempts: Vec::new(),
        }
    }

    /// Returns the list that a message is in until it has ended.
    #[must_use]
    pub fn due_list_of(id: &MessageId) -> String {
        let sum = id.as_str().bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        due_list(sum % DUE_LISTS)
    }

    /// Returns when somebody last wished it to be sent: when it was written, or sent again by an admin.
    #[must_use]
    pub fn wished_at(&self) -> Timestamp {
        self.resend.as_ref().map_or(self.created_at, |resend| resend.at)
    }

    /// Creates the identifier of a message that an event causes: the same event, person and place give the same message.
    #[must_use]
    pub fn caused_by(event: &str, member: &MemberId, place: usize) -> MessageId {
        MessageId::hashed("m-", &format!("{event}|{member}|{place}"))
    }

    /// Creates the identifier of a person's digest of a date: the same date gives the same message.
    #[must_use]
    pub fn digest_id(member: &MemberId, local_date: Date) -> MessageId {
        let plain = format!("d-{}-{member}", local_date.strftime("%Y%m%d"));
        plain.parse().unwrap_or_else(|_cannot_be| MessageId::hashed("d-", &plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_date_is_one_message_and_the_next_date_another() {
        let maya: MemberId = "maya".parse().unwrap();
        let date = jiff::civil::date(2026, 11, 22);
        assert_eq!(Message::digest_id(&maya, date).as_str(), "d-20261122-maya");
        assert_ne!(Message::digest_id(&maya, date), Message::digest_id(&maya, date.tomorrow().unwrap()));
    }

    #[test]
    fn the_longest_member_name_still_makes_a_plain_message_id() {
        let longest: MemberId = "m".repeat(MemberId::LONGEST).parse().unwrap();
        let id = Message::digest_id(&longest, jiff::civil::date(2026, 1, 1));
        assert!(id.as_str().ends_with(longest.as_str()));
    }
}
