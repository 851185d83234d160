//! A stored message and its attempts, for tests.

use crate::message::template::TemplateName;
use crate::message::{Attempt, Message, MessageKind, MessageState, NewMessage};
use crate::testing::{maya, now, report_day};
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// Creates a message of a kind to Maya, written now and waiting for its first attempt.
pub fn message_of(kind: MessageKind) -> Message {
    let maya = maya();
    let template = match kind {
        MessageKind::Card => TemplateName::Card2,
        MessageKind::Answer => TemplateName::Card3,
        MessageKind::Correction => TemplateName::Report,
        _ => TemplateName::KpiDaily,
    };
    Message::queued(NewMessage {
        id: "d-20261006-maya".parse().unwrap(),
        kind,
        workspace: &maya.workspace,
        member: &maya.id,
        language: "en",
        template,
        template_version: 1,
        variables: BTreeMap::new(),
        buttons: Vec::new(),
        text: "Good morning Maya. Spend: $4,120".into(),
        local_date: report_day().tomorrow().unwrap(),
        now: now(),
    })
}

/// Creates a digest to Maya in a given state.
pub fn digest_in(state: MessageState) -> Message {
    Message { state, rank: state.rank(), ..message_of(MessageKind::Digest) }
}

/// Creates an attempt that started this many seconds after now.
pub fn attempt_at(number: u32, seconds: i64) -> Attempt {
    Attempt::begun(number, TemplateName::KpiDaily, 1, now() + SignedDuration::from_secs(seconds))
}
