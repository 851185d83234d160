//! Actions that people take from a message: the token behind a button, what may happen, and what is said about it.

pub mod adjustment;
pub mod decision;
pub mod reply;
pub mod tap;
pub mod token;
