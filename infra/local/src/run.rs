//! `make run` and `make demo`: the stack around a command, which is stopped in any case.

use std::path::Path;

use command_center::app::digest::DigestRequest;
use command_center::domain::clock::SystemClock;
use command_center::domain::settings::WorkspaceSettings;
use jiff::civil::Date;

use crate::console::{progress, say};
use crate::demo::{DemoError, play};
use crate::export::{Export, ExportError, ReadExport};
use crate::import_file::ImportFileError;
use crate::mornings::Mornings;
use crate::stack::{LocalStack, StackError};
use crate::stack_file::StackFiles;
use crate::workspaces::{sample, sample_today};

/// The reasons why `make run` ended before Ctrl-C.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The stack failed.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The export is rejected.
    #[error(transparent)]
    Import(#[from] ImportFileError),
    /// The export cannot be loaded.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The demo failed.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// `target/local` cannot be written, or signals cannot be awaited.
    #[error("the machine does not let the stack do it: check the permissions of target/local")]
    Machine(#[from] std::io::Error),
}

/// Starts the stack with the sample workspace, or with an export in a workspace of its own, sends the digest of its last
/// day, and serves until Ctrl-C.
///
/// # Errors
/// If the export is rejected, before anything starts, or if a part does not start; the parts that had started are stopped.
pub async fn run(root: &Path, export: Option<&Export>) -> Result<(), RunError> {
    let export = export.map(Export::read).transpose()?;
    let Some(stack) = started(root).await? else { return Ok(()) };
    let served = tokio::select! {
        served = serve(&stack, export) => served,
        stopped = stop_signal() => stopped.map_err(RunError::from),
    };
    stack.stop().await?;
    served
}

/// Starts the stack, unless Ctrl-C comes before that is done: then nothing of it runs any more.
async fn started(root: &Path) -> Result<Option<LocalStack>, RunError> {
    let stop = async {
        if let Err(error) = stop_signal().await {
            progress(format!("Ctrl-C cannot be awaited: {error}"));
            std::future::pending::<()>().await;
        }
    };
    match LocalStack::start_unless(root, stop).await {
        Ok(stack) => Ok(Some(stack)),
        Err(StackError::Stopped) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn serve(stack: &LocalStack, export: Option<ReadExport>) -> Result<(), RunError> {
    let (settings, date, is_sample) = match export {
        Some(export) => {
            let loaded = export.load(stack).await?;
            (loaded.settings, loaded.digest_on, false)
        }
        None => {
            let today = sample_today(&SystemClock);
            let contents = sample(today);
            progress("loading the sample workspace: 12 campaigns, 120 days");
            stack.load(&contents).await?;
            (contents.settings, Some(today), true)
        }
    };
    stack.appoint_administrator(std::slice::from_ref(&settings.workspace.id)).await?;
    let _files = StackFiles::write(stack, &settings)?;
    send_first(stack, &settings, date).await?;
    let mornings = match date.filter(|_| is_sample) {
        Some(today) => Mornings::of_sample(stack, settings, today),
        None => Mornings::of_files(stack, settings),
    };
    show_links(stack);
    mornings.announce().await?;
    say("Ctrl-C stops everything.");
    Ok(mornings.play().await?)
}

async fn send_first(
    stack: &LocalStack,
    settings: &WorkspaceSettings,
    date: Option<Date>,
) -> Result<(), RunError> {
    let Some(date) = date else {
        say("\nThe export has no row to keep, so there is no digest.\n");
        return Ok(());
    };
    let request = DigestRequest { workspace: settings.workspace.id.clone(), local_date: Some(date) };
    let summary = stack.send_digest(&request).await?;
    say(format!("\nThe digest of {date} is on its way to {} phones.\n", summary.queued.len()));
    Ok(())
}

fn show_links(stack: &LocalStack) {
    say(format!("  Phone       {0}/phone/maya, everybody's: {0}/phone", stack.twilio_url()));
    say(format!("  Dashboard   tap \"View dashboard\" on the phone; without a link: {}", stack.public_url()));
    say("  Admin desk  arrives with a later version");
    say("  Details     target/local/stack.json\n");
}

/// Starts the stack, plays the demo and stops the stack.
///
/// # Errors
/// If the stack does not start or a step of the demo does not have the required result.
pub async fn demo(root: &Path, export: Option<&Export>) -> Result<(), RunError> {
    let export = export.map(Export::read).transpose()?;
    let Some(stack) = started(root).await? else { return Ok(()) };
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
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    progress("stopping");
    Ok(())
}
