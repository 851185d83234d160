//! Whether a digest waits for data that is about to come in. It waits to a deadline, and then goes out and says what is
//! missing.

use crate::instant::first_instant;
use crate::metrics::Channel;
use crate::metrics::source::{SourceState, expected_at};
use crate::settings::WorkspaceSettings;
use crate::workspace::WhatsAppSubscription;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long a digest waits for its data.
pub const LONGEST_HOLD: SignedDuration = SignedDuration::from_mins(60);
/// After how many seconds a digest that waits is looked at again.
pub const LOOKED_AT_AGAIN_SECONDS: i64 = 300;

/// How long before quiet hours a digest goes out that waited: in this time it reaches its person.
const DELIVERED_WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// Whether a digest goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// It goes out: all data is in, or what is missing is not worth waiting for any longer.
    Open,
    /// It waits for these channels.
    Waits(Vec<Channel>),
}

/// Returns until when the digest of a person that was due at an instant waits at most: for an hour, and not into the person's
/// quiet hours, in which it would rest until it is old.
#[must_use]
pub fn held_until(zone: &str, known: &WhatsAppSubscription, due_at: Timestamp) -> Timestamp {
    let longest = due_at + LONGEST_HOLD;
    let Some(quiet) = known.quiet_hours.filter(|quiet| quiet.from != quiet.until) else { return longest };
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let today = due_at.to_zoned(zone.clone()).date();
    let begin = |date: Date| first_instant(date.to_datetime(quiet.from), &zone);
    let next = [today, today.saturating_add(1.day())].map(begin).into_iter().find(|at| *at > due_at);
    next.map_or(longest, |at| longest.min(at - DELIVERED_WITHIN))
}

/// Decides whether a digest waits, until an instant at most. Only a channel counts that is expected by then, had the day
/// before and lacks the day of the report: one that fell silent earlier, or comes later in the day, would make every morning
/// late.
#[must_use]
pub fn gate(settings: &WorkspaceSettings, report_day: Date, until: Timestamp, now: Timestamp) -> Gate {
    if now >= until {
        return Gate::Open;
    }
    let states = settings.source_states(report_day, now);
    let zone = TimeZone::get(&settings.workspace.zone).unwrap_or(TimeZone::UTC);
    let is_about_to_come = |state: &&SourceState| {
        let next = state.complete_through.and_then(|last| last.tomorrow().ok());
        let expected = state.health.expected_by.map(|time| expected_at(report_day, time, &zone));
        expected.is_some_and(|at| at <= until) && next == Some(report_day)
    };
    let waiting: Vec<Channel> =
        states.iter().filter(is_about_to_come).map(|state| state.health.channel.clone()).collect();
    if waiting.is_empty() { Gate::Open } else { Gate::Waits(waiting) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::source::SourceHealth;
    use crate::testing::{maya, subscription};
    use crate::testing::{now, report_day, settings};
    use crate::workspace::preferences::QuietHours;
    use jiff::civil::{Time, time};

    fn gate_of(days_missing: i32, minutes_after: i64, expected_by: Option<Time>) -> Gate {
        let mut settings = settings();
        for source in &mut settings.sources {
            source.complete_through = report_day().saturating_sub(days_missing.days());
        }
        let known = SourceHealth::unknown("meta".parse().unwrap());
        settings.health.push(SourceHealth { expected_by, ..known });
        let due_at = now() - SignedDuration::from_mins(minutes_after);
        gate(&settings, report_day(), due_at + LONGEST_HOLD, now())
    }

    #[test]
    fn a_digest_waits_an_hour_for_what_is_expected_by_then_and_came_in_yesterday_and_for_nothing_else() {
        let (meta, early) = (|| Gate::Waits(vec!["meta".parse().unwrap()]), Some(time(6, 30, 0, 0)));
        assert_eq!(gate_of(0, 0, early), Gate::Open, "all is in");
        assert_eq!((gate_of(1, 0, early), gate_of(1, 59, early)), (meta(), meta()));
        assert_eq!(gate_of(1, 60, early), Gate::Open, "the deadline has come");
        assert_eq!(gate_of(2, 0, early), Gate::Open, "it fell silent earlier");
        assert_eq!(gate_of(1, 0, None), Gate::Open, "nobody said when it is expected");
        // It is seven minutes past eight in New York.
        assert_eq!(gate_of(1, 0, Some(time(9, 7, 0, 0))), meta());
        assert_eq!(gate_of(1, 0, Some(time(9, 8, 0, 0))), Gate::Open, "it cannot be in by the deadline");
    }

    #[test]
    fn a_digest_waits_an_hour_and_not_into_the_quiet_hours_of_its_person() {
        // It is due at seven minutes past eight.
        let held = |from: Time, until: Time| {
            let quiet_hours = Some(QuietHours { from, until });
            let known = WhatsAppSubscription { quiet_hours, ..subscription(&maya()) };
            (held_until("America/New_York", &known, now()) - now()).get_seconds() / 60
        };
        assert_eq!(held(time(22, 0, 0, 0), time(7, 0, 0, 0)), 60);
        assert_eq!(held(time(9, 12, 0, 0), time(10, 0, 0, 0)), 60);
        assert_eq!(held(time(8, 37, 0, 0), time(10, 0, 0, 0)), 25);
        assert_eq!(held(time(8, 10, 0, 0), time(10, 0, 0, 0)), -2, "there is no time to wait");
        assert_eq!(held(time(8, 37, 0, 0), time(8, 37, 0, 0)), 60, "these are no hours");
        let late = subscription(&maya());
        let known = WhatsAppSubscription {
            quiet_hours: Some(QuietHours { from: time(0, 15, 0, 0), until: time(7, 0, 0, 0) }),
            ..late
        };
        let due_at = "2026-10-07T03:45:00Z".parse().unwrap();
        let held = held_until("America/New_York", &known, due_at);
        assert_eq!(
            held - due_at,
            jiff::Span::new().seconds(25 * 60).fieldwise(),
            "it begins on the next date"
        );
    }
}
