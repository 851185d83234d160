//! The policy of a notification's mail: before an attempt, whether to make it; after it, what to do next. Pure.

use crate::address::EmailAddress;
use crate::backoff_seconds;
use crate::email::{EmailFailure, SentEmail};
use crate::instant::EpochSecond;
use crate::message::{Message, MessageState};
use crate::notification::{EmailState, MailFailure, MemberNotification, NotificationEmail};
use crate::workspace::{Consent, Member, WhatsAppSubscription};
use jiff::Timestamp;

/// What to do with a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BeforeMail {
    /// Send it to this address.
    Send(EmailAddress),
    /// Nothing: there is no mail, or it went its way.
    NothingToDo,
    /// Another worker holds it, or its next attempt is not due; look again after this many seconds.
    Wait {
        /// How long.
        seconds: i64,
    },
    /// The worker that held it is gone, and nobody knows whether it reached SES: keep it as unknown, do not send.
    LostOnTheWay,
    /// Send nothing, for this reason.
    GiveUp(MailFailure),
}

/// Decides before an attempt.
#[must_use]
pub fn before_mail(
    notification: &MemberNotification,
    member: Option<&Member>,
    now: EpochSecond,
) -> BeforeMail {
    let email = &notification.email;
    match email.state {
        EmailState::Waiting => {}
        EmailState::Sending { lease_until } if lease_until > now => {
            return BeforeMail::Wait { seconds: lease_until.seconds_since(now) };
        }
        EmailState::Sending { .. } => return BeforeMail::LostOnTheWay,
        EmailState::NotWanted
        | EmailState::Unknown
        | EmailState::Failed { .. }
        | EmailState::Sent { .. }
        | EmailState::Delivered { .. }
        | EmailState::Bounced { .. } => return BeforeMail::NothingToDo,
    }
    if now >= email.deadline {
        return BeforeMail::GiveUp(MailFailure::DeadlinePassed);
    }
    let Some(member) = member.filter(|member| member.active && member.id == notification.member) else {
        return BeforeMail::GiveUp(MailFailure::NotAMember);
    };
    match EmailAddress::parse(&member.email) {
        Err(_no_address) => BeforeMail::GiveUp(MailFailure::NoAddress),
        Ok(address) => match email.not_before.filter(|then| *then > now) {
            Some(then) => BeforeMail::Wait { seconds: then.seconds_since(now) },
            None => BeforeMail::Send(address),
        },
    }
}

/// Says why a digest is not to go out by mail; nothing when it is. The consent stands and stood when the digest was
/// written, as on WhatsApp: a STOP ends what was written before it, even when a START follows.
#[must_use]
pub fn digest_refusal(
    digest: Option<&Message>,
    subscription: Option<&WhatsAppSubscription>,
) -> Option<MailFailure> {
    let Some(digest) = digest else {
        return Some(MailFailure::NoReport);
    };
    if matches!(digest.state, MessageState::Delivered | MessageState::Read) {
        return Some(MailFailure::CameByWhatsApp);
    }
    let agreed = |known: &&WhatsAppSubscription| {
        known.consent == Consent::OptedIn && known.consent_changed_at <= digest.wished_at()
    };
    match subscription.filter(agreed) {
        None => Some(MailFailure::NoConsent),
        Some(known) => known.mails_ended_at.map(|_at| MailFailure::MailsEnded),
    }
}

/// What to do after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterMail {
    /// Keep this state; there is nothing more to do.
    Ended(EmailState),
    /// Queue it again for after this many seconds.
    Wait {
        /// How long.
        seconds: i64,
    },
}

impl AfterMail {
    /// Returns the mail as it is to be stored.
    #[must_use]
    pub fn recorded(&self, claimed: &NotificationEmail, now: EpochSecond) -> NotificationEmail {
        match self {
            Self::Ended(state) => claimed.moved_to(state.clone()),
            Self::Wait { seconds } => claimed.waiting(now.plus_seconds(*seconds)),
        }
    }
}

/// Decides after an attempt of a claimed mail; `jitter` is any random number. A wait that would end after the deadline is
/// none.
#[must_use]
pub fn after_mail(
    result: &Result<SentEmail, EmailFailure>,
    claimed: &NotificationEmail,
    jitter: u16,
    now: Timestamp,
) -> AfterMail {
    match result {
        Ok(sent) => AfterMail::Ended(EmailState::Sent { at: now, ses_id: sent.id.clone() }),
        Err(EmailFailure::Ambiguous(_)) => AfterMail::Ended(EmailState::Unknown),
        Err(EmailFailure::Rejected { reason }) => {
            let reason = MailFailure::Refused { reason: *reason };
            AfterMail::Ended(EmailState::Failed { reason })
        }
        Err(EmailFailure::Throttled | EmailFailure::Unavailable(_)) => {
            let seconds = backoff_seconds(claimed.attempts, jitter).max(1);
            if EpochSecond::from(now).plus_seconds(seconds) < claimed.deadline {
                AfterMail::Wait { seconds }
            } else {
                AfterMail::Ended(EmailState::Failed { reason: MailFailure::DeadlinePassed })
            }
        }
    }
}

#[cfg(test)]
mod tests;
