//! The outcome of one message, a day after it was due.

use super::JUDGED_AFTER;
use crate::message::status::StatusClass;
use crate::message::{Attempt, FailureClass, FailureReason, Message, MessageState, MessageStatus};
use crate::notification::EmailState;
use jiff::Timestamp;

/// The outcome of one message. Only a receipt shows that it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// WhatsApp delivered the first attempt.
    FirstTry,
    /// WhatsApp delivered a later attempt.
    Retried,
    /// A mail was delivered instead.
    Mailed,
    /// A mail was sent instead, with no confirmation that it arrived.
    MailSent,
    /// It was sent, or may have been, with no confirmation that it arrived.
    Unknown,
    /// WhatsApp reported that the person does not want messages.
    Suppressed,
    /// It did not arrive for another reason.
    GivenUp,
    /// It may still arrive.
    Open,
    /// The person opted out, was removed or asked for something else before it was sent, so nothing was due.
    LeftOut,
}

impl DeliveryOutcome {
    /// Determines the outcome of a message; `mail` is the state of the mail that replaces it.
    #[must_use]
    pub fn new(message: &Message, mail: Option<&EmailState>, now: Timestamp) -> Self {
        let is_judged = now.duration_since(message.created_at) >= JUDGED_AFTER;
        if has_arrived(message) {
            return if arrived_first(message) { Self::FirstTry } else { Self::Retried };
        }
        if is_not_due(message) {
            return Self::LeftOut;
        }
        match mail {
            Some(EmailState::Delivered { .. }) => Self::Mailed,
            Some(EmailState::Sent { .. }) => Self::MailSent,
            Some(mail) if is_underway(mail) && !is_judged => Self::Open,
            _ if message.state != MessageState::Failed && !is_judged => Self::Open,
            _ => Self::lost(&why(message)),
        }
    }

    fn lost(reason: &FailureReason) -> Self {
        match reason {
            FailureReason::NoReceipt | FailureReason::Unresolved => Self::Unknown,
            FailureReason::Refused { class: FailureClass::Suppress, .. } => Self::Suppressed,
            FailureReason::Refused { .. }
            | FailureReason::NoConsent
            | FailureReason::NotAMember
            | FailureReason::Overtaken
            | FailureReason::NoAddress
            | FailureReason::NoTemplate
            | FailureReason::DeadlinePassed => Self::GivenUp,
        }
    }

    /// Reports whether WhatsApp delivered the message.
    #[must_use]
    pub fn is_on_whatsapp(self) -> bool {
        matches!(self, Self::FirstTry | Self::Retried)
    }

    /// Reports whether the message was due and WhatsApp did not deliver it, whether or not it was mailed.
    #[must_use]
    pub fn is_lost_on_whatsapp(self) -> bool {
        !self.is_on_whatsapp() && !matches!(self, Self::Open | Self::LeftOut)
    }
}

/// Reports whether the person no longer wanted the message before it was sent, or was no longer to get it.
fn is_not_due(message: &Message) -> bool {
    use FailureReason::{NoConsent, NotAMember, Overtaken};
    let is_unwanted = matches!(message.failure, Some(NoConsent | NotAMember | Overtaken));
    is_unwanted && message.attempts.is_empty()
}

/// Reports whether a mail was sent, as far as is known.
pub(super) fn is_out(mail: &EmailState) -> bool {
    matches!(mail, EmailState::Sent { .. } | EmailState::Delivered { .. })
}

/// Reports whether a mail may still be sent or delivered.
fn is_underway(mail: &EmailState) -> bool {
    matches!(mail, EmailState::Waiting | EmailState::Sending { .. } | EmailState::Unknown)
}

/// Reports whether the attempt that arrived was requested by an administrator.
pub(super) fn is_by_hand(message: &Message) -> bool {
    let first = message.attempts.iter().find(|attempt| is_arrival(attempt));
    first.or(message.attempts.last()).is_some_and(|attempt| attempt.manual)
}

/// Returns why WhatsApp did not deliver a message: the stored reason, or what its state implies once its day is over.
pub(super) fn why(message: &Message) -> FailureReason {
    let latest = message.attempts.last();
    match (&message.failure, message.state) {
        (Some(failure), _) => failure.clone(),
        (None, MessageState::Calling | MessageState::Unknown) => FailureReason::Unresolved,
        (None, MessageState::Queued) => FailureReason::DeadlinePassed,
        (None, MessageState::Undelivered | MessageState::Failed) => FailureReason::Refused {
            code: latest.and_then(|attempt| attempt.code),
            class: latest.and_then(|attempt| attempt.class).unwrap_or(FailureClass::Unfamiliar),
        },
        (None, MessageState::Accepted | MessageState::Delivered | MessageState::Read) => {
            FailureReason::NoReceipt
        }
    }
}

/// Reports whether the message arrived: its state says so, or did before it was sent again.
fn has_arrived(message: &Message) -> bool {
    matches!(message.state, MessageState::Delivered | MessageState::Read)
        || message.attempts.iter().any(is_arrival)
}

fn arrived_first(message: &Message) -> bool {
    message.attempts.len() <= 1 || message.attempts.first().is_some_and(is_arrival)
}

fn is_arrival(attempt: &Attempt) -> bool {
    attempt.status.map(MessageStatus::standing) == Some(StatusClass::Arrived)
}
