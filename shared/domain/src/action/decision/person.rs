//! Decides whether a request comes from the person to whom the token was issued, and whether that person still has the
//! standing they had then: an active member with the same role who has not opted out. Free text carries no token: the
//! sender is identified by phone alone and may ask for little.

use super::Refusal;
use crate::action::context::{ActionContext, Actor, RequestedAction, Via};
use crate::token::action::{ActionChannel, ActionEffect};
use crate::token::validity::{TokenFault, TokenHolder, TokenValidity, judge, judge_person};
use crate::token::{ApiCaller, TokenChannel, TokenPurpose, WhatsAppActionToken};
use crate::workspace::{SenderMatch, WhatsAppSubscription};

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
    if actor.via.is_text() {
        let may_be_said = context.token.is_none()
            && actor.requested.as_ref().is_some_and(|asked| asked.action.is_open_to(ActionChannel::Text));
        return if may_be_said {
            judge_person(actor.claims, &holder(context)).map(refusal_for)
        } else {
            Some(Refusal::Gone)
        };
    }
    let is_login = matches!(actor.via, Via::Bearer);
    if !context.token.as_ref().is_some_and(|token| token.is_of(actor.claims) && fits(actor, token)) {
        return Some(if is_login { Refusal::Expired } else { Refusal::Gone });
    }
    let validity = judge_token(actor, context);
    // The bearer token of an API request is not used up by it, and a login that is over says so first.
    if is_login && (validity.is_expired || validity.is_used) {
        return Some(Refusal::Expired);
    }
    validity.of_person.map(refusal_for)
}

/// Judges the token of a request. Free text has none, so nothing about it is too old or used.
pub(super) fn judge_token(actor: &Actor<'_>, context: &ActionContext) -> TokenValidity {
    if actor.via.is_text() {
        return TokenValidity::default();
    }
    judge(actor.claims, &holder(context), actor.now)
}

fn holder(context: &ActionContext) -> TokenHolder<'_> {
    TokenHolder {
        token: context.token.as_ref(),
        workspace: context.workspace.as_ref(),
        member: context.member.as_ref(),
        subscription: context.subscription.as_ref(),
    }
}

fn refusal_for(fault: TokenFault) -> Refusal {
    match fault {
        TokenFault::Unknown | TokenFault::Used => Refusal::Gone,
        TokenFault::NotAMember => Refusal::NoLongerMember,
        TokenFault::OptedOut => Refusal::OptedOut,
        TokenFault::Void => Refusal::Void,
        TokenFault::Expired => Refusal::Expired,
    }
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
