//! The sample workspace: a believable store with people, campaigns, creatives and 120 days of facts, generated from a
//! seed and a date. The generator performs no I/O; the same seed and date give the same workspace on every platform.
//! Three incidents are planted so that yesterday shows them and nothing else.

mod apportion;
mod days;
mod export;
mod noise;
mod people;
mod plan;
mod rows;
mod thumbnail;

pub use export::export_meta_csv;
pub use thumbnail::{thumbnail_path, thumbnail_svg};

use command_center::domain::identity::{CampaignId, WorkspaceId};
use command_center::domain::metrics::{BudgetSource, Campaign, Creative, DailyMetric, SourceCompleteness};
use command_center::domain::money::{Currency, Money};
use command_center::domain::workspace::rules::ActionRules;
use command_center::domain::workspace::{Member, WhatsAppSubscription, Workspace};
use jiff::SignedDuration;
use jiff::civil::Date;
use plan::{CampaignPlan, CreativePlan, Story};
use std::fmt::Debug;
use std::str::FromStr;

/// The number of days of facts; the last one is yesterday.
pub const SAMPLE_DAYS: usize = 120;

/// A workspace with everything that a digest, an action or a question needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleWorkspace {
    pub workspace: Workspace,
    /// The members, each with their WhatsApp subscription.
    pub people: Vec<(Member, WhatsAppSubscription)>,
    /// The campaigns, grouped by channel.
    pub campaigns: Vec<Campaign>,
    /// The creatives, in the order of their campaigns.
    pub creatives: Vec<Creative>,
    /// The facts: one row for each day and creative, oldest day first.
    pub facts: Vec<DailyMetric>,
    /// The day up to which each channel is complete: yesterday.
    pub completeness: Vec<SourceCompleteness>,
    /// The incidents that are visible yesterday.
    pub incidents: Vec<PlantedIncident>,
}

/// An incident that was planted so that it is visible on the last day of the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlantedIncident {
    /// Spent 20 to 30 % more than the daily budget yesterday.
    Overspend {
        /// The campaign that spent too much.
        campaign: CampaignId,
    },
    /// Earned about 2.0 per unit spent over the last seven days, far below the target.
    WeakReturn {
        /// The campaign to take budget from.
        campaign: CampaignId,
        /// The campaign on the same channel that earns most and did not spend its whole budget.
        stronger: CampaignId,
    },
    /// Had no impressions yesterday although budget was available.
    ZeroDelivery {
        /// The campaign that stopped.
        campaign: CampaignId,
    },
}

/// Creates the sample workspace as of `today`, a date in the workspace's time zone: its facts cover the
/// [`SAMPLE_DAYS`] days before. Dates are clamped to the first day of the calendar.
#[must_use]
pub fn generate(seed: u64, today: Date) -> SampleWorkspace {
    let yesterday = days_before(today, 1);
    SampleWorkspace {
        workspace: workspace(),
        people: people::people(today),
        campaigns: plan::campaigns().map(campaign).collect(),
        creatives: plan::campaigns()
            .flat_map(|plan| plan.creatives.iter().map(|made| creative(plan, made)))
            .collect(),
        facts: rows::facts(seed, yesterday),
        completeness: completeness(yesterday),
        incidents: incidents(),
    }
}

fn workspace() -> Workspace {
    Workspace {
        id: workspace_id(),
        name: "Acme Store".to_owned(),
        zone: "America/New_York".to_owned(),
        currency: Currency::USD,
        target_roas_hundredths: 350,
        single_tap_limit: Money::from_units(500, Currency::USD),
        rules: ActionRules {
            confirm_limit: Some(Money::from_units(2_000, Currency::USD)),
            ..ActionRules::default()
        },
    }
}

fn workspace_id() -> WorkspaceId {
    known("acme-store")
}

fn campaign(plan: &CampaignPlan) -> Campaign {
    Campaign {
        id: known(plan.id),
        name: plan.name.to_owned(),
        channel: known(plan.channel.code()),
        account: None,
        external_id: None,
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: true,
        daily_budget: Money::from_units(plan.daily_budget_units, Currency::USD),
        budget_source: BudgetSource::Stated,
        version: 1,
    }
}

fn creative(plan: &CampaignPlan, made: &CreativePlan) -> Creative {
    let id = known(made.id);
    let thumbnail = Some(thumbnail_path(&id));
    Creative {
        id,
        campaign: known(plan.id),
        name: made.name.to_owned(),
        copy: made.copy.to_owned(),
        thumbnail,
    }
}

fn completeness(yesterday: Date) -> Vec<SourceCompleteness> {
    let whole = |channel: &plan::SampleChannel| SourceCompleteness::own(known(channel.code()), yesterday);
    plan::SampleChannel::ALL.iter().map(whole).collect()
}

fn incidents() -> Vec<PlantedIncident> {
    let stronger = plan::campaigns().find(|plan| plan.story == Story::Thrives);
    let planted = |plan: &CampaignPlan| match plan.story {
        Story::Steady | Story::Thrives => None,
        Story::Overspends => Some(PlantedIncident::Overspend { campaign: known(plan.id) }),
        Story::Wanes => stronger.map(|stronger| PlantedIncident::WeakReturn {
            campaign: known(plan.id),
            stronger: known(stronger.id),
        }),
        Story::Stops => Some(PlantedIncident::ZeroDelivery { campaign: known(plan.id) }),
    };
    plan::campaigns().filter_map(planted).collect()
}

/// Counts back from a date, but not beyond the first day of the calendar.
fn days_before(date: Date, days: u32) -> Date {
    date.saturating_sub(SignedDuration::from_hours(24 * i64::from(days)))
}

/// Parses a constant of this module, such as an identifier in the plan.
#[expect(
    clippy::expect_used,
    reason = "every text is a constant of this module, and a test reads each of them"
)]
fn known<T>(text: &str) -> T
where
    T: FromStr,
    T::Err: Debug,
{
    text.parse().expect("a constant of the sample that its own type refuses")
}

#[cfg(test)]
mod tests;
