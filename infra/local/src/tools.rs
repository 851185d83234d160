//! The Python tools for deployment and emulation: installed once in `target/local/venv`, then reused.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The tools for the emulator and the deployer, and their working folders.
#[derive(Debug, Clone)]
pub struct Tools {
    root: PathBuf,
}

/// The reasons why the tools are not available, grouped by remedy.
#[derive(Debug, thiserror::Error)]
pub enum ToolsError {
    /// A folder or file under `target/local` cannot be read or written.
    #[error("target/local cannot be used: check its permissions and the space on the disk")]
    Folder(#[source] io::Error),
    /// The set-up script cannot be started.
    #[error("infra/scripts/setup cannot be started: bash is needed")]
    Shell(#[source] io::Error),
    /// The set-up script ran and failed; the reason is on standard error.
    #[error(
        "Python 3.11 or newer with venv and pip is needed: run `infra/scripts/setup python` and read what it says"
    )]
    Python,
    /// The thread that waited for the set-up ended early.
    #[error("the set-up of the Python tools was interrupted: start again")]
    Interrupted(#[source] tokio::task::JoinError),
}

impl Tools {
    /// Finds the tools of the project in `root`, after installing them if they are missing or outdated.
    ///
    /// The first installation takes about half a minute and reports on standard error; concurrent calls from several
    /// processes are safe.
    ///
    /// # Errors
    /// If Python is missing or the packages cannot be installed.
    pub async fn prepare(root: &Path) -> Result<Self, ToolsError> {
        let tools = Self { root: root.to_owned() };
        if tools.is_current() {
            return Ok(tools);
        }
        tokio::task::spawn_blocking(move || tools.install().map(|()| tools))
            .await
            .map_err(ToolsError::Interrupted)?
    }

    /// Returns the project's folder, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder for everything that the local stack writes, which git ignores.
    pub fn local(&self) -> PathBuf {
        local_folder(&self.root)
    }

    /// Returns the folder for files that live no longer than a process.
    pub fn scratch(&self) -> PathBuf {
        scratch_folder(&self.root)
    }

    /// Returns the Python interpreter with the pinned packages.
    pub fn python(&self) -> PathBuf {
        self.local().join("venv/bin/python")
    }

    /// Returns the path of one of the project's own Python programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.root.join("infra/local/python").join(name)
    }

    /// Reports whether the installed packages match the requirements file, which the set-up copies as its last step.
    fn is_current(&self) -> bool {
        let wanted = fs::read(self.program("requirements.txt"));
        let installed = fs::read(self.local().join("venv/requirements.txt"));
        matches!((wanted, installed), (Ok(wanted), Ok(installed)) if wanted == installed)
    }

    fn install(&self) -> Result<(), ToolsError> {
        fs::create_dir_all(self.scratch()).map_err(ToolsError::Folder)?;
        let lock = File::create(self.local().join("setup.lock")).map_err(ToolsError::Folder)?;
        lock.lock().map_err(ToolsError::Folder)?;
        if self.is_current() {
            return Ok(());
        }
        let status = Command::new("bash")
            .arg(self.root.join("infra/scripts/setup"))
            .arg("python")
            .stdin(Stdio::null())
            .status()
            .map_err(ToolsError::Shell)?;
        if status.success() && self.is_current() { Ok(()) } else { Err(ToolsError::Python) }
    }
}

/// Returns the folder for everything that the local stack of the project in `root` writes.
pub(crate) fn local_folder(root: &Path) -> PathBuf {
    root.join("target/local")
}

/// Returns the folder for files of the project in `root` that live no longer than a process.
pub(crate) fn scratch_folder(root: &Path) -> PathBuf {
    local_folder(root).join("tmp")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root::project_root;

    #[tokio::test]
    async fn the_tools_are_installed_once_and_then_found() {
        let tools = Tools::prepare(&project_root().unwrap()).await.unwrap();
        assert!(tools.python().exists());
        assert!(tools.is_current());
    }

    #[test]
    fn a_changed_requirement_is_not_taken_for_installed() {
        let root = tempfile::tempdir().unwrap();
        let tools = Tools { root: root.path().to_owned() };
        fs::create_dir_all(tools.program("")).unwrap();
        fs::create_dir_all(tools.local().join("venv")).unwrap();
        fs::write(tools.program("requirements.txt"), "boto3==2\n").unwrap();
        assert!(!tools.is_current(), "nothing is installed");
        fs::write(tools.local().join("venv/requirements.txt"), "boto3==1\n").unwrap();
        assert!(!tools.is_current(), "another version is installed");
        fs::write(tools.local().join("venv/requirements.txt"), "boto3==2\n").unwrap();
        assert!(tools.is_current());
    }
}
