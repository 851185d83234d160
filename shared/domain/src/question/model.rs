//! The optional language model for questions that the planner is not certain about: what it is asked, how its answer is
//! read, and how often it may be asked. A model never answers a question: it only says, as a typed query, what was asked.
//!
//! What it writes is read like any other input: strictly, with names and numbers that were in the question or among the
//! names of the workspace. Whatever goes wrong, what the planner made of the question stands.

pub mod asked;
pub mod breaker;
pub mod budget;
pub mod nearest;
mod numbers;
pub mod outcome;
pub mod person;
pub mod port;
pub mod price;
pub mod prompt;
pub mod reading;
pub mod wire;
