//! What was stored of several campaigns under one name, before the platform's identifiers were known. One of them goes on with
//! it; the days that another one of them has now are given up, so that no day counts twice.

use domain::identity::CampaignId;
use domain::metrics::DailyMetric;
use domain::settings::WorkspaceSettings;
use importer::reader::{Import, ImportedCampaign};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Splits stored facts into those that stay and those whose day another campaign of the same former name has now.
pub(super) fn split(
    settings: &WorkspaceSettings,
    import: &Import,
    stored: Vec<DailyMetric>,
) -> (Vec<DailyMetric>, Vec<DailyMetric>) {
    let days = days_of_siblings(settings, import);
    if days.is_empty() {
        return (stored, Vec::new());
    }
    let own: HashSet<(&CampaignId, Date)> =
        import.facts.iter().map(|fact| (&fact.campaign, fact.date)).collect();
    let stays = |fact: &DailyMetric| {
        let is_theirs = days.get(&fact.campaign).is_some_and(|days| days.contains(&fact.date));
        !is_theirs || own.contains(&(&fact.campaign, fact.date)) || fact.is_analytics()
    };
    stored.into_iter().partition(stays)
}

/// Returns, for each campaign that takes its identifier with this import, the days of the others of its former name.
fn days_of_siblings(settings: &WorkspaceSettings, import: &Import) -> HashMap<CampaignId, HashSet<Date>> {
    let mut days: HashMap<CampaignId, HashSet<Date>> = HashMap::new();
    for adopting in import.campaigns.iter().filter(|imported| imported.external_id.is_some()) {
        let before = settings.campaigns.iter().find(|known| known.id == adopting.id);
        let Some(before) = before.filter(|known| known.external_id.is_none()) else { continue };
        let is_sibling = |one: &&ImportedCampaign| {
            one.id != adopting.id
                && one.channel.platform() == adopting.channel.platform()
                && one.spellings.contains(&before.name)
        };
        let siblings: HashSet<&CampaignId> =
            import.campaigns.iter().filter(is_sibling).map(|one| &one.id).collect();
        let theirs =
            import.facts.iter().filter(|fact| siblings.contains(&fact.campaign)).map(|fact| fact.date);
        days.entry(adopting.id.clone()).or_default().extend(theirs);
    }
    days.retain(|_, days| !days.is_empty());
    days
}
