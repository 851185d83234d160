//! Who may act as administrator of a workspace: first the token is verified, then the workspace that it names.

use super::problem::ApiProblem;
use super::{ApiDeps, ApiRequest};
use domain::identity::WorkspaceId;
use domain::oidc::{AccessRefusal, Administrator};

/// Admits an administrator to a workspace. Reads nothing from the store; a workspace that the administrator does not
/// administer is reported as missing.
///
/// # Errors
/// [`ApiProblem::NotAdmitted`] without a valid token, [`ApiProblem::NoSuchThing`] for another workspace.
pub(super) async fn admitted(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<(Administrator, WorkspaceId), ApiProblem> {
    let header = request.authorization.and_then(|header| header.split_once(' '));
    let (_, token) = header
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .ok_or(ApiProblem::NotAdmitted(AccessRefusal::NotAToken))?;
    let administrator = deps.administrators.admit(token.trim(), deps.clock.now()).await?;
    let workspace: WorkspaceId = workspace.parse().map_err(|_no_name| ApiProblem::NoSuchThing)?;
    if administrator.administers(&workspace) {
        Ok((administrator, workspace))
    } else {
        Err(ApiProblem::NoSuchThing)
    }
}
