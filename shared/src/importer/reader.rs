//! Import of advertising exports: text of a platform in, daily facts of the workspace out.
//!
//! Pure and streaming: the caller gives the file, today's date and the campaigns that it knows; nothing is stored
//! here. The file is read up to three times from its start (encoding, then evidence about decimals and dates, then
//! facts); memory is bounded by [`MOST_FACTS`] and [`MOST_NAME_BYTES`], not by the size of the file.
//!
//! What cannot be known is refused and never guessed: see [`ImportError`].

use crate::domain::identity::CampaignId;
use crate::domain::metrics::{Channel, Creative, DailyMetric, SourceCompleteness};
use crate::importer::settings::ImportSettings;
use crate::importer::{ExportFormat, ImportError, ImportReport, Measure};
use std::collections::BTreeSet;
use std::io::{Read, Seek};

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
    let encoding = crate::importer::source_text::detect(source)?;
    let layout = crate::importer::header::find(source, encoding)?;
    same_platform(&layout, settings)?;
    let reading = crate::importer::inference::gather(source, encoding, &layout)?;
    let mut ledger = crate::importer::accumulator::Ledger::default();
    let mut report = ImportReport::begin(encoding, &layout, &reading);
    let rows = crate::importer::row::RowReader::new(&layout, &reading, settings);
    let mut table = crate::importer::table::Table::open(source, encoding, layout.delimiter)?;
    table.skip_through(layout.header_line)?;
    let totals = crate::importer::row::read_all(&mut table, &rows, &mut ledger, &mut report, progress)?;
    crate::importer::assembly::assemble(&ledger, &totals, report, &layout, settings)
}

/// Refuses a platform that contradicts the file: the rows would count a second time under another name.
fn same_platform(
    layout: &crate::importer::header::Layout,
    settings: &ImportSettings,
) -> Result<(), ImportError> {
    match (layout.format.channel(), &settings.channel) {
        (Some(file), Some(asked)) if asked.platform() != file => {
            Err(ImportError::PlatformDiffers { line: layout.header_line, file })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
