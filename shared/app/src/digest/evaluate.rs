//! Examines a day: its report, its alerts and the shift that awaits a decision, all of which are stored, unless somebody
//! only looks. Examining the same day again changes nothing that was decided.

mod proposal;

use domain::digest::judged::{JudgedDay, basis};
use domain::identity::AlertId;
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::history::History;
use domain::insight::once::one_for_each_cause;
use domain::insight::record::{Alert, AlertChange, AlertState, DayFindings, is_superseded, refresh};
use domain::insight::subject::AlertSubject;
use domain::insight::{
    AlertFinding, DAYS_OF_HISTORY, Findings, InsightInput, ShiftFinding, detect, silent_sources,
};
use domain::message::job::QueueJob;
use domain::metrics::MetricValues;
use domain::metrics::kpi::{DayReport, ReportSums};
use domain::metrics::measure::OneSource;
use domain::settings::WorkspaceSettings;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proposal::{Kept, keep_proposal, look_at_proposal};
use store::{Store, StoreError};

/// The result of examining a day.
#[derive(Debug)]
pub(super) struct DayEvaluation {
    /// The report of the day.
    pub(super) report: DayReport,
    /// The sums of the day before.
    pub(super) before: MetricValues,
    /// The alerts that need attention: silent sources, then what has the most money at stake. Alerts that somebody acknowledged or snoozed
    /// are left out.
    pub(super) alerts: Vec<AlertFinding>,
    /// What is unusual about the day, or missing of it, although somebody acknowledged or snoozed it.
    pub(super) known_unusual: Vec<AlertFinding>,
    /// The shift that awaits a decision, with the finding that supports it.
    pub(super) shift: Option<(BudgetAdjustment, ShiftFinding)>,
    /// The jobs to queue: a person who approved first is told that a newer proposal superseded the approved one.
    pub(super) jobs: Vec<QueueJob>,
}

/// The alerts of a day.
struct FoundAlerts {
    /// Those that need attention.
    alerts: Vec<AlertFinding>,
    /// What is unusual about the day although somebody has acknowledged or snoozed it.
    known_unusual: Vec<AlertFinding>,
}

/// Examines a day and stores the findings.
pub(super) async fn judge_day(
    store: &Store,
    settings: &WorkspaceSettings,
    day: Date,
    now: Timestamp,
) -> Result<DayEvaluation, StoreError> {
    Ok(judge_anew(store, settings, day, now).await?.0)
}

/// Examines a day as [`judge_day`] does, unless it was examined before for people of another slot, and nothing that it was
/// judged by has changed: then only what became of the findings is read. With a judged day, that is to be kept once what
/// follows from it is queued.
pub(super) async fn judge_once(
    store: &Store,
    settings: &WorkspaceSettings,
    day: Date,
    now: Timestamp,
) -> Result<(DayEvaluation, Option<JudgedDay>), StoreError> {
    let basis = basis(settings, &silent_on(settings, day, now));
    match store.judged(&settings.workspace.id, day, &basis).await? {
        Some(judged) => Ok((recall(store, judged, now).await?, None)),
        None => {
            let (evaluation, judged) = Box::pin(judge_anew(store, settings, day, now)).await?;
            Ok((evaluation, JudgedDay { basis, ..judged }.kept()))
        }
    }
}

fn silent_on(settings: &WorkspaceSettings, day: Date, now: Timestamp) -> Vec<AlertFinding> {
    silent_sources(&settings.source_states(day, now), day, settings.workspace.currency)
}

/// Examines a day as [`judge_once`] does, and stores nothing: its alerts and its proposal are those that it would have if it
/// was examined now.
pub(super) async fn look_at_day(
    store: &Store,
    settings: &WorkspaceSettings,
    day: Date,
    now: Timestamp,
) -> Result<DayEvaluation, StoreError> {
    let basis = basis(settings, &silent_on(settings, day, now));
    if let Some(judged) = store.judged(&settings.workspace.id, day, &basis).await? {
        return recall(store, judged, now).await;
    }
    let examined = Box::pin(read_and_examine(store, settings, day, now)).await?;
    let (stored, newest) = Box::pin(read_alerts(store, settings)).await?;
    let (standing, _changes) = alerts_after(settings, &examined, stored, newest);
    let proposal = match &examined.findings.shift {
        Some(found) => look_at_proposal(store, settings, found, day, now).await?,
        None => None,
    };
    Ok(examined.evaluated(&standing, Kept { proposal, jobs: Vec::new() }, now))
}

async fn judge_anew(
    store: &Store,
    settings: &WorkspaceSettings,
    day: Date,
    now: Timestamp,
) -> Result<(DayEvaluation, JudgedDay), StoreError> {
    let examined = Box::pin(read_and_examine(store, settings, day, now)).await?;
    let standing = Box::pin(keep_alerts(store, settings, &examined)).await?;
    let kept = match &examined.findings.shift {
        Some(found) => Box::pin(keep_proposal(store, settings, found, day, now)).await?,
        None => Kept::default(),
    };
    let judged = JudgedDay {
        workspace: settings.workspace.id.clone(),
        day,
        basis: String::new(),
        report: examined.report.clone(),
        before: examined.before,
        findings: examined.findings.clone(),
        adjustment: kept.proposal.as_ref().map(|adjustment| adjustment.id.clone()),
    };
    let proposal = kept.proposal.clone();
    let evaluation = examined.evaluated(&standing, kept, now);
    let found = day_findings(&judged, &evaluation.alerts, proposal.as_ref());
    store.save_day(&found).await?;
    Ok((evaluation, judged))
}

/// What a day shows by itself, whatever is known of its alerts and proposals.
struct ExaminedDay {
    report: DayReport,
    before: MetricValues,
    findings: Findings,
}

/// Reads the facts of a day and of those before it, and adds them up page by page: however many there are, they take the
/// memory of their sums.
async fn read_and_examine(
    store: &Store,
    settings: &WorkspaceSettings,
    day: Date,
    now: Timestamp,
) -> Result<ExaminedDay, StoreError> {
    let mut one_source = OneSource::new(&settings.sources);
    let (mut sums, mut history) = (ReportSums::new(day), History::new(day));
    let mut add = |fact| {
        if let Some(fact) = one_source.counted(fact) {
            sums.add(&fact);
            history.add(&fact);
        }
    };
    let first = day.saturating_sub(DAYS_OF_HISTORY.days());
    store.each_fact(&settings.workspace.id, first, day, &mut add).await?;
    Ok(examine(settings, &sums, &history, now))
}

fn examine(
    settings: &WorkspaceSettings,
    sums: &ReportSums,
    history: &History,
    now: Timestamp,
) -> ExaminedDay {
    let workspace = &settings.workspace;
    let report = sums.report(workspace, &settings.campaigns, &settings.sources);
    let input = InsightInput {
        workspace,
        most_to_approve: workspace.most_to_approve(&settings.members),
        campaigns: &settings.campaigns,
        history,
        report: &report,
    };
    let findings = detect(&input).with_silent_sources(silent_on(settings, report.day, now));
    ExaminedDay { report, before: sums.day_before(), findings }
}

impl ExaminedDay {
    /// Tells what the day means for people, beside the alerts as they stand and the proposal of the day.
    fn evaluated(self, standing: &[Alert], kept: Kept, now: Timestamp) -> DayEvaluation {
        let Self { report, before, findings } = self;
        let FoundAlerts { alerts, known_unusual } = tell_apart(&findings, standing, now);
        let open = kept.proposal.filter(|adjustment| adjustment.state.is_open());
        let shift = open.zip(findings.shift);
        DayEvaluation { report, before, alerts, known_unusual, shift, jobs: kept.jobs }
    }
}

/// Returns a day that was judged before, with what has become of its alerts and its proposal since.
async fn recall(store: &Store, judged: JudgedDay, now: Timestamp) -> Result<DayEvaluation, StoreError> {
    let workspace = &judged.workspace;
    let standing = store.alerts(workspace).await?;
    let proposal = match &judged.adjustment {
        Some(id) => store.adjustment(workspace, id).await?,
        None => None,
    };
    let JudgedDay { report, before, findings, .. } = judged;
    let examined = ExaminedDay { report, before, findings };
    Ok(examined.evaluated(&standing, Kept { proposal, jobs: Vec::new() }, now))
}

/// Tells the alerts that need somebody from those that are known already.
fn tell_apart(findings: &Findings, standing: &[Alert], now: Timestamp) -> FoundAlerts {
    let alerts = waiting(&findings.alerts, standing, now);
    let known_unusual = known_unusual(&findings.alerts, &alerts);
    // Of those that need somebody: an unusual day whose waste is acknowledged already is told by itself.
    FoundAlerts { alerts: one_for_each_cause(alerts), known_unusual }
}

fn day_findings(judged: &JudgedDay, alerts: &[AlertFinding], kept: Option<&BudgetAdjustment>) -> DayFindings {
    let shift = judged.findings.shift.as_ref();
    DayFindings {
        workspace: judged.workspace.clone(),
        day: judged.day,
        alerts: alerts.iter().take(DayFindings::KEPT_ALERTS).cloned().collect(),
        alert_count: alerts.len(),
        adjustment: kept.map(|adjustment| adjustment.id.clone()),
        confidence: shift.filter(|_| kept.is_some()).map(|shift| shift.confidence),
    }
}

/// Returns the findings that need attention. An alert that is resolved now says nothing about an earlier day on which
/// it was not.
fn waiting(findings: &[AlertFinding], standing: &[Alert], now: Timestamp) -> Vec<AlertFinding> {
    let waits = |finding: &&AlertFinding| {
        let stored = standing.iter().find(|alert| alert.finding.id == finding.id);
        stored.is_none_or(|alert| alert.state == AlertState::Resolved || alert.needs_somebody(now))
    };
    findings.iter().filter(waits).cloned().collect()
}

/// Returns what is unusual about the day, or missing of it, and not among the findings that need attention.
fn known_unusual(findings: &[AlertFinding], waiting: &[AlertFinding]) -> Vec<AlertFinding> {
    let is_known = |finding: &&AlertFinding| {
        finding.rule.bars_all_clear() && waiting.iter().all(|alert| alert.id != finding.id)
    };
    findings.iter().filter(is_known).cloned().collect()
}

/// Stores the alerts of a day and returns all of them in their current state.
async fn keep_alerts(
    store: &Store,
    settings: &WorkspaceSettings,
    examined: &ExaminedDay,
) -> Result<Vec<Alert>, StoreError> {
    let (stored, newest) = read_alerts(store, settings).await?;
    let (standing, changes) = alerts_after(settings, examined, stored, newest);
    let mut raced = false;
    for change in changes {
        match store.save_alert(&change).await {
            Ok(()) => {}
            // Another run for the same day found the same, or somebody has just acknowledged it.
            Err(StoreError::ConditionFailed) => raced = true,
            Err(error) => return Err(error),
        }
    }
    if raced { store.alerts(&settings.workspace.id).await } else { Ok(standing) }
}

/// Reads the alerts of a workspace, and which day was examined last.
async fn read_alerts(
    store: &Store,
    settings: &WorkspaceSettings,
) -> Result<(Vec<Alert>, Option<Date>), StoreError> {
    let workspace = &settings.workspace.id;
    futures::try_join!(store.alerts(workspace), store.newest_day(workspace))
}

/// Returns the alerts as they stand after a day, and the changes that lead there. An alert on a channel with incomplete
/// data stays unchanged, because it was not examined and so cannot be resolved; an alert about the whole workspace needs
/// all channels, and one about a silent source needs none. A day before one that was already
/// examined changes nothing, because alerts describe the present.
fn alerts_after(
    settings: &WorkspaceSettings,
    examined: &ExaminedDay,
    stored: Vec<Alert>,
    newest: Option<Date>,
) -> (Vec<Alert>, Vec<AlertChange>) {
    let ExaminedDay { report, findings, .. } = examined;
    if is_superseded(&stored, newest, report.day) {
        return (stored, Vec::new());
    }
    let judged: Vec<Alert> =
        stored.iter().filter(|alert| was_judged(settings, report, alert)).cloned().collect();
    let changes = refresh(&settings.workspace.id, &judged, &findings.alerts, report.day);
    let mut standing = stored;
    for change in &changes {
        replace(&mut standing, change.alert());
    }
    (standing, changes)
}

fn was_judged(settings: &WorkspaceSettings, report: &DayReport, alert: &Alert) -> bool {
    match &alert.finding.subject {
        AlertSubject::Channel(_) => true,
        AlertSubject::Workspace => report.completeness.is_whole(),
        AlertSubject::Campaign { campaign, .. } => {
            let campaign = settings.campaigns.iter().find(|known| known.id == *campaign);
            campaign.is_none_or(|campaign| report.completeness.covers(&campaign.channel))
        }
    }
}

fn replace(standing: &mut Vec<Alert>, changed: &Alert) {
    let id: &AlertId = &changed.finding.id;
    standing.retain(|alert| alert.finding.id != *id);
    standing.push(changed.clone());
}
