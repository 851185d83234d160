//! The other forms of a stored digest: a message of the open session, which needs no template, and the fallback template,
//! the same numbers in other words, for when WhatsApp does not deliver the digest's own template. Pure.

use crate::digest::compose::DigestLine;
use crate::language::Language;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::message::form::{MessageForm, without_picture};
use crate::message::template::{LONGEST_BODY, Template, TemplateButton, TemplateName};
use crate::message::{Attempt, Message, MessageSid, PlannedButton};
use crate::token::TokenPurpose;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The variable of a session report that has the token of its link; 1 is the text, and 2 the title of the link.
const LINK_VARIABLE: u32 = 3;
/// How long the address of a dashboard may be, its token included.
const LONGEST_LINK: usize = 200;

/// Derives the fallback form of a stored digest from its lines. Nothing is computed again, so the numbers are the same.
/// Returns `None` if the message's template has no fallback, or if the message was written in a version or language
/// that this build does not have, because then its lines cannot be identified.
#[must_use]
pub fn fallback_form(message: &Message) -> Option<MessageForm> {
    let template = message.template.spare()?;
    let (language, _) = own_template(message)?;
    let approved = template.read(language);
    let variables = variables(message, template)?;
    Some(MessageForm {
        template,
        template_version: approved.version,
        text: approved.fill(&variables),
        buttons: buttons(message, approved)?,
        variables,
    })
}

/// Derives the session form of a stored digest: its text with the link to the dashboard as a line, and its quick replies.
/// Returns `None` if the message is no digest, was written in a version or language that this build does not have, or would be
/// longer than WhatsApp allows.
#[must_use]
pub fn session_form(message: &Message) -> Option<MessageForm> {
    message.template.spare().filter(|spare| !spare.is_session())?;
    let (language, approved) = own_template(message)?;
    let (links, replies): (Vec<&TemplateButton>, Vec<_>) =
        approved.buttons.iter().partition(|button| button.is_link());
    let planned = |button: &TemplateButton| {
        let known = message.buttons.iter().find(|planned| Some(planned.variable) == button.variable());
        known.map(|known| (button.title.clone(), known.clone()))
    };
    let [(title, link)] = links.into_iter().map(planned).collect::<Option<Vec<_>>>()?.try_into().ok()?;
    let replies = replies.into_iter().map(planned).collect::<Option<Vec<_>>>()?;
    let template = TemplateName::report(replies.len())?;
    let text = format!("{}\n\n{title}", message.text);
    if text.encode_utf16().count() + 1 + LONGEST_LINK > LONGEST_BODY {
        return None;
    }
    let first = [("1".to_owned(), message.text.clone()), ("2".to_owned(), title)];
    let titles =
        replies.iter().zip(0..).map(|((title, _), place)| (title_of(place).to_string(), title.clone()));
    let variables = first.into_iter().chain(titles).collect();
    let quick_replies = replies
        .iter()
        .zip(0..)
        .map(|((_, planned), place)| PlannedButton { variable: title_of(place) + 1, ..planned.clone() });
    let buttons =
        std::iter::once(PlannedButton { variable: LINK_VARIABLE, ..link }).chain(quick_replies).collect();
    let template_version = template.read(language).version;
    Some(MessageForm { template, template_version, variables, buttons, text })
}

/// Returns the variable of a session report that has the title of a quick reply; its token is the next one.
fn title_of(place: u32) -> u32 {
    LINK_VARIABLE + 1 + 2 * place
}

/// Returns the template that a message was written for, with its language, if this build has that version of it.
fn own_template(message: &Message) -> Option<(Language, &'static Template)> {
    let language = Language::ALL.into_iter().find(|language| language.tag() == message.language)?;
    let own = message.template.read(language);
    (own.version == message.template_version).then_some((language, own))
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

/// Returns the form in which a message is sent with another template than its own, or `None` if it has no such form.
#[must_use]
pub fn form_with(message: &Message, template: TemplateName) -> Option<MessageForm> {
    let form = if message.template.is_session() {
        without_picture(message)
    } else if template.is_session() {
        session_form(message)
    } else {
        fallback_form(message)
    };
    form.filter(|form| form.template == template)
}

/// Returns the text of a message as the person reads it when it is sent with a template, without the address of a link.
#[must_use]
pub fn text_sent(message: &Message, template: TemplateName) -> String {
    let other = if template == message.template { None } else { form_with(message, template) };
    other.map_or_else(|| message.text.clone(), |form| form.text)
}

/// Returns the text of an attempt as the person read it, without the address of a link, or `None` if it was sent in a version
/// of a template that this build does not have.
#[must_use]
pub fn text_of_attempt(message: &Message, attempt: &Attempt) -> Option<String> {
    let sent = (attempt.template, attempt.template_version);
    if sent == (message.template, message.template_version) {
        return Some(message.text.clone());
    }
    let other = form_with(message, attempt.template)?;
    (sent == (other.template, other.template_version)).then_some(other.text)
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
        question: None,
        webhook: None,
    }
}
