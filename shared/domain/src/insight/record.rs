//! What is stored of the findings: lasting alerts, recommendations, and the findings of a day.

use crate::audit::Verb;
use crate::identity::{AdjustmentId, MemberId, RecommendationId, WorkspaceId};
use crate::insight::adjustment::{
    AdjustmentState, BudgetAdjustment, BudgetChange, DecisionRecord, Deed, ShiftReason,
};
use crate::insight::{AlertFinding, Confidence, ShiftFinding, ShiftSide};
use crate::instant::{EpochSecond, zero_is_none};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The state of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// The problem persists, and nobody has reacted.
    Open,
    /// The problem persists, and somebody asked to be reminded later.
    Snoozed,
    /// The problem persists, and somebody acknowledged it.
    Acknowledged,
    /// The problem is resolved.
    Resolved,
}

/// An alert: one problem of one campaign, of one source or of the workspace, from the first day on which it was found to the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    pub workspace: WorkspaceId,
    /// The latest finding.
    pub finding: AlertFinding,
    /// The state of the alert.
    pub state: AlertState,
    /// The first day of this problem.
    pub first_day: Date,
    /// The last day that was examined.
    pub last_day: Date,
    /// Grows by one with every change.
    pub version: u64,
    /// Who acknowledged or snoozed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handled: Option<DecisionRecord>,
    /// Until when it is snoozed, if it is.
    #[serde(default, with = "zero_is_none")]
    pub snoozed_until: Option<EpochSecond>,
}

impl Alert {
    /// Opens an alert.
    #[must_use]
    pub fn opened(workspace: &WorkspaceId, finding: AlertFinding, day: Date) -> Self {
        Self {
            workspace: workspace.clone(),
            finding,
            state: AlertState::Open,
            first_day: day,
            last_day: day,
            version: 1,
            handled: None,
            snoozed_until: None,
        }
    }

    /// Reports whether the alert needs attention: nobody has acknowledged it, and it is not snoozed at this time.
    #[must_use]
    pub fn needs_somebody(&self, now: Timestamp) -> bool {
        match self.state {
            AlertState::Open => true,
            AlertState::Snoozed => self.snoozed_until.is_none_or(|until| EpochSecond::from(now) >= until),
            AlertState::Acknowledged | AlertState::Resolved => false,
        }
    }

    /// Returns the alert after somebody acknowledged it.
    #[must_use]
    pub fn acknowledged(&self, by: DecisionRecord) -> Self {
        let (state, version) = (AlertState::Acknowledged, self.version + 1);
        Self { state, version, handled: Some(by), snoozed_until: None, ..self.clone() }
    }

    /// Returns the alert after somebody snoozed it.
    #[must_use]
    pub fn snoozed(&self, by: DecisionRecord, until: EpochSecond) -> Self {
        let (state, version) = (AlertState::Snoozed, self.version + 1);
        Self { state, version, handled: Some(by), snoozed_until: Some(until), ..self.clone() }
    }

    /// Reports whether the alert shows that a deed was done.
    #[must_use]
    pub fn shows(&self, deed: &Deed<'_>) -> bool {
        self.handled.as_ref().is_some_and(|record| record.is_of(deed))
    }

    /// Returns the alert with the numbers of another day. An acknowledged or snoozed alert is reopened if its severity
    /// has increased.
    fn lasting(&self, finding: AlertFinding, day: Date) -> Self {
        let worse = finding.severity > self.finding.severity;
        let same = Self { finding, last_day: day, version: self.version + 1, ..self.clone() };
        if worse {
            Self { state: AlertState::Open, handled: None, snoozed_until: None, ..same }
        } else {
            same
        }
    }
}

/// Identifies an occurrence of an alert by the day for which a card about it was made: a problem that began after that
/// day is a different occurrence.
#[must_use]
pub fn occurrence(day: Date) -> u64 {
    let days = day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    u64::try_from(days).unwrap_or_default()
}

/// A change to the stored alerts after a day was examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertChange {
    /// A new problem, or one that came back.
    Open(Alert),
    /// A problem that persists, with today's numbers.
    Update(Alert),
    /// A problem that is resolved.
    Resolve(Alert),
}

impl AlertChange {
    /// Returns the alert in the form to be stored.
    #[must_use]
    pub fn alert(&self) -> &Alert {
        match self {
            Self::Open(alert) | Self::Update(alert) | Self::Resolve(alert) => alert,
        }
    }
}

/// Reports whether a day is out of date for alerts: a newer day was examined, so its problems say nothing about the
/// present.
#[must_use]
pub fn is_superseded(stored: &[Alert], newest_judged: Option<Date>, day: Date) -> bool {
    stored.iter().map(|alert| alert.last_day).chain(newest_judged).any(|judged| judged > day)
}

/// Compares the stored alerts with the findings of a day. A day that is not newer than what is stored changes nothing,
/// so composing a digest again has no effect.
#[must_use]
pub fn refresh(
    workspace: &WorkspaceId,
    stored: &[Alert],
    findings: &[AlertFinding],
    day: Date,
) -> Vec<AlertChange> {
    let found = findings.iter().filter_map(|finding| {
        match stored.iter().find(|alert| alert.finding.id == finding.id) {
            None => Some(AlertChange::Open(Alert::opened(workspace, finding.clone(), day))),
            Some(known) if known.last_day >= day => None,
            Some(known) if known.state == AlertState::Resolved => {
                let opened = Alert::opened(workspace, finding.clone(), day);
                Some(AlertChange::Open(Alert { version: known.version + 1, ..opened }))
            }
            Some(known) => Some(AlertChange::Update(known.lasting(finding.clone(), day))),
        }
    });
    let over = stored.iter().filter(|alert| {
        let lasts = findings.iter().any(|finding| finding.id == alert.finding.id);
        alert.state != AlertState::Resolved && alert.last_day < day && !lasts
    });
    let resolved = over.map(|alert| {
        let version = alert.version + 1;
        AlertChange::Resolve(Alert { state: AlertState::Resolved, last_day: day, version, ..alert.clone() })
    });
    found.chain(resolved).collect()
}

/// A recommendation: what the facts support, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// The identifier; begins with the day of the facts.
    pub id: RecommendationId,
    pub workspace: WorkspaceId,
    /// The day of the facts.
    pub day: Date,
    /// The recommended shift, with the returns that support it.
    pub shift: ShiftFinding,
    /// The budget shift that carries it out.
    pub adjustment: AdjustmentId,
    /// Grows by one with every change of the assignment.
    #[serde(default = "first_version")]
    pub version: u64,
    /// The assignment, once somebody assigned it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Assignment>,
}

fn first_version() -> u64 {
    1
}

/// Who owns a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub owner: MemberId,
    /// The owner's name at that time.
    pub owner_name: String,
    /// Who assigned it to the owner, and when.
    pub assigned: DecisionRecord,
    /// The owner's answer.
    pub answer: AssignmentAnswer,
    /// When the owner answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
}

/// The answer of a person to whom a recommendation was assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentAnswer {
    /// There is no answer yet.
    Awaited,
    /// The person accepts it.
    Accepted,
    /// The person passes it back.
    PassedBack,
}

impl Assignment {
    fn is_answer(&self, answer: AssignmentAnswer, deed: &Deed<'_>) -> bool {
        self.owner == *deed.by && self.answer == answer && self.answered_at == Some(deed.at)
    }
}

impl Recommendation {
    /// Returns the recommendation after it was assigned to a person. A person who assigns it to oneself need not accept
    /// it.
    #[must_use]
    pub fn assigned(&self, owner: &MemberId, owner_name: &str, by: DecisionRecord) -> Self {
        let (answer, answered_at) = if *owner == by.by {
            (AssignmentAnswer::Accepted, Some(by.at))
        } else {
            (AssignmentAnswer::Awaited, None)
        };
        let assignment = Assignment {
            owner: owner.clone(),
            owner_name: owner_name.to_owned(),
            assigned: by,
            answer,
            answered_at,
        };
        Self { version: self.version + 1, assignment: Some(assignment), ..self.clone() }
    }

    /// Returns the recommendation after its owner answered.
    #[must_use]
    pub fn answered(&self, answer: AssignmentAnswer, at: Timestamp) -> Self {
        let answered =
            |assignment: &Assignment| Assignment { answer, answered_at: Some(at), ..assignment.clone() };
        let assignment = self.assignment.as_ref().map(answered);
        Self { version: self.version + 1, assignment, ..self.clone() }
    }

    /// Reports whether the recommendation shows that a deed was done.
    #[must_use]
    pub fn shows(&self, deed: &Deed<'_>) -> bool {
        self.assignment.as_ref().is_some_and(|assignment| match deed.verb {
            Verb::AssignRecommendation => assignment.assigned.is_of(deed),
            Verb::AcceptAssignment => assignment.is_answer(AssignmentAnswer::Accepted, deed),
            Verb::PassBackAssignment => assignment.is_answer(AssignmentAnswer::PassedBack, deed),
            _ => false,
        })
    }
}

/// Creates the recommendation and the budget shift for a shift that was found. The same day and campaigns always give
/// the same identifiers.
#[must_use]
pub fn propose(
    workspace: &WorkspaceId,
    day: Date,
    shift: ShiftFinding,
    now: Timestamp,
) -> (Recommendation, BudgetAdjustment) {
    let what =
        format!("{workspace}|{day}|{}|{}|{}", shift.from.campaign, shift.to.campaign, shift.amount.minor);
    let prefix = format!("{}-", day.strftime("%Y%m%d"));
    let id = RecommendationId::hashed(&prefix, &what);
    let adjustment = BudgetAdjustment {
        id: AdjustmentId::hashed(&prefix, &what),
        workspace: workspace.clone(),
        recommendation: id.clone(),
        from: change(&shift.from),
        to: change(&shift.to),
        amount: shift.amount,
        state: AdjustmentState::Proposed,
        version: 1,
        proposed_at: now,
        because: Some(ShiftReason::from(&shift)),
        first: None,
        decided: None,
        decline_reason: None,
        undo_until: None,
        undone: None,
        outcome: None,
        reversal: None,
        changed_budget: None,
        successor: None,
    };
    let recommendation = Recommendation {
        id,
        workspace: workspace.clone(),
        day,
        shift,
        adjustment: adjustment.id.clone(),
        version: first_version(),
        assignment: None,
    };
    (recommendation, adjustment)
}

fn change(side: &ShiftSide) -> BudgetChange {
    BudgetChange {
        campaign: side.campaign.clone(),
        name: side.name.clone(),
        campaign_version: side.version,
        before: side.before,
        after: side.after,
        budget_estimated: side.budget_estimated,
    }
}

/// The findings of a day, as every digest of that day reports them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFindings {
    pub workspace: WorkspaceId,
    /// The day that was examined.
    pub day: Date,
    /// The alerts in the order of the digest; at most [`DayFindings::KEPT_ALERTS`].
    pub alerts: Vec<AlertFinding>,
    /// How many alerts were found, including those not kept.
    pub alert_count: usize,
    /// The proposed shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentId>,
    /// The confidence of the proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

impl DayFindings {
    /// How many alerts of a day are kept, so that they fit into one stored item however many campaigns there are.
    pub const KEPT_ALERTS: usize = 50;
}

#[cfg(test)]
mod tests;
