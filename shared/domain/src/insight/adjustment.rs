//! A budget shift: from which campaign to which, before and after, and who decided on it.

use crate::audit::{Source, Verb};
use crate::identity::{AdjustmentId, CampaignId, MemberId, RecommendationId, WorkspaceId};
use crate::insight::Confidence;
use crate::instant::{EpochSecond, zero_is_none};
use crate::money::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One side of a shift: a campaign and its budget a day, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetChange {
    pub campaign: CampaignId,
    /// Its name when the shift was proposed.
    pub name: String,
    /// The version of the campaign that the proposal is based on.
    pub campaign_version: u64,
    /// The budget a day before.
    pub before: Money,
    /// The budget a day after.
    pub after: Money,
    /// Whether the budget before is estimated from the spend, since nobody stated one.
    #[serde(default)]
    pub budget_estimated: bool,
}

/// Where a proposed shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentState {
    /// Nobody decided yet.
    Proposed,
    /// One person approved it, and it takes a second.
    AwaitingSecond,
    /// It is approved. Approved is not applied: that is what [`BudgetAdjustment::outcome`] tells.
    Approved,
    /// Somebody said no.
    Declined,
    /// It was approved, and taken back in time.
    Undone,
    /// A newer proposal took its place, or a budget changed that it was computed from.
    Superseded,
}

impl AdjustmentState {
    /// Reports whether a decision is still to be made.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::AwaitingSecond)
    }
}

/// Who decided, when, and on which channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// The person.
    pub by: MemberId,
    /// The person's name at that time.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// The channel.
    pub source: Source,
}

/// What somebody is said to have done, and when, on which channel.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// What was done.
    pub verb: Verb,
    /// The person.
    pub by: &'a MemberId,
    /// When.
    pub at: Timestamp,
    /// The channel.
    pub source: Source,
}

impl DecisionRecord {
    /// Reports whether the record is that of a deed.
    #[must_use]
    pub fn is_of(&self, deed: &Deed<'_>) -> bool {
        self.by == *deed.by && self.at == deed.at && self.source == deed.source
    }
}

/// What the ad platform made of an approved shift, as the system that carries it out reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum ShiftOutcome {
    /// Both budgets are as they were to be.
    Applied {
        /// When it was reported.
        at: Timestamp,
    },
    /// The platform refused, and nothing changed there.
    Refused {
        /// When it was reported.
        at: Timestamp,
        /// Why, in the platform's words, on one line.
        reason: String,
    },
}

impl ShiftOutcome {
    /// Returns when it was reported.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Applied { at } | Self::Refused { at, .. } => *at,
        }
    }
}

/// Why a proposal no longer holds: a budget that it was computed from changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedBudget {
    pub campaign: CampaignId,
    /// The budget that the proposal was computed from.
    pub was: Money,
    /// The budget since.
    pub now: Money,
    /// Whether the campaign was switched off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// When it changed.
    pub at: Timestamp,
    /// Who changed it, by name, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// The proposal that took the place of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The proposal.
    pub id: AdjustmentId,
    /// Its version when it was made.
    pub version: u64,
    /// How much it moves, per day.
    pub amount: Money,
}

/// A proposed change of two budgets that leaves their total as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetAdjustment {
    /// The identifier; begins with the day of the facts, so that lists are in order.
    pub id: AdjustmentId,
    pub workspace: WorkspaceId,
    /// The recommendation that it carries out.
    pub recommendation: RecommendationId,
    /// The campaign that gives.
    pub from: BudgetChange,
    /// The campaign that gets.
    pub to: BudgetChange,
    /// How much moves, per day.
    pub amount: Money,
    /// Where it stands.
    pub state: AdjustmentState,
    /// Grows by one with every change of the state.
    pub version: u64,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// Why it is proposed, in numbers; nothing for proposals from before these were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<ShiftReason>,
    /// Who approved first, when it takes two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<DecisionRecord>,
    /// Who decided, once somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecisionRecord>,
    /// Why it was declined, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<String>,
    /// Until when the approval can be taken back, if it can.
    #[serde(default, with = "zero_is_none")]
    pub undo_until: Option<EpochSecond>,
    /// Who took the approval back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<DecisionRecord>,
    /// What the ad platform made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ShiftOutcome>,
    /// What the ad platform made of the way back, after a shift that is applied was undone.
    #[serde(rename = "way_back", default, skip_serializing_if = "Option::is_none")]
    pub reversal: Option<ShiftOutcome>,
    /// The budget that changed, when that is why it no longer holds.
    #[serde(rename = "moved", default, skip_serializing_if = "Option::is_none")]
    pub changed_budget: Option<ChangedBudget>,
    /// The proposal that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<Successor>,
}

/// The numbers that speak for a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftReason {
    /// The return on ad spend of the campaign that gives, in hundredths.
    pub from_roas_hundredths: i64,
    /// The return on ad spend of the campaign that gets, in hundredths.
    pub to_roas_hundredths: i64,
    /// How many days the comparison rests on.
    pub days: u8,
    /// How sure the facts make it.
    pub confidence: Confidence,
}

/// The transitions. Each gives the shift as it stands after it and grows the version by one; whether it may happen is
/// decided elsewhere.
impl BudgetAdjustment {
    /// Reports whether a budget of either side is estimated from the spend.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.from.budget_estimated || self.to.budget_estimated
    }

    /// Reports whether the shift shows a deed.
    #[must_use]
    pub fn shows(&self, deed: &Deed<'_>) -> bool {
        use AdjustmentState::{Approved, Declined, Undone};
        let record = match (deed.verb, self.state) {
            (Verb::ApproveShift, Approved | Undone) | (Verb::DeclineShift, Declined) => self.decided.as_ref(),
            (Verb::ApproveShiftFirst, _) => self.first.as_ref(),
            (Verb::UndoShift, Undone) => self.undone.as_ref(),
            // The reason comes after the no that it is of.
            (Verb::GiveReason, Declined) => return self.has_reason_of(deed.by),
            _ => None,
        };
        record.is_some_and(|record| record.is_of(deed))
    }

    fn has_reason_of(&self, person: &MemberId) -> bool {
        let is_theirs = self.decided.as_ref().is_some_and(|decision| decision.by == *person);
        self.decline_reason.is_some() && is_theirs
    }

    fn moved_to(&self, state: AdjustmentState) -> Self {
        Self { state, version: self.version + 1, ..self.clone() }
    }

    /// Returns the shift after its approval, which can be taken back for so many seconds.
    #[must_use]
    pub fn approved(&self, decision: DecisionRecord, undo_seconds: i64) -> Self {
        let undo_until =
            (undo_seconds > 0).then(|| EpochSecond::from(decision.at).plus_seconds(undo_seconds));
        Self { decided: Some(decision), undo_until, ..self.moved_to(AdjustmentState::Approved) }
    }

    /// Returns the shift after the first of two approvals.
    #[must_use]
    pub fn approved_first(&self, decision: DecisionRecord) -> Self {
        Self { first: Some(decision), ..self.moved_to(AdjustmentState::AwaitingSecond) }
    }

    /// Returns the shift after a no.
    #[must_use]
    pub fn declined(&self, decision: DecisionRecord) -> Self {
        Self { decided: Some(decision), ..self.moved_to(AdjustmentState::Declined) }
    }

    /// Returns the declined shift with the reason that the person wrote afterwards.
    #[must_use]
    pub fn with_reason(&self, reason: String) -> Self {
        Self { decline_reason: Some(reason), ..self.moved_to(self.state) }
    }

    /// Returns the shift after its approval was taken back.
    #[must_use]
    pub fn taken_back(&self, decision: DecisionRecord) -> Self {
        Self { undone: Some(decision), undo_until: None, ..self.moved_to(AdjustmentState::Undone) }
    }

    /// Returns the shift once a newer proposal took its place.
    #[must_use]
    pub fn superseded(&self, successor: Option<Successor>) -> Self {
        Self { successor, ..self.moved_to(AdjustmentState::Superseded) }
    }

    /// Returns the shift once a budget changed that it was computed from, with the proposal that takes its place, if any.
    #[must_use]
    pub fn superseded_by(&self, changed: ChangedBudget, successor: Option<Successor>) -> Self {
        Self { changed_budget: Some(changed), ..self.superseded(successor) }
    }

    /// Returns the shift with what the ad platform made of it. The versions that the campaigns have since are kept, so that
    /// carrying out a shift is not taken for somebody else's change of its budgets.
    #[must_use]
    pub fn reported(&self, outcome: ShiftOutcome, from_version: u64, to_version: u64) -> Self {
        Self { outcome: Some(outcome), ..self.carried_out(from_version, to_version) }
    }

    /// Returns the undone shift with what the ad platform made of the way back; see [`BudgetAdjustment::reported`].
    #[must_use]
    pub fn reversal_reported(&self, outcome: ShiftOutcome, from_version: u64, to_version: u64) -> Self {
        Self { reversal: Some(outcome), ..self.carried_out(from_version, to_version) }
    }

    fn carried_out(&self, from_version: u64, to_version: u64) -> Self {
        let mut after = self.moved_to(self.state);
        after.from.campaign_version = from_version;
        after.to.campaign_version = to_version;
        after
    }

    /// Returns the name of this version of the proposal as the one that takes another's place.
    #[must_use]
    pub fn as_successor(&self) -> Successor {
        Successor { id: self.id.clone(), version: self.version, amount: self.amount }
    }
}

#[cfg(test)]
mod tests;
