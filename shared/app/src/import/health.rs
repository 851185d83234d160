//! Records that the sources of an import came in.

use super::own_with;
use domain::metrics::Channel;
use domain::settings::WorkspaceSettings;
use importer::reader::Import;
use jiff::Timestamp;
use store::{Store, StoreError};

/// Records the success of each source of a stored import.
pub(super) async fn record_success(
    store: &Store,
    settings: &WorkspaceSettings,
    import: &Import,
    now: Timestamp,
) -> Result<(), StoreError> {
    for channel in came_in(settings, import) {
        store.record_source_success(&settings.workspace.id, channel, now).await?;
    }
    Ok(())
}

/// Returns the channels that came in, whether or not a day of theirs is now whole. Where the platform's own numbers are
/// there, an analytics tool does not stand in for them.
fn came_in<'a>(settings: &'a WorkspaceSettings, import: &'a Import) -> impl Iterator<Item = &'a Channel> {
    let channels = import.completeness.iter().map(|last| &last.channel);
    channels.filter(|channel| !import.is_analytics || own_with(settings, import, channel).is_empty())
}

#[cfg(test)]
mod tests;
