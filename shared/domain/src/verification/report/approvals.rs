//! The share of decisions about budget shifts that are made on WhatsApp (SC-002), computed from the same events as the
//! proof.

use super::{Proportion, Refusals, channel, listed};
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::identity::WorkspaceId;
use crate::workspace::Consent;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The target share, in per mille.
pub const TARGET_PER_MILLE: u32 = 400;

/// The definition of the number, printed with it.
pub const DEFINITION: &str = "approvals (first of two, alone or second) and declines of budget shifts on WhatsApp, of all \
                              that were made on any channel by people who had agreed to WhatsApp messages at that time";

/// The decisions about budget shifts on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalReport {
    pub workspace: WorkspaceId,
    /// The day, in UTC.
    pub date: Date,
    /// The decisions on WhatsApp, out of all decisions by people with consent.
    pub decisions: Proportion,
    /// The same for approvals only.
    pub approvals: Proportion,
    /// Decisions by people with consent, by channel.
    pub by_source: BTreeMap<Source, u32>,
    /// Decisions by people without consent, which count in neither number.
    pub without_consent: u32,
    /// Approvals that took effect, by channel: the total for the undone ones.
    pub approved: BTreeMap<Source, u32>,
    /// Approvals that were undone, by the channel used to undo them.
    pub undone: BTreeMap<Source, u32>,
    /// Refused attempts to approve, decline or undo, by channel.
    pub refused: BTreeMap<Source, Refusals>,
}

impl ApprovalReport {
    /// Creates an empty report of a day.
    #[must_use]
    pub fn new(workspace: &WorkspaceId, date: Date) -> Self {
        Self {
            workspace: workspace.clone(),
            date,
            decisions: Proportion::default(),
            approvals: Proportion::default(),
            by_source: BTreeMap::new(),
            without_consent: 0,
            approved: BTreeMap::new(),
            undone: BTreeMap::new(),
            refused: BTreeMap::new(),
        }
    }

    /// Adds an event of the day; `consent` is the person's consent at that time.
    pub fn add(&mut self, event: &AuditEvent, consent: Option<Consent>) {
        let is_approval = matches!(event.verb, Verb::ApproveShift | Verb::ApproveShiftFirst);
        match (&event.outcome, event.verb) {
            (Outcome::Executed, Verb::ApproveShift | Verb::ApproveShiftFirst | Verb::DeclineShift) => {
                self.decided(event, is_approval, consent);
            }
            (Outcome::Executed, Verb::UndoShift) => one_more(&mut self.undone, event.source),
            (Outcome::Denied { reason }, _) if is_approval || is_no(event.verb) => {
                one_more(self.refused.entry(event.source).or_default(), reason.clone());
            }
            _ => {}
        }
    }

    fn decided(&mut self, event: &AuditEvent, is_approval: bool, consent: Option<Consent>) {
        // An event without a person is not a decision.
        if event.actor.is_none() || event.source == Source::System {
            return;
        }
        if event.verb == Verb::ApproveShift {
            one_more(&mut self.approved, event.source);
        }
        if consent != Some(Consent::OptedIn) {
            self.without_consent += 1;
            return;
        }
        let on_whatsapp = event.source == Source::WhatsApp;
        one_more(&mut self.by_source, event.source);
        self.decisions.count(on_whatsapp);
        if is_approval {
            self.approvals.count(on_whatsapp);
        }
    }
}

fn is_no(verb: Verb) -> bool {
    matches!(verb, Verb::DeclineShift | Verb::UndoShift)
}

fn one_more<Name: Ord>(counts: &mut BTreeMap<Name, u32>, name: Name) {
    *counts.entry(name).or_default() += 1;
}

impl fmt::Display for ApprovalReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "SC-002 decisions on WhatsApp, {} on {}", self.workspace, self.date)?;
        writeln!(out, "  definition: {DEFINITION}")?;
        let target = TARGET_PER_MILLE / 10;
        let met = match self.decisions.per_mille() {
            None => "no decision yet",
            Some(share) if share >= TARGET_PER_MILLE => "met",
            Some(_) => "missed",
        };
        writeln!(out, "  all decisions:   {}; target {target} %: {met}", self.decisions)?;
        writeln!(out, "  approvals alone: {}", self.approvals)?;
        let by_source = self.by_source.iter().map(|(source, count)| (channel(*source), *count));
        writeln!(out, "  by channel: {}", listed(by_source))?;
        writeln!(out, "  left out: {} by people without consent", self.without_consent)?;
        writeln!(
            out,
            "  undone: {} of {} approved",
            self.undone.values().sum::<u32>(),
            self.approved.values().sum::<u32>()
        )?;
        for (source, reasons) in &self.refused {
            let reasons = reasons.iter().map(|(reason, count)| (reason.as_str(), *count));
            writeln!(out, "  refused ({}): {}", channel(*source), listed(reasons))?;
        }
        Ok(())
    }
}
