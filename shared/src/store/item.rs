//! Turns entities into items and back. Each item says its kind and the version of its form, so that a reader of
//! another version can tell.

use crate::store::key::{Key, PARTITION, SORT};
use crate::store::{Item, StoreError};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The version of the form of every item; grows when a reader of the old form would go wrong.
const FORM: u32 = 1;

/// An entity that is stored under a kind.
pub trait Entity: Serialize + DeserializeOwned {
    /// The kind, as the item says it.
    const KIND: &'static str;
}

macro_rules! entities {
    ($($type:ty = $kind:literal,)*) => {
        $(impl Entity for $type { const KIND: &'static str = $kind; })*

        /// Every kind, each with what reads its item and writes it again.
        #[cfg(test)]
        pub(crate) const KINDS: &[(&str, Rewrite)] = &[$(($kind, rewritten::<$type>),)*];
    };
}

/// Reads an item and writes what it says under the same key.
#[cfg(test)]
pub(crate) type Rewrite = fn(Item) -> Result<Item, StoreError>;

#[cfg(test)]
fn rewritten<E: Entity>(item: Item) -> Result<Item, StoreError> {
    let key = key(&item).ok_or(StoreError::Malformed { kind: E::KIND })?;
    write(&key, &read::<E>(item)?)
}

entities! {
    crate::workspace::Workspace = "workspace",
    crate::workspace::Member = "member",
    crate::workspace::roster::Roster = "roster",
    crate::workspace::rules::RulesVersion = "rules",
    crate::conversation::Expecting = "expecting",
    crate::workspace::WhatsAppSubscription = "subscription",
    crate::metrics::Campaign = "campaign",
    crate::metrics::Creative = "creative",
    crate::metrics::SourceCompleteness = "source",
    crate::metrics::DailyMetric = "fact",
    crate::action::adjustment::BudgetAdjustment = "adjustment",
    crate::action::token::WhatsAppActionToken = "token",
    crate::insight::record::Alert = "alert",
    crate::insight::record::Recommendation = "recommendation",
    crate::insight::record::DayFindings = "day",
    crate::digest::WhatsAppDigest = "digest",
    crate::message::Message = "message",
    crate::conversation::WhatsAppConversationEntry = "conversation",
    crate::conversation::AddressOwner = "address",
    crate::audit::AuditEvent = "audit",
    crate::notice::MemberNotice = "notice",
    crate::email::suppression::Suppression = "suppression",
    crate::email::suppression::SoftBounces = "soft_bounces",
    crate::audit::chain::ChainLink = "chain_link",
    crate::audit::chain::ChainHead = "chain_head",
    crate::audit::chain::SealMark = "seal_mark",
    crate::store::registry::RegisteredWorkspace = "registration",
    crate::report::SafetyReport = "safety_report",
    crate::report::ApprovalReport = "approval_report",
    crate::report::DeliveryReport = "delivery_report",
    crate::delivery::breaker::Breakers = "breakers",
}

/// The attribute that says what an item is.
const ENTITY: &str = "entity";
/// The attribute that says which version of its form an item has.
const FORM_ATTRIBUTE: &str = "form";

/// Makes the item of an entity.
///
/// # Errors
/// [`StoreError::Malformed`] when the entity cannot be written or has a field that the item needs for itself; both are
/// defects.
pub fn write<E: Entity>(key: &Key, entity: &E) -> Result<Item, StoreError> {
    let mut item: Item =
        serde_dynamo::to_item(entity).map_err(|_may_quote| StoreError::Malformed { kind: E::KIND })?;
    let own = mark(key, E::KIND);
    if own.keys().any(|name| item.contains_key(name)) {
        return Err(StoreError::Malformed { kind: E::KIND });
    }
    item.extend(own);
    Ok(item)
}

/// Makes an item that says nothing but that it is there.
#[must_use]
pub fn mark(key: &Key, kind: &str) -> Item {
    let mut item = key.attributes();
    item.insert(ENTITY.to_owned(), AttributeValue::S(kind.to_owned()));
    item.insert(FORM_ATTRIBUTE.to_owned(), AttributeValue::N(FORM.to_string()));
    item
}

/// Adds the place of the item in a list by time.
#[must_use]
pub fn listed(mut item: Item, list: String, place: String) -> Item {
    item.insert("list_pk".to_owned(), AttributeValue::S(list));
    item.insert("list_sk".to_owned(), AttributeValue::S(place));
    item
}

/// Adds the second from which on the table may drop the item. Nothing is ever decided by its absence.
#[must_use]
pub fn expiring(mut item: Item, epoch_second: i64) -> Item {
    item.insert("expires_at".to_owned(), AttributeValue::N(epoch_second.to_string()));
    item
}

/// Reads an entity from its item.
///
/// # Errors
/// [`StoreError::Malformed`] when the item does not have the form of this version.
pub fn read<E: Entity>(item: Item) -> Result<E, StoreError> {
    if form(&item).is_none_or(|form| form > FORM) {
        return Err(StoreError::Malformed { kind: E::KIND });
    }
    serde_dynamo::from_item(item).map_err(|_may_quote| StoreError::Malformed { kind: E::KIND })
}

fn form(item: &Item) -> Option<u32> {
    item.get(FORM_ATTRIBUTE)?.as_n().ok()?.parse().ok()
}

/// Gives the kind that an item says it is.
#[must_use]
pub fn kind(item: &Item) -> &str {
    item.get(ENTITY).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

/// Gives the key of an item.
#[must_use]
pub fn key(item: &Item) -> Option<Key> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
    Some(Key { partition: text(PARTITION)?, sort: text(SORT)? })
}
