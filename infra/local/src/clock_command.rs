//! `local-stack clock +1d`: moves the clock of the running stack on, and waits until time has passed there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use command_center::domain::clock::Clock;
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo};

use crate::console::{progress, say};
use crate::simulator::pass_time;
use crate::stack::ClockFiles;
use crate::stack_file::running_stack;

/// The furthest that a clock is moved at once: what a month has.
const FURTHEST_DAYS: i64 = 31;
/// How often it is looked whether time has passed.
const LOOKS: Duration = Duration::from_millis(200);
/// For how many looks: five minutes.
const MOST_LOOKS: usize = 1_500;

/// The reasons why the clock was not moved.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// No stack is running.
    #[error("no stack is running: start one with make run")]
    NoStack,
    /// It is not said by how much.
    #[error(
        "say by how much, such as +1d, +90m or +2h30m; a clock goes on, never back, and at most 31 days at once"
    )]
    NotForward,
    /// The wish cannot be written.
    #[error("the clock of the stack cannot be moved: is it the same user's?")]
    Write(#[from] std::io::Error),
    /// The stack did not follow.
    #[error("the stack did not follow its clock within five minutes: look at the terminal of make run")]
    NotFollowed,
}

/// Moves the clock of the running stack on, or says what it shows.
///
/// # Errors
/// If no stack is running, if `by` is no time to go on by, or if the stack does not follow.
pub async fn move_clock(root: &Path, by: Option<&str>) -> Result<(), ClockError> {
    let running = running_stack(root).ok_or(ClockError::NoStack)?;
    let files = ClockFiles::within(&PathBuf::from(running.clock_folder));
    if let Some(by) = by {
        let seconds = seconds_of(by).ok_or(ClockError::NotForward)?;
        let from = files.wished_seconds().unwrap_or_else(|| files.clock().ahead_seconds());
        files.wish(from + seconds)?;
        progress("letting time pass, from one digest to the next");
        follow(&files).await?;
    }
    let ahead = files.clock().ahead_seconds();
    let now = files.clock().now().to_zoned(TimeZone::UTC);
    say(format!(
        "The stack's clock shows {} UTC, {ahead} seconds ahead.",
        now.strftime("%a %-d %b %Y %H:%M:%S")
    ));
    Ok(())
}

/// Reads a time to go on by, in seconds.
fn seconds_of(by: &str) -> Option<i64> {
    let span: Span = by.trim().trim_start_matches('+').parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    let seconds = duration.as_secs();
    (1..=FURTHEST_DAYS * 24 * 3600).contains(&seconds).then_some(seconds)
}

async fn follow(files: &ClockFiles) -> Result<(), ClockError> {
    for _look in 0..MOST_LOOKS {
        if files.wished_seconds().is_none() {
            return Ok(());
        }
        pass_time(LOOKS).await;
    }
    Err(ClockError::NotFollowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_goes_on_by_days_hours_and_minutes_and_by_nothing_else() {
        assert_eq!(seconds_of("+1d"), Some(86_400));
        assert_eq!(seconds_of("+2h30m"), Some(9_000));
        assert_eq!(seconds_of("90m"), Some(5_400));
        for none in ["", "+", "tomorrow", "-1d", "+-1d", "0s", "+32d", "+1mo"] {
            assert_eq!(seconds_of(none), None, "{none}");
        }
    }
}
