//! Decides whether a request comes from the person to whom the token was issued, and whether that person still has the
//! standing they had then: an active member with the same role who has not opted out. Free text carries no token: the
//! sender is identified by phone alone and may ask for little.

use super::Refusal;
use crate::action::context::{ActionContext, Actor, RequestedAction, Via};
use crate::instant::EpochSecond;
use crate::token::action::{ActionChannel, ActionEffect};
use crate::token::{ApiCaller, TokenChannel, TokenPurpose, TokenState, WhatsAppActionToken};
use crate::workspace::{Consent, Member, SenderMatch, WhatsAppSubscription};

/// Returns why the person may not act at all, or `None` if they may. The phone is checked first: a sender who cannot be
/// identified as the person learns nothing about the button, not even that it is gone.
#[must_use]
pub fn person_refusal(actor: &Actor<'_>, context: &ActionContext) -> Option<Refusal> {
    phone_refusal(actor, context).or_else(|| standing_refusal(actor, context))
}

fn phone_refusal(actor: &Actor<'_>, context: &ActionContext) -> Option<Refusal> {
    let senders = actor.via.senders()?;
    let Some(subscription) = own_subscription(actor, context) else {
        return Some(Refusal::NotYourButton);
    };
    match subscription.sender(senders) {
        SenderMatch::Stranger => Some(Refusal::NotYourButton),
        SenderMatch::Changed => Some(Refusal::NotVerified),
        SenderMatch::Person => subscription.unverified.then_some(Refusal::NotVerified),
    }
}

fn own_subscription<'a>(actor: &Actor<'_>, context: &'a ActionContext) -> Option<&'a WhatsAppSubscription> {
    let claims = actor.claims;
    let is_theirs = |subscription: &&WhatsAppSubscription| {
        subscription.workspace == claims.workspace && subscription.member == claims.member
    };
    context.subscription.as_ref().filter(is_theirs)
}

fn standing_refusal(actor: &Actor<'_>, context: &ActionContext) -> Option<Refusal> {
    let claims = actor.claims;
    if matches!(actor.via, Via::Bearer) && !is_logged_in(actor, context) {
        return Some(Refusal::Expired);
    }
    if actor.via.is_text() {
        let may_be_said = context.token.is_none()
            && actor.requested.as_ref().is_some_and(|asked| asked.action.is_open_to(ActionChannel::Text));
        return if may_be_said { membership_refusal(actor, context) } else { Some(Refusal::Gone) };
    }
    let token = context.token.as_ref().filter(|token| token.is_of(claims) && fits(actor, token));
    let Some(token) = token else {
        return Some(Refusal::Gone);
    };
    membership_refusal(actor, context).or_else(|| is_void(actor, context, token).then_some(Refusal::Void))
}

fn membership_refusal(actor: &Actor<'_>, context: &ActionContext) -> Option<Refusal> {
    let claims = actor.claims;
    if context.workspace.as_ref().is_none_or(|workspace| workspace.id != claims.workspace) {
        return Some(Refusal::Gone);
    }
    let is_member =
        |member: &Member| member.active && member.workspace == claims.workspace && member.id == claims.member;
    if !context.member.as_ref().is_some_and(is_member) {
        return Some(Refusal::NoLongerMember);
    }
    let stopped = |known: &WhatsAppSubscription| known.consent == Consent::OptedOut;
    let is_phone = actor.via.senders().is_some();
    (is_phone && own_subscription(actor, context).is_some_and(stopped)).then_some(Refusal::OptedOut)
}

/// Reports whether consent, membership or rules changed strictly after the second in which the token was issued. A
/// change in that same second does not void the token: a person whose role or consent no longer fits is refused for
/// that reason anyway.
fn is_void(actor: &Actor<'_>, context: &ActionContext, token: &WhatsAppActionToken) -> bool {
    let changed_since = |at: jiff::Timestamp| EpochSecond::from(at) > token.issued_at;
    own_subscription(actor, context).is_some_and(|known| changed_since(known.consent_changed_at))
        || context.member.as_ref().is_some_and(|member| changed_since(member.changed_at))
        || context.workspace.as_ref().is_some_and(|known| !known.rules.admit_token_of(token.issued_at))
}

/// Reports whether the bearer token of an API request is still valid for its person, whatever action is requested.
fn is_logged_in(actor: &Actor<'_>, context: &ActionContext) -> bool {
    context.token.as_ref().is_some_and(|token| {
        token.is_of(actor.claims)
            && fits(actor, token)
            && token.state == TokenState::Issued
            && EpochSecond::from(actor.now) < token.valid_until
    })
}

/// Reports whether the token fits the channel: a button's for a phone, a link's for a page, a bearer's for the API.
fn fits(actor: &Actor<'_>, token: &WhatsAppActionToken) -> bool {
    match actor.via {
        // Free text has no token that could fit.
        Via::Text(_) => false,
        Via::Phone(_) => token.channel == TokenChannel::Button && actor.requested.is_none(),
        Via::Link => {
            token.channel == TokenChannel::Link
                && actor.requested.as_ref().is_none_or(|asked| is_choice(token, asked))
        }
        Via::Bearer => {
            token.channel == TokenChannel::Bearer
                && token.purpose == TokenPurpose::Api(ApiCaller::Member)
                && actor.requested.is_some()
        }
    }
}

/// On a page, a request beyond the token itself may only be the follow-up that the token's action asks for, about the
/// same target.
fn is_choice(token: &WhatsAppActionToken, asked: &RequestedAction) -> bool {
    let effect = token.purpose.action().map(|action| action.row().effect);
    effect == Some(ActionEffect::Asks(asked.action)) && asked.target == token.target
}
