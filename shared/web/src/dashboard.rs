//! The dashboard: the page that the link in a daily report opens. Opening it never changes anything, so the link
//! works as often as its person likes, until it expires. The page records only which notifications the person has
//! seen.

pub mod admission;
pub mod chart;
pub mod page;
pub mod seen;
pub mod view;

use admission::{Admitted, DashboardRefusal, admit, shown_day};
use domain::clock::Clock;
use domain::metrics::label::told_apart;
use domain::metrics::measure::of_one_source;
use domain::token::TokenKeys;
use futures::future::{try_join, try_join5};
use jiff::ToSpan;
use store::{Store, StoreError};
use view::{DashboardContext, DashboardView};

/// The number of days of facts before the shown day: four weeks for the comparison and the chart.
const DAYS_BEFORE: i64 = 28;
/// The number of notifications on the page.
const SHOWN_NOTICES: i32 = 5;

/// The dependencies of the dashboard.
pub struct DashboardDeps<'a> {
    /// The store; opening the dashboard only reads it.
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The keys that open tokens.
    pub token_keys: &'a TokenKeys,
}

/// The reasons why there is no dashboard.
#[derive(Debug, thiserror::Error)]
pub enum DashboardError {
    /// The link does not admit the visitor.
    #[error(transparent)]
    Refused(#[from] DashboardRefusal),
    /// The store could not be read; opening the link again is safe.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the dashboard of a link. A token that we did not create costs no read.
///
/// # Errors
/// [`DashboardError::Refused`] if the link does not admit the visitor, [`DashboardError::Store`] if the store cannot
/// be read.
pub async fn open_dashboard(
    deps: &DashboardDeps<'_>,
    token_text: &str,
) -> Result<DashboardView, DashboardError> {
    let claims = deps.token_keys.open(token_text).map_err(|_not_ours| DashboardRefusal::NotALink)?;
    let day = shown_day(&claims)?;
    let now = deps.clock.now();
    let admitted = admit(&claims, deps.store.read_link(&claims).await?, now)?;
    let workspace = &claims.workspace;
    // On the heap: six concurrent queries would take too much of every caller's stack.
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
    // The batched read found the workspace, so it can be missing only if it was deleted in between.
    let settings = settings.ok_or(DashboardRefusal::NotALink)?;
    let Admitted { workspace, member, valid_until } = &admitted;
    let facts = of_one_source(facts, &settings.sources);
    let facts = DashboardContext {
        workspace,
        reader: member,
        day,
        now,
        valid_until: *valid_until,
        members: &settings.members,
        campaigns: &told_apart(&settings.campaigns),
        sources: &settings.sources,
        health: &settings.health,
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
