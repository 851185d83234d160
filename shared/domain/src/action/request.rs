//! A request for an action, and the messages and jobs that follow from it.

use crate::action::card::{Card, CardReader};
use crate::action::context::{ActionFacts, Actor};
use crate::action::reply::Reader;
use crate::inbound::message::InboundMessage;
use crate::message::Message;
use crate::message::job::QueueJob;
use crate::message::reference::DeliveryJob;

/// A request for an action.
pub struct Request<'a> {
    /// Who asks, and for what.
    pub actor: Actor<'a>,
    /// The WhatsApp message that asks, when one does.
    pub message: Option<&'a InboundMessage>,
}

/// Cards are for phones: a page offers the same by its own means.
pub fn cards_as_messages(request: &Request<'_>, facts: &ActionFacts, cards: &[Card]) -> Vec<Message> {
    let (Some(message), Some(member)) = (request.message, &facts.member) else {
        return Vec::new();
    };
    let reader = CardReader {
        workspace: &request.actor.claims.workspace,
        member: &request.actor.claims.member,
        language: Reader::of(facts).language,
        zone: &member.zone,
        event: message.message_sid.as_str(),
        now: request.actor.now,
    };
    cards.iter().enumerate().filter_map(|(place, card)| card.message(place, &reader)).collect()
}

/// Gives the jobs that have messages sent.
pub fn jobs_of(messages: &[Message]) -> Vec<QueueJob> {
    let job = |message: &Message| {
        QueueJob::Message(DeliveryJob {
            workspace: message.workspace.clone(),
            member: message.member.clone(),
            message: message.id.clone(),
        })
    };
    messages.iter().map(job).collect()
}
