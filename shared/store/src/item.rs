//! Converts entities to items and back. Each item has its kind and the version of its format, so that readers of
//! other versions can tell.

use crate::error::StoreError;
use crate::key::{Key, PARTITION, SORT};
use crate::table::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::instant::EpochSecond;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// The format version of every item; incremented when a reader of the old format would misread the new one.
const FORM: u32 = 1;

/// An entity that is stored under a kind.
pub trait Entity: Serialize + DeserializeOwned {
    /// The kind, as stored in the item.
    const KIND: &'static str;
}

/// The attribute with the kind of the item.
const ENTITY: &str = "entity";
/// The attribute with the format version of the item.
const FORM_ATTRIBUTE: &str = "form";

/// Creates the item of an entity.
///
/// # Errors
/// [`StoreError::Malformed`] if the entity cannot be serialized or has a field whose name is reserved for the item;
/// both are bugs.
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

/// Creates an item without content, whose existence is the only information.
#[must_use]
pub fn mark(key: &Key, kind: &str) -> Item {
    let mut item = key.attributes();
    item.insert(ENTITY.to_owned(), AttributeValue::S(kind.to_owned()));
    item.insert(FORM_ATTRIBUTE.to_owned(), AttributeValue::N(FORM.to_string()));
    item
}

/// Adds the item's position in a list by time.
#[must_use]
pub fn listed(mut item: Item, list: String, place: String) -> Item {
    item.insert("list_pk".to_owned(), AttributeValue::S(list));
    item.insert("list_sk".to_owned(), AttributeValue::S(place));
    item
}

/// Adds the instant from which the table may drop the item. No decision ever depends on the item being gone.
#[must_use]
pub fn expiring(mut item: Item, from: EpochSecond) -> Item {
    item.insert("expires_at".to_owned(), AttributeValue::N(from.to_string()));
    item
}

/// Reads an entity from its item.
///
/// # Errors
/// [`StoreError::Malformed`] if the item does not have the format of this version.
pub fn read<E: Entity>(item: Item) -> Result<E, StoreError> {
    known_form::<E>(&item)?;
    serde_dynamo::from_item(item).map_err(|_may_quote| StoreError::Malformed { kind: E::KIND })
}

/// Reports whether an item has a format that this version reads.
///
/// # Errors
/// [`StoreError::Malformed`] if it has not.
pub(crate) fn known_form<E: Entity>(item: &Item) -> Result<(), StoreError> {
    match form(item) {
        Some(form) if form <= FORM => Ok(()),
        _ => Err(StoreError::Malformed { kind: E::KIND }),
    }
}

fn form(item: &Item) -> Option<u32> {
    item.get(FORM_ATTRIBUTE)?.as_n().ok()?.parse().ok()
}

/// Returns the kind stored in an item.
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

/// Returns a value in DynamoDB's form.
pub(crate) fn value<T: Serialize>(value: &T) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(value).map_err(|_may_quote| StoreError::Malformed { kind: "value" })
}

/// Removes an item from the result of a batched read and reads it; `None` if it is missing.
pub(crate) fn take<E: Entity>(found: &mut HashMap<Key, Item>, key: &Key) -> Result<Option<E>, StoreError> {
    found.remove(key).map(read).transpose()
}
