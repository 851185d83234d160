//! The store: one DynamoDB table. [`Store`] has all reads and writes, with one module for each kind of item.

pub mod actions;
pub mod audit_log;
pub mod breakers;
pub mod budgets;
pub mod campaigns;
pub mod chain;
pub mod content_sids;
pub mod conversations;
pub mod costs;
pub mod delivery_reports;
pub mod digests;
#[cfg(any(test, feature = "testing"))]
pub mod embedded;
mod entities;
pub mod error;
pub mod facts;
pub mod findings;
#[cfg(test)]
mod former;
pub mod imports;
pub mod item;
pub mod key;
pub mod links;
pub mod mailboxes;
pub mod memberships;
pub mod messages;
pub mod model_calls;
pub mod notifications;
pub mod pages;
pub mod questions;
pub mod refusals;
pub mod registry;
pub mod resends;
pub mod schedule;
pub mod senders;
pub mod sources;
pub mod subscriptions;
pub mod synthetic;
pub mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod transaction;
pub mod workspaces;

pub use error::StoreError;
pub use table::{Item, Store};
