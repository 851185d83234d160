//! Judges a day: its report, its alerts and the shift that waits for a decision, all kept in the store. Judging the same
//! day again changes nothing that was decided.

use crate::action::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange};
use crate::identity::{AdjustmentId, WorkspaceId};
use crate::insight::record::{Alert, DayFindings, is_superseded, propose, refresh};
use crate::insight::{Findings, InsightInput, ShiftFinding, examine};
use crate::metrics::kpi::{DayReport, report_day};
use crate::store::findings::Proposed;
use crate::store::workspaces::WorkspaceSettings;
use crate::store::{Store, StoreError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How many days of facts a digest looks at before the day: four weeks for the comparison.
const DAYS_OF_FACTS: i64 = 28;
/// How long an approved shift keeps new ones away from its campaigns while their budgets do not change: the days that
/// the next proposal would be computed from, since they do not know of it.
const SETTLING: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often a proposal is tried again when somebody decides on a shift at the same moment.
const TRIES: usize = 3;

/// A day, judged.
#[derive(Debug)]
pub(super) struct JudgedDay {
    /// The report of the day.
    pub(super) report: DayReport,
    /// What was found on the day.
    pub(super) findings: Findings,
    /// The shift that waits for a decision, with the finding that speaks for it.
    pub(super) shift: Option<(BudgetAdjustment, ShiftFinding)>,
}

/// Judges a day and keeps what was found.
pub(super) async fn judge_day(
    store: &Store,
    settings: &WorkspaceSettings,
    day: Date,
    now: Timestamp,
) -> Result<JudgedDay, StoreError> {
    let workspace = &settings.workspace;
    let facts = store.facts(&workspace.id, day.saturating_sub(DAYS_OF_FACTS.days()), day).await?;
    let report = report_day(day, workspace, &settings.campaigns, &facts, &settings.sources);
    let input =
        InsightInput { workspace, campaigns: &settings.campaigns, facts: &facts, report: &report, day };
    let findings = examine(&input);
    // Boxed, since two reads at the same time make it too large to be moved about.
    Box::pin(keep_alerts(store, settings, &report, &findings)).await?;
    let kept = match &findings.shift {
        Some(found) => keep_proposal(store, &workspace.id, found, day, now).await?,
        None => None,
    };
    store.save_day(&day_findings(&workspace.id, day, &findings, kept.as_ref())).await?;
    let waiting = kept.filter(|adjustment| adjustment.state == AdjustmentState::Proposed);
    let shift = waiting.zip(findings.shift.clone());
    Ok(JudgedDay { report, findings, shift })
}

fn day_findings(
    workspace: &WorkspaceId,
    day: Date,
    findings: &Findings,
    kept: Option<&BudgetAdjustment>,
) -> DayFindings {
    DayFindings {
        workspace: workspace.clone(),
        day,
        alerts: findings.alerts.iter().take(DayFindings::KEPT_ALERTS).cloned().collect(),
        alert_count: findings.alerts.len(),
        adjustment: kept.map(|adjustment| adjustment.id.clone()),
        confidence: findings.shift.as_ref().filter(|_| kept.is_some()).map(|shift| shift.confidence),
    }
}

/// Keeps the alerts of a day. An alert of a channel that is not whole stays as it is: nobody judged it, so it is not
/// over. A day before one that was judged leaves no trace: alerts say what is wrong now.
async fn keep_alerts(
    store: &Store,
    settings: &WorkspaceSettings,
    report: &DayReport,
    findings: &Findings,
) -> Result<(), StoreError> {
    let workspace = &settings.workspace.id;
    let was_judged = |alert: &Alert| {
        let campaign = settings.campaigns.iter().find(|campaign| campaign.id == alert.finding.campaign);
        campaign.is_none_or(|campaign| report.completeness.covers(&campaign.channel))
    };
    let (mut stored, newest) = futures::try_join!(store.alerts(workspace), store.newest_day(workspace))?;
    if is_superseded(&stored, newest, report.day) {
        return Ok(());
    }
    stored.retain(was_judged);
    for change in refresh(workspace, &stored, &findings.alerts, report.day) {
        match store.save_alert(&change).await {
            // Another run of the same day was faster; it found the same.
            Ok(()) | Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Keeps the proposal of a day and gives it as it stands; nothing when it is not the time for one.
async fn keep_proposal(
    store: &Store,
    workspace: &WorkspaceId,
    found: &ShiftFinding,
    day: Date,
    now: Timestamp,
) -> Result<Option<BudgetAdjustment>, StoreError> {
    let (recommendation, adjustment) = propose(workspace, day, found.clone(), now);
    for _try in 0..TRIES {
        let known = store.adjustments(workspace).await?;
        match standing(&adjustment, &known, now) {
            Standing::New => {}
            Standing::Known(stored) => return Ok(Some(*stored)),
            Standing::NotNow => return Ok(None),
        }
        match store.propose(&recommendation, &adjustment, &known).await {
            Ok(Proposed::New) => return Ok(Some(adjustment)),
            Ok(Proposed::AlreadyThere(stored)) => return Ok(Some(*stored)),
            // Somebody decided on a shift that was to be superseded.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::ConditionFailed)
}

/// How a proposal stands among the shifts that are known.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// It is new and takes the place of those that wait.
    New,
    /// It is stored; this is how.
    Known(Box<BudgetAdjustment>),
    /// It must not be made.
    NotNow,
}

/// Decides how a proposal stands. A report on an older day never takes the place of a newer proposal, and a shift that
/// was approved is not proposed on top of itself before the ad account carried it out.
fn standing(proposal: &BudgetAdjustment, known: &[BudgetAdjustment], now: Timestamp) -> Standing {
    if let Some(stored) = known.iter().find(|known| known.id == proposal.id) {
        return Standing::Known(Box::new(stored.clone()));
    }
    let newer = known.iter().any(|known| day_of(&known.id) > day_of(&proposal.id));
    let settling = known.iter().any(|known| is_settling(known, now) && shares_budget(known, proposal));
    if newer || settling { Standing::NotNow } else { Standing::New }
}

/// Gives the day that an identifier begins with, in an order that is the order of days.
fn day_of(id: &AdjustmentId) -> &str {
    id.as_str().split('-').next().unwrap_or_default()
}

fn is_settling(adjustment: &BudgetAdjustment, now: Timestamp) -> bool {
    let decided = adjustment.decided.as_ref().filter(|_| adjustment.state == AdjustmentState::Approved);
    decided.is_some_and(|decision| now.duration_since(decision.at) < SETTLING)
}

/// Says whether both touch a campaign whose budget has not changed in between.
fn shares_budget(one: &BudgetAdjustment, other: &BudgetAdjustment) -> bool {
    let same = |left: &BudgetChange, right: &BudgetChange| {
        left.campaign == right.campaign && left.campaign_version == right.campaign_version
    };
    [&one.from, &one.to].into_iter().any(|left| same(left, &other.from) || same(left, &other.to))
}

#[cfg(test)]
mod tests;
