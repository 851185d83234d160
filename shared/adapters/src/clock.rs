//! The clock of a function: the machine's, which on a local stack can be moved on.

use domain::clock::{Clock, SystemClock};
use jiff::{SignedDuration, Timestamp};
use std::path::PathBuf;

/// The clock of the machine or, on a local stack, that clock moved by the seconds in a file. The file is read each time, so
/// that a clock that is moved is moved for everybody at once.
#[derive(Debug, Clone, Default)]
pub struct MachineClock {
    moved_by: Option<PathBuf>,
}

impl MachineClock {
    /// Creates a clock that is moved by what a file says; without the file it is the machine's.
    #[must_use]
    pub fn moved_by(file: PathBuf) -> Self {
        Self { moved_by: Some(file) }
    }

    /// Returns by how many seconds the clock is ahead of the machine's.
    #[must_use]
    pub fn ahead_seconds(&self) -> i64 {
        let text = self.moved_by.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        text.and_then(|text| text.trim().parse().ok()).unwrap_or_default()
    }
}

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        now.checked_add(SignedDuration::from_secs(self.ahead_seconds())).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_moved_by_what_its_file_says_and_by_nothing_without_one_that_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let clock = MachineClock::moved_by(file.clone());
        assert_eq!(clock.ahead_seconds(), 0);
        std::fs::write(&file, "86400\n").unwrap();
        assert_eq!(clock.ahead_seconds(), 86_400);
        let ahead = clock.now().duration_since(SystemClock.now());
        assert!((86_390..=86_400).contains(&ahead.as_secs()), "{ahead:?}");
        std::fs::write(&file, "tomorrow").unwrap();
        assert_eq!(clock.ahead_seconds(), 0);
        assert_eq!(MachineClock::default().ahead_seconds(), 0);
    }
}
