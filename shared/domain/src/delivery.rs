//! Delivery: how one message reaches one person, and what to do when it does not.

pub mod breaker;
pub mod log_events;
pub mod policy;
pub mod rate_limit;
pub mod reconcile;
