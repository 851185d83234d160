//! The tokens of the API: sealed like every token of the product, shown once when they are made, kept only as a hash.

use super::problem::ApiProblem;
use super::{ApiEdges, ApiRequest};
use crate::action::token::{
    ActionKind, InvalidTarget, TargetId, TokenChannel, TokenClaims, TokenKeys, TokenState,
    WhatsAppActionToken, WireToken,
};
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::identity::{MemberId, WorkspaceId};
use crate::store::links::LinkRead;
use crate::store::messages::IssuedToken;
use jiff::Timestamp;

/// The name that the system has which carries out budget shifts, in the place of a person.
const INTEGRATOR: &str = "integrator";
/// What such tokens act on: the API.
const TARGET: &str = "api";

/// Whom a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BearerFor {
    /// A person who is logged in.
    Member(MemberId),
    /// The system that carries out budget shifts.
    Integrator,
}

impl BearerFor {
    fn action(&self) -> ActionKind {
        match self {
            Self::Member(_) => ActionKind::ActInApp,
            Self::Integrator => ActionKind::Integrate,
        }
    }

    fn member(&self) -> MemberId {
        match self {
            Self::Member(member) => member.clone(),
            Self::Integrator => MemberId::hashed(INTEGRATOR, TARGET),
        }
    }
}

/// What is stored of a token of the API, together or not at all.
pub struct IssuedBearer {
    /// The token, as its hash.
    pub issued: IssuedToken,
    /// That it was issued: to whom, when, and how long it is good.
    pub audit: AuditEvent,
}

/// Makes a token: what is handed over once, and what is to be stored with [`crate::store::Store::issue_bearer`]. `nonce`
/// must be unpredictable. The operator who makes it is no member, and has the rights of the product itself.
///
/// # Errors
/// Never: the fixed name of the API is a target.
pub fn new_bearer(
    keys: &TokenKeys,
    workspace: &WorkspaceId,
    whom: &BearerFor,
    nonce: [u8; 16],
    now: Timestamp,
) -> Result<(WireToken, IssuedBearer), InvalidTarget> {
    let target: TargetId = TARGET.parse()?;
    let claims = TokenClaims {
        action: whom.action(),
        channel: TokenChannel::Bearer,
        workspace: workspace.clone(),
        member: whom.member(),
        target,
        nonce,
    };
    let token = WhatsAppActionToken {
        workspace: claims.workspace.clone(),
        member: claims.member.clone(),
        action: claims.action,
        channel: claims.channel,
        target: claims.target.clone(),
        target_version: 0,
        detail: None,
        issued_at: now.as_second(),
        carried_by: None,
        valid_until: now.as_second() + claims.action.valid_for_seconds(),
        state: TokenState::Issued,
        used_by: None,
    };
    let issued = IssuedToken { hash: claims.hash(), token };
    let audit = audit(&issued, whom, now);
    Ok((keys.seal(&claims), IssuedBearer { issued, audit }))
}

fn audit(issued: &IssuedToken, whom: &BearerFor, at: Timestamp) -> AuditEvent {
    let until = Timestamp::from_second(issued.token.valid_until).unwrap_or(Timestamp::MAX);
    AuditEvent {
        id: AuditEvent::id_for_bearer(&issued.hash),
        workspace: issued.token.workspace.clone(),
        at,
        actor: None,
        administrator: None,
        source: Source::System,
        verb: Verb::IssueBearer,
        object: match whom {
            BearerFor::Member(member) => format!("member {member}"),
            BearerFor::Integrator => INTEGRATOR.to_owned(),
        },
        before: None,
        after: Some(format!("good until {until}")),
        outcome: Outcome::Executed,
        message_sid: None,
        evidence: None,
    }
}

/// Opens the token of a request. Reads nothing; the comparison of the MAC takes the same time whatever was sent.
///
/// # Errors
/// [`ApiProblem::Unauthorized`] without a token of ours, [`ApiProblem::WrongToken`] when it is one for something else.
pub(super) fn opened(
    edges: &ApiEdges<'_>,
    request: &ApiRequest<'_>,
    wanted: ActionKind,
) -> Result<TokenClaims, ApiProblem> {
    let header = request.authorization.and_then(|header| header.split_once(' '));
    let (_, text) =
        header.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).ok_or(ApiProblem::Unauthorized)?;
    let claims = edges.token_keys.open(text.trim()).map_err(|_not_ours| ApiProblem::Unauthorized)?;
    let is_wanted = claims.channel == TokenChannel::Bearer && claims.action == wanted;
    if is_wanted { Ok(claims) } else { Err(ApiProblem::WrongToken) }
}

/// Proves that the system which carries out budget shifts sends the request: one batched read.
///
/// # Errors
/// When the token is not good (any more), or the store cannot be read.
pub(super) async fn integrator(
    edges: &ApiEdges<'_>,
    request: &ApiRequest<'_>,
) -> Result<TokenClaims, ApiProblem> {
    let claims = opened(edges, request, ActionKind::Integrate)?;
    let read = edges.store.read_link(&claims).await?;
    if is_good(&claims, &read, edges.clock.now()) { Ok(claims) } else { Err(ApiProblem::Unauthorized) }
}

fn is_good(claims: &TokenClaims, read: &LinkRead, now: Timestamp) -> bool {
    let (Some(token), Some(workspace)) = (&read.token, &read.workspace) else {
        return false;
    };
    token.is_of(claims)
        && workspace.id == claims.workspace
        && token.state == TokenState::Issued
        && now.as_second() < token.valid_until
        && token.issued_at >= workspace.rules.tokens_valid_from
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{maya, now, token_keys, workspace};

    fn made(whom: &BearerFor) -> (TokenClaims, WhatsAppActionToken) {
        let (wire, issued) = new_bearer(&token_keys(), &workspace().id, whom, [3; 16], now()).unwrap();
        (token_keys().open(wire.as_str()).unwrap(), issued.issued.token)
    }

    #[test]
    fn a_new_token_opens_as_what_is_stored_of_it() {
        for (whom, action) in [
            (BearerFor::Integrator, ActionKind::Integrate),
            (BearerFor::Member(maya().id), ActionKind::ActInApp),
        ] {
            let (claims, stored) = made(&whom);
            assert!(stored.is_of(&claims) && stored.action == action);
            assert_eq!(stored.valid_until - stored.issued_at, action.valid_for_seconds());
        }
    }

    #[test]
    fn an_integrator_is_good_until_its_token_ends_is_taken_back_or_is_void() {
        let (claims, token) = made(&BearerFor::Integrator);
        let good = |change: fn(&mut WhatsAppActionToken, &mut crate::workspace::Workspace)| {
            let (mut token, mut workspace) = (token.clone(), workspace());
            change(&mut token, &mut workspace);
            is_good(
                &claims,
                &LinkRead { token: Some(token), workspace: Some(workspace), member: None },
                now(),
            )
        };
        assert!(good(|_, _| {}));
        assert!(!good(|token, _| token.valid_until = now().as_second()));
        assert!(!good(|token, _| token.state = TokenState::Used));
        assert!(!good(|token, _| token.action = ActionKind::ActInApp));
        assert!(!good(|_, workspace| workspace.rules.tokens_valid_from = now().as_second() + 1));
        assert!(!is_good(&claims, &LinkRead::default(), now()));
    }
}
