//! What was said between a person and us: inbound and outbound, each linked to the other.

use crate::identity::{MemberId, MessageId, WorkspaceId};
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
        /// The text.
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
    /// The workspace.
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
}

/// Who a WhatsApp address belongs to in one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressOwner {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
}
