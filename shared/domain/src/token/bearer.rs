//! Bearer tokens of the API: sealed like every token of the product, shown once when they are issued, stored only as a hash.

use crate::audit::{AuditEvent, Occasion, Source, Verb};
use crate::identity::{MemberId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::token::issued::IssuedToken;
use crate::token::{
    ApiCaller, InvalidTarget, TargetId, TokenChannel, TokenClaims, TokenKeys, TokenPurpose, WireToken,
};
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
    fn purpose(&self) -> TokenPurpose {
        match self {
            Self::Member(_) => TokenPurpose::Api(ApiCaller::Member),
            Self::Integrator => TokenPurpose::Api(ApiCaller::Integrator),
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

/// Creates a token: what is handed over once, and what is to be stored with `Store::issue_bearer`. `nonce`
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
        purpose: whom.purpose(),
        channel: TokenChannel::Bearer,
        workspace: workspace.clone(),
        member: whom.member(),
        target,
        nonce,
    };
    let issued_at = EpochSecond::from(now);
    let valid_until = issued_at.plus_seconds(claims.purpose.valid_for_seconds());
    let issued = IssuedToken::new(&claims, issued_at, valid_until);
    let audit = audit(&issued, whom, now);
    Ok((keys.seal(&claims), IssuedBearer { issued, audit }))
}

fn audit(issued: &IssuedToken, whom: &BearerFor, at: Timestamp) -> AuditEvent {
    let until = issued.token.valid_until.timestamp().unwrap_or(Timestamp::MAX);
    let occasion = Occasion {
        id: AuditEvent::id_for_bearer(&issued.hash),
        workspace: issued.token.workspace.clone(),
        at,
        source: Source::System,
    };
    let object = match whom {
        BearerFor::Member(member) => format!("member {member}"),
        BearerFor::Integrator => INTEGRATOR.to_owned(),
    };
    AuditEvent::executed(occasion, Verb::IssueBearer, object).to_state(format!("good until {until}"))
}
