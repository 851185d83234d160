//! An inbound message: what a person wrote or tapped, parsed from Twilio's parameters.
//!
//! Twilio adds parameters without notice, so unknown ones are ignored. `MessageType` only tells what is no text at all.

use super::form::Form;
use crate::address::{AddressPepper, WhatsAppAddress};
use crate::message::MessageSid;
use crate::message::conversation::WebhookProof;
use crate::text;
use std::fmt;

/// A message from a person.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundMessage {
    /// Twilio's identifier: the key that identifies a repeated request.
    pub message_sid: MessageSid,
    /// The Twilio account that the message came through.
    pub account_sid: String,
    /// Every address that identifies the sender: the number of `From`, if WhatsApp shows it, and the business-scoped ids.
    pub senders: Vec<WhatsAppAddress>,
    /// Our address, to which the message was sent.
    pub to: WhatsAppAddress,
    /// The text; empty if there is none. For a tap, the title of the button.
    pub body: String,
    /// The identifier of the button that was tapped.
    pub button_payload: Option<String>,
    /// The title of the button that was tapped.
    pub button_text: Option<String>,
    /// The identifier of the list row that was chosen.
    pub list_id: Option<String>,
    /// The title of the list row that was chosen.
    pub list_title: Option<String>,
    /// The proof that the webhook which brought the message is genuine; `None` until its signature has been verified.
    pub webhook: Option<WebhookProof>,
    /// The business-scoped id of the sender, if Twilio names one: it stays the same whether the number is shown or not.
    pub business_scoped_id: Option<WhatsAppAddress>,
    /// A keyed hash of the business-scoped id, else of the address in `From`, by which senders are told apart where no
    /// address may be stored; `None` until it has been computed.
    pub sender_key: Option<String>,
    /// Our message to which this one replies.
    pub original_replied_message_sid: Option<MessageSid>,
    /// The keyword that Twilio recognized and has already answered.
    pub opt_out_type: Option<OptOutType>,
    /// How many media files are attached.
    pub media_count: u32,
    /// The kind of message in Twilio's terms; taps are told by their payload, whatever this says.
    pub message_type: Option<String>,
    /// The name that the person displays on WhatsApp.
    pub profile_name: Option<String>,
}

/// The keyword that Twilio's own opt-out handling recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptOutType {
    /// The person wants no more messages.
    Stop,
    /// The person wants messages again.
    Start,
    /// The person asked for help.
    Help,
}

/// Which parameter prevents a form from being a message. The error never repeats a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAMessage {
    /// The parameter is missing or empty.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// The parameter has a value that it never has on WhatsApp.
    #[error("the parameter {0} is not one of a WhatsApp message")]
    Foreign(&'static str),
    /// The parameter is there twice, so it does not say who wrote or what was tapped.
    #[error("the parameter {0} is repeated")]
    Repeated(&'static str),
}

/// What says who wrote, to whom, and what was tapped: Twilio sends each of these once.
const NEVER_REPEATED: [&str; 9] = [
    "MessageSid",
    "AccountSid",
    "From",
    "To",
    "ExternalUserId",
    "ParentExternalUserId",
    "ButtonPayload",
    "ListId",
    "OptOutType",
];
/// What Twilio calls a message that changes another one.
const EDIT: [&str; 2] = ["edit", "edited"];
const REACTION: &str = "reaction";
const STICKER: &str = "sticker";

impl InboundMessage {
    /// Returns the message with its proof: the verified signature, of which only a hash is kept.
    #[must_use]
    pub fn vouched_by(self, signature: &str) -> Self {
        let hash = ring::digest::digest(&ring::digest::SHA256, signature.as_bytes());
        let signature = text::hex(hash.as_ref());
        Self { webhook: Some(WebhookProof { signature }), ..self }
    }

    /// Returns the message with the keyed hash by which its sender is told from others: one person has one, also with a
    /// number that is shown in one message and hidden in the next.
    #[must_use]
    pub fn keyed(self, pepper: &AddressPepper) -> Self {
        let address = self.business_scoped_id.as_ref().or(self.senders.first());
        Self { sender_key: address.map(|address| pepper.hash(address)), ..self }
    }

    /// Parses the parameters of a message.
    ///
    /// # Errors
    /// If `MessageSid`, `AccountSid`, `From` or `To` is missing or does not have the form of a WhatsApp message, or if a
    /// parameter that says who wrote or what was tapped is repeated.
    pub fn from_form(form: &Form) -> Result<Self, NotAMessage> {
        refuse_repeated(form, &NEVER_REPEATED)?;
        let text = |name| form.filled(name).map(ToOwned::to_owned);
        Ok(Self {
            message_sid: message_sid(form)?,
            account_sid: required(form, "AccountSid")?.to_owned(),
            senders: senders(form)?,
            to: address(form, "To")?,
            body: form.get("Body").unwrap_or_default().to_owned(),
            button_payload: text("ButtonPayload"),
            button_text: text("ButtonText"),
            list_id: text("ListId"),
            list_title: text("ListTitle"),
            webhook: None,
            business_scoped_id: business_scoped_id(form, "ExternalUserId"),
            sender_key: None,
            original_replied_message_sid: form
                .get("OriginalRepliedMessageSid")
                .and_then(|sid| sid.parse().ok()),
            opt_out_type: form.get("OptOutType").and_then(OptOutType::from_parameter),
            media_count: form.get("NumMedia").and_then(|count| count.parse().ok()).unwrap_or(0),
            message_type: text("MessageType"),
            profile_name: text("ProfileName"),
        })
    }

    /// Reports whether this is a reaction to a message or an edit of one: but for a STOP it says nothing that is to be
    /// answered.
    #[must_use]
    pub fn refers_only(&self) -> bool {
        self.is_reaction() || EDIT.iter().any(|kind| self.is_of_type(kind))
    }

    /// Reports whether this is a reaction to a message, which has an emoji and no text.
    #[must_use]
    pub fn is_reaction(&self) -> bool {
        self.is_of_type(REACTION)
    }

    /// Reports whether this is a sticker, which has no text, whatever else than a STOP `Body` says.
    #[must_use]
    pub fn is_sticker(&self) -> bool {
        self.is_of_type(STICKER)
    }

    fn is_of_type(&self, kind: &str) -> bool {
        self.message_type.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(kind))
    }
}

impl OptOutType {
    fn from_parameter(text: &str) -> Option<Self> {
        match text {
            "STOP" => Some(Self::Stop),
            "START" => Some(Self::Start),
            "HELP" => Some(Self::Help),
            _ => None,
        }
    }
}

impl fmt::Debug for InboundMessage {
    /// Shows only the identifier and the kind: the rest is who wrote what.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InboundMessage")
            .field("message_sid", &self.message_sid)
            .field("message_type", &self.message_type)
            .finish_non_exhaustive()
    }
}

/// Returns a required parameter.
pub(super) fn required<'form>(form: &'form Form, name: &'static str) -> Result<&'form str, NotAMessage> {
    form.filled(name).ok_or(NotAMessage::Missing(name))
}

/// Refuses a form in which one of these parameters is there more than once.
pub(super) fn refuse_repeated(form: &Form, names: &[&'static str]) -> Result<(), NotAMessage> {
    match names.iter().find(|name| form.all(name).nth(1).is_some()) {
        Some(name) => Err(NotAMessage::Repeated(name)),
        None => Ok(()),
    }
}

/// Returns Twilio's identifier of the message.
pub(super) fn message_sid(form: &Form) -> Result<MessageSid, NotAMessage> {
    required(form, "MessageSid")?.parse().map_err(|_invalid| NotAMessage::Foreign("MessageSid"))
}

fn address(form: &Form, name: &'static str) -> Result<WhatsAppAddress, NotAMessage> {
    WhatsAppAddress::from_parameter(required(form, name)?).ok_or(NotAMessage::Foreign(name))
}

fn business_scoped_id(form: &Form, name: &str) -> Option<WhatsAppAddress> {
    form.get(name).and_then(WhatsAppAddress::from_parameter).filter(|address| !address.is_number())
}

/// `From` comes first, and it alone is believed about a number. A business-scoped id is sent in addition if the number
/// is shown, and equals `From` if the number is hidden.
fn senders(form: &Form) -> Result<Vec<WhatsAppAddress>, NotAMessage> {
    let mut senders = vec![address(form, "From")?];
    let others = ["ExternalUserId", "ParentExternalUserId"].into_iter();
    for other in others.filter_map(|name| business_scoped_id(form, name)) {
        if !senders.contains(&other) {
            senders.push(other);
        }
    }
    Ok(senders)
}

#[cfg(test)]
mod tests;
