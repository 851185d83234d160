//! The store: one DynamoDB table. Concrete on purpose; tests run this code on an embedded engine.
//!
//! Every key begins with the workspace, so that no read or write can cross tenants. Keys and access patterns are in
//! `docs/data-model.md`. Decisions read the base table, consistently, or are conditions of a transaction; the index
//! serves lists only.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use std::collections::HashMap;

/// An item as DynamoDB has it.
pub type Item = HashMap<String, AttributeValue>;

/// The table of the product.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
}

impl Store {
    /// Takes a client and the name of the table.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into() }
    }
}
