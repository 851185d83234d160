//! The simulation: taps that come late, twice and in another order, while people leave, roles and budgets change, workers
//! die between two writes and DynamoDB throttles; every claim is checked against a model that shares no line of code
//! with what decides.
//!
//! - `sweep`: every kind of action with every fault at every call, exhaustively.
//! - `seeded`: whole histories drawn from seeds (`seeds`). Each prints how to run it alone when it fails.
//! - `sabotage`: everything that is claimed, violated on purpose; the seeds find it (`found`).
//! - `machine`: random sequences, one step at a time, against a reference that keeps its own books; shrinks.

mod check;
mod events;
mod facts;
pub(crate) mod found;
pub(crate) mod history;
mod machine;
mod model;
mod run;
mod sabotage;
mod seeded;
pub(crate) mod seeds;
mod sweep;
pub(crate) mod tally;
mod world;
