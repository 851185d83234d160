//! `make proof`: learns what the messages of the running stack cost, proves that nobody acted who may not, counts what became
//! of the messages, and prints the reports.

use std::path::Path;

use command_center::adapters::config::ConfigError;
use command_center::app::verification::{NightlyDeps, NightlyError, NightlyRequest, run};
use command_center::domain::clock::{Clock, SystemClock, SystemRandomness};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::console::say;
use crate::stack::StackError;
use crate::stack_file::running_stack;
use crate::verify::{VerifyError, secrets};

/// The costs of how many days are learned first: as many as the nightly schedule asks for.
const COST_DAYS: i64 = 2;

/// Why nothing can be proven, or what was found.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// No stack runs, or its secret cannot be read.
    #[error(transparent)]
    Stack(#[from] VerifyError),
    /// The secret has no usable keys.
    #[error(transparent)]
    Keys(#[from] ConfigError),
    /// What the messages cost cannot be learned.
    #[error(transparent)]
    Costs(#[from] StackError),
    /// The day cannot be proven.
    #[error(transparent)]
    NightlyRun(#[from] NightlyError),
    /// Something is red.
    #[error("not everything is proven: see docs/runbook.md, section Nightly proof")]
    Red,
}

/// Learns costs and proves a day of every workspace of the running stack, today as far as it has come when none is named, and prints what
/// was found.
///
/// # Errors
/// When no stack runs, the day cannot be proven, or something is red.
pub async fn proof(root: &Path, date: Option<Date>) -> Result<(), ProofError> {
    let running = running_stack(root).ok_or(VerifyError::NoStack)?;
    let secrets = secrets(&running.aws_endpoint).await?;
    let now = SystemClock.now();
    let deps = NightlyDeps {
        store: &running.store(),
        chain_keys: &secrets.chain_keys()?,
        auth_tokens: &secrets.auth_tokens(),
        token_keys: &secrets.token_keys()?,
        pepper: &secrets.pepper()?,
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
