//! The simulation of deliveries, in virtual time: the real `deliver`, status callbacks, sweep, mails and STOPs on the
//! real store, while workers crash and stall, the queue delivers jobs late and twice, and Twilio and SES accept
//! messages without confirming it. The claims are checked against the order of the writes and against what the model
//! of Twilio received.
//!
//! - `seeded`: whole histories generated from seeds. A failing one prints how to run it alone.
//! - `sabotage`: every claim is deliberately violated, and the seeds detect it.
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
