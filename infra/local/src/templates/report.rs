//! What came of it, as a person reads it.

use std::fmt;

use super::row::{Row, State};

/// The report of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
    /// Whether everything was only looked at.
    pub is_dry_run: bool,
}

impl Report {
    /// Counts the contents that a person has to do something about.
    #[must_use]
    pub fn need_a_person(&self) -> usize {
        self.rows.iter().filter(|row| !row.advice().is_empty()).count()
    }

    /// Returns what a run would do that is no dry one.
    fn intended(&self, row: &Row) -> Option<&'static str> {
        if !self.is_dry_run {
            return None;
        }
        match (&row.state, row.wanted.needs_approval) {
            (State::Missing, true) => Some("would be created and submitted"),
            (State::Missing, false) => Some("would be created"),
            _ if row.is_unsubmitted() => Some("would be submitted"),
            _ => None,
        }
    }

    /// Returns what the table has of a content, in words.
    fn in_table(&self, row: &Row) -> &'static str {
        match (row.to_store().is_some(), &row.stored) {
            (true, None) if self.is_dry_run => "would be written",
            (true, Some(_)) if self.is_dry_run => "would be replaced",
            (_, Some(stored)) if row.sid() == Some(stored) => "yes",
            (_, Some(_)) => "another content",
            (_, None) => "no",
        }
    }

    fn cells(&self, row: &Row) -> [String; 5] {
        let state = self.intended(row).unwrap_or(row.word());
        [&row.wanted.key, row.sid().unwrap_or("–"), row.category(), state, self.in_table(row)]
            .map(str::to_owned)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header =
            ["template", "content at Twilio", "category", "approval", "in the table"].map(str::to_owned);
        let lines: Vec<[String; 5]> =
            std::iter::once(header).chain(self.rows.iter().map(|row| self.cells(row))).collect();
        let width =
            |column: usize| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 5] = std::array::from_fn(width);
        for cells in &lines {
            let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
            writeln!(formatter, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        let advised = self.rows.iter().flat_map(|row| row.advice().into_iter().map(move |line| (row, line)));
        for (number, (row, line)) in advised.enumerate() {
            let gap = if number == 0 { "\n" } else { "" };
            writeln!(formatter, "{gap}{}: {line}.", row.wanted.key)?;
        }
        write!(formatter, "\n{}", self.summary())
    }
}

impl Report {
    fn summary(&self) -> String {
        let all = self.rows.len();
        let kept = self.rows.iter().filter(|row| row.stored.is_some()).count();
        match (self.need_a_person(), self.is_dry_run) {
            (0, true) => format!("{all} contents, of which the table has {kept}; nothing was changed"),
            (0, false) => format!("{all} contents, all as they should be"),
            (some, _) => format!("{all} contents, of which {some} need a person; the table has {kept}"),
        }
    }
}

#[cfg(test)]
mod tests;
