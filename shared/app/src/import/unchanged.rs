//! Leaves out what is stored already, so that importing the same file again writes nothing.

use domain::identity::CampaignId;
use domain::metrics::{Creative, SourceCompleteness};
use domain::settings::WorkspaceSettings;
use std::collections::{HashMap, HashSet};
use store::{Store, StoreError};

/// Returns the creatives that are not stored like this yet. Those of new campaigns cost no read.
pub(super) async fn without_stored(
    store: &Store,
    settings: &WorkspaceSettings,
    creatives: &[Creative],
) -> Result<Vec<Creative>, StoreError> {
    let known: HashSet<&CampaignId> = settings.campaigns.iter().map(|campaign| &campaign.id).collect();
    if creatives.iter().all(|creative| !known.contains(&creative.campaign)) {
        return Ok(creatives.to_vec());
    }
    let stored = store.creatives_of_all(&settings.workspace.id).await?;
    let stored: HashMap<_, &Creative> =
        stored.iter().map(|creative| ((&creative.campaign, &creative.id), creative)).collect();
    let changed = |creative: &Creative| {
        let known = stored.get(&(&creative.campaign, &creative.id)).copied();
        let described = known.map_or_else(|| creative.clone(), |known| described(creative, known));
        (known != Some(&described)).then_some(described)
    };
    Ok(creatives.iter().filter_map(changed).collect())
}

/// Returns a creative with the text and the picture that are stored of it, where the file has none.
fn described(creative: &Creative, known: &Creative) -> Creative {
    let copy = if creative.copy.is_empty() { &known.copy } else { &creative.copy };
    let thumbnail = creative.thumbnail.as_ref().or(known.thumbnail.as_ref());
    Creative { copy: copy.clone(), thumbnail: thumbnail.cloned(), ..creative.clone() }
}

/// Returns the sources that are stored otherwise, or not at all.
pub(super) fn changed_sources(
    settings: &WorkspaceSettings,
    sources: &[SourceCompleteness],
) -> Vec<SourceCompleteness> {
    sources.iter().filter(|source| !settings.sources.contains(source)).cloned().collect()
}
