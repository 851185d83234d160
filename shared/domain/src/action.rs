//! Actions that people take from a message: the token behind a button, what an action may do, and the reply to it.

pub mod card;
pub mod cards;
pub mod context;
pub mod decision;
pub mod describe;
pub mod effects;
pub mod notifier;
pub mod plan;
pub mod reply;
pub mod request;
pub mod supersede;
