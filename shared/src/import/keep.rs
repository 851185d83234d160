//! Keeps what an import holds. Importing the same file twice changes nothing; a campaign that is known keeps its budget.

use crate::import::{Import, ImportedCampaign};
use crate::metrics::{BudgetSource, Campaign, SourceCompleteness};
use crate::money::Money;
use crate::store::workspaces::WorkspaceSettings;
use crate::store::{Store, StoreError};
use crate::workspace::Workspace;

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Campaigns that were not known before.
    pub new_campaigns: usize,
    /// Creatives of the import.
    pub creatives: usize,
    /// Facts of the import: new ones, and those that took the place of the same day's before.
    pub facts: usize,
}

/// Stores an import in a workspace, in batches; tells after each how many facts it wrote.
///
/// # Errors
/// When the store cannot be written. What was written stays, and importing again completes it.
pub async fn keep(
    store: &Store,
    settings: &WorkspaceSettings,
    import: &Import,
    written: &(dyn Fn(usize) + Sync),
) -> Result<Kept, StoreError> {
    let workspace = &settings.workspace.id;
    let campaigns = new_campaigns(settings, &import.campaigns);
    store.save_campaigns(workspace, &campaigns).await?;
    store.save_creatives(workspace, &import.creatives).await?;
    store.save_facts(workspace, &import.facts, written).await?;
    // Last, so that a day counts as whole only when its facts are there.
    store.save_sources(workspace, &later(&settings.sources, &import.completeness)).await?;
    Ok(Kept { new_campaigns: campaigns.len(), creatives: import.creatives.len(), facts: import.facts.len() })
}

fn new_campaigns(settings: &WorkspaceSettings, imported: &[ImportedCampaign]) -> Vec<Campaign> {
    let is_new =
        |campaign: &&ImportedCampaign| settings.campaigns.iter().all(|known| known.id != campaign.id);
    imported.iter().filter(is_new).map(|campaign| new_campaign(&settings.workspace, campaign)).collect()
}

/// An export states no budget: the mean spend of the last days stands for it, in whole units, and says so.
fn new_campaign(workspace: &Workspace, imported: &ImportedCampaign) -> Campaign {
    let mean = Money::from_minor(imported.mean_daily_spend_minor.unwrap_or(0).max(0), workspace.currency);
    Campaign {
        id: imported.id.clone(),
        name: imported.name.clone(),
        channel: imported.channel.clone(),
        active: true,
        daily_budget: Money::from_units(mean.rounded_units(), workspace.currency),
        budget_source: BudgetSource::EstimatedFromSpend,
        version: 1,
    }
}

/// Gives the sources of an import, each with the later of the two days: an old file never makes a channel late.
fn later(stored: &[SourceCompleteness], imported: &[SourceCompleteness]) -> Vec<SourceCompleteness> {
    let known = |source: &SourceCompleteness| {
        stored.iter().find(|known| known.channel == source.channel).map(|known| known.complete_through)
    };
    let latest = |source: &SourceCompleteness| SourceCompleteness {
        channel: source.channel.clone(),
        complete_through: known(source)
            .map_or(source.complete_through, |day| day.max(source.complete_through)),
    };
    imported.iter().map(latest).collect()
}

#[cfg(test)]
mod tests;
