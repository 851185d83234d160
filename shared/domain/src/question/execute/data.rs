//! What a query is executed on: all that is stored of one workspace and matters for answers. Whoever asks sees all of it;
//! that somebody belongs to the workspace is decided before.

use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, Recommendation};
use crate::metrics::source::SourceHealth;
use crate::metrics::{Campaign, Creative, DailyMetric, SourceCompleteness};
use crate::workspace::Workspace;
use jiff::Timestamp;

/// What is stored of a workspace.
#[derive(Debug, Clone, Copy)]
pub struct WorkspaceData<'a> {
    pub workspace: &'a Workspace,
    /// The instant at which it is asked.
    pub now: Timestamp,
    /// The facts of the days that the query needs; those of other days are ignored.
    pub facts: &'a [DailyMetric],
    pub campaigns: &'a [Campaign],
    pub creatives: &'a [Creative],
    /// How far the facts of each channel reach.
    pub sources: &'a [SourceCompleteness],
    pub health: &'a [SourceHealth],
    pub alerts: &'a [Alert],
    pub adjustments: &'a [BudgetAdjustment],
    pub recommendations: &'a [Recommendation],
}
