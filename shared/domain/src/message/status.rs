//! The status of a message at Twilio. Callbacks can be late, duplicated and out of order, so the state only ever moves
//! up.

use serde::{Deserialize, Serialize};

/// The status of a message, in Twilio's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// A messaging service accepted the message and has not chosen a sender yet.
    Accepted,
    /// The message is scheduled for later.
    Scheduled,
    /// The message waits in the sender's queue.
    Queued,
    /// The message is being handed to WhatsApp.
    Sending,
    /// WhatsApp accepted the message.
    Sent,
    /// The message reached some of its recipients.
    PartiallyDelivered,
    /// The message was canceled before it was sent.
    Canceled,
    /// The message could not be sent.
    Failed,
    /// The message was sent and did not arrive.
    Undelivered,
    /// The message arrived on the person's phone.
    Delivered,
    /// The person read the message.
    Read,
    /// An inbound message is on its way to us.
    Receiving,
    /// An inbound message arrived.
    Received,
    /// A word that Twilio did not use when this was written.
    #[serde(other)]
    Unknown,
}

/// The class of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusClass {
    /// The outcome is still open.
    Underway,
    /// The person has the message.
    Arrived,
    /// The message did not arrive, unless a later callback reports that it did after all.
    Lost,
}

impl MessageStatus {
    /// Parses Twilio's word; an unknown word becomes [`MessageStatus::Unknown`], never an error.
    #[must_use]
    pub fn from_twilio(word: &str) -> Self {
        match word {
            "accepted" => Self::Accepted,
            "scheduled" => Self::Scheduled,
            "queued" => Self::Queued,
            "sending" => Self::Sending,
            "sent" => Self::Sent,
            "partially_delivered" => Self::PartiallyDelivered,
            "canceled" => Self::Canceled,
            "failed" => Self::Failed,
            "undelivered" => Self::Undelivered,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "receiving" => Self::Receiving,
            "received" => Self::Received,
            _ => Self::Unknown,
        }
    }

    /// Returns the word as Twilio writes it, or `unknown` for a word that was not known.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::PartiallyDelivered => "partially_delivered",
            Self::Canceled => "canceled",
            Self::Failed => "failed",
            Self::Undelivered => "undelivered",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Receiving => "receiving",
            Self::Received => "received",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the class of this status.
    #[must_use]
    pub fn standing(self) -> StatusClass {
        match self {
            Self::Delivered | Self::Read => StatusClass::Arrived,
            Self::Failed | Self::Undelivered | Self::Canceled => StatusClass::Lost,
            Self::Unknown
            | Self::Receiving
            | Self::Received
            | Self::Accepted
            | Self::Scheduled
            | Self::Queued
            | Self::Sending
            | Self::Sent
            | Self::PartiallyDelivered => StatusClass::Underway,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [MessageStatus; 14] = [
        MessageStatus::Accepted,
        MessageStatus::Scheduled,
        MessageStatus::Queued,
        MessageStatus::Sending,
        MessageStatus::Sent,
        MessageStatus::PartiallyDelivered,
        MessageStatus::Canceled,
        MessageStatus::Failed,
        MessageStatus::Undelivered,
        MessageStatus::Delivered,
        MessageStatus::Read,
        MessageStatus::Receiving,
        MessageStatus::Received,
        MessageStatus::Unknown,
    ];

    #[test]
    fn every_word_of_twilio_is_read_written_and_stored_the_same() {
        for status in ALL {
            assert_eq!(MessageStatus::from_twilio(status.as_str()), status);
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("\"{}\"", status.as_str()));
        }
        assert_eq!(MessageStatus::from_twilio("teleported"), MessageStatus::Unknown);
        assert_eq!(serde_json::from_str::<MessageStatus>("\"teleported\"").unwrap(), MessageStatus::Unknown);
    }

    #[test]
    fn only_delivered_and_read_prove_that_the_person_has_the_message() {
        let arrived: Vec<_> =
            ALL.into_iter().filter(|status| status.standing() == StatusClass::Arrived).collect();
        assert_eq!(arrived, [MessageStatus::Delivered, MessageStatus::Read]);
    }

    #[test]
    fn a_failure_and_a_cancellation_are_losses() {
        for lost in [MessageStatus::Failed, MessageStatus::Undelivered, MessageStatus::Canceled] {
            assert_eq!(lost.standing(), StatusClass::Lost);
        }
    }
}
