//! An export of somebody's own in a workspace of its own: read before anything starts, then loaded like the sample.

use std::path::PathBuf;

use command_center::app::import::{ImportDeps, keep};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::identity::WorkspaceId;
use command_center::domain::language::Language;
use command_center::domain::settings::WorkspaceSettings;
use command_center::importer::{Import, ImportError};
use jiff::civil::Date;

use crate::console::{counted, say};
use crate::import_file::platform::platform_for;
use crate::import_file::{ImportFileError, currency_named, open_export, with_rows};
use crate::stack::{LocalStack, StackError, WorkspaceContents};
use crate::workspaces::{
    ExportSettings, around_export, digest_date, measure_by_itself, read_export, sample_today,
};

/// An export to show, and what is said about it.
#[derive(Debug, Clone)]
pub struct Export {
    pub file: PathBuf,
    /// The platform, whatever the columns look like.
    pub platform: Option<String>,
    /// The currency of a file that states none.
    pub currency: Option<String>,
}

/// The reasons why an export is not shown.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportFileError),
    /// The stack failed.
    #[error(transparent)]
    Stack(#[from] StackError),
}

/// An export that was read, with the workspace that it makes.
#[derive(Debug)]
pub struct ReadExport {
    file: PathBuf,
    settings: WorkspaceSettings,
    import: Import,
    target_hundredths: Option<i64>,
}

/// A loaded export: its workspace, and the date of the digest about its last day, if it has one.
#[derive(Debug)]
pub struct LoadedExport {
    pub settings: WorkspaceSettings,
    pub digest_on: Option<Date>,
}

impl Export {
    /// Reads the file in its own currency, which is asked for and never guessed if the file states none.
    ///
    /// # Errors
    /// If the file is rejected.
    pub fn read(&self) -> Result<ReadExport, ImportFileError> {
        let today = sample_today(&SystemClock);
        let mut settings = around_export(today);
        let channel = self.platform.as_deref().map(|name| platform_for(name, &settings)).transpose();
        let channel = channel.map_err(ImportFileError::from)?;
        let (mut opened, bar) = open_export(&self.file)?;
        let export = ExportSettings { channel, currency: currency_named(self.currency.as_deref())?, today };
        let import =
            read_export(&mut opened, &mut settings, &export, true, &mut |bytes| bar.set_position(bytes));
        bar.finish_and_clear();
        let import = with_rows(import?)?;
        if import.report.currency_is_assumed {
            return Err(ImportError::UnknownCurrency { line: import.report.header_line }.into());
        }
        let target_hundredths = measure_by_itself(&mut settings, &import);
        Ok(ReadExport { file: self.file.clone(), settings, import, target_hundredths })
    }
}

impl ReadExport {
    /// Says what the file holds and stores it in a workspace of its own.
    ///
    /// # Errors
    /// If the stack cannot store it.
    pub async fn load(self, stack: &LocalStack) -> Result<LoadedExport, ExportError> {
        say(format!("# Import of {}\n\n{}", self.file.display(), self.import.report));
        let settings = self.settings;
        let contents =
            WorkspaceContents { settings: settings.clone(), creatives: Vec::new(), facts: Vec::new() };
        stack.load(&contents).await?;
        let deps = ImportDeps { store: &stack.store, queue: &stack.delivery_queue() };
        let kept = keep(&deps, &settings, &self.import, SystemClock.now(), &|_| {}).await;
        let kept = kept.map_err(ImportFileError::Keep)?;
        say(format!(
            "Stored: {}, {}, {}.\n",
            counted(kept.new_campaigns, "campaign"),
            counted(kept.creatives, "creative"),
            counted(kept.facts, "fact")
        ));
        say(target(self.target_hundredths));
        let last = self.import.report.last_day;
        let digest_on = digest_date(&kept.sources).or_else(|| last.and_then(|day| day.tomorrow().ok()));
        Ok(LoadedExport { settings, digest_on })
    }
}

impl LoadedExport {
    /// Returns the identifier of the workspace.
    #[must_use]
    pub fn workspace(&self) -> &WorkspaceId {
        &self.settings.workspace.id
    }
}

fn target(roas_hundredths: Option<i64>) -> String {
    match roas_hundredths {
        Some(roas) => format!(
            "An export states neither budgets nor a target: the mean spend of the last days stands for each budget, and \
             its own last four weeks set the target, ROAS {}.\n",
            Language::English.hundredths(roas)
        ),
        None => "The export has no revenue, so there is no ROAS to judge. Is the revenue column part of it, under a name \
                 that the platform uses?\n"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export_of(text: &str) -> (tempfile::NamedTempFile, Export) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let export = Export { file: file.path().to_owned(), platform: None, currency: None };
        (file, export)
    }

    #[test]
    fn an_export_without_rows_is_refused_before_anything_starts() {
        let (_file, export) = export_of("Day,Campaign name,Amount spent (USD),Impressions\n");
        let refused = export.read().unwrap_err().to_string();
        assert!(refused.contains("no rows") && refused.contains("export it again"), "{refused}");
    }
}
