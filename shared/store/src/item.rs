//! Turns entities into items and back. Each item says its kind and the version of its form, so that a reader of
//! another version can tell.

use crate::error::StoreError;
use crate::key::{Key, PARTITION, SORT};
use crate::table::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::instant::EpochSecond;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// The version of the form of every item; grows when a reader of the old form would go wrong.
const FORM: u32 = 1;

/// An entity that is stored under a kind.
pub trait Entity: Serialize + DeserializeOwned {
    /// The kind, as the item says it.
    const KIND: &'static str;
}

/// The attribute that says what an item is.
const ENTITY: &str = "entity";
/// The attribute that says which version of its form an item has.
const FORM_ATTRIBUTE: &str = "form";

/// Creates the item of an entity.
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

/// Creates an item that says nothing but that it is there.
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

/// Adds the instant from which on the table may drop the item. Nothing is ever decided by its absence.
#[must_use]
pub fn expiring(mut item: Item, from: EpochSecond) -> Item {
    item.insert("expires_at".to_owned(), AttributeValue::N(from.to_string()));
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

/// Returns the kind that an item says it is.
#[must_use]
pub fn kind(item: &Item) -> &str {
    item.get(ENTITY).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

/// Returns the key of an item.
#[must_use]
pub fn key(item: &Item) -> Option<Key> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
    Some(Key { partition: text(PARTITION)?, sort: text(SORT)? })
}

/// Returns a value as DynamoDB has it.
pub(crate) fn value<T: Serialize>(value: &T) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(value).map_err(|_may_quote| StoreError::Malformed { kind: "value" })
}

/// Takes an item of a batched read and reads it; nothing when it is not there.
pub(crate) fn take<E: Entity>(found: &mut HashMap<Key, Item>, key: &Key) -> Result<Option<E>, StoreError> {
    found.remove(key).map(read).transpose()
}
