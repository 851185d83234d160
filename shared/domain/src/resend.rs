//! Sending a message again at the wish of an administrator: whether it may be done, and how it is worded.

pub mod decision;
pub mod words;
