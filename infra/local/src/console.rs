//! What the commands say on the terminal: results on the standard output, progress on the standard error.

use std::io::Write;

/// Prints a line of the result. A reader that went away is no failure of the command.
pub fn say(line: impl AsRef<str>) {
    let mut output = std::io::stdout().lock();
    // Nothing is left to do when the terminal is gone.
    let _ = writeln!(output, "{}", line.as_ref()).and_then(|()| output.flush());
}

/// Prints what is being done now.
pub fn progress(line: impl AsRef<str>) {
    let mut output = std::io::stderr().lock();
    let _ = writeln!(output, "· {}", line.as_ref()).and_then(|()| output.flush());
}
