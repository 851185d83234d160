//! The health of data sources: until when the data of a day is to be in, when it last came, and what was refused.
//!
//! How far a channel's facts reach is [`SourceCompleteness`], which imports replace as a whole. What is here is kept
//! apart from it, because an import, a refused file and an administrator each write their own part of it.

use crate::instant::first_instant;
use crate::metrics::{Channel, SourceCompleteness};
use crate::text::truncate;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;

/// The maximum length of the reason of an error, in UTF-16 units.
pub const LONGEST_REASON: usize = 500;

/// An import of a channel that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceError {
    #[serde(serialize_with = "sortable")]
    pub at: Timestamp,
    /// The identifier of the import's receipt, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The importer's message: one line that says what to do, and is fit for everybody in the workspace.
    pub reason: String,
}

impl SourceError {
    /// Creates an error; the reason becomes one line of at most [`LONGEST_REASON`].
    #[must_use]
    pub fn new(at: Timestamp, receipt: Option<&str>, reason: &str) -> Self {
        Self { at, receipt: receipt.map(str::to_owned), reason: truncate(reason, LONGEST_REASON) }
    }
}

/// The health of the source of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceHealth {
    pub channel: Channel,
    /// The local time, in the zone of the workspace, by which the day before is to be in. `None` if nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_by: Option<Time>,
    /// When an import of the channel was last stored.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "sortable_if_any")]
    pub last_success: Option<Timestamp>,
    /// The last import of the channel that was refused, whatever came in later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<SourceError>,
}

impl SourceHealth {
    /// Creates the health of a source of which nothing is known.
    #[must_use]
    pub fn unknown(channel: Channel) -> Self {
        Self { channel, expected_by: None, last_success: None, last_error: None }
    }

    /// Returns the last error, unless something came in after it.
    #[must_use]
    pub fn standing_error(&self) -> Option<&SourceError> {
        self.last_error.as_ref().filter(|error| self.last_success.is_none_or(|success| error.at > success))
    }

    fn says_nothing(&self) -> bool {
        *self == Self::unknown(self.channel.clone())
    }
}

/// Writes an instant so that text order is time order: the table compares what it stores as text.
fn sortable<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{at:.6}"))
}

#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
fn sortable_if_any<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => sortable(at, serializer),
        None => serializer.serialize_none(),
    }
}

/// Whether the data of a channel is in when it is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nobody said when it is expected.
    NotExpected,
    /// The day is not in, but it is not late either.
    NotDue,
    /// The day is in.
    In,
    /// A day is not in although its time has passed.
    Silent {
        /// When the channel last came in; `None` if it never did, or came later than the missing day was due and did
        /// not have it.
        since: Option<Timestamp>,
    },
}

/// Decides whether a channel is silent at `now`: whether the newest day up to `report_day` whose time has passed is
/// missing. A day that is not due yet excuses no day before it.
#[must_use]
pub fn silence(
    health: &SourceHealth,
    complete_through: Option<Date>,
    report_day: Date,
    now: Timestamp,
    zone: &TimeZone,
) -> Silence {
    let Some(expected_by) = health.expected_by else { return Silence::NotExpected };
    let is_in = |day: Date| complete_through.is_some_and(|last| last >= day);
    if is_in(report_day) {
        return Silence::In;
    }
    if is_in(newest_due(expected_by, now, zone).min(report_day)) {
        return Silence::NotDue;
    }
    let due = complete_through.map(|last| expected_at(last.saturating_add(1.day()), expected_by, zone));
    let had_no_more = |success: &Timestamp| due.is_none_or(|due| *success < due);
    Silence::Silent { since: health.last_success.filter(had_no_more) }
}

/// Returns the newest day that is to be in by now.
fn newest_due(expected_by: Time, now: Timestamp, zone: &TimeZone) -> Date {
    let yesterday = now.to_zoned(zone.clone()).date().saturating_sub(1.day());
    if expected_at(yesterday, expected_by, zone) <= now {
        yesterday
    } else {
        yesterday.saturating_sub(1.day())
    }
}

/// Returns when a day is to be in: at that time of the next day.
#[must_use]
pub fn expected_at(day: Date, expected_by: Time, zone: &TimeZone) -> Timestamp {
    first_instant(day.saturating_add(1.day()).to_datetime(expected_by), zone)
}

/// All that is known of the source of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// What is kept of it; nothing, if it was imported before that was kept.
    pub health: SourceHealth,
    /// The last complete day, in the time zone of the workspace.
    pub complete_through: Option<Date>,
    pub silence: Silence,
}

impl SourceState {
    /// Reports whether the channel is silent.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        matches!(self.silence, Silence::Silent { .. })
    }
}

/// Returns the state of every channel of which anything is known, sorted by name. An unknown zone is treated as UTC.
#[must_use]
pub fn source_states(
    sources: &[SourceCompleteness],
    health: &[SourceHealth],
    report_day: Date,
    now: Timestamp,
    zone: &str,
) -> Vec<SourceState> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let mut known: BTreeMap<&Channel, (Option<&SourceHealth>, Option<Date>)> = BTreeMap::new();
    for health in health.iter().filter(|health| !health.says_nothing()) {
        known.entry(&health.channel).or_default().0 = Some(health);
    }
    for source in sources {
        known.entry(&source.channel).or_default().1 = Some(source.complete_through);
    }
    let state = |(channel, (health, complete_through)): (&Channel, (Option<&SourceHealth>, _))| {
        let health = health.cloned().unwrap_or_else(|| SourceHealth::unknown(channel.clone()));
        let silence = silence(&health, complete_through, report_day, now, &zone);
        SourceState { health, complete_through, silence }
    };
    known.into_iter().map(state).collect()
}

#[cfg(test)]
mod tests;
