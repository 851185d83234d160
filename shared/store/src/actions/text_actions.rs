//! What is read for an action that is asked for in words, which names nothing by its key.

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

/// What may be assigned in a workspace, and to whom.
#[derive(Debug, Clone)]
pub struct Assignable {
    pub workspace: Option<Workspace>,
    /// Who is in it.
    pub roster: Option<Roster>,
    /// The latest recommendations, newest first.
    pub recommendations: Vec<Recommendation>,
    /// The latest budget shifts, newest first.
    pub shifts: Vec<BudgetAdjustment>,
}

/// A shift that somebody declined, to be kept with the reason.
#[derive(Debug, Clone)]
pub struct ToExplain {
    pub workspace: Option<Workspace>,
    pub shift: Option<BudgetAdjustment>,
}

impl Store {
    /// Reads what may be assigned in a workspace and to whom: three reads at the same time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn assignable(&self, workspace: &WorkspaceId) -> Result<Assignable, StoreError> {
        let (settings, roster) = (Key::workspace(workspace), Key::roster(workspace));
        let keys = [settings.clone(), roster.clone()];
        let (mut found, recommendations, shifts) =
            // Each is boxed: together they would be a large part of the stack of whoever waits for them.
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

    /// Reads a shift that a person gives a reason for.
    ///
    /// # Errors
    /// When the store cannot be read.
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
