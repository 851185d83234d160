//! Delivery: how a message reaches a person, and what to do if it does not.

pub mod breaker;
pub mod log_events;
pub mod policy;
pub mod rate_limit;
pub mod reconcile;
