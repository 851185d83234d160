//! A WhatsApp message as stored by the simulator: what it shows, its delivery state, and what can be tapped on it.

use jiff::Timestamp;
use serde::Serialize;

use super::faults::{CallbackTiming, FailureStatus};
use super::media::Picture;

/// The price of a session message.
const SESSION_PRICE: &str = "-0.00500";
/// The price of an approved template, without WhatsApp's own price.
const TEMPLATE_PRICE: &str = "-0.00850";

/// The origin of a message, in Twilio's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Direction {
    Inbound,
    OutboundApi,
    OutboundReply,
}

/// The statuses that the simulator uses, in Twilio's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Queued,
    Sent,
    Delivered,
    Read,
    Failed,
    Undelivered,
    Received,
}

impl Status {
    /// Returns the word used by the API.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Undelivered => "undelivered",
            Self::Received => "received",
        }
    }
}

impl From<FailureStatus> for Status {
    fn from(status: FailureStatus) -> Self {
        match status {
            FailureStatus::Failed => Self::Failed,
            FailureStatus::Undelivered => Self::Undelivered,
        }
    }
}

/// What a message shows, or will show once its variables are filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Composition {
    pub(crate) header: Option<String>,
    pub(crate) body: String,
    pub(crate) footer: Option<String>,
    pub(crate) media: Vec<String>,
    pub(crate) list_button: Option<String>,
    pub(crate) choices: Vec<Choice>,
}

/// A part of a message that can be tapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    pub(crate) title: String,
    #[serde(flatten)]
    pub(crate) kind: ChoiceKind,
}

/// What happens when a choice is tapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ChoiceKind {
    Reply {
        payload: String,
    },
    ListItem {
        payload: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    },
    Url {
        url: String,
    },
    Phone {
        phone: String,
    },
    CopyCode {
        code: String,
    },
}

/// The state of the webhook for an inbound message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WebhookState {
    Pending,
    Answered,
    Failed,
}

/// A message of the account, inbound or outbound.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) sid: String,
    /// The person whose chat contains it, or `None` if the address belongs to nobody.
    pub(crate) person: Option<String>,
    pub(crate) direction: Direction,
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) composition: Composition,
    /// The media as it was fetched, in the order of the composition.
    pub(crate) pictures: Vec<Picture>,
    pub(crate) content_sid: Option<String>,
    /// Whether it was sent as an approved template rather than as a session message.
    pub(crate) as_template: bool,
    pub(crate) status: Status,
    /// The failure that will happen later, decided when the message was accepted.
    pub(crate) failure: Option<(u32, FailureStatus)>,
    pub(crate) error_code: Option<u32>,
    pub(crate) status_callback: Option<String>,
    pub(crate) callbacks: CallbackTiming,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) sent: Option<Timestamp>,
    pub(crate) replied_to: Option<String>,
    pub(crate) webhook: Option<WebhookState>,
    /// Whether the phone has shown it.
    pub(crate) shown: bool,
    /// Whether delivery has ended, as far as it does not depend on the phone.
    pub(crate) settled: bool,
}

impl Message {
    /// Returns a queued outbound message without content.
    pub(crate) fn outbound(sid: String, direction: Direction, now: Timestamp) -> Self {
        Self {
            sid,
            person: None,
            direction,
            to: String::new(),
            from: String::new(),
            composition: Composition::default(),
            pictures: Vec::new(),
            content_sid: None,
            as_template: false,
            status: Status::Queued,
            failure: None,
            error_code: None,
            status_callback: None,
            callbacks: CallbackTiming::default(),
            created: now,
            updated: now,
            sent: None,
            replied_to: None,
            webhook: None,
            shown: false,
            settled: false,
        }
    }

    /// Returns a received message whose webhook is still to be answered.
    pub(crate) fn inbound(sid: String, person: &str, body: String, now: Timestamp) -> Self {
        Self {
            person: Some(person.to_owned()),
            composition: Composition { body, ..Composition::default() },
            status: Status::Received,
            sent: Some(now),
            webhook: Some(WebhookState::Pending),
            settled: true,
            ..Self::outbound(sid, Direction::Inbound, now)
        }
    }

    /// Returns the price as the API writes it, as a negative number, once the message was sent. A message that was
    /// never sent is free.
    pub(crate) fn price(&self) -> Option<&'static str> {
        match self.status {
            Status::Queued | Status::Failed => None,
            _ if self.as_template => Some(TEMPLATE_PRICE),
            _ => Some(SESSION_PRICE),
        }
    }

    /// Moves the message to a status.
    pub(crate) fn advance(&mut self, status: Status, now: Timestamp) {
        self.status = status;
        self.updated = now;
        self.sent.get_or_insert(now);
    }
}
