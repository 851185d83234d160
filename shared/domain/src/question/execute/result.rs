//! The result of a query: exact numbers with the names that they belong to. An answer says nothing that is not in here.

use crate::identity::{CampaignId, CreativeId};
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::Alert;
use crate::metrics::Channel;
use crate::metrics::source::SourceState;
use crate::money::{Currency, Money};
use crate::question::execute::exact::Exact;
use crate::question::query::{Dimension, Metric, TypedQuery};
use crate::question::range::DateRange;
use jiff::civil::{Date, Weekday};

/// The result of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryResult {
    /// The query that was executed, with its defaults.
    pub query: TypedQuery,
    pub frame: Frame,
    pub freshness: Freshness,
    /// What to know about the numbers.
    pub notes: Vec<Note>,
    pub body: Body,
}

/// Where and when the numbers are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The name of the workspace.
    pub workspace: String,
    pub currency: Currency,
    /// The zone of the workspace.
    pub zone: String,
    pub target_roas_hundredths: i64,
    /// The day on which it was asked.
    pub today: Date,
    /// The days that were added up; fewer than asked for where a comparison needs complete days on both sides.
    pub days: Option<DateRange>,
    pub compared: Option<DateRange>,
    /// The days that budgets are for.
    pub span: Option<DateRange>,
}

/// How far the data of the channels reaches that the query is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Freshness {
    /// The day up to which all channels are complete that are not behind; `None` if there is none.
    pub through: Option<Date>,
    /// The channels that lack days of the query which are over, with their last complete day.
    pub behind: Vec<(Channel, Option<Date>)>,
    pub today: Today,
}

/// What there is of the day on which it is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Today {
    /// It is not among the days.
    #[default]
    NotAsked,
    /// There is something of it, as far as it went.
    Partly,
    /// There is nothing of it yet.
    NothingYet,
}

/// What to know about the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// So many budgets are estimated from the spend.
    EstimatedBudgets(usize),
    /// So many campaigns have no budget and are left out.
    WithoutBudget(usize),
    /// These channels say nothing about creatives.
    NotByCreative(Vec<Channel>),
    /// These channels do not measure this, which the numbers are made of.
    NotMeasured(Metric, Vec<Channel>),
    /// Changes of sums are by day, because the times have so many days.
    PerDay(i32, i32),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The workspace has nothing of these names.
    UnknownNames {
        names: Vec<String>,
        /// Names that there are, of the same kind.
        known: Vec<String>,
    },
    /// There are no facts of these days; that is not zero.
    Empty,
    /// None of the campaigns has a budget.
    NoBudgets,
    /// Numbers, row by row.
    Table(Table),
    /// What a change comes from.
    Why(Decomposition),
    /// The alerts, the gravest first.
    Alerts(Vec<Alert>),
    /// What to do.
    Advice(Suggestions),
    /// What there is.
    List(Inventory),
    /// The sources, sorted by name.
    Sources(Vec<SourceState>),
}

/// What the numbers of a row are of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKey {
    /// Everything together.
    All,
    /// A campaign.
    Campaign(CampaignId),
    /// A creative; one of its identifiers, if several campaigns show it.
    Creative(CreativeId),
    /// What a source does not break down by creative.
    NoCreative,
    /// A channel.
    Channel(Channel),
    /// Days in a row.
    Days(DateRange),
    /// A day of the week, counted from Monday, which is 0.
    Weekday(i8),
}

impl RowKey {
    /// Returns the day of the week, if it is one.
    #[must_use]
    pub fn weekday(&self) -> Option<Weekday> {
        match self {
            Self::Weekday(offset) => Weekday::from_monday_zero_offset(*offset).ok(),
            _ => None,
        }
    }
}

/// One number, and what it is compared with. What is unknown is `None`, and never zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    pub value: Option<Exact>,
    /// The value of the compared days.
    pub before: Option<Exact>,
    /// The change in percent, at equal length.
    pub change_percent: Option<i64>,
}

/// Numbers of several things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the rows are; `None` if there is only a total.
    pub dimension: Option<Dimension>,
    /// The columns.
    pub metrics: Vec<Metric>,
    /// In the order of the answer; those whose number is unknown come last.
    pub rows: Vec<Row>,
    /// How many rows meet the conditions, before the limit.
    pub matched: usize,
    /// How many rows cannot be judged, because a number of a condition is unknown.
    pub unjudged: usize,
    /// All rows that meet the conditions, added up: a cell for each metric.
    pub total: Vec<Cell>,
    /// Both sides of each ratio of the total.
    pub sides: Vec<Option<(Exact, Exact)>>,
    /// All that was spent over what was due, if the rows are about that.
    pub overspend: Option<Overspend>,
}

/// The numbers of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: RowKey,
    /// As the workspace has it; empty for days and weekdays.
    pub name: String,
    /// One for each metric.
    pub cells: Vec<Cell>,
    /// Its part of the total in percent, where parts mean something.
    pub share_percent: Option<i64>,
    /// What it spent of what was due, if it has a budget.
    pub overspend: Option<Overspend>,
    /// What to do about it, if something stands.
    pub advice: Option<Advice>,
    pub creative: Option<CreativeDetail>,
}

/// What was spent of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overspend {
    pub spend: Money,
    /// The budget of the days that are over.
    pub due: Money,
    /// What was spent more than that; negative if less.
    pub delta: Money,
    pub delta_percent: Option<i64>,
    /// Whether the budget is estimated from the spend.
    pub is_estimated: bool,
}

/// What to do about a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// A proposed shift of budget stands.
    Shift(Box<BudgetAdjustment>),
    /// An alert stands.
    Alert(Box<Alert>),
    /// An alert stands that says no more than that the budget is overspent: its limit is to be looked at.
    CheckLimit,
}

/// What a creative looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreativeDetail {
    /// The text of the advertisement; may be empty.
    pub copy: String,
    /// A link to a thumbnail, as the source has it.
    pub thumbnail: Option<String>,
}

/// What a change comes from: parts that add up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decomposition {
    pub metric: Metric,
    pub dimension: Dimension,
    pub total: Cell,
    /// How many parts of one unit the amounts are counted in: 100 are hundredths.
    pub parts_per_unit: i64,
    /// The change of the total; `None` if there is nothing to compare with, or the numbers are too large.
    pub change: Option<i64>,
    /// The largest first; none has an amount of zero.
    pub effects: Vec<Effect>,
    /// The ratios that the metric is the product of, with their own changes.
    pub factors: Vec<(Metric, Cell)>,
}

impl Decomposition {
    /// Returns what the change has beside the first so many effects: the others, and what rounding leaves.
    #[must_use]
    pub fn rest_after(&self, effects: usize) -> Option<i64> {
        let shown: i64 = self.effects.iter().take(effects).map(|effect| effect.amount).sum();
        Some(self.change?.saturating_sub(shown))
    }
}

/// One part of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    pub key: RowKey,
    pub name: String,
    /// The metric of this part alone.
    pub cell: Cell,
    /// What it adds to the change.
    pub amount: i64,
    /// Whether most of that comes from its weight in the total, and not from its own metric.
    pub is_mix: bool,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// The shifts that wait for a decision, newest first, each with the name of its owner, if it has one.
    pub shifts: Vec<(BudgetAdjustment, Option<String>)>,
    /// The alerts that stand, the gravest first.
    pub alerts: Vec<Alert>,
}

/// What there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    pub dimension: Dimension,
    /// Sorted by name.
    pub items: Vec<Item>,
    /// How many there are, before the limit.
    pub matched: usize,
}

/// A campaign, a creative or a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    /// The channel of a campaign.
    pub channel: Option<Channel>,
    /// The daily budget of a campaign, if it has one.
    pub daily_budget: Option<Money>,
    /// Whether the budget is estimated from the spend.
    pub is_estimated: bool,
    /// Whether a campaign is switched off.
    pub is_paused: bool,
    /// The last complete day of a channel.
    pub complete_through: Option<Date>,
}
