//! Wording of alerts, shifts and time zones, for digests, replies and pages alike.

use crate::insight::adjustment::{BudgetAdjustment, ShiftReason};
use crate::insight::{AlertEvidence, AlertFinding, Confidence, ShiftFinding};
use crate::language::{Language, Phrase, Value};
use crate::metrics::kpi::change_percent;
use crate::text::short_name;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Describes an alert in one line.
#[must_use]
pub fn describe_alert(language: Language, alert: &AlertFinding) -> String {
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
        AlertEvidence::ZeroDelivery { budget: None, usual_spend } => {
            let spend = language.money(usual_spend);
            language.say(Phrase::AlertZeroEstimated, &[campaign, ("spend", Value::Text(&spend))])
        }
        AlertEvidence::ZeroDelivery { budget: Some(budget), .. } => {
            let budget = language.money(budget);
            language.say(Phrase::AlertZero, &[campaign, ("budget", Value::Text(&budget))])
        }
    }
}

/// Describes a shift in one line.
#[must_use]
pub fn describe_shift(language: Language, adjustment: &BudgetAdjustment) -> String {
    let amount = language.money(adjustment.amount);
    let (from, to) = (short_name(&adjustment.from.name), short_name(&adjustment.to.name));
    let values = [("amount", Value::Text(&amount)), ("from", Value::Text(&from)), ("to", Value::Text(&to))];
    language.say(Phrase::DigestShift, &values)
}

/// States in one line why a shift is proposed, and whether its budgets are only estimates.
#[must_use]
pub fn describe_why(language: Language, shift: &ShiftFinding) -> String {
    let reason = ShiftReason {
        from_roas_hundredths: shift.from.roas_hundredths,
        to_roas_hundredths: shift.to.roas_hundredths,
        days: shift.days,
        confidence: shift.confidence,
    };
    describe_reason(language, &reason, shift.is_estimated())
}

/// States why a shift is proposed, from the numbers stored with it; `estimated` adds that its budgets are only
/// estimates.
#[must_use]
pub fn describe_reason(language: Language, reason: &ShiftReason, estimated: bool) -> String {
    let (from, to) =
        (language.hundredths(reason.from_roas_hundredths), language.hundredths(reason.to_roas_hundredths));
    let confidence = language.say(
        match reason.confidence {
            Confidence::High => Phrase::ConfidenceHigh,
            Confidence::Medium => Phrase::ConfidenceMedium,
            Confidence::Low => Phrase::ConfidenceLow,
        },
        &[],
    );
    let values = [
        ("fromRoas", Value::Text(&from)),
        ("toRoas", Value::Text(&to)),
        ("days", Value::Count(usize::from(reason.days))),
        ("confidence", Value::Text(&confidence)),
    ];
    language.say(if estimated { Phrase::DigestShiftWhyEstimated } else { Phrase::DigestShiftWhy }, &values)
}

/// Returns a zone's abbreviation at the end of a day, such as `EDT`; `UTC-03` for a zone that has none; `UTC` for a
/// zone that is not in the zone database.
#[must_use]
pub fn zone_at_end_of(day: Date, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let end = day.at(23, 59, 0, 0).to_zoned(zone);
    let abbreviation = end.map_or_else(|_| String::from("UTC"), |end| end.strftime("%Z").to_string());
    if abbreviation.starts_with(['+', '-']) { format!("UTC{abbreviation}") } else { abbreviation }
}
