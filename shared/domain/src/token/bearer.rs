//! Bearer tokens of the API: sealed like every token of the product, shown once when issued, and stored only as a hash.

use crate::audit::{AuditEvent, Occasion, Source, Verb};
use crate::identity::{MemberId, WorkspaceId};
use crate::instant::EpochSecond;
use crate::token::issued::IssuedToken;
use crate::token::{
    ApiCaller, InvalidTarget, TargetId, TokenChannel, TokenClaims, TokenKeys, TokenPurpose, WireToken,
};
use jiff::Timestamp;

/// The identifier used in place of a person for the system that carries out budget shifts.
const INTEGRATOR: &str = "integrator";
/// The identifier used in place of a person for a program that sends numbers.
const SOURCE: &str = "source";

/// The target of bearer tokens: the API.
const TARGET: &str = "api";

/// Whom a bearer token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BearerFor {
    /// A logged-in person.
    Member(MemberId),
    /// The system that carries out budget shifts.
    Integrator,
    /// A program that sends the numbers of the workspace.
    Source,
}

impl BearerFor {
    fn purpose(&self) -> TokenPurpose {
        match self {
            Self::Member(_) => TokenPurpose::Api(ApiCaller::Member),
            Self::Integrator => TokenPurpose::Api(ApiCaller::Integrator),
            Self::Source => TokenPurpose::Api(ApiCaller::Source),
        }
    }

    fn member(&self) -> MemberId {
        match self {
            Self::Member(member) => member.clone(),
            Self::Integrator => MemberId::hashed(INTEGRATOR, TARGET),
            Self::Source => MemberId::hashed(SOURCE, TARGET),
        }
    }
}

/// What is stored for a bearer token, in one transaction.
pub struct IssuedBearer {
    /// The token, as its hash.
    pub issued: IssuedToken,
    /// The audit event: to whom the token was issued, when, and how long it is valid.
    pub audit: AuditEvent,
}

/// Creates a bearer token: the token itself, which is handed over once, and the records to store with
/// `Store::issue_bearer`. `nonce` must be unpredictable. The operator who creates it is not a member and has the rights
/// of the product itself.
///
/// # Errors
/// Never: the fixed name of the API is a valid target.
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
        BearerFor::Source => SOURCE.to_owned(),
    };
    AuditEvent::executed(occasion, Verb::IssueBearer, object).to_state(format!("good until {until}"))
}
