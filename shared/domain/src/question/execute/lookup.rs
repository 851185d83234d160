//! What things are called: campaigns by names that tell them apart, creatives by name and text, channels with their
//! platform.

use crate::identity::{CampaignId, CreativeId};
use crate::metrics::label::told_apart;
use crate::metrics::measure::ANALYTICS;
use crate::metrics::{Campaign, Channel, Creative};
use crate::question::execute::data::WorkspaceData;
use std::collections::BTreeMap;

/// The creative of facts that a source does not break down.
const NOT_BROKEN_DOWN: &str = "all";

/// The names of a workspace.
pub(super) struct Lookup {
    /// By identifier, under names that tell them apart.
    campaigns: BTreeMap<CampaignId, Campaign>,
    /// The names that the campaigns were given.
    given_names: BTreeMap<CampaignId, String>,
    creatives: BTreeMap<CreativeId, NamedCreative>,
}

struct NamedCreative {
    /// The least identifier of the creatives with the same name and text, which are one to people.
    one_of: CreativeId,
    label: String,
    creative: Creative,
}

impl Lookup {
    pub(super) fn new(data: &WorkspaceData<'_>) -> Self {
        let campaigns: BTreeMap<CampaignId, Campaign> =
            told_apart(data.campaigns).into_iter().map(|one| (one.id.clone(), one)).collect();
        let given = data.campaigns.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
        let creatives = named(data.creatives, &campaigns);
        Self { campaigns, given_names: given, creatives }
    }

    pub(super) fn campaigns(&self) -> impl Iterator<Item = &Campaign> {
        self.campaigns.values()
    }

    pub(super) fn campaign(&self, id: &CampaignId) -> Option<&Campaign> {
        self.campaigns.get(id)
    }

    /// Returns the name of a campaign, or its identifier if it was never named.
    pub(super) fn campaign_name(&self, id: &CampaignId) -> String {
        self.campaign(id).map_or_else(|| id.to_string(), |campaign| campaign.name.clone())
    }

    /// Returns the campaigns that are called so.
    pub(super) fn campaigns_named(&self, name: &str) -> Vec<CampaignId> {
        let given = self.given_names.iter().filter(|(_, given)| *given == name).map(|(id, _)| id.clone());
        let found: Vec<CampaignId> =
            self.campaigns.values().filter(|one| one.name == name).map(|one| one.id.clone()).collect();
        if found.is_empty() { given.collect() } else { found }
    }

    /// Returns the creatives that are called so.
    pub(super) fn creatives_named(&self, name: &str) -> Vec<CreativeId> {
        let of = |wanted: &dyn Fn(&NamedCreative) -> bool| -> Vec<CreativeId> {
            self.creatives.iter().filter(|(_, one)| wanted(one)).map(|(id, _)| id.clone()).collect()
        };
        let found = of(&|one| one.creative.name == name);
        if found.is_empty() { of(&|one| one.label == name) } else { found }
    }

    /// Returns the one identifier of a creative, or `None` if the source does not break down by creative.
    pub(super) fn creative(&self, id: &CreativeId) -> Option<CreativeId> {
        if matches!(id.as_str(), NOT_BROKEN_DOWN | ANALYTICS) {
            return None;
        }
        Some(self.creatives.get(id).map_or_else(|| id.clone(), |one| one.one_of.clone()))
    }

    /// Returns the name of a creative, or its identifier if it was never named.
    pub(super) fn creative_name(&self, id: &CreativeId) -> String {
        self.creatives.get(id).map_or_else(|| id.to_string(), |one| one.label.clone())
    }

    pub(super) fn creative_of(&self, id: &CreativeId) -> Option<&Creative> {
        self.creatives.get(id).map(|one| &one.creative)
    }

    /// Returns the creatives, each once.
    pub(super) fn each_creative(&self) -> impl Iterator<Item = (&CreativeId, &Creative)> {
        self.creatives.iter().filter(|(id, one)| **id == one.one_of).map(|(id, one)| (id, &one.creative))
    }
}

/// Reports whether a channel is meant by a name: its own, or that of its platform.
pub(super) fn is_channel(channel: &Channel, name: &str) -> bool {
    channel.as_str() == name || channel.platform() == name
}

/// Joins creatives of one name and one text, and names the campaign beside those of one name and different texts.
fn named(
    creatives: &[Creative],
    campaigns: &BTreeMap<CampaignId, Campaign>,
) -> BTreeMap<CreativeId, NamedCreative> {
    let mut one_of: BTreeMap<(&str, &str), &CreativeId> = BTreeMap::new();
    for creative in creatives {
        let least = one_of.entry((&creative.name, &creative.copy)).or_insert(&creative.id);
        *least = (*least).min(&creative.id);
    }
    let texts = |name: &str| one_of.keys().filter(|(of, _)| *of == name).count();
    let label = |creative: &Creative| match campaigns.get(&creative.campaign) {
        Some(campaign) if texts(&creative.name) > 1 => format!("{} ({})", creative.name, campaign.name),
        _ => creative.name.clone(),
    };
    let join = |creative: &Creative| {
        let least = one_of.get(&(creative.name.as_str(), creative.copy.as_str())).copied();
        let one_of = least.unwrap_or(&creative.id).clone();
        (creative.id.clone(), NamedCreative { one_of, label: label(creative), creative: creative.clone() })
    };
    creatives.iter().map(join).collect()
}
