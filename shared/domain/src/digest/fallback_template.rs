//! The fallback template of a digest: the same numbers in the words of another template, for when WhatsApp does not
//! deliver the digest's own template. Pure.

use crate::digest::compose::DigestLine;
use crate::language::Language;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::message::template::{Template, TemplateName};
use crate::message::{Attempt, Message, MessageSid, PlannedButton};
use crate::token::TokenPurpose;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The form in which a digest is sent with the fallback template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallbackForm {
    /// The template that carries the digest instead.
    pub template: TemplateName,
    /// The version of that template.
    pub template_version: u32,
    /// The variables of that template: the lines.
    pub variables: BTreeMap<String, String>,
    /// The buttons: only the one that opens the dashboard, which shows what the fallback template leaves out.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
}

/// Derives the fallback form of a stored digest from its lines. Nothing is computed again, so the numbers are the same.
/// Returns `None` if the message's template has no fallback, or if the message was written in a version or language
/// that this build does not have, because then its lines cannot be identified.
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

/// Takes each line of the fallback template from its place in the message, or returns `None` if one is missing.
fn variables(message: &Message, template: TemplateName) -> Option<BTreeMap<String, String>> {
    let own = DigestLine::of_template(message.template);
    let value = |line: &DigestLine| {
        let place = own.iter().position(|known| known == line)? + 1;
        message.variables.get(&place.to_string()).cloned()
    };
    let numbered = |(line, number): (&DigestLine, u32)| Some((number.to_string(), value(line)?));
    DigestLine::of_template(template).iter().zip(1_u32..).map(numbered).collect()
}

/// Gives each link button of the fallback template the link that the message planned, or returns `None` if it planned
/// none.
fn buttons(message: &Message, approved: &Template) -> Option<Vec<PlannedButton>> {
    let planned = message.buttons.iter().find(|button| button.purpose == TokenPurpose::Dashboard)?;
    let links = approved.buttons.iter().filter(|button| button.is_link());
    links.map(|link| Some(PlannedButton { variable: link.variable()?, ..planned.clone() })).collect()
}

/// Returns the text of a message as the person reads it when it is sent with a template: its own or the fallback.
#[must_use]
pub fn text_sent(message: &Message, template: TemplateName) -> String {
    let spare = if template == message.template { None } else { fallback_form(message) };
    spare.map_or_else(|| message.text.clone(), |spare| spare.text)
}

/// Returns the text of an attempt as the person read it, or `None` if it was sent in a version of a template that this
/// build does not have.
#[must_use]
pub fn text_of_attempt(message: &Message, attempt: &Attempt) -> Option<String> {
    let sent = (attempt.template, attempt.template_version);
    if sent == (message.template, message.template_version) {
        return Some(message.text.clone());
    }
    let spare = fallback_form(message)?;
    (sent == (spare.template, spare.template_version)).then_some(spare.text)
}

/// Creates the conversation entry of a message that Twilio accepted, with the attempt's number and the message's Twilio
/// identifier.
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
