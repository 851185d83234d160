//! The latest budget shifts in their current state: an approval on WhatsApp is visible here.

use super::PageWriter;
use crate::components::{ShiftSideLine, assignment_phrase, state_class};
use domain::action::reply;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange};
use domain::insight::record::Recommendation;
use domain::insight::wording::{describe_shift, describe_why};
use domain::language::{Phrase, Value};
use domain::text::{display_name, short_name};
use domain::workspace::Member;
use domain::workspace::rules::Permission;

/// The maximum number of shifts on the page.
const LISTED_SHIFTS: usize = 4;

/// A budget shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftCard {
    /// The identifier of the shift, which distinguishes the cards.
    pub id: String,
    /// The budget that moves.
    pub text: String,
    /// The current state, in words.
    pub state: String,
    /// The style sheet's class for the state.
    pub class: &'static str,
    /// Who decided and when, or when it was proposed.
    pub by: String,
    /// Both campaigns with their budgets.
    pub sides: Vec<ShiftSideLine>,
    /// The reasons for it.
    pub why: Option<String>,
    /// The owner of the underlying recommendation, once it has been assigned.
    pub owner: Option<String>,
    /// What happens next, or who can make it happen.
    pub next: Option<String>,
}

impl PageWriter<'_> {
    pub(super) fn shifts(&self) -> Vec<ShiftCard> {
        self.facts.adjustments.iter().take(LISTED_SHIFTS).map(|shift| self.shift(shift)).collect()
    }

    pub(super) fn shift(&self, shift: &BudgetAdjustment) -> ShiftCard {
        let found = self.facts.recommendations.iter().find(|found| found.id == shift.recommendation);
        ShiftCard {
            id: shift.id.to_string(),
            text: describe_shift(self.language, shift),
            state: reply::state(self.language, shift),
            class: state_class(shift),
            by: self.decided(shift),
            sides: [&shift.from, &shift.to].map(|side| self.side(side)).into(),
            why: found.map(|found| describe_why(self.language, &found.shift)),
            owner: found.and_then(|found| self.owner(found)),
            next: self.next(shift),
        }
    }

    fn owner(&self, recommendation: &Recommendation) -> Option<String> {
        let assignment = recommendation.assignment.as_ref()?;
        let (owner, by) = (display_name(&assignment.owner_name), display_name(&assignment.assigned.name));
        let time = self.moment(assignment.answered_at.unwrap_or(assignment.assigned.at));
        let values =
            [("owner", Value::Text(&owner)), ("name", Value::Text(&by)), ("time", Value::Text(&time))];
        Some(self.language.say(assignment_phrase(assignment.answer), &values))
    }

    fn decided(&self, shift: &BudgetAdjustment) -> String {
        let last = if shift.state == AdjustmentState::Undone { &shift.undone } else { &shift.decided };
        let Some(decision) = last else {
            return self.with_time(Phrase::PageShiftProposed, shift.proposed_at);
        };
        let (who, time) = (display_name(&decision.name), self.moment(decision.at));
        self.language
            .say(Phrase::PageShiftDecided, &[("name", Value::Text(&who)), ("time", Value::Text(&time))])
    }

    fn side(&self, side: &BudgetChange) -> ShiftSideLine {
        let (before, after) = (self.language.money(side.before), self.language.money(side.after));
        let values = [("before", Value::Text(&before)), ("after", Value::Text(&after))];
        let estimated = side.budget_estimated;
        let phrase = if estimated { Phrase::PageBudgetChangeEstimated } else { Phrase::PageBudgetChange };
        ShiftSideLine { name: short_name(&side.name), change: self.language.say(phrase, &values) }
    }

    fn next(&self, shift: &BudgetAdjustment) -> Option<String> {
        match shift.state {
            AdjustmentState::Approved if shift.outcome.is_none() => Some(self.text(Phrase::PageShiftNotLive)),
            AdjustmentState::Approved
            | AdjustmentState::Superseded
            | AdjustmentState::Declined
            | AdjustmentState::Undone => None,
            AdjustmentState::Proposed | AdjustmentState::AwaitingSecond
                if self.facts.workspace.allows(self.facts.reader, Permission::ApproveShifts) =>
            {
                Some(self.text(Phrase::PageShiftApproveThere))
            }
            AdjustmentState::Proposed | AdjustmentState::AwaitingSecond => self.approvers(),
        }
    }

    /// Names the people who can approve, for a reader who cannot, or returns `None` if there are none.
    fn approvers(&self) -> Option<String> {
        let may = |member: &&Member| self.facts.workspace.allows(member, Permission::ApproveShifts);
        let names: Vec<String> =
            self.facts.members.iter().filter(may).map(|member| display_name(&member.name)).collect();
        let listed = self.language.list(&names);
        (!names.is_empty())
            .then(|| self.language.say(Phrase::PageShiftApprovers, &[("names", Value::Text(&listed))]))
    }
}
