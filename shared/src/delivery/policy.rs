//! The delivery policy: before an attempt, whether to make it; after it, what to do next. Pure.

use crate::delivery::refusal::{FailureClass, classify};
use crate::message::{AfterAttempt, FailureReason, Message, MessageState};
use crate::twilio::{Accepted, SendFailure};
use crate::workspace::{Consent, WhatsAppSubscription};

/// For how long a worker holds a message, in seconds: longer than the call to Twilio and the skew of clocks together.
pub const LEASE_SECONDS: i64 = 30;
/// The first wait after a refusal that asks for one, in seconds.
const FIRST_WAIT_SECONDS: i64 = 15;
/// The longest wait between two attempts, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 900;

/// What to do with a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BeforeAttempt {
    /// Make this attempt.
    Attempt {
        /// 1 for the first.
        number: u32,
    },
    /// Nothing: the message is on its way, delivered or given up.
    NothingToDo,
    /// Another worker holds the message; look again after this many seconds.
    HeldByAnother {
        /// How long it may still hold it.
        seconds: i64,
    },
    /// Its next attempt is not due before this many seconds: the job was handed out twice, or the queue cannot delay it
    /// for as long as Twilio asks.
    TooEarly {
        /// How long it is to wait yet.
        seconds: i64,
    },
    /// The worker that held it is gone, and nobody knows whether it reached Twilio: keep it as unknown, do not send.
    LostOnTheWay,
    /// Send nothing, for this reason.
    GiveUp(FailureReason),
}

/// Decides before an attempt. `now` is in seconds since 1970.
#[must_use]
pub fn before_attempt(
    message: &Message,
    subscription: Option<&WhatsAppSubscription>,
    now: i64,
) -> BeforeAttempt {
    match message.state {
        MessageState::Queued => {}
        MessageState::Calling if message.lease_until > now => {
            return BeforeAttempt::HeldByAnother { seconds: message.lease_until - now };
        }
        MessageState::Calling => return BeforeAttempt::LostOnTheWay,
        MessageState::Unknown
        | MessageState::Accepted
        | MessageState::Failed
        | MessageState::Delivered
        | MessageState::Read => return BeforeAttempt::NothingToDo,
    }
    if now >= message.deadline {
        return BeforeAttempt::GiveUp(FailureReason::DeadlinePassed);
    }
    let Some(subscription) = subscription.filter(|subscription| agrees_to(subscription, message)) else {
        return BeforeAttempt::GiveUp(FailureReason::NoConsent);
    };
    if subscription.address().is_none() {
        return BeforeAttempt::GiveUp(FailureReason::NoAddress);
    }
    let due = message.attempts.last().and_then(|attempt| attempt.next_attempt_at);
    match due.map(|due| due.as_second() - now) {
        Some(seconds) if seconds > 0 => BeforeAttempt::TooEarly { seconds },
        _ => BeforeAttempt::Attempt { number: next_number(message) },
    }
}

/// Says whether a person wants a message: the consent stands, and stood when the message was written. A STOP ends what
/// was written before it, even when a START follows.
fn agrees_to(subscription: &WhatsAppSubscription, message: &Message) -> bool {
    subscription.consent == Consent::OptedIn && subscription.consent_changed_at <= message.created_at
}

fn next_number(message: &Message) -> u32 {
    u32::try_from(message.attempts.len()).unwrap_or(u32::MAX).saturating_add(1)
}

/// What to do after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Twilio took it.
    Accepted,
    /// Queue it again for after this many seconds.
    Wait {
        /// The seconds to wait.
        seconds: i64,
    },
    /// Nobody knows whether Twilio took it: keep it as unknown, never send it again blindly.
    Unknown,
    /// It will not be delivered on WhatsApp.
    Fail(FailureReason),
}

impl Next {
    /// Gives what is recorded; nothing when the attempt was accepted.
    #[must_use]
    pub fn recorded(&self) -> Option<AfterAttempt> {
        match self {
            Self::Accepted => None,
            Self::Wait { .. } => Some(AfterAttempt::BackToQueue),
            Self::Unknown => Some(AfterAttempt::Unknown),
            Self::Fail(reason) => Some(AfterAttempt::Failed(reason.clone())),
        }
    }
}

/// Decides after an attempt. `number` is 1 for the first, `jitter` any random number; `now` and `deadline` are in
/// seconds since 1970. A wait that would end after the deadline is none.
#[must_use]
pub fn after_attempt(
    result: &Result<Accepted, SendFailure>,
    number: u32,
    jitter: u16,
    now: i64,
    deadline: i64,
) -> Next {
    let Err(failure) = result else {
        return Next::Accepted;
    };
    let wait = |at_least: i64| {
        let seconds = at_least.max(backoff_seconds(number, jitter));
        if now.saturating_add(seconds) < deadline {
            Next::Wait { seconds }
        } else {
            Next::Fail(FailureReason::DeadlinePassed)
        }
    };
    match failure {
        SendFailure::Throttled { retry_after } => {
            wait(retry_after.map_or(0, |pause| i64::try_from(pause.as_secs()).unwrap_or(i64::MAX)))
        }
        SendFailure::Unavailable(_) => wait(0),
        SendFailure::Ambiguous(_) => Next::Unknown,
        SendFailure::Rejected { code, http_status } => match classify(*code, *http_status) {
            FailureClass::Retry | FailureClass::RetryLater => wait(0),
            FailureClass::Unfamiliar if number == 1 => wait(0),
            class => Next::Fail(FailureReason::Refused { code: *code, class }),
        },
    }
}

/// Gives the wait after an attempt: exponential from 15 s with full jitter on its upper half, at most 15 minutes.
#[must_use]
pub fn backoff_seconds(number: u32, jitter: u16) -> i64 {
    let doubled = FIRST_WAIT_SECONDS.saturating_mul(1_i64 << number.saturating_sub(1).min(10));
    let ceiling = doubled.min(LONGEST_WAIT_SECONDS);
    ceiling / 2 + (ceiling - ceiling / 2) * i64::from(jitter) / i64::from(u16::MAX)
}

#[cfg(test)]
mod tests;
