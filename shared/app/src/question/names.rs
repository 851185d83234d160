//! The names by which people may ask about a workspace.

use domain::identity::CampaignId;
use domain::metrics::label::told_apart;
use domain::metrics::{Campaign, Channel, Creative};
use domain::question::query::FilterDimension;
use domain::settings::WorkspaceSettings;
use planner::{Entity, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Prepares the names of a workspace. A campaign is also found by what it was called before, and by its identifier, which keeps
/// its first name.
pub(super) fn planner_workspace(settings: &WorkspaceSettings, creatives: &[Creative]) -> Workspace {
    let channels: BTreeSet<Channel> = settings
        .campaigns
        .iter()
        .map(|campaign| &campaign.channel)
        .chain(settings.sources.iter().map(|source| &source.channel))
        .cloned()
        .collect();
    let campaigns = settings.campaigns.iter().zip(told_apart(&settings.campaigns)).map(campaign_entity);
    let entities = campaigns.chain(creative_entities(settings, creatives));
    let workspace = &settings.workspace;
    let entities = entities.collect();
    Workspace::new(&workspace.name, workspace.currency, None, channels.into_iter().collect(), entities)
}

/// Names a campaign as answers name it. Where that tells it apart from another one, its name alone may be either.
fn campaign_entity((given, told): (&Campaign, Campaign)) -> Entity {
    let shared_name = (told.name != given.name).then(|| given.name.clone());
    let first_name = given.id.as_str().replace('-', " ");
    Entity {
        dimension: FilterDimension::Campaign,
        name: told.name,
        other_names: shared_name.into_iter().chain(told.other_names).collect(),
        former_names: told.former_names.into_iter().chain([first_name]).collect(),
        channel: Some(told.channel),
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
        former_names: Vec::new(),
        channel: if channels.len() == 1 { channels.into_iter().next().flatten() } else { None },
    };
    by_name.into_iter().map(entity).collect()
}
