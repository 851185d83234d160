//! The clock of the stack: the machine's until somebody moves it on. What everybody goes by and what somebody wishes for are
//! two files, because whoever plays the schedule moves the clock from one digest to the next, and skips none.

use std::io;
use std::path::{Path, PathBuf};

use command_center::adapters::clock::MachineClock;
use command_center::domain::clock::Clock;
use jiff::Timestamp;

use super::{LocalStack, StackError};
use crate::package::Function;
use crate::simulator;

/// The files with the seconds by which the clock is ahead, and is to be.
#[derive(Debug, Clone)]
pub struct ClockFiles {
    folder: PathBuf,
}

impl ClockFiles {
    /// Names the files in a folder.
    #[must_use]
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Returns the folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the file that functions read.
    #[must_use]
    pub fn clock_path(&self) -> String {
        self.clock_file().display().to_string()
    }

    fn clock_file(&self) -> PathBuf {
        self.folder.join("clock")
    }

    fn wish_file(&self) -> PathBuf {
        self.folder.join("clock-wish")
    }

    /// Returns the clock that everybody goes by.
    #[must_use]
    pub fn clock(&self) -> MachineClock {
        MachineClock::moved_by(self.clock_file())
    }

    /// Returns by how many seconds the clock is to be ahead, if somebody wishes for more than it is.
    #[must_use]
    pub fn wished_seconds(&self) -> Option<i64> {
        let wished = MachineClock::moved_by(self.wish_file()).ahead_seconds();
        (wished > self.clock().ahead_seconds()).then_some(wished)
    }

    /// Wishes that the clock be ahead by so many seconds.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn wish(&self, seconds: i64) -> io::Result<()> {
        replace(&self.wish_file(), seconds)
    }

    fn set(&self, seconds: i64) -> io::Result<()> {
        replace(&self.clock_file(), seconds)
    }
}

/// Writes a file in one step, because it is read at any time.
fn replace(file: &Path, seconds: i64) -> io::Result<()> {
    let written = file.with_extension("new");
    std::fs::write(&written, seconds.to_string())?;
    std::fs::rename(&written, file)
}

impl LocalStack {
    /// Returns the files of the stack's clock.
    #[must_use]
    pub fn clock_files(&self) -> &ClockFiles {
        &self.clock_files
    }

    /// Returns the time on the stack's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock_files.clock().now()
    }

    /// Moves the clock of everybody so that it is ahead of the machine's by so many seconds.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn move_clock(&self, seconds: i64) -> Result<(), StackError> {
        simulator::set_clock_ahead(seconds);
        self.clock_files.set(seconds).map_err(|error| StackError::Invoke(error.into()))
    }

    /// Calls the digest function for a tick, as the scheduler does each minute.
    ///
    /// # Errors
    /// If the function cannot be reached or fails.
    pub async fn tick(&self) -> Result<serde_json::Value, StackError> {
        self.invoke(Function::DIGEST, &serde_json::json!({ "schedule": "tick" })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_stands_until_the_clock_is_there_and_a_clock_never_goes_back_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let files = ClockFiles::within(folder.path());
        assert_eq!(files.wished_seconds(), None);
        files.wish(86_400).unwrap();
        assert_eq!((files.wished_seconds(), files.clock().ahead_seconds()), (Some(86_400), 0));
        files.set(86_400).unwrap();
        assert_eq!(files.wished_seconds(), None);
        files.wish(3_600).unwrap();
        assert_eq!(files.wished_seconds(), None);
    }
}
