//! Detection: what of a day needs a person, and which move of money the facts speak for.
//!
//! Facts in, findings out. The rules know nothing of stored alerts, people or wording: an alert's identifier is the
//! same on every day that the same trouble lasts, and whoever keeps alerts matches by it.

pub mod adjustment;
pub mod target;
pub mod wording;

mod alerts;
#[cfg(test)]
mod fixture;
pub mod record;
mod shift;
mod window;

pub(crate) use shift::amount as amount_to_move;

use crate::identity::{AlertId, CampaignId};
use crate::metrics::kpi::DayReport;
use crate::metrics::{Campaign, DailyMetric};
use crate::money::Money;
use crate::workspace::Workspace;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use window::Window;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct InsightInput<'a> {
    /// The workspace, with its target.
    pub workspace: &'a Workspace,
    /// The most that the people of the workspace can approve a day: nothing larger is proposed.
    pub most_to_approve: Money,
    /// All campaigns of the workspace.
    pub campaigns: &'a [Campaign],
    /// The facts of the day and of at least the seven days before.
    pub facts: &'a [DailyMetric],
    /// The report of the day; it says which channels are whole.
    pub report: &'a DayReport,
    /// The day that is judged.
    pub day: Date,
}

/// What the rules found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The alerts, most money first.
    pub alerts: Vec<AlertFinding>,
    /// The one move of budget that the facts speak for most, if any.
    pub shift: Option<ShiftFinding>,
}

/// Something wrong with a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertFinding {
    /// The rule and the campaign, so that trouble that lasts is one alert.
    pub id: AlertId,
    /// The rule that was broken.
    pub rule: AlertRule,
    pub campaign: CampaignId,
    /// The name of the campaign that people know.
    pub campaign_name: String,
    /// How urgent it is.
    pub severity: Severity,
    /// The money at stake per day; never negative.
    pub stake: Money,
    /// The numbers that broke the rule.
    pub evidence: AlertEvidence,
}

/// A rule that a campaign can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertRule {
    /// A day's spend is well over the stated budget.
    OverspentDailyBudget,
    /// A week's return on ad spend is well under the target.
    RoasUnderTarget,
    /// A campaign that is meant to deliver stopped.
    ZeroDelivery,
}

/// How urgent an alert is, graded by money at stake against the workspace's usual daily spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// 3 % of the workspace's daily spend or more.
    Medium,
    /// 10 % of the workspace's daily spend or more.
    High,
    /// 20 % of the workspace's daily spend or more, or a campaign that stopped.
    Critical,
}

/// The numbers that broke a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertEvidence {
    /// For [`AlertRule::OverspentDailyBudget`].
    OverspentDailyBudget {
        /// The day's spend.
        spend: Money,
        /// The stated budget a day.
        budget: Money,
    },
    /// For [`AlertRule::RoasUnderTarget`].
    RoasUnderTarget {
        /// The return on ad spend in hundredths, all revenue by all spend of the days judged.
        roas_hundredths: i64,
        /// The workspace's target in hundredths.
        target_hundredths: i64,
        /// How many days were judged, 1 to 7.
        days: u8,
    },
    /// For [`AlertRule::ZeroDelivery`].
    ZeroDelivery {
        /// The stated budget a day; nothing when the budget is only estimated from the spend.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        budget: Option<Money>,
        /// The mean spend of the days of the week before on which it delivered.
        usual_spend: Money,
    },
}

/// A move of daily budget from one campaign to another; the total stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftFinding {
    /// The campaign that gives.
    pub from: ShiftSide,
    /// The campaign that gets.
    pub to: ShiftSide,
    /// The amount a day; always positive.
    pub amount: Money,
    /// How many days the comparison rests on, 3 to 7.
    pub days: u8,
    /// How sure the facts make it.
    pub confidence: Confidence,
}

impl ShiftFinding {
    /// Reports whether a budget of either side is estimated from the spend.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.from.budget_estimated || self.to.budget_estimated
    }
}

/// One side of a budget shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftSide {
    pub campaign: CampaignId,
    /// The name that people know.
    pub name: String,
    /// The version of the campaign that the shift was computed for.
    pub version: u64,
    /// The budget a day before the shift.
    pub before: Money,
    /// The budget a day after the shift.
    pub after: Money,
    /// Whether the budget before is estimated from the spend, since nobody stated one.
    #[serde(default)]
    pub budget_estimated: bool,
    /// The return on ad spend in hundredths over the days judged.
    pub roas_hundredths: i64,
    /// The spend for one conversion in minor units over the days judged; nothing without conversions.
    pub cpa_minor: Option<i64>,
}

/// How sure the facts make a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Few days or few conversions, on either side.
    Low,
    /// At least 5 days, and 20 conversions on each side.
    Medium,
    /// All 7 days, and 50 conversions on each side.
    High,
}

/// Examines a day. Campaigns of a channel that is not whole on it are left out altogether: half a day looks like
/// trouble, and revenue that is still to come looks like a bad return.
#[must_use]
pub fn detect(input: &InsightInput<'_>) -> Findings {
    let window = Window::new(input);
    Findings { alerts: alerts::find(&window), shift: shift::find(&window) }
}

#[cfg(test)]
mod tests;
