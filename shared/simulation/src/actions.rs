//! The simulation of taps: they arrive late, twice and out of order while people leave, roles and budgets change,
//! workers crash between two writes and DynamoDB throttles. Every claim is checked against a model that shares no
//! code with the implementation.
//!
//! - `sweep`: every kind of action with every fault at every call, exhaustively.
//! - `seeded`: whole histories generated from seeds (`seeds`). A failing one prints how to run it alone.
//! - `sabotage`: every claim is deliberately violated, and the seeds detect it (`found`).
//! - `machine`: random sequences, one step at a time, against an independent reference; failures are shrunk.

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
