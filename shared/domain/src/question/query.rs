//! The typed query: everything that can be asked, in closed lists. Read strictly: an unknown field, a missing field or an
//! unknown word is an error, so that what a language model writes is either this or nothing.

use crate::question::threshold::Threshold;
use crate::question::time::{RelativeTime, null_or};
use serde::{Deserialize, Serialize};

/// What kind of answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// How things went: the key figures.
    Summary,
    /// One number for each metric.
    Value,
    /// A number for each campaign, creative, channel or weekday.
    Breakdown,
    /// The best or the worst few.
    Rank,
    /// How a metric went from day to day, week to week or month to month.
    Trend,
    /// Two spans of time, or several campaigns, creatives or channels, side by side.
    Compare,
    /// Budgets, what is left of them, and the pace at which they are spent.
    Budget,
    /// What is wrong.
    Alerts,
    /// What to do.
    Recommendations,
    /// What a change comes from.
    Why,
    /// Which campaigns, creatives or channels there are.
    List,
    /// How fresh and complete the data is.
    DataStatus,
}

/// A number that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Money spent.
    Spend,
    /// The budget of the span.
    Budget,
    /// What is left of the budget.
    BudgetRemaining,
    /// The share of the budget that is spent, in percent.
    BudgetUsedPct,
    /// Spend divided by what should have been spent by now; 1 is on plan.
    Pacing,
    /// The number of times shown.
    Impressions,
    /// The number of times clicked.
    Clicks,
    /// Purchases, leads and whatever else counts as a result.
    Conversions,
    /// Money earned.
    Revenue,
    /// Clicks by impressions, in percent.
    Ctr,
    /// Spend by clicks.
    Cpc,
    /// Spend by thousand impressions.
    Cpm,
    /// Spend by conversions.
    Cpa,
    /// Conversions by clicks, in percent.
    Cvr,
    /// Revenue by spend.
    Roas,
    /// Revenue by conversions.
    Aov,
}

/// What a metric is counted in, as a person writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Units of the workspace's currency.
    Money,
    /// Percent, written as the number before the sign: 1.5 is 1.5 %.
    Percent,
    /// A count of something.
    Count,
    /// A plain ratio: 2 is twice.
    Ratio,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 16] = [
        Self::Spend,
        Self::Budget,
        Self::BudgetRemaining,
        Self::BudgetUsedPct,
        Self::Pacing,
        Self::Impressions,
        Self::Clicks,
        Self::Conversions,
        Self::Revenue,
        Self::Ctr,
        Self::Cpc,
        Self::Cpm,
        Self::Cpa,
        Self::Cvr,
        Self::Roas,
        Self::Aov,
    ];

    /// Returns what the metric is counted in.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Spend | Self::Budget | Self::BudgetRemaining | Self::Revenue => Unit::Money,
            Self::Cpc | Self::Cpm | Self::Cpa | Self::Aov => Unit::Money,
            Self::Ctr | Self::Cvr | Self::BudgetUsedPct => Unit::Percent,
            Self::Impressions | Self::Clicks | Self::Conversions => Unit::Count,
            Self::Roas | Self::Pacing => Unit::Ratio,
        }
    }

    /// Reports whether less of it is better: what something costs, each time.
    #[must_use]
    pub fn is_better_when_lower(self) -> bool {
        matches!(self, Self::Cpc | Self::Cpm | Self::Cpa)
    }

    /// Reports whether it is about a budget, and so about a month unless another time is named.
    #[must_use]
    pub fn is_about_budget(self) -> bool {
        matches!(self, Self::Budget | Self::BudgetRemaining | Self::BudgetUsedPct | Self::Pacing)
    }
}

/// What numbers are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Campaigns.
    Campaign,
    /// Creatives, which people also call ads.
    Creative,
    /// Channels, such as Meta or Google.
    Channel,
    /// Days.
    Day,
    /// Weeks, which start on Monday.
    Week,
    /// Calendar months.
    Month,
    /// Days of the week.
    Weekday,
}

/// What can be chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterDimension {
    /// Campaigns by name.
    Campaign,
    /// Creatives by name.
    Creative,
    /// Channels by their identifier.
    Channel,
    /// Campaigns by their state: `active`, `paused` or `ended`.
    Status,
}

/// Whether the named ones are meant, or all the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterOperator {
    /// Only these.
    In,
    /// All but these.
    NotIn,
}

/// A choice of campaigns, creatives, channels or states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    pub dimension: FilterDimension,
    #[serde(rename = "op")]
    pub operator: FilterOperator,
    /// Names as the workspace has them.
    pub values: Vec<String>,
}

/// How a metric compares with a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// More than.
    #[serde(rename = "gt")]
    Above,
    /// At least.
    #[serde(rename = "gte")]
    AtLeast,
    /// Less than.
    #[serde(rename = "lt")]
    Below,
    /// At most.
    #[serde(rename = "lte")]
    AtMost,
    /// Exactly.
    #[serde(rename = "eq")]
    Equal,
}

/// A condition on a metric of each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Having {
    pub metric: Metric,
    #[serde(rename = "op")]
    pub operator: Comparator,
    /// In the metric's own unit: whole currency units, percent as written, a count or a ratio.
    pub value: Threshold,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// The least first.
    #[serde(rename = "asc")]
    Ascending,
    /// The most first.
    #[serde(rename = "desc")]
    Descending,
}

impl Direction {
    /// Returns the other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    #[serde(rename = "by")]
    pub metric: Metric,
    #[serde(rename = "dir")]
    pub direction: Direction,
}

/// What a result is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonMode {
    /// As many days directly before; for a week, month, quarter or year that is not over the same days of the one before.
    PreviousPeriod,
    /// The same days, a week earlier.
    SameWeekdayLastWeek,
    /// The same days, a year earlier.
    PreviousYear,
    /// A span of its own.
    Explicit,
    /// The campaigns, creatives or channels of the filter with each other.
    Entities,
}

/// What to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    pub mode: ComparisonMode,
    /// The other span, if the mode is explicit.
    #[serde(deserialize_with = "null_or")]
    pub time_range: Option<RelativeTime>,
}

/// One question, typed. Which workspace it is about is no part of it: that is for the code that executes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedQuery {
    pub intent: Intent,
    pub metrics: Vec<Metric>,
    #[serde(deserialize_with = "null_or")]
    pub dimension: Option<Dimension>,
    #[serde(deserialize_with = "null_or")]
    pub time_range: Option<RelativeTime>,
    #[serde(deserialize_with = "null_or")]
    pub compare: Option<Comparison>,
    pub filters: Vec<Filter>,
    pub having: Vec<Having>,
    #[serde(deserialize_with = "null_or")]
    pub order: Option<Order>,
    /// How many rows at most.
    #[serde(deserialize_with = "null_or")]
    pub limit: Option<u32>,
}

impl TypedQuery {
    /// Creates a query that asks for nothing but its intent.
    #[must_use]
    pub fn new(intent: Intent) -> Self {
        Self {
            intent,
            metrics: Vec::new(),
            dimension: None,
            time_range: None,
            compare: None,
            filters: Vec::new(),
            having: Vec::new(),
            order: None,
            limit: None,
        }
    }
}

/// Why a question has to be asked back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClarifyReason {
    /// Several campaigns, creatives or channels could be meant.
    AmbiguousEntity,
    /// Something is named that the workspace does not have.
    UnknownEntity,
    /// It does not say which number.
    MissingMetric,
    /// It goes on from something that was not said, or leaves open what it means.
    MissingContext,
}

/// Why a question is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// It is not about the numbers of the workspace.
    Unrelated,
    /// It is about a number that is not measured.
    UnsupportedMetric,
    /// It is about the future.
    Forecast,
    /// It asks for a change, and questions change nothing.
    WriteAction,
    /// It is about somebody else's workspace.
    CrossWorkspace,
    /// It wants to be an instruction, or wants what nobody may have.
    Injection,
}

#[cfg(test)]
mod tests;
