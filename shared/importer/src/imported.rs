//! What an export held: campaigns, creatives and facts, and the report of how they were read.

use crate::format::ExportFormat;
use crate::report::{ImportReport, Measure};
use domain::identity::CampaignId;
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
    /// The last day of each channel before today; whether it is whole is judged beside what is stored.
    pub completeness: Vec<SourceCompleteness>,
    /// What was read, kept and dropped, and why.
    pub report: ImportReport,
}

/// A campaign as the export shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCampaign {
    /// The identifier: the stored one when the name is known.
    pub id: CampaignId,
    /// The stored name, or else the most frequent and then the cleanest spelling.
    pub name: String,
    /// The channel where it spends most.
    pub channel: Channel,
    /// Every spelling in the file, sorted.
    pub spellings: Vec<String>,
    /// The mean spend a day over the last seven days with spend, in minor units; `None` without any spend.
    pub mean_daily_spend_minor: Option<i64>,
}
