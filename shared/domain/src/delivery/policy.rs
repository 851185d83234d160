//! The delivery policy: before an attempt, what to do with a message; after a failure, what comes of it. Pure.

pub mod verdict;

pub use verdict::{AttemptFailure, FailedCase, Verdict, decide};

use crate::delivery::breaker::{Breakers, SenderGate};
use crate::instant::EpochSecond;
use crate::message::template::TemplateName;
use crate::message::{Attempt, FailureReason, Message, MessageState};
use crate::workspace::{Consent, WhatsAppSubscription};

/// For how long a worker holds a message, in seconds: longer than the call to Twilio and the skew of clocks together.
pub const LEASE_SECONDS: i64 = 30;

/// What to do with a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BeforeAttempt {
    /// Make this attempt.
    Attempt {
        /// 1 for the first.
        number: u32,
        /// The template to send: the planned one, or its spare while the planned one is held back.
        template: TemplateName,
        /// Whether it is the one call that finds out whether Twilio is back.
        is_probe: bool,
    },
    /// Nothing: the message has ended.
    NothingToDo,
    /// Look again after this many seconds: another worker holds it, its next attempt is not due, or Twilio is not there.
    Wait {
        /// How long.
        seconds: i64,
    },
    /// The worker that held it is gone, and nobody knows whether it reached Twilio: keep it as unknown.
    LostOnTheWay,
    /// Ask Twilio whether it has the message.
    Reconcile,
    /// Twilio took it, and its receipt is late: ask Twilio where it stands.
    AskForReceipt,
    /// Twilio took it, and its receipt may still come: look again then.
    LookAgain {
        /// When.
        at: EpochSecond,
    },
    /// WhatsApp did not bring it; make sure of the mail that stands in for it.
    CheckMail,
    /// Decide what comes of a failure.
    Decide(AttemptFailure),
    /// Send nothing, for this reason.
    GiveUp(FailureReason),
}

/// Decides before an attempt. `jitter` is any random number.
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
    let Some(template) = breakers.template_for(message, now) else {
        return BeforeAttempt::Decide(AttemptFailure::NoTemplate);
    };
    let number = u32::try_from(message.attempts.len()).unwrap_or(u32::MAX).saturating_add(1);
    match breakers.gate(now, message.deadline, jitter) {
        SenderGate::Open => BeforeAttempt::Attempt { number, template, is_probe: false },
        SenderGate::Probe => BeforeAttempt::Attempt { number, template, is_probe: true },
        SenderGate::Closed { seconds } => BeforeAttempt::Wait { seconds },
    }
}

/// Reports whether the latest attempt was made since the message was last wished for.
fn is_of_this_wish(message: &Message) -> bool {
    attempts_of_this_wish(message).next_back().is_some()
}

/// Returns the attempts that were made since the message was last wished for.
pub(crate) fn attempts_of_this_wish(message: &Message) -> impl DoubleEndedIterator<Item = &Attempt> {
    let since = message.wished_at();
    message.attempts.iter().filter(move |attempt| attempt.started_at >= since)
}

/// Reports whether a person wants a message: the consent stands, and stood when the message was wished for. A STOP ends what
/// was written before it, even when a START follows.
#[must_use]
pub fn agrees_to(subscription: &WhatsAppSubscription, message: &Message) -> bool {
    subscription.consent == Consent::OptedIn && subscription.consent_changed_at <= message.wished_at()
}

#[cfg(test)]
mod tests;
