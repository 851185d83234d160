//! The spare of a digest: the same numbers in the words of another template, for when WhatsApp holds the digest's own
//! template back. Pure.

use crate::digest::compose::DigestLine;
use crate::language::Language;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::message::template::{Template, TemplateName};
use crate::message::{Message, MessageSid, PlannedButton};
use crate::token::TokenPurpose;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How a digest is sent with the spare of its template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallbackForm {
    /// The template that carries it instead.
    pub template: TemplateName,
    /// The version of that template.
    pub template_version: u32,
    /// The lines that fill it.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it carries: the one that opens the dashboard, which has what the spare leaves out.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
}

/// Derives the spare of a stored digest from its lines; nothing is computed anew, so it says the same numbers. None when
/// the template of the message has no spare, and when the message was written in a version or language that this build
/// does not have: then nobody knows which of its lines is which.
#[must_use]
pub fn fallback_form(message: &Message) -> Option<FallbackForm> {
    let template = message.template.spare()?;
    let language = Language::ALL.into_iter().find(|language| language.tag() == message.language)?;
    if message.template.read(language).version != message.template_version {
        return None;
    }
    let approved = template.read(language);
    let variables = variables(message, template)?;
    Some(FallbackForm {
        template,
        template_version: approved.version,
        text: approved.fill(&variables),
        buttons: buttons(message, approved)?,
        variables,
    })
}

/// Takes each line of the spare from its place in the message; nothing when one is missing.
fn variables(message: &Message, template: TemplateName) -> Option<BTreeMap<String, String>> {
    let own = DigestLine::of_template(message.template);
    let value = |line: &DigestLine| {
        let place = own.iter().position(|known| known == line)? + 1;
        message.variables.get(&place.to_string()).cloned()
    };
    let numbered = |(line, number): (&DigestLine, u32)| Some((number.to_string(), value(line)?));
    DigestLine::of_template(template).iter().zip(1_u32..).map(numbered).collect()
}

/// Returns each button of the spare what the message planned for its link; nothing when it planned none.
fn buttons(message: &Message, approved: &Template) -> Option<Vec<PlannedButton>> {
    let planned = message.buttons.iter().find(|button| button.purpose == TokenPurpose::Dashboard)?;
    let links = approved.buttons.iter().filter(|button| button.is_link());
    links.map(|link| Some(PlannedButton { variable: link.variable()?, ..planned.clone() })).collect()
}

/// Returns the text of a message as the person reads it when it goes out with a template: its own, or its spare's.
#[must_use]
pub fn text_sent(message: &Message, template: TemplateName) -> String {
    let spare = if template == message.template { None } else { fallback_form(message) };
    spare.map_or_else(|| message.text.clone(), |spare| spare.text)
}

/// Creates the log entry of a message that Twilio took by an attempt of this number, under this id.
#[must_use]
pub fn sent_entry(
    message: &Message,
    number: u32,
    sid: &MessageSid,
    at: Timestamp,
) -> WhatsAppConversationEntry {
    let attempt = message.attempts.iter().find(|attempt| attempt.number == number);
    let template = attempt.map_or(message.template, |attempt| attempt.template);
    WhatsAppConversationEntry {
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        at,
        message_sid: sid.to_string(),
        said: Said::Sent { message: message.id.clone(), text: text_sent(message, template) },
        reply: None,
        queued: Vec::new(),
        webhook: None,
    }
}
