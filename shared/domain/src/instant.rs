//! Instants: in whole seconds, as the table stores and compares them, and as the clock on a wall shows them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Returns when a clock on the wall of a zone first shows a time. A time that clocks skip is the first instant after the
/// gap; of one that they show twice it is the first.
#[must_use]
pub fn first_instant(local: DateTime, zone: &TimeZone) -> Timestamp {
    let local = zone.to_ambiguous_timestamp(local);
    let is_skipped = matches!(local.offset(), AmbiguousOffset::Gap { .. });
    // In a gap, the earlier of the two readings is before it, and the next transition is the gap itself.
    let first = local.earlier().unwrap_or(Timestamp::MAX);
    let after_gap = || zone.following(first).next().map_or(first, |transition| transition.timestamp());
    if is_skipped { after_gap() } else { first }
}

/// An instant in whole seconds since 1970. Stored as that number, so that the database can compare it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EpochSecond(i64);

impl EpochSecond {
    /// Creates an instant from the seconds since 1970.
    #[must_use]
    pub const fn new(second: i64) -> Self {
        Self(second)
    }

    /// Returns the seconds since 1970.
    #[must_use]
    pub const fn as_second(self) -> i64 {
        self.0
    }

    /// Returns the instant this many seconds later, or earlier if they are negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns how many seconds passed since another instant; negative if that instant is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the instant as a timestamp, or `None` if it is out of range.
    #[must_use]
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_second(self.0).ok()
    }
}

impl From<Timestamp> for EpochSecond {
    fn from(at: Timestamp) -> Self {
        Self(at.as_second())
    }
}

impl fmt::Display for EpochSecond {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The stored form of an optional instant: its number, or 0 if there is none. For `#[serde(with = …)]`.
pub mod zero_is_none {
    use super::EpochSecond;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Deserializes a number; 0 becomes `None`.
    ///
    /// # Errors
    /// If it is not a number.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<EpochSecond>, D::Error> {
        let stored = EpochSecond::deserialize(deserializer)?;
        Ok(Some(stored).filter(|stored| *stored != EpochSecond::default()))
    }

    /// Serializes the number, or 0 for `None`.
    ///
    /// # Errors
    /// If the serializer does not accept a number.
    pub fn serialize<S: Serializer>(instant: &Option<EpochSecond>, serializer: S) -> Result<S::Ok, S::Error> {
        instant.unwrap_or_default().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Stored {
        at: EpochSecond,
        #[serde(default, with = "zero_is_none")]
        until: Option<EpochSecond>,
    }

    #[test]
    fn a_stored_zero_is_none_and_none_is_stored_as_zero() {
        let none = Stored { at: EpochSecond::new(7), until: None };
        assert_eq!(serde_json::to_string(&none).unwrap(), r#"{"at":7,"until":0}"#);
        for text in [r#"{"at":7,"until":0}"#, r#"{"at":7}"#] {
            assert_eq!(serde_json::from_str::<Stored>(text).unwrap(), none);
        }
    }

    #[test]
    fn an_instant_that_no_timestamp_reaches_is_none() {
        assert_eq!(EpochSecond::new(i64::MAX).timestamp(), None);
    }

    proptest! {
        #[test]
        fn a_stored_number_is_read_and_written_back_as_the_same_number(at: i64, until: i64) {
            let text = format!(r#"{{"at":{at},"until":{until}}}"#);
            let read: Stored = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read.until, (until != 0).then(|| EpochSecond::new(until)));
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }

        #[test]
        fn a_whole_second_is_the_same_instant_as_its_timestamp(second in -377_705_023_201_i64..253_402_207_200) {
            let at = Timestamp::from_second(second).unwrap();
            prop_assert_eq!(EpochSecond::from(at).timestamp(), Some(at));
        }

        #[test]
        fn what_was_added_is_what_has_passed(second in -1_i64 << 40..1 << 40, more in -1_i64 << 40..1 << 40) {
            let start = EpochSecond::new(second);
            prop_assert_eq!(start.plus_seconds(more).seconds_since(start), more);
            prop_assert_eq!(start.plus_seconds(more).cmp(&start), more.cmp(&0));
        }
    }
}
