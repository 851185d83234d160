//! What to do about a failure: one function from the failure, the message and the time to a named verdict.

use super::{OUTSIDE_SESSION, attempts_of_this_wish};
use crate::backoff_seconds;
use crate::instant::EpochSecond;
use crate::message::refusal::{FailureClass, classify, classify_callback, is_of_content};
use crate::message::{FailureReason, Message, MessageKind};

/// The minimum wait if a limit is reached or a queue is full, in seconds.
const LEAST_LATER_SECONDS: i64 = 60;
/// The period over which messages that waited for valid credentials are spread, in seconds.
const SPREAD_SECONDS: i64 = 30;
/// How long after its deadline a message may still be mailed, in seconds; later it would only confuse.
pub const MAIL_GRACE_SECONDS: i64 = 4 * 3600;

/// Why a message has not reached its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptFailure {
    /// Twilio received too many requests and processed nothing.
    Throttled {
        /// How long Twilio asks to wait, in seconds.
        retry_after: i64,
    },
    /// Twilio could not be reached; nothing was processed.
    Unavailable,
    /// Twilio refused it.
    Refused {
        /// The error code, if there was one.
        code: Option<u32>,
        http_status: u16,
    },
    /// Twilio accepted it and later reported that it did not arrive.
    Reported {
        /// The error code, if there was one.
        code: Option<u32>,
    },
    /// There was no answer, and Twilio has no such message: it is certain that it was not sent.
    NeverArrived,
    /// There was no answer, and it cannot be determined whether it was sent.
    Unresolved,
    /// Twilio accepted it, but no receipt arrived in time.
    NoReceipt,
    /// Its deadline passed before it could be sent.
    Expired,
    /// The person has no WhatsApp address.
    NoAddress,
    /// No template that may currently be sent can carry it.
    NoTemplate,
}

/// What to do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Try again after this many seconds.
    RetryAfter {
        /// The number of seconds to wait, at least 1.
        seconds: i64,
    },
    /// Send it in its other form, once: as the approved template, or without its picture.
    ResendInOtherForm,
    /// Hold the template back for all workers, and send this message with its fallback template.
    PauseTemplate,
    /// WhatsApp will not deliver it; send it by mail.
    FallBackToEmail(FailureReason),
    /// The person does not want messages: also end the consent.
    Suppress(FailureReason),
    /// Do not deliver it at all.
    GiveUp(FailureReason),
}

/// The input of the decision.
#[derive(Debug, Clone, Copy)]
pub struct FailedCase<'a> {
    /// The message, with the failed attempt as its latest.
    pub message: &'a Message,
    /// What went wrong.
    pub failure: AttemptFailure,
    /// The current time.
    pub now: EpochSecond,
    /// Any random number.
    pub jitter: u16,
}

/// Decides what to do about a failure. A retry that would be due only after the message's deadline is not made.
#[must_use]
pub fn decide(case: FailedCase<'_>) -> Verdict {
    match case.failure {
        AttemptFailure::Throttled { retry_after } => case.retry(retry_after),
        AttemptFailure::Unavailable => case.retry(0),
        AttemptFailure::NeverArrived => case.retry_at_once(),
        AttemptFailure::Refused { code, http_status } => {
            case.after_refusal(code, classify(code, http_status))
        }
        AttemptFailure::Reported { code } => case.after_refusal(code, classify_callback(code)),
        AttemptFailure::Unresolved if case.message.kind == MessageKind::Update => case.retry_at_once(),
        AttemptFailure::Unresolved => case.by_mail(FailureReason::Unresolved),
        AttemptFailure::NoReceipt => case.by_mail(FailureReason::NoReceipt),
        AttemptFailure::Expired => case.by_mail(FailureReason::DeadlinePassed),
        AttemptFailure::NoAddress => case.by_mail(FailureReason::NoAddress),
        AttemptFailure::NoTemplate => case.by_mail(FailureReason::NoTemplate),
    }
}

impl FailedCase<'_> {
    fn after_refusal(self, code: Option<u32>, class: FailureClass) -> Verdict {
        let refused = FailureReason::Refused { code, class };
        if self.has_other_form() && is_of_content(code) {
            return self.in_time(Verdict::ResendInOtherForm);
        }
        match class {
            FailureClass::Retry => self.retry(0),
            FailureClass::RetryLater => self.retry(LEAST_LATER_SECONDS),
            FailureClass::CredentialsRefused => self.retry(LEAST_LATER_SECONDS + self.spread()),
            FailureClass::Unfamiliar if self.tries() == 1 => self.retry(0),
            FailureClass::ResendAsTemplate if self.may_go_as_template() => {
                self.in_time(Verdict::ResendInOtherForm)
            }
            FailureClass::Suppress => Verdict::Suppress(refused),
            FailureClass::TemplateHeldBack => self.in_time(Verdict::PauseTemplate),
            FailureClass::Unfamiliar
            | FailureClass::ResendAsTemplate
            | FailureClass::FallBackToEmail
            | FailureClass::OperatorMustAct
            | FailureClass::OurBug
            | FailureClass::OurWebhookAnswer
            | FailureClass::NothingToDo => self.by_mail(refused),
        }
    }

    /// Spreads the retries of messages that were refused together, so that they do not all come back at once.
    fn spread(self) -> i64 {
        SPREAD_SECONDS * i64::from(self.jitter) / i64::from(u16::MAX)
    }

    /// The number of attempts since sending was last requested.
    fn tries(self) -> u32 {
        u32::try_from(attempts_of_this_wish(self.message).count()).unwrap_or(u32::MAX)
    }

    /// A message refused as free text outside the session may be sent once as the approved template; cards and lists
    /// have none.
    fn may_go_as_template(self) -> bool {
        let outside =
            attempts_of_this_wish(self.message).filter(|attempt| attempt.code == Some(OUTSIDE_SESSION));
        !self.message.template.is_session() && outside.count() <= 1
    }

    /// Reports whether the latest attempt was made with a content of the open session that has another form to fall back on:
    /// the message's template, or the same without a picture.
    fn has_other_form(self) -> bool {
        let latest = attempts_of_this_wish(self.message).next_back().map(|attempt| attempt.template);
        latest.is_some_and(|sent| {
            sent.is_session() && (sent != self.message.template || sent.spare().is_some())
        }) && self.message.template.spare() != latest
    }

    fn retry(self, at_least: i64) -> Verdict {
        let seconds = at_least.max(backoff_seconds(self.tries(), self.jitter));
        if self.now.plus_seconds(seconds) < self.message.deadline {
            Verdict::RetryAfter { seconds }
        } else {
            self.by_mail(FailureReason::DeadlinePassed)
        }
    }

    fn retry_at_once(self) -> Verdict {
        self.in_time(Verdict::RetryAfter { seconds: 1 })
    }

    fn in_time(self, verdict: Verdict) -> Verdict {
        if self.now.plus_seconds(1) < self.message.deadline {
            verdict
        } else {
            self.by_mail(FailureReason::DeadlinePassed)
        }
    }

    /// A digest is mailed as long as it is still news. Every other message either has a mail of its own, or is an
    /// answer that is no longer of use.
    fn by_mail(self, reason: FailureReason) -> Verdict {
        let is_news = self.now < self.message.deadline.plus_seconds(MAIL_GRACE_SECONDS);
        match self.message.kind {
            MessageKind::Digest if is_news => Verdict::FallBackToEmail(reason),
            MessageKind::Digest
            | MessageKind::Card
            | MessageKind::SecondApproval
            | MessageKind::Assignment
            | MessageKind::Update
            | MessageKind::Answer
            | MessageKind::Correction => Verdict::GiveUp(reason),
        }
    }
}

#[cfg(test)]
mod tests;
