//! A budget shift: from which campaign to which, before and after, and who decided on it.

use crate::audit::{Source, Verb};
use crate::identity::{AdjustmentId, CampaignId, MemberId, RecommendationId, WorkspaceId};
use crate::insight::{Confidence, ShiftFinding, ShiftSide};
use crate::instant::{EpochSecond, zero_is_none};
use crate::money::Money;
use crate::text::free::{DeclineReason, PlatformReason};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One side of a shift: a campaign and its daily budget, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetChange {
    pub campaign: CampaignId,
    /// The name of the campaign when the shift was proposed.
    pub name: String,
    /// The version of the campaign that the proposal is based on.
    pub campaign_version: u64,
    /// The daily budget before.
    pub before: Money,
    /// The daily budget after.
    pub after: Money,
    /// Whether the budget before is estimated from the spend because none was stated.
    #[serde(default)]
    pub budget_estimated: bool,
}

/// The state of a proposed shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentState {
    /// Nobody has decided yet.
    Proposed,
    /// One person approved it, and it needs a second approval.
    AwaitingSecond,
    /// It is approved. Approved does not mean applied; [`BudgetAdjustment::outcome`] says whether it is.
    Approved,
    /// Somebody declined it.
    Declined,
    /// It was approved, and the approval was undone in time.
    Undone,
    /// A newer proposal superseded it, or a budget that it was computed from changed.
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
    /// When the decision was made.
    pub at: Timestamp,
    /// The channel.
    pub source: Source,
}

/// A claim that a person did something at a time on a channel.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// The verb of what was done.
    pub verb: Verb,
    /// The person.
    pub by: &'a MemberId,
    /// When it was done.
    pub at: Timestamp,
    /// The channel.
    pub source: Source,
}

impl DecisionRecord {
    /// Reports whether the record matches a deed.
    #[must_use]
    pub fn is_of(&self, deed: &Deed<'_>) -> bool {
        self.by == *deed.by && self.at == deed.at && self.source == deed.source
    }
}

/// What the ad platform did with an approved shift, as reported by the system that carries it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum ShiftOutcome {
    /// Both budgets are as intended.
    Applied {
        /// When it was reported.
        at: Timestamp,
    },
    /// The ad platform refused it, and nothing changed there.
    Refused {
        /// When it was reported.
        at: Timestamp,
        /// The reason, in the platform's words, on one line.
        reason: PlatformReason,
    },
}

impl ShiftOutcome {
    /// Returns when the outcome was reported.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Applied { at } | Self::Refused { at, .. } => *at,
        }
    }
}

/// Why a proposal is no longer valid: a budget that it was computed from changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedBudget {
    pub campaign: CampaignId,
    /// The budget that the proposal was computed from.
    pub was: Money,
    /// The budget after the change.
    pub now: Money,
    /// Whether the campaign was switched off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// When it changed.
    pub at: Timestamp,
    /// Who changed it, by name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// The proposal that superseded another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The identifier of the proposal.
    pub id: AdjustmentId,
    /// Its version when it was created.
    pub version: u64,
    /// The amount to shift per day.
    pub amount: Money,
}

/// A proposed change of two budgets that leaves their total unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetAdjustment {
    /// The identifier; begins with the day of the facts, so that lists are in order.
    pub id: AdjustmentId,
    pub workspace: WorkspaceId,
    /// The recommendation that it carries out.
    pub recommendation: RecommendationId,
    /// The campaign that gives budget.
    pub from: BudgetChange,
    /// The campaign that receives budget.
    pub to: BudgetChange,
    /// The amount to shift per day.
    pub amount: Money,
    /// The state of the shift.
    pub state: AdjustmentState,
    /// Grows by one with every change of the state.
    pub version: u64,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// The numbers behind the proposal; `None` for proposals from before these were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<ShiftReason>,
    /// The first of two approvals, if two are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<DecisionRecord>,
    /// The decision, once somebody made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecisionRecord>,
    /// The reason for declining it, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<DeclineReason>,
    /// Until when the approval can be undone, if it can.
    #[serde(default, with = "zero_is_none")]
    pub undo_until: Option<EpochSecond>,
    /// Who undid the approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<DecisionRecord>,
    /// What the ad platform did with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ShiftOutcome>,
    /// What the ad platform did with the reversal, after an applied shift was undone.
    #[serde(rename = "way_back", default, skip_serializing_if = "Option::is_none")]
    pub reversal: Option<ShiftOutcome>,
    /// The changed budget, if that is why the proposal is no longer valid.
    #[serde(rename = "moved", default, skip_serializing_if = "Option::is_none")]
    pub changed_budget: Option<ChangedBudget>,
    /// The proposal that superseded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<Successor>,
}

/// The numbers that support a shift: the returns of both campaigns or, without revenue, their costs per conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftReason {
    /// The return on ad spend of the campaign that gives budget, in hundredths; `None` in an account without revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_roas_hundredths: Option<i64>,
    /// The return on ad spend of the campaign that receives budget, in hundredths; `None` in an account without revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_roas_hundredths: Option<i64>,
    /// In an account without revenue: the cost per conversion of the campaign that gives budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_cost: Option<Money>,
    /// In an account without revenue: the cost per conversion of the campaign that receives budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_cost: Option<Money>,
    /// How many days the comparison is based on.
    pub days: u8,
    /// The confidence that the facts allow.
    pub confidence: Confidence,
}

impl From<&ShiftFinding> for ShiftReason {
    fn from(shift: &ShiftFinding) -> Self {
        let cost = |side: &ShiftSide| {
            let minor = side.cpa_minor.filter(|_| side.roas_hundredths.is_none())?;
            Some(Money::from_minor(minor, shift.amount.currency))
        };
        Self {
            from_roas_hundredths: shift.from.roas_hundredths,
            to_roas_hundredths: shift.to.roas_hundredths,
            from_cost: cost(&shift.from),
            to_cost: cost(&shift.to),
            days: shift.days,
            confidence: shift.confidence,
        }
    }
}

/// The transitions. Each returns the shift in its new state, with the version increased by one. Whether a transition is
/// allowed is decided elsewhere.
impl BudgetAdjustment {
    /// Reports whether a budget of either side is estimated from the spend.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.from.budget_estimated || self.to.budget_estimated
    }

    /// Reports whether the shift shows that a deed was done.
    #[must_use]
    pub fn shows(&self, deed: &Deed<'_>) -> bool {
        use AdjustmentState::{Approved, Declined, Undone};
        let record = match (deed.verb, self.state) {
            (Verb::ApproveShift, Approved | Undone) | (Verb::DeclineShift, Declined) => self.decided.as_ref(),
            (Verb::ApproveShiftFirst, _) => self.first.as_ref(),
            (Verb::UndoShift, Undone) => self.undone.as_ref(),
            // The reason is given after the decision to decline.
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

    /// Returns the shift after its approval, which can be undone for `undo_seconds` seconds.
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

    /// Returns the shift after it was declined.
    #[must_use]
    pub fn declined(&self, decision: DecisionRecord) -> Self {
        Self { decided: Some(decision), ..self.moved_to(AdjustmentState::Declined) }
    }

    /// Returns the declined shift with the reason that the person wrote afterwards.
    #[must_use]
    pub fn with_reason(&self, reason: DeclineReason) -> Self {
        Self { decline_reason: Some(reason), ..self.moved_to(self.state) }
    }

    /// Returns the shift after its approval was undone.
    #[must_use]
    pub fn taken_back(&self, decision: DecisionRecord) -> Self {
        Self { undone: Some(decision), undo_until: None, ..self.moved_to(AdjustmentState::Undone) }
    }

    /// Returns the shift after a newer proposal superseded it.
    #[must_use]
    pub fn superseded(&self, successor: Option<Successor>) -> Self {
        Self { successor, ..self.moved_to(AdjustmentState::Superseded) }
    }

    /// Returns the shift after a budget that it was computed from changed, with the proposal that supersedes it, if
    /// any.
    #[must_use]
    pub fn superseded_by(&self, changed: ChangedBudget, successor: Option<Successor>) -> Self {
        Self { changed_budget: Some(changed), ..self.superseded(successor) }
    }

    /// Returns the shift with what the ad platform did with it. The new versions of the campaigns are kept, so that
    /// carrying out a shift is not mistaken for somebody else's change of its budgets.
    #[must_use]
    pub fn reported(&self, outcome: ShiftOutcome, from_version: u64, to_version: u64) -> Self {
        Self { outcome: Some(outcome), ..self.carried_out(from_version, to_version) }
    }

    /// Returns the undone shift with what the ad platform did with the reversal; see [`BudgetAdjustment::reported`].
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

    /// Returns this version of the proposal as the successor of another one.
    #[must_use]
    pub fn as_successor(&self) -> Successor {
        Successor { id: self.id.clone(), version: self.version, amount: self.amount }
    }
}

#[cfg(test)]
mod tests;
