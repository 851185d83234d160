//! The entries of Twilio's error log about failed webhooks.

use serde::Serialize;

/// The response could not be fetched: an HTTP error, or no content type.
pub(crate) const RETRIEVAL_FAILED: u32 = 11200;
/// There was no connection, or no response in time.
pub(crate) const CONNECTION_FAILED: u32 = 11205;
/// The response is not XML.
pub(crate) const UNREADABLE: u32 = 12100;
/// The response is XML but not TwiML for messages.
pub(crate) const NOT_MESSAGING: u32 = 12200;
/// The response has an unsupported content type.
pub(crate) const WRONG_TYPE: u32 = 12300;

/// One entry of the log.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) code: u32,
    pub(crate) message: &'static str,
    /// The message that triggered the webhook.
    pub(crate) message_sid: String,
    /// The HTTP status of the response, if there was one.
    pub(crate) status: Option<u16>,
    pub(crate) time: jiff::Timestamp,
}

/// Returns the meaning of a log code.
pub(crate) fn meaning(code: u32) -> &'static str {
    match code {
        RETRIEVAL_FAILED => "The webhook answered with an error or without a content type",
        CONNECTION_FAILED => "The webhook could not be reached or did not answer in time",
        UNREADABLE => "The answer of the webhook is not well-formed XML",
        NOT_MESSAGING => "The answer of the webhook holds elements that are not known here",
        WRONG_TYPE => "The answer of the webhook has an unsupported content type",
        other => super::refusal::wording(other),
    }
}
