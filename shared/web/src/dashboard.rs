//! The dashboard: the page that the link in a daily report opens. Looking never changes anything, so the same link may be
//! opened as often as its person likes, until it expires. All that it keeps is which notifications the person has seen.

pub mod admission;
pub mod chart;
pub mod page;
pub mod seen;
pub mod view;

use admission::{Admitted, DashboardRefusal, admit, shown_day};
use domain::clock::Clock;
use domain::token::TokenKeys;
use futures::future::{try_join, try_join5};
use jiff::ToSpan;
use store::{Store, StoreError};
use view::{DashboardContext, DashboardView};

/// How many days of facts before its day the page looks at: four weeks for the comparison and the chart.
const DAYS_BEFORE: i64 = 28;
/// How many of the person's notifications the page shows.
const SHOWN_NOTICES: i32 = 5;

/// What opening a dashboard may use.
pub struct DashboardDeps<'a> {
    /// The store; opening only reads it.
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The keys that open tokens.
    pub token_keys: &'a TokenKeys,
}

/// Why there is no dashboard.
#[derive(Debug, thiserror::Error)]
pub enum DashboardError {
    /// The link does not admit whoever opened it.
    #[error(transparent)]
    Refused(#[from] DashboardRefusal),
    /// The store could not be read; opening the link again is safe.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the dashboard that a link leads to. A token that was not made by us costs no read.
///
/// # Errors
/// [`DashboardError::Refused`] when the link does not admit, [`DashboardError::Store`] when the store cannot be read.
pub async fn open_dashboard(
    deps: &DashboardDeps<'_>,
    token_text: &str,
) -> Result<DashboardView, DashboardError> {
    let claims = deps.token_keys.open(token_text).map_err(|_not_ours| DashboardRefusal::NotALink)?;
    let day = shown_day(&claims)?;
    let now = deps.clock.now();
    let admitted = admit(&claims, deps.store.read_link(&claims).await?, now)?;
    let workspace = &claims.workspace;
    // On the heap: six queries under way at once are too much for every caller's stack.
    let reads = Box::pin(try_join(
        try_join5(
            deps.store.settings(workspace),
            deps.store.facts(workspace, day.saturating_sub(DAYS_BEFORE.days()), day),
            deps.store.alerts(workspace),
            deps.store.adjustments(workspace),
            deps.store.recommendations(workspace),
        ),
        deps.store.latest_notifications(workspace, &claims.member, SHOWN_NOTICES),
    ));
    let ((settings, facts, alerts, adjustments, recommendations), notifications) = reads.await?;
    // The batched read found the workspace; it can only be gone when it was deleted in between.
    let settings = settings.ok_or(DashboardRefusal::NotALink)?;
    let Admitted { workspace, member, valid_until } = &admitted;
    let facts = DashboardContext {
        workspace,
        reader: member,
        day,
        now,
        valid_until: *valid_until,
        members: &settings.members,
        campaigns: &settings.campaigns,
        sources: &settings.sources,
        facts: &facts,
        alerts: &alerts,
        adjustments: &adjustments,
        recommendations: &recommendations,
        notifications: &notifications,
    };
    Ok(DashboardView::new(&facts))
}

#[cfg(test)]
mod tests;
