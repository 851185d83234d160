//! Where a message stands at Twilio: callbacks come late, twice and in any order, so the state only ever moves up.

use serde::{Deserialize, Serialize};

/// Where a message stands, in Twilio's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// A messaging service took the message and has not chosen a sender yet.
    Accepted,
    /// The message waits for its time.
    Scheduled,
    /// The message waits in the sender's queue.
    Queued,
    /// The message is being handed to WhatsApp.
    Sending,
    /// WhatsApp took the message.
    Sent,
    /// The message reached some of its recipients.
    PartiallyDelivered,
    /// The message was taken back before it was sent.
    Canceled,
    /// The message could not be sent.
    Failed,
    /// The message was sent and did not arrive.
    Undelivered,
    /// The message is on the person's phone.
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

/// What kind of news a status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is decided yet.
    Underway,
    /// The person has the message.
    Arrived,
    /// The message did not arrive, and will not unless a later callback says that it did after all.
    Lost,
}

impl MessageStatus {
    /// Reads Twilio's word; a word that is not known is [`MessageStatus::Unknown`], never an error.
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

    /// Gives the word as Twilio writes it; `unknown` for a word that was not known.
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

    /// Gives the height of this status, different for each: a stored status gives way only to a greater one.
    ///
    /// A failure stands above everything that is underway and below delivered and read: proof that the person has the
    /// message beats a report that it failed, whichever came first. No two are equal, so that the end state is the
    /// same in whatever order callbacks come, and one number in a conditional write decides.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Receiving => 1,
            Self::Received => 2,
            Self::Accepted => 10,
            Self::Scheduled => 11,
            Self::Queued => 12,
            Self::Sending => 13,
            Self::Sent => 20,
            Self::PartiallyDelivered => 21,
            Self::Canceled => 22,
            Self::Failed => 23,
            Self::Undelivered => 24,
            Self::Delivered => 30,
            Self::Read => 40,
        }
    }

    /// Says what kind of news this status is.
    #[must_use]
    pub fn standing(self) -> Standing {
        match self {
            Self::Delivered | Self::Read => Standing::Arrived,
            Self::Failed | Self::Undelivered | Self::Canceled => Standing::Lost,
            Self::Unknown
            | Self::Receiving
            | Self::Received
            | Self::Accepted
            | Self::Scheduled
            | Self::Queued
            | Self::Sending
            | Self::Sent
            | Self::PartiallyDelivered => Standing::Underway,
        }
    }
}

/// Says whether a message that stands at `from` moves to `to` when a callback says so.
#[must_use]
pub fn moves_up(from: MessageStatus, to: MessageStatus) -> bool {
    to.rank() > from.rank()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    fn after(callbacks: &[MessageStatus]) -> MessageStatus {
        callbacks.iter().copied().fold(MessageStatus::Accepted, |state, callback| {
            if moves_up(state, callback) { callback } else { state }
        })
    }

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
    fn no_two_statuses_share_a_rank() {
        let ranks: std::collections::BTreeSet<u8> = ALL.into_iter().map(MessageStatus::rank).collect();
        assert_eq!(ranks.len(), ALL.len());
    }

    #[test]
    fn the_usual_way_moves_up_at_each_step() {
        let way = ["queued", "sending", "sent", "delivered", "read"].map(MessageStatus::from_twilio);
        assert!(way.windows(2).all(|step| moves_up(step[0], step[1]) && !moves_up(step[1], step[0])));
    }

    #[test]
    fn a_failure_ends_what_is_underway_but_never_takes_back_a_delivery() {
        for lost in [MessageStatus::Failed, MessageStatus::Undelivered] {
            assert!(moves_up(MessageStatus::Sent, lost));
            assert!(!moves_up(lost, MessageStatus::Sent));
            assert!(!moves_up(MessageStatus::Delivered, lost));
            assert!(!moves_up(MessageStatus::Read, lost));
            assert!(moves_up(lost, MessageStatus::Delivered));
            assert_eq!(lost.standing(), Standing::Lost);
        }
    }

    proptest! {
        #[test]
        fn any_order_of_the_same_callbacks_ends_in_the_same_state(
            (callbacks, shuffled) in proptest::collection::vec(proptest::sample::select(&ALL[..]), 0..12)
                .prop_flat_map(|callbacks| (Just(callbacks.clone()), Just(callbacks).prop_shuffle()))
        ) {
            prop_assert_eq!(after(&callbacks), after(&shuffled));
        }

        #[test]
        fn callbacks_that_come_twice_change_nothing(
            callbacks in proptest::collection::vec(proptest::sample::select(&ALL[..]), 0..8)
        ) {
            let twice: Vec<_> = callbacks.iter().flat_map(|&callback| [callback, callback]).collect();
            prop_assert_eq!(after(&callbacks), after(&twice));
        }
    }
}
