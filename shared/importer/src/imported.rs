//! What an export held: campaigns, creatives and facts, and the report of how they were read.

use crate::format::ExportFormat;
use crate::report::ImportReport;
use domain::identity::CampaignId;
use domain::metrics::measure::Measure;
use domain::metrics::{Channel, Creative, DailyMetric, SourceCompleteness};
use std::collections::BTreeSet;

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The kind of export.
    pub format: ExportFormat,
    /// The campaigns with at least one fact, sorted by identifier.
    pub campaigns: Vec<ImportedCampaign>,
    /// The creatives with at least one fact, sorted by identifier.
    pub creatives: Vec<Creative>,
    /// The facts: one for each channel, day, campaign and creative, sorted in that order.
    pub facts: Vec<DailyMetric>,
    /// The measures that the file has columns for.
    pub measures: BTreeSet<Measure>,
    /// Whether the numbers are what an analytics tool attributes to the channels, and not the platforms' own.
    pub is_analytics: bool,
    /// The last day of each channel before today; whether it is whole is judged beside what is stored.
    pub completeness: Vec<SourceCompleteness>,
    /// What was read, kept and dropped, and why.
    pub report: ImportReport,
}

impl Import {
    /// Returns the channels with facts, each once.
    #[must_use]
    pub fn channels(&self) -> BTreeSet<Channel> {
        self.facts.iter().map(|fact| fact.channel.clone()).collect()
    }
}

/// A campaign as the export shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCampaign {
    /// The identifier: the stored one when the name is known.
    pub id: CampaignId,
    /// What the platform calls it now, if the file has identifiers; else the stored name, or the most frequent and then
    /// the cleanest spelling.
    pub name: String,
    /// The account of the platform, if the file or a former one says it.
    pub account: Option<String>,
    /// The platform's own identifier, if the file or a former one says it.
    pub external_id: Option<String>,
    /// The channel where it spends most.
    pub channel: Channel,
    /// Every spelling in the file, sorted.
    pub spellings: Vec<String>,
    /// The mean spend a day over the last seven days with spend, in minor units; `None` without any spend.
    pub mean_daily_spend_minor: Option<i64>,
}
