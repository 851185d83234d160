//! The conversation between a person and us: inbound and outbound messages, each linked to the other.

use crate::identity::{MemberId, MessageId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::message::job::QueueJob;
use crate::message::question_job::QuestionJob;
use crate::token::TargetId;
use crate::workspace::WhatsAppSubscription;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What was received or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said")]
pub enum Said {
    /// The person tapped a button.
    Tapped {
        /// The title of the button.
        button: String,
        /// The outbound message that contains the button.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
    /// The person wrote a text.
    Wrote {
        text: String,
        /// The outbound message that the person replied to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
    /// The person sent something that is neither text nor a tap.
    SentSomethingElse,
    /// We sent a message.
    Sent {
        /// The message that was sent.
        message: MessageId,
        /// The text as the person reads it.
        text: String,
    },
}

/// One entry of the conversation log. An inbound entry has the reply that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppConversationEntry {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// When it was received or sent.
    pub at: Timestamp,
    /// Twilio's identifier of the message.
    pub message_sid: String,
    /// What was received or sent.
    pub said: Said,
    /// Our reply, in the same HTTP response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// The jobs queued with it, so that they can be queued again if the same message arrives again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queued: Vec<QueueJob>,
    /// The question that was queued with it, so that it can be queued again if the same message arrives again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionJob>,
    /// The proof that the webhook which brought it is genuine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookProof>,
}

/// The proof that a webhook is genuine. Its signature was verified before anything else, and two different requests
/// cannot have the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookProof {
    /// SHA-256 of the signature, in hexadecimal digits.
    pub signature: String,
}

/// How the next text of a person is to be interpreted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expecting {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The interpretation.
    pub what: Expected,
    /// Until when it applies.
    pub until: EpochSecond,
}

/// The interpretation of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "expected")]
pub enum Expected {
    /// The reason for declining a shift.
    DeclineReason {
        /// The shift that was declined.
        shift: TargetId,
    },
    /// No special interpretation any more.
    Nothing,
}

/// The maximum number of replies in a row to texts of a person that lead to no action. This stops two machines that
/// answer each other.
pub const MOST_IDLE_REPLIES: u32 = 5;

/// A change of the count of texts in a row that led to no action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleTexts {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// Whether to increase the count; otherwise it is reset.
    pub one_more: bool,
    /// When the person wrote.
    pub at: Timestamp,
}

impl IdleTexts {
    /// Counts one more text of a person, or returns `None` if the person gets no replies any more.
    #[must_use]
    pub fn one_more(known: &WhatsAppSubscription, at: Timestamp) -> Option<Self> {
        (known.idle_texts < MOST_IDLE_REPLIES).then(|| Self::new(known, true, at))
    }

    /// Resets the count for a person who took an action, or returns `None` if there is nothing to reset.
    #[must_use]
    pub fn forgotten(known: &WhatsAppSubscription, at: Timestamp) -> Option<Self> {
        (known.idle_texts > 0).then(|| Self::new(known, false, at))
    }

    fn new(known: &WhatsAppSubscription, one_more: bool, at: Timestamp) -> Self {
        Self { workspace: known.workspace.clone(), member: known.member.clone(), one_more, at }
    }
}

/// The owner of a WhatsApp address in one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressOwner {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
}
