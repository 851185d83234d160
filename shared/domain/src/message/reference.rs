//! References to what is to be sent: enough to find it, and nothing personal.

use crate::identity::{MemberId, MessageId, NoticeId, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One message to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryJob {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The message.
    pub message: MessageId,
}

/// The mail of a notice to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeJob {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The notice.
    pub notice: NoticeId,
    /// When it was written; names it together with its identifier.
    pub at: Timestamp,
}
