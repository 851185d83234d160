//! The ledger of messages: each is one text to one person, with every attempt to send it.

pub mod conversation;
pub mod form;
pub mod job;
pub mod question_job;
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
use crate::message::reference::DeliveryJob;
use crate::message::template::TemplateName;
use crate::token::{TargetId, TokenChannel, TokenPurpose};
use crate::workspace::asked_cards::CARD_SECONDS;
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
    /// A card or a list with buttons, in response to something that the person sent.
    Card,
    /// The request for a second approval.
    SecondApproval,
    /// The news that a recommendation was assigned to the person.
    Assignment,
    /// The news of what happened to something that the person decided.
    Update,
    /// The answer to a question that the person asked.
    Answer,
    /// What a digest that went out before all its data was in would say now.
    Correction,
}

impl MessageKind {
    /// Returns the label used in a report for messages of this kind.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Digest => "daily digests",
            Self::Card => "cards and lists",
            Self::SecondApproval => "second approvals",
            Self::Assignment => "assignments",
            Self::Update => "updates",
            Self::Answer => "answers",
            Self::Correction => "corrections",
        }
    }

    /// Returns how long after its due time a message of this kind is still worth sending, in seconds.
    #[must_use]
    pub fn deadline_seconds(self) -> i64 {
        match self {
            Self::Digest | Self::SecondApproval => 60 * 60,
            Self::Card | Self::Answer => CARD_SECONDS,
            Self::Assignment | Self::Update | Self::Correction => 4 * 60 * 60,
        }
    }
}

/// The mail sent in place of a message that WhatsApp did not deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFallback {
    /// The notification that is mailed.
    #[serde(rename = "notice")]
    pub notification: NotificationId,
    /// When the notification was created; together with the identifier it is the key.
    pub at: Timestamp,
}

/// An administrator's request to send a message again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualResend {
    /// The administrator: the subject of the administrator's token.
    pub by: String,
    /// The reason, in the administrator's words.
    pub reason: String,
    /// When it was requested.
    pub at: Timestamp,
    /// Whether to send the message even if it was delivered or is old.
    pub forced: bool,
}

/// A button that the message will carry. Its token is created when the message is sent and is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedButton {
    /// The number of the template variable that carries the token.
    pub variable: u32,
    /// Whether the fixed text of the button already contains the token's `v1.` prefix.
    pub version_is_fixed_text: bool,
    /// What the token is for.
    #[serde(rename = "action")]
    pub purpose: TokenPurpose,
    /// Whether the token is behind a button or in a link.
    #[serde(default)]
    pub channel: TokenChannel,
    /// What the action needs in addition to its target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The target of the token.
    pub target: TargetId,
    /// The version of the target shown to the person.
    pub target_version: u64,
    /// How long the token is valid, in seconds from the attempt.
    pub valid_for_seconds: i64,
}

/// A message. `workspace`, person, kind and local date make it unique, so that it is sent at most once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The identifier; the same for the same (person, kind, local date).
    pub id: MessageId,
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// What it is about.
    pub kind: MessageKind,
    /// The date of the message: the day after the one it reports on, in the workspace's time zone.
    pub local_date: Date,
    pub template: TemplateName,
    pub template_version: u32,
    pub language: String,
    /// The variables of the template: the lines.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it will carry.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// The second from which it is no longer sent.
    pub deadline: EpochSecond,
    /// The delivery state.
    pub state: MessageState,
    /// The rank of the state, stored so that the database can compare it.
    pub rank: u8,
    /// The end of the lease of the worker that holds the message, if one does.
    #[serde(with = "zero_is_none")]
    pub lease_until: Option<EpochSecond>,
    /// When the message must be checked if nothing happens before; `None` once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<EpochSecond>,
    /// The due list that the message is in until it has ended; see [`due_list`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_list: Option<String>,
    /// Why WhatsApp does not deliver it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// The mail sent in its place. If WhatsApp delivers the message after all, the person gets both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<MailFallback>,
    /// The latest request to send it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend: Option<ManualResend>,
    /// The attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// The number of due lists, which hold the messages that must be checked. Each list takes a thousand writes per second.
pub const DUE_LISTS: u8 = 8;
/// How many seconds after the last news a message is checked.
pub const LOOK_AFTER_SECONDS: i64 = 10 * 60;

/// Returns the name of a due list.
#[must_use]
pub fn due_list(number: u8) -> String {
    format!("DUE#{number}")
}

/// The content of a new message.
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
    /// The template, or the session content.
    pub template: TemplateName,
    pub template_version: u32,
    /// Its variables: the lines.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it will carry.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
    /// The date of the message.
    pub local_date: Date,
    /// The current time.
    pub now: Timestamp,
}

impl Message {
    /// Creates a message that waits for a worker.
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

    /// Makes it worth sending only so many seconds from its creation on.
    #[must_use]
    pub fn with_deadline(self, seconds: i64) -> Self {
        let deadline = EpochSecond::from(self.created_at).plus_seconds(seconds);
        Self { due_at: self.due_at.map(|due| due.min(deadline)), deadline, ..self }
    }

    /// Returns the job that delivers it.
    #[must_use]
    pub fn job(&self) -> DeliveryJob {
        let Self { workspace, member, id, .. } = self;
        DeliveryJob { workspace: workspace.clone(), member: member.clone(), message: id.clone() }
    }

    /// Returns the due list that a message is in until it has ended.
    #[must_use]
    pub fn due_list_of(id: &MessageId) -> String {
        let sum = id.as_str().bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        due_list(sum % DUE_LISTS)
    }

    /// Returns when sending was last requested: when the message was created, or when an administrator had it sent
    /// again.
    #[must_use]
    pub fn wished_at(&self) -> Timestamp {
        self.resend.as_ref().map_or(self.created_at, |resend| resend.at)
    }

    /// Creates the identifier of a message caused by an event: the same event, person and place give the same message.
    #[must_use]
    pub fn caused_by(event: &str, member: &MemberId, place: usize) -> MessageId {
        MessageId::hashed("m-", &format!("{event}|{member}|{place}"))
    }

    /// Creates the identifier of a person's digest for a date: the same date gives the same message.
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
