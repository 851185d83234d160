//! The conversation log, and the owners of addresses.

use crate::error::StoreError;
use crate::item::{self, take};
use crate::key::{self, Key};
use crate::pages::Range;
use crate::table::Store;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::conversation::{AddressOwner, Said, WhatsAppConversationEntry};
use std::collections::BTreeMap;

/// The retention period of the conversation log, in seconds: 400 days.
pub(crate) const KEPT_SECONDS: i64 = 400 * 24 * 3600;

impl Store {
    /// Creates the write for a log entry; it fails if there already is an entry for the same Twilio message.
    pub fn entry_put(&self, entry: &WhatsAppConversationEntry) -> Result<TransactWriteItem, StoreError> {
        let (workspace, member) = (&entry.workspace, &entry.member);
        let key = match entry.said {
            Said::Sent { .. } => Key::outbound(workspace, member, &entry.message_sid),
            Said::Tapped { .. } | Said::Wrote { .. } | Said::SentSomethingElse => {
                Key::inbound(workspace, member, &entry.message_sid)
            }
        };
        let stored = item::write(&key, entry)?;
        let listed = item::listed(stored, key::talk(workspace, member), key::sortable(entry.at));
        self.put_new(item::expiring(listed, EpochSecond::from(entry.at).plus_seconds(KEPT_SECONDS)))
    }

    /// Creates the write for how the person's next text is interpreted; the latest one wins.
    pub(crate) fn expecting_put(
        &self,
        expecting: &domain::message::conversation::Expecting,
    ) -> Result<TransactWriteItem, StoreError> {
        let stored = item::write(&Key::expecting(&expecting.workspace, &expecting.member), expecting)?;
        self.put_over(item::expiring(stored, expecting.until))
    }

    /// Reads a person's inbound message, including the reply to it, by its Twilio identifier.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn inbound_entry(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        message_sid: &str,
    ) -> Result<Option<WhatsAppConversationEntry>, StoreError> {
        let key = Key::inbound(workspace, member, message_sid);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Returns our message to a person that has a Twilio identifier, as far as the log has it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn sent_message(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        sid: &str,
    ) -> Result<Option<MessageId>, StoreError> {
        let key = Key::outbound(workspace, member, sid);
        let entry: Option<WhatsAppConversationEntry> =
            take(&mut self.get_all(std::slice::from_ref(&key)).await?, &key)?;
        Ok(entry.and_then(|entry| match entry.said {
            Said::Sent { message, .. } => Some(message),
            Said::Tapped { .. } | Said::Wrote { .. } | Said::SentSomethingElse => None,
        }))
    }

    /// Returns what the log has of messages to a person: the text of each by its Twilio identifier. What is older than the
    /// log is left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn texts_on_record(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        sids: &[String],
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let keys = sids.iter().map(|sid| Key::outbound(workspace, member, sid));
        let text = |stored| {
            let entry: WhatsAppConversationEntry = item::read(stored)?;
            Ok(match entry.said {
                Said::Sent { text, .. } => Some((entry.message_sid, text)),
                Said::Tapped { .. } | Said::Wrote { .. } | Said::SentSomethingElse => None,
            })
        };
        let found = self.get_many(keys).await?;
        found.into_values().filter_map(|stored| text(stored).transpose()).collect()
    }

    /// Reads the latest entries of a conversation, newest first. The list is eventually consistent.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn latest_talk(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        limit: i32,
    ) -> Result<Vec<WhatsAppConversationEntry>, StoreError> {
        let items = self.list_last(&key::talk(workspace, member), limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Reads the owners of an address, across all workspaces.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn owners(&self, hashed_address: &str) -> Result<Vec<AddressOwner>, StoreError> {
        let items = self.query(&key::address(hashed_address), Range::All).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Stores an owner of an address.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn save_owner(&self, hashed_address: &str, owner: &AddressOwner) -> Result<(), StoreError> {
        let key = Key::address(hashed_address, &owner.workspace, &owner.member);
        self.put_all(vec![item::write(&key, owner)?], &|_| {}).await
    }
}
