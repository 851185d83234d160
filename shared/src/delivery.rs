//! Delivery: how one message reaches one person, and what to do when it does not.

pub mod deliver;
pub mod policy;
pub mod refusal;
pub mod sid;
pub mod status;

pub use refusal::{FailureClass, classify, plain_reason};
pub use sid::MessageSid;
pub use status::MessageStatus;
