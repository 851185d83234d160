//! The library of the WhatsApp Command Center: everything that has a meaning.
//!
//! Named after the product. The modules up to [`audit`] decide; they read no clock, no environment and no network.
//! The edges come after: [`store`] (DynamoDB), [`twilio`], [`queue`] (SQS), [`config`] and [`telemetry`].

pub mod action;
pub mod admin;
pub mod api;
pub mod audit;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod dashboard;
pub mod delivery;
pub mod digest;
pub mod email;
pub mod enrolment;
pub mod events;
pub mod identity;
pub mod import;
pub mod inbound;
pub mod insight;
pub mod language;
pub mod message;
pub mod metrics;
pub mod money;
pub mod notice;
pub mod proof;
pub mod queue;
pub mod report;
pub mod store;
pub mod telemetry;
pub mod twilio;
pub mod weblink;
pub mod workspace;

#[cfg(test)]
mod delivery_simulation;
#[cfg(test)]
mod simulation;
#[cfg(test)]
pub(crate) mod testing;
