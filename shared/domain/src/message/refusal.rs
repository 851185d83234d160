//! What a refusal of Twilio or WhatsApp means for the message: one class for each error code, and words for an admin.

mod table;

use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What to do about a message that was refused or lost. A word that this version does not know, which one that came later has
/// stored, is read as [`FailureClass::Unfamiliar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum FailureClass {
    /// Send again soon, waiting longer each time, until the deadline.
    Retry,
    /// A limit or a queue is full: send again after minutes to a day, or by email if it would be stale by then.
    RetryLater,
    /// The 24 hours for free text are over: send the approved template instead, once.
    ResendAsTemplate,
    /// WhatsApp will not bring this message to this person: send it by email.
    FallBackToEmail,
    /// The person does not want messages: nothing more on WhatsApp until they ask again.
    Suppress,
    /// WhatsApp paused, rejected or does not have the template: hold it back for everybody and send its spare.
    TemplateHeldBack,
    /// Twilio does not accept our credentials: nobody sends until it does, and what waits goes out then.
    CredentialsRefused,
    /// An account or a sender is not in order: by email, and tell the operator.
    OperatorMustAct,
    /// The payload is wrong: raise an alarm; the same message would be refused again.
    OurBug,
    /// Our answer to a webhook of Twilio was wrong: no message of ours is in question.
    OurWebhookAnswer,
    /// Nothing is wrong with the message.
    NothingToDo,
    /// The code is not known: send again once, then by email, and raise an alarm.
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

/// Decides what to do about a refusal that came as the answer to a request.
///
/// `code` is Twilio's error code when the answer had one; `http_status` is the answer's status. A code that is in the
/// table decides; without one the status does.
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

/// Decides what to do about a message that a status callback reports as failed, with the error code it named.
#[must_use]
pub fn classify_callback(code: Option<u32>) -> FailureClass {
    code.and_then(known).map_or(FailureClass::Unfamiliar, |known| known.class)
}

/// Returns the reason of a failure in one plain sentence for an admin.
#[must_use]
pub fn plain_reason(code: Option<u32>) -> &'static str {
    match code {
        None => "Twilio gave no reason.",
        Some(code) => known(code).map_or("Twilio gave a reason that is new to us.", |known| known.reason),
    }
}

#[cfg(test)]
mod tests;
