//! What one sender may cause: each message is counted before it is handled, and past the budget there is silence, with
//! one event in the audit log of each workspace that knows the sender.

use super::{InboundAnswer, InboundDeps, sender};
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::identity::WorkspaceId;
use domain::inbound::budget::{MOST_MESSAGES, SenderBudget, minutes_left};
use domain::inbound::message::InboundMessage;
use domain::language::{Language, Phrase, Value};
use jiff::Timestamp;
use store::StoreError;

/// Counts a message.
pub(super) async fn count(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
) -> Result<SenderBudget, StoreError> {
    let (sid, now) = (message.message_sid.as_str(), deps.clock.now());
    deps.store.count_message(message.sender_key.as_deref().unwrap_or_default(), sid, now).await
}

/// Records the first message past the budget in the audit log of each workspace that knows the sender, or in the one whose
/// button an unknown sender tapped. There is one event an hour, however often this is done.
pub(super) async fn record_spent(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    button_of: Option<&WorkspaceId>,
) -> Result<(), StoreError> {
    tracing::warn!(message_sid = %message.message_sid, "a sender wrote more than is handled within an hour");
    let owners = sender::owners(deps, message).await?;
    let known = owners.iter().map(|owner| (&owner.workspace, format!("phone of {}", owner.member)));
    let unknown = button_of.filter(|_| owners.is_empty()).map(|home| (home, "unknown phone".to_owned()));
    for (workspace, whose) in known.chain(unknown) {
        deps.store.log_stranger(&spent(workspace, whose, message, deps.clock.now())).await?;
    }
    Ok(())
}

/// Says with the last reply of an hour that it is the last one, or instead of it if there is none.
pub(super) fn with_notice(
    answer: InboundAnswer,
    budget: SenderBudget,
    language: Language,
    now: Timestamp,
) -> InboundAnswer {
    if budget != SenderBudget::Last {
        return answer;
    }
    let count = usize::try_from(MOST_MESSAGES).unwrap_or_default();
    let values = [("count", Value::Count(count)), ("minutes", Value::Count(minutes_left(now)))];
    let notice = language.say(Phrase::ReplyLastOfHour, &values);
    match answer {
        InboundAnswer::Say(reply) => InboundAnswer::Say(format!("{reply}\n\n{notice}")),
        InboundAnswer::Silence => InboundAnswer::Say(notice),
        InboundAnswer::NotForUs => answer,
    }
}

/// The event names whose phone it is as its object: who writes may be somebody else by now.
fn spent(workspace: &WorkspaceId, whose: String, message: &InboundMessage, now: Timestamp) -> AuditEvent {
    let tried = format!("{whose} in {}", now.strftime("%Y-%m-%dT%H"));
    let occasion = Occasion {
        id: AuditEvent::id_for_stranger(&tried, message.sender_key.as_deref().unwrap_or_default()),
        workspace: workspace.clone(),
        at: now,
        source: Source::WhatsApp,
    };
    AuditEvent::denied(occasion, Verb::WriteMessages, whose, "budget_spent")
        .to_state(format!("{MOST_MESSAGES} messages handled, silent for {} minutes", minutes_left(now)))
        .asked_by(message.message_sid.as_str())
}
