//! A workspace with everything that is set up in it.

use crate::metrics::{Campaign, SourceCompleteness};
use crate::workspace::{Member, WhatsAppSubscription, Workspace};

/// A workspace with everything that is set up in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSettings {
    pub workspace: Workspace,
    /// Its people.
    pub members: Vec<Member>,
    /// Their subscriptions.
    pub subscriptions: Vec<WhatsAppSubscription>,
    pub campaigns: Vec<Campaign>,
    /// How far each channel's facts are whole.
    pub sources: Vec<SourceCompleteness>,
}
