//! The simulation of delivery, in virtual time: the real `deliver`, status callbacks, sweep, mails and STOPs on the real
//! store, while workers die and stall, the queue hands jobs out late and twice, and Twilio and SES take messages without
//! saying so. What is claimed is checked against the order of the writes and against what the model of Twilio saw.
//!
//! - `seeded`: whole histories drawn from seeds. Each prints how to run it alone when it fails.
//! - `sabotage`: everything that is claimed, violated on purpose; the seeds find it.
//! - `outage`: half an hour without Twilio and two thousand messages.

mod events;
mod line;
mod lines;
mod mails;
mod outage;
mod phones;
mod process;
mod run;
mod sabotage;
mod seeded;
mod time;
mod verdicts;
mod watch;
mod weather;
mod world;
