//! What happens in a run, one thing after the other.

use domain::message::{Message, MessageSid};

/// Something that happens at its time.
#[derive(Debug)]
pub(super) enum Event {
    /// A job of the queue can be taken by a worker.
    Visible(Queued),
    /// Twilio takes a request, whether or not somebody still waits for the answer.
    Taken(Box<Request>),
    /// The next that becomes of a message at Twilio.
    Fate(MessageSid),
    /// Twilio calls us.
    Calls(Call),
    /// The minute of the sweep.
    Sweep,
    /// A person writes STOP or START.
    Writes(Text),
    /// A message is written and queued.
    Written(Box<Message>),
    /// An administrator has a message sent again.
    SentAgain {
        /// Which of the messages of the run.
        message: usize,
        /// Whether it is to go out although it was delivered or is old.
        forced: bool,
    },
}

/// A job in the queue.
#[derive(Debug, Clone)]
pub(super) struct Queued {
    /// What the queue carries.
    pub(super) body: String,
    /// How often it was handed out.
    pub(super) received: u32,
    /// Whether no worker of this deployment can do it.
    pub(super) poison: bool,
}

/// A request to Twilio that it takes.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// The name that it gets.
    pub(super) sid: MessageSid,
    /// Whom it is for.
    pub(super) to: String,
    /// Where its status is reported.
    pub(super) callback: String,
    pub(super) content_sid: String,
}

/// A status callback on its way.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) form: Vec<(&'static str, String)>,
    /// The query of the address.
    pub(super) query: String,
    /// How often it was tried before.
    pub(super) tries: u32,
}

/// A text of a person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    /// Which of the people of the run.
    pub(super) who: usize,
    /// STOP, or else START.
    pub(super) stops: bool,
    /// The number of the message, which Twilio's id is made of.
    pub(super) number: u32,
    /// How often it came before.
    pub(super) tries: u32,
}
