//! A request for an action, and the messages that answer it.

use crate::action::card::{Card, CardReader};
use crate::action::context::{ActionContext, Actor};
use crate::action::reply::Reader;
use crate::identity::MessageId;
use crate::inbound::message::InboundMessage;
use crate::message::Message;
use crate::message::job::QueueJob;
use crate::message::reference::DeliveryJob;

/// A request for an action.
pub struct Request<'a> {
    /// Who asks, and for what.
    pub actor: Actor<'a>,
    /// The WhatsApp message that makes the request, if it came by WhatsApp.
    pub message: Option<&'a InboundMessage>,
}

impl Request<'_> {
    /// Returns the job that sends a message to the person who asks.
    pub(super) fn job_of(&self, message: MessageId) -> QueueJob {
        let (workspace, member) = (self.actor.claims.workspace.clone(), self.actor.claims.member.clone());
        QueueJob::Message(DeliveryJob { workspace, member, message })
    }

    /// Returns the messages that carry the cards. Cards are for phones only; a page offers the same actions by its own
    /// means.
    #[must_use]
    pub(super) fn messages_of(&self, context: &ActionContext, cards: &[Card]) -> Vec<Message> {
        let (Some(message), Some(member)) = (self.message, &context.member) else {
            return Vec::new();
        };
        let reader = CardReader {
            workspace: &self.actor.claims.workspace,
            member: &self.actor.claims.member,
            language: Reader::new(context).language,
            zone: &member.zone,
            event: message.message_sid.as_str(),
            now: self.actor.now,
        };
        cards.iter().enumerate().filter_map(|(place, card)| card.message(place, &reader)).collect()
    }
}
