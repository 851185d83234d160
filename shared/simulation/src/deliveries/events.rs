//! The events of a run, which happen one after the other.

use domain::message::{Message, MessageSid};

/// A scheduled event.
#[derive(Debug)]
pub(super) enum Event {
    /// A job in the queue becomes visible to workers.
    Visible(Queued),
    /// Twilio accepts a request, whether or not the client is still waiting for the response.
    Taken(Box<Request>),
    /// The next status of a message at Twilio.
    Fate(MessageSid),
    /// Twilio sends a callback.
    Calls(Call),
    /// The sweep, which runs every minute.
    Sweep,
    /// A person sends STOP or START.
    Writes(Text),
    /// A message is stored and queued.
    Written(Box<Message>),
    /// An administrator resends a message.
    SentAgain {
        /// The index of the message in the run.
        message: usize,
        /// Whether to send it even though it was delivered or is old.
        forced: bool,
    },
}

/// A job in the queue.
#[derive(Debug, Clone)]
pub(super) struct Queued {
    /// The body in the queue.
    pub(super) body: String,
    /// How often it was received.
    pub(super) received: u32,
    /// Whether no worker of this deployment can handle it.
    pub(super) poison: bool,
}

/// A request that Twilio accepts.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// The identifier that Twilio assigns.
    pub(super) sid: MessageSid,
    /// The recipient.
    pub(super) to: String,
    /// The URL for status callbacks.
    pub(super) callback: String,
    pub(super) content_sid: String,
}

/// A status callback in transit.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) form: Vec<(&'static str, String)>,
    /// The query of the callback URL.
    pub(super) query: String,
    /// The number of earlier attempts.
    pub(super) tries: u32,
}

/// A person's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    /// The index of the person in the run.
    pub(super) who: usize,
    /// Whether it is STOP rather than START.
    pub(super) stops: bool,
    /// The number of the message, from which its Twilio identifier is derived.
    pub(super) number: u32,
    /// The number of earlier arrivals.
    pub(super) tries: u32,
}
