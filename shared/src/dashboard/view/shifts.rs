//! The latest budget shifts with the state that they have now: an approval on WhatsApp shows here.

use super::{PageWriter, Tone};
use crate::action::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange};
use crate::action::reply;
use crate::digest::line::{name, short_name};
use crate::digest::wording::{say_shift, say_why};
use crate::language::{Phrase, Value};
use crate::workspace::Member;

/// The most shifts that the page lists.
const LISTED_SHIFTS: usize = 4;

/// A budget shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftCard {
    /// The identifier of the shift, by which the page tells one card from another.
    pub id: String,
    /// What moves.
    pub text: String,
    /// Where it stands.
    pub state: String,
    /// How the style sheet shows the state.
    pub class: &'static str,
    /// Who decided and when, or when it was proposed.
    pub by: String,
    /// Both campaigns with their budgets.
    pub sides: Vec<ShiftSideLine>,
    /// What speaks for it.
    pub why: Option<String>,
    /// What happens next, or who can make it happen.
    pub next: Option<String>,
}

/// One campaign of a budget shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftSideLine {
    /// The campaign.
    pub name: String,
    /// The budget before and after.
    pub change: String,
}

impl PageWriter<'_> {
    pub(super) fn shifts(&self) -> Vec<ShiftCard> {
        self.facts.adjustments.iter().take(LISTED_SHIFTS).map(|shift| self.shift(shift)).collect()
    }

    fn shift(&self, shift: &BudgetAdjustment) -> ShiftCard {
        let found = self.facts.recommendations.iter().find(|found| found.id == shift.recommendation);
        ShiftCard {
            id: shift.id.to_string(),
            text: say_shift(self.language, shift),
            state: reply::state(self.language, shift.state),
            class: state_class(shift.state),
            by: self.decided(shift),
            sides: [&shift.from, &shift.to].map(|side| self.side(side)).into(),
            why: found.map(|found| say_why(self.language, &found.shift)),
            next: self.next(shift.state),
        }
    }

    fn decided(&self, shift: &BudgetAdjustment) -> String {
        let Some(decision) = &shift.decided else {
            return self.with_time(Phrase::PageShiftProposed, shift.proposed_at);
        };
        let (who, time) = (name(&decision.name), self.moment(decision.at));
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

    fn next(&self, state: AdjustmentState) -> Option<String> {
        match state {
            AdjustmentState::Approved => Some(self.text(Phrase::PageShiftNotLive)),
            AdjustmentState::Superseded => None,
            AdjustmentState::Proposed if self.facts.reader.role.may_approve_budgets() => {
                Some(self.text(Phrase::PageShiftApproveThere))
            }
            AdjustmentState::Proposed => self.approvers(),
        }
    }

    /// Names who can approve, for somebody who cannot; nothing when there is nobody.
    fn approvers(&self) -> Option<String> {
        let may = |member: &&Member| member.active && member.role.may_approve_budgets();
        let names: Vec<String> =
            self.facts.members.iter().filter(may).map(|member| name(&member.name)).collect();
        let listed = self.language.list(&names);
        (!names.is_empty())
            .then(|| self.language.say(Phrase::PageShiftApprovers, &[("names", Value::Text(&listed))]))
    }
}

fn state_class(state: AdjustmentState) -> &'static str {
    match state {
        AdjustmentState::Proposed => "waiting",
        AdjustmentState::Approved => Tone::Good.class(),
        AdjustmentState::Superseded => "replaced",
    }
}
