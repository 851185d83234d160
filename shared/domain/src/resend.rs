//! Resending a message at an administrator's request: whether it is allowed, and how it is worded.

pub mod decision;
pub mod words;
