//! What is done with a genuine request of Twilio: a tap is acted on, a keyword changes consent, a status moves a message
//! up. Whoever is not known gets no reply.

use crate::action::tap::{Tap, handle};
use crate::action::token::TokenKeys;
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::clock::Clock;
use crate::conversation::{AddressOwner, Said, WhatsAppConversationEntry};
use crate::delivery::refusal::classify_callback;
use crate::delivery::status::{MessageStatus, Standing};
use crate::enrolment::{Keyword, keyword};
use crate::inbound::callback::StatusCallback;
use crate::inbound::message::{InboundMessage, OptOutType};
use crate::language::{Language, Phrase};
use crate::message::{FailureReason, MessageState};
use crate::store::messages::MovedUp;
use crate::store::{Store, StoreError};
use crate::workspace::{AddressPepper, Consent};

/// What the inbound use cases may use.
pub struct InboundEdges<'a> {
    /// The store.
    pub store: &'a Store,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// The keys that open tokens.
    pub token_keys: &'a TokenKeys,
    /// What addresses are hashed with.
    pub pepper: &'a AddressPepper,
    /// Our Twilio account.
    pub account_sid: &'a str,
    /// Our sender, in E.164.
    pub sender: &'a str,
}

/// What to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboundAnswer {
    /// Say this to the person.
    Say(String),
    /// Say nothing.
    Silence,
    /// The request is genuine but meant for another account or sender of Twilio's: refuse it.
    NotForUs,
}

/// Receives a message of a person. The same message twice changes nothing twice and gets the same reply.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn receive(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
) -> Result<InboundAnswer, StoreError> {
    if message.account_sid != edges.account_sid || message.to.without_scheme() != edges.sender {
        return Ok(InboundAnswer::NotForUs);
    }
    match &message.button_payload {
        Some(payload) => tapped(edges, message, payload).await,
        None => wrote(edges, message).await,
    }
}

/// A payload with a bad MAC is answered without a read.
async fn tapped(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    payload: &str,
) -> Result<InboundAnswer, StoreError> {
    match edges.token_keys.open(payload) {
        Ok(claims) => {
            let tap = Tap { claims: &claims, message, now: edges.clock.now() };
            handle(edges.store, &tap).await.map(InboundAnswer::Say)
        }
        Err(refusal) => {
            tracing::warn!(message_sid = %message.message_sid, refusal = %refusal, "refused a button before reading anything");
            Ok(InboundAnswer::Say(Language::English.say(Phrase::ReplyUnknownButton, &[])))
        }
    }
}

async fn wrote(edges: &InboundEdges<'_>, message: &InboundMessage) -> Result<InboundAnswer, StoreError> {
    let owners = owners(edges, message).await?;
    if owners.is_empty() {
        tracing::info!(message_sid = %message.message_sid, "a message of somebody who is not enrolled");
        return Ok(InboundAnswer::Silence);
    }
    let asked = asked(message);
    // Twilio has answered a keyword that it recognised itself.
    let answered_already = message.opt_out_type.is_some();
    let phrase = phrase(asked, message);
    let mut reply = String::new();
    for owner in &owners {
        reply = answer_one(edges, message, owner, asked, phrase).await?;
    }
    Ok(if answered_already { InboundAnswer::Silence } else { InboundAnswer::Say(reply) })
}

async fn owners(edges: &InboundEdges<'_>, message: &InboundMessage) -> Result<Vec<AddressOwner>, StoreError> {
    let mut owners: Vec<AddressOwner> = Vec::new();
    for address in &message.senders {
        for owner in edges.store.owners(&edges.pepper.hash(address)).await? {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
    }
    Ok(owners)
}

fn asked(message: &InboundMessage) -> Option<Keyword> {
    match message.opt_out_type {
        Some(OptOutType::Stop) => Some(Keyword::Stop),
        Some(OptOutType::Start) => Some(Keyword::Start),
        Some(OptOutType::Help) => Some(Keyword::Help),
        None => keyword(&message.body),
    }
}

fn phrase(asked: Option<Keyword>, message: &InboundMessage) -> Phrase {
    match asked {
        Some(Keyword::Stop) => Phrase::ReplyStopped,
        Some(Keyword::Start) => Phrase::ReplyStarted,
        Some(Keyword::Help) => Phrase::ReplyHelp,
        None if message.body.trim().is_empty() => Phrase::ReplyUnsupported,
        None => Phrase::ReplyText,
    }
}

async fn answer_one(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    owner: &AddressOwner,
    asked: Option<Keyword>,
    phrase: Phrase,
) -> Result<String, StoreError> {
    let language = edges.store.language_of(&owner.workspace, &owner.member).await?;
    let reply = language.say(phrase, &[]);
    let entry = entry(edges, message, owner, &reply);
    let (consent, verb) = match asked {
        Some(Keyword::Stop) => (Consent::OptedOut, Verb::OptOut),
        Some(Keyword::Start) => (Consent::OptedIn, Verb::OptIn),
        Some(Keyword::Help) | None => {
            edges.store.log_unchanged(None, &entry).await?;
            return Ok(reply);
        }
    };
    edges.store.change_consent(consent, &consent_event(&entry, verb), &entry).await?;
    Ok(reply)
}

fn entry(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    owner: &AddressOwner,
    reply: &str,
) -> WhatsAppConversationEntry {
    let on = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    let said = match message.body.trim() {
        "" => Said::SentSomethingElse,
        _ => Said::Wrote { text: message.body.clone(), on },
    };
    WhatsAppConversationEntry {
        workspace: owner.workspace.clone(),
        member: owner.member.clone(),
        at: edges.clock.now(),
        message_sid: message.message_sid.to_string(),
        said,
        reply: Some(reply.to_owned()),
    }
}

fn consent_event(entry: &WhatsAppConversationEntry, verb: Verb) -> AuditEvent {
    AuditEvent {
        id: AuditEvent::id_for_message(&entry.message_sid),
        workspace: entry.workspace.clone(),
        at: entry.at,
        actor: Some(entry.member.clone()),
        source: Source::WhatsApp,
        verb,
        object: format!("subscription of {}", entry.member),
        before: None,
        after: None,
        outcome: Outcome::Executed,
        message_sid: Some(entry.message_sid.clone()),
    }
}

/// What a status callback did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackResult {
    /// The message moved up.
    Moved,
    /// Nothing changed: news that costs no write, an old state, or a message that is not ours.
    Unchanged,
    /// The callback is genuine but of another Twilio account: refuse it.
    NotForUs,
}

/// Receives a status callback. `queued` and `sent` cost no write; the others move the message up, whatever their order.
///
/// # Errors
/// When the store cannot be written.
pub async fn receive_status(
    edges: &InboundEdges<'_>,
    callback: &StatusCallback,
) -> Result<CallbackResult, StoreError> {
    if callback.account_sid != edges.account_sid {
        return Ok(CallbackResult::NotForUs);
    }
    let (Some(attempt), Some(state)) = (&callback.attempt, news(callback.status)) else {
        return Ok(CallbackResult::Unchanged);
    };
    let failure = (state == MessageState::Failed).then(|| FailureReason::Refused {
        code: callback.error_code,
        class: classify_callback(callback.error_code),
    });
    match edges.store.move_up(&attempt.workspace, &attempt.message, state, failure.as_ref()).await? {
        MovedUp::Yes => Ok(CallbackResult::Moved),
        MovedUp::NotHigher => Ok(CallbackResult::Unchanged),
    }
}

/// Gives the state that a status moves a message to; nothing for a status on the way.
fn news(status: MessageStatus) -> Option<MessageState> {
    match status.standing() {
        Standing::Underway => None,
        Standing::Lost => Some(MessageState::Failed),
        Standing::Arrived if status == MessageStatus::Read => Some(MessageState::Read),
        Standing::Arrived => Some(MessageState::Delivered),
    }
}

#[cfg(test)]
mod tests;
