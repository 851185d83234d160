//! `make run` and `make demo`: the stack around a command, which is stopped in any case.

use std::path::Path;

use command_center::app::digest::DigestRequest;
use command_center::domain::clock::SystemClock;

use crate::console::{progress, say};
use crate::demo::{DemoError, play};
use crate::stack::{LocalStack, StackError};
use crate::stack_file::StackFiles;
use crate::workspaces::{sample, sample_today};

/// The reasons why `make run` ended before Ctrl-C.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The stack failed.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The demo failed.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// `target/local` cannot be written, or signals cannot be awaited.
    #[error("the machine does not let the stack do it: check the permissions of target/local")]
    Machine(#[from] std::io::Error),
}

/// Starts the stack with the sample workspace, sends today's digest, and serves until Ctrl-C.
///
/// # Errors
/// If a part does not start; the parts that had started are stopped.
pub async fn run(root: &Path) -> Result<(), RunError> {
    let stack = tokio::select! {
        started = LocalStack::start(root) => started?,
        stopped = stop_signal() => return Ok(stopped?),
    };
    let served = tokio::select! {
        served = serve(&stack) => served,
        stopped = stop_signal() => stopped.map_err(RunError::from),
    };
    progress("stopping");
    stack.stop().await?;
    served
}

async fn serve(stack: &LocalStack) -> Result<(), RunError> {
    let today = sample_today(&SystemClock);
    let contents = sample(today);
    progress("loading the sample workspace: 12 campaigns, 120 days");
    stack.load(&contents).await?;
    stack.appoint_administrator(std::slice::from_ref(&contents.settings.workspace.id)).await?;
    let _files = StackFiles::write(stack, &contents.settings)?;
    let request =
        DigestRequest { workspace: contents.settings.workspace.id.clone(), local_date: Some(today) };
    let summary = stack.send_digest(&request).await?;
    say(format!("\nToday's digest is on its way to {} phones.\n", summary.queued.len()));
    say(format!("  Phone       {0}/phone/maya, everybody's: {0}/phone", stack.twilio_url()));
    say(format!("  Dashboard   tap \"View dashboard\" on the phone; without a link: {}", stack.public_url()));
    say("  Admin desk  arrives with a later version");
    say("  Details     target/local/stack.json\n\nCtrl-C stops everything.");
    std::future::pending().await
}

/// Starts the stack, plays the demo and stops the stack.
///
/// # Errors
/// If the stack does not start or a step of the demo does not have the required result.
pub async fn demo(root: &Path, export: Option<&Path>) -> Result<(), RunError> {
    let stack = tokio::select! {
        started = LocalStack::start(root) => started?,
        stopped = stop_signal() => return Ok(stopped?),
    };
    let played = tokio::select! {
        played = play(&stack, export) => played.map_err(RunError::from),
        stopped = stop_signal() => stopped.map_err(RunError::from),
    };
    stack.stop().await?;
    played
}

/// Waits for Ctrl-C or a termination signal.
async fn stop_signal() -> std::io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}
