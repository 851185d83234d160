//! Workspaces with their people, campaigns and sources: one partition, one query.

use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::pages::Range;
use crate::registry::registration;
use crate::schedule::{WorkspacePlaces, places};
use crate::table::{Item, Store};
use domain::identity::{CampaignId, WorkspaceId};
use domain::metrics::{Campaign, Creative, SourceCompleteness};
use domain::settings::WorkspaceSettings;
use domain::verification::canary::is_synthetic;
use domain::workspace::Workspace;
use domain::workspace::roster::Roster;
use domain::workspace::rules::RulesVersion;

impl Store {
    /// Reads a workspace with its people, campaigns and sources, or `None` if it does not exist.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn settings(&self, workspace: &WorkspaceId) -> Result<Option<WorkspaceSettings>, StoreError> {
        let items = self.query(&key::settings(workspace), Range::All).await?;
        let mut found = None;
        let (mut members, mut subscriptions, mut campaigns) = (vec![], vec![], vec![]);
        let (mut sources, mut health) = (vec![], vec![]);
        for stored in items {
            match item::kind(&stored) {
                "workspace" => found = Some(item::read(stored)?),
                "member" => members.push(item::read(stored)?),
                "subscription" => subscriptions.push(item::read(stored)?),
                "campaign" => campaigns.push(item::read(stored)?),
                "source" => sources.push(item::read(stored)?),
                "source_health" => health.push(item::read(stored)?),
                _ => {}
            }
        }
        Ok(found.map(|workspace| WorkspaceSettings {
            workspace,
            members,
            subscriptions,
            campaigns,
            sources,
            health,
        }))
    }

    /// Stores a workspace with its people, campaigns and sources, replacing what exists, lists it, and gives its people
    /// their places in the schedule.
    ///
    /// # Errors
    /// [`StoreError::Reserved`] for a name that is reserved for the nightly proof, [`StoreError::OnePersonTwice`] if two
    /// active members have one address, and [`StoreError::UnknownZone`] if nobody could say when a member's digest is due,
    /// in which cases nothing is written; any other error if the store cannot be written.
    pub async fn save_settings(&self, settings: &WorkspaceSettings) -> Result<(), StoreError> {
        let workspace = &settings.workspace.id;
        if is_synthetic(workspace) {
            return Err(StoreError::Reserved { workspace: workspace.clone() });
        }
        if let Some((one, other, address)) = settings.one_person_twice() {
            return Err(StoreError::OnePersonTwice { one: one.clone(), other: other.clone(), address });
        }
        let WorkspacePlaces { places, unknown_zone } = places(settings);
        if let Some(member) = unknown_zone {
            return Err(StoreError::UnknownZone { member });
        }
        self.write_settings(settings, Some(registration(workspace)?)).await?;
        self.schedule(&places).await
    }

    pub(super) async fn write_settings(
        &self,
        settings: &WorkspaceSettings,
        registration: Option<Item>,
    ) -> Result<(), StoreError> {
        let workspace = &settings.workspace.id;
        let roster = Roster::new(workspace, &settings.members);
        let rules = rules_version(&settings.workspace, jiff::Timestamp::UNIX_EPOCH);
        let mut items = vec![
            item::write(&Key::workspace(workspace), &settings.workspace)?,
            item::write(&Key::roster(workspace), &roster)?,
            item::write(&Key::rules(workspace, rules.version), &rules)?,
        ];
        for member in &settings.members {
            items.push(item::write(&Key::member(workspace, &member.id), member)?);
        }
        for subscription in &settings.subscriptions {
            items.push(item::write(&Key::subscription(workspace, &subscription.member), subscription)?);
        }
        items.extend(campaign_items(workspace, &settings.campaigns)?);
        items.extend(source_items(workspace, &settings.sources)?);
        for health in &settings.health {
            items.push(item::write(&Key::source_health(workspace, &health.channel), health)?);
        }
        items.extend(registration);
        self.put_all(items, &|_| {}).await
    }

    /// Stores campaigns, replacing those with the same identifiers.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_campaigns(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[Campaign],
    ) -> Result<(), StoreError> {
        self.put_all(campaign_items(workspace, campaigns)?, &|_| {}).await
    }

    /// Stores the dates up to which channels are complete.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_sources(
        &self,
        workspace: &WorkspaceId,
        sources: &[SourceCompleteness],
    ) -> Result<(), StoreError> {
        self.put_all(source_items(workspace, sources)?, &|_| {}).await
    }

    /// Stores the dates up to which channels are complete, one after the other: there are few, and whoever may write in batches
    /// may delete.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn put_sources(
        &self,
        workspace: &WorkspaceId,
        sources: &[SourceCompleteness],
    ) -> Result<(), StoreError> {
        for item in source_items(workspace, sources)? {
            let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
            request.send().await.map_err(StoreError::from_sdk)?;
        }
        Ok(())
    }

    /// Stores creatives, replacing those with the same campaign and identifier.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_creatives(
        &self,
        workspace: &WorkspaceId,
        creatives: &[Creative],
    ) -> Result<(), StoreError> {
        let write = |creative: &Creative| {
            item::write(&Key::creative(workspace, &creative.campaign, &creative.id), creative)
        };
        let items = creatives.iter().map(write).collect::<Result<Vec<_>, _>>()?;
        self.put_all(items, &|_| {}).await
    }

    /// Reads the creatives of a campaign.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn creatives(
        &self,
        workspace: &WorkspaceId,
        campaign: &CampaignId,
    ) -> Result<Vec<Creative>, StoreError> {
        let prefix = format!("{campaign}#");
        let items = self.query(&key::creatives(workspace), Range::BeginsWith(&prefix)).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads the creatives of all campaigns.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn creatives_of_all(&self, workspace: &WorkspaceId) -> Result<Vec<Creative>, StoreError> {
        let items = self.query(&key::creatives(workspace), Range::All).await?;
        items.into_iter().map(item::read).collect()
    }
}

/// Returns the entry for the rules history: the current rules, with the time from which they apply.
pub(crate) fn rules_version(workspace: &Workspace, since: jiff::Timestamp) -> RulesVersion {
    RulesVersion {
        version: workspace.rules.version,
        since,
        rules: workspace.rules.clone(),
        single_tap_limit: workspace.single_tap_limit,
    }
}

fn campaign_items(workspace: &WorkspaceId, campaigns: &[Campaign]) -> Result<Vec<Item>, StoreError> {
    campaigns.iter().map(|campaign| item::write(&Key::campaign(workspace, &campaign.id), campaign)).collect()
}

fn source_items(workspace: &WorkspaceId, sources: &[SourceCompleteness]) -> Result<Vec<Item>, StoreError> {
    sources.iter().map(|source| item::write(&Key::source(workspace, &source.channel), source)).collect()
}
