//! What answering a question reads: who asks, what they asked before, and the names of the workspace, all at once; then, only
//! what the question needs, the facts of its days.

use super::QuestionError;
use super::data::Findings;
use domain::language::Language;
use domain::message::conversation::{Said, WhatsAppConversationEntry};
use domain::message::question_job::QuestionJob;
use domain::metrics::{Creative, DailyMetric};
use domain::question::basis::{BasisInput, basis};
use domain::question::execute::data::WorkspaceData;
use domain::question::execute::prepared::PreparedQuery;
use domain::question::query::TypedQuery;
use domain::question::range::DataSpan;
use domain::question::record::{Question, UnderstoodBy};
use domain::question::reply;
use domain::settings::WorkspaceSettings;
use futures::future::try_join5;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use planner::{Before, Plan, Planned};
use store::{Store, StoreError};

/// How many of the latest questions of a person are looked at: as many as decide whether an answer asks for a score.
pub(super) const LATEST: i32 = 6;

/// How many facts an answer holds at most: a thousand campaigns for half a year, or a hundred for five.
const MOST_FACTS: i64 = 200_000;

/// What is read of a question before its facts.
pub(super) struct Known {
    pub(super) settings: Option<WorkspaceSettings>,
    pub(super) creatives: Vec<Creative>,
    /// The latest questions of the person, newest first.
    pub(super) latest: Vec<Question>,
    /// The message that asks.
    pub(super) entry: Option<WhatsAppConversationEntry>,
    /// The question whose answer offered what was tapped.
    pub(super) chosen: Option<Question>,
}

pub(super) async fn read_known(store: &Store, job: &QuestionJob) -> Result<Known, StoreError> {
    let (workspace, member) = (&job.workspace, &job.member);
    let chosen = async {
        match &job.chosen {
            Some(chosen) => store.question(workspace, member, &chosen.question).await,
            None => Ok(None),
        }
    };
    // Boxed, because the reads would otherwise take up much of the caller's stack.
    let (settings, creatives, latest, entry, chosen) = Box::pin(try_join5(
        store.settings(workspace),
        store.creatives_of_all(workspace),
        store.latest_questions(workspace, member, LATEST),
        store.inbound_entry(workspace, member, &job.message_sid),
        chosen,
    ))
    .await?;
    Ok(Known { settings, creatives, latest, entry, chosen })
}

/// Returns the question whose answer the text replies to by quoting it.
pub(super) async fn quoted_question(
    store: &Store,
    job: &QuestionJob,
    entry: &WhatsAppConversationEntry,
    latest: &[Question],
) -> Result<Option<Question>, QuestionError> {
    let Said::Wrote { on: Some(sid), .. } = &entry.said else { return Ok(None) };
    let (workspace, member) = (&job.workspace, &job.member);
    let message = store.sent_message(workspace, member, sid).await?;
    let Some(question) = message.as_ref().and_then(reply::question_of) else { return Ok(None) };
    match latest.iter().find(|known| known.id == question) {
        Some(known) => Ok(Some(known.clone())),
        None => Ok(store.question(workspace, member, &question).await?),
    }
}

/// The workspace that a question is about, at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    pub settings: &'a WorkspaceSettings,
    pub creatives: &'a [Creative],
    pub now: Timestamp,
}

impl Asker<'_> {
    /// Returns the days that there can be numbers of.
    #[must_use]
    pub fn calendar(&self) -> DataSpan {
        let zone = TimeZone::get(&self.settings.workspace.zone).unwrap_or(TimeZone::UTC);
        DataSpan::at(self.now, &zone, None)
    }

    /// Plans what a text means.
    pub(super) fn plan(&self, text: &str, language: Language, before: Before<'_>) -> Asked {
        let workspace = super::names::planner_workspace(self.settings, self.creatives);
        let today = self.calendar().today;
        let planned =
            planner::plan(&planner::Question { text, workspace: &workspace, today, language, before });
        Asked { planned, understood_by: UnderstoodBy::Planner }
    }

    /// Returns what was tapped as if it had been planned.
    pub(super) fn chosen(&self, queries: &[TypedQuery], language: Language) -> Asked {
        let plan = Plan::Queries(queries.to_vec());
        let planned = Planned { plan, confidence: 100, language, not_understood: Vec::new() };
        Asked { planned, understood_by: UnderstoodBy::Choice }
    }

    /// Reports whether the facts that a query needs are few enough to be held at once.
    pub(super) fn can_read(&self, query: &PreparedQuery) -> bool {
        let days: i64 = query.needs().into_iter().map(|range| i64::from(range.days())).sum();
        let a_day = self.settings.campaigns.len().max(self.creatives.len()).max(1);
        i64::try_from(a_day).is_ok_and(|a_day| days.saturating_mul(a_day) <= MOST_FACTS)
    }

    /// Returns the fingerprint of what an answer depends on; the findings are those that its queries need.
    pub(super) fn basis(&self, findings: &Findings) -> String {
        basis(&BasisInput {
            settings: self.settings,
            today: self.calendar().today,
            alerts: &findings.alerts,
            adjustments: &findings.adjustments,
            recommendations: &findings.recommendations,
        })
    }

    pub(super) fn data<'b>(&'b self, facts: &'b [DailyMetric], findings: &'b Findings) -> WorkspaceData<'b> {
        WorkspaceData {
            workspace: &self.settings.workspace,
            now: self.now,
            facts,
            campaigns: &self.settings.campaigns,
            creatives: self.creatives,
            sources: &self.settings.sources,
            health: &self.settings.health,
            alerts: &findings.alerts,
            adjustments: &findings.adjustments,
            recommendations: &findings.recommendations,
        }
    }
}

/// What a text was understood to ask, and by whom.
pub(super) struct Asked {
    pub(super) planned: Planned,
    pub(super) understood_by: UnderstoodBy,
}
