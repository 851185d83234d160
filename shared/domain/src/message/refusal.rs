//! What a refusal by Twilio or WhatsApp means for the message: one class for each error code, and a sentence for an
//! administrator.

mod table;

use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What to do about a message that was refused or lost. A word unknown to this version, stored by a later one, is read
/// as [`FailureClass::Unfamiliar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum FailureClass {
    /// Send again soon, waiting longer each time, until the deadline.
    Retry,
    /// A limit was reached or a queue is full: send again after minutes to a day, or by email if it would be outdated
    /// by then.
    RetryLater,
    /// The session (24-hour window) for free text is over: send the approved template instead, once.
    ResendAsTemplate,
    /// WhatsApp does not deliver this message to this person: send it by email.
    FallBackToEmail,
    /// The person does not want messages: send nothing more on WhatsApp until they opt in again.
    Suppress,
    /// WhatsApp paused, rejected or does not have the template: hold it back for all workers and send its fallback.
    TemplateHeldBack,
    /// Twilio does not accept our credentials: no worker sends until it does; waiting messages are sent then.
    CredentialsRefused,
    /// An account or a sender has a problem: send by email, and alert the operator.
    OperatorMustAct,
    /// The payload is wrong: raise an alarm. The same message would be refused again.
    OurBug,
    /// Our answer to a webhook of Twilio was wrong: none of our messages is affected.
    OurWebhookAnswer,
    /// Nothing is wrong with the message.
    NothingToDo,
    /// The code is unknown: send again once, then by email, and raise an alarm.
    Unfamiliar,
}

impl Serialize for FailureClass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for FailureClass {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known: Result<Self, ValueError> = Self::deserialize(word.into_deserializer());
        Ok(known.unwrap_or(Self::Unfamiliar))
    }
}

/// One row of the table: what an error code means.
#[derive(Debug, Clone, Copy)]
struct KnownCode {
    code: u32,
    class: FailureClass,
    reason: &'static str,
}

fn known(code: u32) -> Option<&'static KnownCode> {
    let row = table::ROWS.binary_search_by_key(&code, |known| known.code).ok()?;
    table::ROWS.get(row)
}

/// Decides what to do about a refusal received as the answer to a request.
///
/// `code` is Twilio's error code, if the answer had one; `http_status` is the status of the answer. A code in the table
/// decides; otherwise the status decides.
#[must_use]
pub fn classify(code: Option<u32>, http_status: u16) -> FailureClass {
    if let Some(known) = code.and_then(known) {
        return known.class;
    }
    match http_status {
        408 | 429 | 500..=599 => FailureClass::Retry,
        401 => FailureClass::CredentialsRefused,
        300..=399 | 403 | 404 => FailureClass::OperatorMustAct,
        400..=499 => FailureClass::OurBug,
        _ => FailureClass::Unfamiliar,
    }
}

/// Decides what to do about a message that a status callback reports as failed, with its error code.
#[must_use]
pub fn classify_callback(code: Option<u32>) -> FailureClass {
    code.and_then(known).map_or(FailureClass::Unfamiliar, |known| known.class)
}

/// The codes that find fault with what was sent: its content at Twilio, its variables, its length or its media. Another content may do.
const OF_CONTENT: [u32; 19] = [
    21_602, 21_617, 21_619, 21_620, 21_623, 21_654, 21_655, 21_656, 21_658, 63_005, 63_006, 63_013, 63_019,
    63_021, 63_025, 63_028, 63_030, 63_034, 92_007,
];

/// Reports whether a code finds fault with what was sent, so that the same message in another content may arrive.
#[must_use]
pub fn is_of_content(code: Option<u32>) -> bool {
    code.is_some_and(|code| OF_CONTENT.contains(&code))
}

/// Returns the reason for a failure in one plain sentence for an administrator.
#[must_use]
pub fn plain_reason(code: Option<u32>) -> &'static str {
    match code {
        None => "Twilio gave no reason.",
        Some(code) => known(code).map_or("Twilio gave a reason that is new to us.", |known| known.reason),
    }
}

#[cfg(test)]
mod tests;
