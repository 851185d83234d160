//! Consent: the one thing of a subscription that a person changes by a message.

use crate::audit::AuditEvent;
use crate::conversation::WhatsAppConversationEntry;
use crate::identity::{MemberId, WorkspaceId};
use crate::language::Language;
use crate::store::item;
use crate::store::key::Key;
use crate::store::messages::value;
use crate::store::transaction::{NotWritten, update};
use crate::store::{Store, StoreError};
use crate::workspace::{Consent, Member, WhatsAppSubscription};
use aws_sdk_dynamodb::types::Update;

impl Store {
    /// Reads a person's subscription.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn subscription(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<WhatsAppSubscription>, StoreError> {
        let key = Key::subscription(workspace, member);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads the language that a person is spoken to in; English when the person is not known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn language_of(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Language, StoreError> {
        let key = Key::member(workspace, member);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        let member: Option<Member> = found.remove(&key).map(item::read).transpose()?;
        Ok(Language::choose(&member.iter().map(|member| member.language.as_str()).collect::<Vec<_>>()))
    }

    /// Changes a person's consent, with its audit event and the log entry of the message that asked for it. A message
    /// that was handled before changes nothing; one that asks for what is so already is only logged, so that the time of
    /// the consent stays the time at which it was given or taken back.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn change_consent(
        &self,
        consent: Consent,
        audit: &AuditEvent,
        entry: &WhatsAppConversationEntry,
    ) -> Result<(), StoreError> {
        let changed = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&entry.workspace, &entry.member).attributes()))
            .update_expression("SET consent = :consent, consent_changed_at = :at")
            .condition_expression("attribute_exists(pk) AND consent <> :consent")
            .expression_attribute_values(":consent", value(&consent)?)
            .expression_attribute_values(":at", value(&entry.at)?);
        let writes = vec![update(changed)?, self.audit_put(audit)?, self.entry_put(entry)?];
        match self.transact(writes).await {
            Ok(()) => Ok(()),
            Err(NotWritten::Conditions(_)) => self.log_unchanged(None, entry).await,
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}
