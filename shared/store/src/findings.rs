//! Alerts, recommendations and budget shifts.

use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::Store;
use crate::transaction::{NotWritten, put};
use aws_sdk_dynamodb::types::{AttributeValue, Put};
use domain::digest::judged::JudgedDay;
use domain::identity::{AdjustmentId, RecommendationId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, AlertChange, DayFindings, Recommendation};
use domain::instant::EpochSecond;
use domain::message::Message;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// For how long a judged day is kept, in seconds: two days, after which every zone has had its morning.
const JUDGED_KEPT_SECONDS: i64 = 2 * 24 * 3600;
/// The number of latest budget shifts that are considered.
pub const LATEST_SHIFTS: i32 = 30;

/// A judged day as it is stored: one text, since sums are wider than the numbers of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredJudgement {
    basis: String,
    content: String,
}

impl Store {
    /// Reads the alerts of a workspace, open and resolved.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn alerts(&self, workspace: &WorkspaceId) -> Result<Vec<Alert>, StoreError> {
        let items = self.query(&key::findings(workspace), Range::BeginsWith("ALERT#")).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Stores a change to an alert, unless the alert changed since it was read.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if the alert changed since; any other error if the store cannot be written.
    pub async fn save_alert(&self, change: &AlertChange) -> Result<(), StoreError> {
        let alert = change.alert();
        let stored = item::write(&Key::alert(&alert.workspace, &alert.finding.id), alert)?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(stored));
        let request = request
            .condition_expression("attribute_not_exists(pk) OR version = :before")
            .expression_attribute_values(":before", AttributeValue::N((alert.version - 1).to_string()));
        request.send().await.map(|_| ()).map_err(StoreError::from_sdk)
    }

    /// Stores the findings of a day, replacing the previous ones.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_day(&self, findings: &DayFindings) -> Result<(), StoreError> {
        let stored = item::write(&Key::day(&findings.workspace, findings.day), findings)?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(stored));
        request.send().await.map(|_| ()).map_err(StoreError::from_sdk)
    }

    /// Keeps a judged day for the people of later slots, replacing what was kept before.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn keep_judged(&self, judged: &JudgedDay, now: Timestamp) -> Result<(), StoreError> {
        let content =
            serde_json::to_string(judged).map_err(|_| StoreError::Malformed { kind: "judged_day" })?;
        let stored = StoredJudgement { basis: judged.basis.clone(), content };
        let stored = item::write(&Key::judged_day(&judged.workspace, judged.day), &stored)?;
        let stored = item::expiring(stored, EpochSecond::from(now).plus_seconds(JUDGED_KEPT_SECONDS));
        let request = self.client.put_item().table_name(&self.table).set_item(Some(stored));
        request.send().await.map(|_| ()).map_err(StoreError::from_sdk)
    }

    /// Reads a day as it was judged before, if it was judged by the same.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn judged(
        &self,
        workspace: &WorkspaceId,
        day: Date,
        basis: &str,
    ) -> Result<Option<JudgedDay>, StoreError> {
        let key = Key::judged_day(workspace, day);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        let stored = item::take::<StoredJudgement>(&mut found, &key)?.filter(|stored| stored.basis == basis);
        // A day that another version wrote in its own form is judged again.
        Ok(stored.and_then(|stored| serde_json::from_str(&stored.content).ok()))
    }

    /// Reads the findings of a day.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn day(&self, workspace: &WorkspaceId, day: Date) -> Result<Option<DayFindings>, StoreError> {
        let key = Key::day(workspace, day);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads the day that was evaluated last, or `None` before the first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn newest_day(&self, workspace: &WorkspaceId) -> Result<Option<Date>, StoreError> {
        let mut items = self.query_last(&key::findings(workspace), "DAY#", 1).await?;
        let newest: Option<DayFindings> = items.pop().map(item::read).transpose()?;
        Ok(newest.map(|findings| findings.day))
    }

    /// Reads the latest budget shifts of a workspace, at most [`LATEST_SHIFTS`], newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn adjustments(&self, workspace: &WorkspaceId) -> Result<Vec<BudgetAdjustment>, StoreError> {
        let items = self.query_last(&key::findings(workspace), "ADJUSTMENT#", LATEST_SHIFTS).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads the latest recommendations of a workspace, at most [`LATEST_SHIFTS`], newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn recommendations(&self, workspace: &WorkspaceId) -> Result<Vec<Recommendation>, StoreError> {
        let items = self.query_last(&key::findings(workspace), "RECOMMENDATION#", LATEST_SHIFTS).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads one budget shift.
    ///
    /// # Errors
    /// If the store cannot be read.
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
    /// If the store cannot be read.
    pub async fn recommendation(
        &self,
        workspace: &WorkspaceId,
        id: &RecommendationId,
    ) -> Result<Option<Recommendation>, StoreError> {
        let key = Key::recommendation(workspace, id);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Stores a new proposal together with the waiting proposals that it supersedes, each in its old and new state,
    /// and the notifications about that. An existing proposal is left as it is, and one that was decided in the
    /// meantime is never overwritten.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if a waiting proposal was decided in the meantime; any other error if the
    /// store cannot be written.
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

/// The outcome of storing a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposed {
    /// The proposal was stored.
    New,
    /// The proposal was stored before; this is its current state.
    AlreadyThere(Box<BudgetAdjustment>),
}
