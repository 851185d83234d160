//! A request for an action, and the messages that answer it.

use crate::action::card::{Card, CardReader};
use crate::action::context::{ActionContext, Actor};
use crate::action::reply::Reader;
use crate::inbound::message::InboundMessage;
use crate::message::Message;

/// A request for an action.
pub struct Request<'a> {
    /// Who asks, and for what.
    pub actor: Actor<'a>,
    /// The WhatsApp message that makes the request, if it came by WhatsApp.
    pub message: Option<&'a InboundMessage>,
}

impl Request<'_> {
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
