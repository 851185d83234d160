//! Whether a token is good for its person now. This is the one rule behind every door: buttons, action links, the
//! dashboard, the API, and unsubscribing. A door adds only what is its own, such as whose phone taps.

use crate::instant::EpochSecond;
use crate::token::action::Action;
use crate::token::purpose::{ApiCaller, TokenPurpose};
use crate::token::{TokenChannel, TokenClaims, TokenState, WhatsAppActionToken};
use crate::workspace::{Consent, Member, WhatsAppSubscription, Workspace};
use jiff::Timestamp;

/// The stored state that a token is judged by; whatever is missing is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokenHolder<'a> {
    pub token: Option<&'a WhatsAppActionToken>,
    pub workspace: Option<&'a Workspace>,
    /// The membership of the person to whom it was issued.
    pub member: Option<&'a Member>,
    /// The person's subscription. Doors that do not depend on consent need not read it.
    pub subscription: Option<&'a WhatsAppSubscription>,
}

/// Why a token is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    /// It is not stored, or what is stored is another token or workspace.
    Unknown,
    /// Its person is not in the workspace, or no longer.
    NotAMember,
    /// Its person opted out, and it acts by phone.
    OptedOut,
    /// The consent, the role or the membership changed after it was issued, or the workspace declared all tokens from
    /// before a time void.
    Void,
    /// Its time is over.
    Expired,
    /// It was used, or taken back.
    Used,
}

/// What is known about a token now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenValidity {
    /// Why its person may not use it, at whatever age.
    pub of_person: Option<TokenFault>,
    pub is_expired: bool,
    pub is_used: bool,
}

impl TokenValidity {
    /// Returns why the token is not good, or `None` if it is. An action asks for the parts instead: before the age of
    /// its token it tells what was decided.
    #[must_use]
    pub fn fault(self) -> Option<TokenFault> {
        let expired = self.is_expired.then_some(TokenFault::Expired);
        self.of_person.or(expired).or(self.is_used.then_some(TokenFault::Used))
    }
}

/// On what a token depends besides being stored. Each `false` is an exception that the documents name.
struct Rule {
    is_member: bool,
    consent: bool,
    tokens_valid_from: bool,
    expires: bool,
    is_used_up: bool,
}

impl Rule {
    const STRICT: Self =
        Self { is_member: true, consent: true, tokens_valid_from: true, expires: true, is_used_up: true };
    /// It is never too late to end mails, whatever happened since the link was sent.
    const ALWAYS: Self = Self {
        is_member: false,
        consent: false,
        tokens_valid_from: false,
        expires: false,
        is_used_up: false,
    };

    fn of(purpose: TokenPurpose) -> Self {
        match purpose {
            TokenPurpose::Act(action) => Self { expires: expires(action), ..Self::STRICT },
            TokenPurpose::Api(ApiCaller::Member) => Self::STRICT,
            // STOP ends messages; what was sent before may still be looked at.
            TokenPurpose::Dashboard | TokenPurpose::ViewAnswer | TokenPurpose::Chart => {
                Self { consent: false, ..Self::STRICT }
            }
            // It changes nothing of the workspace, and the same tap has the same result.
            TokenPurpose::Answer(_) => Self { is_used_up: false, ..Self::STRICT },
            // A program is nobody's membership.
            TokenPurpose::Api(ApiCaller::Integrator | ApiCaller::Source) => {
                Self { is_member: false, consent: false, ..Self::STRICT }
            }
            TokenPurpose::Unsubscribe => Self::ALWAYS,
        }
    }
}

/// A decline is never too late.
fn expires(action: Action) -> bool {
    action.row().lifetime.is_binding
}

/// Judges a token whose MAC has been verified. Fails closed: anything missing makes it unknown.
#[must_use]
pub fn judge(claims: &TokenClaims, holder: &TokenHolder<'_>, now: Timestamp) -> TokenValidity {
    let of_person = |fault| TokenValidity { of_person: Some(fault), ..TokenValidity::default() };
    let Some(token) = holder.token.filter(|token| token.is_of(claims)) else {
        return of_person(TokenFault::Unknown);
    };
    let rule = Rule::of(claims.purpose);
    TokenValidity {
        of_person: standing(claims, holder, rule.is_member, claims.channel == TokenChannel::Button)
            .or_else(|| is_void(claims, token, holder, &rule).then_some(TokenFault::Void)),
        is_expired: rule.expires && EpochSecond::from(now) >= token.valid_until,
        is_used: rule.is_used_up && token.state == TokenState::Used,
    }
}

/// Judges the person alone, for free text, which carries no token: an active member who has not opted out.
#[must_use]
pub fn judge_person(claims: &TokenClaims, holder: &TokenHolder<'_>) -> Option<TokenFault> {
    standing(claims, holder, true, true)
}

fn standing(
    claims: &TokenClaims,
    holder: &TokenHolder<'_>,
    is_member: bool,
    is_phone: bool,
) -> Option<TokenFault> {
    if holder.workspace.is_none_or(|workspace| workspace.id != claims.workspace) {
        return Some(TokenFault::Unknown);
    }
    let is_theirs =
        |member: &Member| member.active && member.workspace == claims.workspace && member.id == claims.member;
    if is_member && !holder.member.is_some_and(is_theirs) {
        return Some(TokenFault::NotAMember);
    }
    let stopped = own_subscription(claims, holder).is_some_and(|known| known.consent == Consent::OptedOut);
    (is_phone && stopped).then_some(TokenFault::OptedOut)
}

/// Reports whether consent, membership or rules changed strictly after the second in which the token was issued. A
/// change in that same second does not void the token: a person whose role or consent no longer fits is refused for
/// that reason anyway.
fn is_void(claims: &TokenClaims, token: &WhatsAppActionToken, holder: &TokenHolder<'_>, rule: &Rule) -> bool {
    let changed_since = |at: Timestamp| EpochSecond::from(at) > token.issued_at;
    let consent = own_subscription(claims, holder).map(|known| known.consent_changed_at);
    let membership = holder.member.map(|member| member.changed_at);
    let admits = |workspace: &Workspace| workspace.rules.admit_token_of(token.issued_at);
    (rule.consent && consent.is_some_and(changed_since))
        || (rule.is_member && membership.is_some_and(changed_since))
        || (rule.tokens_valid_from && !holder.workspace.is_some_and(admits))
}

fn own_subscription<'a>(claims: &TokenClaims, holder: &TokenHolder<'a>) -> Option<&'a WhatsAppSubscription> {
    let is_theirs =
        |known: &&WhatsAppSubscription| known.workspace == claims.workspace && known.member == claims.member;
    holder.subscription.filter(is_theirs)
}

#[cfg(test)]
mod tests;
