//! What became of a file: the counts with which the sender reconciles, or why it was refused.

use crate::identity::CampaignId;
use crate::metrics::measure::Measure;
use crate::metrics::{Channel, MetricValues};
use crate::money::Currency;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How many rows, columns and reasons a receipt lists; all are counted.
pub const MOST_LISTED: usize = 100;

/// Of how many campaigns a receipt keeps the identifiers: receipts are listed, and must stay small.
pub const MOST_CAMPAIGNS: usize = 500;

/// A row of which nothing was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DroppedLine {
    /// The line where it begins, from 1.
    pub line: u64,
    pub reason: String,
}

/// The file's own total beside the sum of the rows that were kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedTotal {
    /// What was compared, in the units of the sums.
    pub measure: Measure,
    /// The line of the total, from 1.
    pub line: u64,
    pub file_total: i64,
    pub rows_total: i64,
    pub agrees: bool,
    /// What to do if it does not agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
}

/// What was read, kept and replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    /// The kind of export, such as `Google Ads`.
    pub format: String,
    pub currency: Option<Currency>,
    pub rows_read: u64,
    pub rows_kept: u64,
    /// How many rows were dropped, by reason.
    pub rows_dropped: BTreeMap<String, u64>,
    /// The first rows that were dropped, at most [`MOST_LISTED`].
    pub dropped: Vec<DroppedLine>,
    /// Rows that are the same as another one, cell by cell.
    pub identical_rows: u64,
    /// The first lines with a letter that is broken in the file.
    pub broken_lines: Vec<u64>,
    /// The columns that nothing was read from, at most [`MOST_LISTED`].
    pub unread_columns: Vec<String>,
    /// How many spellings count as another name.
    pub folded_names: usize,
    /// How many facts the file has.
    pub facts: usize,
    /// How many stored facts have other values now.
    pub replaced: usize,
    /// How many stored facts were removed, because the file splits their day otherwise.
    pub removed: usize,
    pub new_campaigns: usize,
    pub renamed_campaigns: usize,
    /// The channels with facts.
    #[serde(default)]
    pub channels: BTreeSet<Channel>,
    /// The campaigns with facts; empty if they are more than [`MOST_CAMPAIGNS`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub campaigns: BTreeSet<CampaignId>,
    pub first_day: Option<Date>,
    pub last_day: Option<Date>,
    /// The sums of all facts of the file.
    pub sums: MetricValues,
    /// The comparison with the file's own total, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_check: Option<CheckedTotal>,
    /// Up to which day each channel of the file is complete now.
    pub complete_through: BTreeMap<Channel, Date>,
    /// What keeps a day from being complete, in words.
    pub held_back: Vec<String>,
}

impl ImportSummary {
    /// Reports whether this file decides everything that another one would: its channels, campaigns, days and measures. A file of
    /// another account has the same days and is no newer version of it. Where that is not known, the answer is no.
    #[must_use]
    pub fn covers(
        &self,
        channels: &BTreeSet<Channel>,
        campaigns: &BTreeSet<CampaignId>,
        days: (Date, Date),
        sums: &MetricValues,
    ) -> bool {
        let has = |measure: fn(&MetricValues) -> Option<i64>| {
            measure(&self.sums).is_some() || measure(sums).is_none()
        };
        let measures = has(|sums| sums.spend_minor)
            && has(|sums| sums.revenue_minor)
            && has(|sums| sums.impressions)
            && has(|sums| sums.clicks)
            && has(|sums| sums.conversions_thousandths);
        let covers_days = self.first_day.is_some_and(|first| first <= days.0)
            && self.last_day.is_some_and(|last| days.1 <= last);
        let has_all = channels.is_subset(&self.channels) && campaigns.is_subset(&self.campaigns);
        measures && covers_days && has_all
    }
}

/// Why a file was refused, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRefusal {
    /// Says line, column and remedy; repeats no value of the file.
    pub message: String,
    /// The line at fault, from 1, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}
