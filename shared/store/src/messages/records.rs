//! The outcome of an attempt, recorded by the worker that made it or by the one that decided on the consequence.

use super::callbacks::WithOptOut;
use super::change::MessageChange;
use crate::error::StoreError;
use crate::table::Store;
use crate::transaction::{NotWritten, ignore_conditions, update};
use aws_sdk_dynamodb::types::TransactWriteItem;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use domain::audit::AuditEvent;
use domain::instant::EpochSecond;
use domain::message::conversation::WhatsAppConversationEntry;
use domain::message::{
    AttemptEnd, FailureClass, FailureReason, LOOK_AFTER_SECONDS, MailFallback, Message, MessageSid,
    MessageState,
};
use domain::notification::MemberNotification;
use jiff::Timestamp;

/// What is known about an attempt after the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptOutcome {
    /// The number of the attempt: 1 for the first.
    pub number: u32,
    /// How the call ended.
    pub ended: AttemptEnd,
    /// The error code, if there was one.
    pub code: Option<u32>,
    /// The meaning of the error.
    pub class: Option<FailureClass>,
}

/// What becomes of a message after a failure.
#[derive(Debug, Clone)]
pub enum Settled<'a> {
    /// The message waits for its next attempt, not before this second.
    BackToQueue {
        /// When the next attempt is due.
        at: EpochSecond,
    },
    /// It is not known whether Twilio accepted the message.
    Unknown,
    /// WhatsApp will not deliver the message; a mail is the fallback, if there is one.
    Failed {
        /// Why the message failed.
        reason: &'a FailureReason,
        /// The notification whose mail is the fallback.
        fallback: Option<&'a MemberNotification>,
        /// The consent that ends with the failure: its audit event, and when the consent was given.
        opt_out: Option<(&'a AuditEvent, Timestamp)>,
    },
}

impl Store {
    /// Records that Twilio accepted the message, and logs it. A state set by a faster status callback is kept.
    ///
    /// # Errors
    /// If the store cannot be written; Twilio has the message in that case, and the attempt stays "calling" until its
    /// callback.
    pub async fn record_accepted(
        &self,
        message: &Message,
        number: u32,
        sid: &MessageSid,
        entry: &WhatsAppConversationEntry,
    ) -> Result<(), StoreError> {
        let talk = self.entry_put(entry)?;
        let moved = self.accepted(message, number, sid)?.in_state(MessageState::Accepted)?;
        let moved = update(moved.only_if(&self.table, "attribute_exists(pk) AND #rank < :rank"))?;
        match self.transact(vec![moved, talk.clone()]).await {
            Err(NotWritten::Conditions(_)) => {
                // The callback may have logged it already. The log comes first, because a recorded answer implies
                // that the message is logged.
                self.transact(vec![talk]).await.or_else(ignore_conditions)?;
                let kept = self.accepted(message, number, sid)?.only_if(&self.table, "attribute_exists(pk)");
                self.transact(vec![update(kept)?]).await.or_else(ignore_conditions)
            }
            other => other.or_else(ignore_conditions),
        }
    }

    fn accepted(
        &self,
        message: &Message,
        number: u32,
        sid: &MessageSid,
    ) -> Result<MessageChange, StoreError> {
        let place = number.saturating_sub(1);
        MessageChange::new(&message.workspace, &message.id)
            .set(format!("attempts[{place}].sid = :sid"))
            .set(format!("attempts[{place}].ended = :ended"))
            .with(":sid", &sid.as_str())?
            .with(":ended", &AttemptEnd::Accepted)
    }

    /// Decides what becomes of a message, provided that it is as it was read and its latest attempt is the failed
    /// one. The first error of an attempt is kept. Returns whether the decision was written; it is not if something
    /// else happened in the meantime, such as a delivery.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn settle(
        &self,
        message: &Message,
        outcome: Option<&AttemptOutcome>,
        settled: &Settled<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let change = MessageChange::new(&message.workspace, &message.id);
        let change = with_settled(with_outcome(change, outcome)?, message, settled, now)?;
        let change = change
            .named("#state", "state")
            .with(":standing", &message.state)?
            .with(":attempts", &message.attempts.len())?
            .only_if(&self.table, "#state = :standing AND size(attempts) = :attempts");
        self.write_settled(change, message, settled).await
    }

    async fn write_settled(
        &self,
        change: UpdateBuilder,
        message: &Message,
        settled: &Settled<'_>,
    ) -> Result<bool, StoreError> {
        let change = update(change)?;
        let Settled::Failed { fallback, opt_out, .. } = settled else {
            return self.was_written(vec![change]).await;
        };
        if let Some((audit, given_at)) = opt_out {
            match self.with_opt_out(change.clone(), &message.member, audit, *given_at).await? {
                WithOptOut::Written => return Ok(true),
                WithOptOut::NotWritten => return Ok(false),
                WithOptOut::OptedOutBefore => {}
            }
        }
        let notification = fallback.map(|notification| self.notification_put(notification)).transpose()?;
        self.was_written([change].into_iter().chain(notification).collect()).await
    }

    pub(super) async fn was_written(&self, writes: Vec<TransactWriteItem>) -> Result<bool, StoreError> {
        match self.transact(writes).await {
            Ok(()) => Ok(true),
            Err(NotWritten::Conditions(_)) => Ok(false),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}

fn with_outcome(
    change: MessageChange,
    outcome: Option<&AttemptOutcome>,
) -> Result<MessageChange, StoreError> {
    let Some(outcome) = outcome else { return Ok(change) };
    let place = outcome.number.saturating_sub(1);
    let first =
        |name: &str| format!("attempts[{place}].#{name} = if_not_exists(attempts[{place}].#{name}, :{name})");
    let change = change.set(format!("attempts[{place}].ended = :ended")).with(":ended", &outcome.ended)?;
    let change = change.set_known(first("code"), ":code", outcome.code.as_ref())?;
    let change = change.set_known(first("class"), ":class", outcome.class.as_ref())?;
    let change = if outcome.code.is_some() { change.named("#code", "code") } else { change };
    Ok(if outcome.class.is_some() { change.named("#class", "class") } else { change })
}

fn with_settled(
    change: MessageChange,
    message: &Message,
    settled: &Settled<'_>,
    now: Timestamp,
) -> Result<MessageChange, StoreError> {
    match settled {
        Settled::BackToQueue { at } => {
            let next = at.timestamp().unwrap_or(Timestamp::MAX);
            let latest = message.attempts.last().map(|latest| latest.number.saturating_sub(1));
            let due = |place| format!("attempts[{place}].next_attempt_at = :next");
            change
                .in_state(MessageState::Queued)?
                .set("lease_until = :none")
                .with(":none", &0)?
                .set_known(latest.map(due).unwrap_or_default(), ":next", latest.map(|_| &next))?
                .due_at(at.plus_seconds(LOOK_AFTER_SECONDS).min(message.deadline))
        }
        Settled::Unknown => {
            let due = EpochSecond::from(now).plus_seconds(LOOK_AFTER_SECONDS);
            change.in_state(MessageState::Unknown)?.due_at(due)
        }
        Settled::Failed { reason, fallback, .. } => {
            let failed =
                change.in_state(MessageState::Failed)?.set("failure = :failure").with(":failure", reason)?;
            match fallback {
                None => Ok(failed.no_more_due()),
                Some(notification) => {
                    let fallback =
                        MailFallback { notification: notification.id.clone(), at: notification.at };
                    let failed = failed.set("fallback = :fallback").with(":fallback", &fallback)?;
                    failed.due_at(EpochSecond::from(now).plus_seconds(LOOK_AFTER_SECONDS))
                }
            }
        }
    }
}
