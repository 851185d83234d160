//! Actions that people take from a message: the token behind a button, what may happen, and what is said about it.

pub mod cards;
pub mod change;
pub mod context;
pub mod effects;
pub mod notifications;
pub mod notifier;
pub mod record;
pub mod request;
pub mod supersede;

pub mod card;
pub mod decision;
pub mod reply;
