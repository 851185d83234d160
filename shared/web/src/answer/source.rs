//! Reads what the page and the picture of an answer are made from: the question, and of the workspace what its queries need.

use crate::dashboard::DashboardError;
use crate::dashboard::admission::DashboardRefusal;
use domain::action::card::local_date;
use domain::identity::{MemberId, QuestionId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, Recommendation};
use domain::language::Language;
use domain::metrics::{Creative, DailyMetric};
use domain::question::basis::{BasisInput, basis};
use domain::question::execute::data::WorkspaceData;
use domain::question::execute::execute;
use domain::question::execute::prepared::PreparedQuery;
use domain::question::execute::result::QueryResult;
use domain::question::range::DateRange;
use domain::question::record::Question;
use domain::settings::WorkspaceSettings;
use domain::token::TargetId;
use futures::future::{try_join, try_join_all, try_join3};
use jiff::Timestamp;
use store::{Store, StoreError};

/// A question, and what is stored now that its answer is computed from.
#[derive(Debug, Clone)]
pub(super) struct AnswerSource {
    pub(super) question: Question,
    pub(super) settings: WorkspaceSettings,
    pub(super) now: Timestamp,
    queries: Vec<PreparedQuery>,
    facts: Vec<DailyMetric>,
    creatives: Vec<Creative>,
    pub(super) findings: Findings,
}

/// The findings of the workspace; empty if no query needs them.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings {
    pub(super) alerts: Vec<Alert>,
    pub(super) adjustments: Vec<BudgetAdjustment>,
    pub(super) recommendations: Vec<Recommendation>,
}

impl AnswerSource {
    /// Reads everything for the question of a link.
    pub(super) async fn read(
        store: &Store,
        (workspace, member): (&WorkspaceId, &MemberId),
        target: &TargetId,
        now: Timestamp,
    ) -> Result<Self, DashboardError> {
        let id: QuestionId = target.as_str().parse().map_err(|_no_question| DashboardRefusal::NotALink)?;
        let first = try_join(store.question(workspace, member, &id), store.settings(workspace));
        let (question, settings) = Box::pin(first).await?;
        let question = question.filter(|question| !question.views.is_empty());
        let (Some(question), Some(settings)) = (question, settings) else {
            return Err(DashboardRefusal::NotALink.into());
        };
        let today = local_date(now, &settings.workspace.zone);
        let queries: Vec<PreparedQuery> = question.views.iter().map(|view| view.prepared(today)).collect();
        let more = try_join3(
            facts(store, workspace, &queries),
            creatives(store, workspace, &queries),
            findings(store, workspace, &queries),
        );
        let (facts, creatives, findings) = Box::pin(more).await?;
        Ok(Self { question, settings, now, queries, facts, creatives, findings })
    }

    /// Returns the language of the answer.
    pub(super) fn language(&self) -> Language {
        Language::choose(&[&self.question.language])
    }

    /// Executes the queries on what is stored now, in their order.
    pub(super) fn results(&self) -> Vec<QueryResult> {
        let WorkspaceSettings { workspace, campaigns, sources, health, .. } = &self.settings;
        let data = WorkspaceData {
            workspace,
            now: self.now,
            facts: &self.facts,
            campaigns,
            creatives: &self.creatives,
            sources,
            health,
            alerts: &self.findings.alerts,
            adjustments: &self.findings.adjustments,
            recommendations: &self.findings.recommendations,
        };
        self.queries.iter().map(|query| execute(query, &data)).collect()
    }

    /// Reports whether the data changed since the answer, so that numbers may be others than those of the message.
    pub(super) fn is_restated(&self) -> bool {
        let Findings { alerts, adjustments, recommendations } = &self.findings;
        let today = local_date(self.question.answered_at, &self.settings.workspace.zone);
        let settings = &self.settings;
        basis(&BasisInput { settings, today, alerts, adjustments, recommendations }) != self.question.basis
    }
}

/// Reads the facts of every day that a query needs, each once.
async fn facts(
    store: &Store,
    workspace: &WorkspaceId,
    queries: &[PreparedQuery],
) -> Result<Vec<DailyMetric>, StoreError> {
    let ranges = DateRange::merged(queries.iter().flat_map(PreparedQuery::needs));
    let read = ranges.iter().map(|range| store.facts(workspace, range.from, range.to));
    Ok(try_join_all(read).await?.concat())
}

async fn creatives(
    store: &Store,
    workspace: &WorkspaceId,
    queries: &[PreparedQuery],
) -> Result<Vec<Creative>, StoreError> {
    if !queries.iter().any(PreparedQuery::needs_creatives) {
        return Ok(Vec::new());
    }
    store.creatives_of_all(workspace).await
}

async fn findings(
    store: &Store,
    workspace: &WorkspaceId,
    queries: &[PreparedQuery],
) -> Result<Findings, StoreError> {
    if !queries.iter().any(PreparedQuery::needs_findings) {
        return Ok(Findings::default());
    }
    let read =
        try_join3(store.alerts(workspace), store.adjustments(workspace), store.recommendations(workspace));
    let (alerts, adjustments, recommendations) = Box::pin(read).await?;
    Ok(Findings { alerts, adjustments, recommendations })
}
