//! What Twilio's list of messages says about an attempt whose answer was lost. Pure.

use crate::message::Attempt;
use crate::twilio::SentMessage;

/// How far our clock and Twilio's may be apart, in seconds.
const SKEW_SECONDS: i64 = 5;
/// How long after its beginning an attempt may still have made a message, in seconds: no request is open for longer.
const LONGEST_CALL_SECONDS: i64 = 30;
/// From how many seconds after its beginning on the list shows what an attempt made.
pub const PROOF_AFTER_SECONDS: i64 = 60;
/// After how many seconds nobody asks any more.
pub const GRACE_SECONDS: i64 = 600;

/// What is known about an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Twilio has it.
    There(SentMessage),
    /// Twilio has nothing that it could be.
    Absent,
    /// Twilio has something that may be it.
    MayBeThere,
}

/// Returns the second from which on what an attempt made is in the list.
#[must_use]
pub fn window_begins(attempt: &Attempt) -> i64 {
    attempt.started_at.as_second() - SKEW_SECONDS
}

/// Reports whether a message was made while the attempt may have made it; one whose time is not known may have been.
#[must_use]
pub fn is_in_window(attempt: &Attempt, sent: &SentMessage) -> bool {
    let last = attempt.started_at.as_second() + LONGEST_CALL_SECONDS + SKEW_SECONDS;
    sent.created_at.is_none_or(|at| (window_begins(attempt)..=last).contains(&at.as_second()))
}

/// Looks for an attempt, whose text is given, in the messages that Twilio has to the person. `is_another` says of an identifier that it belongs
/// to another message of ours.
#[must_use]
pub fn find_attempt(
    text: &str,
    attempt: &Attempt,
    found: &[SentMessage],
    is_another: impl Fn(&SentMessage) -> bool,
) -> Found {
    let may_be_it = |sent: &&SentMessage| is_in_window(attempt, sent) && !is_another(sent);
    let candidates: Vec<&SentMessage> = found.iter().filter(may_be_it).collect();
    let says_the_same =
        |sent: &&&SentMessage| sent.body.as_deref().is_some_and(|body| words(body).eq(words(text)));
    match (candidates.iter().find(says_the_same), candidates.is_empty()) {
        (Some(same), _) => Found::There((*same).clone()),
        (None, true) => Found::Absent,
        (None, false) => Found::MayBeThere,
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

#[cfg(test)]
mod tests;
