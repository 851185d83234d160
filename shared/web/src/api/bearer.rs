//! The tokens of the API: sealed like every token of the product, shown once when created, and stored only as a hash.

use super::auth::admitted;
use super::problem::ApiProblem;
use super::{ApiDeps, ApiRequest};
use domain::identity::WorkspaceId;
use domain::token::validity::{TokenHolder, judge};
use domain::token::{ApiCaller, TokenChannel, TokenClaims, TokenPurpose};
use jiff::Timestamp;
use store::links::LinkRead;

/// Opens the token of a request. Reads nothing from the store; the MAC is compared in constant time.
///
/// # Errors
/// [`ApiProblem::Unauthorized`] without a token of ours, [`ApiProblem::WrongToken`] if it is for another purpose.
pub(super) fn opened(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    wanted: TokenPurpose,
) -> Result<TokenClaims, ApiProblem> {
    let header = request.authorization.and_then(|header| header.split_once(' '));
    let (_, text) =
        header.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).ok_or(ApiProblem::Unauthorized)?;
    let claims = deps.token_keys.open(text.trim()).map_err(|_not_ours| ApiProblem::Unauthorized)?;
    let is_wanted = claims.channel == TokenChannel::Bearer && claims.purpose == wanted;
    if is_wanted { Ok(claims) } else { Err(ApiProblem::WrongToken) }
}

/// Verifies that the request comes from the system that executes budget shifts: one batched read.
///
/// # Errors
/// If the token is not valid, or no longer, or if the store cannot be read.
pub(super) async fn integrator(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
) -> Result<TokenClaims, ApiProblem> {
    program(deps, request, ApiCaller::Integrator).await
}

/// Verifies that the request comes from a program that sends the numbers of this workspace, or from somebody who
/// administers it.
///
/// # Errors
/// If the token is not valid, or no longer, or of another workspace, or if the store cannot be read.
pub(super) async fn sender(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<WorkspaceId, ApiProblem> {
    match program(deps, request, ApiCaller::Source).await {
        Ok(claims) if claims.workspace.as_str() == workspace => Ok(claims.workspace),
        Ok(_other_workspace) => Err(ApiProblem::NoSuchThing),
        // Not a token of ours: an administrator's is the issuer's.
        Err(ApiProblem::Unauthorized) => {
            admitted(deps, request, workspace).await.map(|(_administrator, workspace)| workspace)
        }
        Err(problem) => Err(problem),
    }
}

/// Verifies that the request comes from who may describe the campaigns of this workspace: a program that sends its numbers, the
/// system that executes budget shifts, or somebody who administers it. Returns which program it is.
///
/// # Errors
/// If the token is not valid, or no longer, or of another workspace, or if the store cannot be read.
pub(super) async fn describer(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<(WorkspaceId, Option<ApiCaller>), ApiProblem> {
    match program(deps, request, ApiCaller::Integrator).await {
        Ok(claims) if claims.workspace.as_str() == workspace => {
            Ok((claims.workspace, Some(ApiCaller::Integrator)))
        }
        Ok(_other_workspace) => Err(ApiProblem::NoSuchThing),
        Err(ApiProblem::WrongToken) => Ok((sender(deps, request, workspace).await?, Some(ApiCaller::Source))),
        Err(ApiProblem::Unauthorized) => Ok((admitted(deps, request, workspace).await?.1, None)),
        Err(problem) => Err(problem),
    }
}

async fn program(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    caller: ApiCaller,
) -> Result<TokenClaims, ApiProblem> {
    let claims = opened(deps, request, TokenPurpose::Api(caller))?;
    let read = deps.store.read_link(&claims).await?;
    if is_good(&claims, &read, deps.clock.now()) { Ok(claims) } else { Err(ApiProblem::Unauthorized) }
}

fn is_good(claims: &TokenClaims, read: &LinkRead, now: Timestamp) -> bool {
    let holder = TokenHolder {
        token: read.token.as_ref(),
        workspace: read.workspace.as_ref(),
        ..TokenHolder::default()
    };
    judge(claims, &holder, now).fault().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::instant::EpochSecond;
    use domain::testing::{maya, now, token_keys, workspace};
    use domain::token::bearer::{BearerFor, new_bearer};
    use domain::token::{TokenState, WhatsAppActionToken};

    fn made(whom: &BearerFor) -> (TokenClaims, WhatsAppActionToken) {
        let (wire, issued) = new_bearer(&token_keys(), &workspace().id, whom, [3; 16], now()).unwrap();
        (token_keys().open(wire.as_str()).unwrap(), issued.issued.token)
    }

    #[test]
    fn a_new_token_opens_as_what_is_stored_of_it() {
        for (whom, purpose) in [
            (BearerFor::Integrator, TokenPurpose::Api(ApiCaller::Integrator)),
            (BearerFor::Member(maya().id), TokenPurpose::Api(ApiCaller::Member)),
            (BearerFor::Source, TokenPurpose::Api(ApiCaller::Source)),
        ] {
            let (claims, stored) = made(&whom);
            assert!(stored.is_of(&claims) && stored.purpose == purpose);
            assert_eq!(stored.valid_until.seconds_since(stored.issued_at), purpose.valid_for_seconds());
        }
    }

    #[test]
    fn an_integrator_is_good_until_its_token_ends_is_taken_back_or_is_void() {
        let (claims, token) = made(&BearerFor::Integrator);
        let good = |change: fn(&mut WhatsAppActionToken, &mut domain::workspace::Workspace)| {
            let (mut token, mut workspace) = (token.clone(), workspace());
            change(&mut token, &mut workspace);
            is_good(
                &claims,
                &LinkRead { token: Some(token), workspace: Some(workspace), member: None },
                now(),
            )
        };
        assert!(good(|_, _| {}));
        assert!(!good(|token, _| token.valid_until = now().into()));
        assert!(!good(|token, _| token.state = TokenState::Used));
        assert!(!good(|token, _| token.purpose = TokenPurpose::Api(ApiCaller::Member)));
        assert!(!good(
            |_, workspace| workspace.rules.tokens_valid_from = Some(EpochSecond::from(now()).plus_seconds(1))
        ));
        assert!(!is_good(&claims, &LinkRead::default(), now()));
    }
}
