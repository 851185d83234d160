//! Reports that nobody acted without permission (SC-004): executed, proven and unproven actions with each reason,
//! blocked attempts, the canaries, and the chain of the audit log.

use super::{Refusals, channel, listed};
use crate::audit::chain::digest::Digest;
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::identity::WorkspaceId;
use crate::verification::canary::{CanaryOutcome, CanaryResult};
use crate::verification::{Basis, Origin, Verdict, Violation};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The maximum number of unproven events listed in a report; all of them are counted.
pub const MOST_NAMED: usize = 200;

/// An executed event that is not proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnprovenEvent {
    /// The sort key of the event in the audit log.
    pub event_key: String,
    /// What was done; `None` if the event cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<Verb>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The first violation found.
    #[serde(rename = "doubt")]
    pub violation: Violation,
}

/// What the verification of the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainState {
    /// How many events are sealed and intact.
    pub sealed: u64,
    /// The MAC of the last sealed event: together with the number, an anchor to be kept outside the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<Digest>,
    /// How many events are not sealed yet.
    pub waiting: u64,
    /// A description of the first break.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
}

/// What the nightly verification found in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyReport {
    pub workspace: WorkspaceId,
    /// The day whose events were verified, in UTC.
    pub date: Date,
    /// When the report was made.
    pub made_at: Timestamp,
    /// How many actions by people were executed.
    pub executed: u32,
    /// How many of them are proven.
    pub proven: u32,
    /// How many of them are unproven.
    pub unproven: u32,
    /// The unproven events, at most [`MOST_NAMED`] of them.
    pub named: Vec<UnprovenEvent>,
    /// The number of proven actions by basis.
    pub grounds: BTreeMap<Basis, u32>,
    /// Executed events that are not a person's action.
    pub not_persons: BTreeMap<Origin, u32>,
    /// Attempts that were refused.
    pub blocked: Refusals,
    /// The canaries attempted that night in the synthetic workspaces.
    pub canaries: Vec<CanaryResult>,
    /// What the verification of the audit chain found.
    pub chain: ChainState,
}

impl SafetyReport {
    /// Adds an event with its verdict. A denied event is counted by its reason.
    pub fn add(&mut self, event_key: &str, event: &AuditEvent, verdict: Verdict) {
        match verdict {
            Verdict::Proven(ground) => {
                self.executed += 1;
                self.proven += 1;
                *self.grounds.entry(ground).or_default() += 1;
            }
            Verdict::NotAPersons(origin) => *self.not_persons.entry(origin).or_default() += 1,
            Verdict::Unproven(violation) => self.add_unproven(event_key, Some(event), violation),
        }
    }

    /// Adds an event that is unproven or cannot even be read.
    pub fn add_unproven(&mut self, event_key: &str, event: Option<&AuditEvent>, violation: Violation) {
        self.executed += 1;
        self.unproven += 1;
        if self.named.len() < MOST_NAMED {
            let (verb, source) = (event.map(|event| event.verb), event.map(|event| event.source));
            self.named.push(UnprovenEvent { event_key: event_key.to_owned(), verb, source, violation });
        }
    }

    /// Adds an attempt that was refused.
    pub fn add_blocked(&mut self, event: &AuditEvent) {
        if let Outcome::Denied { reason } = &event.outcome {
            *self.blocked.entry(reason.clone()).or_default() += 1;
        }
    }

    /// Reports whether everything is in order.
    #[must_use]
    pub fn is_green(&self) -> bool {
        self.unproven == 0 && self.canaries_missing() == 0 && self.chain.broken.is_none()
    }

    /// Counts the canaries that were not refused as required, including those that were not attempted.
    #[must_use]
    pub fn canaries_missing(&self) -> usize {
        crate::verification::canary::missing(&self.canaries)
    }
}

impl fmt::Display for SafetyReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colour = if self.is_green() { "GREEN" } else { "RED" };
        writeln!(out, "SC-004 unauthorized actions, {} on {}: {colour}", self.workspace, self.date)?;
        writeln!(out, "  executed {}, proven {}, unproven {}", self.executed, self.proven, self.unproven)?;
        let grounds = self.grounds.iter().map(|(ground, count)| (ground.label(), *count));
        writeln!(out, "  proven: {}", listed(grounds))?;
        for event in &self.named {
            let source = event.source.map_or("", channel);
            let verb = event.verb.map(|verb| format!(" {verb:?}")).unwrap_or_default();
            writeln!(out, "  UNPROVEN {source}{verb} {}: {}", event.event_key, event.violation)?;
        }
        let others = self.not_persons.iter().map(|(origin, count)| (origin.label(), *count));
        writeln!(out, "  not a person's action: {}", listed(others))?;
        let blocked = self.blocked.iter().map(|(reason, count)| (reason.as_str(), *count));
        writeln!(out, "  blocked: {}", listed(blocked))?;
        let refused = self.canaries.len() - self.canaries.iter().filter(|one| !one.is_refused()).count();
        writeln!(out, "  canaries: {refused} of {} refused", crate::verification::canary::Canary::ALL.len())?;
        for canary in self.canaries.iter().filter(|canary| canary.outcome != CanaryOutcome::Refused) {
            writeln!(out, "  CANARY {}: {}", canary.canary.as_str(), canary.outcome.label())?;
        }
        writeln!(out, "  audit chain: {}", self.chain)
    }
}

impl fmt::Display for ChainState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(broken) = &self.broken {
            write!(out, "BROKEN: {broken}; ")?;
        }
        write!(out, "{} sealed and intact, {} waiting", self.sealed, self.waiting)?;
        match &self.mac {
            Some(mac) => write!(out, ", head {}:{mac}", self.sealed),
            None => Ok(()),
        }
    }
}
