//! An answer before it is cut to fit: what leads, the rows, and what follows from how many of them are shown.

/// The maximum number of rows that an answer shows.
pub(super) const MOST_ROWS: usize = 5;
/// The maximum length of a card's text in UTF-16 units (Twilio, twilio/quick-reply).
pub const LONGEST: usize = 1024;
/// What stands between the parts of a line.
pub(super) const SEPARATOR: &str = " · ";

/// The first line of an answer: what it says in bold, what belongs to that, and of what and when it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Lead {
    pub(super) bold: String,
    /// What follows right after, with the space or the separator before it.
    pub(super) more: String,
    pub(super) scope: Vec<String>,
}

impl Lead {
    fn line(&self) -> String {
        let first = format!("*{}*{}", self.bold, self.more);
        [vec![first], self.scope.clone()].concat().join(SEPARATOR)
    }
}

/// The parts of an answer.
#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) lead: Lead,
    /// The lines below the first one.
    pub(super) heading: Vec<String>,
    pub(super) rows: Vec<DraftRow>,
    /// How many rows there are, of which `rows` may be the first.
    pub(super) matched: usize,
    /// What follows the rows, from how many are shown.
    pub(super) after: Option<Box<dyn Fn(usize) -> Vec<String> + 'a>>,
    /// The line that says that there are more rows, from how many.
    pub(super) more: Option<Box<dyn Fn(usize) -> String + 'a>>,
    pub(super) how: String,
    /// The line with the link; left out if it does not fit.
    pub(super) link: Option<String>,
}

/// A row, and lines that explain it.
#[derive(Debug, Clone, Default)]
pub(super) struct DraftRow {
    pub(super) line: String,
    pub(super) details: Vec<String>,
}

impl DraftRow {
    pub(super) fn plain(line: String) -> Self {
        Self { line, details: Vec::new() }
    }
}

impl Draft<'_> {
    /// Returns the longest form of at most this many UTF-16 units: rows are left out from the end, then what explains them, then the link.
    pub(super) fn fitting(&self, longest: usize) -> String {
        let most = self.rows.len().min(MOST_ROWS);
        let forms = (1..=most).rev().map(|rows| (rows, true, true));
        let shorter = [(most.min(1), false, true), (0, false, true), (0, false, false)];
        let texts = forms.chain(shorter).map(|(rows, details, link)| self.text(rows, details, link));
        let mut last = String::new();
        for text in texts {
            if text.encode_utf16().count() <= longest {
                return text;
            }
            last = text;
        }
        // Every part is bounded, so that this is never reached; a test with the longest names holds it.
        last
    }

    fn text(&self, rows: usize, with_details: bool, with_link: bool) -> String {
        let mut lines = vec![self.lead.line()];
        lines.extend(self.heading.iter().cloned());
        for row in self.rows.iter().take(rows) {
            lines.push(row.line.clone());
            lines.extend(row.details.iter().filter(|_| with_details).cloned());
        }
        let more = self.matched.saturating_sub(rows);
        lines.extend(self.more.as_ref().filter(|_| more > 0).map(|say| say(more)));
        lines.extend(self.after.iter().flat_map(|after| after(rows)));
        let how = Some(self.how.clone()).filter(|how| !how.is_empty());
        let last: Vec<String> = how.into_iter().chain(self.link.clone().filter(|_| with_link)).collect();
        if !last.is_empty() {
            lines.push(String::new());
        }
        lines.extend(last);
        lines.join("\n")
    }
}
