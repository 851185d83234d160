//! The delivery state of a message, and why it will not be delivered.

use crate::message::{FailureClass, plain_reason};
use serde::{Deserialize, Serialize};

/// The delivery state of a message. A later state is never replaced by an earlier one; see [`MessageState::rank`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// It waits for a worker.
    Queued,
    /// A worker has claimed it and calls Twilio.
    Calling,
    /// Twilio was called and did not answer; the message may or may not have been sent.
    Unknown,
    /// Twilio accepted it.
    Accepted,
    /// Twilio or WhatsApp reported that it did not arrive; what to do next is not decided yet.
    Undelivered,
    /// It will not be delivered on WhatsApp; the reason is recorded in its attempts.
    Failed,
    /// It arrived on the phone.
    Delivered,
    /// The person read it.
    Read,
}

impl MessageState {
    /// Returns the rank of the state. News about a message can only move it to a higher rank.
    ///
    /// A failure ranks below a delivery: if a delivery is reported after a failure, the message was delivered, and the
    /// first error stays recorded in the attempt.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Calling => 1,
            Self::Unknown => 2,
            Self::Accepted => 3,
            // What happens next is decided by the state, not by the rank.
            Self::Undelivered | Self::Failed => 4,
            Self::Delivered => 5,
            Self::Read => 6,
        }
    }

    /// Reports whether nothing more will be done for the message.
    #[must_use]
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Failed | Self::Delivered | Self::Read)
    }
}

/// Why WhatsApp does not deliver a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum FailureReason {
    /// The person does not want messages.
    NoConsent,
    /// The person is no longer a member of the workspace.
    NotAMember,
    /// The person asked for other cards before it could be sent.
    Overtaken,
    /// The person has no WhatsApp address.
    NoAddress,
    /// The template has no approved content in this language.
    NoTemplate,
    /// Its deadline passed before it could be sent.
    DeadlinePassed,
    /// Twilio accepted it, but no receipt arrived before its deadline.
    NoReceipt,
    /// It could not be determined before its deadline whether Twilio accepted it.
    Unresolved,
    /// Twilio or WhatsApp refused it.
    Refused {
        /// The error code, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<u32>,
        /// What the refusal means for the message.
        class: FailureClass,
    },
}

impl FailureReason {
    /// Returns the fixed word of the reason, as stored and logged.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NoConsent => "no_consent",
            Self::NotAMember => "not_a_member",
            Self::Overtaken => "overtaken",
            Self::NoAddress => "no_address",
            Self::NoTemplate => "no_template",
            Self::DeadlinePassed => "deadline_passed",
            Self::NoReceipt => "no_receipt",
            Self::Unresolved => "unresolved",
            Self::Refused { .. } => "refused",
        }
    }

    /// Returns Twilio's error code, if there is one.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } => *code,
            Self::NoConsent
            | Self::NotAMember
            | Self::Overtaken
            | Self::NoAddress
            | Self::NoTemplate
            | Self::DeadlinePassed
            | Self::NoReceipt
            | Self::Unresolved => None,
        }
    }

    /// Describes the reason in one plain sentence for an administrator.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self {
            Self::NoConsent => "The person does not want messages.",
            Self::NotAMember => "The person is no longer a member of the workspace.",
            Self::Overtaken => "The person asked for other cards before it could be sent.",
            Self::NoAddress => "The person has no WhatsApp address.",
            Self::NoTemplate => "The template has no approved content in the person's language.",
            Self::DeadlinePassed => "Its time passed before it could be sent.",
            Self::NoReceipt => "Twilio took it, and nobody said in time that it arrived.",
            Self::Unresolved => "Nobody could tell in time whether Twilio took it.",
            Self::Refused { code, .. } => plain_reason(*code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MessageState as S;

    #[test]
    fn a_delivery_outranks_a_failure_and_a_failure_outranks_everything_before() {
        let order = [S::Queued, S::Calling, S::Unknown, S::Accepted, S::Failed, S::Delivered, S::Read];
        assert!(order.windows(2).all(|pair| pair[0].rank() < pair[1].rank()));
        assert_eq!(S::Undelivered.rank(), S::Failed.rank(), "both say that it did not arrive");
    }

    #[test]
    fn only_a_failure_and_a_delivery_end_a_message() {
        let ended = [S::Failed, S::Delivered, S::Read];
        let open = [S::Queued, S::Calling, S::Unknown, S::Accepted, S::Undelivered];
        assert!(ended.into_iter().all(S::has_ended) && !open.into_iter().any(S::has_ended));
    }
}
