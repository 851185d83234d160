//! The receipts of files that came in, whose turn it is in a workspace, and how many files it may send in an hour.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::{self, Key};
use crate::table::{Item, Store};
use domain::identity::{ReceiptId, WorkspaceId};
use domain::import::ImportReceipt;
use domain::instant::EpochSecond;
use domain::workspace::Workspace;
use jiff::Timestamp;

/// For how long a receipt is kept, in seconds: 400 days.
const KEPT_SECONDS: i64 = 400 * 24 * 3600;
/// For how long the count of an hour is kept, in seconds: a day.
const COUNT_KEPT_SECONDS: i64 = 24 * 3600;

/// A workspace with one of its receipts.
#[derive(Debug, Clone)]
pub struct ImportRead {
    pub workspace: Option<Workspace>,
    pub receipt: Option<ImportReceipt>,
}

/// Whether a change was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptChange {
    /// It was written.
    Made,
    /// Somebody changed the receipt first.
    TooLate,
}

/// Whether the files of a workspace may be imported now by who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is the turn of who asked.
    Own,
    /// Another file of the workspace is being imported.
    Others,
}

/// Whether a workspace may send another file in this hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// The file is counted.
    Counted,
    /// It has sent as many as it may.
    UsedUp,
}

impl Store {
    /// Reads a receipt.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn import_receipt(
        &self,
        workspace: &WorkspaceId,
        id: &ReceiptId,
    ) -> Result<Option<ImportReceipt>, StoreError> {
        let key = Key::import_receipt(workspace, id);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        item::take(&mut found, &key)
    }

    /// Reads what depends on a receipt in one batch: the receipt, and whether there is the workspace.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_import(
        &self,
        workspace: &WorkspaceId,
        id: &ReceiptId,
    ) -> Result<ImportRead, StoreError> {
        let keys = [Key::workspace(workspace), Key::import_receipt(workspace, id)];
        let mut found = self.get_all(&keys).await?;
        let [workspace, receipt] = &keys;
        Ok(ImportRead {
            workspace: item::take(&mut found, workspace)?,
            receipt: item::take(&mut found, receipt)?,
        })
    }

    /// Reads the newest receipts of a workspace, newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn import_receipts(
        &self,
        workspace: &WorkspaceId,
        limit: i32,
    ) -> Result<Vec<ImportReceipt>, StoreError> {
        let items = self.list_last(&key::imports(workspace), limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Stores a receipt: a new one, whose revision is 0, if there is none of its identifier; another one if the stored
    /// one has the revision before it.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_import_receipt(&self, receipt: &ImportReceipt) -> Result<ReceiptChange, StoreError> {
        let request = self.client.put_item().table_name(&self.table).set_item(Some(receipt_item(receipt)?));
        let request = match receipt.revision.checked_sub(1) {
            None => request.condition_expression("attribute_not_exists(pk)"),
            Some(before) => request
                .condition_expression("revision = :before")
                .expression_attribute_values(":before", value(&before)?),
        };
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) => Ok(ReceiptChange::Made),
            Err(StoreError::ConditionFailed) => Ok(ReceiptChange::TooLate),
            Err(error) => Err(error),
        }
    }

    /// Takes or keeps the turn of a workspace for a worker: imports of one workspace happen one after the other, because
    /// each is merged with what is stored. A turn that is not kept ends by itself.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn take_import_turn(
        &self,
        workspace: &WorkspaceId,
        worker: &str,
        now: EpochSecond,
        until: EpochSecond,
    ) -> Result<Turn, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::import_turn(workspace).attributes()))
            .update_expression("SET worker = :worker, ends_at = :until")
            .condition_expression("attribute_not_exists(pk) OR worker = :worker OR ends_at <= :now")
            .expression_attribute_values(":worker", value(&worker)?)
            .expression_attribute_values(":until", value(&until)?)
            .expression_attribute_values(":now", value(&now)?);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) => Ok(Turn::Own),
            Err(StoreError::ConditionFailed) => Ok(Turn::Others),
            Err(error) => Err(error),
        }
    }

    /// Ends the turn of a worker; it is no error if it is another one's by now.
    ///
    /// # Errors
    /// If the store cannot be written; the turn then ends by itself.
    pub async fn end_import_turn(&self, workspace: &WorkspaceId, worker: &str) -> Result<(), StoreError> {
        let now_or_before = EpochSecond::new(0);
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::import_turn(workspace).attributes()))
            .update_expression("SET ends_at = :ended")
            .condition_expression("worker = :worker")
            .expression_attribute_values(":worker", value(&worker)?)
            .expression_attribute_values(":ended", value(&now_or_before)?);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) | Err(StoreError::ConditionFailed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Counts a file that a workspace sends through the API, unless it has sent `most` in this hour.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn count_import(
        &self,
        workspace: &WorkspaceId,
        now: Timestamp,
        most: u32,
    ) -> Result<Allowance, StoreError> {
        let expires_at = EpochSecond::from(now).plus_seconds(COUNT_KEPT_SECONDS);
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::import_count(workspace, now).attributes()))
            .update_expression("SET expires_at = :expires ADD files :one")
            .condition_expression("attribute_not_exists(files) OR files < :most")
            .expression_attribute_values(":expires", value(&expires_at)?)
            .expression_attribute_values(":one", value(&1)?)
            .expression_attribute_values(":most", value(&most)?);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) => Ok(Allowance::Counted),
            Err(StoreError::ConditionFailed) => Ok(Allowance::UsedUp),
            Err(error) => Err(error),
        }
    }
}

fn receipt_item(receipt: &ImportReceipt) -> Result<Item, StoreError> {
    let written = item::write(&Key::import_receipt(&receipt.workspace, &receipt.id), receipt)?;
    let place = format!("{}#{}", key::sortable(receipt.received_at), receipt.id);
    let listed = item::listed(written, key::imports(&receipt.workspace), place);
    Ok(item::expiring(listed, EpochSecond::from(receipt.received_at).plus_seconds(KEPT_SECONDS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use domain::import::{ImportRoute, ImportState};
    use domain::testing::{now, workspace};
    use jiff::ToSpan;

    fn receipt(name: &str, received_at: Timestamp) -> ImportReceipt {
        ImportReceipt {
            id: ReceiptId::hashed("i-", name),
            workspace: workspace().id,
            route: ImportRoute::Push,
            channel: None,
            currency: None,
            file: String::new(),
            received_at,
            body_hash: Some("ab".into()),
            object: None,
            attempts: 0,
            given_back: 0,
            revision: 0,
            state: ImportState::Waiting,
        }
    }

    #[tokio::test]
    async fn a_receipt_changes_only_from_the_revision_that_was_read() {
        let store = embedded::start().store;
        let first = receipt("one", now());
        assert_eq!(store.save_import_receipt(&first).await.unwrap(), ReceiptChange::Made);
        assert_eq!(
            store.save_import_receipt(&first).await.unwrap(),
            ReceiptChange::TooLate,
            "a second new one"
        );
        let failed = first.moved_to(ImportState::Failed { at: now() });
        assert_eq!(store.save_import_receipt(&failed).await.unwrap(), ReceiptChange::Made);
        let late = first.moved_to(ImportState::Superseded { at: now() });
        assert_eq!(store.save_import_receipt(&late).await.unwrap(), ReceiptChange::TooLate);
        assert_eq!(store.import_receipt(&first.workspace, &first.id).await.unwrap(), Some(failed));
    }

    #[tokio::test]
    async fn receipts_are_listed_newest_first_and_without_the_turn_and_the_counts() {
        let store = embedded::start().store;
        let (old, new) = (receipt("old", now()), receipt("new", now() + 1.second()));
        for receipt in [&new, &old] {
            store.save_import_receipt(receipt).await.unwrap();
        }
        let at = EpochSecond::from(now());
        store.take_import_turn(&old.workspace, "one", at, at.plus_seconds(9)).await.unwrap();
        store.count_import(&old.workspace, now(), 9).await.unwrap();
        let listed = store.import_receipts(&old.workspace, 10).await.unwrap();
        assert_eq!(listed, vec![new, old]);
    }

    #[tokio::test]
    async fn one_worker_has_the_turn_until_it_ends_or_is_not_kept() {
        let store = embedded::start().store;
        let (workspace, at) = (workspace().id, EpochSecond::new(100));
        let take = async |worker: &str, at: EpochSecond| {
            store.take_import_turn(&workspace, worker, at, at.plus_seconds(45)).await.unwrap()
        };
        assert_eq!(take("one", at).await, Turn::Own);
        assert_eq!(take("two", at.plus_seconds(44)).await, Turn::Others);
        assert_eq!(take("one", at.plus_seconds(44)).await, Turn::Own, "kept");
        store.end_import_turn(&workspace, "two").await.unwrap();
        assert_eq!(take("two", at.plus_seconds(88)).await, Turn::Others, "not ended by another one");
        assert_eq!(take("two", at.plus_seconds(89)).await, Turn::Own, "not kept");
        store.end_import_turn(&workspace, "two").await.unwrap();
        assert_eq!(take("one", at.plus_seconds(89)).await, Turn::Own, "ended");
    }

    #[tokio::test]
    async fn a_workspace_sends_so_many_files_an_hour_and_no_more() {
        let store = embedded::start().store;
        let id = workspace().id;
        for _ in 0..2 {
            assert_eq!(store.count_import(&id, now(), 2).await.unwrap(), Allowance::Counted);
        }
        assert_eq!(store.count_import(&id, now(), 2).await.unwrap(), Allowance::UsedUp);
        assert_eq!(store.count_import(&id, now() + 1.hour(), 2).await.unwrap(), Allowance::Counted);
    }
}
