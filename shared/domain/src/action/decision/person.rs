//! Decides whether a request comes from the person that the token was issued to, and whether that person still is who
//! the token was issued to: a member who wants messages, in the same role. Words carry no token: who writes is known by
//! the phone alone and may ask for little.

use super::Refusal;
use crate::action::context::{ActionFacts, Actor, Presence, Wish};
use crate::instant::EpochSecond;
use crate::token::action::{ActionChannel, ActionEffect};
use crate::token::{ApiCaller, TokenChannel, TokenPurpose, TokenState, WhatsAppActionToken};
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
        let may_be_said = facts.token.is_none()
            && actor.asked.as_ref().is_some_and(|asked| asked.action.is_open_to(ActionChannel::Text));
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

/// Reports whether the token of a request to the API still stands for its person, whatever is asked for.
fn is_logged_in(actor: &Actor<'_>, facts: &ActionFacts) -> bool {
    facts.token.as_ref().is_some_and(|token| {
        token.is_of(actor.claims)
            && fits(actor, token)
            && token.state == TokenState::Issued
            && EpochSecond::from(actor.now) < token.valid_until
    })
}

/// Reports whether the token is one for this door: a button's for a phone, a link's for a page, a bearer's for the API.
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
                && token.purpose == TokenPurpose::Api(ApiCaller::Member)
                && actor.asked.is_some()
        }
    }
}

/// On a page, all that may be asked for beside the token is what its action asks for, about the same thing.
fn is_choice(token: &WhatsAppActionToken, asked: &Wish) -> bool {
    let effect = token.purpose.action().map(|action| action.row().effect);
    effect == Some(ActionEffect::Asks(asked.action)) && asked.target == token.target
}
