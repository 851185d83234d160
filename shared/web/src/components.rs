//! Parts that several pages share.

use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, ShiftOutcome};
use domain::insight::record::AssignmentAnswer;
use domain::language::Phrase;

/// The smallest difference, in percent, that is rated good or bad; anything below is everyday noise.
const NOTABLE_PERCENT: i64 = 5;

/// One campaign of a budget shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftSideLine {
    /// The campaign.
    pub name: String,
    /// The budget before and after.
    pub change: String,
}

/// Returns the phrase that says who owns a recommendation.
pub(crate) fn assignment_phrase(answer: AssignmentAnswer) -> Phrase {
    match answer {
        AssignmentAnswer::Awaited => Phrase::PageOwnerAwaited,
        AssignmentAnswer::Accepted => Phrase::PageOwnerAccepted,
        AssignmentAnswer::PassedBack => Phrase::PageOwnerPassedBack,
    }
}

/// Returns the style sheet's class for the state of a shift.
pub(crate) fn state_class(shift: &BudgetAdjustment) -> &'static str {
    match shift.state {
        AdjustmentState::Approved if is_refused(shift) => Tone::Bad.class(),
        AdjustmentState::Proposed | AdjustmentState::AwaitingSecond => "waiting",
        AdjustmentState::Approved => Tone::Good.class(),
        AdjustmentState::Superseded | AdjustmentState::Declined | AdjustmentState::Undone => "replaced",
    }
}

fn is_refused(shift: &BudgetAdjustment) -> bool {
    matches!(shift.outcome, Some(ShiftOutcome::Refused { .. }))
}

/// Whether something is good. The text says it too; the tone only adds colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Better than required.
    Good,
    /// Worse than required.
    Bad,
    /// Neither, or not rated yet.
    Plain,
}

impl Tone {
    /// Returns the name of the tone in the style sheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }

    /// Rates a change, in percent, of something that should be high.
    pub(crate) fn of_gain(percent: i64) -> Self {
        if percent.saturating_abs() < NOTABLE_PERCENT {
            return Self::Plain;
        }
        if percent > 0 { Self::Good } else { Self::Bad }
    }

    /// Rates a change, in percent, of something that should be low.
    pub(crate) fn of_cost(percent: i64) -> Self {
        Self::of_gain(percent.saturating_neg())
    }
}
