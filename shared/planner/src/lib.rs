//! A question in, a typed query out, or one question back, or a refusal: by tables and rules, without a model and without a
//! guess. The words are in `lexicon/`, a file for each language.

mod amount;
mod chart;
mod comparison;
mod compose;
mod compound;
#[cfg(test)]
mod corpus;
pub mod evaluation;
mod filters;
#[cfg(test)]
mod fixture;
mod fold;
mod follow_up;
mod lexicon;
mod meaning;
mod mention;
mod own_name;
mod parts;
pub mod plan;
pub mod planner;
#[cfg(test)]
mod properties;
mod reading;
mod rows;
mod screen;
mod slots;
mod spelling;
mod threshold;
mod time;
mod token;
mod tongue;
mod trouble;
pub mod workspace;

pub use plan::{Choice, Clarification, Plan, Planned, Subject};
pub use planner::{Before, FOLLOW_UP_MINUTES, Question, plan};
pub use workspace::{Entity, Workspace};
