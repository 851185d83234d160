//! A tap on a button: one batched read, a decision, one transaction. The conditions of the transaction decide whatever
//! the read said; who loses a race is answered from the items that stood in the way.

use crate::action::adjustment::{BudgetAdjustment, DecisionRecord};
use crate::action::decision::{ApprovalDecision, Refusal, TapFacts, Tapper, decide_approval, person_refusal};
use crate::action::reply::{self, Reader};
use crate::action::token::{ActionKind, TokenClaims};
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::conversation::{Said, WhatsAppConversationEntry};
use crate::inbound::message::InboundMessage;
use crate::language::{Language, Phrase};
use crate::store::taps::{Approval, ApprovalWrites, TapRead};
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// A tap whose token has a good MAC.
pub struct Tap<'a> {
    /// What the token claims.
    pub claims: &'a TokenClaims,
    /// The inbound message.
    pub message: &'a InboundMessage,
    /// The time of the server.
    pub now: Timestamp,
}

/// Handles a tap and gives the reply. The same message handled twice gives the same reply and changes nothing twice.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn handle(store: &Store, tap: &Tap<'_>) -> Result<String, StoreError> {
    let read = store.read_tap(tap.claims, tap.message.message_sid.as_str()).await?;
    if let Some(reply) = read.handled.as_ref().and_then(|entry| entry.reply.clone()) {
        return Ok(reply);
    }
    match tap.claims.action {
        ActionKind::ApproveShift => approve(store, tap, read.facts).await,
        ActionKind::ShowAlerts | ActionKind::ViewDashboard => show_alerts(store, tap, read).await,
    }
}

fn tapper<'a>(tap: &'a Tap<'a>) -> Tapper<'a> {
    Tapper { claims: tap.claims, senders: &tap.message.senders, now: tap.now }
}

async fn approve(store: &Store, tap: &Tap<'_>, facts: TapFacts) -> Result<String, StoreError> {
    let (ApprovalDecision::Approve, Some(before), Some(decision)) =
        (decide_approval(&tapper(tap), &facts), &facts.adjustment, decision_record(tap, &facts))
    else {
        return refuse(store, tap, Verb::ApproveShift, &facts).await;
    };
    let after = before.approved(decision.clone());
    let reply = reply::approved(&Reader::of(&facts), &after, &decision);
    let entry = entry(tap, &reply);
    let writes = ApprovalWrites {
        claims: tap.claims,
        facts: &facts,
        before,
        after: &after,
        audit: &approval_event(tap, before, &after),
        entry: &entry,
        now: tap.now.as_second(),
    };
    match store.approve(&writes).await? {
        Approval::Done => Ok(reply),
        Approval::HandledBefore(entry) => Ok(entry.reply.unwrap_or_default()),
        Approval::StoodInTheWay(found) => Ok(answer_the_loser(tap, &found)),
    }
}

/// Answers from what stood in the way. A tap is two round trips, and both are made: the refusal leaves a log line.
fn answer_the_loser(tap: &Tap<'_>, found: &TapFacts) -> String {
    let reader = Reader::of(found);
    match decide_approval(&tapper(tap), found) {
        ApprovalDecision::Refuse(refusal) => {
            let message_sid = &tap.message.message_sid;
            tracing::info!(%message_sid, refusal = refusal.audit_word(), "something stood in the way of an approval");
            reply::refused(&reader, found, &refusal)
        }
        ApprovalDecision::Approve => reader.language.say(Phrase::ReplyTryAgain, &[]),
    }
}

fn decision_record(tap: &Tap<'_>, facts: &TapFacts) -> Option<DecisionRecord> {
    let member = facts.member.as_ref()?;
    Some(DecisionRecord {
        by: member.id.clone(),
        name: member.name.clone(),
        at: tap.now,
        source: Source::WhatsApp,
    })
}

/// Changes nothing: writes the denied attempt and the reply, and says why.
async fn refuse(store: &Store, tap: &Tap<'_>, verb: Verb, facts: &TapFacts) -> Result<String, StoreError> {
    let refusal = match decide_approval(&tapper(tap), facts) {
        ApprovalDecision::Refuse(refusal) => refusal,
        ApprovalDecision::Approve => Refusal::Gone,
    };
    say_no(store, tap, verb, facts, &refusal).await
}

async fn say_no(
    store: &Store,
    tap: &Tap<'_>,
    verb: Verb,
    facts: &TapFacts,
    refusal: &Refusal,
) -> Result<String, StoreError> {
    let reply = reply::refused(&Reader::of(facts), facts, refusal);
    let denied = event(tap, verb, Outcome::Denied { reason: refusal.audit_word().to_owned() });
    if *refusal == Refusal::NotYourButton {
        // Somebody else's phone: the person of the button neither did nor said anything.
        store.log_stranger(&AuditEvent { actor: None, ..denied }).await?;
    } else {
        store.log_unchanged(Some(&denied), &entry(tap, &reply)).await?;
    }
    Ok(reply)
}

async fn show_alerts(store: &Store, tap: &Tap<'_>, read: TapRead) -> Result<String, StoreError> {
    let refusal = person_refusal(&tapper(tap), &read.facts, ActionKind::ShowAlerts)
        .or_else(|| too_old(tap, &read.facts));
    let (None, Some(day)) = (&refusal, read.day) else {
        return say_no(store, tap, Verb::ShowAlerts, &read.facts, &refusal.unwrap_or(Refusal::Gone)).await;
    };
    let reply = reply::alerts(&Reader::of(&read.facts), &day);
    store.log_unchanged(None, &entry(tap, &reply)).await?;
    Ok(reply)
}

fn too_old(tap: &Tap<'_>, facts: &TapFacts) -> Option<Refusal> {
    let token = facts.token.as_ref()?;
    (tap.now.as_second() >= token.valid_until).then_some(Refusal::Expired)
}

fn approval_event(tap: &Tap<'_>, before: &BudgetAdjustment, after: &BudgetAdjustment) -> AuditEvent {
    let amount = |money| Language::English.exact_money(money);
    let budgets = |from, to, version: u64| {
        format!(
            "{}: {}, {}: {} a day, version {version}",
            before.from.campaign,
            amount(from),
            before.to.campaign,
            amount(to)
        )
    };
    AuditEvent {
        before: Some(format!("proposed; {}", budgets(before.from.before, before.to.before, before.version))),
        after: Some(format!("approved; {}", budgets(after.from.after, after.to.after, after.version))),
        ..event(tap, Verb::ApproveShift, Outcome::Executed)
    }
}

fn event(tap: &Tap<'_>, verb: Verb, outcome: Outcome) -> AuditEvent {
    let sid = tap.message.message_sid.as_str();
    AuditEvent {
        id: AuditEvent::id_for_message(sid),
        workspace: tap.claims.workspace.clone(),
        at: tap.now,
        actor: Some(tap.claims.member.clone()),
        source: Source::WhatsApp,
        verb,
        object: tap.claims.target.as_str().to_owned(),
        before: None,
        after: None,
        outcome,
        message_sid: Some(sid.to_owned()),
    }
}

fn entry(tap: &Tap<'_>, reply: &str) -> WhatsAppConversationEntry {
    let button = tap.message.button_text.clone().unwrap_or_default();
    let on = tap.message.original_replied_message_sid.as_ref().map(ToString::to_string);
    WhatsAppConversationEntry {
        workspace: tap.claims.workspace.clone(),
        member: tap.claims.member.clone(),
        at: tap.now,
        message_sid: tap.message.message_sid.to_string(),
        said: Said::Tapped { button, on },
        reply: Some(reply.to_owned()),
    }
}

#[cfg(test)]
mod tests;
