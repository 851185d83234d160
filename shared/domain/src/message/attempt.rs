//! One attempt to send a message, with everything that is known about it.

use crate::message::template::TemplateName;
use crate::message::{FailureClass, MessageStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The result of an attempt, as far as the call to Twilio showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptEnd {
    /// Twilio accepted the message.
    Accepted,
    /// There were too many requests: nothing was processed.
    Throttled,
    /// Twilio refused it.
    Refused,
    /// Twilio could not be reached: nothing was processed.
    Unavailable,
    /// There was no answer, so the result is not known.
    Unknown,
    /// Twilio has no such message: the request never arrived.
    NeverArrived,
}

/// What a message cost, as reported by Twilio once it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCost {
    /// The amount as Twilio writes it, such as `0.0085`; never used in calculations.
    pub amount: String,
    /// The ISO 4217 code of its currency.
    pub currency: String,
}

/// One attempt to send a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The number of the attempt, starting at 1.
    pub number: u32,
    /// When the worker claimed it.
    pub started_at: Timestamp,
    /// The template that was sent.
    pub template: TemplateName,
    pub template_version: u32,
    /// Whether an administrator requested it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub manual: bool,
    /// Twilio's identifier of the message, once Twilio accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The result of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<AttemptEnd>,
    /// The first error code, if there was one; never erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// What the error means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<FailureClass>,
    /// The latest status from Twilio that says whether it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// When that status was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_at: Option<Timestamp>,
    /// What it cost, once Twilio reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<MessageCost>,
    /// When the next attempt is due, if there will be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
}

impl Attempt {
    /// Creates an attempt that has just started.
    #[must_use]
    pub fn begun(number: u32, template: TemplateName, template_version: u32, at: Timestamp) -> Self {
        Self {
            number,
            started_at: at,
            template,
            template_version,
            manual: false,
            sid: None,
            ended: None,
            code: None,
            class: None,
            status: None,
            status_at: None,
            cost: None,
            next_attempt_at: None,
        }
    }
}
