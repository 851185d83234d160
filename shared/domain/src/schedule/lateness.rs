//! How late a digest is, and what follows.

use jiff::{SignedDuration, Timestamp};

/// Up to this much late a digest says nothing of it: the fan-out of a full minute takes its time.
pub const ON_TIME: SignedDuration = SignedDuration::from_mins(15);
/// More than this much late a digest is not sent: the next one tells that it is missing.
pub const STILL_SENT: SignedDuration = SignedDuration::from_hours(4);

/// How late a digest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// It is sent as usual.
    OnTime,
    /// It is sent, and says that it is late.
    Late,
    /// It is left out.
    TooLate,
}

impl Lateness {
    /// Judges what was due at an instant. Nothing is early: what a clock that runs ahead planned is on time.
    #[must_use]
    pub fn of(due_at: Timestamp, now: Timestamp) -> Self {
        let late = now.duration_since(due_at);
        if late <= ON_TIME {
            Self::OnTime
        } else if late <= STILL_SENT {
            Self::Late
        } else {
            Self::TooLate
        }
    }
}
