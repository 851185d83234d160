//! Delivery: how one message reaches one person, and what to do when it does not.

pub mod breaker;
pub mod costs;
pub mod deliver;
pub mod pace;
pub mod policy;
pub mod reconcile;
pub mod refusal;
pub mod sid;
pub mod status;
pub mod sweep;
pub mod told;

pub use refusal::{FailureClass, classify, plain_reason};
pub use sid::MessageSid;
pub use status::MessageStatus;
