//! The list of workspaces, so that what runs for all of them needs no scan of the table.

use crate::identity::WorkspaceId;
use crate::proof::canary::is_synthetic;
use crate::store::key::{self, Key};
use crate::store::pages::Range;
use crate::store::{Item, Store, StoreError, item};
use serde::{Deserialize, Serialize};

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredWorkspace {
    /// The workspace.
    pub id: WorkspaceId,
}

impl Store {
    /// Reads every workspace that was ever set up, in the order of their identifiers; the synthetic ones of the nightly
    /// proof are not among them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        let items = self.query(key::WORKSPACES, Range::All).await?;
        items.into_iter().map(|item| Ok(item::read::<RegisteredWorkspace>(item)?.id)).collect()
    }
}

/// Makes the entry of a workspace; none for a synthetic one.
pub(crate) fn registration(workspace: &WorkspaceId) -> Result<Option<Item>, StoreError> {
    if is_synthetic(workspace) {
        return Ok(None);
    }
    item::write(&Key::registration(workspace), &RegisteredWorkspace { id: workspace.clone() }).map(Some)
}

#[cfg(test)]
mod tests {
    use crate::store::embedded;
    use crate::testing::{settings, store_workspace, workspace};

    #[tokio::test]
    async fn a_workspace_is_listed_once_it_is_set_up_and_a_synthetic_one_never() {
        let embedded = embedded::start().await;
        assert!(embedded.store.workspaces().await.unwrap().is_empty());
        store_workspace(&embedded.store).await;
        store_workspace(&embedded.store).await;
        let mut synthetic = settings();
        synthetic.workspace.id = "canary".parse().unwrap();
        embedded.store.save_settings(&synthetic).await.unwrap();
        assert_eq!(embedded.store.workspaces().await.unwrap(), [workspace().id]);
    }
}
