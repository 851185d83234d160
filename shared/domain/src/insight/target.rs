//! What an action is about, as it was read.

use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, DayFindings, Recommendation};

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A budget shift.
    Shift(Box<BudgetAdjustment>),
    /// An alert.
    Alert(Box<Alert>),
    /// A recommendation.
    Recommendation(Box<Recommendation>),
    /// What was found on a day.
    Day(Box<DayFindings>),
}
