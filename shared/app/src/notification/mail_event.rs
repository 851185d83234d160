//! Records what SES reports about the mail of a notification: the state of the mail moves up, and an address that does
//! not accept mails, or whose owner does not want them, gets no more.

use domain::address::{AddressPepper, EmailAddress};
use domain::email::BounceKind;
use domain::email::event::{MailEvent, MailEventKind};
use domain::email::suppression::{SuppressedFor, Suppression};
use domain::notification::EmailState;
use store::notifications::MailMoved;
use store::{Store, StoreError};

/// The result of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It was recorded, and the address continues to get mails.
    Mail,
    /// The address gets no more mails.
    Suppressed(SuppressedFor),
    /// The notification no longer exists.
    NoNotification,
}

/// Records a report. Safe to repeat, in any order: the state of the mail only moves up, a mail is counted once, and an
/// address is suppressed once.
///
/// # Errors
/// If the store cannot be read or written; the report must then be delivered again.
pub async fn note_fate(
    store: &Store,
    pepper: &AddressPepper,
    event: &MailEvent,
) -> Result<Noted, StoreError> {
    // The address is handled first: stopping further mails to it matters more than what the notification shows.
    let suppressed = match outright(event.kind) {
        Some(reason) => suppress(store, pepper, event, reason).await?,
        None => None,
    };
    let moved = store.note_mail(&event.about, &state_of(event)).await?;
    let suppressed = match (&moved, suppressed) {
        (_, Some(reason)) => Some(reason),
        // A bounce reported after the mail was delivered is an automatic reply: the address works.
        (MailMoved::Stands(EmailState::Delivered { .. }), None) => None,
        (_, None) if is_soft(event.kind) => count(store, pepper, event).await?,
        (_, None) => None,
    };
    Ok(match (suppressed, moved) {
        (Some(reason), _) => Noted::Suppressed(reason),
        (None, MailMoved::NoNotification) => Noted::NoNotification,
        (None, MailMoved::Up | MailMoved::Stands(_)) => Noted::Mail,
    })
}

fn state_of(event: &MailEvent) -> EmailState {
    match event.kind {
        // A person who complains about a mail has received it.
        MailEventKind::Delivered | MailEventKind::Complained => EmailState::Delivered { at: event.at },
        MailEventKind::Bounced(kind) => EmailState::Bounced { at: event.at, kind },
    }
}

/// Returns the reason for which a single report suppresses an address, if it does.
fn outright(kind: MailEventKind) -> Option<SuppressedFor> {
    match kind {
        MailEventKind::Bounced(BounceKind::Permanent) => Some(SuppressedFor::HardBounce),
        MailEventKind::Complained => Some(SuppressedFor::Complaint),
        MailEventKind::Delivered | MailEventKind::Bounced(_) => None,
    }
}

/// Reports whether a report counts against the address; a mail that SES rejected says nothing about the address.
fn is_soft(kind: MailEventKind) -> bool {
    matches!(kind, MailEventKind::Bounced(BounceKind::Transient | BounceKind::Undetermined))
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

/// Returns the address of the mail. We never send to an unreadable address, so a missing one is logged as an error.
fn readable(event: &MailEvent) -> Option<&EmailAddress> {
    if event.to.is_none() {
        let about = &event.about;
        tracing::error!(workspace = %about.workspace, notification_id = %about.notification, "a report names no address");
    }
    event.to.as_ref()
}

/// Logs the mailbox under its key in the table, so that an operator can lift the suppression; see the runbook.
fn told(event: &MailEvent, mailbox: &str, reason: SuppressedFor) {
    let about = &event.about;
    tracing::warn!(
        workspace = %about.workspace, notification_id = %about.notification, mailbox, ?reason, "an address gets no mails any more"
    );
}

#[cfg(test)]
mod tests;
