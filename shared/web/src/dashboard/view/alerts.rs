//! The currently open alerts, whatever day the page shows.

use super::PageWriter;
use domain::insight::record::{Alert, AlertState};
use domain::insight::wording::describe_alert;
use domain::insight::{AlertEvidence, Severity};
use domain::instant::EpochSecond;
use domain::language::{Phrase, Value};
use domain::metrics::SourceCompleteness;
use domain::text::display_name;

/// An open alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertLine {
    /// The style sheet's class for the severity.
    pub class: &'static str,
    /// How urgent the alert is.
    pub severity: String,
    /// The problem.
    pub text: String,
    /// Since when it has been open, what it costs, and who is aware of it.
    pub detail: String,
    /// Whether somebody acknowledged the alert, or it is currently snoozed.
    pub is_handled: bool,
}

impl PageWriter<'_> {
    pub(super) fn alerts(&self) -> Vec<AlertLine> {
        let lasts = |alert: &&Alert| alert.state != AlertState::Resolved && !self.came_in_since(alert);
        let mut lasting: Vec<&Alert> = self.facts.alerts.iter().filter(lasts).collect();
        // Alerts that somebody is handling come last.
        let is_handled = |alert: &Alert| !alert.needs_somebody(self.facts.now);
        lasting.sort_by(|left, right| {
            let by_need = is_handled(left).cmp(&is_handled(right));
            let (left, right) = (&left.finding, &right.finding);
            let by_urgency =
                right.severity.cmp(&left.severity).then(right.stake.minor.cmp(&left.stake.minor));
            by_need.then(by_urgency).then_with(|| left.id.cmp(&right.id))
        });
        lasting.into_iter().map(|alert| self.alert(alert)).collect()
    }

    /// Reports whether an alert says that a source is silent whose data came in after it was found: only the next digest
    /// resolves it.
    fn came_in_since(&self, alert: &Alert) -> bool {
        let AlertEvidence::SourceSilent { day, .. } = alert.finding.evidence else { return false };
        let is_in = |source: &SourceCompleteness| {
            Some(&source.channel) == alert.finding.subject.channel() && source.complete_through >= day
        };
        self.facts.sources.iter().any(is_in)
    }

    pub(super) fn alert(&self, alert: &Alert) -> AlertLine {
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
        let stake = (alert.finding.stake.minor > 0).then_some(stake);
        let details: Vec<String> = [Some(since), stake, self.handled(alert)].into_iter().flatten().collect();
        AlertLine {
            class,
            severity: self.text(severity),
            text: describe_alert(self.language, &self.facts.reader.zone, &alert.finding),
            detail: details.join(" · "),
            is_handled: !alert.needs_somebody(self.facts.now),
        }
    }

    /// Says who is aware of the alert, or returns `None` while nobody is handling it.
    fn handled(&self, alert: &Alert) -> Option<String> {
        let decision = alert.handled.as_ref().filter(|_| !alert.needs_somebody(self.facts.now))?;
        let until = alert.snoozed_until.and_then(EpochSecond::timestamp).unwrap_or_default();
        let (phrase, time) = match alert.state {
            AlertState::Snoozed => (Phrase::PageAlertSnoozed, until),
            AlertState::Open | AlertState::Acknowledged | AlertState::Resolved => {
                (Phrase::PageAlertAcknowledged, decision.at)
            }
        };
        let (who, time) = (display_name(&decision.name), self.moment(time));
        let values =
            [("name", Value::Text(&who)), ("time", Value::Text(&time)), ("until", Value::Text(&time))];
        Some(self.language.say(phrase, &values))
    }
}
