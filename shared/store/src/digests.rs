//! Digests and the messages that carry them, stored together and at most once per person and local date.

use crate::error::StoreError;
use crate::item::{self, take};
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
        Ok(self.digests(workspace, std::slice::from_ref(message)).await?.pop())
    }

    /// Reads the digests with these messages, as [`digest`](Self::digest) does for one; those that are not there are left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn digests(
        &self,
        workspace: &WorkspaceId,
        messages: &[MessageId],
    ) -> Result<Vec<(WhatsAppDigest, Message)>, StoreError> {
        let mut digests = Vec::with_capacity(messages.len());
        for batch in messages.chunks(KEYS_IN_A_BATCH / 2) {
            let keys = |id| [Key::digest(workspace, id), Key::message(workspace, id)];
            let mut found = self.get_all(&batch.iter().flat_map(keys).collect::<Vec<_>>()).await?;
            for id in batch {
                let (digest, message) = (Key::digest(workspace, id), Key::message(workspace, id));
                let both = take(&mut found, &digest)?.zip(take(&mut found, &message)?);
                digests.extend(both);
            }
        }
        Ok(digests)
    }

    /// Stores a message, unless there is one with its identifier.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn store_message(&self, message: &Message) -> Result<(), StoreError> {
        match self.transact(vec![self.message_put(message)?]).await {
            Ok(()) | Err(NotWritten::Conditions(_)) => Ok(()),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}
