//! When a person wants messages: on which days of the week, and in which hours not.

use crate::instant::first_instant;
use jiff::Timestamp;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The days of the week on which a digest comes; all of them unless the person chose. Stored as a list of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestDays([bool; 7]);

impl Default for DigestDays {
    fn default() -> Self {
        Self([true; 7])
    }
}

impl DigestDays {
    /// Creates a choice of days.
    #[must_use]
    pub fn of(days: &[Weekday]) -> Self {
        let mut chosen = [false; 7];
        for day in days {
            chosen[usize::from(day.to_monday_zero_offset().unsigned_abs())] = true;
        }
        Self(chosen)
    }

    /// Reports whether the digest comes on a day.
    #[must_use]
    pub fn contain(self, day: Weekday) -> bool {
        self.0[usize::from(day.to_monday_zero_offset().unsigned_abs())]
    }

    /// Reports whether it comes on every day.
    #[must_use]
    pub fn are_all(&self) -> bool {
        *self == Self::default()
    }
}

impl Serialize for DigestDays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(NAMES.iter().zip(self.0).filter(|(_, chosen)| *chosen).map(|(name, _)| name))
    }
}

impl<'de> Deserialize<'de> for DigestDays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut chosen = [false; 7];
        for name in Vec::<String>::deserialize(deserializer)? {
            let place = NAMES.iter().position(|known| *known == name);
            let place = place
                .ok_or_else(|| serde::de::Error::custom("a day is mon, tue, wed, thu, fri, sat or sun"))?;
            chosen[place] = true;
        }
        Ok(Self(chosen))
    }
}

/// The hours of the day in which a person wants no message that they did not ask for, on the clock of where they live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: Time,
    /// The first minute that is not quiet any more; earlier than `from` if the night is between them.
    pub until: Time,
}

impl QuietHours {
    /// Reports whether a time is quiet. Hours that begin when they end are none.
    #[must_use]
    pub fn contain(self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }

    /// Returns when the quiet hours end that an instant is in, or `None` if it is in none.
    #[must_use]
    pub fn until(self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = now.to_zoned(zone.clone());
        if !self.contain(local.time()) {
            return None;
        }
        let ends_today = local.time() < self.until;
        let date = if ends_today { local.date() } else { local.date().tomorrow().ok()? };
        // Of an hour that clocks show twice the first end counts, and is over in the second.
        Some(first_instant(date.to_datetime(self.until), zone)).filter(|end| *end > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_stored_by_name_and_an_unknown_one_is_no_day() {
        let days = DigestDays::of(&[Weekday::Monday, Weekday::Sunday]);
        assert_eq!(serde_json::to_string(&days).unwrap(), r#"["mon","sun"]"#);
        assert_eq!(serde_json::from_str::<DigestDays>(r#"["sun","mon"]"#).unwrap(), days);
        assert!(days.contain(Weekday::Sunday) && !days.contain(Weekday::Saturday) && !days.are_all());
        assert!(serde_json::from_str::<DigestDays>(r#"["lundi"]"#).is_err());
    }

    proptest! {
        /// Going through the day minute by minute, quiet begins at `from` and ends at `until`, whatever is between them.
        #[test]
        fn quiet_hours_hold_what_a_walk_from_their_beginning_to_their_end_meets(from in 0_i32..1440, until in 0_i32..1440) {
            let time = |minute: i32| Time::midnight().wrapping_add(jiff::ToSpan::minutes(minute));
            let quiet = QuietHours { from: time(from), until: time(until) };
            let length = (until - from).rem_euclid(1440);
            for step in 0..1440 {
                prop_assert_eq!(quiet.contain(time(from).wrapping_add(jiff::ToSpan::minutes(step))), step < length);
            }
        }
    }
}
