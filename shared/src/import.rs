//! Import of advertising exports: text of a platform in, daily facts of the workspace out.
//!
//! Pure and streaming: the caller gives the file, today's date and the campaigns that it knows; nothing is stored
//! here. The file is read up to three times from its start (encoding, then evidence about decimals and dates, then
//! facts); memory is bounded by [`MOST_FACTS`] and [`MOST_NAME_BYTES`], not by the size of the file.
//!
//! What cannot be known is refused and never guessed: see [`ImportError`].

mod aliases;
mod assembly;
mod campaign_name;
mod day;
mod error;
mod evidence;
mod fold;
mod header;
pub mod keep;
mod ledger;
mod naming;
mod number;
mod report;
mod row;
mod source_text;
mod table;
mod wording;

pub use error::{Column, ImportError};
pub use header::ExportFormat;
pub use ledger::{MOST_FACTS, MOST_NAME_BYTES};
pub use report::{DropReason, DroppedRow, ImportReport, Measure, TotalCheck};

use crate::identity::CampaignId;
use crate::metrics::{Campaign, Channel, Creative, DailyMetric, SourceCompleteness};
use crate::money::Currency;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::{Read, Seek};

/// What the importer must know beside the file.
#[derive(Debug, Clone)]
pub struct ImportSettings {
    /// The currency of the workspace; a file in another one is refused.
    pub workspace_currency: Currency,
    /// The currency of a file that does not say; `None` refuses such an export of a platform when it has money in it, and
    /// takes a plain table to be in the workspace's.
    pub file_currency: Option<Currency>,
    /// The channel of the rows of a file that does not say; a file that says another platform is refused.
    pub channel: Option<Channel>,
    /// Today in the workspace's time zone.
    pub today: Date,
    /// The campaigns already stored: their spellings in the file fold onto them.
    pub known_campaigns: Vec<KnownCampaign>,
}

/// A campaign that is stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownCampaign {
    /// The identifier.
    pub id: CampaignId,
    /// The name.
    pub name: String,
    /// The channel that it runs on: only names of the same platform fold onto it.
    pub channel: Channel,
}

impl From<&Campaign> for KnownCampaign {
    fn from(campaign: &Campaign) -> Self {
        Self { id: campaign.id.clone(), name: campaign.name.clone(), channel: campaign.channel.clone() }
    }
}

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

/// Reads an export from its start. `progress` is told the bytes read so far of the pass that makes the facts.
///
/// # Errors
/// Fails with the line, the column and the remedy when the file cannot be read without guessing.
pub fn read(
    source: &mut (impl Read + Seek),
    settings: &ImportSettings,
    progress: &mut dyn FnMut(u64),
) -> Result<Import, ImportError> {
    let encoding = source_text::detect(source)?;
    let layout = header::find(source, encoding)?;
    same_platform(&layout, settings)?;
    let reading = evidence::gather(source, encoding, &layout)?;
    let mut ledger = ledger::Ledger::default();
    let mut report = ImportReport::begin(encoding, &layout, &reading);
    let rows = row::RowReader::new(&layout, &reading, settings);
    let mut table = table::Table::open(source, encoding, layout.delimiter)?;
    table.skip_through(layout.header_line)?;
    let totals = row::read_all(&mut table, &rows, &mut ledger, &mut report, progress)?;
    assembly::assemble(&ledger, &totals, report, &layout, settings)
}

/// Refuses a platform that contradicts the file: the rows would count a second time under another name.
fn same_platform(layout: &header::Layout, settings: &ImportSettings) -> Result<(), ImportError> {
    match (layout.format.channel(), &settings.channel) {
        (Some(file), Some(asked)) if asked.platform() != file => {
            Err(ImportError::PlatformDiffers { line: layout.header_line, file })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
