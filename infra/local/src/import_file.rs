//! `make import`: reads an export with a progress bar and stores it in the workspace of the running stack.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use command_center::app::import::{ImportDeps, KeepError, keep};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::metrics::{Channel, InvalidChannel};
use command_center::domain::money::{Currency, InvalidCurrency};
use command_center::domain::settings::WorkspaceSettings;
use command_center::importer::reader::read;
use command_center::importer::settings::ImportSettings;
use command_center::importer::{Import, ImportError};
use command_center::store::StoreError;
use indicatif::{ProgressBar, ProgressStyle};

use crate::console::say;
use crate::stack_file::running_stack;
use crate::workspaces::{import_settings, sample, sample_today, today_in};

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportCommand {
    pub file: PathBuf,
    /// The platform for files that do not state one.
    pub platform: Option<String>,
    /// The currency for files that do not state one.
    pub currency: Option<String>,
}

/// The reasons why an export was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFileError {
    /// The file cannot be opened.
    #[error("{} cannot be opened: check the path and its permissions", .file.display())]
    Open {
        file: PathBuf,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// PLATFORM= is not a valid channel.
    #[error("PLATFORM: {0}")]
    Platform(#[from] InvalidChannel),
    /// CURRENCY= is not a valid currency.
    #[error("CURRENCY: {0}")]
    Currency(#[from] InvalidCurrency),
    /// The importer rejects the file.
    #[error("{0}")]
    Refused(#[from] ImportError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The import could not be stored completely.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The running stack has no such workspace.
    #[error("the running stack does not have its workspace: stop it and start it again with make run")]
    NoWorkspace,
}

/// Opens an export with a progress bar over its bytes.
///
/// # Errors
/// If the file cannot be opened.
pub fn open_export(file: &Path) -> Result<(File, ProgressBar), ImportFileError> {
    let not_open = |source| ImportFileError::Open { file: file.to_owned(), source };
    let opened = File::open(file).map_err(not_open)?;
    let bytes = opened.metadata().map_err(not_open)?.len();
    let style = ProgressStyle::with_template("reading {wide_bar} {bytes}/{total_bytes}");
    Ok((opened, ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))))
}

/// Imports a file into the running stack. If no stack is running, checks the file against the sample workspace and
/// stores nothing.
///
/// # Errors
/// If the file is rejected or cannot be stored.
pub async fn import(root: &Path, command: &ImportCommand) -> Result<(), ImportFileError> {
    let running = running_stack(root);
    let settings = match &running {
        Some(running) => {
            let stored = running.store().settings(&running.workspace).await?;
            stored.ok_or(ImportFileError::NoWorkspace)?
        }
        None => sample(sample_today(&SystemClock)).settings,
    };
    let import = read_file(command, &settings)?;
    say(import.report.to_string());
    match running {
        Some(running) => {
            let (store, queue) = (running.store(), running.delivery_queue());
            store_import(&ImportDeps { store: &store, queue: &queue }, &settings, &import).await
        }
        None => {
            say("Nothing was stored: no stack is running. Start one with make run and import again.");
            Ok(())
        }
    }
}

fn read_file(command: &ImportCommand, settings: &WorkspaceSettings) -> Result<Import, ImportFileError> {
    let currency = command.currency.as_deref().map(str::parse::<Currency>).transpose()?;
    let channel = command.platform.as_deref().map(str::parse::<Channel>).transpose()?;
    let (mut file, bar) = open_export(&command.file)?;
    let today = today_in(settings, &SystemClock).unwrap_or_else(|| sample_today(&SystemClock));
    let import_settings = ImportSettings { channel, ..import_settings(settings, currency, today) };
    let import = read(&mut file, &import_settings, &mut |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    Ok(import?)
}

async fn store_import(
    deps: &ImportDeps<'_>,
    settings: &WorkspaceSettings,
    import: &Import,
) -> Result<(), ImportFileError> {
    let bar = ProgressBar::new(u64::try_from(import.facts.len()).unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("storing {wide_bar} {pos}/{len} facts");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let started = SystemClock.now();
    let written = |count: usize| bar.inc(u64::try_from(count).unwrap_or_default());
    let kept = keep(deps, settings, import, started, &written).await;
    bar.finish_and_clear();
    let kept = kept?;
    let seconds = SystemClock.now().duration_since(started).as_secs_f64();
    say(format!(
        "Stored in {}: {} new campaigns, {} creatives, {} facts, in {seconds:.1} s.",
        settings.workspace.id, kept.new_campaigns, kept.creatives, kept.facts
    ));
    say(format!(
        "Of what was stored: {} facts replaced, {} removed, {} estimated budgets changed.",
        kept.replaced, kept.removed, kept.new_estimates
    ));
    if kept.told > 0 {
        say(format!(
            "People written to by WhatsApp that a shift they approved first has other budgets now: {}.",
            kept.told
        ));
    }
    kept.held_back.iter().for_each(|held| say(held.to_string()));
    Ok(())
}
