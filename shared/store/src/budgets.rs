//! Campaign budgets and the shifts computed from them, which change together or not at all.

use crate::error::StoreError;
use crate::item::take;
use crate::item::{self, Entity, value};
use crate::key::Key;
use crate::table::Store;
use crate::transaction::{NotWritten, check, put};
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem};
use domain::action::supersede::{SupersededShift, depends_on};
use domain::audit::AuditEvent;
use domain::identity::{AdjustmentId, CampaignId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::message::Message;
use domain::metrics::Campaign;
use domain::notification::MemberNotification;
use domain::workspace::Workspace;
use domain::workspace::roster::Roster;
use domain::workspace::rules::ActionRules;

/// Everything that a budget change depends on.
#[derive(Debug, Clone, Default)]
pub struct BudgetRead {
    pub workspace: Option<Workspace>,
    /// The members of the workspace, needed to notify people.
    pub roster: Option<Roster>,
    /// The campaigns that change, and the campaigns that dependent proposals move money to or from.
    pub campaigns: Vec<Campaign>,
    /// The latest shifts, newest first.
    pub shifts: Vec<BudgetAdjustment>,
}

impl BudgetRead {
    /// Returns the rules of the workspace; the default ones if there is no workspace.
    #[must_use]
    pub fn rules(&self) -> ActionRules {
        self.workspace.as_ref().map(|workspace| workspace.rules.clone()).unwrap_or_default()
    }

    /// Returns the campaign with this identifier, or `None` if it was not read.
    #[must_use]
    pub fn campaign(&self, id: &CampaignId) -> Option<&Campaign> {
        self.campaigns.iter().find(|campaign| campaign.id == *id)
    }

    /// Returns the campaigns with one of them replaced by its new state.
    #[must_use]
    pub fn campaigns_with(&self, after: &Campaign) -> Vec<Campaign> {
        let replaced = |campaign: &Campaign| if campaign.id == after.id { after } else { campaign }.clone();
        self.campaigns.iter().map(replaced).collect()
    }
}

/// The writes of a budget change.
pub struct BudgetWrites<'a> {
    pub workspace: &'a WorkspaceId,
    /// The campaigns as they were read; the write fails if one of them has changed since.
    pub campaigns: &'a [Campaign],
    /// The campaigns that change, in their new state.
    pub changed: &'a [Campaign],
    /// The shift whose outcome is reported: its old and its new state.
    pub decided: Option<(&'a BudgetAdjustment, &'a BudgetAdjustment)>,
    /// The proposals that the change supersedes.
    pub superseded: &'a [SupersededShift],
    /// The audit event.
    pub audit: &'a AuditEvent,
    /// The messages to send.
    pub messages: Vec<&'a Message>,
    /// The notifications to store.
    pub notifications: &'a [MemberNotification],
}

impl Store {
    /// Reads what a change to the budgets of these campaigns depends on: one query and one batched read.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_budgets(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[CampaignId],
    ) -> Result<BudgetRead, StoreError> {
        let shifts = self.adjustments(workspace).await?;
        self.read_around(workspace, campaigns, shifts).await
    }

    /// Reads a shift together with what a change to its campaigns' budgets depends on: one query and one batched
    /// read, and another batched read if the shift is not among the latest.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_shift_budgets(
        &self,
        workspace: &WorkspaceId,
        shift: &AdjustmentId,
    ) -> Result<(Option<BudgetAdjustment>, BudgetRead), StoreError> {
        let shifts = self.adjustments(workspace).await?;
        let found = match shifts.iter().find(|known| known.id == *shift) {
            Some(known) => Some(known.clone()),
            None => self.adjustment(workspace, shift).await?,
        };
        let Some(found) = found else {
            return Ok((None, BudgetRead { shifts, ..BudgetRead::default() }));
        };
        let sides = [found.from.campaign.clone(), found.to.campaign.clone()];
        let read = self.read_around(workspace, &sides, shifts).await?;
        Ok((Some(found), read))
    }

    async fn read_around(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[CampaignId],
        shifts: Vec<BudgetAdjustment>,
    ) -> Result<BudgetRead, StoreError> {
        let resting = shifts.iter().filter(|shift| campaigns.iter().any(|one| depends_on(shift, one)));
        let sides = resting.flat_map(|shift| [&shift.from.campaign, &shift.to.campaign]);
        let mut wanted: Vec<&CampaignId> = campaigns.iter().chain(sides).collect();
        wanted.sort();
        wanted.dedup();
        let (settings, roster) = (Key::workspace(workspace), Key::roster(workspace));
        let campaign_keys: Vec<Key> = wanted.into_iter().map(|id| Key::campaign(workspace, id)).collect();
        let keys: Vec<Key> =
            [settings.clone(), roster.clone()].into_iter().chain(campaign_keys.iter().cloned()).collect();
        let mut found = self.get_all(&keys).await?;
        let mut campaigns = Vec::new();
        for key in &campaign_keys {
            campaigns.extend(take::<Campaign>(&mut found, key)?);
        }
        let (workspace, roster) = (take(&mut found, &settings)?, take(&mut found, &roster)?);
        Ok(BudgetRead { workspace, roster, campaigns, shifts })
    }

    /// Writes a budget change with everything that follows from it.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if a campaign or a shift changed since it was read: read and decide again. Any
    /// other error if the store cannot be written.
    pub async fn write_budgets(&self, writes: &BudgetWrites<'_>) -> Result<(), StoreError> {
        match self.transact(self.budget_writes(writes)?).await {
            Ok(()) => Ok(()),
            Err(NotWritten::Conditions(_)) => Err(StoreError::ConditionFailed),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn budget_writes(&self, writes: &BudgetWrites<'_>) -> Result<Vec<TransactWriteItem>, StoreError> {
        let mut all = vec![self.audit_put(writes.audit)?];
        for read in writes.campaigns {
            let key = Key::campaign(writes.workspace, &read.id);
            all.push(match writes.changed.iter().find(|after| after.id == read.id) {
                Some(after) => self.put_campaign_as_read(&key, after, read)?,
                None => self.still_at_version(&key, read.version)?,
            });
        }
        let superseded = writes.superseded.iter().map(|one| (&one.before, &one.after));
        for (before, after) in superseded.chain(writes.decided) {
            all.push(self.put_at_version(
                &Key::adjustment(&after.workspace, &after.id),
                after,
                before.version,
            )?);
        }
        for successor in writes.superseded.iter().filter_map(|one| one.successor.as_ref()) {
            let key = Key::adjustment(&successor.workspace, &successor.id);
            all.push(self.put_new(item::write(&key, successor)?)?);
        }
        for message in &writes.messages {
            all.push(self.message_put(message)?);
        }
        for notification in writes.notifications {
            all.push(self.notification_put(notification)?);
        }
        Ok(all)
    }

    /// Creates a put that replaces an item only if it still has the version that was read.
    fn put_at_version<E: Entity>(
        &self,
        key: &Key,
        entity: &E,
        read: u64,
    ) -> Result<TransactWriteItem, StoreError> {
        put(Put::builder()
            .table_name(&self.table)
            .set_item(Some(item::write(key, entity)?))
            .condition_expression("version = :read")
            .expression_attribute_values(":read", value(&read)?))
    }

    /// Creates a put that replaces a campaign only if it has the version and the names that were read: a new name changes no
    /// version, because no proposal depends on it, and must not be undone.
    fn put_campaign_as_read(
        &self,
        key: &Key,
        after: &Campaign,
        read: &Campaign,
    ) -> Result<TransactWriteItem, StoreError> {
        let as_read = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item::write(key, after)?))
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":read", value(&read.version)?)
            .expression_attribute_values(":name", value(&read.name)?);
        let condition = "version = :read AND #name = :name";
        if read.other_names.is_empty() {
            put(as_read.condition_expression(format!("{condition} AND attribute_not_exists(other_names)")))
        } else {
            put(as_read
                .condition_expression(format!("{condition} AND other_names = :others"))
                .expression_attribute_values(":others", value(&read.other_names)?))
        }
    }

    fn still_at_version(&self, key: &Key, read: u64) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(key.attributes()))
                .condition_expression("version = :read")
                .expression_attribute_values(":read", value(&read)?),
        )
    }
}
