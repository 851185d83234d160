//! A budget shift: from which campaign to which, before and after, and who decided on it.

use crate::audit::Source;
use crate::identity::{AdjustmentId, CampaignId, MemberId, RecommendationId, WorkspaceId};
use crate::money::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One side of a shift: a campaign and its budget a day, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetChange {
    /// The campaign.
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
    /// Somebody approved it. Approved is not applied: the ad platform has not confirmed anything.
    Approved,
    /// A newer proposal took its place.
    Superseded,
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

/// A proposed change of two budgets that leaves their total as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetAdjustment {
    /// The identifier; begins with the day of the facts, so that lists are in order.
    pub id: AdjustmentId,
    /// The workspace.
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
    /// Who decided, once somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecisionRecord>,
}

impl BudgetAdjustment {
    /// Says whether a budget of either side is estimated from the spend.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.from.budget_estimated || self.to.budget_estimated
    }

    /// Gives the shift as it stands after an approval.
    #[must_use]
    pub fn approved(&self, decision: DecisionRecord) -> Self {
        Self {
            state: AdjustmentState::Approved,
            version: self.version + 1,
            decided: Some(decision),
            ..self.clone()
        }
    }

    /// Gives the shift as it stands once a newer proposal took its place.
    #[must_use]
    pub fn superseded(&self) -> Self {
        Self { state: AdjustmentState::Superseded, version: self.version + 1, ..self.clone() }
    }
}
