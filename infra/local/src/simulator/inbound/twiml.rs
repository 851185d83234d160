//! The interpretation of a webhook's response: replies, silence, or an entry in Twilio's error log.

use roxmltree::{Document, Node};

use crate::simulator::debugger::{NOT_MESSAGING, RETRIEVAL_FAILED, UNREADABLE, WRONG_TYPE};
use crate::simulator::refusal::BODY_TOO_LONG;
use crate::simulator::webhook::Answer;

/// The meaning of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// No message is sent.
    Nothing,
    /// These messages are sent, in order.
    Replies(Vec<Reply>),
    /// The response is unusable; the log gets this code.
    Problem(u32),
}

/// One message in a response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) body: String,
    pub(crate) media: Vec<String>,
    /// The URL for the statuses of this message, absolute or relative to the webhook.
    pub(crate) callback: Option<String>,
}

impl Verdict {
    /// Reports whether this response causes a log entry.
    pub(crate) fn is_problem(&self) -> bool {
        matches!(self, Self::Problem(_))
    }
}

/// Interprets a webhook's response to an inbound message.
pub(crate) fn classify(answer: &Answer) -> Verdict {
    if answer.status >= 400 {
        return Verdict::Problem(RETRIEVAL_FAILED);
    }
    if answer.status == 204 || answer.body.is_empty() {
        return Verdict::Nothing;
    }
    let Some(content_type) = &answer.content_type else { return Verdict::Problem(RETRIEVAL_FAILED) };
    match content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/xml" | "application/xml" | "text/html" => twiml(&answer.body),
        "text/plain" => replies(vec![Reply { body: answer.body.clone(), ..Reply::default() }]),
        _ => Verdict::Problem(WRONG_TYPE),
    }
}

fn twiml(body: &str) -> Verdict {
    let Ok(document) = Document::parse(body) else { return Verdict::Problem(UNREADABLE) };
    let root = document.root_element();
    let verbs: Vec<Node<'_, '_>> = root.children().filter(Node::is_element).collect();
    if !root.has_tag_name("Response") || verbs.iter().any(|verb| !is_message(verb)) {
        return Verdict::Problem(NOT_MESSAGING);
    }
    replies(verbs.into_iter().map(reply).collect())
}

/// Reports whether an element is a valid message, which contains only text, `Body` and `Media`.
fn is_message(verb: &Node<'_, '_>) -> bool {
    let known =
        |child: Node<'_, '_>| !child.is_element() || matches!(child.tag_name().name(), "Body" | "Media");
    verb.has_tag_name("Message") && verb.children().all(known)
}

fn reply(message: Node<'_, '_>) -> Reply {
    let named = |name: &'static str| {
        message.children().filter(move |child| child.has_tag_name(name)).map(|child| text_of(&child))
    };
    let bodies: Vec<String> = named("Body").collect();
    Reply {
        body: if bodies.is_empty() { text_of(&message) } else { bodies.concat() },
        media: named("Media").collect(),
        callback: message.attribute("statusCallback").or(message.attribute("action")).map(str::to_owned),
    }
}

/// Returns the text directly inside an element, trimmed as Twilio does.
fn text_of(node: &Node<'_, '_>) -> String {
    let own: String = node.children().filter(Node::is_text).filter_map(|text| text.text()).collect();
    own.trim().to_owned()
}

fn replies(replies: Vec<Reply>) -> Verdict {
    if replies.iter().any(|reply| reply.body.chars().count() > 1600) {
        return Verdict::Problem(BODY_TOO_LONG);
    }
    if replies.iter().any(|reply| reply.body.is_empty() && reply.media.is_empty()) {
        return Verdict::Problem(NOT_MESSAGING);
    }
    if replies.is_empty() { Verdict::Nothing } else { Verdict::Replies(replies) }
}

#[cfg(test)]
mod tests;
