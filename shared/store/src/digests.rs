//! Digests and the messages that carry them, stored together and at most once per person and local date.

use crate::error::StoreError;
use crate::item;
use crate::key::{self, Key};
use crate::table::Store;
use crate::transaction::NotWritten;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::digest::WhatsAppDigest;
use domain::identity::{MessageId, WorkspaceId};
use domain::message::Message;
use std::collections::BTreeSet;

/// How many keys one batched read takes.
const KEYS_IN_A_BATCH: usize = 100;

/// The outcome of storing a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredDigest {
    /// The digest was stored.
    New,
    /// The person already has a digest for this date; this is its message.
    AlreadyThere(Box<Message>),
}

impl Store {
    /// Stores a digest and its message, unless the person already has one for this local date. This claim ensures
    /// that a digest goes out at most once per (subscription, local date).
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn store_digest(
        &self,
        message: &Message,
        digest: &WhatsAppDigest,
    ) -> Result<StoredDigest, StoreError> {
        let workspace = &message.workspace;
        let writes = vec![
            self.message_put(message)?,
            self.put_new(item::write(&Key::digest(workspace, &message.id), digest)?)?,
        ];
        match self.transact(writes).await {
            Ok(()) => Ok(StoredDigest::New),
            Err(NotWritten::Conditions(mut standing)) => match standing.swap_remove(0).item() {
                Some(there) => Ok(StoredDigest::AlreadyThere(Box::new(item::read(there)?))),
                None => Err(StoreError::ConditionFailed),
            },
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Creates the write for a new message.
    pub fn message_put(&self, message: &Message) -> Result<TransactWriteItem, StoreError> {
        let workspace = &message.workspace;
        let stored = item::write(&Key::message(workspace, &message.id), message)?;
        self.put_new(item::listed(stored, key::message_list(workspace), key::sortable(message.created_at)))
    }

    /// Returns which of these messages exist.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn messages_there(
        &self,
        workspace: &WorkspaceId,
        ids: &[MessageId],
    ) -> Result<BTreeSet<MessageId>, StoreError> {
        let mut there = BTreeSet::new();
        for batch in ids.chunks(KEYS_IN_A_BATCH) {
            let keys: Vec<Key> = batch.iter().map(|id| Key::message(workspace, id)).collect();
            let found = self.get_all(&keys).await?;
            let known = batch.iter().filter(|id| found.contains_key(&Key::message(workspace, id)));
            there.extend(known.cloned());
        }
        Ok(there)
    }

    /// Reads a digest together with its message, which has the delivery state.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn digest(
        &self,
        workspace: &WorkspaceId,
        message: &MessageId,
    ) -> Result<Option<(WhatsAppDigest, Message)>, StoreError> {
        let (digest_key, message_key) = (Key::digest(workspace, message), Key::message(workspace, message));
        let mut found = self.get_all(&[digest_key.clone(), message_key.clone()]).await?;
        match (found.remove(&digest_key), found.remove(&message_key)) {
            (Some(digest), Some(message)) => Ok(Some((item::read(digest)?, item::read(message)?))),
            _ => Ok(None),
        }
    }
}
