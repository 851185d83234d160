//! The health of data sources. Imports, refused files and administrators each update their own attribute of one item,
//! so that none of them loses what another writes at the same time.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::{Key, PARTITION, SORT, sortable};
use crate::table::{Item, Store};
use crate::transaction::{NotWritten, update};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use domain::audit::AuditEvent;
use domain::identity::WorkspaceId;
use domain::metrics::Channel;
use domain::metrics::source::{SourceError, SourceHealth};
use jiff::Timestamp;
use jiff::civil::Time;
use std::collections::HashMap;

/// What makes the item one that is read. Each writer sets it, because any of them may be the first.
const SET_MARKS: &str = "SET #entity = :entity, #form = :form, #channel = :channel";

/// A change of the time by which a channel is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectationChange {
    /// The time that was read.
    pub before: Option<Time>,
    /// The time from now on.
    pub after: Option<Time>,
}

/// The names and values of [`SET_MARKS`], for the item under a key.
struct Marks {
    key: Item,
    names: HashMap<String, String>,
    values: Item,
}

impl Marks {
    fn new(workspace: &WorkspaceId, channel: &Channel) -> Result<Self, StoreError> {
        let key = Key::source_health(workspace, channel);
        let mut written = item::write(&key, &SourceHealth::unknown(channel.clone()))?;
        written.retain(|name, _| name != PARTITION && name != SORT);
        let names = written.keys().map(|name| (format!("#{name}"), name.clone())).collect();
        let values = written.into_iter().map(|(name, value)| (format!(":{name}"), value)).collect();
        Ok(Self { key: key.attributes(), names, values })
    }

    fn with(mut self, name: &str, value: AttributeValue) -> Self {
        self.values.insert(name.to_owned(), value);
        self
    }
}

impl Store {
    /// Records that an import of a channel was stored. An earlier success never replaces a later one.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn record_source_success(
        &self,
        workspace: &WorkspaceId,
        channel: &Channel,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let marks = Marks::new(workspace, channel)?.with(":at", AttributeValue::S(sortable(at)));
        let newer = "attribute_not_exists(last_success) OR last_success < :at";
        self.update_source(marks, "last_success = :at", newer).await
    }

    /// Records that an import of a channel was refused. An earlier error never replaces a later one.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn record_source_error(
        &self,
        workspace: &WorkspaceId,
        channel: &Channel,
        error: &SourceError,
    ) -> Result<(), StoreError> {
        let mut marks = Marks::new(workspace, channel)?
            .with(":error", value(error)?)
            .with(":at", AttributeValue::S(sortable(error.at)));
        marks.names.insert("#at".to_owned(), "at".to_owned());
        let newer = "attribute_not_exists(last_error) OR last_error.#at < :at";
        self.update_source(marks, "last_error = :error", newer).await
    }

    /// Sets or removes the time by which a channel is expected, with the audit event of the change.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if it is no longer what was read; any other error if the store cannot be
    /// written.
    pub async fn expect_source(
        &self,
        workspace: &WorkspaceId,
        channel: &Channel,
        change: ExpectationChange,
        audit: &AuditEvent,
    ) -> Result<(), StoreError> {
        let writes = vec![self.expectation_write(workspace, channel, change)?, self.audit_put(audit)?];
        match self.transact(writes).await {
            Ok(()) => Ok(()),
            Err(NotWritten::Conditions(_)) => Err(StoreError::ConditionFailed),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Updates one attribute, unless what is there is newer.
    async fn update_source(&self, marks: Marks, set: &str, newer: &str) -> Result<(), StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(marks.key))
            .update_expression(format!("{SET_MARKS}, {set}"))
            .condition_expression(newer)
            .set_expression_attribute_names(Some(marks.names))
            .set_expression_attribute_values(Some(marks.values));
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) | Err(StoreError::ConditionFailed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn expectation_write(
        &self,
        workspace: &WorkspaceId,
        channel: &Channel,
        change: ExpectationChange,
    ) -> Result<TransactWriteItem, StoreError> {
        let mut marks = Marks::new(workspace, channel)?;
        let was = if let Some(before) = change.before {
            marks = marks.with(":before", value(&before)?);
            "expected_by = :before"
        } else {
            "attribute_not_exists(expected_by)"
        };
        let set = if let Some(after) = change.after {
            marks = marks.with(":after", value(&after)?);
            format!("{SET_MARKS}, expected_by = :after")
        } else {
            format!("{SET_MARKS} REMOVE expected_by")
        };
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(marks.key))
                .update_expression(set)
                .condition_expression(was)
                .set_expression_attribute_names(Some(marks.names))
                .set_expression_attribute_values(Some(marks.values)),
        )
    }
}

#[cfg(test)]
mod tests;
