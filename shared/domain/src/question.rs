//! What a question about the numbers means: the typed query, and the days that its relative times stand for; its answer,
//! and how that is kept and rated.
//!
//! Whoever reads a question, the planner or a language model, says it in this one form; dates are always resolved here.

pub mod answer;
pub mod basis;
pub mod execute;
pub mod interpretation;
pub mod model;
pub mod query;
pub mod range;
pub mod rating;
pub mod record;
pub mod reply;
pub mod threshold;
pub mod time;
pub mod view;
