//! Says alerts and shifts in one line each, for digests, replies and pages alike.

use crate::action::adjustment::BudgetAdjustment;
use crate::digest::line::short_name;
use crate::insight::{AlertEvidence, AlertFinding, Confidence, ShiftFinding};
use crate::language::{Language, Phrase, Value};
use crate::metrics::kpi::change_percent;

/// Says an alert in one line.
#[must_use]
pub fn say_alert(language: Language, alert: &AlertFinding) -> String {
    let campaign = short_name(&alert.campaign_name);
    let campaign = ("campaign", Value::Text(&campaign));
    match alert.evidence {
        AlertEvidence::OverspentDailyBudget { spend, budget } => {
            let over = change_percent(spend.minor, budget.minor)
                .map(|over| language.percent(over))
                .unwrap_or_default();
            let (spend, budget) = (language.money(spend), language.money(budget));
            let values = [
                campaign,
                ("spend", Value::Text(&spend)),
                ("budget", Value::Text(&budget)),
                ("over", Value::Text(&over)),
            ];
            language.say(Phrase::AlertOverspent, &values)
        }
        AlertEvidence::RoasUnderTarget { roas_hundredths, target_hundredths, days } => {
            let (roas, target) =
                (language.hundredths(roas_hundredths), language.hundredths(target_hundredths));
            let values = [
                campaign,
                ("roas", Value::Text(&roas)),
                ("target", Value::Text(&target)),
                ("days", Value::Count(usize::from(days))),
            ];
            language.say(Phrase::AlertRoas, &values)
        }
        AlertEvidence::ZeroDelivery { budget, .. } => {
            let budget = language.money(budget);
            language.say(Phrase::AlertZero, &[campaign, ("budget", Value::Text(&budget))])
        }
    }
}

/// Says a shift in one line.
#[must_use]
pub fn say_shift(language: Language, adjustment: &BudgetAdjustment) -> String {
    let amount = language.money(adjustment.amount);
    let (from, to) = (short_name(&adjustment.from.name), short_name(&adjustment.to.name));
    let values = [("amount", Value::Text(&amount)), ("from", Value::Text(&from)), ("to", Value::Text(&to))];
    language.say(Phrase::DigestShift, &values)
}

/// Says in one line what speaks for a shift.
#[must_use]
pub fn say_why(language: Language, shift: &ShiftFinding) -> String {
    let (from, to) =
        (language.hundredths(shift.from.roas_hundredths), language.hundredths(shift.to.roas_hundredths));
    let confidence = language.say(
        match shift.confidence {
            Confidence::High => Phrase::ConfidenceHigh,
            Confidence::Medium => Phrase::ConfidenceMedium,
            Confidence::Low => Phrase::ConfidenceLow,
        },
        &[],
    );
    let values = [
        ("fromRoas", Value::Text(&from)),
        ("toRoas", Value::Text(&to)),
        ("days", Value::Count(usize::from(shift.days))),
        ("confidence", Value::Text(&confidence)),
    ];
    language.say(Phrase::DigestShiftWhy, &values)
}
