//! The form in which a message is sent when that is not its own: another template or content, with the variables and buttons of
//! that. Pure.

use crate::language::Language;
use crate::message::template::TemplateName;
use crate::message::{Message, PlannedButton};
use crate::token::TokenPurpose;
use std::collections::BTreeMap;

/// A form of a message other than its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageForm {
    /// The template or the session content that carries the message instead.
    pub template: TemplateName,
    pub template_version: u32,
    pub variables: BTreeMap<String, String>,
    /// The buttons that this form has, each with its variable here.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
}

/// Derives the form of a report without its picture, for when Twilio cannot fetch that or WhatsApp does not show it. Returns
/// `None` if the message has no picture.
#[must_use]
pub fn without_picture(message: &Message) -> Option<MessageForm> {
    let template = message.template.spare().filter(|spare| spare.is_session())?;
    let shown = |button: &&PlannedButton| button.purpose != TokenPurpose::Chart;
    Some(MessageForm {
        template,
        template_version: template.read(Language::choose(&[&message.language])).version,
        variables: message.variables.clone(),
        buttons: message.buttons.iter().filter(shown).cloned().collect(),
        text: message.text.clone(),
    })
}
