//! What was acted on: its versions follow each other, and it shows who decided, when and how.

use super::{Case, Doubt, ensure};
use crate::audit::Verb;
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord};
use crate::insight::record::{Alert, Assignment, AssignmentAnswer, Recommendation};
use crate::insight::target::Target;
use crate::verification::history::{Order, TargetKind};

impl Case<'_> {
    pub(super) fn target(&self) -> Result<(), Doubt> {
        let target = self.stored.target.as_ref().ok_or(Doubt::NoTarget)?;
        let before = self.evidence.target_version;
        let after = before.checked_add(1).ok_or(Doubt::VersionGap)?;
        let told = (version_in(self.event.before.as_deref()), version_in(self.event.after.as_deref()));
        ensure(told == (Some(before), Some(after)), Doubt::VersionGap)?;
        let kind = TargetKind::of(self.event.verb).ok_or(Doubt::NeverExecuted)?;
        match self.history.order(kind, self.event, before) {
            Order::InOrder => {}
            Order::Twice => return Err(Doubt::VersionTwice),
            Order::Late => return Err(Doubt::OutOfOrder),
        }
        let shows = match target {
            Target::Shift(shift) => shift.version >= after && self.shift_shows(shift),
            Target::Alert(alert) => alert.version >= after && self.alert_shows(alert, after),
            Target::Recommendation(what) => what.version >= after && self.recommendation_shows(what, after),
            Target::Day(_) => false,
        };
        ensure(shows, Doubt::OtherTarget)
    }

    fn is_ours(&self, decision: Option<&DecisionRecord>) -> bool {
        decision.is_some_and(|decision| {
            decision.by == *self.actor && decision.at == self.event.at && decision.source == self.event.source
        })
    }

    fn shift_shows(&self, shift: &BudgetAdjustment) -> bool {
        use AdjustmentState::{Approved, Declined, Undone};
        match self.event.verb {
            Verb::ApproveShift => {
                matches!(shift.state, Approved | Undone) && self.is_ours(shift.decided.as_ref())
            }
            Verb::ApproveShiftFirst => self.is_ours(shift.first.as_ref()),
            Verb::DeclineShift => shift.state == Declined && self.is_ours(shift.decided.as_ref()),
            Verb::GiveReason => {
                let declined = shift.decided.as_ref().filter(|_| shift.state == Declined);
                shift.decline_reason.is_some() && declined.is_some_and(|decision| decision.by == *self.actor)
            }
            Verb::UndoShift => shift.state == Undone && self.is_ours(shift.undone.as_ref()),
            _ => false,
        }
    }

    /// What was changed again since shows the later change.
    fn alert_shows(&self, alert: &Alert, after: u64) -> bool {
        alert.version > after || self.is_ours(alert.handled.as_ref())
    }

    fn recommendation_shows(&self, recommendation: &Recommendation, after: u64) -> bool {
        if recommendation.version > after {
            return true;
        }
        let Some(assignment) = &recommendation.assignment else {
            return false;
        };
        match self.event.verb {
            Verb::AssignRecommendation => self.is_ours(Some(&assignment.assigned)),
            Verb::AcceptAssignment => self.answered(assignment, AssignmentAnswer::Accepted),
            Verb::PassBackAssignment => self.answered(assignment, AssignmentAnswer::PassedBack),
            _ => false,
        }
    }

    fn answered(&self, assignment: &Assignment, answer: AssignmentAnswer) -> bool {
        assignment.owner == *self.actor
            && assignment.answer == answer
            && assignment.answered_at == Some(self.event.at)
    }
}

/// Reads the version that a state in words ends with.
fn version_in(words: Option<&str>) -> Option<u64> {
    words?.rsplit_once("version ")?.1.parse().ok()
}
