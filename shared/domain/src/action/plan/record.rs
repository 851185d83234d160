//! What an action leaves in the logs: the audit event and the conversation entry.

use crate::action::context::{ActionContext, Actor, Via};
use crate::action::decision::{Change, Refusal};
use crate::action::describe::describe;
use crate::action::request::Request;
use crate::audit::{AuditEvent, Evidence, Occasion, Verb};
use crate::identity::AuditEventId;
use crate::inbound::command;
use crate::inbound::message::InboundMessage;
use crate::insight::adjustment::DecisionRecord;
use crate::insight::target::Target;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::message::job::QueueJob;
use crate::token::Action;
use crate::workspace::Member;

/// A bearer token leaves one event for each denied attempt in an hour of the clock.
const SECONDS_OF_AN_HOUR: i64 = 3_600;

/// Returns the record of who decides, when and on which channel.
pub(super) fn decision(request: &Request<'_>, member: &Member) -> DecisionRecord {
    DecisionRecord {
        by: member.id.clone(),
        name: member.name.clone(),
        at: request.actor.now,
        source: request.actor.via.source(),
    }
}

/// Reports whether the request comes from somebody else's phone: then the person of the button neither did nor said
/// anything.
pub(super) fn is_stranger(actor: &Actor<'_>, refusal: &Refusal) -> bool {
    actor.via.senders().is_some() && matches!(refusal, Refusal::NotYourButton | Refusal::NotVerified)
}

/// Creates the audit event of an attempt that changed nothing. The event of a stranger names nobody.
pub(super) fn denied(request: &Request<'_>, context: &ActionContext, refusal: &Refusal) -> AuditEvent {
    let wished =
        request.actor.requested_action(context.token.as_ref()).map(|wish| wish.action.row().audited_as.verb);
    let verb = wished.unwrap_or_else(|| request.actor.claims.purpose.verb());
    let is_stranger = is_stranger(&request.actor, refusal);
    let id = match request.message {
        Some(message) => denied_id(request, message, is_stranger),
        None => AuditEvent::id_for_denied(
            &request.actor.claims.hash(),
            &told_apart(request, context, refusal, verb),
        ),
    };
    let occasion = Occasion { id, ..occasion(request) };
    let denied = AuditEvent::denied(occasion, verb, object(request), refusal.audit_word());
    let denied = if is_stranger { denied } else { denied.by(&request.actor.claims.member) };
    with_message(request, denied)
}

/// Returns what tells two denied attempts by one token apart, if no messages do. A link can be pressed and a request sent
/// without end, so a link that is denied the same thing again leaves no other event; a bearer token, which is good for
/// long, leaves one an hour. One that is good for nothing leaves one for each reason, and so do all targets that are not
/// there: anybody can make up another.
fn told_apart(request: &Request<'_>, context: &ActionContext, refusal: &Refusal, verb: Verb) -> String {
    let (reason, verb, target) = (refusal.audit_word(), verb.event(), object(request));
    match request.actor.via {
        Via::Bearer if refusal.is_of_standing() => reason.to_owned(),
        Via::Bearer => {
            let target = context.target.as_ref().map_or("", |_| target);
            let hour = request.actor.now.as_second().div_euclid(SECONDS_OF_AN_HOUR);
            format!("{reason}|{verb}|{target}|{hour}")
        }
        Via::Link | Via::Phone(_) | Via::Text(_) => format!("{reason}|{verb}|{target}"),
    }
}

/// Creates the audit event of a change, with the facts it was based on.
pub(super) fn executed(
    request: &Request<'_>,
    context: &ActionContext,
    change: &Change,
    after: &Target,
) -> Option<AuditEvent> {
    let evidence = evidence(request, context, change)?;
    let action = request.actor.requested_action(context.token.as_ref())?.action;
    let executed = AuditEvent::executed(occasion(request), verb_of(action, change), object(request))
        .by(&request.actor.claims.member)
        .from_state(describe(context.target.as_ref()?))
        .to_state(describe(after))
        .because(evidence);
    Some(with_message(request, executed))
}

fn evidence(request: &Request<'_>, context: &ActionContext, change: &Change) -> Option<Evidence> {
    let band = if let Change::Approve { band } = change { Some(*band) } else { None };
    let first = context.shift().and_then(|shift| shift.first.as_ref()).filter(|_| band.is_some());
    Some(Evidence {
        token: request.actor.token_hash(),
        role: context.member.as_ref()?.role,
        rules_version: context.workspace.as_ref()?.rules.version,
        target_version: version(context.target.as_ref()?),
        band,
        first_approver: first.map(|first| first.by.clone()),
    })
}

fn version(target: &Target) -> u64 {
    match target {
        Target::Shift(shift) => shift.version,
        Target::Alert(alert) => alert.version,
        Target::Recommendation(recommendation) => recommendation.version,
        Target::Day(_) => 0,
    }
}

/// Returns the identifier of the audit event, derived from the message, or from the token and the time.
pub(super) fn event_id(request: &Request<'_>) -> AuditEventId {
    match request.message {
        Some(message) => AuditEvent::id_for_message(message.message_sid.as_str()),
        None => AuditEvent::id_for_token(&request.actor.claims.hash(), request.actor.now),
    }
}

/// A person's attempts are told apart by their messages, those of a stranger by the button.
fn denied_id(request: &Request<'_>, message: &InboundMessage, is_stranger: bool) -> AuditEventId {
    match message.sender_key.as_deref().filter(|_| is_stranger) {
        Some(stranger) => AuditEvent::id_for_stranger(request.actor.claims.hash().as_str(), stranger),
        None => AuditEvent::id_for_message(message.message_sid.as_str()),
    }
}

fn occasion(request: &Request<'_>) -> Occasion {
    let actor = &request.actor;
    Occasion {
        id: event_id(request),
        workspace: actor.claims.workspace.clone(),
        at: actor.now,
        source: actor.via.source(),
    }
}

fn object<'a>(request: &'a Request<'_>) -> &'a str {
    request.actor.target().as_str()
}

fn with_message(request: &Request<'_>, event: AuditEvent) -> AuditEvent {
    match request.message {
        Some(message) => event.asked_by(message.message_sid.as_str()),
        None => event,
    }
}

/// The first of two approvals has a verb of its own; every other change has the verb of its action.
fn verb_of(action: Action, change: &Change) -> Verb {
    let names = action.row().audited_as;
    match change {
        Change::ApproveFirst => names.first_of_two.unwrap_or(names.verb),
        _ => names.verb,
    }
}

/// Creates the conversation entry, with the reply and the jobs it queues, or returns `None` if the request came by
/// another channel.
pub(super) fn entry(
    request: &Request<'_>,
    reply: Option<&str>,
    jobs: &[QueueJob],
) -> Option<WhatsAppConversationEntry> {
    let message = request.message?;
    Some(WhatsAppConversationEntry {
        workspace: request.actor.claims.workspace.clone(),
        member: request.actor.claims.member.clone(),
        at: request.actor.now,
        message_sid: message.message_sid.to_string(),
        said: said(request, message),
        reply: reply.map(str::to_owned),
        queued: jobs.to_vec(),
        question: None,
        webhook: message.webhook.clone(),
    })
}

fn said(request: &Request<'_>, message: &InboundMessage) -> Said {
    if request.actor.via.is_text() {
        return command::said(message);
    }
    let on = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    let button = message.button_text.clone().or_else(|| message.list_title.clone()).unwrap_or_default();
    Said::Tapped { button, on }
}
