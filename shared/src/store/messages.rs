//! The ledger: claims of attempts, what came of them, and what status callbacks tell later.

use crate::action::token::{TokenHash, WhatsAppActionToken};
use crate::audit::AuditEvent;
use crate::conversation::WhatsAppConversationEntry;
use crate::delivery::FailureClass;
use crate::identity::{MessageId, WorkspaceId};
use crate::message::{AfterAttempt, Attempt, FailureReason, Message, MessageState};
use crate::store::key::{self, Key};
use crate::store::transaction::{NotWritten, check, update};
use crate::store::{Store, StoreError, item};
use crate::workspace::WhatsAppSubscription;
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, TransactWriteItem, Update};
use serde::Serialize;

mod callbacks;

pub use callbacks::MovedUp;
use callbacks::WithOptOut;

/// For how long a token stays stored after it expired, so that a late tap is told so: 30 days.
const KEPT_AFTER_EXPIRY_SECONDS: i64 = 30 * 24 * 3600;

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This worker has it.
    Claimed,
    /// A condition does not hold: read again and decide again.
    NotNow,
}

/// A token to be stored with a claim.
pub struct IssuedToken {
    /// The name that it is stored under.
    pub hash: TokenHash,
    /// What is stored.
    pub token: WhatsAppActionToken,
}

impl Store {
    /// Reads a message with the subscription of its person.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn message_to_deliver(
        &self,
        workspace: &WorkspaceId,
        id: &MessageId,
        member: &crate::identity::MemberId,
    ) -> Result<Option<(Message, Option<WhatsAppSubscription>)>, StoreError> {
        let (message_key, subscription_key) =
            (Key::message(workspace, id), Key::subscription(workspace, member));
        let mut found = self.get_all(&[message_key.clone(), subscription_key.clone()]).await?;
        let Some(message) = found.remove(&message_key) else {
            return Ok(None);
        };
        let subscription = found.remove(&subscription_key).map(item::read).transpose()?;
        Ok(Some((item::read(message)?, subscription)))
    }

    /// Reads one message.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn message(
        &self,
        workspace: &WorkspaceId,
        id: &MessageId,
    ) -> Result<Option<Message>, StoreError> {
        let key = Key::message(workspace, id);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads the latest messages of a workspace, newest first. The list may be a moment behind.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn latest_messages(
        &self,
        workspace: &WorkspaceId,
        limit: i32,
    ) -> Result<Vec<Message>, StoreError> {
        let items = self.list_last(&key::message_list(workspace), limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Claims the next attempt of a message and stores the tokens that it will carry. Deadline and consent are conditions
    /// of the claim, so that a STOP that came first wins; the consent must be the very one that was read, so that a STOP
    /// and a START in between are decided on anew.
    ///
    /// `lease_until` is in seconds since 1970.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn claim_attempt(
        &self,
        message: &Message,
        subscription: &WhatsAppSubscription,
        attempt: &Attempt,
        lease_until: i64,
        tokens: &[IssuedToken],
    ) -> Result<Claim, StoreError> {
        let workspace = &message.workspace;
        let claim = self
            .update_of(message)
            .update_expression(
                "SET #state = :calling, #rank = :rank, lease_until = :lease, attempts = list_append(attempts, :attempt)",
            )
            .condition_expression("#state = :queued AND deadline > :now AND size(attempts) = :before")
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":calling", value(&MessageState::Calling)?)
            .expression_attribute_values(":queued", value(&MessageState::Queued)?)
            .expression_attribute_values(":rank", value(&MessageState::Calling.rank())?)
            .expression_attribute_values(":lease", value(&lease_until)?)
            .expression_attribute_values(":now", value(&attempt.started_at.as_second())?)
            .expression_attribute_values(":before", value(&message.attempts.len())?)
            .expression_attribute_values(":attempt", value(&[attempt])?);
        let consent = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(Key::subscription(workspace, &message.member).attributes()))
            .condition_expression("consent = :opted_in AND consent_changed_at = :seen")
            .expression_attribute_values(":opted_in", value(&crate::workspace::Consent::OptedIn)?)
            .expression_attribute_values(":seen", value(&subscription.consent_changed_at)?);
        let mut writes = vec![update(claim)?, check(consent)?];
        for issued in tokens {
            writes.push(self.token_put(workspace, issued)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(Claim::Claimed),
            Err(NotWritten::Conditions(_)) => Ok(Claim::NotNow),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    /// Records that Twilio took the message, and logs what was said. A status callback that was faster keeps its
    /// higher state.
    ///
    /// # Errors
    /// When the store cannot be written; Twilio has the message then, and the attempt stays "calling" until its callback.
    pub async fn record_accepted(
        &self,
        message: &Message,
        attempt: &Attempt,
        entry: &WhatsAppConversationEntry,
    ) -> Result<(), StoreError> {
        let talk = self.entry_put(entry)?;
        let moved = self.attempt_update(message, attempt, Some(MessageState::Accepted))?;
        match self.transact(vec![moved, talk.clone()]).await {
            Err(NotWritten::Conditions(_)) => {
                let kept = self.attempt_update(message, attempt, None)?;
                self.transact(vec![kept, talk]).await.or_else(ignore_conditions)
            }
            other => other.or_else(ignore_conditions),
        }
    }

    /// Records how an attempt ended that Twilio did not take: with a state to move up to, or back to the queue.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn record_not_accepted(
        &self,
        message: &Message,
        attempt: &Attempt,
        after: &AfterAttempt,
    ) -> Result<(), StoreError> {
        let write = match after {
            AfterAttempt::BackToQueue => self.requeue_update(message, attempt)?,
            AfterAttempt::Unknown => self.attempt_update(message, attempt, Some(MessageState::Unknown))?,
            AfterAttempt::Failed(reason) => return self.record_failed(message, attempt, reason).await,
        };
        self.transact(vec![write]).await.or_else(ignore_conditions)
    }

    /// Records a failure; one that says that the person does not want messages ends the consent in the same transaction.
    async fn record_failed(
        &self,
        message: &Message,
        attempt: &Attempt,
        reason: &FailureReason,
    ) -> Result<(), StoreError> {
        let builder =
            self.attempt_builder(message, attempt, Some(MessageState::Failed), "failure = :failure, ")?;
        let failed = update(builder.expression_attribute_values(":failure", value(reason)?))?;
        if let FailureReason::Refused { code, class: FailureClass::Suppress } = reason {
            // The refusal is the answer to this attempt, so its time is the time of the consent's end.
            let at = attempt.started_at;
            let audit = AuditEvent::suppressed(&message.workspace, &message.member, &message.id, *code, at);
            let ended = self.with_opt_out(failed.clone(), &message.member, &audit).await?;
            if ended != WithOptOut::OptedOutBefore {
                return Ok(());
            }
        }
        self.transact(vec![failed]).await.or_else(ignore_conditions)
    }

    /// Ends a message that no attempt will be made for.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn end_unsent(&self, message: &Message, reason: &FailureReason) -> Result<(), StoreError> {
        let write = self
            .update_of(message)
            .update_expression("SET #state = :failed, #rank = :rank, failure = :reason")
            .condition_expression("#state = :queued")
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":failed", value(&MessageState::Failed)?)
            .expression_attribute_values(":queued", value(&MessageState::Queued)?)
            .expression_attribute_values(":rank", value(&MessageState::Failed.rank())?)
            .expression_attribute_values(":reason", value(reason)?);
        self.transact(vec![update(write)?]).await.or_else(ignore_conditions)
    }

    /// Makes the write of a token of its own; it stays for a while after it expired.
    pub(crate) fn token_put(
        &self,
        workspace: &WorkspaceId,
        issued: &IssuedToken,
    ) -> Result<TransactWriteItem, StoreError> {
        let stored = item::write(&Key::token(workspace, &issued.hash), &issued.token)?;
        let expires = issued.token.valid_until.saturating_add(KEPT_AFTER_EXPIRY_SECONDS);
        self.put_new(item::expiring(stored, expires))
    }

    fn update_of(&self, message: &Message) -> UpdateBuilder {
        let key = Key::message(&message.workspace, &message.id).attributes();
        Update::builder().table_name(&self.table).set_key(Some(key))
    }

    /// Writes the end of an attempt; with a state, moves the message up to it.
    fn attempt_update(
        &self,
        message: &Message,
        attempt: &Attempt,
        state: Option<MessageState>,
    ) -> Result<TransactWriteItem, StoreError> {
        update(self.attempt_builder(message, attempt, state, "")?)
    }

    fn attempt_builder(
        &self,
        message: &Message,
        attempt: &Attempt,
        state: Option<MessageState>,
        also_set: &str,
    ) -> Result<UpdateBuilder, StoreError> {
        let place = attempt.number.saturating_sub(1);
        let builder = self.update_of(message).expression_attribute_values(":attempt", value(attempt)?);
        let Some(state) = state else {
            return Ok(builder
                .update_expression(format!("SET attempts[{place}] = :attempt"))
                .condition_expression("attribute_exists(pk)"));
        };
        Ok(builder
            .update_expression(format!(
                "SET {also_set}#state = :state, #rank = :rank, attempts[{place}] = :attempt"
            ))
            .condition_expression("attribute_exists(pk) AND #rank < :rank")
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#rank", "rank")
            .expression_attribute_values(":state", value(&state)?)
            .expression_attribute_values(":rank", value(&state.rank())?))
    }

    /// Gives a message back to the queue; only the worker of this attempt can, and only while nothing else happened.
    fn requeue_update(&self, message: &Message, attempt: &Attempt) -> Result<TransactWriteItem, StoreError> {
        let place = attempt.number.saturating_sub(1);
        update(
            self.update_of(message)
                .update_expression(format!(
                    "SET #state = :queued, #rank = :rank, lease_until = :none, attempts[{place}] = :attempt"
                ))
                .condition_expression("#state = :calling AND size(attempts) = :number")
                .expression_attribute_names("#state", "state")
                .expression_attribute_names("#rank", "rank")
                .expression_attribute_values(":queued", value(&MessageState::Queued)?)
                .expression_attribute_values(":calling", value(&MessageState::Calling)?)
                .expression_attribute_values(":rank", value(&MessageState::Queued.rank())?)
                .expression_attribute_values(":none", value(&0)?)
                .expression_attribute_values(":number", value(&attempt.number)?)
                .expression_attribute_values(":attempt", value(attempt)?),
        )
    }
}

fn ignore_conditions(error: NotWritten) -> Result<(), StoreError> {
    match error {
        NotWritten::Conditions(_) => Ok(()),
        NotWritten::Store(error) => Err(error),
    }
}

/// Gives a value as DynamoDB has it.
pub(crate) fn value<T: Serialize>(value: &T) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(value).map_err(|_may_quote| StoreError::Malformed { kind: "value" })
}
