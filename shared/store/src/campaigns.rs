//! Single changes of campaigns and creatives. Each touches only what it is about, under the condition that it rests on: imports,
//! programs and people change the same campaign at the same time.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::Key;
use crate::table::Store;
use domain::identity::{CampaignId, WorkspaceId};
use domain::metrics::{BudgetSource, Campaign, Creative};
use futures::stream::{StreamExt, TryStreamExt, iter};

/// How many campaigns are written concurrently.
const CONCURRENT: usize = 16;

impl Store {
    /// Stores campaigns that are new; those that are there stay as they are.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn create_campaigns(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[Campaign],
    ) -> Result<(), StoreError> {
        let created = iter(campaigns).map(|campaign| self.create_campaign(workspace, campaign));
        created.buffer_unordered(CONCURRENT).try_collect().await
    }

    /// Stores a campaign that is new; one that is there stays as it is.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn create_campaign(
        &self,
        workspace: &WorkspaceId,
        campaign: &Campaign,
    ) -> Result<(), StoreError> {
        let item = item::write(&Key::campaign(workspace, &campaign.id), campaign)?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
        let sent = request.condition_expression("attribute_not_exists(pk)").send().await;
        match sent.map_err(StoreError::from_sdk) {
            Ok(_) | Err(StoreError::ConditionFailed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Stores the estimated budgets of campaigns, each with its new version, unless somebody stated or changed the budget since
    /// it was read.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn estimate_budgets(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[Campaign],
    ) -> Result<(), StoreError> {
        let estimated = iter(campaigns).map(|campaign| self.estimate_budget(workspace, campaign));
        estimated.buffer_unordered(CONCURRENT).try_collect().await
    }

    async fn estimate_budget(&self, workspace: &WorkspaceId, campaign: &Campaign) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::campaign(workspace, &campaign.id).attributes()))
            .update_expression("SET daily_budget = :budget, version = :version")
            .condition_expression("version = :read AND budget_source = :estimated")
            .expression_attribute_values(":budget", value(&campaign.daily_budget)?)
            .expression_attribute_values(":version", value(&campaign.version)?)
            .expression_attribute_values(":read", value(&campaign.version.saturating_sub(1))?)
            .expression_attribute_values(":estimated", value(&BudgetSource::EstimatedFromSpend)?);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) | Err(StoreError::ConditionFailed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Stores what campaigns are called and were called before, and their account and identifier at the platform. Nothing else
    /// of them changes, so that a budget or another name which somebody changes meanwhile stays.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn name_campaigns(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[Campaign],
    ) -> Result<(), StoreError> {
        for campaign in campaigns {
            self.name_campaign(workspace, campaign).await?;
        }
        Ok(())
    }

    async fn name_campaign(&self, workspace: &WorkspaceId, campaign: &Campaign) -> Result<(), StoreError> {
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::campaign(workspace, &campaign.id).attributes()))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":name", value(&campaign.name)?);
        let mut sets = vec!["#name = :name"];
        let mut removes = "";
        if campaign.former_names.is_empty() {
            removes = " REMOVE former_names";
        } else {
            sets.push("former_names = :former");
            request = request.expression_attribute_values(":former", value(&campaign.former_names)?);
        }
        if let Some(account) = &campaign.account {
            sets.push("account = :account");
            request = request.expression_attribute_values(":account", value(account)?);
        }
        if let Some(external_id) = &campaign.external_id {
            sets.push("external_id = :external_id");
            request = request.expression_attribute_values(":external_id", value(external_id)?);
        }
        let request = request.update_expression(format!("SET {}{removes}", sets.join(", ")));
        match request.send().await.map_err(StoreError::from_sdk) {
            // A campaign that is gone meanwhile has no name.
            Ok(_) | Err(StoreError::ConditionFailed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Stores what the workspace calls a campaign beside its name, and nothing else of it.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn set_other_names(
        &self,
        workspace: &WorkspaceId,
        campaign: &CampaignId,
        names: &[String],
    ) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::campaign(workspace, campaign).attributes()))
            .condition_expression("attribute_exists(pk)");
        let request = if names.is_empty() {
            request.update_expression("REMOVE other_names")
        } else {
            request
                .update_expression("SET other_names = :names")
                .expression_attribute_values(":names", value(&names)?)
        };
        match request.send().await.map_err(StoreError::from_sdk) {
            // A campaign that is gone meanwhile has no name.
            Ok(_) | Err(StoreError::ConditionFailed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Stores one creative, replacing one with the same campaign and identifier.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn put_creative(&self, workspace: &WorkspaceId, creative: &Creative) -> Result<(), StoreError> {
        let item = item::write(&Key::creative(workspace, &creative.campaign, &creative.id), creative)?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
        request.send().await.map(drop).map_err(StoreError::from_sdk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use domain::money::Money;
    use domain::settings::WorkspaceSettings;
    use domain::testing::{campaign, dollars, settings};

    async fn stored(store: &Store) -> Campaign {
        let settings = store.settings(&settings().workspace.id).await.unwrap().unwrap();
        settings.campaigns.into_iter().find(|campaign| campaign.id.as_str() == "one").unwrap()
    }

    fn estimated(budget: Money, version: u64) -> Campaign {
        let budget_source = BudgetSource::EstimatedFromSpend;
        Campaign { budget_source, version, daily_budget: budget, ..campaign("one", "One", 10) }
    }

    #[tokio::test]
    async fn an_estimate_replaces_only_the_estimate_that_it_was_made_of() {
        let store = embedded::start().store;
        store.save_settings(&settings()).await.unwrap();
        let workspace = settings().workspace.id;
        store.create_campaigns(&workspace, &[estimated(dollars(10), 1)]).await.unwrap();
        store.create_campaigns(&workspace, &[estimated(dollars(99), 1)]).await.unwrap();
        assert_eq!(stored(&store).await.daily_budget, dollars(10), "one that is there stays");
        store.estimate_budgets(&workspace, &[estimated(dollars(20), 2)]).await.unwrap();
        assert_eq!((stored(&store).await.daily_budget, stored(&store).await.version), (dollars(20), 2));
        store.estimate_budgets(&workspace, &[estimated(dollars(30), 2)]).await.unwrap();
        assert_eq!(stored(&store).await.daily_budget, dollars(20), "of another version");
        let stated = Campaign { budget_source: BudgetSource::Stated, ..estimated(dollars(50), 3) };
        store.save_campaigns(&workspace, &[stated]).await.unwrap();
        store.estimate_budgets(&workspace, &[estimated(dollars(40), 4)]).await.unwrap();
        assert_eq!(stored(&store).await.daily_budget, dollars(50), "somebody stated it meanwhile");
    }

    #[tokio::test]
    async fn a_new_name_leaves_other_names_and_other_names_leave_the_rest() {
        let store = embedded::start().store;
        store.save_settings(&settings()).await.unwrap();
        let workspace = settings().workspace.id;
        let before = campaign("one", "One", 10);
        store.create_campaign(&workspace, &before).await.unwrap();
        let others = ["Uno".to_owned()];
        store.set_other_names(&workspace, &before.id, &others).await.unwrap();
        store.name_campaigns(&workspace, &[before.renamed("Two")]).await.unwrap();
        let expected = Campaign {
            name: "Two".into(),
            former_names: vec!["One".into()],
            other_names: others.to_vec(),
            ..before.clone()
        };
        assert_eq!(stored(&store).await, expected);
        store.name_campaigns(&workspace, &[expected.renamed("one")]).await.unwrap();
        store.set_other_names(&workspace, &before.id, &[]).await.unwrap();
        let former_names = vec!["Two".to_owned()];
        assert_eq!(stored(&store).await, Campaign { name: "one".into(), former_names, ..before });
    }

    #[tokio::test]
    async fn a_campaign_that_is_gone_is_not_made_anew_by_its_names() {
        let store = embedded::start().store;
        store.save_settings(&settings()).await.unwrap();
        let workspace = settings().workspace.id;
        store.set_other_names(&workspace, &"gone".parse().unwrap(), &["Uno".to_owned()]).await.unwrap();
        let campaigns = store.settings(&workspace).await.unwrap().unwrap().campaigns;
        assert!(campaigns.iter().all(|campaign| campaign.id.as_str() != "gone"));
    }

    #[tokio::test]
    async fn the_names_of_a_thousand_campaigns_cost_no_second_read() {
        let embedded = embedded::start();
        let named = |number: usize| {
            let id = format!("c{number}");
            let name = |year: usize| format!("Prospecting Lookalike Spring {number} {year}");
            let campaign = (2020..2026).fold(campaign(&id, "x", 10), |one, year| one.renamed(&name(year)));
            Campaign { other_names: vec![format!("Spring {number}")], ..campaign }
        };
        let campaigns: Vec<Campaign> = (0..1_000).map(named).collect();
        assert!(campaigns.iter().all(|one| one.former_names.len() == 5));
        embedded.store.save_settings(&WorkspaceSettings { campaigns, ..settings() }).await.unwrap();
        embedded.calls.take();
        let read = embedded.store.settings(&settings().workspace.id).await.unwrap().unwrap();
        assert_eq!((read.campaigns.len(), embedded.calls.take()), (1_000, vec!["Query".to_owned()]));
    }
}
