//! Handles genuine requests from Twilio: a tap performs an action, a keyword changes consent, a question is queued for
//! whoever answers it, a status moves a message up. Unknown senders get no reply.

mod answers;
mod budget;
mod questions;
mod sender;
mod text;

use crate::action::{self, ActionOutcome, ActionResult, perform_on};
use domain::action::context::{Actor, Via};
use domain::action::decision::Refusal;
use domain::action::request::Request;
use domain::address::AddressPepper;
use domain::clock::Clock;
use domain::inbound::budget::SenderBudget;
use domain::inbound::callback::{AttemptReference, StatusCallback};
use domain::inbound::command::{Command, command};
use domain::inbound::message::InboundMessage;
use domain::language::{Language, Phrase};
use domain::message::job::{DeliveryQueue, QueueError};
use domain::message::question_job::QuestionQueue;
use domain::message::reference::DeliveryJob;
use domain::message::refusal::classify_callback;
use domain::message::status::{MessageStatus, StatusClass};
use domain::message::{Message, MessageState};
use domain::token::{TokenClaims, TokenKeys, TokenPurpose};
use futures::future::try_join;
use store::messages::{FailureNoted, MovedUp};
use store::{Store, StoreError};

/// The dependencies of the inbound use cases.
pub struct InboundDeps<'a> {
    pub store: &'a Store,
    /// The delivery queue, for the cards and messages that an action produces.
    pub queue: &'a dyn DeliveryQueue,
    /// The queue of questions, which another function answers.
    pub questions: &'a dyn QuestionQueue,
    pub clock: &'a dyn Clock,
    /// The keys that open tokens.
    pub token_keys: &'a TokenKeys,
    /// The secret used to hash addresses.
    pub pepper: &'a AddressPepper,
    /// Our Twilio account.
    pub account_sid: &'a str,
    /// Our sender number, in E.164.
    pub sender: &'a str,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboundAnswer {
    /// Reply with this text.
    Say(String),
    /// Send no reply.
    Silence,
    /// The request is genuine but meant for another Twilio account or sender: refuse it.
    NotForUs,
}

/// Receives a person's message. A reaction or an edit changes nothing and gets no reply, unless an edit says STOP. If the same message arrives twice,
/// it gets the same reply and changes nothing the second time. What one sender may cause in an hour is bounded; see
/// [`domain::inbound::budget`].
///
/// # Errors
/// If the store cannot be read or written.
pub async fn receive(deps: &InboundDeps<'_>, message: &InboundMessage) -> Result<InboundAnswer, StoreError> {
    if message.account_sid != deps.account_sid || message.to.without_scheme() != deps.sender {
        return Ok(InboundAnswer::NotForUs);
    }
    let message = &message.clone().keyed(deps.pepper);
    let asked = command(message);
    match message.button_payload.as_ref().or(message.list_id.as_ref()) {
        // Boxed, because each way would otherwise take up much of the caller's stack.
        Some(payload) => Box::pin(tapped(deps, message, payload)).await,
        None if message.refers_only() && asked != text::STOP => Ok(InboundAnswer::Silence),
        None => Box::pin(text::wrote(deps, message, &asked)).await,
    }
}

/// Nothing is read for a payload with an invalid MAC but whether the sender is known: only who is gets a reply. What
/// says STOP is one, whoever made the button: it harms nobody.
async fn tapped(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    payload: &str,
) -> Result<InboundAnswer, StoreError> {
    match deps.token_keys.open(payload) {
        Ok(claims) => tapped_with(deps, message, &claims).await,
        Err(refusal) => {
            tracing::warn!(message_sid = %message.message_sid, refusal = %refusal, "refused a button by its MAC");
            let asked = command(message);
            let asked = if asked == text::STOP { asked } else { Command::Token };
            text::wrote(deps, message, &asked).await
        }
    }
}

async fn tapped_with(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    claims: &TokenClaims,
) -> Result<InboundAnswer, StoreError> {
    let senders = sender::of_tap(deps, message, claims).await?;
    let actor = Actor { claims, via: Via::Phone(&senders), requested: None, now: deps.clock.now() };
    let request = Request { actor, message: Some(message) };
    let both = Box::pin(try_join(budget::count(deps, message), action::read(deps.store, &request)));
    let (budget, read) = both.await?;
    // A message that was handled gets its reply again, whatever was counted since.
    if !budget.is_handled() && read.handled.is_none() {
        if budget == SenderBudget::JustSpent {
            budget::record_spent(deps, message, Some(&claims.workspace)).await?;
        }
        return Ok(InboundAnswer::Silence);
    }
    let performed = match claims.purpose {
        TokenPurpose::Answer(button) => {
            match Box::pin(answers::tapped(deps, &request, read, button)).await? {
                answers::Tapped::Done(answer, language) => {
                    return Ok(budget::with_notice(answer, budget, language, deps.clock.now()));
                }
                answers::Tapped::Refused(refused) => *refused,
            }
        }
        _ => perform_on(deps.store, &request, read).await?,
    };
    if is_of_stranger(&performed) && sender::owners(deps, message).await?.is_empty() {
        return Ok(InboundAnswer::Silence);
    }
    let language = performed.language;
    let answered = answer(deps, message, performed).await;
    Ok(budget::with_notice(answered, budget, language, deps.clock.now()))
}

/// Reports whether the button is somebody else's, so that the sender may be nobody whom we know.
fn is_of_stranger(performed: &ActionResult) -> bool {
    matches!(&performed.outcome, ActionOutcome::Refused(Refusal::NotYourButton | Refusal::NotVerified))
}

/// Queues what an action produced and returns the reply. The action is done even if the queue fails: only if a card is
/// the entire reply is the person told that it did not work, so that they tap again.
pub(super) async fn answer(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    performed: ActionResult,
) -> InboundAnswer {
    let queued =
        if performed.jobs.is_empty() { Ok(()) } else { deps.queue.send_in_order(&performed.jobs).await };
    if let Err(error) = &queued {
        let cause = domain::error::with_causes(error);
        tracing::error!(message_sid = %message.message_sid, cause, "what an action brings could not be queued");
    }
    match (performed.reply, queued) {
        (Some(reply), _) => InboundAnswer::Say(reply),
        (None, Ok(())) => InboundAnswer::Silence,
        (None, Err(_)) => InboundAnswer::Say(Language::English.say(Phrase::ReplyTryAgain, &[])),
    }
}

/// The result of a status callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackResult {
    /// The message moved to a higher state.
    Moved,
    /// Nothing changed: news that needs no write, an older state, or a message that is not ours.
    Unchanged,
    /// The callback is genuine but belongs to another Twilio account: refuse it.
    NotForUs,
}

/// Why a status callback must be sent again.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Receives a status callback. `queued` and `sent` cost no call. The others move the message up, whatever their order,
/// and after a failure a worker decides what to do next.
///
/// # Errors
/// If the store or the queue fails; Twilio then calls again.
pub async fn receive_status(
    deps: &InboundDeps<'_>,
    callback: &StatusCallback,
) -> Result<CallbackResult, StatusError> {
    if callback.account_sid != deps.account_sid {
        return Ok(CallbackResult::NotForUs);
    }
    let Some(attempt) = &callback.attempt else {
        return Ok(CallbackResult::Unchanged);
    };
    match callback.status.standing() {
        StatusClass::Underway => Ok(CallbackResult::Unchanged),
        StatusClass::Arrived => arrived(deps, attempt, callback).await,
        StatusClass::Lost => lost(deps, attempt, callback).await,
    }
}

async fn arrived(
    deps: &InboundDeps<'_>,
    attempt: &AttemptReference,
    callback: &StatusCallback,
) -> Result<CallbackResult, StatusError> {
    let is_read = callback.status == MessageStatus::Read;
    let state = if is_read { MessageState::Read } else { MessageState::Delivered };
    let news = (state, callback.status);
    match deps.store.move_up(attempt, &callback.message_sid, news, deps.clock.now()).await? {
        MovedUp::Yes => Ok(CallbackResult::Moved),
        MovedUp::NotHigher => Ok(CallbackResult::Unchanged),
    }
}

/// Records the failure and has a worker decide what to do next. If the queue does not accept the job, Twilio calls
/// again, and after that the sweep finds the message.
async fn lost(
    deps: &InboundDeps<'_>,
    attempt: &AttemptReference,
    callback: &StatusCallback,
) -> Result<CallbackResult, StatusError> {
    let (store, sid) = (deps.store, &callback.message_sid);
    let failure = (callback.error_code, classify_callback(callback.error_code));
    let noted = store.note_undelivered(attempt, sid, callback.status, failure, deps.clock.now()).await?;
    let FailureNoted::ToBeDecided(message) = noted else {
        return Ok(CallbackResult::Unchanged);
    };
    let Message { workspace, member, id, .. } = *message;
    deps.queue.send(&[DeliveryJob { workspace, member, message: id }], 0).await?;
    Ok(CallbackResult::Moved)
}

#[cfg(test)]
mod tests;
