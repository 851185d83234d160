//! The terminal output of commands: results on standard output, progress on standard error.

use std::io::Write;

/// Prints a line of the result. A closed output is not a failure of the command.
pub fn say(line: impl AsRef<str>) {
    let mut output = std::io::stdout().lock();
    // If the terminal is gone, there is nothing left to do.
    let _ = writeln!(output, "{}", line.as_ref()).and_then(|()| output.flush());
}

/// Prints what is currently being done.
pub fn progress(line: impl AsRef<str>) {
    let mut output = std::io::stderr().lock();
    let _ = writeln!(output, "· {}", line.as_ref()).and_then(|()| output.flush());
}

/// Writes a count with its noun: `1 fact`, `2 facts`.
#[must_use]
pub fn counted(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}

/// Writes a message as a phone shows it: its text, and below it the titles of its buttons.
#[must_use]
pub fn bubble(text: &str, titles: &[String]) -> String {
    let buttons: Vec<String> = titles.iter().map(|title| format!("[{title}]")).collect();
    format!("{}\n{}\n", indent(text), indent(&buttons.join("  ")))
}

/// Writes a text as a quotation.
#[must_use]
pub fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  │ {line}")).collect::<Vec<_>>().join("\n")
}
