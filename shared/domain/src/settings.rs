//! A workspace with everything that is configured in it.

use crate::metrics::source::{SourceHealth, SourceState, source_states};
use crate::metrics::{Campaign, SourceCompleteness};
use crate::workspace::{Member, WhatsAppSubscription, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;

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
    /// When each channel is expected, when it last came in, and what was refused.
    pub health: Vec<SourceHealth>,
}

impl WorkspaceSettings {
    /// Returns the state of every source, judged for a day at an instant.
    #[must_use]
    pub fn source_states(&self, report_day: Date, now: Timestamp) -> Vec<SourceState> {
        source_states(&self.sources, &self.health, report_day, now, &self.workspace.zone)
    }
}
