//! What status callbacks tell: a message moves up, and a person whom WhatsApp says not to write to is left alone.

use crate::audit::AuditEvent;
use crate::delivery::MessageSid;
use crate::identity::MemberId;
use crate::inbound::AttemptReference;
use crate::message::{FailureReason, MessageState};
use crate::store::key::Key;
use crate::store::messages::value;
use crate::store::transaction::{NotWritten, Standing, update};
use crate::store::{Store, StoreError};
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{TransactWriteItem, Update};

/// Whether a status callback changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovedUp {
    /// The message moved up.
    Yes,
    /// The message was as high or higher, or neither it nor the attempt is ours.
    NotHigher,
}

/// What became of a write that was to end a consent too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WithOptOut {
    /// Both were written.
    Written,
    /// The consent had ended before, so nothing was written.
    OptedOutBefore,
    /// The write itself does not hold, so nothing was written.
    NotWritten,
}

impl Store {
    /// Moves a message up to a state that a status callback of one of its attempts tells; a lower or equal one changes
    /// nothing, nor does an attempt that was never made or that Twilio knows under another id. An attempt whose answer was
    /// lost gets its id here. The first reason of a failure is kept.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn move_up(
        &self,
        attempt: &AttemptReference,
        sid: &MessageSid,
        state: MessageState,
        failure: Option<&FailureReason>,
    ) -> Result<MovedUp, StoreError> {
        let moved = self.move_up_update(attempt, sid, state, failure)?;
        let moved = moved.build().map_err(|error| StoreError::Refused(error.into()))?;
        let request = self
            .client
            .update_item()
            .table_name(moved.table_name)
            .set_key(Some(moved.key))
            .update_expression(moved.update_expression)
            .set_condition_expression(moved.condition_expression)
            .set_expression_attribute_names(moved.expression_attribute_names)
            .set_expression_attribute_values(moved.expression_attribute_values);
        match request.send().await.map_err(StoreError::from_sdk) {
            Ok(_) => Ok(MovedUp::Yes),
            Err(StoreError::ConditionFailed) => Ok(MovedUp::NotHigher),
            Err(error) => Err(error),
        }
    }

    /// Fails a message as [`Store::move_up`] does and ends the person's consent with it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn fail_and_opt_out(
        &self,
        attempt: &AttemptReference,
        sid: &MessageSid,
        failure: &FailureReason,
        member: &MemberId,
        audit: &AuditEvent,
    ) -> Result<MovedUp, StoreError> {
        let failed = update(self.move_up_update(attempt, sid, MessageState::Failed, Some(failure))?)?;
        match self.with_opt_out(failed, member, audit).await? {
            WithOptOut::Written => Ok(MovedUp::Yes),
            WithOptOut::NotWritten => Ok(MovedUp::NotHigher),
            WithOptOut::OptedOutBefore => {
                self.move_up(attempt, sid, MessageState::Failed, Some(failure)).await
            }
        }
    }

    /// Does a write and ends a person's consent with it, both or none.
    pub(super) async fn with_opt_out(
        &self,
        write: TransactWriteItem,
        member: &MemberId,
        audit: &AuditEvent,
    ) -> Result<WithOptOut, StoreError> {
        let mut writes = vec![write];
        writes.extend(self.opt_out_writes(member, audit)?);
        match self.transact(writes).await {
            Ok(()) => Ok(WithOptOut::Written),
            Err(NotWritten::Conditions(standing)) if standing.first() == Some(&Standing::Clear) => {
                Ok(WithOptOut::OptedOutBefore)
            }
            Err(NotWritten::Conditions(_)) => Ok(WithOptOut::NotWritten),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn move_up_update(
        &self,
        attempt: &AttemptReference,
        sid: &MessageSid,
        state: MessageState,
        failure: Option<&FailureReason>,
    ) -> Result<UpdateBuilder, StoreError> {
        let place = attempt.attempt.saturating_sub(1);
        let set_failure = if failure.is_some() { ", failure = if_not_exists(failure, :failure)" } else { "" };
        let moved = Update::builder()
            .table_name(&self.table)
            .set_key(Some(Key::message(&attempt.workspace, &attempt.message).attributes()))
            .update_expression(format!(
                "SET #state = :state, #rank = :rank, attempts[{place}].sid = :sid{set_failure}"
            ))
            .condition_expression(format!(
                "attribute_exists(pk) AND #rank < :rank AND size(attempts) >= :number \
                 AND (attribute_not_exists(attempts[{place}].sid) OR attempts[{place}].sid = :sid)"
            ))
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":state", value(&state)?)
            .expression_attribute_values(":rank", value(&state.rank())?)
            .expression_attribute_values(":number", value(&attempt.attempt)?)
            .expression_attribute_values(":sid", value(&sid.as_str())?);
        Ok(match failure {
            Some(failure) => moved.expression_attribute_values(":failure", value(failure)?),
            None => moved,
        })
    }
}
