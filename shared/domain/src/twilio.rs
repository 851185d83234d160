//! The edge to WhatsApp, by way of Twilio: one request out, one answer in, and what a missing answer means.
//!
//! Nothing here retries or decides: the use case does, by the class of the failure.

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
    /// Hands a message over once.
    ///
    /// # Errors
    /// By remedy. Only after [`SendFailure::Ambiguous`] may the message have been accepted.
    async fn send(&self, message: &OutboundMessage) -> Result<Accepted, SendFailure>;

    /// Finds the latest messages to an address that were created at or after an instant, at most 200: what tells
    /// whether a message whose answer was lost was accepted.
    ///
    /// # Errors
    /// By remedy, and never [`SendFailure::Ambiguous`]: asking changes nothing.
    async fn find_sent(
        &self,
        to: &WhatsAppAddress,
        since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure>;

    /// Looks up where one message stands.
    ///
    /// # Errors
    /// By remedy, and never [`SendFailure::Ambiguous`]: asking changes nothing.
    async fn fetch(&self, sid: &MessageSid) -> Result<SentMessage, SendFailure>;

    /// Lists a page of the messages that went out on a day, as UTC counts days, with what those cost that have a price;
    /// `after` is where the page before says that this one begins.
    ///
    /// # Errors
    /// By remedy, and never [`SendFailure::Ambiguous`]: asking changes nothing.
    async fn costs_of_day(&self, day: Date, after: Option<&NextPage>) -> Result<CostPage, SendFailure>;
}

/// One message to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboundMessage {
    /// The person's address.
    pub to: WhatsAppAddress,
    /// What is said.
    pub content: OutboundContent,
    /// The URL that Twilio reports the fate of the message to.
    pub status_callback: String,
}

/// What a message says.
#[derive(Clone, PartialEq, Eq)]
pub enum OutboundContent {
    /// An approved template, which may be sent at any time.
    Template {
        /// The template's identifier, `HX…`.
        content_sid: String,
        /// The values of its variables by their number: one line each, never empty.
        variables: BTreeMap<String, String>,
    },
    /// Free text of at most 1,600 characters, for the 24 hours after the person last wrote.
    Text(String),
}

impl fmt::Debug for OutboundMessage {
    /// Shows the kind of content: the rest is an address, figures and action tokens.
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

/// Twilio's word that it took a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Twilio's identifier of the message.
    pub sid: MessageSid,
    /// Where the message stands, which is never yet with the person.
    pub status: MessageStatus,
}

/// A message as Twilio has it on record.
#[derive(Clone, PartialEq, Eq)]
pub struct SentMessage {
    /// Twilio's identifier of the message.
    pub sid: MessageSid,
    /// Where it stands.
    pub status: MessageStatus,
    /// Why it failed, when it did.
    pub error_code: Option<u32>,
    /// When Twilio took it, to the second.
    pub created_at: Option<Timestamp>,
    /// The text as it was sent, template and variables together.
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

/// A page of a list of messages, with what they cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostPage {
    /// How many messages are on it.
    pub listed: usize,
    /// What those cost that have a price.
    pub costs: Vec<(MessageSid, MessageCost)>,
    /// Where the next page begins; nothing on the last one.
    pub next: Option<NextPage>,
}

/// Where a page of a list begins, in Twilio's words. They name our sender, so they are not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct NextPage(pub String);

impl fmt::Debug for NextPage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("NextPage(…)")
    }
}

/// The internal cause of a failure: for the log, free of addresses, bodies and secrets.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Says what became of a request that did not succeed, by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum SendFailure {
    /// The request was one too many and was not processed.
    #[error("too many requests: send again later, nothing was accepted")]
    Throttled {
        /// How long Twilio asks to wait, when it says so.
        retry_after: Option<Duration>,
    },
    /// The request was refused: `delivery::classify` says what to do.
    #[error("refused with HTTP status {http_status} and code {code:?}: nothing was accepted")]
    Rejected {
        /// Twilio's error code, when the answer had one.
        code: Option<u32>,
        /// The HTTP status of the answer.
        http_status: u16,
    },
    /// The request certainly had no effect: it may be made again.
    #[error("not reachable: try again, nothing was accepted")]
    Unavailable(#[source] Cause),
    /// The request was made and its outcome is not known: reconcile, never send blindly again.
    #[error("no usable answer: find out whether the message was accepted before sending again")]
    Ambiguous(#[source] Cause),
}
