//! Resending what did not arrive: one message, or all undelivered messages of a window. An administrator requests it
//! and gives a reason. The decision is pure, the write has it as its condition, and the worker makes the new attempt.
//! Nothing here claims that a message was delivered: only a receipt does.

pub mod window;

use crate::enqueue::queue;
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::clock::Clock;
use domain::identity::{AuditEventId, MessageId, WorkspaceId};
use domain::message::job::{DeliveryQueue, QueueJob};
use domain::message::reference::DeliveryJob;
use domain::message::{ManualResend, Message};
use domain::oidc::Administrator;
use domain::resend::decision::{Decision, Recipient, Refusal, decide};
use domain::text::free::ResendReason;
use jiff::Timestamp;
use store::resends::Requeued;
use store::{Store, StoreError};

/// The dependencies of a resend.
pub struct ResendDeps<'a> {
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The delivery queue.
    pub queue: &'a dyn DeliveryQueue,
}

/// Why an administrator wants something sent again: one line of 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(ResendReason);

/// The text is not a valid reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason is one line of 1 to 200 characters")]
pub struct NoReason;

impl Reason {
    /// Parses a reason by the cleaner of all free text; see [`domain::text::free`].
    ///
    /// # Errors
    /// If nothing of it can be seen, or it is too long or more than one line.
    pub fn parse(text: &str) -> Result<Self, NoReason> {
        let text = text.trim();
        let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
        let is_one_line = !text.contains(breaks) && !ResendReason::is_cut(text);
        let reason = ResendReason::clean(text).map_err(|_nothing_said| NoReason)?;
        if is_one_line { Ok(Self(reason)) } else { Err(NoReason) }
    }
}

/// An administrator's request.
pub struct ResendRequest<'a> {
    /// Who requests it; this administrator administers the workspace.
    pub administrator: &'a Administrator,
    pub workspace: &'a WorkspaceId,
    pub reason: &'a Reason,
    /// Whether to send the message even if it was delivered or is old.
    pub forced: bool,
}

/// The result for one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resent {
    /// It is queued; nothing is delivered yet.
    Queued,
    /// It is not sent again, for this reason.
    Refused(Refusal),
    /// Its state changed during the decision.
    Moved,
    /// There is no such message.
    NoSuchMessage,
}

/// Sends one message again: two reads and a transaction.
///
/// # Errors
/// If the store cannot be read or written.
pub async fn resend(
    deps: &ResendDeps<'_>,
    wish: &ResendRequest<'_>,
    id: &MessageId,
) -> Result<Resent, StoreError> {
    let Some((message, recipient)) = read(deps.store, wish.workspace, id).await? else {
        return Ok(Resent::NoSuchMessage);
    };
    let now = deps.clock.now();
    if let Decision::Refuse(refusal) = decide(&message, &recipient, wish.forced, now) {
        return Ok(Resent::Refused(refusal));
    }
    Ok(match carry_out(deps.store, wish, &message, now).await? {
        Requeued::Moved => Resent::Moved,
        Requeued::Queued => {
            // The message is stored as waiting even if the queue fails: the sweep finds it.
            queue(deps.queue, &[job(&message)]).await;
            Resent::Queued
        }
    })
}

/// Reads a message with its recipient.
///
/// # Errors
/// If the store cannot be read.
pub async fn read(
    store: &Store,
    workspace: &WorkspaceId,
    id: &MessageId,
) -> Result<Option<(Message, Recipient)>, StoreError> {
    let Some(message) = store.message(workspace, id).await? else {
        return Ok(None);
    };
    let mut of = store.recipients(workspace, [&message.member]).await?;
    let recipient = of.remove(&message.member).unwrap_or_default();
    Ok(Some((message, recipient)))
}

async fn carry_out(
    store: &Store,
    wish: &ResendRequest<'_>,
    message: &Message,
    now: Timestamp,
) -> Result<Requeued, StoreError> {
    let manual = ManualResend {
        by: wish.administrator.subject().to_owned(),
        reason: wish.reason.0.to_string(),
        at: now,
        forced: wish.forced,
    };
    store.requeue(message, &manual, &event(message, &manual)).await
}

fn job(message: &Message) -> QueueJob {
    QueueJob::Message(DeliveryJob {
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        message: message.id.clone(),
    })
}

/// Creates the audit event: the same request for the same state of a message is the same event.
fn event(message: &Message, wish: &ManualResend) -> AuditEvent {
    let forced = if wish.forced { ", forced" } else { "" };
    let cause = format!("{}|{}|{}|{}", message.id, message.attempts.len(), wish.by, wish.at);
    let occasion = Occasion {
        id: AuditEventId::hashed("again-", &cause),
        workspace: message.workspace.clone(),
        at: wish.at,
        source: Source::Admin,
    };
    AuditEvent::executed(occasion, Verb::ResendMessage, message.id.as_str())
        .by_administrator(&wish.by)
        .from_state(domain::resend::words::standing(message))
        .to_state(format!("queued again by hand{forced}: {}", wish.reason))
}

#[cfg(test)]
mod tests;
