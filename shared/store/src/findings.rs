//! Alerts, recommendations and budget shifts.

use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::Store;
use crate::transaction::{NotWritten, put};
use aws_sdk_dynamodb::types::{AttributeValue, Put};
use domain::identity::{AdjustmentId, RecommendationId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, AlertChange, DayFindings, Recommendation};
use domain::message::Message;
use jiff::civil::Date;

/// How many of the latest budget shifts are looked at.
pub const LATEST_SHIFTS: i32 = 30;

impl Store {
    /// Reads the alerts of a workspace, open and resolved.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn alerts(&self, workspace: &WorkspaceId) -> Result<Vec<Alert>, StoreError> {
        let items = self.query(&key::findings(workspace), Range::BeginsWith("ALERT#")).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Stores one change of an alert, unless somebody changed the alert since it was read.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] when the alert changed since; otherwise when the store cannot be written.
    pub async fn save_alert(&self, change: &AlertChange) -> Result<(), StoreError> {
        let alert = change.alert();
        let stored = item::write(&Key::alert(&alert.workspace, &alert.finding.id), alert)?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(stored));
        let request = request
            .condition_expression("attribute_not_exists(pk) OR version = :before")
            .expression_attribute_values(":before", AttributeValue::N((alert.version - 1).to_string()));
        request.send().await.map(|_| ()).map_err(StoreError::from_sdk)
    }

    /// Stores what was found on a day, replacing what was found before.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn save_day(&self, findings: &DayFindings) -> Result<(), StoreError> {
        let stored = item::write(&Key::day(&findings.workspace, findings.day), findings)?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(stored));
        request.send().await.map(|_| ()).map_err(StoreError::from_sdk)
    }

    /// Reads what was found on a day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn day(&self, workspace: &WorkspaceId, day: Date) -> Result<Option<DayFindings>, StoreError> {
        let key = Key::day(workspace, day);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads which day was judged last; nothing before the first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn newest_day(&self, workspace: &WorkspaceId) -> Result<Option<Date>, StoreError> {
        let mut items = self.query_last(&key::findings(workspace), "DAY#", 1).await?;
        let newest: Option<DayFindings> = items.pop().map(item::read).transpose()?;
        Ok(newest.map(|findings| findings.day))
    }

    /// Reads the latest budget shifts of a workspace, at most [`LATEST_SHIFTS`], newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn adjustments(&self, workspace: &WorkspaceId) -> Result<Vec<BudgetAdjustment>, StoreError> {
        let items = self.query_last(&key::findings(workspace), "ADJUSTMENT#", LATEST_SHIFTS).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads the latest recommendations of a workspace, at most [`LATEST_SHIFTS`], newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn recommendations(&self, workspace: &WorkspaceId) -> Result<Vec<Recommendation>, StoreError> {
        let items = self.query_last(&key::findings(workspace), "RECOMMENDATION#", LATEST_SHIFTS).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads one budget shift.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn adjustment(
        &self,
        workspace: &WorkspaceId,
        id: &AdjustmentId,
    ) -> Result<Option<BudgetAdjustment>, StoreError> {
        let key = Key::adjustment(workspace, id);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads one recommendation.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn recommendation(
        &self,
        workspace: &WorkspaceId,
        id: &RecommendationId,
    ) -> Result<Option<Recommendation>, StoreError> {
        let key = Key::recommendation(workspace, id);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Stores a new proposal and the waiting ones that it takes the place of, each as it was and as it is to be, and what
    /// is told about that, together. A proposal that is there already is left as it is; one that was decided meanwhile is
    /// never overwritten.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] when one that waits was decided meanwhile; otherwise when the store cannot be
    /// written.
    pub async fn propose(
        &self,
        recommendation: &Recommendation,
        adjustment: &BudgetAdjustment,
        superseded: &[(&BudgetAdjustment, BudgetAdjustment)],
        messages: &[Message],
    ) -> Result<Proposed, StoreError> {
        let workspace = &adjustment.workspace;
        let mut writes = vec![
            self.put_new(item::write(&Key::adjustment(workspace, &adjustment.id), adjustment)?)?,
            self.put_over(item::write(&Key::recommendation(workspace, &recommendation.id), recommendation)?)?,
        ];
        for (before, after) in superseded {
            let stored = item::write(&Key::adjustment(workspace, &after.id), after)?;
            let put_over = Put::builder().table_name(&self.table).set_item(Some(stored));
            let put_over = put_over
                .condition_expression("version = :seen")
                .expression_attribute_values(":seen", AttributeValue::N(before.version.to_string()));
            writes.push(put(put_over)?);
        }
        for message in messages {
            writes.push(self.message_put(message)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(Proposed::New),
            Err(NotWritten::Conditions(mut standing)) => match standing.swap_remove(0).item() {
                Some(there) => Ok(Proposed::AlreadyThere(Box::new(item::read(there)?))),
                None => Err(StoreError::ConditionFailed),
            },
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposed {
    /// It is stored now.
    New,
    /// It was stored before; this is how it stands.
    AlreadyThere(Box<BudgetAdjustment>),
}
