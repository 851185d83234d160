//! The records of a request that changes nothing, and the audit log.

use super::Place;
use crate::conversations::KEPT_SECONDS;
use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::{Item, Store};
use crate::transaction::{ConditionResult, NotWritten};
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::action::effects::SideEffects;
use domain::audit::AuditEvent;
use domain::identity::WorkspaceId;
use domain::instant::EpochSecond;
use domain::message::conversation::WhatsAppConversationEntry;

/// The outcome of writing the records of a request that changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logged {
    /// They were written, or were there before.
    Done,
    /// Another worker handled this message in the meantime; its entry contains the reply.
    HandledBefore(Box<WhatsAppConversationEntry>),
    /// Another message asked for cards in the meantime: nothing was written.
    CardsAskedBefore,
}

impl Store {
    /// Writes the records of a request that changes nothing: the conversation entry, the messages to be sent, and an
    /// audit event if one is due. If the message was handled in the meantime, nothing is written twice; if a worker
    /// already recorded its refusal, the audit event is not written again.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn log_unchanged(
        &self,
        audit: Option<&AuditEvent>,
        effects: &SideEffects,
    ) -> Result<Logged, StoreError> {
        let mut writes = self.only_writes(effects)?;
        if let Some(audit) = audit {
            writes.push(self.audit_put(audit)?);
        }
        let recorded = audit.filter(|_| effects.entry.is_some());
        if let Some(audit) = recorded {
            writes.push(self.absent(&Key::refusal(&audit.workspace, &audit.id))?);
        }
        if writes.is_empty() {
            return Ok(Logged::Done);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(Logged::Done),
            Err(NotWritten::Conditions(standing)) if recorded.is_some() && is_recorded(&standing) => {
                self.write_once(self.only_writes(effects)?).await.map(|()| Logged::Done)
            }
            Err(NotWritten::Conditions(standing)) => refused(effects, standing),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn only_writes(&self, effects: &SideEffects) -> Result<Vec<TransactWriteItem>, StoreError> {
        Ok(self.effect_writes(effects)?.into_iter().map(|(_, write): (Place, _)| write).collect())
    }

    /// Writes the audit event of a tap or a START that does not come from the person it names. Nothing is added to
    /// that person's conversation; a mark for the message replaces the entry, so that the event is not written twice.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn log_stranger(&self, audit: &AuditEvent) -> Result<(), StoreError> {
        let mark = item::mark(&Key::stranger(&audit.workspace, &audit.id), "stranger");
        self.log_once(mark, audit).await
    }

    /// Writes the audit event of an attempt by a link or a bearer token that was denied, unless a worker or an earlier
    /// attempt wrote it: its mark is the one of [`record_refusal`](Self::record_refusal).
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn log_denied(&self, audit: &AuditEvent) -> Result<(), StoreError> {
        let mark = item::mark(&Key::refusal(&audit.workspace, &audit.id), "refusal");
        self.log_once(mark, audit).await
    }

    async fn log_once(&self, mark: Item, audit: &AuditEvent) -> Result<(), StoreError> {
        let mark = item::expiring(mark, EpochSecond::from(audit.at).plus_seconds(KEPT_SECONDS));
        self.write_once(vec![self.put_new(mark)?, self.audit_put(audit)?]).await
    }

    /// Creates the write for an audit event.
    pub(crate) fn audit_put(&self, audit: &AuditEvent) -> Result<TransactWriteItem, StoreError> {
        self.put_new(item::write(&Key::audit(&audit.workspace, audit.at, &audit.id), audit)?)
    }

    async fn write_once(&self, writes: Vec<TransactWriteItem>) -> Result<(), StoreError> {
        match self.transact(writes).await {
            Ok(()) | Err(NotWritten::Conditions(_)) => Ok(()),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Reads the latest audit events of a workspace, newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn latest_audit(
        &self,
        workspace: &WorkspaceId,
        limit: i32,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let items = self.query_last(&key::audit(workspace), "", limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads every audit event of a workspace, oldest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn audit(&self, workspace: &WorkspaceId) -> Result<Vec<AuditEvent>, StoreError> {
        let items = self.query(&key::audit(workspace), Range::All).await?;
        items.into_iter().map(item::read).collect()
    }
}

/// Returns what stood in the way. The entry is the first write, and the cards are the only other one whose condition
/// fails while both the entry and the mark of a refusal are absent.
fn refused(effects: &SideEffects, standing: Vec<ConditionResult>) -> Result<Logged, StoreError> {
    let first = standing.into_iter().next();
    let entry = first.filter(|_| effects.entry.is_some()).and_then(ConditionResult::item);
    match entry {
        Some(entry) => Ok(Logged::HandledBefore(Box::new(item::read(entry)?))),
        None if effects.asked_cards.is_some() => Ok(Logged::CardsAskedBefore),
        None => Ok(Logged::Done),
    }
}

/// Reports whether the only failed condition is the mark of a recorded refusal, which is the last condition.
fn is_recorded(standing: &[ConditionResult]) -> bool {
    let last = standing.split_last();
    last.is_some_and(|(mark, others)| {
        *mark != ConditionResult::Clear && others.iter().all(|other| *other == ConditionResult::Clear)
    })
}
