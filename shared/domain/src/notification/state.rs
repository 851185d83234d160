//! Where the mail of a notification stands: what was tried, what SES said, and what became of it.

use crate::email::EmailRefusal;
use crate::email::bounce::BounceKind;
use crate::instant::{EpochSecond, zero_is_none};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// For how long after the event a mail about it is still worth sending, in seconds.
pub const MAIL_DEADLINE_SECONDS: i64 = 24 * 3600;

/// Why no mail of a notification was sent, or will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum MailFailure {
    /// The person is not in the workspace any more.
    NotAMember,
    /// The person has no address that mail can be sent to.
    NoAddress,
    /// Its deadline passed before it could be sent.
    DeadlinePassed,
    /// The person does not want messages, or stopped them since.
    NoConsent,
    /// The person asked for no more digests by mail.
    MailsEnded,
    /// The address takes no mails, or its owner complained about one.
    Suppressed,
    /// The digest came on WhatsApp after all.
    CameByWhatsApp,
    /// The digest that it would carry is not stored.
    NoReport,
    /// SES refused it.
    Refused {
        /// Why.
        reason: EmailRefusal,
    },
}

/// Where the mail of a notification stands. A later state never gives way to an earlier one; see [`EmailState::rank`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum EmailState {
    /// There is none: the notification is for the app alone.
    NotWanted,
    /// It waits for a worker.
    Waiting,
    /// A worker has claimed it and calls SES.
    Sending {
        /// Until when the worker holds it.
        lease_until: EpochSecond,
    },
    /// SES was called and did not answer; the mail may or may not have gone out.
    Unknown,
    /// It will not be sent.
    Failed {
        /// Why.
        reason: MailFailure,
    },
    /// SES took it.
    Sent {
        /// When.
        at: Timestamp,
        /// The identifier that SES gave it; bounces name it.
        ses_id: String,
    },
    /// The server of the address took it.
    Delivered {
        /// When.
        at: Timestamp,
    },
    /// It did not arrive.
    Bounced {
        /// When that was reported.
        at: Timestamp,
        /// Why.
        kind: BounceKind,
    },
}

impl EmailState {
    /// Reports whether SES took it, whatever became of it after that.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        matches!(self, Self::Sent { .. } | Self::Delivered { .. } | Self::Bounced { .. })
    }

    /// Returns the rank: a mail only moves to a higher one, except back from a worker to waiting. What is reported about a
    /// mail may come in any order: that it arrived stands over an answering machine, and a permanent refusal over both.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::Waiting => 0,
            Self::Sending { .. } => 1,
            Self::Unknown => 2,
            Self::Failed { .. } => 3,
            Self::Sent { .. } => 4,
            Self::NotWanted => 5,
            Self::Bounced { kind: BounceKind::Permanent, .. } => 8,
            Self::Bounced { .. } => 6,
            Self::Delivered { .. } => 7,
        }
    }
}

/// The mail of a notification: where it stands and what was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationEmail {
    /// Where it stands.
    pub state: EmailState,
    /// The rank of the state, stored so that the database can compare it.
    pub rank: u8,
    /// How many attempts were claimed.
    pub attempts: u32,
    /// Before when no attempt is made, if it has to wait.
    #[serde(with = "zero_is_none")]
    pub not_before: Option<EpochSecond>,
    /// From when on it is not sent any more.
    pub deadline: EpochSecond,
}

impl NotificationEmail {
    /// Creates the mail of a notification that was written at `at`: one that waits, or none.
    #[must_use]
    pub fn new(wanted: bool, at: Timestamp) -> Self {
        let state = if wanted { EmailState::Waiting } else { EmailState::NotWanted };
        let deadline = EpochSecond::from(at).plus_seconds(MAIL_DEADLINE_SECONDS);
        Self { rank: state.rank(), state, attempts: 0, not_before: None, deadline }
    }

    /// Returns the mail in another state, after the same attempts.
    #[must_use]
    pub fn moved_to(&self, state: EmailState) -> Self {
        Self { rank: state.rank(), state, not_before: None, ..self.clone() }
    }

    /// Returns the mail as a worker holds it for its next attempt, until the lease ends.
    #[must_use]
    pub fn claimed(&self, lease_until: EpochSecond) -> Self {
        let attempts = self.attempts.saturating_add(1);
        Self { attempts, ..self.moved_to(EmailState::Sending { lease_until }) }
    }

    /// Returns the mail as it waits for its next attempt, which is not made before then.
    #[must_use]
    pub fn waiting(&self, not_before: EpochSecond) -> Self {
        Self { not_before: Some(not_before), ..self.moved_to(EmailState::Waiting) }
    }
}
