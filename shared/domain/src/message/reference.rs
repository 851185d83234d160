//! References to what is to be sent: enough to find it, and nothing personal.

use crate::identity::{MemberId, MessageId, NotificationId, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One message to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryJob {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    pub message: MessageId,
}

/// The mail of a notification to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationJob {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    #[serde(rename = "notice")]
    pub notification: NotificationId,
    /// When it was written; names it together with its identifier.
    pub at: Timestamp,
}
