//! The list of workspaces, so that jobs for all workspaces need no table scan.

use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::{Item, Store};
use domain::identity::WorkspaceId;
use serde::{Deserialize, Serialize};

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredWorkspace {
    /// The workspace.
    pub id: WorkspaceId,
}

impl Store {
    /// Reads every workspace that was ever set up, ordered by identifier, without the synthetic workspaces of the
    /// nightly proof.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        let items = self.query(key::WORKSPACES, Range::All).await?;
        items.into_iter().map(|item| Ok(item::read::<RegisteredWorkspace>(item)?.id)).collect()
    }
}

/// Creates the entry of a workspace.
pub(super) fn registration(workspace: &WorkspaceId) -> Result<Item, StoreError> {
    item::write(&Key::registration(workspace), &RegisteredWorkspace { id: workspace.clone() })
}

#[cfg(test)]
mod tests {
    use crate::embedded;
    use crate::error::StoreError;
    use crate::testing::store_workspace;
    use domain::settings::WorkspaceSettings;
    use domain::testing::{settings, workspace};

    fn named(name: &str) -> WorkspaceSettings {
        let mut named = settings();
        named.workspace.id = name.parse().unwrap();
        named
    }

    #[tokio::test]
    async fn a_workspace_is_listed_once_it_is_set_up_and_a_synthetic_one_never() {
        let embedded = embedded::start();
        assert!(embedded.store.workspaces().await.unwrap().is_empty());
        store_workspace(&embedded.store).await;
        store_workspace(&embedded.store).await;
        embedded.store.save_synthetic_settings(&named("canary")).await.unwrap();
        assert_eq!(embedded.store.workspaces().await.unwrap(), [workspace().id]);
    }

    #[tokio::test]
    async fn a_name_that_the_nightly_proof_needs_is_refused_before_anything_is_written() {
        let embedded = embedded::start();
        for name in ["canary", "canary-b"] {
            let refused = embedded.store.save_settings(&named(name)).await.unwrap_err();
            assert!(matches!(&refused, StoreError::Reserved { .. }) && !refused.is_transient());
            let told = refused.to_string();
            assert!(told.contains(&format!(" {name} ")) && told.contains("choose another name"), "{told}");
        }
        assert!(embedded.calls.take().is_empty());
        embedded.store.save_settings(&named("canary-islands")).await.unwrap();
        assert_eq!(embedded.store.workspaces().await.unwrap(), ["canary-islands".parse().unwrap()]);
    }

    #[tokio::test]
    async fn an_address_of_two_active_members_is_refused_before_anything_is_written() {
        let embedded = embedded::start();
        let mut twice = settings();
        let phone = twice.subscriptions.first().and_then(|known| known.phone.clone());
        twice.subscriptions.last_mut().unwrap().phone = phone;
        let refused = embedded.store.save_settings(&twice).await.unwrap_err();
        let told = refused.to_string();
        assert!(told.starts_with("maya and anna have the same WhatsApp number: "), "{told}");
        assert!(embedded.calls.take().is_empty() && !refused.is_transient());
        twice.members.last_mut().unwrap().active = false;
        embedded.store.save_settings(&twice).await.unwrap();
    }

    #[tokio::test]
    async fn nothing_but_a_synthetic_workspace_is_set_up_unlisted() {
        let embedded = embedded::start();
        let refused = embedded.store.save_synthetic_settings(&settings()).await;
        assert!(matches!(refused, Err(StoreError::Malformed { .. })));
        assert!(embedded.calls.take().is_empty());
    }
}
