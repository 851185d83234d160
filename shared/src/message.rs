//! The ledger of logical messages: one thing said to one person, with every attempt to say it.

use crate::action::token::{ActionKind, TargetId, TokenChannel};
use crate::delivery::FailureClass;
use crate::digest::template::TemplateName;
use crate::identity::{MemberId, MessageId, WorkspaceId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Gives how long after its due time a message of this kind is still worth sending, in seconds.
    #[must_use]
    pub fn deadline_seconds(self) -> i64 {
        match self {
            Self::Digest | Self::SecondApproval => 60 * 60,
            // An answer that comes later than this is a riddle.
            Self::Card => 10 * 60,
            Self::Assignment | Self::Update => 4 * 60 * 60,
        }
    }
}

/// Where a message stands. A later state never gives way to an earlier one; see [`MessageState::rank`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// It waits for a worker.
    Queued,
    /// A worker has claimed it and calls Twilio.
    Calling,
    /// Twilio was called and did not answer; it may or may not have gone out.
    Unknown,
    /// Twilio took it.
    Accepted,
    /// It will not be delivered on WhatsApp; the reason is in its attempts.
    Failed,
    /// It reached the phone.
    Delivered,
    /// The person saw it.
    Read,
}

impl MessageState {
    /// Gives the rank: a message only moves to a higher one.
    ///
    /// A failure ranks under a delivery: when a delivery is reported after a failure, the delivery is what happened,
    /// and the first error stays in the attempt.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Calling => 1,
            Self::Unknown => 2,
            Self::Accepted => 3,
            Self::Failed => 4,
            Self::Delivered => 5,
            Self::Read => 6,
        }
    }
}

/// Why a message will not be delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum FailureReason {
    /// The person does not want messages.
    NoConsent,
    /// The person has no WhatsApp address.
    NoAddress,
    /// The template has no approved content in this language.
    NoTemplate,
    /// Its deadline passed before it could be sent.
    DeadlinePassed,
    /// Twilio or WhatsApp refused it.
    Refused {
        /// The error code, when there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<u32>,
        /// What the refusal means for the message.
        class: FailureClass,
    },
}

/// One attempt to send a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// When the worker claimed it.
    pub started_at: Timestamp,
    /// Twilio's id of the message, once it took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// How it ended, as a fixed word: `accepted`, `throttled`, `refused`, `unavailable`, `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// The error code, when there was one; never erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// When the next attempt is due, when there will be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
}

/// What an attempt that Twilio did not take leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterAttempt {
    /// It may be tried again.
    BackToQueue,
    /// Nobody knows whether Twilio took it.
    Unknown,
    /// It will not be delivered.
    Failed(FailureReason),
}

/// A button that the message will carry: its token is made when the message is sent, and is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedButton {
    /// The number of the template variable that carries the token.
    pub variable: u32,
    /// Whether the fixed text of the button already has the `v1.` of the token.
    pub version_is_fixed_text: bool,
    /// What the token lets the person do.
    pub action: ActionKind,
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
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// What it is about.
    pub kind: MessageKind,
    /// The date it belongs to: the day after the one it reports on, as the workspace counts days.
    pub local_date: Date,
    /// The template.
    pub template: TemplateName,
    /// The version of the template.
    pub template_version: u32,
    /// The language.
    pub language: String,
    /// The lines that fill the template.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it will carry.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// From when on it is not sent any more, in seconds since 1970.
    pub deadline: i64,
    /// Where it stands.
    pub state: MessageState,
    /// The rank of the state, stored so that the database can compare it.
    pub rank: u8,
    /// Until when a worker holds it, in seconds since 1970; 0 when none does.
    pub lease_until: i64,
    /// Why it will not be delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// The attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// What a new message says and to whom.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// The identifier.
    pub id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    /// The workspace.
    pub workspace: &'a WorkspaceId,
    /// The person.
    pub member: &'a MemberId,
    /// The language.
    pub language: &'a str,
    /// The template or the content of a session.
    pub template: TemplateName,
    /// Its version.
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
        Self {
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
            deadline: new.now.as_second() + new.kind.deadline_seconds(),
            state: MessageState::Queued,
            rank: MessageState::Queued.rank(),
            lease_until: 0,
            failure: None,
            attempts: Vec::new(),
        }
    }

    /// Makes the identifier of a message that an event causes: the same event, person and place give the same message.
    #[must_use]
    pub fn caused_by(event: &str, member: &MemberId, place: usize) -> MessageId {
        MessageId::hashed("m-", &format!("{event}|{member}|{place}"))
    }

    /// Makes the identifier of a person's digest of a date: the same date gives the same message.
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

    #[test]
    fn a_delivery_outranks_a_failure_and_a_failure_outranks_everything_before() {
        use MessageState as S;
        let order = [S::Queued, S::Calling, S::Unknown, S::Accepted, S::Failed, S::Delivered, S::Read];
        assert!(order.windows(2).all(|pair| pair[0].rank() < pair[1].rank()));
    }
}
