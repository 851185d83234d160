//! Which day a digest reports on. A person's dates follow one another, and so do the days that they report on, although the
//! clocks of the person and of the workspace change on different nights.

use super::due::{DueSlot, due_at};
use crate::instant::first_instant;
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Between these times of the workspace's clock a digest is too far from midnight for any change of clocks to move it over:
/// no two zones change theirs by more than three hours in sum.
const FAR_FROM_MIDNIGHT: std::ops::Range<Time> = time(3, 0, 0, 0)..time(21, 0, 0, 0);

/// Returns the day that a digest reports on, in the workspace's zone. It is the digest's own date less a number of days that
/// is the same all year: the least with which the day has ended whenever the digest is due. Where the slot is so near the
/// workspace's midnight that it is now before and now after it, that is in one half of the year a day more than it had to be.
#[must_use]
pub fn reports_on(due: &DueSlot, workspace_zone: &TimeZone) -> Date {
    let own = days_back(due.date, due.at, workspace_zone);
    let is_near_midnight = !FAR_FROM_MIDNIGHT.contains(&due.at.to_zoned(workspace_zone.clone()).time());
    let days = if is_near_midnight { most_days_back(due, workspace_zone).max(own) } else { own };
    due.date.saturating_sub(days.days())
}

/// Returns the most days that lie, in the year of a digest, between its date and the last day that has ended when it is due.
fn most_days_back(due: &DueSlot, workspace_zone: &TimeZone) -> i32 {
    let Ok(zone) = TimeZone::get(&due.slot.zone) else { return i32::MIN };
    let of_date = |date| Some(days_back(date, due_at(&due.slot, date, &zone)?, workspace_zone));
    let dates = dates_around_changes(due.date.year(), &zone, workspace_zone);
    dates.into_iter().filter_map(of_date).max().unwrap_or(i32::MIN)
}

/// Returns the dates of a year around which the clocks of one of two zones change, and its first: on all others it is as on
/// one of these.
fn dates_around_changes<'a>(year: i16, zone: &'a TimeZone, other: &'a TimeZone) -> Vec<Date> {
    let first = date(year, 1, 1);
    let begins = first_instant(first.saturating_sub(2.days()).into(), &TimeZone::UTC);
    let ends = first_instant(first.saturating_add(368.days()).into(), &TimeZone::UTC);
    let of_year = |changing: &'a TimeZone| {
        changing.following(begins).take_while(move |change| change.timestamp() < ends)
    };
    let dates = [zone, other].into_iter().flat_map(of_year);
    let dates = dates.map(|change| change.timestamp().to_zoned(zone.clone()).date());
    let around = dates.flat_map(|date| [-1, 0, 1].map(|days| date.saturating_add(days.days())));
    around.chain([first]).filter(|date| date.year() == year).collect()
}

/// Returns how many days a date is after the last day that has ended at an instant in the workspace's zone.
fn days_back(date: Date, at: Timestamp, workspace_zone: &TimeZone) -> i32 {
    let today = at.to_zoned(workspace_zone.clone()).date();
    date.since(today).map_or(0, |span| span.get_days()) + 1
}

#[cfg(test)]
mod tests;
