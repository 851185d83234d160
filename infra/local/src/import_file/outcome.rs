//! The result of an import as one JSON document, which other tools compare with what the files say.

use std::collections::{BTreeMap, BTreeSet};

use command_center::domain::identity::{CampaignId, WorkspaceId};
use command_center::domain::metrics::measure::of_one_source;
use command_center::domain::metrics::{Campaign, Channel, DailyMetric, MetricValues};
use command_center::importer::ImportReport;
use command_center::store::{Store, StoreError};
use jiff::civil::Date;
use serde_json::{Value, json};

/// What the imported files said, apart from the facts.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    dropped: Vec<Value>,
    unread_columns: BTreeSet<String>,
    channels: BTreeSet<Channel>,
    first_day: Option<Date>,
    last_day: Option<Date>,
    pub(super) refused: Option<String>,
}

impl Outcome {
    /// Adds the report of one file and the channels that it has facts of.
    pub(super) fn add(&mut self, report: &ImportReport, channels: impl Iterator<Item = Channel>) {
        let row = |row: &command_center::importer::DroppedRow| json!({ "line": row.line, "reason": row.reason.to_string() });
        self.dropped.extend(report.dropped.iter().map(row));
        self.unread_columns.extend(report.unread_columns.iter().cloned());
        self.channels.extend(channels);
        self.first_day = self.first_day.into_iter().chain(report.first_day).min();
        self.last_day = self.last_day.max(report.last_day);
    }

    /// Describes the outcome together with what the workspace has stored of the imported days and channels.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(super) async fn describe(&self, store: &Store, workspace: &WorkspaceId) -> Result<Value, StoreError> {
        let settings = store.settings(workspace).await?;
        let facts = match (self.first_day, self.last_day) {
            (Some(first), Some(last)) => store.facts(workspace, first, last).await?,
            _ => Vec::new(),
        };
        let (campaigns, sources) =
            settings.map(|settings| (settings.campaigns, settings.sources)).unwrap_or_default();
        let imported = |channel: &Channel| self.channels.contains(channel);
        let complete_through: BTreeMap<&str, Date> = sources
            .iter()
            .filter(|source| imported(&source.channel))
            .map(|source| (source.channel.as_str(), source.complete_through))
            .collect();
        let facts = of_one_source(facts, &sources);
        let facts: Vec<DailyMetric> = facts.into_iter().filter(|fact| imported(&fact.channel)).collect();
        let with_facts: BTreeSet<&CampaignId> = facts.iter().map(|fact| &fact.campaign).collect();
        let campaigns: Vec<&Campaign> =
            campaigns.iter().filter(|campaign| with_facts.contains(&campaign.id)).collect();
        Ok(json!({
            "facts": by_campaign(&facts, &campaigns),
            "campaigns": campaigns.iter().map(|campaign| describe_campaign(campaign)).collect::<Vec<_>>(),
            "complete_through": complete_through,
            "dropped": self.dropped,
            "unread_columns": self.unread_columns,
            "refused": self.refused,
        }))
    }
}

/// Adds up the creatives of each campaign's day; a value that no creative has stays unknown.
fn by_campaign(facts: &[DailyMetric], campaigns: &[&Campaign]) -> Vec<Value> {
    let mut days: BTreeMap<(&Channel, Date, &CampaignId), MetricValues> = BTreeMap::new();
    for fact in facts {
        days.entry((&fact.channel, fact.date, &fact.campaign)).or_default().add(&fact.values);
    }
    let names: BTreeMap<&CampaignId, &str> =
        campaigns.iter().map(|campaign| (&campaign.id, campaign.name.as_str())).collect();
    let day = |((channel, date, campaign), values): (&(&Channel, Date, &CampaignId), &MetricValues)| {
        json!({
            "channel": channel,
            "date": date,
            "campaign": names.get(campaign).copied().unwrap_or(campaign.as_str()),
            "spend_minor": values.spend_minor,
            "revenue_minor": values.revenue_minor,
            "impressions": values.impressions,
            "clicks": values.clicks,
            "conversions_thousandths": values.conversions_thousandths,
        })
    };
    days.iter().map(day).collect()
}

fn describe_campaign(campaign: &Campaign) -> Value {
    json!({
        "channel": campaign.channel,
        "account": campaign.account,
        "external_id": campaign.external_id,
        "name": campaign.name,
        "daily_budget_minor": campaign.daily_budget.minor,
    })
}
