//! The ledger: what a delivery depends on, and the claims of attempts.

use crate::error::StoreError;
use crate::item::{self, value};
use crate::key::{self, Key};
use crate::table::Store;
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

/// For how long a token stays stored after it expired, so that a late tap is told so: 30 days.
const KEPT_AFTER_EXPIRY_SECONDS: i64 = 30 * 24 * 3600;
/// For how long the pace of a phone is kept, in seconds: much longer than it matters.
const PACE_KEPT_SECONDS: i64 = 24 * 3600;

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This worker has it.
    Claimed,
    /// A condition does not hold: read again and decide again.
    NotNow,
    /// The person got another message a moment ago; this one may go then.
    TooSoon {
        /// When.
        at: EpochSecond,
    },
}

/// What a delivery depends on.
#[derive(Debug, Clone)]
pub struct DeliveryRead {
    pub message: Message,
    /// The subscription of its person.
    pub subscription: Option<WhatsAppSubscription>,
    /// What is held back for everybody.
    pub breakers: Breakers,
}

/// An attempt to claim.
pub struct AttemptClaim<'a> {
    /// The message as it was read.
    pub message: &'a Message,
    /// The subscription as it was read.
    pub subscription: &'a WhatsAppSubscription,
    pub attempt: &'a Attempt,
    /// Until when the worker holds the message.
    pub lease_until: EpochSecond,
    /// The tokens that it will carry.
    pub tokens: &'a [IssuedToken],
    /// The hash of the address that it goes to.
    pub hashed_address: &'a str,
    /// From when on the next message may go there.
    pub address_free_at: EpochSecond,
}

impl Store {
    /// Reads in one batch what a delivery depends on; nothing when there is no such message.
    ///
    /// # Errors
    /// When the store cannot be read.
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

    /// Says which of some Twilio identifiers belong to messages of ours to a person that are on record.
    ///
    /// # Errors
    /// When the store cannot be read.
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

    /// Claims the next attempt of a message and stores the tokens that it will carry. Deadline, consent and the pace of the
    /// person's phone are conditions of the claim, so that a STOP that came first wins; the consent must be the very one
    /// that was read, so that a STOP and a START in between are decided on anew.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn claim_attempt(&self, claim: &AttemptClaim<'_>) -> Result<Claim, StoreError> {
        let mut writes = vec![self.claim_update(claim)?, self.same_consent(claim)?, self.pace_update(claim)?];
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

    /// Makes the write of a token of its own; it stays for a while after it expired.
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

/// A claim that only the pace of the phone stood in the way of says when it may be made.
fn why_not_claimed(standing: Vec<ConditionResult>) -> Claim {
    let mut standing = standing.into_iter();
    let (
        Some(ConditionResult::Clear),
        Some(ConditionResult::Clear),
        Some(ConditionResult::Refused(Some(pace))),
    ) = (standing.next(), standing.next(), standing.next())
    else {
        return Claim::NotNow;
    };
    let free_at = pace
        .get("free_at")
        .and_then(|at| at.as_n().ok())
        .and_then(|at| at.parse().ok())
        .map(EpochSecond::new);
    free_at.map_or(Claim::NotNow, |at| Claim::TooSoon { at })
}
