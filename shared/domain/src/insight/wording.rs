//! Wording of alerts, shifts and time zones, for digests, replies and pages alike.

mod alert;

pub use alert::describe_alert;

use crate::insight::adjustment::{BudgetAdjustment, ShiftReason};
use crate::insight::{Confidence, ShiftFinding};
use crate::language::{Language, Phrase, Value};
use crate::text::short_name;
use jiff::civil::Date;
use jiff::tz::TimeZone;

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
    describe_reason(language, &ShiftReason::from(shift), shift.is_estimated())
}

/// States why a shift is proposed, from the numbers stored with it: the returns or, in an account without revenue, the
/// costs per conversion. `estimated` adds that its budgets are only estimates.
#[must_use]
pub fn describe_reason(language: Language, reason: &ShiftReason, estimated: bool) -> String {
    let confidence = language.say(
        match reason.confidence {
            Confidence::High => Phrase::ConfidenceHigh,
            Confidence::Medium => Phrase::ConfidenceMedium,
            Confidence::Low => Phrase::ConfidenceLow,
        },
        &[],
    );
    let costs = reason.from_cost.zip(reason.to_cost);
    let (from, to) = match costs {
        Some((from, to)) => (language.money(from), language.money(to)),
        None => {
            (returned(language, reason.from_roas_hundredths), returned(language, reason.to_roas_hundredths))
        }
    };
    let values = [
        ("from", Value::Text(&from)),
        ("to", Value::Text(&to)),
        ("days", Value::Count(usize::from(reason.days))),
        ("confidence", Value::Text(&confidence)),
    ];
    let phrase = match (costs.is_some(), estimated) {
        (false, false) => Phrase::DigestShiftWhy,
        (false, true) => Phrase::DigestShiftWhyEstimated,
        (true, false) => Phrase::DigestShiftWhyCost,
        (true, true) => Phrase::DigestShiftWhyCostEstimated,
    };
    language.say(phrase, &values)
}

fn returned(language: Language, hundredths: Option<i64>) -> String {
    hundredths.map_or_else(|| language.say(Phrase::DigestNoValue, &[]), |known| language.hundredths(known))
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
