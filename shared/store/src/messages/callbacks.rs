//! Changes caused by status callbacks: a message moves up, or it failed to arrive. A person to whom WhatsApp says we
//! must not write is opted out.

use super::change::MessageChange;
use crate::error::StoreError;
use crate::item;
use crate::table::{Item, Store};
use crate::transaction::{ConditionResult, NotWritten, ignore_conditions};
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use domain::audit::AuditEvent;
use domain::digest::form::sent_entry;
use domain::identity::MemberId;
use domain::inbound::AttemptReference;
use domain::message::{Attempt, AttemptEnd, FailureClass, Message, MessageSid, MessageState, MessageStatus};
use jiff::Timestamp;

/// Whether a status callback changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovedUp {
    /// The message moved up.
    Yes,
    /// The message already had this rank or a higher one, or the message or the attempt is not ours.
    NotHigher,
}

/// The outcome of recording that an attempt did not arrive.
#[derive(Debug, Clone, PartialEq)]
pub enum FailureNoted {
    /// The consequence is not decided yet: a worker must process the message.
    ToBeDecided(Box<Message>),
    /// Nothing changes: the message arrived, has a later attempt, or is not ours.
    NoMatter,
}

/// The outcome of a write that should also end a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WithOptOut {
    /// Both were written.
    Written,
    /// The consent had already ended, so nothing was written.
    OptedOutBefore,
    /// The condition of the write itself failed, so nothing was written.
    NotWritten,
}

/// The outcome of a single-item write: the item afterwards, or the item that failed the condition.
enum WriteResult {
    Now(Item),
    Not(Option<Item>),
}

/// Returns the condition that the attempt of a callback is not known by another identifier.
fn is_its_attempt(attempt: &AttemptReference) -> String {
    let place = attempt.attempt.saturating_sub(1);
    format!("(attribute_not_exists(attempts[{place}].sid) OR attempts[{place}].sid = :sid)")
}

impl Store {
    /// Moves a message up to the state that a status callback reports for one of its attempts. A lower or equal state
    /// changes nothing, and neither does an attempt that was never made or that Twilio knows under another
    /// identifier. An attempt whose answer was lost gets its identifier here. The first reason of a failure is kept.
    /// The message no longer needs a check.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn move_up(
        &self,
        attempt: &AttemptReference,
        sid: &MessageSid,
        (state, status): (MessageState, MessageStatus),
        at: Timestamp,
    ) -> Result<MovedUp, StoreError> {
        let change = news(attempt, sid, status, at)?.in_state(state)?.no_more_due();
        let condition = format!(
            "attribute_exists(pk) AND #rank < :rank AND size(attempts) >= :number AND {}",
            is_its_attempt(attempt)
        );
        match self.write_one(change.only_if(&self.table, &condition)).await? {
            WriteResult::Now(stored) => {
                self.log_unless_recorded(&item::read(stored)?, attempt.attempt, sid, at).await?;
                Ok(MovedUp::Yes)
            }
            WriteResult::Not(None) => Ok(MovedUp::NotHigher),
            WriteResult::Not(Some(stored)) => {
                self.log_unless_recorded(&item::read(stored)?, attempt.attempt, sid, at).await?;
                Ok(MovedUp::NotHigher)
            }
        }
    }

    /// Logs an attempt whose worker has not (or not yet) recorded Twilio's answer: a worker that looks for a lost
    /// answer must find that this message belongs to another attempt. A repeated callback makes up for a failed log
    /// write.
    async fn log_unless_recorded(
        &self,
        message: &Message,
        number: u32,
        sid: &MessageSid,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let is_open = |attempt: &&Attempt| {
            let is_it = attempt.number == number && attempt.sid.as_deref() == Some(sid.as_str());
            is_it && attempt.ended != Some(AttemptEnd::Accepted)
        };
        if message.attempts.iter().find(is_open).is_none() {
            return Ok(());
        }
        let entry = sent_entry(message, number, sid, at);
        self.transact(vec![self.entry_put(&entry)?]).await.or_else(ignore_conditions)
    }

    /// Records that the latest attempt of a message did not arrive; a worker decides on the consequence. A repeated
    /// callback requests the worker again until it has decided.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn note_undelivered(
        &self,
        attempt: &AttemptReference,
        sid: &MessageSid,
        status: MessageStatus,
        (code, class): (Option<u32>, FailureClass),
        at: Timestamp,
    ) -> Result<FailureNoted, StoreError> {
        let place = attempt.attempt.saturating_sub(1);
        let first = |name: &str| {
            format!("attempts[{place}].#{name} = if_not_exists(attempts[{place}].#{name}, :{name})")
        };
        let change = news(attempt, sid, status, at)?
            .in_state(MessageState::Undelivered)?
            .set_known(first("code"), ":code", code.as_ref())?
            .set(first("class"))
            .with(":class", &class)?
            .named("#class", "class");
        let change = if code.is_some() { change.named("#code", "code") } else { change };
        let condition = format!(
            "attribute_exists(pk) AND #rank < :rank AND size(attempts) = :number AND {}",
            is_its_attempt(attempt)
        );
        let written = self.write_one(change.only_if(&self.table, &condition)).await?;
        let (WriteResult::Now(stored) | WriteResult::Not(Some(stored))) = written else {
            return Ok(FailureNoted::NoMatter);
        };
        let message: Message = item::read(stored)?;
        self.log_unless_recorded(&message, attempt.attempt, sid, at).await?;
        Ok(match message.state {
            MessageState::Undelivered => FailureNoted::ToBeDecided(Box::new(message)),
            _ => FailureNoted::NoMatter,
        })
    }

    /// Changes one item and returns it as it is afterwards.
    async fn write_one(&self, change: UpdateBuilder) -> Result<WriteResult, StoreError> {
        let change = change.build().map_err(|error| StoreError::Refused(error.into()))?;
        let request = self
            .client
            .update_item()
            .table_name(change.table_name)
            .set_key(Some(change.key))
            .update_expression(change.update_expression)
            .set_condition_expression(change.condition_expression)
            .set_expression_attribute_names(change.expression_attribute_names)
            .set_expression_attribute_values(change.expression_attribute_values)
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match request.send().await {
            Ok(answer) => Ok(WriteResult::Now(answer.attributes.unwrap_or_default())),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(WriteResult::Not(failed.item.clone()))
                }
                _ => Err(StoreError::from_sdk(error)),
            },
        }
    }

    /// Makes a write and, in the same transaction, ends the consent that a person gave at the given time.
    pub(super) async fn with_opt_out(
        &self,
        write: TransactWriteItem,
        member: &MemberId,
        audit: &AuditEvent,
        given_at: Timestamp,
    ) -> Result<WithOptOut, StoreError> {
        let mut writes = vec![write];
        writes.extend(self.opt_out_writes(member, audit, Some(given_at))?);
        match self.transact(writes).await {
            Ok(()) => Ok(WithOptOut::Written),
            Err(NotWritten::Conditions(standing)) if standing.first() == Some(&ConditionResult::Clear) => {
                Ok(WithOptOut::OptedOutBefore)
            }
            Err(NotWritten::Conditions(_)) => Ok(WithOptOut::NotWritten),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}

/// Starts the change for a status callback of an attempt.
fn news(
    attempt: &AttemptReference,
    sid: &MessageSid,
    status: MessageStatus,
    at: Timestamp,
) -> Result<MessageChange, StoreError> {
    let place = attempt.attempt.saturating_sub(1);
    MessageChange::new(&attempt.workspace, &attempt.message)
        .set(format!("attempts[{place}].sid = :sid"))
        .set(format!("attempts[{place}].#status = :status"))
        .set(format!("attempts[{place}].status_at = :at"))
        .named("#status", "status")
        .with(":sid", &sid.as_str())?
        .with(":status", &status)?
        .with(":at", &at)?
        .with(":number", &attempt.attempt)
}
