//! What an action leaves in the logs: the audit event and the entry of the conversation.

use crate::action::context::{ActionFacts, Actor};
use crate::action::decision::{Change, Refusal};
use crate::action::request::Request;
use crate::audit::{AuditEvent, Evidence, Outcome, Verb};
use crate::inbound::command;
use crate::inbound::message::InboundMessage;
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord, ShiftOutcome};
use crate::insight::record::{Alert, AlertState, Assignment, AssignmentAnswer, Recommendation};
use crate::insight::target::Target;
use crate::instant::EpochSecond;
use crate::language::Language;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::message::job::QueueJob;
use crate::token::ActionKind;

/// Gives who decides, when and on which channel; nothing when the member was not read.
pub(super) fn decision(request: &Request<'_>, facts: &ActionFacts) -> Option<DecisionRecord> {
    let member = facts.member.as_ref()?;
    Some(DecisionRecord {
        by: member.id.clone(),
        name: member.name.clone(),
        at: request.actor.now,
        source: request.actor.presence.source(),
    })
}

/// Says whether somebody else's phone asks: the person of the button neither did nor said anything.
pub fn is_stranger(actor: &Actor<'_>, refusal: &Refusal) -> bool {
    actor.presence.senders().is_some() && matches!(refusal, Refusal::NotYourButton | Refusal::NotVerified)
}

/// Makes the event of an attempt that changed nothing. That of a stranger names nobody.
pub fn denied(request: &Request<'_>, facts: &ActionFacts, refusal: &Refusal) -> AuditEvent {
    let wished = request.actor.wish(facts.token.as_ref()).map(|wish| wish.action);
    let verb = verb_of(wished.unwrap_or(request.actor.claims.action));
    let denied = event(request, verb, Outcome::Denied { reason: refusal.audit_word().to_owned() });
    if is_stranger(&request.actor, refusal) { AuditEvent { actor: None, ..denied } } else { denied }
}

/// Makes the event of a change, with what it rested on.
pub(super) fn executed(
    request: &Request<'_>,
    facts: &ActionFacts,
    change: &Change,
    after: &Target,
) -> Option<AuditEvent> {
    let evidence = evidence(request, facts, change)?;
    Some(AuditEvent {
        before: Some(in_words(facts.target.as_ref()?)),
        after: Some(in_words(after)),
        evidence: Some(evidence),
        ..event(request, verb_of_change(change), Outcome::Executed)
    })
}

fn evidence(request: &Request<'_>, facts: &ActionFacts, change: &Change) -> Option<Evidence> {
    let band = if let Change::Approve { band } = change { Some(*band) } else { None };
    let first = facts.shift().and_then(|shift| shift.first.as_ref()).filter(|_| band.is_some());
    Some(Evidence {
        token: request.actor.token_hash(),
        role: facts.member.as_ref()?.role,
        rules_version: facts.workspace.as_ref()?.rules.version,
        target_version: version(facts.target.as_ref()?),
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

fn event(request: &Request<'_>, verb: Verb, outcome: Outcome) -> AuditEvent {
    let actor = &request.actor;
    let sid = request.message.map(|message| message.message_sid.as_str());
    AuditEvent {
        id: sid.map_or_else(
            || AuditEvent::id_for_token(&actor.claims.hash(), actor.now),
            AuditEvent::id_for_message,
        ),
        workspace: actor.claims.workspace.clone(),
        at: actor.now,
        actor: Some(actor.claims.member.clone()),
        administrator: None,
        source: actor.presence.source(),
        verb,
        object: actor.object().1.as_str().to_owned(),
        before: None,
        after: None,
        outcome,
        message_sid: sid.map(str::to_owned),
        evidence: None,
    }
}

fn verb_of(action: ActionKind) -> Verb {
    match action {
        ActionKind::ApproveShift | ActionKind::ConfirmShift => Verb::ApproveShift,
        ActionKind::DeclineShift => Verb::DeclineShift,
        ActionKind::UndoShift => Verb::UndoShift,
        ActionKind::ReviewShift => Verb::ReviewShift,
        ActionKind::ShowAlerts | ActionKind::ViewDashboard | ActionKind::Integrate | ActionKind::ActInApp => {
            Verb::ShowAlerts
        }
        ActionKind::EndMails => Verb::EndMails,
        ActionKind::AcknowledgeAlert => Verb::AcknowledgeAlert,
        ActionKind::SnoozeAlert | ActionKind::SnoozeAlertUntilTomorrow => Verb::SnoozeAlert,
        ActionKind::AssignRecommendation | ActionKind::PickAssignee => Verb::AssignRecommendation,
        ActionKind::AcceptAssignment => Verb::AcceptAssignment,
        ActionKind::PassBackAssignment => Verb::PassBackAssignment,
    }
}

fn verb_of_change(change: &Change) -> Verb {
    match change {
        Change::Approve { .. } => Verb::ApproveShift,
        Change::ApproveFirst => Verb::ApproveShiftFirst,
        Change::Decline => Verb::DeclineShift,
        Change::GiveReason { .. } => Verb::GiveReason,
        Change::Undo => Verb::UndoShift,
        Change::Acknowledge => Verb::AcknowledgeAlert,
        Change::Snooze { .. } => Verb::SnoozeAlert,
        Change::Assign { .. } => Verb::AssignRecommendation,
        Change::Accept => Verb::AcceptAssignment,
        Change::PassBack => Verb::PassBackAssignment,
    }
}

/// Says where a target stands, for whoever reads the audit log.
fn in_words(target: &Target) -> String {
    match target {
        Target::Shift(shift) => shift_in_words(shift),
        Target::Alert(alert) => alert_in_words(alert),
        Target::Recommendation(recommendation) => recommendation_in_words(recommendation),
        Target::Day(day) => day.day.to_string(),
    }
}

/// Says where a shift stands and which budgets that means; ends with the version.
pub fn shift_in_words(shift: &BudgetAdjustment) -> String {
    let amount = |money| Language::English.exact_money(money);
    let (from, to) = if takes_effect(shift) {
        (shift.from.after, shift.to.after)
    } else {
        (shift.from.before, shift.to.before)
    };
    let state = match shift.state {
        AdjustmentState::Proposed => "proposed",
        AdjustmentState::AwaitingSecond => "awaiting a second approval",
        AdjustmentState::Approved => "approved",
        AdjustmentState::Declined => "declined",
        AdjustmentState::Undone => "undone",
        AdjustmentState::Superseded => "superseded",
    };
    format!(
        "{state}{}; {}: {}, {}: {} a day, version {}",
        in_the_ad_account(shift),
        shift.from.campaign,
        amount(from),
        shift.to.campaign,
        amount(to),
        shift.version
    )
}

/// Says whether the budgets are to be those after the shift, or are.
fn takes_effect(shift: &BudgetAdjustment) -> bool {
    let refused = |outcome: &Option<ShiftOutcome>| matches!(outcome, Some(ShiftOutcome::Refused { .. }));
    match shift.state {
        AdjustmentState::Approved => !refused(&shift.outcome),
        AdjustmentState::Undone => refused(&shift.way_back),
        _ => false,
    }
}

fn in_the_ad_account(shift: &BudgetAdjustment) -> &'static str {
    match (&shift.outcome, &shift.way_back) {
        (None, _) => "",
        (Some(ShiftOutcome::Applied { .. }), None) => ", applied in the ad account",
        (Some(ShiftOutcome::Refused { .. }), _) => ", refused by the ad account",
        (_, Some(ShiftOutcome::Applied { .. })) => ", put back in the ad account",
        (_, Some(ShiftOutcome::Refused { .. })) => ", not put back: refused by the ad account",
    }
}

fn alert_in_words(alert: &Alert) -> String {
    let version = alert.version;
    match alert.state {
        AlertState::Open => format!("open; version {version}"),
        AlertState::Acknowledged => format!("acknowledged; version {version}"),
        AlertState::Resolved => format!("resolved; version {version}"),
        AlertState::Snoozed => {
            let until = alert.snoozed_until.and_then(EpochSecond::timestamp).unwrap_or_default();
            format!("snoozed until {until}; version {version}")
        }
    }
}

fn recommendation_in_words(recommendation: &Recommendation) -> String {
    let version = recommendation.version;
    let Some(Assignment { owner, answer, .. }) = &recommendation.assignment else {
        return format!("not assigned; version {version}");
    };
    let answer = match answer {
        AssignmentAnswer::Awaited => "answer awaited",
        AssignmentAnswer::Accepted => "accepted",
        AssignmentAnswer::PassedBack => "passed back",
    };
    format!("assigned to {owner}, {answer}; version {version}")
}

/// Makes the entry of the conversation, with the reply and what it queues; nothing for what came by another way.
pub fn entry(
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
        webhook: message.webhook.clone(),
    })
}

fn said(request: &Request<'_>, message: &InboundMessage) -> Said {
    if request.actor.presence.is_text() {
        return command::said(message);
    }
    let on = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    let button = message.button_text.clone().or_else(|| message.list_title.clone()).unwrap_or_default();
    Said::Tapped { button, on }
}
