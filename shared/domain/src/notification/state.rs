//! The state of a notification's mail: the attempts, the answer of SES, and the outcome.

use crate::email::EmailRefusal;
use crate::email::bounce::BounceKind;
use crate::instant::{EpochSecond, zero_is_none};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How long after the event a mail about it is still worth sending, in seconds.
pub const MAIL_DEADLINE_SECONDS: i64 = 24 * 3600;

/// Why the mail of a notification was not or will not be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum MailFailure {
    /// The person is no longer in the workspace.
    NotAMember,
    /// The person has no address to which mail can be sent.
    NoAddress,
    /// Its deadline passed before it could be sent.
    DeadlinePassed,
    /// The person does not want messages, or has opted out in the meantime.
    NoConsent,
    /// The person unsubscribed from digests by mail.
    MailsEnded,
    /// The address accepts no mails, or its owner complained about one.
    Suppressed,
    /// The digest was delivered by WhatsApp after all.
    CameByWhatsApp,
    /// The digest that the mail should carry is not stored.
    NoReport,
    /// SES refused it.
    Refused { reason: EmailRefusal },
}

/// The state of a notification's mail. A later state is never replaced by an earlier one; see [`EmailState::rank`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum EmailState {
    /// There is no mail: the notification is only shown in the app.
    NotWanted,
    /// It waits for a worker.
    Waiting,
    /// A worker has claimed it and calls SES.
    Sending {
        /// When the worker's lease ends.
        lease_until: EpochSecond,
    },
    /// SES was called and did not answer; the mail may or may not have been sent.
    Unknown,
    /// It will not be sent.
    Failed { reason: MailFailure },
    /// SES accepted it.
    Sent {
        /// When SES accepted it.
        at: Timestamp,
        /// The identifier that SES gave it; bounces refer to it.
        ses_id: String,
    },
    /// The server of the address accepted it.
    Delivered {
        /// When it was delivered.
        at: Timestamp,
    },
    /// It did not arrive.
    Bounced {
        /// When that was reported.
        at: Timestamp,
        /// The kind of bounce.
        kind: BounceKind,
    },
}

impl EmailState {
    /// Reports whether SES accepted it, whatever happened after that.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        matches!(self, Self::Sent { .. } | Self::Delivered { .. } | Self::Bounced { .. })
    }

    /// Returns the rank. A mail only moves to a higher rank, except from a worker back to waiting. Reports about a mail
    /// may arrive in any order: a delivery outranks a temporary bounce such as an automatic reply, and a permanent
    /// bounce outranks both.
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

/// The mail of a notification: its state and its attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationEmail {
    pub state: EmailState,
    /// The rank of the state, stored so that the database can compare it.
    pub rank: u8,
    /// The number of attempts that were claimed.
    pub attempts: u32,
    /// The time before which no attempt is made, if it has to wait.
    #[serde(with = "zero_is_none")]
    pub not_before: Option<EpochSecond>,
    /// The second from which it is no longer sent.
    pub deadline: EpochSecond,
}

impl NotificationEmail {
    /// Creates the mail of a notification created at `at`: a waiting one, or none.
    #[must_use]
    pub fn new(wanted: bool, at: Timestamp) -> Self {
        let state = if wanted { EmailState::Waiting } else { EmailState::NotWanted };
        let deadline = EpochSecond::from(at).plus_seconds(MAIL_DEADLINE_SECONDS);
        Self { rank: state.rank(), state, attempts: 0, not_before: None, deadline }
    }

    /// Returns the mail in another state, with the same attempts.
    #[must_use]
    pub fn moved_to(&self, state: EmailState) -> Self {
        Self { rank: state.rank(), state, not_before: None, ..self.clone() }
    }

    /// Returns the mail as claimed by a worker for its next attempt, until the lease ends.
    #[must_use]
    pub fn claimed(&self, lease_until: EpochSecond) -> Self {
        let attempts = self.attempts.saturating_add(1);
        Self { attempts, ..self.moved_to(EmailState::Sending { lease_until }) }
    }

    /// Returns the mail as waiting for its next attempt, which is not made before that time.
    #[must_use]
    pub fn waiting(&self, not_before: EpochSecond) -> Self {
        Self { not_before: Some(not_before), ..self.moved_to(EmailState::Waiting) }
    }
}
