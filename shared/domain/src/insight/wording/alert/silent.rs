//! Wording of the alert that a source is silent.

use crate::insight::{AlertEvidence, AlertFinding};
use crate::language::{Language, Phrase, Value};
use crate::metrics::Channel;
use crate::text::sanitize;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The maximum length of the reason inside the line.
const LONGEST_REASON: usize = 60;
/// For how many days after an instant its weekday alone says which day is meant.
const DAYS_OF_ONE_NAME: i64 = 6;

/// Says since when a channel is silent and, if its last file was refused, why.
pub(super) fn describe(language: Language, zone: &str, alert: &AlertFinding) -> String {
    let AlertEvidence::SourceSilent { day, since, complete_through, reason } = &alert.evidence else {
        return String::new();
    };
    let channel = alert.subject.channel().map(Channel::display_name).unwrap_or_default();
    let channel = ("channel", Value::Text(&channel));
    let text = match (since, complete_through) {
        (Some(since), _) => {
            let time = told(language, *since, zone, *day);
            language.say(Phrase::AlertSourceSilent, &[channel, ("time", Value::Text(&time))])
        }
        (None, Some(last)) => {
            let last = language.date(*last);
            language.say(Phrase::AlertSourceBehind, &[channel, ("day", Value::Text(&last))])
        }
        (None, None) => language.say(Phrase::AlertSourceNever, &[channel]),
    };
    let Some(reason) = reason else { return text };
    let reason = sanitize(reason, LONGEST_REASON);
    let values = [("alert", Value::Text(&text)), ("reason", Value::Text(&reason))];
    language.say(Phrase::AlertSourceRefused, &values)
}

/// Names the weekday alone while it can mean one day only for who reads the report of a day on the next.
fn told(language: Language, since: Timestamp, zone: &str, day: Date) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = since.to_zoned(zone).datetime();
    let read_on = day.saturating_add(1.day());
    let is_recent = local.date().saturating_add(DAYS_OF_ONE_NAME.days()) >= read_on;
    language.short_moment(local, !is_recent)
}
