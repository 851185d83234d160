//! Delivers one message: read, decide, claim, call Twilio, record, decide what comes next.

use crate::action::token::{TokenClaims, TokenKeys, TokenState, WhatsAppActionToken};
use crate::clock::{Clock, NoRandomness, Randomness};
use crate::conversation::{Said, WhatsAppConversationEntry};
use crate::delivery::policy::{BeforeAttempt, LEASE_SECONDS, Next, after_attempt, before_attempt};
use crate::inbound::callback::AttemptReference;
use crate::message::{AfterAttempt, Attempt, FailureReason, Message};
use crate::queue::{DeliveryJob, DeliveryQueue, LONGEST_DELAY_SECONDS, QueueError};
use crate::store::messages::{Claim, IssuedToken};
use crate::store::{Store, StoreError};
use crate::twilio::{Accepted, OutboundContent, OutboundMessage, SendFailure, WhatsApp};
use crate::workspace::WhatsAppSubscription;
use std::collections::BTreeMap;

/// How often a job is decided anew when its claim found something else than what was read.
const TRIES: usize = 3;

/// What a delivery may use.
pub struct DeliveryEdges<'a> {
    /// The store.
    pub store: &'a Store,
    /// WhatsApp.
    pub whatsapp: &'a dyn WhatsApp,
    /// The delivery queue, for what must wait.
    pub queue: &'a dyn DeliveryQueue,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// The randomness of tokens and waits.
    pub randomness: &'a dyn Randomness,
    /// The keys that seal tokens.
    pub token_keys: &'a TokenKeys,
    /// The approved content of each template and language, by `kpi_daily.en.v1`.
    pub content_sids: &'a BTreeMap<String, String>,
    /// Where Twilio sends status callbacks, without a query.
    pub status_callback: &'a str,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// Twilio took the message.
    Accepted,
    /// It was queued again for later.
    Waiting {
        /// After how many seconds.
        seconds: i64,
    },
    /// Twilio did not answer; the message is kept as unknown.
    Unknown,
    /// It will not be delivered.
    GivenUp(FailureReason),
    /// There was nothing to do: sent before, held by another worker, or not stored.
    NothingToDo,
}

/// Why a job must be given back to the queue.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue could not do it.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// There is no randomness for tokens.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// Delivers the message of a job. Safe to repeat: the claim lets one worker through for each attempt.
///
/// # Errors
/// When the store, the queue or the randomness fail; the job is to come again then.
pub async fn deliver(edges: &DeliveryEdges<'_>, job: &DeliveryJob) -> Result<Delivered, DeliveryError> {
    for _try in 0..TRIES {
        if let Some(delivered) = decide_and_act(edges, job).await? {
            return Ok(delivered);
        }
    }
    wait(edges, job, 1).await
}

/// Gives nothing when the claim found something else than what was read: a STOP, or another worker.
async fn decide_and_act(
    edges: &DeliveryEdges<'_>,
    job: &DeliveryJob,
) -> Result<Option<Delivered>, DeliveryError> {
    let read = edges.store.message_to_deliver(&job.workspace, &job.message, &job.member).await?;
    // The consent that was read is the one of the job's person: it says nothing about another one.
    let Some((message, subscription)) = read.filter(|(message, _)| message.member == job.member) else {
        return Ok(Some(Delivered::NothingToDo));
    };
    let done = match before_attempt(&message, subscription.as_ref(), edges.clock.now().as_second()) {
        BeforeAttempt::NothingToDo => Delivered::NothingToDo,
        BeforeAttempt::HeldByAnother { seconds } | BeforeAttempt::TooEarly { seconds } => {
            wait(edges, job, seconds).await?
        }
        BeforeAttempt::LostOnTheWay => keep_unknown(edges, &message).await?,
        BeforeAttempt::GiveUp(reason) => give_up(edges, &message, reason).await?,
        BeforeAttempt::Attempt { number } => match subscription {
            Some(subscription) => return attempt(edges, job, &message, &subscription, number).await,
            None => give_up(edges, &message, FailureReason::NoConsent).await?,
        },
    };
    Ok(Some(done))
}

async fn wait(
    edges: &DeliveryEdges<'_>,
    job: &DeliveryJob,
    seconds: i64,
) -> Result<Delivered, DeliveryError> {
    let seconds = seconds.clamp(1, LONGEST_DELAY_SECONDS);
    edges.queue.send(std::slice::from_ref(job), seconds).await?;
    Ok(Delivered::Waiting { seconds })
}

async fn give_up(
    edges: &DeliveryEdges<'_>,
    message: &Message,
    reason: FailureReason,
) -> Result<Delivered, DeliveryError> {
    edges.store.end_unsent(message, &reason).await?;
    Ok(Delivered::GivenUp(reason))
}

async fn keep_unknown(edges: &DeliveryEdges<'_>, message: &Message) -> Result<Delivered, DeliveryError> {
    if let Some(lost) = message.attempts.last() {
        let ended = Attempt { ended: Some("unknown".to_owned()), ..lost.clone() };
        let after = AfterAttempt::Unknown;
        edges.store.record_not_accepted(message, &ended, &after).await?;
    }
    Ok(Delivered::Unknown)
}

async fn attempt(
    edges: &DeliveryEdges<'_>,
    job: &DeliveryJob,
    message: &Message,
    subscription: &WhatsAppSubscription,
    number: u32,
) -> Result<Option<Delivered>, DeliveryError> {
    let key = message.template.versioned_key(&message.language, message.template_version);
    let (Some(content_sid), Some(to)) = (edges.content_sids.get(&key), subscription.address()) else {
        return give_up(edges, message, FailureReason::NoTemplate).await.map(Some);
    };
    let now = edges.clock.now();
    let attempt =
        Attempt { number, started_at: now, sid: None, ended: None, code: None, next_attempt_at: None };
    let (variables, tokens) = seal_buttons(edges, message, now.as_second())?;
    // Drawn before the claim: nothing that can fail may stand between Twilio's answer and its record.
    let [low, high, ..] = edges.randomness.sixteen_bytes()?;
    let lease_until = now.as_second() + LEASE_SECONDS;
    let claim = edges.store.claim_attempt(message, subscription, &attempt, lease_until, &tokens).await?;
    if claim == Claim::NotNow {
        return Ok(None);
    }
    let reference =
        AttemptReference { workspace: job.workspace.clone(), message: job.message.clone(), attempt: number };
    let outbound = OutboundMessage {
        to,
        content: OutboundContent::Template { content_sid: content_sid.clone(), variables },
        status_callback: reference.callback_url(edges.status_callback),
    };
    let result = edges.whatsapp.send(&outbound).await;
    let jitter = u16::from_le_bytes([low, high]);
    record(edges, job, message, attempt, &result, jitter).await.map(Some)
}

/// Makes the token of each button and fills it into the variables. The tokens themselves are kept nowhere.
fn seal_buttons(
    edges: &DeliveryEdges<'_>,
    message: &Message,
    now: i64,
) -> Result<(BTreeMap<String, String>, Vec<IssuedToken>), NoRandomness> {
    let mut variables = message.variables.clone();
    let mut tokens = Vec::with_capacity(message.buttons.len());
    for button in &message.buttons {
        let claims = TokenClaims {
            action: button.action,
            channel: button.channel,
            workspace: message.workspace.clone(),
            member: message.member.clone(),
            target: button.target.clone(),
            nonce: edges.randomness.sixteen_bytes()?,
        };
        let wire = edges.token_keys.seal(&claims);
        let carried = if button.version_is_fixed_text { wire.after_version() } else { wire.as_str() };
        variables.insert(button.variable.to_string(), carried.to_owned());
        tokens.push(IssuedToken {
            hash: claims.hash(),
            token: WhatsAppActionToken {
                workspace: claims.workspace,
                member: claims.member,
                action: claims.action,
                channel: claims.channel,
                target: claims.target,
                target_version: button.target_version,
                detail: button.detail.clone(),
                issued_at: now,
                carried_by: Some(message.id.to_string()),
                valid_until: now + button.valid_for_seconds,
                state: TokenState::Issued,
                used_by: None,
            },
        });
    }
    Ok((variables, tokens))
}

async fn record(
    edges: &DeliveryEdges<'_>,
    job: &DeliveryJob,
    message: &Message,
    attempt: Attempt,
    result: &Result<Accepted, SendFailure>,
    jitter: u16,
) -> Result<Delivered, DeliveryError> {
    let now = edges.clock.now();
    let next = after_attempt(result, attempt.number, jitter, now.as_second(), message.deadline);
    let mut ended = Attempt { ended: Some(ending(result).to_owned()), code: code(result), ..attempt };
    match (&next, result) {
        (_, Ok(accepted)) => {
            ended.sid = Some(accepted.sid.to_string());
            edges.store.record_accepted(message, &ended, &entry(message, accepted, now)).await?;
            Ok(Delivered::Accepted)
        }
        (next, Err(_)) => {
            if let Next::Wait { seconds } = next {
                ended.next_attempt_at = now.checked_add(jiff::SignedDuration::from_secs(*seconds)).ok();
            }
            if let Some(after) = next.recorded() {
                once_more(|| edges.store.record_not_accepted(message, &ended, &after)).await?;
            }
            come_back(edges, job, next).await
        }
    }
}

/// Writes, and once more when the store was busy or silent: a refusal that is not recorded would be taken for an answer
/// that was lost. A write that did happen refuses to happen twice.
pub(crate) async fn once_more<F: Future<Output = Result<(), StoreError>>>(
    write: impl Fn() -> F,
) -> Result<(), StoreError> {
    match write().await {
        Err(StoreError::Throttled(_) | StoreError::Unavailable(_)) => write().await,
        done => done,
    }
}

async fn come_back(
    edges: &DeliveryEdges<'_>,
    job: &DeliveryJob,
    next: &Next,
) -> Result<Delivered, DeliveryError> {
    match next {
        Next::Wait { seconds } => wait(edges, job, *seconds).await,
        Next::Unknown => Ok(Delivered::Unknown),
        Next::Fail(reason) => Ok(Delivered::GivenUp(reason.clone())),
        Next::Accepted => Ok(Delivered::Accepted),
    }
}

fn ending(result: &Result<Accepted, SendFailure>) -> &'static str {
    match result {
        Ok(_) => "accepted",
        Err(SendFailure::Throttled { .. }) => "throttled",
        Err(SendFailure::Rejected { .. }) => "refused",
        Err(SendFailure::Unavailable(_)) => "unavailable",
        Err(SendFailure::Ambiguous(_)) => "unknown",
    }
}

fn code(result: &Result<Accepted, SendFailure>) -> Option<u32> {
    match result {
        Err(SendFailure::Rejected { code, .. }) => *code,
        _ => None,
    }
}

fn entry(message: &Message, accepted: &Accepted, now: jiff::Timestamp) -> WhatsAppConversationEntry {
    WhatsAppConversationEntry {
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        at: now,
        message_sid: accepted.sid.to_string(),
        said: Said::Sent { message: message.id.clone(), text: message.text.clone() },
        reply: None,
        queued: Vec::new(),
        webhook: None,
    }
}

#[cfg(test)]
mod tests;
