//! Keeps which notices a person has seen. The script of the page tells which of them stood on the screen for a moment;
//! opening the link tells nothing, since mail scanners open every link.

use super::admission::{DashboardRefusal, admit, shown_day};
use super::{DashboardEdges, DashboardError};
use crate::action_page::form::ACT_FIELD;
use crate::form::{Press, PressRefusal, form_of_our_page};
use domain::identity::NoticeId;
use futures::future::try_join_all;
use store::StoreError;

/// What the script of the page says that it does.
const ACT: &str = "see_notices";
/// The field with the identifiers of the notices, with blanks between them.
const NOTICES_FIELD: &str = "notices";
/// Among how many of the latest notices those are that the page showed: it shows five, and newer ones may have come.
const LOOKED_AT: i32 = 20;

/// Why nothing is kept.
#[derive(Debug, thiserror::Error)]
pub enum SeenError {
    /// The link does not admit, or the store could not be read or written.
    #[error(transparent)]
    Dashboard(#[from] DashboardError),
    /// It is not the script of our page that tells.
    #[error(transparent)]
    NotOurPage(#[from] PressRefusal),
}

impl From<DashboardRefusal> for SeenError {
    fn from(refusal: DashboardRefusal) -> Self {
        Self::Dashboard(refusal.into())
    }
}

impl From<StoreError> for SeenError {
    fn from(error: StoreError) -> Self {
        Self::Dashboard(error.into())
    }
}

/// Keeps that the person of a dashboard's link saw notices, and gives how many of them were new: one batched read, one
/// query, and a write for each. `public_url` is the address that the pages are served at, without a path.
///
/// # Errors
/// When the link does not admit, the request is not the one of our page, or the store cannot be read or written.
pub async fn see_notices(
    edges: &DashboardEdges<'_>,
    public_url: &str,
    token_text: &str,
    told: &Press<'_>,
) -> Result<usize, SeenError> {
    let claims = edges.token_keys.open(token_text).map_err(|_not_ours| DashboardRefusal::NotALink)?;
    shown_day(&claims)?;
    let seen = seen(told, public_url)?;
    let now = edges.clock.now();
    admit(&claims, edges.store.read_link(&claims).await?, now)?;
    let latest = edges.store.latest_notices(&claims.workspace, &claims.member, LOOKED_AT).await?;
    let new = latest.iter().filter(|notice| notice.read_at.is_none() && seen.contains(&notice.id));
    let kept = try_join_all(new.map(|notice| edges.store.mark_notice_read(notice, now))).await?;
    Ok(kept.len())
}

fn seen(told: &Press<'_>, public_url: &str) -> Result<Vec<NoticeId>, PressRefusal> {
    let form = form_of_our_page(told, public_url)?;
    let notices = form.filled(NOTICES_FIELD).filter(|_| form.filled(ACT_FIELD) == Some(ACT));
    let ids = notices.ok_or(PressRefusal::NoForm)?.split(' ').map(str::parse);
    ids.collect::<Result<_, _>>().map_err(|_no_notice| PressRefusal::NoForm)
}

#[cfg(test)]
mod tests;
