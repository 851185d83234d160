//! The target of an action, as it was read.

use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, DayFindings, Recommendation};

/// The target of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A budget shift.
    Shift(Box<BudgetAdjustment>),
    /// An alert.
    Alert(Box<Alert>),
    /// A recommendation.
    Recommendation(Box<Recommendation>),
    /// The findings of a day.
    Day(Box<DayFindings>),
}
