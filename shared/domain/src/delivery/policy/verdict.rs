//! What comes of a failure: one function from the failure, the message and the time to one named verdict.

use super::attempts_of_this_wish;
use crate::backoff_seconds;
use crate::instant::EpochSecond;
use crate::message::refusal::{FailureClass, classify, classify_callback};
use crate::message::{FailureReason, Message, MessageKind};

/// A wait for a limit or a queue that is full is at least this long, in seconds.
const LEAST_LATER_SECONDS: i64 = 60;
/// Over how many seconds those come back that wait for good credentials.
const SPREAD_SECONDS: i64 = 30;
/// For how long after its deadline a message may still be brought by mail, in seconds; after that it would only confuse.
pub const MAIL_GRACE_SECONDS: i64 = 4 * 3600;
/// The code for "the 24 hours for free text are over".
const OUTSIDE_WINDOW: u32 = 63016;

/// Why a message is not with its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptFailure {
    /// Twilio had too many requests and processed nothing.
    Throttled {
        /// How long Twilio asks to wait, in seconds.
        retry_after: i64,
    },
    /// Twilio was not reached; nothing was processed.
    Unavailable,
    /// Twilio refused it.
    Refused {
        /// The error code, when there was one.
        code: Option<u32>,
        http_status: u16,
    },
    /// Twilio took it and reported later that it did not arrive.
    Reported {
        /// The error code, when there was one.
        code: Option<u32>,
    },
    /// There was no answer, and Twilio has no such message: it is proven that it did not go out.
    NeverArrived,
    /// There was no answer, and nobody can tell whether it went out.
    Unresolved,
    /// Twilio took it, and nobody said in time that it arrived.
    NoReceipt,
    /// Its deadline passed before it could be sent.
    Expired,
    /// The person has no WhatsApp address.
    NoAddress,
    /// No template that may be sent now can carry it.
    NoTemplate,
}

/// What comes of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Try again after so many seconds.
    RetryAfter {
        /// The seconds to wait, 1 at least.
        seconds: i64,
    },
    /// Send the approved template, once.
    ResendAsTemplate,
    /// Hold the template back for everybody, and send this message with the spare of its ladder.
    PauseTemplate,
    /// WhatsApp will not bring it; send it by mail.
    FallBackToEmail(FailureReason),
    /// The person does not want messages: end the consent with it.
    Suppress(FailureReason),
    /// It will not be brought at all.
    GiveUp(FailureReason),
}

/// What the policy decides about.
#[derive(Debug, Clone, Copy)]
pub struct FailedCase<'a> {
    /// The message, with the failed attempt as its latest.
    pub message: &'a Message,
    /// What went wrong.
    pub failure: AttemptFailure,
    /// The time.
    pub now: EpochSecond,
    /// Any random number.
    pub jitter: u16,
}

/// Decides what comes of a failure. A wait that would end after the deadline of the message is none.
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
        match class {
            FailureClass::Retry => self.retry(0),
            FailureClass::RetryLater => self.retry(LEAST_LATER_SECONDS),
            FailureClass::CredentialsRefused => self.retry(LEAST_LATER_SECONDS + self.spread()),
            FailureClass::Unfamiliar if self.tries() == 1 => self.retry(0),
            FailureClass::ResendAsTemplate if self.may_go_as_template() => {
                self.in_time(Verdict::ResendAsTemplate)
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

    /// What was refused together does not come back together.
    fn spread(self) -> i64 {
        SPREAD_SECONDS * i64::from(self.jitter) / i64::from(u16::MAX)
    }

    /// How often it was tried since it was last wished for.
    fn tries(self) -> u32 {
        u32::try_from(attempts_of_this_wish(self.message).count()).unwrap_or(u32::MAX)
    }

    /// What was refused as free text goes out as the approved template, once; a card or a list has none.
    fn may_go_as_template(self) -> bool {
        let outside =
            attempts_of_this_wish(self.message).filter(|attempt| attempt.code == Some(OUTSIDE_WINDOW));
        !self.message.template.is_session() && outside.count() <= 1
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

    /// A digest is brought by mail as long as that is news. Of everything else the person has a mail of its own, or it was
    /// an answer that is of no use any more.
    fn by_mail(self, reason: FailureReason) -> Verdict {
        let is_news = self.now < self.message.deadline.plus_seconds(MAIL_GRACE_SECONDS);
        match self.message.kind {
            MessageKind::Digest if is_news => Verdict::FallBackToEmail(reason),
            MessageKind::Digest
            | MessageKind::Card
            | MessageKind::SecondApproval
            | MessageKind::Assignment
            | MessageKind::Update => Verdict::GiveUp(reason),
        }
    }
}

#[cfg(test)]
mod tests;
