//! What tests share of findings.

use super::{adjustment, report_day};
use crate::domain::insight::adjustment::BudgetChange;
use crate::domain::insight::record::Recommendation;
use crate::domain::insight::{Confidence, ShiftFinding, ShiftSide};

/// The recommendation that [`adjustment`] carries out.
pub(crate) fn recommendation() -> Recommendation {
    let shift = adjustment();
    let side = |change: &BudgetChange, roas_hundredths, cpa_minor| ShiftSide {
        campaign: change.campaign.clone(),
        name: change.name.clone(),
        version: change.campaign_version,
        before: change.before,
        after: change.after,
        budget_estimated: change.budget_estimated,
        roas_hundredths,
        cpa_minor: Some(cpa_minor),
    };
    Recommendation {
        id: shift.recommendation.clone(),
        workspace: shift.workspace.clone(),
        day: report_day(),
        shift: ShiftFinding {
            from: side(&shift.from, 210, 41_00),
            to: side(&shift.to, 440, 24_00),
            amount: shift.amount,
            days: 7,
            confidence: Confidence::High,
        },
        adjustment: shift.id,
        version: 1,
        assignment: None,
    }
}
