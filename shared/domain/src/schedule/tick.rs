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
    /// When the sender will have done all that is planned, at its rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busy_until: Option<Timestamp>,
}

impl Planned {
    /// Returns when the sender begins with what falls due now, and what is planned once so many people are.
    #[must_use]
    pub fn with_people(self, people: u64, per_second: u32, now: Timestamp) -> (Timestamp, Self) {
        let begins = self.busy_until.map_or(now, |busy| busy.max(now));
        let seconds = i64::try_from(people / u64::from(per_second.max(1))).unwrap_or(i64::MAX / 2);
        let done = begins.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
        (begins, Self { busy_until: (people > 0).then_some(done).or(self.busy_until), ..self })
    }
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
    // Of two versions at once, as during a deployment, the newer one plans anew, and the older one leaves it at that.
    let rules_changed = before.through.is_some() && before.zone_rules.as_str() < zone_rules;
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
    let newest = before.zone_rules.as_str().max(zone_rules).to_owned();
    let planned = Planned { through: Some(through), zone_rules: newest, busy_until: before.busy_until };
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
