//! A workspace with everything that is configured in it.

use crate::identity::MemberId;
use crate::metrics::source::{SourceHealth, SourceState, source_states};
use crate::metrics::{Campaign, SourceCompleteness};
use crate::workspace::same_person::{KnownBy, SharedAddress};
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
    /// Returns two active members with one address and the kind of that address, if there are any: an address belongs to
    /// one active member of a workspace.
    #[must_use]
    pub fn one_person_twice(&self) -> Option<(&MemberId, &MemberId, SharedAddress)> {
        let active = self.members.iter().filter(|member| member.active);
        let known = |member: &Member| KnownBy::among(&member.id, &self.members, &self.subscriptions);
        let people: Vec<(&MemberId, KnownBy<'_>)> =
            active.map(|member| (&member.id, known(member))).collect();
        people.iter().enumerate().find_map(|(place, (one, by))| {
            let mut others = people.iter().skip(place + 1);
            others.find_map(|(other, known)| Some((*one, *other, by.shares(known)?)))
        })
    }

    /// Returns the state of every source, judged for a day at an instant.
    #[must_use]
    pub fn source_states(&self, report_day: Date, now: Timestamp) -> Vec<SourceState> {
        source_states(&self.sources, &self.health, report_day, now, &self.workspace.zone)
    }
}
