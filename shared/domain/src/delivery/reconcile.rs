//! Determines from Twilio's list of messages what happened to an attempt whose answer was lost. Pure.

use crate::message::Attempt;
use crate::twilio::SentMessage;

/// The maximum difference between our clock and Twilio's, in seconds.
const SKEW_SECONDS: i64 = 5;
/// How long after its start an attempt may still have created a message, in seconds: no request stays open longer.
const LONGEST_CALL_SECONDS: i64 = 30;
/// How many seconds after its start the list is certain to show what an attempt created.
pub const PROOF_AFTER_SECONDS: i64 = 60;
/// After how many seconds Twilio is no longer asked.
pub const GRACE_SECONDS: i64 = 600;

/// What Twilio's list shows about an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Twilio has the message.
    There(SentMessage),
    /// Twilio has no message that could be it.
    Absent,
    /// Twilio has a message that may be it.
    MayBeThere,
}

/// Returns the first second at which a message of the attempt can appear in the list.
#[must_use]
pub fn window_begins(attempt: &Attempt) -> i64 {
    attempt.started_at.as_second() - SKEW_SECONDS
}

/// Reports whether a message was created while the attempt may have created it; a message without a time may have been.
#[must_use]
pub fn is_in_window(attempt: &Attempt, sent: &SentMessage) -> bool {
    let last = attempt.started_at.as_second() + LONGEST_CALL_SECONDS + SKEW_SECONDS;
    sent.created_at.is_none_or(|at| (window_begins(attempt)..=last).contains(&at.as_second()))
}

/// Looks for an attempt with this text among the messages that Twilio has to the person. `is_another` reports whether a
/// message there is known to belong to another message of ours.
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

/// Returns the words of a text without its links, whose tokens are known only to the worker that sent it. No name has one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| !word.starts_with("https://"))
}

#[cfg(test)]
mod tests;
