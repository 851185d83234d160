//! Changes one campaign to what a program says of it.

use super::{CampaignReport, CatalogDeps, CatalogError, EntryOutcome};
use crate::budget::{self, BudgetError, BudgetReport};
use domain::audit::Source;
use domain::identity::WorkspaceId;
use domain::message::job::QueueJob;
use domain::metrics::{BudgetSource, Campaign};
use store::{Store, StoreError};

/// What changed of one campaign.
pub(super) struct Changed {
    pub(super) outcome: EntryOutcome,
    pub(super) superseded: usize,
    pub(super) jobs: Vec<QueueJob>,
}

/// Stores the names of an entry first, and then what it says about the budget.
pub(super) async fn change(
    deps: &CatalogDeps<'_>,
    workspace: &WorkspaceId,
    report: &CampaignReport,
    known: &Campaign,
    named: &Campaign,
) -> Result<Changed, CatalogError> {
    let is_named_anew = keep_names(deps.store, workspace, known, named).await?;
    let mut changed = Changed { outcome: EntryOutcome::Unchanged, superseded: 0, jobs: Vec::new() };
    if let Some(budget) = budget_report(deps, workspace, report, known) {
        let moved = budget::change(deps.store, &budget).await.map_err(|error| match error {
            BudgetError::Store(error) => error,
            // All three were ruled out before anything was stored, so the campaign changed meanwhile.
            BudgetError::UnknownCampaign | BudgetError::Negative | BudgetError::OtherCurrency => {
                StoreError::ConditionFailed
            }
        })?;
        (changed.superseded, changed.jobs) = (moved.superseded.len(), moved.jobs);
        changed.outcome = if moved.is_new { EntryOutcome::Changed } else { EntryOutcome::Unchanged };
    }
    if is_named_anew {
        changed.outcome = EntryOutcome::Changed;
    }
    Ok(changed)
}

/// Stores what of a campaign's names changed; reports whether anything did.
async fn keep_names(
    store: &Store,
    workspace: &WorkspaceId,
    known: &Campaign,
    named: &Campaign,
) -> Result<bool, StoreError> {
    if (&named.name, &named.account) != (&known.name, &known.account) {
        store.name_campaigns(workspace, std::slice::from_ref(named)).await?;
    }
    if named.other_names != known.other_names {
        store.set_other_names(workspace, &known.id, &named.other_names).await?;
    }
    Ok(named != known)
}

/// Returns what is said about the budget, or about whether the campaign delivers; `None` if nothing is.
fn budget_report(
    deps: &CatalogDeps<'_>,
    workspace: &WorkspaceId,
    report: &CampaignReport,
    known: &Campaign,
) -> Option<BudgetReport> {
    if report.daily_budget.is_none() && report.active.is_none() {
        return None;
    }
    let budget_source = report.daily_budget.map_or(known.budget_source, |_| BudgetSource::Stated);
    Some(BudgetReport {
        workspace: workspace.clone(),
        campaign: known.id.clone(),
        daily_budget: report.daily_budget.unwrap_or(known.daily_budget),
        active: report.active,
        budget_source,
        by: None,
        source: Source::Api,
        at: deps.clock.now(),
    })
}
