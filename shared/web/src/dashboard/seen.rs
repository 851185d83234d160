//! Records which notifications a person has seen. The page's script reports those that were visible for a moment;
//! opening the link records nothing, because mail scanners open every link.

use super::admission::{DashboardRefusal, admit, shown_day};
use super::{DashboardDeps, DashboardError};
use crate::action_page::form::ACT_FIELD;
use crate::form::{FormPost, PostRefusal, form_of_our_page};
use domain::identity::NotificationId;
use futures::future::try_join_all;
use store::StoreError;

/// The action in the script's request.
const ACT: &str = "see_notices";
/// The field with the notifications' identifiers, separated by blanks.
const NOTICES_FIELD: &str = "notices";
/// The number of latest notifications among which the shown ones are looked up: the page shows five, and newer ones
/// may have arrived since.
const LOOKED_AT: i32 = 20;

/// The reasons why nothing is recorded.
#[derive(Debug, thiserror::Error)]
pub enum SeenError {
    /// The link does not admit the visitor, or the store could not be read or written.
    #[error(transparent)]
    Dashboard(#[from] DashboardError),
    /// The request was not sent by our page's script.
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

/// Records that the person of a dashboard link saw notifications, and returns how many of them were new: one batched
/// read, one query, and one write each. `public_url` is the public address of the pages, without a path.
///
/// # Errors
/// If the link does not admit the visitor, the request was not sent by our page, or the store cannot be read or
/// written.
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
