//! The delivery policy: what to do with a message before an attempt, and what to do after a failure. Pure.

pub mod verdict;

pub use verdict::{AttemptFailure, FailedCase, Verdict, decide};

use crate::delivery::breaker::{Breakers, SenderGate};
use crate::instant::EpochSecond;
use crate::message::refusal::is_of_content;
use crate::message::template::TemplateName;
use crate::message::{Attempt, FailureReason, Message, MessageKind, MessageState};
use crate::workspace::{Consent, WhatsAppSubscription};

/// How long a worker's lease on a message lasts, in seconds: longer than the call to Twilio and the clock skew
/// together.
pub const LEASE_SECONDS: i64 = 30;

/// The error code for free text outside the session (24-hour window).
const OUTSIDE_SESSION: u32 = 63016;

/// What to do with a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BeforeAttempt {
    /// Make this attempt.
    Attempt {
        /// The number of the attempt, starting at 1.
        number: u32,
        /// The template to send: the planned one, the content of the open session, or the fallback while the planned one is
        /// held back.
        template: TemplateName,
        /// Whether this is the one call that probes whether Twilio is back.
        is_probe: bool,
    },
    /// Do nothing: the message has ended.
    NothingToDo,
    /// Check again after this many seconds: another worker holds it, its next attempt is not due, or Twilio is down.
    Wait {
        /// How long to wait.
        seconds: i64,
    },
    /// The worker that held the lease is gone, and it is not known whether the message reached Twilio: record it as
    /// unknown.
    LostOnTheWay,
    /// Ask Twilio whether it has the message.
    Reconcile,
    /// Twilio accepted it, and its receipt is late: ask Twilio for its status.
    AskForReceipt,
    /// Twilio accepted it, and its receipt may still arrive: check again at that time.
    LookAgain {
        /// When to check again.
        at: EpochSecond,
    },
    /// WhatsApp did not deliver it; make sure that the mail sent in its place is on its way.
    CheckMail,
    /// Decide what to do about a failure.
    Decide(AttemptFailure),
    /// Do not send it, for this reason.
    GiveUp(FailureReason),
}

/// Decides what to do before an attempt. `jitter` is any random number.
#[must_use]
pub fn before_attempt(
    message: &Message,
    subscription: Option<&WhatsAppSubscription>,
    breakers: &Breakers,
    now: EpochSecond,
    jitter: u16,
) -> BeforeAttempt {
    match message.state {
        MessageState::Queued => before_next(message, subscription, breakers, now, jitter),
        MessageState::Calling => match message.lease_until.filter(|until| *until > now) {
            Some(until) => BeforeAttempt::Wait { seconds: until.seconds_since(now) },
            None => BeforeAttempt::LostOnTheWay,
        },
        MessageState::Unknown => BeforeAttempt::Reconcile,
        MessageState::Accepted if now >= message.deadline => BeforeAttempt::AskForReceipt,
        MessageState::Accepted => BeforeAttempt::LookAgain { at: message.deadline },
        MessageState::Undelivered => BeforeAttempt::Decide(AttemptFailure::Reported {
            code: message.attempts.last().and_then(|attempt| attempt.code),
        }),
        MessageState::Failed if message.fallback.is_some() && message.due_at.is_some() => {
            BeforeAttempt::CheckMail
        }
        MessageState::Failed | MessageState::Delivered | MessageState::Read => BeforeAttempt::NothingToDo,
    }
}

fn before_next(
    message: &Message,
    subscription: Option<&WhatsAppSubscription>,
    breakers: &Breakers,
    now: EpochSecond,
    jitter: u16,
) -> BeforeAttempt {
    let Some(subscription) = subscription.filter(|subscription| agrees_to(subscription, message)) else {
        return BeforeAttempt::GiveUp(FailureReason::NoConsent);
    };
    if is_overtaken(subscription, message) {
        return BeforeAttempt::GiveUp(FailureReason::Overtaken);
    }
    if now >= message.deadline {
        return BeforeAttempt::Decide(AttemptFailure::Expired);
    }
    if subscription.address().is_none() {
        return BeforeAttempt::Decide(AttemptFailure::NoAddress);
    }
    let due = message.attempts.last().and_then(|attempt| attempt.next_attempt_at);
    let early = due
        .filter(|_| message.resend.is_none() || is_of_this_wish(message))
        .map(|due| EpochSecond::from(due).seconds_since(now));
    if let Some(seconds) = early.filter(|seconds| *seconds > 0) {
        return BeforeAttempt::Wait { seconds };
    }
    let in_session = subscription.session_is_open(now) && !session_has_failed(message);
    let refused = refused_contents(message);
    let Some(template) = breakers.template_for(message, in_session, &refused, now) else {
        return BeforeAttempt::Decide(AttemptFailure::NoTemplate);
    };
    let number = u32::try_from(message.attempts.len()).unwrap_or(u32::MAX).saturating_add(1);
    match breakers.gate(now, message.deadline, jitter) {
        SenderGate::Open => BeforeAttempt::Attempt { number, template, is_probe: false },
        SenderGate::Probe => BeforeAttempt::Attempt { number, template, is_probe: true },
        SenderGate::Closed { seconds } => BeforeAttempt::Wait { seconds },
    }
}

/// Reports whether a message waits for the end of its person's quiet hours: any that the person did not ask for, unless an
/// administrator insists.
#[must_use]
pub fn respects_quiet_hours(message: &Message) -> bool {
    let is_forced = message.resend.as_ref().is_some_and(|resend| resend.forced);
    !matches!(message.kind, MessageKind::Card | MessageKind::Answer) && !is_forced
}

/// Returns the deadline of a message that waits for the end of quiet hours: from then on it is as urgent as a new one.
#[must_use]
pub fn deadline_after_quiet(message: &Message, quiet_until: EpochSecond) -> EpochSecond {
    message.deadline.max(quiet_until.plus_seconds(message.kind.deadline_seconds()))
}

/// Reports whether the message is a card in whose place the person asked for others before it was first sent. What an
/// administrator sends again is not overtaken.
fn is_overtaken(subscription: &WhatsAppSubscription, message: &Message) -> bool {
    let is_first = message.resend.is_none() && message.attempts.is_empty();
    let asked = subscription.asked_cards.as_ref().filter(|_| is_first);
    asked.is_some_and(|asked| asked.overtaken.contains(&message.id))
}

/// Reports whether WhatsApp said, since sending was last requested, that the session is not open.
fn session_has_failed(message: &Message) -> bool {
    attempts_of_this_wish(message).any(|attempt| attempt.code == Some(OUTSIDE_SESSION))
}

/// Returns the contents for the open session that WhatsApp did not accept since sending was last requested.
#[must_use]
pub fn refused_contents(message: &Message) -> Vec<TemplateName> {
    let is_refused = |attempt: &&Attempt| attempt.template.is_session() && is_of_content(attempt.code);
    attempts_of_this_wish(message).filter(is_refused).map(|attempt| attempt.template).collect()
}

/// Reports whether the latest attempt was made after sending was last requested.
fn is_of_this_wish(message: &Message) -> bool {
    attempts_of_this_wish(message).next_back().is_some()
}

/// Returns the attempts made since sending was last requested.
pub(crate) fn attempts_of_this_wish(message: &Message) -> impl DoubleEndedIterator<Item = &Attempt> {
    let since = message.wished_at();
    message.attempts.iter().filter(move |attempt| attempt.started_at >= since)
}

/// Reports whether a person wants a message: they consent now, and consented when sending was last requested. A STOP
/// ends everything written before it, even if a START follows.
#[must_use]
pub fn agrees_to(subscription: &WhatsAppSubscription, message: &Message) -> bool {
    subscription.consent == Consent::OptedIn && subscription.consent_changed_at <= message.wished_at()
}

#[cfg(test)]
mod tests;
