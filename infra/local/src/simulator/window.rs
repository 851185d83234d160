//! The session window: how long free text is allowed after a person's message.

use jiff::{SignedDuration, Timestamp};

/// How long a session stays open after a person's last message.
const SESSION: SignedDuration = SignedDuration::from_hours(24);

/// Reports whether a session is open, given the time of the person's last message to the sender.
pub(crate) fn is_open(last_inbound: Option<Timestamp>, now: Timestamp) -> bool {
    last_inbound.is_some_and(|last| now.duration_since(last) < SESSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_open_for_twenty_four_hours_after_the_last_message() {
        let last: Timestamp = "2026-10-06T08:00:00Z".parse().expect("an instant");
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        assert!(is_open(Some(last), at("2026-10-07T07:59:59Z")));
        assert!(!is_open(Some(last), at("2026-10-07T08:00:00Z")));
        assert!(!is_open(None, last));
    }
}
