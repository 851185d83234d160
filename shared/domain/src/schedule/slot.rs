//! Places in the schedule: a minute of the wall clock in a zone, and the people who chose it.

use crate::identity::{MemberId, WorkspaceId};
use crate::workspace::{Member, WhatsAppSubscription};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// How many lists the people of one slot are spread over, so that several workers read them at the same time. All people
/// of a workspace are in one list, because a workspace is worked out once. Changing it needs a new schedule of everybody.
pub const SHARDS: u32 = 4;

/// A minute of the wall clock, such as 08:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalMinute(Time);

impl LocalMinute {
    /// Returns the minute that a time is in.
    #[must_use]
    pub fn of(time: Time) -> Self {
        Self(Time::midnight().with().hour(time.hour()).minute(time.minute()).build().unwrap_or(time))
    }

    /// Returns the minute as a time.
    #[must_use]
    pub const fn time(self) -> Time {
        self.0
    }
}

impl std::fmt::Display for LocalMinute {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl Serialize for LocalMinute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalMinute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Time::deserialize(deserializer).map(Self::of)
    }
}

/// A place in the schedule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The IANA zone whose clock counts.
    pub zone: String,
    pub minute: LocalMinute,
}

impl Slot {
    /// Returns the place of a person: the time that the person chose, or the end of the quiet hours that it lies in, on the
    /// clock of where the person lives.
    #[must_use]
    pub fn of(member: &Member, subscription: &WhatsAppSubscription) -> Self {
        let time = subscription.digest_time;
        let quiet = subscription.quiet_hours.filter(|quiet| quiet.contain(time));
        let time = quiet.map_or(time, |quiet| quiet.until);
        Self { zone: member.zone.clone(), minute: LocalMinute::of(time) }
    }
}

/// Reports whether a person wants a digest that is due on a date. Quiet hours can move one over midnight: it is that of the
/// day before.
#[must_use]
pub fn is_wanted(subscription: &WhatsAppSubscription, date: Date) -> bool {
    let time = subscription.digest_time;
    let moved = subscription.quiet_hours.is_some_and(|quiet| quiet.contain(time) && quiet.until <= time);
    let chosen = if moved { date.saturating_sub(1.day()) } else { date };
    subscription.digest_days.contain(chosen.weekday())
}

/// A person in a slot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SlotEntry {
    pub workspace: WorkspaceId,
    pub member: MemberId,
}

/// Returns the list of its slot in which a workspace's people are, from 0 to [`SHARDS`] excluded.
#[must_use]
pub fn shard_of(workspace: &WorkspaceId) -> u32 {
    // FNV-1a: it only has to spread, and must never change.
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    workspace.as_str().bytes().fold(0x811c_9dc5, mix) % SHARDS
}

/// The minutes of a zone that somebody chose, ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneMinutes {
    pub zone: String,
    pub minutes: BTreeSet<LocalMinute>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{maya, subscription};
    use crate::workspace::preferences::{DigestDays, QuietHours};
    use jiff::civil::{Weekday, date, time};

    #[test]
    fn a_slot_is_written_as_people_write_a_minute_and_read_back() {
        let slot = Slot { zone: "Asia/Kathmandu".into(), minute: LocalMinute::of(time(8, 5, 59, 7)) };
        let text = serde_json::to_string(&slot).unwrap();
        assert_eq!(text, r#"{"zone":"Asia/Kathmandu","minute":"08:05"}"#);
        assert_eq!(serde_json::from_str::<Slot>(&text).unwrap(), slot);
    }

    #[test]
    fn quiet_hours_move_a_digest_to_their_end_and_leave_any_other_where_it_is() {
        let quiet = QuietHours { from: time(22, 0, 0, 0), until: time(7, 30, 0, 0) };
        for (chosen, expected) in [
            (time(8, 0, 0, 0), "08:00"),
            (time(7, 30, 0, 0), "07:30"),
            (time(7, 29, 0, 0), "07:30"),
            (time(0, 0, 0, 0), "07:30"),
            (time(22, 0, 0, 0), "07:30"),
            (time(21, 59, 0, 0), "21:59"),
        ] {
            let known = WhatsAppSubscription {
                digest_time: chosen,
                quiet_hours: Some(quiet),
                ..subscription(&maya())
            };
            assert_eq!(Slot::of(&maya(), &known).minute.to_string(), expected);
        }
    }

    #[test]
    fn a_digest_that_quiet_hours_move_over_midnight_is_that_of_the_day_before() {
        let quiet_hours = Some(QuietHours { from: time(22, 0, 0, 0), until: time(7, 30, 0, 0) });
        let monday = DigestDays::of(&[Weekday::Monday]);
        let known = |digest_time| WhatsAppSubscription {
            digest_time,
            quiet_hours,
            digest_days: monday,
            ..subscription(&maya())
        };
        let (late, early) = (known(time(23, 0, 0, 0)), known(time(6, 0, 0, 0)));
        let (on_monday, on_tuesday) = (date(2026, 10, 5), date(2026, 10, 6));
        assert_eq!((is_wanted(&late, on_monday), is_wanted(&late, on_tuesday)), (false, true));
        assert_eq!((is_wanted(&early, on_monday), is_wanted(&early, on_tuesday)), (true, false));
    }

    #[test]
    fn workspaces_spread_evenly_over_the_lists_and_stay_in_theirs() {
        let mut people = [0_u32; SHARDS as usize];
        for number in 0..4_000 {
            let workspace: WorkspaceId = format!("shop-{number}").parse().unwrap();
            people[shard_of(&workspace) as usize] += 1;
        }
        assert!(people.iter().all(|count| (900..1_100).contains(count)), "{people:?}");
        let of = |name: &str| shard_of(&name.parse().unwrap());
        assert_eq!(
            [of("acme-store"), of("beta"), of("a")],
            [3, 3, 0],
            "people would be looked for elsewhere"
        );
    }
}
