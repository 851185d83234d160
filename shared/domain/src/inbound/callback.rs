//! A status callback: what Twilio reports about one of our messages, and which of our attempts it refers to.

use super::form::Form;
use super::message::{NotAMessage, message_sid, refuse_repeated, required};
use super::webhook::CONNECTION_OVERRIDES;
use crate::identity::{MessageId, WorkspaceId};
use crate::message::{MessageSid, MessageStatus};

/// Twilio's report about one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCallback {
    /// Twilio's identifier of the message.
    pub message_sid: MessageSid,
    /// The Twilio account that sent it.
    pub account_sid: String,
    /// The status of the message.
    pub status: MessageStatus,
    /// The error code, if the message failed.
    pub error_code: Option<u32>,
    /// Our attempt, taken from the address that was called; `None` if the address does not identify one.
    pub attempt: Option<AttemptReference>,
}

/// Identifies one attempt to send one message. It is part of the query of the callback address, which the signature
/// covers, so that a callback finds its message even if the answer to the request was lost.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AttemptReference {
    pub workspace: WorkspaceId,
    pub message: MessageId,
    /// The number of the attempt, starting at 1.
    pub attempt: u32,
}

/// Why a form is not a status callback. The error never repeats a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a status callback: {0}")]
pub struct NotACallback(#[from] NotAMessage);

impl StatusCallback {
    /// Parses a callback from its form and the raw query of the address that was called.
    ///
    /// # Errors
    /// If `MessageSid`, `AccountSid` or the status is missing or repeated. An unknown status is not an error, and neither is a
    /// query that does not identify an attempt.
    pub fn from_request(form: &Form, raw_query: &str) -> Result<Self, NotACallback> {
        refuse_repeated(form, &["MessageSid", "AccountSid", "MessageStatus"])?;
        let status = form.filled("MessageStatus").or_else(|| form.filled("SmsStatus"));
        Ok(Self {
            message_sid: message_sid(form)?,
            account_sid: required(form, "AccountSid")?.to_owned(),
            status: MessageStatus::from_twilio(status.ok_or(NotAMessage::Missing("MessageStatus"))?),
            error_code: form.get("ErrorCode").and_then(|code| code.parse().ok()),
            attempt: AttemptReference::from_query(raw_query),
        })
    }
}

impl AttemptReference {
    /// Parses the attempt from the raw query of a callback address, or returns `None` if it does not identify one.
    #[must_use]
    pub fn from_query(raw_query: &str) -> Option<Self> {
        let query = Form::decode(raw_query.as_bytes()).ok()?;
        Some(Self {
            workspace: query.get("w")?.parse().ok()?,
            message: query.get("m")?.parse().ok()?,
            attempt: query.get("a")?.parse().ok().filter(|&attempt| attempt > 0)?,
        })
    }

    /// Returns the callback address for this attempt: the given address, which must have no query, with the attempt in
    /// its query.
    #[must_use]
    pub fn callback_url(&self, base: &str) -> String {
        // Identifiers consist of letters, digits and hyphens, so nothing needs encoding.
        format!("{base}?w={}&m={}&a={}{CONNECTION_OVERRIDES}", self.workspace, self.message, self.attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SID: &str = "MM0123456789abcdef0123456789abcdef";

    fn callback(more: &[(&str, &str)], query: &str) -> Result<StatusCallback, NotACallback> {
        let always = [("MessageSid", SID), ("AccountSid", "AC0123456789abcdef0123456789abcdef")];
        StatusCallback::from_request(&always.iter().chain(more).copied().collect(), query)
    }

    #[test]
    fn a_delivery_is_read_with_the_attempt_from_the_address() {
        let callback =
            callback(&[("MessageStatus", "delivered")], "w=acme&m=digest-2026-03-02-maya&a=2").unwrap();
        assert_eq!(callback.message_sid.as_str(), SID);
        assert_eq!((callback.status, callback.error_code), (MessageStatus::Delivered, None));
        let attempt = callback.attempt.unwrap();
        assert_eq!(attempt.workspace.as_str(), "acme");
        assert_eq!((attempt.message.as_str(), attempt.attempt), ("digest-2026-03-02-maya", 2));
    }

    #[test]
    fn a_failure_is_read_with_its_code() {
        let callback = callback(&[("MessageStatus", "undelivered"), ("ErrorCode", "63016")], "").unwrap();
        assert_eq!((callback.status, callback.error_code), (MessageStatus::Undelivered, Some(63016)));
        assert_eq!(callback.attempt, None);
    }

    #[test]
    fn the_old_name_of_the_status_and_a_new_word_are_read() {
        let callback = callback(&[("MessageStatus", ""), ("SmsStatus", "teleported")], "").unwrap();
        assert_eq!(callback.status, MessageStatus::Unknown);
    }

    #[test]
    fn without_a_status_or_an_identifier_it_is_no_callback() {
        assert_eq!(callback(&[], ""), Err(NotACallback(NotAMessage::Missing("MessageStatus"))));
        let nameless: Form = [("MessageStatus", "sent")].into_iter().collect();
        let refusal = StatusCallback::from_request(&nameless, "").unwrap_err();
        assert_eq!(refusal.to_string(), "not a status callback: the parameter MessageSid is missing");
    }

    #[test]
    fn a_query_that_names_no_attempt_of_ours_names_none() {
        for query in
            ["", "w=acme&m=x", "w=ACME&m=x&a=1", "w=acme&m=x&a=0", "w=acme&m=x&a=-1", "w=acme&m=%FF&a=1"]
        {
            assert_eq!(AttemptReference::from_query(query), None, "{query}");
        }
    }

    proptest! {
        #[test]
        fn an_attempt_comes_back_from_its_own_address(
            workspace in "[a-z0-9-]{1,16}", message in "[a-z0-9-]{1,40}", attempt in 1_u32..
        ) {
            let reference = AttemptReference {
                workspace: workspace.parse().unwrap(), message: message.parse().unwrap(), attempt,
            };
            let url = reference.callback_url("https://hooks.example.com/twilio/status");
            let (address, wish) = url.split_once('#').unwrap();
            let (_, query) = address.split_once('?').unwrap();
            prop_assert_eq!(wish, "rc=3&rp=4xx,5xx,ct,rt");
            prop_assert_eq!(AttemptReference::from_query(query), Some(reference));
        }
    }
}
