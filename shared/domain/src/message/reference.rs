//! References to what is to be sent: enough to find it, without personal data.

use crate::identity::{MemberId, MessageId, NotificationId, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A message to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryJob {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    pub message: MessageId,
}

/// A notification whose mail is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationJob {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    #[serde(rename = "notice")]
    pub notification: NotificationId,
    /// When the notification was created; together with the identifier it is the key.
    pub at: Timestamp,
}
