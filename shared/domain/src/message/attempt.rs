//! One attempt to send a message, with everything that was heard of it.

use crate::message::template::TemplateName;
use crate::message::{FailureClass, MessageStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How an attempt ended, as far as the call to Twilio told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptEnd {
    /// Twilio took the message.
    Accepted,
    /// One request too many: nothing was processed.
    Throttled,
    /// Twilio refused it.
    Refused,
    /// Twilio was not reached: nothing was processed.
    Unavailable,
    /// There was no answer, so nobody knows.
    Unknown,
    /// Twilio has no such message: it never arrived there.
    NeverArrived,
}

/// What a message cost, as Twilio tells it once it knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCost {
    /// The amount as Twilio writes it, such as `0.0085`; never computed with.
    pub amount: String,
    /// The ISO 4217 code of its currency.
    pub currency: String,
}

/// One attempt to send a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// When the worker claimed it.
    pub started_at: Timestamp,
    /// The template that went out.
    pub template: TemplateName,
    pub template_version: u32,
    /// Whether an admin asked for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub manual: bool,
    /// Twilio's id of the message, once it took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// How the call ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<AttemptEnd>,
    /// The first error code, when there was one; never erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// What the error means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<FailureClass>,
    /// The latest news of it from Twilio that says whether it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// When that news came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_at: Option<Timestamp>,
    /// What it cost, once Twilio told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<MessageCost>,
    /// When the next attempt is due, when there will be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
}

impl Attempt {
    /// Begins an attempt.
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
