//! Describes the state of a target in English, for readers of the audit log.

use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, ShiftOutcome};
use crate::insight::record::{Alert, AlertState, Assignment, AssignmentAnswer, Recommendation};
use crate::insight::target::Target;
use crate::instant::EpochSecond;
use crate::language::Language;

/// Describes the state of a target; ends with its version, if it has one.
pub fn describe(target: &Target) -> String {
    match target {
        Target::Shift(shift) => describe_shift(shift),
        Target::Alert(alert) => describe_alert(alert),
        Target::Recommendation(recommendation) => describe_recommendation(recommendation),
        Target::Day(day) => day.day.to_string(),
    }
}

/// Describes the state of a shift and the budgets that result from it; ends with the version.
pub fn describe_shift(shift: &BudgetAdjustment) -> String {
    let amount = |money| Language::English.exact_money(money);
    let (from, to) = if takes_effect(shift) {
        (shift.from.after, shift.to.after)
    } else {
        (shift.from.before, shift.to.before)
    };
    let state = match shift.state {
        AdjustmentState::Proposed => "proposed",
        AdjustmentState::AwaitingSecond => "awaiting a second approval",
        AdjustmentState::Approved => "approved",
        AdjustmentState::Declined => "declined",
        AdjustmentState::Undone => "undone",
        AdjustmentState::Superseded => "superseded",
    };
    format!(
        "{state}{}; {}: {}, {}: {} a day, version {}",
        in_the_ad_account(shift),
        shift.from.campaign,
        amount(from),
        shift.to.campaign,
        amount(to),
        shift.version
    )
}

/// Reports whether the budgets after the shift are in effect or are meant to be.
fn takes_effect(shift: &BudgetAdjustment) -> bool {
    let refused = |outcome: &Option<ShiftOutcome>| matches!(outcome, Some(ShiftOutcome::Refused { .. }));
    match shift.state {
        AdjustmentState::Approved => !refused(&shift.outcome),
        AdjustmentState::Undone => refused(&shift.reversal),
        _ => false,
    }
}

fn in_the_ad_account(shift: &BudgetAdjustment) -> &'static str {
    match (&shift.outcome, &shift.reversal) {
        (None, _) => "",
        (Some(ShiftOutcome::Applied { .. }), None) => ", applied in the ad account",
        (Some(ShiftOutcome::Refused { .. }), _) => ", refused by the ad account",
        (_, Some(ShiftOutcome::Applied { .. })) => ", put back in the ad account",
        (_, Some(ShiftOutcome::Refused { .. })) => ", not put back: refused by the ad account",
    }
}

fn describe_alert(alert: &Alert) -> String {
    let version = alert.version;
    match alert.state {
        AlertState::Open => format!("open; version {version}"),
        AlertState::Acknowledged => format!("acknowledged; version {version}"),
        AlertState::Resolved => format!("resolved; version {version}"),
        AlertState::Snoozed => {
            let until = alert.snoozed_until.and_then(EpochSecond::timestamp).unwrap_or_default();
            format!("snoozed until {until}; version {version}")
        }
    }
}

fn describe_recommendation(recommendation: &Recommendation) -> String {
    let version = recommendation.version;
    let Some(Assignment { owner, answer, .. }) = &recommendation.assignment else {
        return format!("not assigned; version {version}");
    };
    let answer = match answer {
        AssignmentAnswer::Awaited => "answer awaited",
        AssignmentAnswer::Accepted => "accepted",
        AssignmentAnswer::PassedBack => "passed back",
    };
    format!("assigned to {owner}, {answer}; version {version}")
}
