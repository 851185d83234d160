//! Whether a digest waits for data that is about to come in. It waits to a deadline, and then goes out and says what is
//! missing.

use crate::metrics::Channel;
use crate::metrics::source::{SourceState, expected_at};
use crate::settings::WorkspaceSettings;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How long a digest waits for its data.
pub const LONGEST_HOLD: SignedDuration = SignedDuration::from_mins(60);
/// After how many seconds a digest that waits is looked at again.
pub const LOOKED_AT_AGAIN_SECONDS: i64 = 300;

/// Whether a digest goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// It goes out: all data is in, or what is missing is not worth waiting for any longer.
    Open,
    /// It waits for these channels.
    Waits(Vec<Channel>),
}

/// Decides whether a digest that was due at an instant waits. Only a channel counts that is expected before the deadline, had
/// the day before and lacks the day of the report: one that fell silent earlier, or comes later in the day, would make every
/// morning late.
#[must_use]
pub fn gate(settings: &WorkspaceSettings, report_day: Date, due_at: Timestamp, now: Timestamp) -> Gate {
    if now.duration_since(due_at) >= LONGEST_HOLD {
        return Gate::Open;
    }
    let states = settings.source_states(report_day, now);
    let zone = TimeZone::get(&settings.workspace.zone).unwrap_or(TimeZone::UTC);
    let is_about_to_come = |state: &&SourceState| {
        let next = state.complete_through.and_then(|last| last.tomorrow().ok());
        let expected = state.health.expected_by.map(|time| expected_at(report_day, time, &zone));
        expected.is_some_and(|at| at <= due_at + LONGEST_HOLD) && next == Some(report_day)
    };
    let waiting: Vec<Channel> =
        states.iter().filter(is_about_to_come).map(|state| state.health.channel.clone()).collect();
    if waiting.is_empty() { Gate::Open } else { Gate::Waits(waiting) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::source::SourceHealth;
    use crate::testing::{now, report_day, settings};
    use jiff::ToSpan;
    use jiff::civil::{Time, time};

    fn gate_of(days_missing: i32, minutes_after: i64, expected_by: Option<Time>) -> Gate {
        let mut settings = settings();
        for source in &mut settings.sources {
            source.complete_through = report_day().saturating_sub(days_missing.days());
        }
        let known = SourceHealth::unknown("meta".parse().unwrap());
        settings.health.push(SourceHealth { expected_by, ..known });
        gate(&settings, report_day(), now() - SignedDuration::from_mins(minutes_after), now())
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
}
