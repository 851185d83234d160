//! Whether a digest waits for data that is about to come in. It waits to a deadline, and then goes out and says what is
//! missing.

use crate::metrics::Channel;
use crate::metrics::source::SourceState;
use crate::settings::WorkspaceSettings;
use jiff::civil::Date;
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

/// Decides whether a digest that was due at an instant waits. Only a channel counts that is expected by a time of the day,
/// had the day before and lacks the day of the report: one that fell silent earlier would make every morning late.
#[must_use]
pub fn gate(settings: &WorkspaceSettings, report_day: Date, due_at: Timestamp, now: Timestamp) -> Gate {
    if now.duration_since(due_at) >= LONGEST_HOLD {
        return Gate::Open;
    }
    let states = settings.source_states(report_day, now);
    let is_about_to_come = |state: &&SourceState| {
        let next = state.complete_through.and_then(|last| last.tomorrow().ok());
        state.health.expected_by.is_some() && next == Some(report_day)
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

    fn gate_of(days_missing: i32, minutes_after: i64, is_expected: bool) -> Gate {
        let mut settings = settings();
        for source in &mut settings.sources {
            source.complete_through = report_day().saturating_sub(days_missing.days());
        }
        let expected_by = is_expected.then(|| jiff::civil::time(6, 30, 0, 0));
        let known = SourceHealth::unknown("meta".parse().unwrap());
        settings.health.push(SourceHealth { expected_by, ..known });
        gate(&settings, report_day(), now() - SignedDuration::from_mins(minutes_after), now())
    }

    #[test]
    fn a_digest_waits_an_hour_for_what_is_expected_and_came_in_yesterday_and_for_nothing_else() {
        let meta = || Gate::Waits(vec!["meta".parse().unwrap()]);
        assert_eq!(gate_of(0, 0, true), Gate::Open, "all is in");
        assert_eq!((gate_of(1, 0, true), gate_of(1, 59, true)), (meta(), meta()));
        assert_eq!(gate_of(1, 60, true), Gate::Open, "the deadline has come");
        assert_eq!(gate_of(2, 0, true), Gate::Open, "it fell silent earlier");
        assert_eq!(gate_of(1, 0, false), Gate::Open, "nobody said when it is expected");
    }
}
