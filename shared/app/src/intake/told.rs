//! What the receipt says of a file that was read: the counts with which the sender reconciles, or why it was refused.

use crate::import::Kept;
use domain::import::ImportRoute;
use domain::import::object::StorageError;
use domain::import::summary::{
    CheckedTotal, DroppedLine, ImportRefusal, ImportSummary, MOST_CAMPAIGNS, MOST_LISTED,
};
use domain::text::{harmless, truncate};
use importer::reader::Import;
use importer::{DroppedRow, ImportError, ImportReport};
use std::collections::BTreeSet;

/// The longest name of a column, and the longest text, in characters: a receipt is one item of the table, which may have 400 KB,
/// and the names of a file's columns may have any length.
const LONGEST_NAME: usize = 80;
const LONGEST_TEXT: usize = 1_000;

/// Describes an import and what was stored of it.
pub(super) fn summary(import: &Import, kept: &Kept) -> ImportSummary {
    let report: &ImportReport = &import.report;
    let line = |row: &DroppedRow| DroppedLine { line: row.line, reason: row.reason.to_string() };
    ImportSummary {
        format: report.format.to_string(),
        currency: report.currency,
        rows_read: report.rows_read,
        rows_kept: report.rows_kept,
        rows_dropped: report
            .dropped_by_reason
            .iter()
            .map(|(reason, rows)| (reason.to_string(), *rows))
            .collect(),
        dropped: report.dropped.iter().take(MOST_LISTED).map(line).collect(),
        identical_rows: report.identical_rows,
        broken_lines: report.broken_lines.iter().take(MOST_LISTED).copied().collect(),
        unread_columns: report
            .unread_columns
            .iter()
            .take(MOST_LISTED)
            .map(|name| harmless(name, LONGEST_NAME))
            .collect(),
        folded_names: report.folded.len(),
        facts: kept.facts,
        replaced: kept.replaced,
        removed: kept.removed,
        new_campaigns: kept.new_campaigns,
        renamed_campaigns: kept.renamed,
        channels: import.channels(),
        campaigns: if import.campaigns.len() > MOST_CAMPAIGNS {
            BTreeSet::new()
        } else {
            import.campaigns.iter().map(|campaign| campaign.id.clone()).collect()
        },
        first_day: report.first_day,
        last_day: report.last_day,
        sums: report.sums,
        total_check: report.total_check.map(|check| CheckedTotal {
            measure: check.measure,
            line: check.line,
            file_total: check.file_total,
            rows_total: check.own_total,
            agrees: check.agrees,
            warning: report.total_warning(),
        }),
        complete_through: kept
            .sources
            .iter()
            .map(|source| (source.channel.clone(), source.complete_through))
            .collect(),
        held_back: kept
            .held_back
            .iter()
            .take(MOST_LISTED)
            .map(|held| truncate(&held.to_string(), LONGEST_TEXT))
            .collect(),
    }
}

/// Says why a file was refused. Who sends files by a program cannot give PLATFORM= or CURRENCY=, so the remedy of these two
/// is worded for the way that the file came.
pub(super) fn refusal_of(mut error: ImportError, route: ImportRoute) -> ImportRefusal {
    let line = error.line_mut().copied();
    let at = line.unwrap_or(1);
    let message = match (&error, route) {
        (ImportError::UnknownCurrency { .. }, ImportRoute::Drop) => format!(
            "line {at}: the file does not say its currency; put it into the bucket again with the metadata currency, such as \
             currency=USD, or add the currency column to the report"
        ),
        (ImportError::UnknownCurrency { .. }, _) => format!(
            "line {at}: the file does not say its currency; send it again with ?currency=, such as ?currency=USD, or add \
             the currency column to the report"
        ),
        (ImportError::UnknownChannel { .. }, ImportRoute::Drop) => format!(
            "line {at}: the file does not say its platform; put it into the folder of its channel, such as in/…/meta/"
        ),
        (ImportError::UnknownChannel { .. }, _) => format!(
            "line {at}: the file does not say its platform; send it again with ?channel=, such as ?channel=meta"
        ),
        (ImportError::UnknownConversion { column, .. }, ImportRoute::Drop) => format!(
            "line {at}, {column}: the amounts are converted to a currency that the file does not say; put it into the bucket \
             again with the metadata currency, such as currency=USD, or export the spend in the currency of the account"
        ),
        (ImportError::UnknownConversion { column, .. }, _) => format!(
            "line {at}, {column}: the amounts are converted to a currency that the file does not say; send it again with \
             ?currency=, such as ?currency=USD, or export the spend in the currency of the account"
        ),
        (other, _) => other.to_string(),
    };
    ImportRefusal { message: truncate(&message, LONGEST_TEXT), line }
}

/// Says why an object could not be read at all.
pub(super) fn refusal_of_storage(error: &StorageError) -> ImportRefusal {
    ImportRefusal { message: error.to_string(), line: None }
}
