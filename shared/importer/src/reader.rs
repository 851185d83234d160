//! Import of advertising exports: text of a platform in, daily facts of the workspace out.
//!
//! Pure and streaming: the caller gives the file, today's date and the campaigns that it knows; nothing is stored
//! here. The file is read up to three times from its start (encoding, then evidence about decimals and dates, then
//! facts); memory is bounded by [`MOST_FACTS`](crate::MOST_FACTS) and [`MOST_NAME_BYTES`](crate::MOST_NAME_BYTES), not by the size of the file.
//!
//! What cannot be known is refused and never guessed: see [`ImportError`].

pub use crate::imported::{Import, ImportedCampaign};
use crate::settings::ImportSettings;
use crate::{ImportError, ImportReport};
use std::io::{Read, Seek};

/// Reads an export from its start. `progress` is told the bytes read so far of the pass that makes the facts.
///
/// # Errors
/// Fails with the line, the column and the remedy when the file cannot be read without guessing.
pub fn read(
    source: &mut (impl Read + Seek),
    settings: &ImportSettings,
    progress: &mut dyn FnMut(u64),
) -> Result<Import, ImportError> {
    let encoding = crate::source_text::detect(source)?;
    let layout = crate::header::find(source, encoding)?;
    same_platform(&layout, settings)?;
    let reading = crate::inference::gather(source, encoding, &layout)?;
    let mut ledger = crate::accumulator::Ledger::default();
    let mut report = ImportReport::begin(encoding, &layout, &reading);
    let rows = crate::row::RowReader::new(&layout, &reading, settings);
    let mut table = crate::table::Table::open(source, encoding, layout.delimiter)?;
    table.skip_through(layout.header_line)?;
    let totals = crate::row::read_all(&mut table, &rows, &mut ledger, &mut report, progress)?;
    crate::assembly::assemble(&ledger, &totals, report, &layout, settings)
}

/// Refuses a platform that contradicts the file: the rows would count a second time under another name.
fn same_platform(layout: &crate::header::Layout, settings: &ImportSettings) -> Result<(), ImportError> {
    match (layout.format.channel(), &settings.channel) {
        (Some(file), Some(asked)) if asked.platform() != file => {
            Err(ImportError::PlatformDiffers { line: layout.header_line, file })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
