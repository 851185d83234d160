//! Replies about alerts.

use super::Reader;
use crate::action::decision::Refusal;
use crate::insight::adjustment::DecisionRecord;
use crate::insight::record::{Alert, DayFindings};
use crate::insight::wording::describe_alert;
use crate::insight::{AlertFinding, Severity};
use crate::language::{Phrase, Value};

/// Describes an alert on three lines: its severity, what is wrong, and how much is at stake, unless nothing is.
#[must_use]
pub fn alert_line(reader: &Reader, finding: &AlertFinding) -> String {
    let severity = match finding.severity {
        Severity::Critical => Phrase::SeverityCritical,
        Severity::High => Phrase::SeverityHigh,
        Severity::Medium => Phrase::SeverityMedium,
        Severity::Info => Phrase::SeverityInfo,
    };
    let values: [(&str, &str); 4] = [
        ("severity", &reader.say(severity, &[])),
        ("workspace", &reader.workspace),
        ("alert", &describe_alert(reader.language, &reader.zone, finding)),
        ("stake", &reader.language.money(finding.stake)),
    ];
    let costs = finding.stake.minor > 0;
    reader.say(if costs { Phrase::CardAlert } else { Phrase::CardAlertNews }, &values)
}

/// States how many alerts a day has and, unless each has a card, how many have none.
#[must_use]
pub fn alerts_heading(reader: &Reader, findings: &DayFindings, cards: usize) -> String {
    let language = reader.language;
    let day = language.date(findings.day);
    let heading = [
        ("count", Value::Count(findings.alert_count)),
        ("workspace", Value::Text(&reader.workspace)),
        ("day", Value::Text(&day)),
    ];
    if findings.alerts.is_empty() {
        return language.say(Phrase::AlertsNone, &heading);
    }
    let heading = language.say(Phrase::AlertsHeading, &heading);
    match findings.alert_count.saturating_sub(cards) {
        0 => heading,
        more => format!("{heading}\n{}", language.say(Phrase::AlertsMore, &[("count", Value::Count(more))])),
    }
}

/// Confirms that an alert is acknowledged.
#[must_use]
pub fn acknowledged(reader: &Reader, alert: &Alert, decision: &DecisionRecord) -> String {
    let told = describe_alert(reader.language, &reader.zone, &alert.finding);
    reader.describe_decision(Phrase::ReplyAcknowledged, decision, &[("alert", &told)])
}

/// Confirms that an alert is snoozed, and until when.
#[must_use]
pub fn snoozed(reader: &Reader, alert: &Alert, decision: &DecisionRecord) -> String {
    let told = describe_alert(reader.language, &reader.zone, &alert.finding);
    let until = alert.snoozed_until.map(|until| reader.moment_of_second(until)).unwrap_or_default();
    reader.describe_decision(Phrase::ReplySnoozed, decision, &[("alert", &told), ("until", &until)])
}

/// Explains why nothing was changed about an alert.
pub(super) fn refused(reader: &Reader, refusal: &Refusal) -> String {
    let Refusal::AlertHandled { decision, by_the_same_person, snoozed_until } = refusal else {
        return reader.say(Phrase::ReplyAlertOver, &[]);
    };
    match snoozed_until {
        None => {
            let phrases = (Phrase::ReplyAlertAcknowledgedByYou, Phrase::ReplyAlertAcknowledgedByOther);
            let phrase = if *by_the_same_person { phrases.0 } else { phrases.1 };
            reader.describe_decision(phrase, decision, &[])
        }
        Some(until) => {
            let phrases = (Phrase::ReplyAlertSnoozedByYou, Phrase::ReplyAlertSnoozedByOther);
            let phrase = if *by_the_same_person { phrases.0 } else { phrases.1 };
            reader.describe_decision(phrase, decision, &[("until", &reader.moment_of_second(*until))])
        }
    }
}
