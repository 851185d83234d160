//! The store: one DynamoDB table. Deliberately a concrete type; tests run this code on an embedded engine.
//!
//! Every key begins with the workspace, so that no read or write can cross tenants. Keys and access patterns are in
//! `docs/data-model.md`. Decisions are based on consistent reads of the base table or on transaction conditions; the
//! index is used for lists only.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use std::collections::HashMap;

/// An item in DynamoDB's form.
pub type Item = HashMap<String, AttributeValue>;

/// The product's table.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
}

impl Store {
    /// Creates a store from a client and the name of the table.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into() }
    }
}
