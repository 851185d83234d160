//! The policy for a notification's mail: before an attempt, whether to make it; after it, what to do next. Pure.

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
    /// Do nothing: there is no mail, or it was already handled.
    NothingToDo,
    /// Another worker holds it, or its next attempt is not due; check again after this many seconds.
    Wait {
        /// How long to wait.
        seconds: i64,
    },
    /// The worker that held it is gone, and it is not known whether the mail reached SES: record it as unknown, do not
    /// send it.
    LostOnTheWay,
    /// Do not send it, for this reason.
    GiveUp(MailFailure),
}

/// Decides what to do before an attempt.
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

/// Returns why a digest must not be mailed, or `None` if it may be. The person must consent now and must have consented
/// when the digest was written, as on WhatsApp: a STOP ends everything written before it, even if a START follows.
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
    /// Record this final state; there is nothing more to do.
    Ended(EmailState),
    /// Queue it again with a delay of this many seconds.
    Wait {
        /// How long to wait.
        seconds: i64,
    },
}

impl AfterMail {
    /// Returns the mail in the form to be stored.
    #[must_use]
    pub fn recorded(&self, claimed: &NotificationEmail, now: EpochSecond) -> NotificationEmail {
        match self {
            Self::Ended(state) => claimed.moved_to(state.clone()),
            Self::Wait { seconds } => claimed.waiting(now.plus_seconds(*seconds)),
        }
    }
}

/// Decides what to do after an attempt at a claimed mail; `jitter` is any random number. A retry that would be due only
/// after the deadline is not made.
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
