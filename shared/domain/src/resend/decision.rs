//! Whether a message may be sent again now. Pure; the conditions of the write ensure that this still holds when it is
//! written.

use crate::message::{Message, MessageState};
use crate::workspace::{Consent, Member, WhatsAppSubscription};
use jiff::{SignedDuration, Timestamp};

/// How long after an attempt its receipt, or the result from its worker, is still awaited.
pub const RECEIPT_AWAITED: SignedDuration = SignedDuration::from_hours(1);
/// The age from which a message counts as old: it would be sent as written, whatever has happened since.
pub const OLD_AFTER: SignedDuration = SignedDuration::from_hours(12);
/// The period within which the same request counts as a double click.
pub const DOUBLE_CLICK: SignedDuration = SignedDuration::from_mins(1);

/// What a message depends on about its recipient.
#[derive(Debug, Clone, Default)]
pub struct Recipient {
    /// The membership.
    pub member: Option<Member>,
    pub subscription: Option<WhatsAppSubscription>,
}

/// Whether a message is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is sent again.
    Resend,
    /// It is not sent again, for this reason.
    Refuse(Refusal),
}

/// Why a message is not sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// It was delivered; it is sent again only if the administrator insists.
    Delivered,
    /// It is in progress: a worker has it, or its receipt may still arrive.
    Underway,
    /// It is not known yet whether Twilio accepted the last attempt.
    Unknown,
    /// An administrator requested the same less than a minute ago.
    AlreadyResent,
    /// The person does not want messages.
    OptedOut,
    /// The person has no WhatsApp address.
    NoAddress,
    /// The person is no longer a member of the workspace.
    NotAMember,
    /// It is so old that it is sent unchanged only if the administrator insists.
    Stale,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Delivered,
        Self::Underway,
        Self::Unknown,
        Self::AlreadyResent,
        Self::OptedOut,
        Self::NoAddress,
        Self::NotAMember,
        Self::Stale,
    ];

    /// Returns the fixed word of the reason.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Underway => "underway",
            Self::Unknown => "unknown",
            Self::AlreadyResent => "already_resent",
            Self::OptedOut => "opted_out",
            Self::NoAddress => "no_address",
            Self::NotAMember => "not_a_member",
            Self::Stale => "stale",
        }
    }

    /// Describes the reason in plain words, with what to do.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Delivered => "it was delivered: send it again only if you must, with \"forced\": true",
            Self::Underway => "it is on its way and its receipt may still come: look again in an hour",
            Self::Unknown => {
                "nobody knows yet whether the last attempt went out; that is being found out: look again later"
            }
            Self::AlreadyResent => "it was sent again less than a minute ago",
            Self::OptedOut => "the person wants no messages: only a START from the phone brings them back",
            Self::NoAddress => "the person has no WhatsApp address",
            Self::NotAMember => "the person is no member of the workspace any more",
            Self::Stale => {
                "it is more than 12 hours old and would go out as it was: if you want that, send \"forced\": true"
            }
        }
    }

    /// Reports whether an administrator who insists can override the reason.
    #[must_use]
    pub fn can_be_forced(self) -> bool {
        matches!(self, Self::Delivered | Self::Stale)
    }
}

/// Decides whether a message is sent again to its recipient.
#[must_use]
pub fn decide(message: &Message, recipient: &Recipient, forced: bool, now: Timestamp) -> Decision {
    let refusal = of_wish(message, now)
        .or_else(|| of_state(message, now).filter(|refusal| !(forced && refusal.can_be_forced())))
        .or_else(|| of_person(recipient))
        .or_else(|| (!forced && age(message.created_at, now) > OLD_AFTER).then_some(Refusal::Stale));
    refusal.map_or(Decision::Resend, Decision::Refuse)
}

fn age(since: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(since)
}

fn of_wish(message: &Message, now: Timestamp) -> Option<Refusal> {
    let wish = message.resend.as_ref()?;
    (age(wish.at, now) < DOUBLE_CLICK).then_some(Refusal::AlreadyResent)
}

fn of_state(message: &Message, now: Timestamp) -> Option<Refusal> {
    let is_recent = age(last_moved(message), now) < RECEIPT_AWAITED;
    match message.state {
        MessageState::Queued | MessageState::Accepted | MessageState::Undelivered => {
            is_recent.then_some(Refusal::Underway)
        }
        // A worker that has not reported the result of its call for an hour is gone.
        MessageState::Calling => Some(if is_recent { Refusal::Underway } else { Refusal::Unknown }),
        MessageState::Unknown => Some(Refusal::Unknown),
        MessageState::Failed => None,
        MessageState::Delivered | MessageState::Read => Some(Refusal::Delivered),
    }
}

/// Returns the time of the last change to a message.
fn last_moved(message: &Message) -> Timestamp {
    let last = message.attempts.last();
    let told = last.and_then(|attempt| attempt.status_at);
    let next = last.and_then(|attempt| attempt.next_attempt_at);
    let begun = last.map(|attempt| attempt.started_at);
    [told, next, begun].into_iter().flatten().fold(message.wished_at(), Timestamp::max)
}

fn of_person(recipient: &Recipient) -> Option<Refusal> {
    if !recipient.member.as_ref().is_some_and(|member| member.active) {
        return Some(Refusal::NotAMember);
    }
    match &recipient.subscription {
        None => Some(Refusal::NoAddress),
        Some(subscription) if subscription.consent == Consent::OptedOut => Some(Refusal::OptedOut),
        Some(subscription) => subscription.address().is_none().then_some(Refusal::NoAddress),
    }
}

#[cfg(test)]
mod tests;
