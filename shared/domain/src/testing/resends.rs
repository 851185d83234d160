//! Undelivered messages shared by tests.

use super::{subscription, workspace};
use crate::message::template::TemplateName;
use crate::message::{
    Attempt, AttemptEnd, FailureClass, FailureReason, Message, MessageKind, MessageState, NewMessage,
};
use crate::resend::decision::Recipient;
use crate::workspace::Member;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A person's digest that WhatsApp refused when it was written.
pub fn failed_digest(member: &Member, at: Timestamp) -> Message {
    let date = at.to_zoned(TimeZone::UTC).date();
    let mut message = Message::queued(NewMessage {
        id: Message::digest_id(&member.id, date),
        kind: MessageKind::Digest,
        workspace: &workspace().id,
        member: &member.id,
        language: "en",
        template: TemplateName::KpiDaily,
        template_version: 1,
        variables: BTreeMap::from([("1".to_owned(), member.name.clone())]),
        buttons: Vec::new(),
        text: "Your digest".into(),
        local_date: date,
        now: at,
    });
    (message.state, message.rank) = (MessageState::Failed, MessageState::Failed.rank());
    (message.due_at, message.due_list) = (None, None);
    message.failure = Some(FailureReason::Refused { code: Some(63_024), class: FailureClass::Unfamiliar });
    let mut attempt = Attempt::begun(1, message.template, 1, at);
    attempt.sid = Some("SM000000000000000000000000000000f1".into());
    (attempt.ended, attempt.code) = (Some(AttemptEnd::Accepted), Some(63_024));
    message.attempts = vec![attempt];
    message
}

/// A member who wants messages.
pub fn recipient(member: &Member) -> Recipient {
    Recipient { member: Some(member.clone()), subscription: Some(subscription(member)) }
}
