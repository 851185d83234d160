//! Takes note of what SES reports about the mail of a notification: the notification moves up, and an address that does not take mails,
//! or whose owner does not want them, gets none any more.

use domain::address::{AddressPepper, EmailAddress};
use domain::email::BounceKind;
use domain::email::event::{MailEvent, MailEventKind};
use domain::email::suppression::{SuppressedFor, Suppression};
use domain::notification::EmailState;
use store::notifications::MailMoved;
use store::{Store, StoreError};

/// What came of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It was noted, and the address goes on getting mails.
    Mail,
    /// The address gets no mails any more.
    Suppressed(SuppressedFor),
    /// There is no such notification any more.
    NoNotice,
}

/// Takes note of a report. Safe to repeat, in any order: the notification only moves up, a mail is counted once, and an address
/// is suppressed once.
///
/// # Errors
/// When the store cannot be read or written; the report is to come again then.
pub async fn note_fate(
    store: &Store,
    pepper: &AddressPepper,
    event: &MailEvent,
) -> Result<Noted, StoreError> {
    // The address first: that nothing more goes there counts for more than what the notification shows.
    let suppressed = match outright(event.fate) {
        Some(reason) => suppress(store, pepper, event, reason).await?,
        None => None,
    };
    let moved = store.note_mail(&event.about, &state_of(event)).await?;
    let suppressed = match (&moved, suppressed) {
        (_, Some(reason)) => Some(reason),
        // What is reported after the mail arrived is an answering machine: the address is a good one.
        (MailMoved::Stands(EmailState::Delivered { .. }), None) => None,
        (_, None) if is_soft(event.fate) => count(store, pepper, event).await?,
        (_, None) => None,
    };
    Ok(match (suppressed, moved) {
        (Some(reason), _) => Noted::Suppressed(reason),
        (None, MailMoved::NoNotice) => Noted::NoNotice,
        (None, MailMoved::Up | MailMoved::Stands(_)) => Noted::Mail,
    })
}

fn state_of(event: &MailEvent) -> EmailState {
    match event.fate {
        // Who complains about a mail has it.
        MailEventKind::Delivered | MailEventKind::Complained => EmailState::Delivered { at: event.at },
        MailEventKind::Bounced(kind) => EmailState::Bounced { at: event.at, kind },
    }
}

/// Says what a single report suppresses an address for.
fn outright(fate: MailEventKind) -> Option<SuppressedFor> {
    match fate {
        MailEventKind::Bounced(BounceKind::Permanent) => Some(SuppressedFor::HardBounce),
        MailEventKind::Complained => Some(SuppressedFor::Complaint),
        MailEventKind::Delivered | MailEventKind::Bounced(_) => None,
    }
}

/// Reports whether a report counts against the address; a mail that SES rejected says nothing about it.
fn is_soft(fate: MailEventKind) -> bool {
    matches!(fate, MailEventKind::Bounced(BounceKind::Transient | BounceKind::Undetermined))
}

fn suppression(event: &MailEvent, reason: SuppressedFor) -> Suppression {
    let about = &event.about;
    Suppression {
        reason,
        at: event.at,
        workspace: about.workspace.clone(),
        notification: about.notification.clone(),
    }
}

async fn suppress(
    store: &Store,
    pepper: &AddressPepper,
    event: &MailEvent,
    reason: SuppressedFor,
) -> Result<Option<SuppressedFor>, StoreError> {
    let Some(to) = readable(event) else {
        return Ok(None);
    };
    let mailbox = pepper.hash_mailbox(to);
    store.suppress(&mailbox, &suppression(event, reason)).await?;
    told(event, &mailbox, reason);
    Ok(Some(reason))
}

async fn count(
    store: &Store,
    pepper: &AddressPepper,
    event: &MailEvent,
) -> Result<Option<SuppressedFor>, StoreError> {
    let Some(to) = readable(event) else {
        return Ok(None);
    };
    let (mailbox, reason) = (pepper.hash_mailbox(to), SuppressedFor::SoftBounces);
    if !store.count_soft_bounce(&mailbox, &event.ses_id, &suppression(event, reason)).await? {
        return Ok(None);
    }
    told(event, &mailbox, reason);
    Ok(Some(reason))
}

/// Returns the address of the mail. We send to none that cannot be read, so its absence is worth a look.
fn readable(event: &MailEvent) -> Option<&EmailAddress> {
    if event.to.is_none() {
        let about = &event.about;
        tracing::error!(workspace = %about.workspace, notification_id = %about.notification, "a report names no address");
    }
    event.to.as_ref()
}

/// Names the mailbox as the table does, so that an operator can lift the suppression; see the runbook.
fn told(event: &MailEvent, mailbox: &str, reason: SuppressedFor) {
    let about = &event.about;
    tracing::warn!(
        workspace = %about.workspace, notification_id = %about.notification, mailbox, ?reason, "an address gets no mails any more"
    );
}

#[cfg(test)]
mod tests;
