//! `make import`: reads an export with a progress bar and stores it in the workspace of the running stack.

mod outcome;
pub mod platform;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use command_center::app::import::{ImportDeps, KeepError, Kept, keep};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::identity::WorkspaceId;
use command_center::domain::message::job::DeliveryQueue;
use command_center::domain::metrics::Channel;
use command_center::domain::money::Currency;
use command_center::domain::settings::WorkspaceSettings;
use command_center::domain::testing::RecordingQueue;
use command_center::importer::{self, FoldedName, Import, ImportError};
use command_center::store::{Store, StoreError, embedded};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use outcome::Outcome;
use platform::{UnknownPlatform, platform_for};

use crate::console::{counted, say};
use crate::stack_file::running_stack;
use crate::tools::local_folder;
use crate::workspaces::{ExportSettings, around_export, read_export, sample_today, take_currency, today_in};

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportCommand {
    /// The files, imported one after the other.
    pub files: Vec<PathBuf>,
    /// The platform for files that do not state one.
    pub platform: Option<String>,
    /// The currency for files that do not state one.
    pub currency: Option<String>,
    /// Today, if it is to be another day than the calendar's.
    pub today: Option<Date>,
    /// The file that the result is written to as JSON.
    pub out: Option<PathBuf>,
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
    /// PLATFORM= is no platform that is known.
    #[error(transparent)]
    Platform(#[from] UnknownPlatform),
    /// CURRENCY= is not a currency.
    #[error("CURRENCY: a currency is a code of ISO 4217, such as USD, EUR, BRL or INR")]
    Currency,
    /// The importer rejects the file.
    #[error("{0}")]
    Refused(#[from] ImportError),
    /// The file has a header and nothing below it.
    #[error(
        "the file has a header and no rows; check the date range and the filters of the report, and export it again"
    )]
    NoRows,
    /// One of the files is not imported.
    #[error("{}", of_file(.file, .reason, .kept))]
    OfFile {
        file: PathBuf,
        /// Why not.
        #[source]
        reason: Box<Self>,
        /// The files before it, which are imported and stay so.
        kept: Vec<PathBuf>,
    },
    /// The result cannot be written.
    #[error("{} cannot be written: check the folder and its permissions", .file.display())]
    Write {
        file: PathBuf,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
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

/// Says which file it was, unless the reason does, and what became of the files before it.
fn of_file(file: &Path, reason: &ImportFileError, kept: &[PathBuf]) -> String {
    let named = match reason {
        ImportFileError::Open { .. } => reason.to_string(),
        _ => format!("{}: {reason}", file.display()),
    };
    let kept: Vec<String> = kept.iter().map(|file| file.display().to_string()).collect();
    if kept.is_empty() {
        named
    } else {
        format!("{named}\nImported before it, and kept: {}", kept.join(", "))
    }
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

/// Imports files one after the other into the running stack or, without one, into an empty workspace in this process
/// that is forgotten afterwards.
///
/// # Errors
/// If `out` cannot be written, before anything is stored. If a file is rejected or cannot be stored: then the document of
/// `out` is written nevertheless and says why.
pub async fn import(root: &Path, command: &ImportCommand) -> Result<(), ImportFileError> {
    if let Some(out) = &command.out {
        check_writable(out).map_err(|source| ImportFileError::Write { file: out.clone(), source })?;
    }
    let target = Target::open(root, command).await?;
    let mut outcome = Outcome::default();
    let done = import_files(root, &target, command, &mut outcome).await;
    outcome.refused = done.as_ref().err().map(ToString::to_string);
    if let Some(out) = &command.out {
        let document = outcome.describe(&target.store, &target.workspace).await?;
        let text = format!("{document:#}\n");
        std::fs::write(out, text).map_err(|source| ImportFileError::Write { file: out.clone(), source })?;
    }
    done
}

/// Sees whether a file can be written, and leaves it as it is. What is no file, such as a terminal, is not tried.
fn check_writable(out: &Path) -> io::Result<()> {
    let found = std::fs::metadata(out);
    if found.as_ref().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Ok(());
    }
    File::options().append(true).create(true).open(out)?;
    if found.is_err() { std::fs::remove_file(out) } else { Ok(()) }
}

async fn import_files(
    root: &Path,
    target: &Target,
    command: &ImportCommand,
    outcome: &mut Outcome,
) -> Result<(), ImportFileError> {
    let settings = target.store.settings(&target.workspace).await?.ok_or(ImportFileError::NoWorkspace)?;
    command.said(&settings)?;
    for (before, file) in command.files.iter().enumerate() {
        let imported = import_one(root, target, (command, file), outcome).await;
        imported.map_err(|reason| {
            let kept = if target.is_running { before } else { 0 };
            let kept = command.files.iter().take(kept).cloned().collect();
            ImportFileError::OfFile { file: file.clone(), reason: Box::new(reason), kept }
        })?;
    }
    if !target.is_running {
        say("To keep them, start a stack with make run and import again.");
    }
    Ok(())
}

async fn import_one(
    root: &Path,
    target: &Target,
    (command, file): (&ImportCommand, &Path),
    outcome: &mut Outcome,
) -> Result<(), ImportFileError> {
    let mut settings = target.store.settings(&target.workspace).await?.ok_or(ImportFileError::NoWorkspace)?;
    let currency = settings.workspace.currency;
    let import = target.read(file, command, &mut settings)?;
    say(format!("# Import of {}\n\n{}", file.display(), import.report));
    list_folded(root, &import)?;
    if settings.workspace.currency != currency {
        target.store.save_settings(&settings).await?;
    }
    outcome.add(&import.report, import.channels().into_iter());
    store_import(target, &settings, &import).await
}

/// Lists every spelling that counts as another name in a file, since a report with hundreds of them would not be read.
fn list_folded(root: &Path, import: &Import) -> Result<(), ImportFileError> {
    if import.report.folded.is_empty() {
        return Ok(());
    }
    let line = |folded: &FoldedName| {
        let kind = if folded.is_slip { "other letters" } else { "same letters" };
        format!("{}\t{}\t{kind}\n", folded.spelling, folded.name)
    };
    let lines: String = import.report.folded.iter().map(line).collect();
    let file = local_folder(root).join("folded-names.tsv");
    let written = std::fs::create_dir_all(local_folder(root)).and_then(|()| std::fs::write(&file, lines));
    written.map_err(|source| ImportFileError::Write { file: file.clone(), source })?;
    say(format!("All spellings that count as another name: {}", file.display()));
    Ok(())
}

/// The workspace that files are imported into.
struct Target {
    store: Store,
    queue: Box<dyn DeliveryQueue>,
    workspace: WorkspaceId,
    is_running: bool,
}

impl Target {
    async fn open(root: &Path, command: &ImportCommand) -> Result<Self, ImportFileError> {
        if let Some(running) = running_stack(root) {
            let (store, queue) = (running.store(), Box::new(running.delivery_queue()));
            return Ok(Self { store, queue, workspace: running.workspace, is_running: true });
        }
        let mut settings = around_export(command.today());
        if let Some(currency) = currency_named(command.currency.as_deref())? {
            take_currency(&mut settings, currency);
        }
        let store = embedded::start().store;
        store.save_settings(&settings).await?;
        let queue = Box::new(RecordingQueue::default());
        Ok(Self { store, queue, workspace: settings.workspace.id, is_running: false })
    }

    /// Reads a file. An empty workspace takes the currency of the first file that states one.
    fn read(
        &self,
        file: &Path,
        command: &ImportCommand,
        settings: &mut WorkspaceSettings,
    ) -> Result<Import, ImportFileError> {
        let (channel, currency) = command.said(settings)?;
        let (mut opened, bar) = open_export(file)?;
        let today = match command.today {
            Some(today) => today,
            None => today_in(settings, &SystemClock).unwrap_or_else(|| sample_today(&SystemClock)),
        };
        let asked = ExportSettings { channel, currency, today };
        let is_empty = !self.is_running && settings.campaigns.is_empty();
        let import =
            read_export(&mut opened, settings, &asked, is_empty, &mut |bytes| bar.set_position(bytes));
        bar.finish_and_clear();
        with_rows(import?)
    }
}

impl ImportCommand {
    /// Splits the value of FILE=, which is one path or several separated by spaces.
    #[must_use]
    pub fn paths(files: &str) -> Vec<PathBuf> {
        if Path::new(files).exists() {
            return vec![PathBuf::from(files)];
        }
        files.split_whitespace().map(PathBuf::from).collect()
    }

    /// Reads what is said about the files.
    fn said(
        &self,
        settings: &WorkspaceSettings,
    ) -> Result<(Option<Channel>, Option<Currency>), ImportFileError> {
        let channel = self.platform.as_deref().map(|name| platform_for(name, settings)).transpose()?;
        Ok((channel, currency_named(self.currency.as_deref())?))
    }

    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| sample_today(&SystemClock))
    }
}

/// Refuses an export in which nothing is below the header.
///
/// # Errors
/// If it has no rows.
pub fn with_rows(import: Import) -> Result<Import, ImportFileError> {
    if import.report.rows_read == 0 { Err(ImportFileError::NoRows) } else { Ok(import) }
}

/// Returns the currency with a code in any case.
///
/// # Errors
/// If ISO 4217 has no such code.
pub fn currency_named(code: Option<&str>) -> Result<Option<Currency>, ImportFileError> {
    code.map(|code| importer::known_currency(code).ok_or(ImportFileError::Currency)).transpose()
}

async fn store_import(
    target: &Target,
    settings: &WorkspaceSettings,
    import: &Import,
) -> Result<(), ImportFileError> {
    let bar = ProgressBar::new(u64::try_from(import.facts.len()).unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("storing {wide_bar} {pos}/{len} facts");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let started = SystemClock.now();
    let written = |count: usize| bar.inc(u64::try_from(count).unwrap_or_default());
    let deps = ImportDeps { store: &target.store, queue: target.queue.as_ref() };
    let kept = keep(&deps, settings, import, started, &written).await;
    bar.finish_and_clear();
    let kept = kept?;
    let seconds = SystemClock.now().duration_since(started).as_secs_f64();
    say(described(target.is_running.then_some(&settings.workspace.id), &kept, seconds));
    Ok(())
}

/// Describes what an import changed in a workspace of a running stack; without one, what it would have stored.
fn described(workspace: Option<&WorkspaceId>, kept: &Kept, seconds: f64) -> String {
    let counts = [
        counted(kept.new_campaigns, "new campaign"),
        counted(kept.creatives, "creative"),
        counted(kept.facts, "fact"),
    ];
    let counts = counts.join(", ");
    let changes = format!(
        "{} replaced, {} removed, {} renamed, {} changed",
        counted(kept.replaced, "fact"),
        kept.removed,
        counted(kept.renamed, "campaign"),
        counted(kept.new_estimates, "estimated budget")
    );
    let mut lines = match workspace {
        Some(workspace) => vec![
            format!("Stored in {workspace}: {counts}, in {seconds:.1} s."),
            format!("Of what was stored: {changes}."),
        ],
        None => vec![
            format!("Not kept, as no stack is running: {counts}."),
            format!("Of the files before: {changes}."),
        ],
    };
    if kept.told > 0 {
        lines.push(format!(
            "People written to by WhatsApp that a shift they approved first has other budgets now: {}.",
            kept.told
        ));
    }
    lines.extend(kept.held_back.iter().map(ToString::to_string));
    lines.join("\n")
}

#[cfg(test)]
mod tests;
