//! What a tick of the schedule plans. Ticks come each minute; one that was missed, doubled, late or died is made up for by
//! the next, because a tick plans everything that fell due since the last minute that was planned to its end.

use super::due::{DueSlot, due_between};
use super::lateness::Lateness;
use super::slot::{Slot, ZoneMinutes};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a tick may be at work before another one takes over, in seconds: the timeout of the function, and clocks that
/// differ by some seconds.
pub const LEASE_SECONDS: i64 = 75;
/// How far back a tick looks for what was missed: far enough to name each slot that was left out.
const LOOKS_BACK: SignedDuration = SignedDuration::from_hours(48);
/// How far back a tick plans anew when the rules of zones changed: a day of 25 hours, and one hour for the change.
const PLANNED_ANEW: SignedDuration = SignedDuration::from_hours(26);

/// Up to when the schedule is planned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The last minute that was planned to its end; `None` before the first tick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Timestamp>,
    /// The version of the zone rules by which it was planned.
    #[serde(default)]
    pub zone_rules: String,
}

/// What a tick has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickPlan {
    /// What is due and still sent, in the order in which it fell due.
    pub due: Vec<DueSlot>,
    /// What fell due too long ago, in the same order.
    pub left_out: Vec<DueSlot>,
    /// Up to when the schedule is planned after this.
    pub planned: Planned,
}

/// Plans a tick, or returns `None` if there is nothing to plan: this minute was planned before, or the clock went back.
#[must_use]
pub fn plan(zones: &[ZoneMinutes], before: &Planned, now: Timestamp, zone_rules: &str) -> Option<TickPlan> {
    let through = minute_of(now);
    let after = before.through.unwrap_or(through - SignedDuration::from_mins(1));
    let rules_changed = before.through.is_some() && before.zone_rules != zone_rules;
    if after >= through && !rules_changed {
        return None;
    }
    let through = through.max(after);
    let after = if rules_changed { after.min(through - PLANNED_ANEW) } else { after };
    let all = fell_due(zones, after.max(through - LOOKS_BACK), through);
    let (too_late, due): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|due| Lateness::of(due.at, now) == Lateness::TooLate);
    // What is planned anew and too late now was planned before.
    let left_out =
        too_late.into_iter().filter(|due| before.through.is_none_or(|through| due.at > through)).collect();
    let planned = Planned { through: Some(through), zone_rules: zone_rules.to_owned() };
    Some(TickPlan { due, left_out, planned })
}

fn minute_of(now: Timestamp) -> Timestamp {
    let second = now.as_second();
    Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(now)
}

fn fell_due(zones: &[ZoneMinutes], after: Timestamp, through: Timestamp) -> Vec<DueSlot> {
    let mut due = Vec::new();
    for known in zones {
        // A zone that is in no database any more is due at no time; what is stored for it cannot be sent.
        let Ok(zone) = TimeZone::get(&known.zone) else { continue };
        for minute in &known.minutes {
            let slot = Slot { zone: known.zone.clone(), minute: *minute };
            due.extend(due_between(&slot, &zone, after, through));
        }
    }
    due.sort_by_key(|due| due.at);
    due
}

#[cfg(test)]
mod tests;
