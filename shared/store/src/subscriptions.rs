//! Consent, the only part of a subscription that a person changes by a message; and the identification of senders.

use crate::error::StoreError;
use crate::item::take;
use crate::item::{self, value};
use crate::key::Key;
use crate::table::Store;
use crate::transaction::{ConditionResult, NotWritten, check, update};
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, TransactWriteItem, Update};
use domain::action::effects::SideEffects;
use domain::audit::AuditEvent;
use domain::identity::{MemberId, WorkspaceId};
use domain::inbound::keyword::START_WORDING;
use domain::message::conversation::{AddressOwner, Expecting, IdleTexts, WhatsAppConversationEntry};
use domain::workspace::{Consent, Member, WhatsAppSubscription};
use jiff::Timestamp;
use std::collections::HashMap;

/// Each person takes five items, and a batch takes a hundred.
const PEOPLE_IN_A_BATCH: usize = 20;

const OPT_IN: &str = "SET consent = :consent, consent_changed_at = :at, last_heard_at = :at, consent_wording = :wording REMOVE idle_texts, mails_ended_at";

/// A person for whom an address is stored, with what is needed to decide whether a message from it is theirs.
#[derive(Debug, Clone)]
pub struct KnownPerson {
    /// The workspace and the member.
    pub owner: AddressOwner,
    /// The membership.
    pub member: Option<Member>,
    /// The subscription, with the verified addresses.
    pub subscription: Option<WhatsAppSubscription>,
    /// Whether the message that is replied to was sent to this person in this workspace.
    pub answered: bool,
    /// The log entry of this message, if the message was already handled.
    pub handled: Option<WhatsAppConversationEntry>,
    /// How the next text of the person is interpreted.
    pub expecting: Option<Expecting>,
}

/// The outcome of a START.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptIn {
    /// The consent is given, now or from before.
    Holds,
    /// The addresses or the membership changed since they were read: nothing was written.
    NotTheirs,
    /// The consent is not given, and the message was handled before: nothing was written.
    HandledBefore,
}

/// The outcome of a STOP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptOut {
    /// The consent is revoked now.
    Revoked,
    /// There was no consent to revoke: nothing was written.
    NotGiven,
    /// The consent is given, and the message was handled before, as this entry says: nothing was written.
    HandledBefore(Option<Box<WhatsAppConversationEntry>>),
}

impl Store {
    /// Reads a person's subscription.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn subscription(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<WhatsAppSubscription>, StoreError> {
        let key = Key::subscription(workspace, member);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads a member of a workspace.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn member(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<Member>, StoreError> {
        let key = Key::member(workspace, member);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        take(&mut found, &key)
    }

    /// Reads the people for whom an address is stored: whether the message was handled before, how their next text is
    /// interpreted, and whether the message of ours that is replied to went to them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn people(
        &self,
        owners: &[AddressOwner],
        message_sid: &str,
        answered_sid: Option<&str>,
    ) -> Result<Vec<KnownPerson>, StoreError> {
        let mut people = Vec::with_capacity(owners.len());
        for batch in owners.chunks(PEOPLE_IN_A_BATCH) {
            let keys = batch.iter().flat_map(|owner| person_keys(owner, message_sid, answered_sid));
            let keys: Vec<Key> = keys.collect();
            let mut found = self.get_all(&keys).await?;
            for owner in batch {
                let (workspace, member) = (&owner.workspace, &owner.member);
                let answered = answered_sid
                    .is_some_and(|sid| found.contains_key(&Key::outbound(workspace, member, sid)));
                people.push(KnownPerson {
                    owner: owner.clone(),
                    member: take(&mut found, &Key::member(workspace, member))?,
                    subscription: take(&mut found, &Key::subscription(workspace, member))?,
                    answered,
                    handled: take(&mut found, &Key::inbound(workspace, member, message_sid))?,
                    expecting: take(&mut found, &Key::expecting(workspace, member))?,
                });
            }
        }
        Ok(people)
    }

    /// Revokes a person's consent, with the audit event and the log entry of the message that asked for it. A message that
    /// was handled before, and a consent that was revoked before, change nothing, so that the time of the revocation is
    /// preserved.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn opt_out(
        &self,
        audit: &AuditEvent,
        entry: &WhatsAppConversationEntry,
    ) -> Result<OptOut, StoreError> {
        let mut writes = self.opt_out_writes(&entry.member, audit, None)?;
        writes.push(self.entry_put(entry)?);
        match self.transact(writes).await {
            Ok(()) => Ok(OptOut::Revoked),
            Err(NotWritten::Conditions(standing)) => why_not_opted_out(standing),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Creates the writes that revoke a person's consent, provided that it is still given, with the audit event. With
    /// `given_at`, it must be the consent given at that time, and no newer one.
    pub(crate) fn opt_out_writes(
        &self,
        member: &MemberId,
        audit: &AuditEvent,
        given_at: Option<Timestamp>,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let condition = "attribute_exists(pk) AND consent <> :consent";
        let (condition, seen) = match given_at {
            Some(at) => (format!("{condition} AND consent_changed_at = :seen"), Some(value(&at)?)),
            None => (condition.to_owned(), None),
        };
        let changed = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&audit.workspace, member).attributes()))
            .update_expression("SET consent = :consent, consent_changed_at = :at REMOVE idle_texts")
            .condition_expression(condition)
            .expression_attribute_values(":consent", value(&Consent::OptedOut)?)
            .expression_attribute_values(":at", value(&audit.at)?);
        let changed = match seen {
            Some(seen) => changed.expression_attribute_values(":seen", seen),
            None => changed,
        };
        Ok(vec![update(changed)?, self.audit_put(audit)?])
    }

    /// Records a person's consent and the wording under which it was given, with the audit event and the log entry of
    /// the message that gave it. The addresses must still be those that were read, and the membership must exist.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn opt_in(
        &self,
        read: &WhatsAppSubscription,
        audit: &AuditEvent,
        entry: &WhatsAppConversationEntry,
    ) -> Result<OptIn, StoreError> {
        let writes = vec![
            self.opt_in_update(read, audit)?,
            self.still_member(read)?,
            self.audit_put(audit)?,
            self.entry_put(entry)?,
        ];
        let standing = match self.transact(writes).await {
            Ok(()) => return Ok(OptIn::Holds),
            Err(NotWritten::Conditions(standing)) => standing,
            Err(NotWritten::Store(error)) => return Err(error),
        };
        self.why_not_opted_in(read, audit, entry, standing).await
    }

    async fn why_not_opted_in(
        &self,
        read: &WhatsAppSubscription,
        audit: &AuditEvent,
        entry: &WhatsAppConversationEntry,
        standing: Vec<ConditionResult>,
    ) -> Result<OptIn, StoreError> {
        if is_handled_before(&standing) {
            return Ok(OptIn::HandledBefore);
        }
        let mut standing = standing.into_iter();
        let (subscription, member) = (standing.next(), standing.next());
        if matches!(member, Some(ConditionResult::Refused(_))) {
            return Ok(OptIn::NotTheirs);
        }
        let stored = subscription.and_then(ConditionResult::item);
        let stored: Option<WhatsAppSubscription> = stored.map(item::read).transpose()?;
        let same_addresses = |stored: &WhatsAppSubscription| {
            (&stored.phone, &stored.business_scoped_id) == (&read.phone, &read.business_scoped_id)
        };
        if stored.as_ref().is_some_and(|stored| !same_addresses(stored)) {
            return Ok(OptIn::NotTheirs);
        }
        let without_mails = stored.is_some_and(|stored| stored.mails_ended_at.is_some());
        if without_mails && self.resume_mails(audit, entry).await? {
            return Ok(OptIn::Holds);
        }
        let left = SideEffects {
            idle_texts: IdleTexts::forgotten(read, entry.at),
            ..SideEffects::from_entry(entry)
        };
        self.log_unchanged(None, &left).await?;
        Ok(OptIn::Holds)
    }

    fn opt_in_update(
        &self,
        read: &WhatsAppSubscription,
        audit: &AuditEvent,
    ) -> Result<TransactWriteItem, StoreError> {
        let changed = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&read.workspace, &read.member).attributes()))
            .update_expression(OPT_IN)
            .condition_expression(format!("consent <> :consent AND {}", addresses_as_read(Some(read))))
            .set_expression_attribute_values(Some(address_values(Some(read))?))
            .expression_attribute_values(":consent", value(&Consent::OptedIn)?)
            .expression_attribute_values(":at", value(&audit.at)?)
            .expression_attribute_values(":wording", value(&START_WORDING)?);
        update(changed)
    }

    /// Creates the write that counts a text that led to nothing, or resets the count.
    pub(crate) fn idle_texts_update(&self, idle: &IdleTexts) -> Result<TransactWriteItem, StoreError> {
        let change = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(&idle.workspace, &idle.member).attributes()))
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":heard", value(&idle.at)?);
        update(if idle.one_more {
            change
                .update_expression("SET last_heard_at = :heard ADD idle_texts :one")
                .expression_attribute_values(":one", value(&1)?)
        } else {
            change.update_expression("SET last_heard_at = :heard REMOVE idle_texts")
        })
    }

    fn still_member(&self, read: &WhatsAppSubscription) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(Key::member(&read.workspace, &read.member).attributes()))
                .condition_expression("active = :yes")
                .expression_attribute_values(":yes", value(&true)?),
        )
    }
}

/// Reports whether nothing but the event or the entry of the message, the last two writes, stood in the way.
fn is_handled_before(standing: &[ConditionResult]) -> bool {
    let (of_person, of_message) = standing.split_at(standing.len().saturating_sub(2));
    let is_clear = |one: &ConditionResult| *one == ConditionResult::Clear;
    of_person.iter().all(is_clear) && !of_message.iter().all(is_clear)
}

fn why_not_opted_out(standing: Vec<ConditionResult>) -> Result<OptOut, StoreError> {
    if !is_handled_before(&standing) {
        return Ok(OptOut::NotGiven);
    }
    let entry = standing.into_iter().next_back().and_then(ConditionResult::item);
    Ok(OptOut::HandledBefore(entry.map(item::read).transpose()?.map(Box::new)))
}

/// Creates the condition that a subscription still has the addresses that were read; its values come from
/// [`address_values`]. An unknown address is missing or stored as null.
pub(crate) fn addresses_as_read(read: Option<&WhatsAppSubscription>) -> String {
    let (phone, scoped) = known_addresses(read);
    let same = |name: &str, value: &str, known: bool| {
        if known {
            format!("{name} = {value}")
        } else {
            format!("(attribute_not_exists({name}) OR {name} = {value})")
        }
    };
    let phone = same("phone", ":phone", phone.is_some());
    let scoped = same("business_scoped_id", ":scoped", scoped.is_some());
    format!("{phone} AND {scoped}")
}

/// Returns the values of [`addresses_as_read`].
pub(crate) fn address_values(
    read: Option<&WhatsAppSubscription>,
) -> Result<HashMap<String, AttributeValue>, StoreError> {
    let (phone, scoped) = known_addresses(read);
    Ok(HashMap::from([(":phone".to_owned(), value(&phone)?), (":scoped".to_owned(), value(&scoped)?)]))
}

fn known_addresses(read: Option<&WhatsAppSubscription>) -> (Option<&str>, Option<&str>) {
    let phone = read.and_then(|read| read.phone.as_deref());
    (phone, read.and_then(|read| read.business_scoped_id.as_deref()))
}

fn person_keys(owner: &AddressOwner, message_sid: &str, answered_sid: Option<&str>) -> Vec<Key> {
    let (workspace, member) = (&owner.workspace, &owner.member);
    let mut keys = vec![
        Key::member(workspace, member),
        Key::subscription(workspace, member),
        Key::inbound(workspace, member, message_sid),
        Key::expecting(workspace, member),
    ];
    keys.extend(answered_sid.map(|sid| Key::outbound(workspace, member, sid)));
    keys
}
