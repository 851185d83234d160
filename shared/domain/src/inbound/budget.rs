//! How much one sender may cause: so many messages are handled in an hour, whatever they are and wherever the sender is
//! known. A STOP is heard beyond that.

use jiff::Timestamp;

/// How many messages of a sender are handled in an hour of the clock. A reply, a card and an entry in the log each follow
/// from a message, so that the budget bounds them all; nobody who reads the answers writes as many.
pub const MOST_MESSAGES: u32 = 100;

/// What remains of a sender's budget when a message arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderBudget {
    /// The message is handled.
    Within,
    /// The message is handled, and the reply says that it was the last one of this hour.
    Last,
    /// The message is the first one that gets no reply. The audit log says so, once an hour.
    JustSpent,
    /// The message gets no reply and leaves nothing.
    Spent,
}

impl SenderBudget {
    /// Judges a message by its number within the hour, starting at 1.
    #[must_use]
    pub fn of_message(number: u32) -> Self {
        match number {
            MOST_MESSAGES => Self::Last,
            _ if number < MOST_MESSAGES => Self::Within,
            _ if number == MOST_MESSAGES + 1 => Self::JustSpent,
            _ => Self::Spent,
        }
    }

    /// Reports whether the message is handled.
    #[must_use]
    pub fn is_handled(self) -> bool {
        matches!(self, Self::Within | Self::Last)
    }
}

/// Returns in how many minutes the next hour of the clock begins, from 1 to 60.
#[must_use]
pub fn minutes_left(now: Timestamp) -> usize {
    let into_hour = now.as_second().rem_euclid(3600);
    usize::try_from((3600 - into_hour + 59) / 60).unwrap_or(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_thousand_messages_a_hundred_are_handled_and_one_is_recorded() {
        let all: Vec<SenderBudget> = (1..=1_000).map(SenderBudget::of_message).collect();
        let count = |budget| all.iter().filter(|one| **one == budget).count();
        assert_eq!(all.iter().filter(|one| one.is_handled()).count(), 100);
        assert_eq!([SenderBudget::Last, SenderBudget::JustSpent].map(count), [1, 1]);
    }

    #[test]
    fn the_minutes_until_the_next_hour_are_rounded_up() {
        let left = |time: &str| minutes_left(format!("2026-10-06T{time}Z").parse().unwrap());
        assert_eq!(["12:00:00", "12:00:01", "12:59:00", "12:59:59"].map(left), [60, 60, 1, 1]);
    }
}
