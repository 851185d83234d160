//! The services that the product uses, behind the ports of the domain.

pub mod clock;
pub mod config;
pub mod eventbridge;
pub mod lambda;
pub mod models;
pub mod oidc_keys;
pub mod rate_limit;
pub mod s3;
pub mod ses;
pub mod sqs;
pub mod telemetry;
pub mod twilio;

pub use ses::{SesEmail, SesTimeouts};
