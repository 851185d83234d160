//! The ledger: what a delivery depends on, and the claims of attempts.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::{self, Key};
use crate::table::{Item, Store};
use crate::transaction::{ConditionResult, NotWritten, check, update};
use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem, Update};
use domain::delivery::breaker::Breakers;
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::instant::EpochSecond;
use domain::message::reference::DeliveryJob;
use domain::message::{Attempt, Message, MessageState};
use domain::token::issued::IssuedToken;
use domain::workspace::{Consent, WhatsAppSubscription};

mod callbacks;
mod change;
mod due;
mod records;

pub use callbacks::{FailureNoted, MovedUp};
pub use due::DueMessage;
pub use records::{AttemptOutcome, Settled};

/// How long a token stays stored after its expiry, so that a late tap gets an explanation: 30 days.
const KEPT_AFTER_EXPIRY_SECONDS: i64 = 30 * 24 * 3600;
/// How long the pace of a phone is kept, in seconds: much longer than it is needed.
const PACE_KEPT_SECONDS: i64 = 24 * 3600;

/// The outcome of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This worker holds the claim.
    Claimed,
    /// A condition failed: read and decide again.
    NotNow,
    /// The person is no longer an active member of the workspace.
    NotAMember,
    /// The person received another message a moment ago; this one may be sent at the given time.
    TooSoon {
        /// The earliest time for the attempt.
        at: EpochSecond,
    },
}

/// Everything that a delivery depends on.
#[derive(Debug, Clone)]
pub struct DeliveryRead {
    pub message: Message,
    /// The subscription of the recipient.
    pub subscription: Option<WhatsAppSubscription>,
    /// What is held back for everybody.
    pub breakers: Breakers,
}

/// An attempt to be claimed.
pub struct AttemptClaim<'a> {
    /// The message as it was read.
    pub message: &'a Message,
    /// The subscription as it was read.
    pub subscription: &'a WhatsAppSubscription,
    pub attempt: &'a Attempt,
    /// The time until which the worker holds the message.
    pub lease_until: EpochSecond,
    /// The tokens that the message will carry.
    pub tokens: &'a [IssuedToken],
    /// The hash of the recipient's address.
    pub hashed_address: &'a str,
    /// The time from which the next message may go to this address.
    pub address_free_at: EpochSecond,
}

impl Store {
    /// Reads what a delivery depends on in one batch, or `None` if the message does not exist.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read_delivery(&self, job: &DeliveryJob) -> Result<Option<DeliveryRead>, StoreError> {
        let message_key = Key::message(&job.workspace, &job.message);
        let subscription_key = Key::subscription(&job.workspace, &job.member);
        let breakers_key = Key::breakers();
        let keys = [message_key.clone(), subscription_key.clone(), breakers_key.clone()];
        let mut found = self.get_all(&keys).await?;
        let Some(message) = found.remove(&message_key) else {
            return Ok(None);
        };
        Ok(Some(DeliveryRead {
            message: item::read(message)?,
            subscription: found.remove(&subscription_key).map(item::read).transpose()?,
            breakers: found.remove(&breakers_key).map(item::read).transpose()?.unwrap_or_default(),
        }))
    }

    /// Reads one message.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn message(
        &self,
        workspace: &WorkspaceId,
        id: &MessageId,
    ) -> Result<Option<Message>, StoreError> {
        let key = Key::message(workspace, id);
        let mut found = self.get_all(std::slice::from_ref(&key)).await?;
        found.remove(&key).map(item::read).transpose()
    }

    /// Reads the latest messages of a workspace, newest first. The list is eventually consistent.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn latest_messages(
        &self,
        workspace: &WorkspaceId,
        limit: i32,
    ) -> Result<Vec<Message>, StoreError> {
        let items = self.list_last(&key::message_list(workspace), limit).await?;
        items.into_iter().map(item::read).collect()
    }

    /// Returns which of the given Twilio identifiers are on record as messages of ours to a person.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn sids_on_record(
        &self,
        workspace: &WorkspaceId,
        member: &MemberId,
        sids: &[String],
    ) -> Result<Vec<String>, StoreError> {
        if sids.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<Key> = sids.iter().map(|sid| Key::outbound(workspace, member, sid)).collect();
        let found = self.get_all(&keys).await?;
        Ok(sids
            .iter()
            .zip(&keys)
            .filter(|(_, key)| found.contains_key(key))
            .map(|(sid, _)| sid.clone())
            .collect())
    }

    /// Claims the next attempt of a message and stores the tokens that it will carry. Deadline, consent, membership and the
    /// pace of the person's phone are conditions of the claim, so that a STOP or a removal that came first wins. The consent
    /// must be the one that was read, so that a STOP followed by a START leads to a new decision.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn claim_attempt(&self, claim: &AttemptClaim<'_>) -> Result<Claim, StoreError> {
        let mut writes = vec![
            self.claim_update(claim)?,
            self.same_consent(claim)?,
            self.active_member(claim)?,
            self.pace_update(claim)?,
        ];
        for issued in claim.tokens {
            writes.push(self.token_put(&claim.message.workspace, issued)?);
        }
        match self.transact(writes).await {
            Ok(()) => Ok(Claim::Claimed),
            Err(NotWritten::Conditions(standing)) => Ok(why_not_claimed(standing)),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }

    fn claim_update(&self, claim: &AttemptClaim<'_>) -> Result<TransactWriteItem, StoreError> {
        update(
            self.update_of(claim.message)
                .update_expression(
                    "SET #state = :calling, #rank = :rank, lease_until = :lease, \
                     attempts = list_append(attempts, :attempt)",
                )
                .condition_expression("#state = :queued AND deadline > :now AND size(attempts) = :before")
                .expression_attribute_names("#state", "state")
                .expression_attribute_names("#rank", "rank")
                .expression_attribute_values(":calling", value(&MessageState::Calling)?)
                .expression_attribute_values(":queued", value(&MessageState::Queued)?)
                .expression_attribute_values(":rank", value(&MessageState::Calling.rank())?)
                .expression_attribute_values(":lease", value(&claim.lease_until)?)
                .expression_attribute_values(":now", value(&claim.attempt.started_at.as_second())?)
                .expression_attribute_values(":before", value(&claim.message.attempts.len())?)
                .expression_attribute_values(":attempt", value(&[claim.attempt])?),
        )
    }

    fn same_consent(&self, claim: &AttemptClaim<'_>) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(
                    Key::subscription(&claim.message.workspace, &claim.message.member).attributes(),
                ))
                .condition_expression("consent = :opted_in AND consent_changed_at = :seen")
                .expression_attribute_values(":opted_in", value(&Consent::OptedIn)?)
                .expression_attribute_values(":seen", value(&claim.subscription.consent_changed_at)?),
        )
    }

    fn active_member(&self, claim: &AttemptClaim<'_>) -> Result<TransactWriteItem, StoreError> {
        check(
            ConditionCheck::builder()
                .table_name(&self.table)
                .set_key(Some(Key::member(&claim.message.workspace, &claim.message.member).attributes()))
                .condition_expression("active = :yes")
                .expression_attribute_values(":yes", value(&true)?),
        )
    }

    fn pace_update(&self, claim: &AttemptClaim<'_>) -> Result<TransactWriteItem, StoreError> {
        let kept_until = claim.address_free_at.plus_seconds(PACE_KEPT_SECONDS);
        update(
            Update::builder()
                .table_name(&self.table)
                .set_key(Some(Key::person_pace(claim.hashed_address).attributes()))
                .update_expression("SET free_at = :free, expires_at = :kept, entity = :entity, form = :form")
                .condition_expression("attribute_not_exists(pk) OR free_at <= :now")
                .expression_attribute_values(":free", value(&claim.address_free_at)?)
                .expression_attribute_values(":now", value(&claim.attempt.started_at.as_second())?)
                .expression_attribute_values(":kept", value(&kept_until)?)
                .expression_attribute_values(":entity", value(&"person_pace")?)
                .expression_attribute_values(":form", value(&1)?),
        )
    }

    /// Creates the write for a token in an item of its own, which is kept for a while after the token expires.
    pub(crate) fn token_put(
        &self,
        workspace: &WorkspaceId,
        issued: &IssuedToken,
    ) -> Result<TransactWriteItem, StoreError> {
        let stored = item::write(&Key::token(workspace, &issued.hash), &issued.token)?;
        let expires = issued.token.valid_until.plus_seconds(KEPT_AFTER_EXPIRY_SECONDS);
        self.put_new(item::expiring(stored, expires))
    }

    fn update_of(&self, message: &Message) -> UpdateBuilder {
        let key = Key::message(&message.workspace, &message.id).attributes();
        Update::builder().table_name(&self.table).set_key(Some(key))
    }
}

/// Names the condition that failed, if the message and the consent are as they were read; otherwise the caller must decide
/// again.
fn why_not_claimed(standing: Vec<ConditionResult>) -> Claim {
    use ConditionResult::{Clear, Refused};
    let mut standing = standing.into_iter();
    let mut next = || standing.next();
    match (next(), next(), next(), next()) {
        (Some(Clear), Some(Clear), Some(Refused(_)), _) => Claim::NotAMember,
        (Some(Clear), Some(Clear), Some(Clear), Some(Refused(Some(pace)))) => too_soon(&pace),
        _ => Claim::NotNow,
    }
}

/// Says when the claim may be made, by the pace of the phone.
fn too_soon(pace: &Item) -> Claim {
    let free_at = pace.get("free_at").and_then(|at| at.as_n().ok()).and_then(|at| at.parse().ok());
    free_at.map_or(Claim::NotNow, |at| Claim::TooSoon { at: EpochSecond::new(at) })
}
