//! Decides whether a request comes from the person that the token was issued to, and whether that person still is who
//! the token was issued to: a member who wants messages, in the same role. Words carry no token: who writes is known by
//! the phone alone and may ask for little.

use super::Refusal;
use crate::action::context::{ActionFacts, Actor, Presence, Wish};
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use crate::instant::EpochSecond;
use crate::token::{ActionKind, TokenChannel, TokenState, WhatsAppActionToken};
use crate::workspace::rules::Permission;
use crate::workspace::{Consent, Member, SenderMatch, WhatsAppSubscription};

/// Refuses who may not act at all; nothing when the person may. The phone comes first: who cannot be told to be the
/// person learns nothing of the button, not even that it is gone.
#[must_use]
pub fn person_refusal(actor: &Actor<'_>, facts: &ActionFacts) -> Option<Refusal> {
    phone_refusal(actor, facts).or_else(|| standing_refusal(actor, facts))
}

fn phone_refusal(actor: &Actor<'_>, facts: &ActionFacts) -> Option<Refusal> {
    let senders = actor.presence.senders()?;
    let Some(subscription) = own_subscription(actor, facts) else {
        return Some(Refusal::NotYourButton);
    };
    match subscription.sender(senders) {
        SenderMatch::Stranger => Some(Refusal::NotYourButton),
        SenderMatch::Changed => Some(Refusal::NotVerified),
        SenderMatch::Person => subscription.unverified.then_some(Refusal::NotVerified),
    }
}

fn own_subscription<'a>(actor: &Actor<'_>, facts: &'a ActionFacts) -> Option<&'a WhatsAppSubscription> {
    let claims = actor.claims;
    let is_theirs = |subscription: &&WhatsAppSubscription| {
        subscription.workspace == claims.workspace && subscription.member == claims.member
    };
    facts.subscription.as_ref().filter(is_theirs)
}

fn standing_refusal(actor: &Actor<'_>, facts: &ActionFacts) -> Option<Refusal> {
    let claims = actor.claims;
    if matches!(actor.presence, Presence::Bearer) && !is_logged_in(actor, facts) {
        return Some(Refusal::Expired);
    }
    if actor.presence.is_text() {
        let may_be_said = facts.token.is_none() && actor.asked.as_ref().is_some_and(can_be_said);
        return if may_be_said { membership_refusal(actor, facts) } else { Some(Refusal::Gone) };
    }
    let token = facts.token.as_ref().filter(|token| token.is_of(claims) && fits(actor, token));
    let Some(token) = token else {
        return Some(Refusal::Gone);
    };
    membership_refusal(actor, facts).or_else(|| is_void(actor, facts, token).then_some(Refusal::Void))
}

fn membership_refusal(actor: &Actor<'_>, facts: &ActionFacts) -> Option<Refusal> {
    let claims = actor.claims;
    if facts.workspace.as_ref().is_none_or(|workspace| workspace.id != claims.workspace) {
        return Some(Refusal::Gone);
    }
    let is_member =
        |member: &Member| member.active && member.workspace == claims.workspace && member.id == claims.member;
    if !facts.member.as_ref().is_some_and(is_member) {
        return Some(Refusal::NoLongerMember);
    }
    let stopped = |known: &WhatsAppSubscription| known.consent == Consent::OptedOut;
    let is_phone = actor.presence.senders().is_some();
    (is_phone && own_subscription(actor, facts).is_some_and(stopped)).then_some(Refusal::OptedOut)
}

/// To the second: who is in another role or has stopped by now is refused by that, whatever the token.
fn is_void(actor: &Actor<'_>, facts: &ActionFacts, token: &WhatsAppActionToken) -> bool {
    let changed_since = |at: jiff::Timestamp| EpochSecond::from(at) > token.issued_at;
    own_subscription(actor, facts).is_some_and(|known| changed_since(known.consent_changed_at))
        || facts.member.as_ref().is_some_and(|member| changed_since(member.changed_at))
        || facts.workspace.as_ref().is_some_and(|known| !known.rules.admit_token_of(token.issued_at))
}

/// In words, one may ask to whom a recommendation goes, and nothing that moves money or hides trouble.
fn can_be_said(wish: &Wish) -> bool {
    matches!(wish.action, ActionKind::AssignRecommendation | ActionKind::PickAssignee)
}

/// Says whether what a person writes can be kept as the reason of a no: the person declined the shift, may still decide
/// on shifts, and gave no reason yet.
#[must_use]
pub fn takes_reason(actor: &Actor<'_>, facts: &ActionFacts) -> bool {
    let is_theirs = |shift: &BudgetAdjustment| {
        shift.workspace == actor.claims.workspace
            && shift.id.as_str() == actor.claims.target.as_str()
            && shift.state == AdjustmentState::Declined
            && shift.decided.as_ref().is_some_and(|decision| decision.by == actor.claims.member)
            && shift.decline_reason.is_none()
    };
    let (Some(workspace), Some(member)) = (&facts.workspace, &facts.member) else {
        return false;
    };
    actor.presence.is_text()
        && phone_refusal(actor, facts).or_else(|| membership_refusal(actor, facts)).is_none()
        && workspace.allows(member, Permission::ApproveShifts)
        && facts.shift().is_some_and(is_theirs)
}

/// Says whether the token of a request to the API still stands for its person, whatever is asked for.
fn is_logged_in(actor: &Actor<'_>, facts: &ActionFacts) -> bool {
    facts.token.as_ref().is_some_and(|token| {
        token.is_of(actor.claims)
            && fits(actor, token)
            && token.state == TokenState::Issued
            && EpochSecond::from(actor.now) < token.valid_until
    })
}

/// Says whether the token is one for this door: a button's for a phone, a link's for a page, a bearer's for the API.
fn fits(actor: &Actor<'_>, token: &WhatsAppActionToken) -> bool {
    match actor.presence {
        // A text has no token that could fit.
        Presence::Text(_) => false,
        Presence::Phone(_) => token.channel == TokenChannel::Button && actor.asked.is_none(),
        Presence::Link => {
            token.channel == TokenChannel::Link
                && actor.asked.as_ref().is_none_or(|asked| is_choice(token, asked))
        }
        Presence::Bearer => {
            token.channel == TokenChannel::Bearer
                && token.action == ActionKind::ActInApp
                && actor.asked.is_some()
        }
    }
}

/// On a page, the one thing that may be asked beside the token is to whom a recommendation goes.
fn is_choice(token: &WhatsAppActionToken, asked: &Wish) -> bool {
    token.action == ActionKind::AssignRecommendation
        && asked.action == ActionKind::PickAssignee
        && asked.target == token.target
}
