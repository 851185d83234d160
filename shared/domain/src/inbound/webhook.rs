//! The addresses that Twilio calls: their paths below a secret segment, so that only who knows it can spend what the
//! API keeps for Twilio, and how often Twilio is asked to come again.

use std::fmt;
use subtle::ConstantTimeEq as _;

/// Asks Twilio to call again, up to three times, if we cannot be reached, do not answer in time, or answer with a 4xx,
/// which a throttled request gets, or a 5xx; by default it calls again only if the connection fails. Twilio reads this
/// from the fragment and does not sign it (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
pub const CONNECTION_OVERRIDES: &str = "#rc=3&rp=4xx,5xx,ct,rt";

/// The number of characters that a segment may have: 22 of them hold 128 random bits.
const LENGTHS: std::ops::RangeInclusive<usize> = 22..=64;

/// The paths that Twilio calls. They contain the segment, so they are not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookPaths {
    inbound: String,
    status: String,
    /// What is served while Twilio is told of a new address.
    former: Vec<(String, WebhookPath)>,
}

/// One of the two things that Twilio calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookPath {
    /// Somebody wrote or tapped.
    Inbound,
    /// There is news of one of our messages.
    Status,
}

/// The segment cannot be used. The error does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook segment has 22 to 64 characters, each a letter, a digit, '-' or '_'")]
pub struct InvalidSegment;

impl WebhookPaths {
    /// Returns the paths below this segment.
    ///
    /// # Errors
    /// If the segment is too short to be a secret, too long, or has characters that a path would not keep as they are.
    pub fn below(segment: &str) -> Result<Self, InvalidSegment> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !LENGTHS.contains(&segment.len()) || !segment.bytes().all(is_plain) {
            return Err(InvalidSegment);
        }
        let path = |last: &str| format!("/twilio/{segment}/{last}");
        Ok(Self { inbound: path("inbound"), status: path("status"), former: Vec::new() })
    }

    /// Also serves what was served before the addresses moved, below a path such as `/twilio` or `/twilio/{segment}`: while
    /// a deployment is under way, the function may be newer than the routes.
    #[must_use]
    pub fn moved_from(mut self, former: &str) -> Self {
        let path = |last: &str| format!("{former}/{last}");
        self.former = vec![(path("inbound"), WebhookPath::Inbound), (path("status"), WebhookPath::Status)];
        self
    }

    /// Returns the path to which messages from people are posted.
    #[must_use]
    pub fn inbound(&self) -> &str {
        &self.inbound
    }

    /// Returns the path to which the status of our messages is posted.
    #[must_use]
    pub fn status(&self) -> &str {
        &self.status
    }

    /// Returns what is served at a path, if anything. Every path is compared, each in constant time, so that the time of
    /// the answer tells nothing about the segment.
    #[must_use]
    pub fn served_at(&self, path: &str) -> Option<WebhookPath> {
        let current = [(&self.inbound, WebhookPath::Inbound), (&self.status, WebhookPath::Status)];
        let former = self.former.iter().map(|(own, served)| (own, *served));
        let is_own = |own: &str| bool::from(own.as_bytes().ct_eq(path.as_bytes()));
        let all = current.into_iter().chain(former);
        all.fold(None, |found, (own, served)| if is_own(own) { Some(served) } else { found })
    }
}

impl fmt::Debug for WebhookPaths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WebhookPaths(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEGMENT: &str = "a-segment-of_22-letter";

    #[test]
    fn messages_and_statuses_have_a_path_each_below_the_segment() {
        let paths = WebhookPaths::below(SEGMENT).unwrap();
        assert_eq!(paths.inbound(), "/twilio/a-segment-of_22-letter/inbound");
        assert_eq!(paths.status(), "/twilio/a-segment-of_22-letter/status");
        assert_eq!(paths.served_at(paths.inbound()), Some(WebhookPath::Inbound));
        assert_eq!(paths.served_at(paths.status()), Some(WebhookPath::Status));
    }

    #[test]
    fn while_the_addresses_move_those_before_are_served_too() {
        for former in ["/twilio", "/twilio/the-segment-that-was_before"] {
            let paths = WebhookPaths::below(SEGMENT).unwrap();
            assert_eq!(paths.served_at(&format!("{former}/inbound")), None);
            let paths = paths.moved_from(former);
            assert_eq!(paths.served_at(&format!("{former}/inbound")), Some(WebhookPath::Inbound));
            assert_eq!(paths.served_at(&format!("{former}/status")), Some(WebhookPath::Status));
            assert_eq!(paths.served_at(paths.inbound()), Some(WebhookPath::Inbound));
            assert_eq!(
                paths.status(),
                "/twilio/a-segment-of_22-letter/status",
                "new messages name the new address"
            );
        }
    }

    #[test]
    fn a_segment_that_is_short_long_or_not_plain_is_refused_without_being_repeated() {
        let long = "x".repeat(65);
        for segment in [
            "",
            "inbound",
            &SEGMENT[1..],
            &long,
            "a/segment/of/22/letter",
            "ä-segment-of-22-lettr",
            "a segment of 22 letter",
        ] {
            let refused = WebhookPaths::below(segment).unwrap_err();
            assert!(segment.is_empty() || !refused.to_string().contains(segment), "{refused}");
        }
        assert!(WebhookPaths::below(&long[1..]).is_ok());
    }

    #[test]
    fn the_segment_is_not_shown() {
        assert!(!format!("{:?}", WebhookPaths::below(SEGMENT)).contains(SEGMENT));
    }

    proptest! {
        #[test]
        fn nothing_is_served_at_any_other_path(
            segment in "[A-Za-z0-9_-]{22,64}", other in "(/twilio/[A-Za-z0-9_-]{0,30}(/(inbound|status))?/?|.{0,40})"
        ) {
            let paths = WebhookPaths::below(&segment).unwrap();
            prop_assume!(other != paths.inbound() && other != paths.status());
            prop_assert_eq!(paths.served_at(&other), None);
        }
    }
}
