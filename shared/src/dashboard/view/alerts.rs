//! The alerts that are open now, whatever day the page shows.

use super::PageWriter;
use crate::digest::wording::say_alert;
use crate::insight::Severity;
use crate::insight::record::{Alert, AlertState};
use crate::language::{Phrase, Value};

/// An open alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertLine {
    /// The name of the severity in the style sheet.
    pub class: &'static str,
    /// How urgent it is.
    pub severity: String,
    /// What is wrong.
    pub text: String,
    /// Since when, and what it costs.
    pub detail: String,
}

impl PageWriter<'_> {
    pub(super) fn alerts(&self) -> Vec<AlertLine> {
        let mut open: Vec<&Alert> =
            self.facts.alerts.iter().filter(|alert| alert.state == AlertState::Open).collect();
        open.sort_by(|left, right| {
            let (left, right) = (&left.finding, &right.finding);
            let by_urgency =
                right.severity.cmp(&left.severity).then(right.stake.minor.cmp(&left.stake.minor));
            by_urgency.then_with(|| left.id.cmp(&right.id))
        });
        open.into_iter().map(|alert| self.alert(alert)).collect()
    }

    fn alert(&self, alert: &Alert) -> AlertLine {
        let (class, severity) = match alert.finding.severity {
            Severity::Critical => ("critical", Phrase::SeverityCritical),
            Severity::High => ("high", Phrase::SeverityHigh),
            Severity::Medium => ("medium", Phrase::SeverityMedium),
            Severity::Info => ("info", Phrase::SeverityInfo),
        };
        let day = self.language.date(alert.first_day);
        let since = self.language.say(Phrase::PageAlertSince, &[("day", Value::Text(&day))]);
        let stake = self.language.money(alert.finding.stake);
        let stake = self.language.say(Phrase::PageAlertStake, &[("stake", Value::Text(&stake))]);
        let costs = alert.finding.stake.minor > 0;
        AlertLine {
            class,
            severity: self.text(severity),
            text: say_alert(self.language, &alert.finding),
            detail: if costs { format!("{since} · {stake}") } else { since },
        }
    }
}
