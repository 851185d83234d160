//! Keeps which notifications a person has seen. The script of the page tells which of them stood on the screen for a moment;
//! opening the link tells nothing, since mail scanners open every link.

use super::admission::{DashboardRefusal, admit, shown_day};
use super::{DashboardDeps, DashboardError};
use crate::action_page::form::ACT_FIELD;
use crate::form::{FormPost, PostRefusal, form_of_our_page};
use domain::identity::NotificationId;
use futures::future::try_join_all;
use store::StoreError;

/// What the script of the page says that it does.
const ACT: &str = "see_notices";
/// The field with the identifiers of the notifications, with blanks between them.
const NOTICES_FIELD: &str = "notices";
/// Among how many of the latest notifications those are that the page showed: it shows five, and newer ones may have come.
const LOOKED_AT: i32 = 20;

/// Why nothing is kept.
#[derive(Debug, thiserror::Error)]
pub enum SeenError {
    /// The link does not admit, or the store could not be read or written.
    #[error(transparent)]
    Dashboard(#[from] DashboardError),
    /// It is not the script of our page that tells.
    #[error(transparent)]
    NotOurPage(#[from] PostRefusal),
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

/// Keeps that the person of a dashboard's link saw notifications, and gives how many of them were new: one batched read, one
/// query, and a write for each. `public_url` is the address that the pages are served at, without a path.
///
/// # Errors
/// When the link does not admit, the request is not the one of our page, or the store cannot be read or written.
pub async fn see_notifications(
    deps: &DashboardDeps<'_>,
    public_url: &str,
    token_text: &str,
    told: &FormPost<'_>,
) -> Result<usize, SeenError> {
    let claims = deps.token_keys.open(token_text).map_err(|_not_ours| DashboardRefusal::NotALink)?;
    shown_day(&claims)?;
    let seen = seen(told, public_url)?;
    let now = deps.clock.now();
    admit(&claims, deps.store.read_link(&claims).await?, now)?;
    let latest = deps.store.latest_notifications(&claims.workspace, &claims.member, LOOKED_AT).await?;
    let new = latest
        .iter()
        .filter(|notification| notification.read_at.is_none() && seen.contains(&notification.id));
    let kept =
        try_join_all(new.map(|notification| deps.store.mark_notification_read(notification, now))).await?;
    Ok(kept.len())
}

fn seen(told: &FormPost<'_>, public_url: &str) -> Result<Vec<NotificationId>, PostRefusal> {
    let form = form_of_our_page(told, public_url)?;
    let notifications = form.filled(NOTICES_FIELD).filter(|_| form.filled(ACT_FIELD) == Some(ACT));
    let ids = notifications.ok_or(PostRefusal::NoForm)?.split(' ').map(str::parse);
    ids.collect::<Result<_, _>>().map_err(|_no_notification| PostRefusal::NoForm)
}

#[cfg(test)]
mod tests;
