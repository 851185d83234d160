//! The reads for actions requested in free text, which contains no keys.

use crate::error::StoreError;
use crate::item::take;
use crate::key::Key;
use crate::table::Store;
use domain::identity::{AdjustmentId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::Recommendation;
use domain::workspace::Workspace;
use domain::workspace::roster::Roster;
use futures::future::try_join3;

/// The items of a workspace that can be assigned, and the people they can be assigned to.
#[derive(Debug, Clone)]
pub struct Assignable {
    pub workspace: Option<Workspace>,
    /// The members of the workspace.
    pub roster: Option<Roster>,
    /// The latest recommendations, newest first.
    pub recommendations: Vec<Recommendation>,
    /// The latest budget shifts, newest first.
    pub shifts: Vec<BudgetAdjustment>,
}

/// A declined shift whose reason is about to be stored.
#[derive(Debug, Clone)]
pub struct ToExplain {
    pub workspace: Option<Workspace>,
    pub shift: Option<BudgetAdjustment>,
}

impl Store {
    /// Reads what can be assigned in a workspace, and to whom, with three concurrent reads.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn assignable(&self, workspace: &WorkspaceId) -> Result<Assignable, StoreError> {
        let (settings, roster) = (Key::workspace(workspace), Key::roster(workspace));
        let keys = [settings.clone(), roster.clone()];
        let (mut found, recommendations, shifts) =
            // Boxed, because together these futures would take up much of the caller's stack.
            try_join3(
                Box::pin(self.get_all(&keys)),
                Box::pin(self.recommendations(workspace)),
                Box::pin(self.adjustments(workspace)),
            )
            .await?;
        Ok(Assignable {
            workspace: take(&mut found, &settings)?,
            roster: take(&mut found, &roster)?,
            recommendations,
            shifts,
        })
    }

    /// Reads the shift that a person gives a reason for.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn shift_to_explain(
        &self,
        workspace: &WorkspaceId,
        shift: &AdjustmentId,
    ) -> Result<ToExplain, StoreError> {
        let (settings, shift) = (Key::workspace(workspace), Key::adjustment(workspace, shift));
        let mut found = self.get_all(&[settings.clone(), shift.clone()]).await?;
        Ok(ToExplain { workspace: take(&mut found, &settings)?, shift: take(&mut found, &shift)? })
    }
}
