//! The port for WhatsApp, by way of Twilio: one request out, one answer in, and what a missing answer means.
//!
//! Nothing here retries or decides: the use case does, based on the class of the failure.

use crate::address::WhatsAppAddress;
use crate::message::{MessageCost, MessageSid, MessageStatus};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Sends WhatsApp messages and looks up what was sent.
#[async_trait]
pub trait WhatsApp: Send + Sync {
    /// Submits a message once.
    ///
    /// # Errors
    /// Classified by what can be done about them. Only after [`SendFailure::Ambiguous`] may the message have been
    /// accepted.
    async fn send(&self, message: &OutboundMessage) -> Result<Accepted, SendFailure>;

    /// Finds the latest messages to an address that were created at or after an instant, at most 200. This shows
    /// whether a message whose answer was lost was accepted.
    ///
    /// # Errors
    /// Classified by what can be done about them, and never [`SendFailure::Ambiguous`], because asking changes nothing.
    async fn find_sent(
        &self,
        to: &WhatsAppAddress,
        since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure>;

    /// Looks up the status of one message.
    ///
    /// # Errors
    /// Classified by what can be done about them, and never [`SendFailure::Ambiguous`], because asking changes nothing.
    async fn fetch(&self, sid: &MessageSid) -> Result<SentMessage, SendFailure>;

    /// Lists one page of the messages sent on a UTC day, with the cost of those that have a price; `after` is the start
    /// of this page as given by the previous page.
    ///
    /// # Errors
    /// Classified by what can be done about them, and never [`SendFailure::Ambiguous`], because asking changes nothing.
    async fn costs_of_day(&self, day: Date, after: Option<&NextPage>) -> Result<CostPage, SendFailure>;
}

/// Shows a person that an answer is being written.
#[async_trait]
pub trait TypingIndicator: Send + Sync {
    /// Shows it below a message of the person, by Twilio's identifier of it, until an answer comes or 25 seconds are over.
    /// It costs nothing.
    ///
    /// # Errors
    /// Classified as those of [`WhatsApp::send`]; a failure changes nothing but what the person sees.
    async fn show(&self, message_sid: &str) -> Result<(), SendFailure>;
}

/// One message to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboundMessage {
    /// The person's address.
    pub to: WhatsAppAddress,
    pub content: OutboundContent,
    /// The URL to which Twilio reports the status of the message.
    pub status_callback: String,
}

/// The content of a message.
#[derive(Clone, PartialEq, Eq)]
pub enum OutboundContent {
    /// An approved template, which may be sent at any time.
    Template {
        /// The template's identifier, `HX…`.
        content_sid: String,
        /// The values of its variables by number: one line each, never empty.
        variables: BTreeMap<String, String>,
    },
    /// Free text of at most 1,600 characters, for the session: the 24 hours after the person last wrote.
    Text(String),
}

impl fmt::Debug for OutboundMessage {
    /// Shows only the kind of content, because the rest is an address, figures and action tokens.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OutboundMessage({:?})", self.content)
    }
}

impl fmt::Debug for OutboundContent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template { content_sid, .. } => write!(formatter, "Template({content_sid})"),
            Self::Text(_) => formatter.write_str("Text(…)"),
        }
    }
}

/// Twilio's confirmation that it accepted a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Twilio's identifier of the message.
    pub sid: MessageSid,
    /// The status of the message, which at this point is never delivered.
    pub status: MessageStatus,
}

/// A message as recorded by Twilio.
#[derive(Clone, PartialEq, Eq)]
pub struct SentMessage {
    /// Twilio's identifier of the message.
    pub sid: MessageSid,
    pub status: MessageStatus,
    /// The error code, if it failed.
    pub error_code: Option<u32>,
    /// When Twilio accepted it, to the second.
    pub created_at: Option<Timestamp>,
    /// The text as it was sent, with the template's variables filled in.
    pub body: Option<String>,
    /// What it cost, once Twilio knows.
    pub cost: Option<MessageCost>,
}

impl fmt::Debug for SentMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SentMessage")
            .field("sid", &self.sid)
            .field("status", &self.status)
            .field("error_code", &self.error_code)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// A page of a list of messages, with their costs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostPage {
    /// How many messages are on the page.
    pub listed: usize,
    /// The cost of those messages that have a price.
    pub costs: Vec<(MessageSid, MessageCost)>,
    /// The start of the next page; `None` on the last page.
    pub next: Option<NextPage>,
}

/// The start of a page of a list, as given by Twilio. It contains our sender, so it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct NextPage(pub String);

impl fmt::Debug for NextPage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NextPage(…)")
    }
}

/// The internal cause of a failure: for the log, free of addresses, bodies and secrets.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a request did not succeed, by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum SendFailure {
    /// There were too many requests, and this one was not processed.
    #[error("too many requests: send again later, nothing was accepted")]
    Throttled {
        /// How long Twilio asks to wait, if it says so.
        retry_after: Option<Duration>,
    },
    /// The request was refused: `delivery::classify` says what to do.
    #[error("refused with HTTP status {http_status} and code {code:?}: nothing was accepted")]
    Rejected {
        /// Twilio's error code, if the answer had one.
        code: Option<u32>,
        /// The HTTP status of the answer.
        http_status: u16,
    },
    /// The request certainly had no effect: it may be repeated.
    #[error("not reachable: try again, nothing was accepted")]
    Unavailable(#[source] Cause),
    /// The request was made and its outcome is unknown: reconcile, never blindly send again.
    #[error("no usable answer: find out whether the message was accepted before sending again")]
    Ambiguous(#[source] Cause),
}
