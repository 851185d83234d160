//! A change to a stored message, assembled from the parts of its expressions.

use crate::error::StoreError;
use crate::item::value;
use crate::key::Key;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Update};
use domain::identity::{MessageId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::MessageState;
use serde::Serialize;
use std::collections::HashMap;

/// A change under construction.
pub(super) struct MessageChange {
    key: HashMap<String, AttributeValue>,
    sets: Vec<String>,
    removes: Vec<&'static str>,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl MessageChange {
    pub(super) fn new(workspace: &WorkspaceId, id: &MessageId) -> Self {
        Self {
            key: Key::message(workspace, id).attributes(),
            sets: Vec::new(),
            removes: Vec::new(),
            names: HashMap::new(),
            values: HashMap::new(),
        }
    }

    /// Adds a named value for the expressions.
    pub(super) fn with<T: Serialize>(mut self, name: &str, given: &T) -> Result<Self, StoreError> {
        self.values.insert(name.to_owned(), value(given)?);
        Ok(self)
    }

    /// Adds an alias for an attribute whose name is a reserved word.
    pub(super) fn named(mut self, alias: &str, name: &str) -> Self {
        self.names.insert(alias.to_owned(), name.to_owned());
        self
    }

    /// Adds a SET clause; its values and names are added with [`Self::with`] and [`Self::named`].
    pub(super) fn set(mut self, expression: impl Into<String>) -> Self {
        self.sets.push(expression.into());
        self
    }

    /// Adds a SET clause if the value is known.
    pub(super) fn set_known<T: Serialize>(
        self,
        expression: impl Into<String>,
        name: &str,
        known: Option<&T>,
    ) -> Result<Self, StoreError> {
        match known {
            Some(known) => self.set(expression).with(name, known),
            None => Ok(self),
        }
    }

    pub(super) fn remove(mut self, attribute: &'static str) -> Self {
        self.removes.push(attribute);
        self
    }

    /// Sets the state of the message, with its rank.
    pub(super) fn in_state(self, state: MessageState) -> Result<Self, StoreError> {
        let change = self.set("#state = :state").set("#rank = :rank");
        change
            .named("#state", "state")
            .named("#rank", "rank")
            .with(":state", &state)?
            .with(":rank", &state.rank())
    }

    /// Removes the message from the lists of messages that need a check.
    pub(super) fn no_more_due(self) -> Self {
        self.remove("due_at").remove("due_list")
    }

    /// Schedules a check of the message, in case nothing happens before.
    pub(super) fn due_at(self, at: EpochSecond) -> Result<Self, StoreError> {
        self.set("due_at = :due").with(":due", &at)
    }

    /// Returns the finished change with its condition.
    pub(super) fn only_if(self, table: &str, condition: &str) -> UpdateBuilder {
        let mut expression = String::new();
        if !self.sets.is_empty() {
            expression = format!("SET {}", self.sets.join(", "));
        }
        if !self.removes.is_empty() {
            expression = format!("{expression} REMOVE {}", self.removes.join(", "));
        }
        Update::builder()
            .table_name(table)
            .set_key(Some(self.key))
            .update_expression(expression)
            .condition_expression(condition)
            .set_expression_attribute_names((!self.names.is_empty()).then_some(self.names))
            .set_expression_attribute_values((!self.values.is_empty()).then_some(self.values))
    }
}
