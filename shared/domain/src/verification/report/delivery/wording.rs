//! The report as people read it: what is counted and judged, followed by the numbers.

use super::{DeliveryCounts, DeliveryReport, FEWEST, Judgement, TARGET_PER_MILLE};
use crate::verification::report::Proportion;
use std::fmt::{self, Write};

/// The definition of the numbers, printed before them.
pub const DEFINITION: &str = "\
SC-001 messages that arrive
  counted:  every message that was due that day to a person who wanted messages then; one that takes three attempts is one
            message. \"Due\" is when it was written: it is to go out at once.
  arrived:  a receipt of WhatsApp says \"delivered\" or \"read\". \"Sent\" is never an arrival.
  failed:   whatever has not arrived 24 hours after it was due, whatever the cause, also when nobody knows.
  left out: messages to a person who said STOP before they went out, and cards in whose place the person asked for others.
            They are listed. A digest that was never written is no message: the digest run tells of it.
  mailed:   a digest whose mail the server of the address took, as SES reports; one that SES only sent stands beside it.
  judged:   the share that WhatsApp delivered, after retries, against 98 %, once 24 hours have passed since the day's end.
            \"With e-mail\" is shown beside it. Fewer than 30 messages are too few for a share.
  cost:     what Twilio charges for every attempt of these messages, to the last decimal; learned in the night after.
";

/// Formats the reports of several days, preceded by the definition; empty if there are none.
#[must_use]
pub fn days(reports: &[DeliveryReport]) -> String {
    if reports.is_empty() {
        return String::new();
    }
    let tables = reports.iter().map(DeliveryReport::to_string);
    std::iter::once(DEFINITION.to_owned()).chain(tables).collect()
}

/// A column of the table: its heading and the number it shows.
type Column = (&'static str, fn(&DeliveryCounts) -> u32);

const COLUMNS: [Column; 11] = [
    ("due", |counts| counts.due),
    ("first try", |counts| counts.first_try),
    ("retried", |counts| counts.retried),
    ("mailed", |counts| counts.mailed),
    ("mail sent", |counts| counts.mail_sent),
    ("unknown", |counts| counts.unknown),
    ("suppressed", |counts| counts.suppressed),
    ("given up", |counts| counts.given_up),
    ("open", |counts| counts.open),
    ("both", |counts| counts.both),
    ("left out", |counts| counts.left_out),
];
/// The width of the column with the kinds.
const KIND_WIDTH: usize = 16;

impl fmt::Display for DeliveryReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "  {} on {} ({})", self.workspace, self.date, self.zone)?;
        if self.all == DeliveryCounts::default() {
            return writeln!(out, "    no message was due");
        }
        let names = COLUMNS.map(|(name, _)| name).join("  ");
        writeln!(out, "    {:KIND_WIDTH$}  {names}", "")?;
        for (kind, counts) in &self.by_kind {
            row(out, kind.label(), counts)?;
        }
        row(out, "all", &self.all)?;
        writeln!(out, "    first try:         {}", shown(self.all.first_try_share()))?;
        writeln!(out, "    after retries:     {}; {}", shown(self.all.whatsapp_share()), self.judged())?;
        writeln!(out, "    with e-mail:       {}", shown(self.all.with_mail_share()))?;
        writeln!(out, "    cost:              {}", self.cost)?;
        if self.all.by_hand > 0 {
            writeln!(out, "    sent again by hand before they arrived: {}", self.all.by_hand)?;
        }
        for failure in &self.failures {
            let code = failure.reason.code().map(|code| format!(" ({code})")).unwrap_or_default();
            writeln!(out, "    {} × not on WhatsApp: {}{code}", failure.count, failure.reason.description())?;
        }
        Ok(())
    }
}

impl DeliveryReport {
    fn judged(&self) -> String {
        let target = percent(TARGET_PER_MILLE);
        match self.judgement() {
            Judgement::NotYet => format!("target {target} %: judged from {} on", self.judged_from),
            Judgement::TooFew => format!("target {target} %: too few to judge"),
            Judgement::Met => format!("target {target} %: met"),
            Judgement::Missed => format!("target {target} %: missed"),
        }
    }
}

fn row(out: &mut fmt::Formatter<'_>, name: &str, counts: &DeliveryCounts) -> fmt::Result {
    let mut line = format!("    {name:KIND_WIDTH$}");
    for (column, number) in COLUMNS {
        write!(line, "  {:>width$}", number(counts), width = column.len())?;
    }
    writeln!(out, "{line}")
}

/// Formats a share, rounded down so that a missed target never looks met. For a small sample it shows only the counts.
fn shown(share: Proportion) -> String {
    let Proportion { part, whole } = share;
    if whole < FEWEST {
        return format!("{part} of {whole}");
    }
    let per_mille = u64::from(part) * 1_000 / u64::from(whole);
    format!("{part} of {whole} = {} %", percent(u32::try_from(per_mille).unwrap_or(u32::MAX)))
}

fn percent(per_mille: u32) -> String {
    format!("{}.{}", per_mille / 10, per_mille % 10)
}
