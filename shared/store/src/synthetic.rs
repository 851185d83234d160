//! What the canaries of the nightly proof store and read, in the synthetic workspaces only.

use crate::conversations::KEPT_SECONDS;
use crate::error::StoreError;
use crate::item;
use crate::item::take;
use crate::key::Key;
use crate::table::Store;
use domain::audit::AuditEvent;
use domain::identity::{AdjustmentId, AuditEventId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::instant::EpochSecond;
use domain::message::conversation::WhatsAppConversationEntry;
use domain::settings::WorkspaceSettings;
use domain::token::{TokenClaims, WhatsAppActionToken};
use domain::verification::canary::is_synthetic;
use jiff::Timestamp;

/// How long the token of a canary is kept after its expiry, in seconds: 30 days.
const TOKEN_KEPT_SECONDS: i64 = 30 * 24 * 3_600;

/// The state after a canary's attempt.
#[derive(Debug, Clone, Default)]
pub struct SyntheticState {
    pub token: Option<WhatsAppActionToken>,
    pub shift: Option<BudgetAdjustment>,
}

impl Store {
    /// Stores a synthetic workspace, which is not listed anywhere.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] for any other workspace; any other error if the store cannot be written.
    pub async fn save_synthetic_settings(&self, settings: &WorkspaceSettings) -> Result<(), StoreError> {
        only_synthetic(&settings.workspace.id)?;
        self.write_settings(settings, None).await
    }

    /// Stores shifts of synthetic workspaces, overwriting whatever exists.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] for a shift of any other workspace; any other error if the store cannot be written.
    pub async fn save_synthetic_shifts(&self, shifts: &[BudgetAdjustment]) -> Result<(), StoreError> {
        let write = |shift: &BudgetAdjustment| {
            only_synthetic(&shift.workspace)?;
            item::write(&Key::adjustment(&shift.workspace, &shift.id), shift)
        };
        let items = shifts.iter().map(write).collect::<Result<Vec<_>, _>>()?;
        self.put_all(items, &|_| {}).await
    }

    /// Stores the token of an attempt, and the log entry of a message that was already handled.
    ///
    /// # Errors
    /// As [`Store::save_synthetic_shifts`].
    pub async fn save_synthetic_token(
        &self,
        claims: &TokenClaims,
        token: &WhatsAppActionToken,
        logged: Option<&WhatsAppConversationEntry>,
    ) -> Result<(), StoreError> {
        only_synthetic(&claims.workspace)?;
        let stored = item::write(&Key::token(&claims.workspace, &claims.hash()), token)?;
        let mut items = vec![item::expiring(stored, token.valid_until.plus_seconds(TOKEN_KEPT_SECONDS))];
        if let Some(entry) = logged {
            only_synthetic(&entry.workspace)?;
            let key = Key::inbound(&entry.workspace, &entry.member, &entry.message_sid);
            items.push(item::expiring(
                item::write(&key, entry)?,
                EpochSecond::from(entry.at).plus_seconds(KEPT_SECONDS),
            ));
        }
        self.put_all(items, &|_| {}).await
    }

    /// Reads the token and the shift after an attempt.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn synthetic_state(
        &self,
        claims: &TokenClaims,
        shift: &AdjustmentId,
        home: &WorkspaceId,
    ) -> Result<SyntheticState, StoreError> {
        let (token, shift) = (Key::token(&claims.workspace, &claims.hash()), Key::adjustment(home, shift));
        let mut found = self.get_all(&[token.clone(), shift.clone()]).await?;
        Ok(SyntheticState { token: take(&mut found, &token)?, shift: take(&mut found, &shift)? })
    }

    /// Reads one audit event by its time and identifier.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn audit_event_at(
        &self,
        workspace: &WorkspaceId,
        at: Timestamp,
        event: &AuditEventId,
    ) -> Result<Option<AuditEvent>, StoreError> {
        let key = Key::audit(workspace, at, event);
        take(&mut self.get_all(std::slice::from_ref(&key)).await?, &key)
    }
}

fn only_synthetic(workspace: &WorkspaceId) -> Result<(), StoreError> {
    if is_synthetic(workspace) { Ok(()) } else { Err(StoreError::Malformed { kind: "canary" }) }
}
