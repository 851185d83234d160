//! Use cases: each reads, decides and acts.

pub mod action;
pub mod budget;
pub mod catalog;
pub mod delivery;
pub mod digest;
pub mod enqueue;
pub mod execution;
pub mod import;
pub mod inbound;
pub mod intake;
pub mod notification;
pub mod question;
pub mod resend;
pub mod schedule;
pub mod source;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod verification;
pub mod workspace;
