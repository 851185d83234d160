//! When a place in the schedule is due. Its identity is the local date, so that a repeated hour sends nothing twice.

use super::slot::Slot;
use crate::instant::first_instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// A place in the schedule on one date.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DueSlot {
    #[serde(flatten)]
    pub slot: Slot,
    /// The local date in the zone of the slot.
    pub date: Date,
    /// The instant at which it is due.
    pub at: Timestamp,
}

/// Returns when a slot is due on a date, or `None` if the zone never had that date: the clocks of Samoa went from 29 to
/// 31 December 2011. A minute that clocks skip is the first one after the gap, of one that they show twice it is the first.
#[must_use]
pub fn due_at(slot: &Slot, date: Date, zone: &TimeZone) -> Option<Timestamp> {
    let begins = first_instant(date.to_datetime(jiff::civil::Time::midnight()), zone);
    let exists = begins.to_zoned(zone.clone()).date() == date;
    exists.then(|| first_instant(date.to_datetime(slot.minute.time()), zone))
}

/// Returns the dates on which a slot is due after an instant and up to another one, in their order.
#[must_use]
pub fn due_between(slot: &Slot, zone: &TimeZone, after: Timestamp, through: Timestamp) -> Vec<DueSlot> {
    // A gap can carry a time over midnight, so the day before the first one may still be due.
    let mut date = after.to_zoned(zone.clone()).date().saturating_sub(1.day());
    let last = through.to_zoned(zone.clone()).date();
    let mut due = Vec::new();
    while date <= last {
        let at = due_at(slot, date, zone).filter(|at| *at > after && *at <= through);
        due.extend(at.map(|at| DueSlot { slot: slot.clone(), date, at }));
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    due
}

/// Returns the next date and instant at which a slot is due after an instant, or `None` if its zone is not known.
#[must_use]
pub fn next_due(slot: &Slot, after: Timestamp) -> Option<DueSlot> {
    let zone = TimeZone::get(&slot.zone).ok()?;
    // A zone that skips a whole day is due again within three.
    let through = after.checked_add(72.hours()).ok()?;
    due_between(slot, &zone, after, through).into_iter().next()
}

#[cfg(test)]
mod tests;
