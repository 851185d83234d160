//! Detection: what needs a person's attention on a day, and which shift of budget the facts support.
//!
//! Facts in, findings out. The rules know nothing about stored alerts, people or wording. An alert's identifier is the
//! same on every day that the same problem lasts, and stored alerts are matched by it.

pub mod adjustment;
pub mod once;
pub mod subject;
pub mod target;
pub mod wording;

mod alerts;
mod cost;
#[cfg(test)]
mod fixture;
pub mod history;
pub mod record;
mod shift;
mod weekday;
mod window;

pub use alerts::silent_sources;
pub(crate) use shift::{ShiftLimits, amount as amount_to_move};

use crate::identity::{AlertId, CampaignId};
use crate::insight::history::History;
use crate::insight::subject::{AlertSubject, Contributor};
use crate::metrics::Campaign;
use crate::metrics::kpi::DayReport;
use crate::metrics::label::told_apart;
use crate::money::Money;
use crate::workspace::Workspace;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use window::Window;

/// How many days before the examined one the rules look at: eight weeks, for eight days of the same weekday.
pub const DAYS_OF_HISTORY: i64 = 56;

/// The input of the rules.
#[derive(Debug, Clone, Copy)]
pub struct InsightInput<'a> {
    /// The workspace, with its target return.
    pub workspace: &'a Workspace,
    /// The largest daily amount that the people of the workspace can approve: nothing larger is proposed.
    pub most_to_approve: Money,
    /// All campaigns of the workspace.
    pub campaigns: &'a [Campaign],
    /// The facts of the day to examine and of the [`DAYS_OF_HISTORY`] days before it, as far as there are any.
    pub history: &'a History,
    /// The report of the day, which says which channels are complete.
    pub report: &'a DayReport,
}

/// What the rules found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// The alerts: silent sources, then what has the most money at stake.
    pub alerts: Vec<AlertFinding>,
    /// The one shift of budget that the facts support most, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftFinding>,
}

impl Findings {
    /// Puts silent sources before all other alerts: nothing is at stake in them that could be counted, and everything
    /// else was judged without what they would have said.
    #[must_use]
    pub fn with_silent_sources(mut self, silent: Vec<AlertFinding>) -> Self {
        self.alerts.splice(0..0, silent);
        self
    }
}

/// A problem with a campaign, with the source of a channel, or with the day of the whole workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertFinding {
    /// The identifier, made from the rule and what it is about, so that a lasting problem is one alert.
    pub id: AlertId,
    /// The rule that was broken.
    pub rule: AlertRule,
    /// What the alert is about.
    #[serde(flatten)]
    pub subject: AlertSubject,
    pub severity: Severity,
    /// The money at stake per day; never negative, and 0 for good news that somebody should know.
    pub stake: Money,
    /// The numbers that broke the rule.
    pub evidence: AlertEvidence,
}

/// A rule that a campaign, a source, or the day of a workspace can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertRule {
    /// A day's spend is well above the stated budget.
    OverspentDailyBudget,
    /// A week's return on ad spend is well below the target.
    RoasUnderTarget,
    /// A campaign that should deliver has stopped.
    ZeroDelivery,
    /// A campaign spent several times its usual cost per conversion, with far too few conversions.
    WastedSpend,
    /// A week's cost per conversion is well above the usual, in an account without revenue.
    CostAboveUsual,
    /// The day's spend or revenue of the workspace is far from the same weekday of the weeks before, up or down.
    UnusualDay,
    /// The data of a channel is not in although it is past the time by which it is expected.
    SourceSilent,
}

impl AlertRule {
    /// Reports whether a day with such an alert is never all clear, also after somebody acknowledged or snoozed it.
    #[must_use]
    pub fn bars_all_clear(self) -> bool {
        matches!(self, Self::UnusualDay | Self::SourceSilent)
    }
}

/// The severity of an alert: the money at stake relative to the workspace's usual daily spend; of a silent source,
/// always high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// For information only.
    Info,
    /// 3 % of the workspace's daily spend or more.
    Medium,
    /// 10 % of the workspace's daily spend or more.
    High,
    /// 20 % of the workspace's daily spend or more, or a campaign that stopped.
    Critical,
}

/// The numbers that broke a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertEvidence {
    /// For [`AlertRule::OverspentDailyBudget`].
    OverspentDailyBudget {
        /// The day's spend.
        spend: Money,
        /// The stated daily budget.
        budget: Money,
    },
    /// For [`AlertRule::RoasUnderTarget`].
    RoasUnderTarget {
        /// The return on ad spend in hundredths: total revenue divided by total spend of the days considered.
        roas_hundredths: i64,
        /// The workspace's target in hundredths.
        target_hundredths: i64,
        /// How many days were considered, 1 to 7.
        days: u8,
    },
    /// For [`AlertRule::ZeroDelivery`].
    ZeroDelivery {
        /// The stated daily budget; `None` if the budget is only estimated from the spend.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        budget: Option<Money>,
        /// The mean spend of those of the seven days before on which it delivered.
        usual_spend: Money,
    },
    /// For [`AlertRule::WastedSpend`].
    WastedSpend {
        /// The spend of the days considered.
        spend: Money,
        /// The conversions of these days, in thousandths.
        conversions_thousandths: i64,
        /// The usual cost per conversion.
        usual_cost: Money,
        /// Whose usual cost it is.
        usual_of: UsualOf,
        /// How many days were considered, 1 to 7.
        days: u8,
    },
    /// For [`AlertRule::CostAboveUsual`].
    CostAboveUsual {
        /// The cost per conversion of the days considered.
        cost: Money,
        /// The workspace's cost per conversion in the four weeks before.
        usual_cost: Money,
        /// How many days were considered, 1 to 7.
        days: u8,
    },
    /// For [`AlertRule::UnusualDay`].
    UnusualDay {
        /// What is unusual.
        metric: UnusualMetric,
        day: Date,
        /// The value of the day.
        value: Money,
        /// The median of the same weekday in the weeks before.
        usual: Money,
        /// How many days of the same weekday it is compared with, 3 to 8.
        weekdays: u8,
        /// The campaign or channel with the largest part in the difference, if one has any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contributor: Option<Contributor>,
    },
    /// For [`AlertRule::SourceSilent`].
    SourceSilent {
        /// The day that was reported on.
        day: Date,
        /// When the channel last came in; `None` if it never did, or came without the day that it is late with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// The last complete day of the channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        complete_through: Option<Date>,
        /// Why the last file of the channel was refused, if nothing came in after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// Whose usual cost per conversion a campaign is compared with: its own, unless it had too few conversions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsualOf {
    /// The campaign's own.
    Campaign,
    /// That of all campaigns of its channel.
    Channel,
    /// That of all campaigns of the workspace.
    Workspace,
}

/// A sum of the workspace that is compared with its usual value for the weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnusualMetric {
    /// Money spent.
    Spend,
    /// Money earned.
    Revenue,
}

/// A shift of daily budget from one campaign to another; the total stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftFinding {
    /// The campaign that gives budget.
    pub from: ShiftSide,
    /// The campaign that receives budget.
    pub to: ShiftSide,
    /// The daily amount; always positive.
    pub amount: Money,
    /// How many days the comparison is based on, 3 to 7.
    pub days: u8,
    /// The confidence that the facts allow.
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
    /// The name as people know it.
    pub name: String,
    /// The version of the campaign that the shift was computed for.
    pub version: u64,
    /// The daily budget before the shift.
    pub before: Money,
    /// The daily budget after the shift.
    pub after: Money,
    /// Whether the budget before is estimated from the spend because none was stated.
    #[serde(default)]
    pub budget_estimated: bool,
    /// The return on ad spend in hundredths over the days considered; `None` in an account without revenue, which is
    /// judged by the cost per conversion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roas_hundredths: Option<i64>,
    /// The spend per conversion in minor units over the days considered; `None` without conversions.
    pub cpa_minor: Option<i64>,
}

/// The confidence in a recommendation that the facts allow.
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

/// Examines a day. Campaigns of a channel whose data for the day is incomplete are left out: half a day looks like a
/// problem, and revenue still to come looks like a bad return. For the same reason the day of the whole workspace is
/// examined only if every channel is complete.
#[must_use]
pub fn detect(input: &InsightInput<'_>) -> Findings {
    // Findings keep the names, so everything that is said of them says which campaign is meant.
    let input = &InsightInput { campaigns: &told_apart(input.campaigns), ..*input };
    let window = Window::new(input);
    let unusual = weekday::find(input);
    Findings { alerts: alerts::find(&window, &unusual), shift: shift::find(&window) }
}

#[cfg(test)]
mod tests;
