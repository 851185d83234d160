//! Everything that decides or words something, without reading anything from outside: records, decisions, wording and
//! ports.

pub mod action;
pub mod address;
pub mod audit;
pub mod clock;
pub mod delivery;
pub mod digest;
pub mod email;
pub mod error;
pub mod events;
pub mod identity;
pub mod import;
pub mod inbound;
pub mod insight;
pub mod instant;
pub mod language;
pub mod message;
pub mod metrics;
pub mod money;
pub mod notification;
pub mod oidc;
pub mod question;
pub mod resend;
pub mod retry;
pub mod schedule;
pub mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod token;
pub mod twilio;
pub mod verification;
pub mod workspace;

pub use retry::backoff_seconds;
