//! What an administrator reads about a message, in plain words and without an address.

use crate::message::{FailureReason, Message, MessageState, plain_reason};
use crate::workspace::WhatsAppSubscription;

/// Describes the state of a message, with the fixed word of the reason if it failed.
#[must_use]
pub fn standing(message: &Message) -> String {
    let state = state(message.state);
    match &message.failure {
        None => state.to_owned(),
        Some(FailureReason::Refused { code: Some(code), .. }) => format!("{state}: refused with code {code}"),
        Some(failure) => format!("{state}: {}", failure.as_str()),
    }
}

/// Returns the fixed word of a state.
#[must_use]
pub fn state(state: MessageState) -> &'static str {
    match state {
        MessageState::Queued => "queued",
        MessageState::Calling => "calling",
        MessageState::Unknown => "unknown",
        MessageState::Accepted => "accepted",
        MessageState::Undelivered => "undelivered",
        MessageState::Failed => "failed",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
    }
}

/// Explains in one sentence why a message was not delivered, or returns `None` unless a failure was reported.
#[must_use]
pub fn reason(message: &Message) -> Option<&'static str> {
    match (&message.failure, message.state) {
        (Some(failure), _) => Some(failure.description()),
        (None, MessageState::Undelivered) => {
            Some(plain_reason(message.attempts.last().and_then(|attempt| attempt.code)))
        }
        (None, MessageState::Unknown) => {
            Some("Twilio did not answer, so that nobody knows yet whether the message went out.")
        }
        (None, MessageState::Accepted) => Some("Twilio took it, and no receipt has come yet."),
        (
            None,
            MessageState::Queued
            | MessageState::Calling
            | MessageState::Failed
            | MessageState::Delivered
            | MessageState::Read,
        ) => None,
    }
}

/// Returns the end of a person's number, enough to distinguish two phones, or `None` if the number is unknown.
#[must_use]
pub fn masked(subscription: &WhatsAppSubscription) -> Option<String> {
    let phone = subscription.phone.as_deref()?;
    let last = phone.char_indices().rev().nth(1).map_or(phone, |(start, _)| &phone[start..]);
    Some(format!("…{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{maya, subscription};

    #[test]
    fn of_a_number_only_its_end_is_shown() {
        let mut maya = subscription(&maya());
        assert_eq!(masked(&maya).unwrap(), "…01");
        maya.phone = None;
        assert_eq!(masked(&maya), None, "a business-scoped id is not shown either");
    }

    #[test]
    fn the_words_are_those_that_are_stored() {
        use MessageState as S;
        for one in
            [S::Queued, S::Calling, S::Unknown, S::Accepted, S::Undelivered, S::Failed, S::Delivered, S::Read]
        {
            assert_eq!(serde_json::to_value(one).unwrap(), state(one));
        }
        use FailureReason as F;
        let refused = F::Refused { code: None, class: crate::message::FailureClass::Unfamiliar };
        for one in [
            F::NoConsent,
            F::NotAMember,
            F::Overtaken,
            F::NoAddress,
            F::NoTemplate,
            F::DeadlinePassed,
            F::NoReceipt,
            F::Unresolved,
            refused,
        ] {
            assert_eq!(serde_json::to_value(&one).unwrap()["why"], one.as_str());
        }
    }
}
