//! Import of advertising exports: text of a platform in, daily facts of the workspace out.
//!
//! Pure and streaming: the caller gives the file, today's date and the campaigns that it knows; nothing is stored
//! here. The file is read up to four times from its start (encoding, then evidence about decimals and dates, then which
//! rows of a plain table may be totals of others, then facts); memory is bounded by [`MOST_FACTS`](crate::MOST_FACTS) and [`MOST_NAME_BYTES`](crate::MOST_NAME_BYTES), not by the size of the file.
//!
//! What cannot be known is refused and never guessed: see [`ImportError`].

use crate::header::Layout;
pub use crate::imported::{Import, ImportedCampaign};
use crate::settings::ImportSettings;
use crate::{ImportError, ImportReport};
use encoding_rs::Encoding;
use std::io::{Read, Seek, Write};

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
    match read_with(source, encoding, &layout, settings, progress) {
        // Where nothing else in the file is quoted, a quotation mark is a letter: 5" tablets, a name that begins with one.
        Err(ImportError::OpenQuote { .. })
            if !crate::quotes::has_quoted_cells(source, encoding, &layout)? =>
        {
            let layout = layout.without_quoting();
            read_with(source, encoding, &layout, settings, progress)
        }
        other => other,
    }
}

/// Reads lines of JSON, one object for each row, by way of an empty file in which they are written as a table. `progress` is
/// told the bytes read so far of that table.
///
/// # Errors
/// As [`read`]; lines are those of the objects.
pub fn read_json(
    source: &mut (impl Read + Seek),
    table: &mut (impl Read + Write + Seek),
    settings: &ImportSettings,
    progress: &mut dyn FnMut(u64),
) -> Result<Import, ImportError> {
    crate::ndjson::convert(source, table)?;
    match read(table, settings, progress) {
        Ok(import) => Ok(Import { report: import.report.without_header_line(), ..import }),
        Err(mut error) => {
            if let Some(line) = error.line_mut() {
                *line = line.saturating_sub(1).max(1);
            }
            Err(error)
        }
    }
}

fn read_with(
    source: &mut (impl Read + Seek),
    encoding: &'static Encoding,
    layout: &Layout,
    settings: &ImportSettings,
    progress: &mut dyn FnMut(u64),
) -> Result<Import, ImportError> {
    let reading = crate::inference::gather(source, encoding, layout)?;
    let wholes = crate::row::Wholes::find(source, encoding, layout)?;
    let mut ledger = crate::accumulator::Ledger::default();
    let mut report = ImportReport::begin(encoding, layout, &reading);
    let rows = crate::row::RowReader::new(layout, &reading, settings);
    let mut table = crate::table::Table::with_quotes(source, encoding, layout.delimiter, layout.quoting)?;
    table.skip_through(layout.header_line)?;
    let totals = crate::row::read_all(&mut table, &rows, wholes, &mut ledger, &mut report, progress)?;
    crate::assembly::assemble(&ledger, &totals, report, layout, settings)
}

#[cfg(test)]
mod tests;
