//! The output of the demo: chats, states and the audit log.

use command_center::domain::action::reply;
use command_center::domain::audit::{AuditEvent, Outcome};
use command_center::domain::identity::MemberId;
use command_center::domain::language::Language;
use command_center::domain::message::{Message, MessageState};

use super::{DEMO_ZONE, DemoError};
use crate::console;
use crate::phone_client::ChatMessage;

pub(super) fn approve_button(digest: &ChatMessage) -> Result<usize, DemoError> {
    let button = digest.button("Approve budget shift").map(|button| button.index);
    button.ok_or_else(|| DemoError::NotAsExpected("the digest has no button to approve".into()))
}

pub(super) fn bubble(message: &ChatMessage) -> String {
    let titles: Vec<String> = message.buttons.iter().map(|button| button.title.clone()).collect();
    console::bubble(&message.text, &titles)
}

pub(super) fn standing(message: &Message) -> String {
    let attempts = message.attempts.len();
    let state = match message.state {
        MessageState::Queued => "queued",
        MessageState::Calling => "calling Twilio",
        MessageState::Unknown => "unknown",
        MessageState::Accepted => "accepted by Twilio",
        MessageState::Undelivered => "not delivered",
        MessageState::Failed => "failed",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
    };
    format!(
        "{state}, {attempts} attempt{}, {} v{}",
        if attempts == 1 { "" } else { "s" },
        message.template.as_str(),
        message.template_version
    )
}

pub(super) fn audit_line(event: &AuditEvent) -> String {
    let nobody = if event.administrator.is_some() { "an administrator" } else { "somebody else's phone" };
    let who = event.actor.as_ref().map_or(nobody, MemberId::as_str);
    let outcome = match &event.outcome {
        Outcome::Executed => "executed".to_owned(),
        Outcome::Denied { reason } => format!("denied: {reason}"),
    };
    let change = match (&event.before, &event.after) {
        (Some(before), Some(after)) => format!("\n    {before}\n    → {after}"),
        _ => String::new(),
    };
    let when = Language::English.moment(event.at, DEMO_ZONE);
    let source = reply::source(Language::English, event.source);
    format!("{when}  {who} via {source}: {} {} — {outcome}{change}", event.verb.label(), event.object)
}
