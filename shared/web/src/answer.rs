//! The page that the link of an answer opens, with its numbers in full, and the picture above it. Both are computed
//! when they are opened, from what is stored then, with the days of the answer. Opening them changes nothing.

pub mod chart;
pub mod page;
pub mod picture;
pub mod view;

mod source;

use crate::dashboard::admission::{Admitted, DashboardRefusal, admit};
use crate::dashboard::{DashboardDeps, DashboardError};
use domain::instant::EpochSecond;
use domain::question::answer::{AnswerPicture, picture as answer_picture};
use domain::settings::WorkspaceSettings;
use domain::token::expiring::{ExpiringClaims, ExpiringRefusal};
use domain::token::{TokenChannel, TokenKeys, TokenPurpose};
use source::AnswerSource;
use view::AnswerView;

/// Reports whether a token is the link of an answer. It costs one MAC and no read.
#[must_use]
pub fn is_answer(keys: &TokenKeys, token_text: &str) -> bool {
    let claims = keys.open(token_text).ok();
    claims.is_some_and(|claims| {
        claims.purpose == TokenPurpose::ViewAnswer && claims.channel == TokenChannel::Link
    })
}

/// Opens the page of an answer. A token that we did not create costs no read.
///
/// # Errors
/// [`DashboardError::Refused`] if the link does not admit the visitor, [`DashboardError::Store`] if the store cannot
/// be read.
pub async fn open_answer(deps: &DashboardDeps<'_>, token_text: &str) -> Result<AnswerView, DashboardError> {
    let claims = deps.token_keys.open(token_text).map_err(|_not_ours| DashboardRefusal::NotALink)?;
    if claims.purpose != TokenPurpose::ViewAnswer || claims.channel != TokenChannel::Link {
        return Err(DashboardRefusal::NotALink.into());
    }
    let now = deps.clock.now();
    let Admitted { member, valid_until, .. } = admit(&claims, deps.store.read_link(&claims).await?, now)?;
    let whose = (&claims.workspace, &claims.member);
    let source = Box::pin(AnswerSource::read(deps.store, whose, &claims.target, now)).await?;
    Ok(AnswerView::new(&source, &member, valid_until))
}

/// Returns what the address of a picture shows. The address is good for an hour and admits whoever has it, as Twilio, which
/// fetches the picture; but only as long as its person may see the numbers.
///
/// # Errors
/// [`DashboardError::Refused`] if the address is no good, [`DashboardError::Store`] if the store cannot be read.
pub async fn open_picture(
    deps: &DashboardDeps<'_>,
    token_text: &str,
) -> Result<AnswerPicture, DashboardError> {
    let now = deps.clock.now();
    let claims = ExpiringClaims::open(deps.token_keys, token_text, now).map_err(|refusal| match refusal {
        ExpiringRefusal::NotOurs(_) => DashboardRefusal::NotALink,
        ExpiringRefusal::Expired => DashboardRefusal::Expired,
    })?;
    if claims.purpose != TokenPurpose::Chart {
        return Err(DashboardRefusal::NotALink.into());
    }
    let whose = (&claims.workspace, &claims.member);
    let source = Box::pin(AnswerSource::read(deps.store, whose, &claims.target, now)).await?;
    may_still_see(&claims, &source.settings)?;
    let language = source.language();
    let shown = source.results().iter().find_map(|result| answer_picture(result, language));
    Ok(shown.ok_or(DashboardRefusal::NotALink)?)
}

/// Refuses an address whose person left, or whose membership or rules changed since it was made.
fn may_still_see(claims: &ExpiringClaims, settings: &WorkspaceSettings) -> Result<(), DashboardRefusal> {
    let member = settings.members.iter().find(|member| member.id == claims.member && member.active);
    let member = member.ok_or(DashboardRefusal::NotAMember)?;
    let is_unchanged = EpochSecond::from(member.changed_at) <= claims.issued_at();
    let is_admitted = settings.workspace.rules.admit_token_of(claims.issued_at());
    if is_unchanged && is_admitted { Ok(()) } else { Err(DashboardRefusal::Void) }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
