//! `make proof`: fetches what the messages of the running stack cost, proves that nobody acted without authorization,
//! counts message outcomes, and prints the reports.

use std::path::Path;

use command_center::adapters::config::{AuditSecret, ConfigError};
use command_center::app::verification::{NightlyDeps, NightlyError, NightlyRequest, run};
use command_center::domain::clock::{Clock, SystemClock, SystemRandomness};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::console::say;
use crate::stack::StackError;
use crate::stack_file::running_stack;
use crate::verify::{VerifyError, secret};

/// The number of days whose costs are fetched first, as in the nightly schedule.
const COST_DAYS: i64 = 2;

/// The reasons why the proof cannot run, or its negative result.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// No stack is running, or its secret cannot be read.
    #[error(transparent)]
    Stack(#[from] VerifyError),
    /// The secret has no usable keys.
    #[error(transparent)]
    Keys(#[from] ConfigError),
    /// The costs of the messages cannot be fetched.
    #[error(transparent)]
    Costs(#[from] StackError),
    /// The proof of the day failed to run.
    #[error(transparent)]
    NightlyRun(#[from] NightlyError),
    /// A result is red.
    #[error("not everything is proven: see docs/runbook.md, section Nightly proof")]
    Red,
}

/// Fetches costs and runs the proof of a day for every workspace of the running stack, and prints the results.
/// Without a date, the day is today up to now.
///
/// # Errors
/// If no stack is running, the proof cannot run, or a result is red.
pub async fn proof(root: &Path, date: Option<Date>) -> Result<(), ProofError> {
    let running = running_stack(root).ok_or(VerifyError::NoStack)?;
    let now = SystemClock.now();
    let deps = NightlyDeps {
        store: &running.store(),
        chain_keys: &secret::<AuditSecret>(&running.aws_endpoint).await?.chain_keys()?,
        randomness: &SystemRandomness::default(),
        now,
    };
    let date = date.unwrap_or_else(|| now.to_zoned(TimeZone::UTC).date());
    for days_before in 0..COST_DAYS {
        running.learn_costs(date.saturating_sub(days_before.days())).await?;
    }
    let night = run(&deps, &NightlyRequest { date: Some(date), workspace: None }).await?;
    say(night.to_string());
    if night.is_green() { Ok(()) } else { Err(ProofError::Red) }
}
