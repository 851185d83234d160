//! Actions that people take from a message: the token behind a button, what may happen, and what is said about it.

pub mod adjustment;
pub mod budget;
pub mod card;
pub mod decision;
pub mod facts;
pub mod kind;
pub mod offer;
pub mod outcome;
pub mod overtake;
pub mod perform;
pub mod reply;
mod teller;
pub mod token;
pub mod typed;
