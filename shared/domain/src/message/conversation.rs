//! What was said between a person and us: inbound and outbound, each linked to the other.

use crate::identity::{MemberId, MessageId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::message::job::QueueJob;
use crate::token::TargetId;
use crate::workspace::WhatsAppSubscription;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What came in or went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said")]
pub enum Said {
    /// The person tapped a button.
    Tapped {
        /// The title of the button.
        button: String,
        /// The outbound message that has the button.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
    /// The person wrote.
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
        /// The logical message.
        message: MessageId,
        /// The text as the person reads it.
        text: String,
    },
}

/// One entry of the log of a conversation. What came in has the reply that it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppConversationEntry {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// When.
    pub at: Timestamp,
    /// Twilio's id of the message.
    pub message_sid: String,
    /// What came in or went out.
    pub said: Said,
    /// What we replied, in the same HTTP response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// What was queued with it, so that it is queued again when the same message comes again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queued: Vec<QueueJob>,
    /// What vouches for the webhook that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookProof>,
}

/// What vouches for a webhook: it was checked before anything else, and the same request cannot be two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookProof {
    /// SHA-256 of the signature, in hexadecimal digits.
    pub signature: String,
}

/// What the next text of a person is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expecting {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// What it is taken for.
    pub what: Expected,
    /// Until when.
    pub until: EpochSecond,
}

/// What a text is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "expected")]
pub enum Expected {
    /// The reason of a no.
    DeclineReason {
        /// The shift that was declined.
        shift: TargetId,
    },
    /// Nothing any more.
    Nothing,
}

/// The most replies in a row to texts of a person that nothing comes of. Two machines that answer each other stop here.
pub const MOST_IDLE_REPLIES: u32 = 5;

/// A change of the number of texts in a row that nothing came of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleTexts {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// Whether it is one more; otherwise all of them are forgotten.
    pub one_more: bool,
}

impl IdleTexts {
    /// Counts one more text of a person; nothing when there is no reply to them any more.
    #[must_use]
    pub fn one_more(known: &WhatsAppSubscription) -> Option<Self> {
        (known.idle_texts < MOST_IDLE_REPLIES).then(|| Self::new(known, true))
    }

    /// Forgets the texts of a person, who did something; nothing when there is nothing to forget.
    #[must_use]
    pub fn forgotten(known: &WhatsAppSubscription) -> Option<Self> {
        (known.idle_texts > 0).then(|| Self::new(known, false))
    }

    fn new(known: &WhatsAppSubscription, one_more: bool) -> Self {
        Self { workspace: known.workspace.clone(), member: known.member.clone(), one_more }
    }
}

/// Who a WhatsApp address belongs to in one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressOwner {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
}
