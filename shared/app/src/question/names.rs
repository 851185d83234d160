//! The names by which people may ask about a workspace.

use domain::identity::CampaignId;
use domain::metrics::{Campaign, Channel, Creative};
use domain::question::query::FilterDimension;
use domain::settings::WorkspaceSettings;
use planner::{Entity, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Prepares the names of a workspace. A campaign is also found by its identifier, which keeps its first name.
pub(super) fn planner_workspace(settings: &WorkspaceSettings, creatives: &[Creative]) -> Workspace {
    let channels: BTreeSet<Channel> = settings
        .campaigns
        .iter()
        .map(|campaign| &campaign.channel)
        .chain(settings.sources.iter().map(|source| &source.channel))
        .cloned()
        .collect();
    let entities =
        settings.campaigns.iter().map(campaign_entity).chain(creative_entities(settings, creatives));
    let workspace = &settings.workspace;
    let entities = entities.collect();
    Workspace::new(&workspace.name, workspace.currency, None, channels.into_iter().collect(), entities)
}

fn campaign_entity(campaign: &Campaign) -> Entity {
    Entity {
        dimension: FilterDimension::Campaign,
        name: campaign.name.clone(),
        other_names: vec![campaign.id.as_str().replace('-', " ")],
        channel: Some(campaign.channel.clone()),
    }
}

/// Creatives that several campaigns show under one name are one entity.
fn creative_entities(settings: &WorkspaceSettings, creatives: &[Creative]) -> Vec<Entity> {
    let channel_of = |id: &CampaignId| {
        settings.campaigns.iter().find(|campaign| campaign.id == *id).map(|campaign| campaign.channel.clone())
    };
    let mut by_name: BTreeMap<&str, BTreeSet<Option<Channel>>> = BTreeMap::new();
    for creative in creatives {
        by_name.entry(&creative.name).or_default().insert(channel_of(&creative.campaign));
    }
    let entity = |(name, channels): (&str, BTreeSet<Option<Channel>>)| Entity {
        dimension: FilterDimension::Creative,
        name: name.to_owned(),
        other_names: Vec::new(),
        channel: if channels.len() == 1 { channels.into_iter().next().flatten() } else { None },
    };
    by_name.into_iter().map(entity).collect()
}
