//! Mailboxes: suppressed addresses, by a hash of the address, and whether a person wants digests by mail.
//!
//! The suppression of an address is a separate item whose absence is a condition of every mail claim, so that no mail
//! costs an extra read and none slips through between a read and a claim.

use crate::error::StoreError;
use crate::item::take;
use crate::item::{self, value};
use crate::key::Key;
use crate::table::Store;
use crate::transaction::{NotWritten, update};
use aws_sdk_dynamodb::types::{Put, TransactWriteItem, Update};
use domain::audit::{AuditEvent, Verb};
use domain::email::suppression::{SoftBounces, Suppression};
use domain::identity::MemberId;
use domain::instant::EpochSecond;
use domain::message::conversation::WhatsAppConversationEntry;

/// How often the count of an address is retried when another worker counts at the same time.
const TRIES: usize = 3;
/// How long the temporary bounces of an address are kept after the latest one, in seconds.
const BOUNCES_KEPT_SECONDS: i64 = 30 * 24 * 3600;

impl Store {
    /// Suppresses an address; the first reason is kept.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn suppress(&self, mailbox: &str, suppression: &Suppression) -> Result<(), StoreError> {
        let stored = item::write(&Key::suppression(mailbox), suppression)?;
        let write = self.put_new(stored)?;
        done_or_standing(self.transact(vec![write]).await)
    }

    /// Counts a temporary bounce of an address, once per mail, and suppresses the address when the limit is reached.
    /// Reports whether this bounce suppressed it.
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub async fn count_soft_bounce(
        &self,
        mailbox: &str,
        mail: &str,
        suppression: &Suppression,
    ) -> Result<bool, StoreError> {
        for _try in 0..TRIES {
            let key = Key::soft_bounces(mailbox);
            let mut found = self.get_all(std::slice::from_ref(&key)).await?;
            let known: Option<SoftBounces> = take(&mut found, &key)?;
            let before = known.as_ref().map(|bounces| bounces.version);
            let Some(counted) = known.unwrap_or_default().with(mail, suppression.at) else {
                return Ok(false);
            };
            let mut writes = vec![self.soft_bounces_put(&key, &counted, before)?];
            if counted.is_too_many() {
                let suppressed = item::write(&Key::suppression(mailbox), suppression)?;
                writes.push(self.put_over(suppressed)?);
            }
            match self.transact(writes).await {
                Ok(()) => return Ok(counted.is_too_many()),
                Err(NotWritten::Conditions(_)) => {}
                Err(NotWritten::Store(error)) => return Err(error),
            }
        }
        Err(StoreError::Throttled("other bounces of the address kept meeting this one".into()))
    }

    fn soft_bounces_put(
        &self,
        key: &Key,
        counted: &SoftBounces,
        before: Option<u64>,
    ) -> Result<TransactWriteItem, StoreError> {
        let stored = item::write(key, counted)?;
        let kept_until = EpochSecond::from(counted.latest()).plus_seconds(BOUNCES_KEPT_SECONDS);
        let stored = item::expiring(stored, kept_until);
        let Some(before) = before else {
            return self.put_new(stored);
        };
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(stored))
            .condition_expression("version = :before")
            .expression_attribute_values(":before", value(&before)?);
        crate::transaction::put(put)
    }

    /// Records that a person wants no more digests by mail, with the audit event. Reports whether anything changed;
    /// nothing does if the mails had already ended.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn end_mails(&self, member: &MemberId, audit: &AuditEvent) -> Result<bool, StoreError> {
        let ended = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&audit.workspace, member).attributes()))
            .update_expression("SET mails_ended_at = :at")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(mails_ended_at)")
            .expression_attribute_values(":at", value(&audit.at)?);
        match self.transact(vec![update(ended)?, self.audit_put(audit)?]).await {
            Ok(()) => Ok(true),
            Err(NotWritten::Conditions(_)) => Ok(false),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Resumes digests by mail for a person who sent START and whose WhatsApp messages had never ended, with the log
    /// entry of that message and an audit event that says so. Reports whether anything changed.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub(crate) async fn resume_mails(
        &self,
        audit: &AuditEvent,
        entry: &WhatsAppConversationEntry,
    ) -> Result<bool, StoreError> {
        let resumed = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&entry.workspace, &entry.member).attributes()))
            .update_expression("REMOVE mails_ended_at, idle_texts")
            .condition_expression("attribute_exists(mails_ended_at)");
        let audit = AuditEvent { verb: Verb::ResumeMails, ..audit.clone() };
        let writes = vec![update(resumed)?, self.audit_put(&audit)?, self.entry_put(entry)?];
        match self.transact(writes).await {
            Ok(()) => Ok(true),
            Err(NotWritten::Conditions(_)) => Ok(false),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}

fn done_or_standing(written: Result<(), NotWritten>) -> Result<(), StoreError> {
    match written {
        Ok(()) | Err(NotWritten::Conditions(_)) => Ok(()),
        Err(NotWritten::Store(error)) => Err(error),
    }
}
