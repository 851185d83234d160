//! A workspace with everything that is configured in it.

use crate::metrics::{Campaign, SourceCompleteness};
use crate::workspace::{Member, WhatsAppSubscription, Workspace};

/// A workspace with everything that is configured in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSettings {
    pub workspace: Workspace,
    /// Its people.
    pub members: Vec<Member>,
    /// Their subscriptions.
    pub subscriptions: Vec<WhatsAppSubscription>,
    pub campaigns: Vec<Campaign>,
    /// Up to which day each channel's facts are complete.
    pub sources: Vec<SourceCompleteness>,
}
