//! The days that a relative time stands for. The conventions are those of `docs/questions.md`: the week starts on Monday;
//! "last N days" are complete days and end yesterday; what is not over yet ends today; a name without a year is the running
//! or the last one of that name.

use crate::question::query::{Comparison, ComparisonMode, Intent, TypedQuery};
use crate::question::time::RelativeTime;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Unit};
use serde::{Deserialize, Serialize};

/// How many days no time stands for.
const DEFAULT_DAYS: u16 = 7;

/// Days, both ends included; the first is never after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateRange {
    pub from: Date,
    pub to: Date,
}

impl DateRange {
    /// Returns how many days it has, at least one.
    #[must_use]
    pub fn days(self) -> i32 {
        days_between(self.from, self.to).saturating_add(1)
    }

    /// Returns the same days in ranges that follow each other and do not overlap.
    #[must_use]
    pub fn merged(ranges: impl Iterator<Item = Self>) -> Vec<Self> {
        let mut ranges: Vec<Self> = ranges.collect();
        ranges.sort();
        let mut merged: Vec<Self> = Vec::new();
        for range in ranges {
            match merged.last_mut().filter(|last| range.from <= last.to) {
                Some(last) => last.to = last.to.max(range.to),
                None => merged.push(range),
            }
        }
        merged
    }
}

/// The days that there can be numbers of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataSpan {
    /// The first day with data, if it is known.
    pub first: Option<Date>,
    /// The day on which it is asked, in the workspace's zone.
    pub today: Date,
}

/// The time has no days with numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchDays {
    /// All of it is still to come.
    #[error("the time is in the future")]
    Future,
    /// All of it is over before the first day with data.
    #[error("the time is before the first day with data")]
    BeforeData,
    /// The calendar does not have it.
    #[error("the calendar has no such time")]
    Impossible,
}

/// The days of a query, and those that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedDays {
    /// `None` if the query is about no time.
    pub days: Option<DateRange>,
    /// The other days of a comparison of times.
    pub compared: Option<DateRange>,
}

impl DataSpan {
    /// Returns the span up to the day that an instant falls on in a zone.
    #[must_use]
    pub fn at(now: Timestamp, zone: &TimeZone, first: Option<Date>) -> Self {
        Self { first, today: zone.to_datetime(now).date() }
    }

    /// Resolves the times of a query.
    ///
    /// # Errors
    /// If one of them has no days with numbers.
    pub fn resolve(&self, query: &TypedQuery) -> Result<ResolvedDays, NoSuchDays> {
        let Some(time) = query.time_range else {
            return Ok(ResolvedDays { days: None, compared: None });
        };
        let time = or_default(time, query.intent);
        let days = self.days(time)?;
        let compared = match query.compare {
            Some(comparison) => self.compared(time, days, comparison)?,
            None => None,
        };
        Ok(ResolvedDays { days: Some(days), compared })
    }

    /// Returns the days of a time, as far as there can be numbers.
    ///
    /// # Errors
    /// If there are none.
    pub fn days(&self, time: RelativeTime) -> Result<DateRange, NoSuchDays> {
        self.clip(self.whole(time).ok_or(NoSuchDays::Impossible)?)
    }

    /// Returns all days of a time, also those that are still to come, or `None` if the calendar does not have it.
    #[must_use]
    pub fn whole(&self, time: RelativeTime) -> Option<DateRange> {
        let today = self.today;
        match time {
            RelativeTime::Today => Some(one_day(today)),
            RelativeTime::Yesterday => back(today, 1).map(one_day),
            RelativeTime::DayBeforeYesterday => back(today, 2).map(one_day),
            RelativeTime::LastDays(n) if n > 0 => range(back(today, i32::from(n))?, back(today, 1)?),
            RelativeTime::LastDays(_) => None,
            RelativeTime::ThisWeek => range(monday(today)?, today),
            RelativeTime::LastWeek => week(monday(today)?, 1),
            RelativeTime::WeekBeforeLast => week(monday(today)?, 2),
            RelativeTime::LastWeekend => {
                let sunday = last(Weekday::Sunday, today)?;
                range(back(sunday, 1)?, sunday)
            }
            RelativeTime::ThisMonth => range(today.first_of_month(), today),
            RelativeTime::LastMonth => month_of(back(today.first_of_month(), 1)?),
            RelativeTime::ThisQuarter => range(quarter_of(today)?.from, today),
            RelativeTime::LastQuarter => quarter_of(back(quarter_of(today)?.from, 1)?),
            RelativeTime::YearToDate => range(today.first_of_year(), today),
            RelativeTime::Quarter { quarter, year } => self.quarter(quarter, year),
            RelativeTime::Month { month, year } => self.month(month, year),
            RelativeTime::Year(year) => {
                let first = Date::new(year, 1, 1).ok()?;
                range(first, first.last_of_year())
            }
            RelativeTime::Since(date) => Some(DateRange { from: date, to: today.max(date) }),
            RelativeTime::SinceWeekday(day) => range(last(day, today)?, today),
            RelativeTime::Between { from, to } => range(from, to),
            RelativeTime::Date(date) => Some(one_day(date)),
            RelativeTime::Weekday(day) => last(day, today).map(one_day),
            RelativeTime::Default => self.whole(RelativeTime::LastDays(DEFAULT_DAYS)),
        }
    }

    fn month(&self, month: i8, year: Option<i16>) -> Option<DateRange> {
        let of = |year| month_of(Date::new(year, month, 1).ok()?);
        year.map_or_else(|| self.most_recent(of), of)
    }

    fn quarter(&self, quarter: i8, year: Option<i16>) -> Option<DateRange> {
        let month = quarter.checked_mul(3)?.checked_sub(2)?;
        let of = |year| quarter_of(Date::new(year, month, 1).ok()?);
        year.map_or_else(|| self.most_recent(of), of)
    }

    /// Returns what is of this year, unless that is still to come.
    fn most_recent(&self, of: impl Fn(i16) -> Option<DateRange>) -> Option<DateRange> {
        let this_year = self.today.year();
        let running = of(this_year).filter(|range| range.from <= self.today);
        running.or_else(|| of(this_year.checked_sub(1)?))
    }

    fn clip(&self, range: DateRange) -> Result<DateRange, NoSuchDays> {
        let first = self.first.unwrap_or(Date::MIN);
        if range.from > self.today {
            return Err(NoSuchDays::Future);
        }
        if range.to < first || first > self.today {
            return Err(NoSuchDays::BeforeData);
        }
        Ok(DateRange { from: range.from.max(first), to: range.to.min(self.today) })
    }

    fn compared(
        &self,
        time: RelativeTime,
        days: DateRange,
        comparison: Comparison,
    ) -> Result<Option<DateRange>, NoSuchDays> {
        let other = match comparison.mode {
            ComparisonMode::Entities => return Ok(None),
            ComparisonMode::PreviousPeriod => self.previous(time, days),
            ComparisonMode::SameWeekdayLastWeek => shifted(days, 7.days()),
            ComparisonMode::PreviousYear => shifted(days, 1.year()),
            ComparisonMode::Explicit => self.whole(comparison.time_range.ok_or(NoSuchDays::Impossible)?),
        };
        self.clip(other.ok_or(NoSuchDays::Impossible)?).map(Some)
    }

    /// Returns the period before: the whole one if this one is whole, or else as many of its days as have passed of this.
    fn previous(&self, time: RelativeTime, days: DateRange) -> Option<DateRange> {
        let before = back(days.from, 1)?;
        let of_unit = |unit: fn(Date) -> Option<DateRange>| {
            let (unit_now, unit_before) = (unit(days.from)?, unit(before)?);
            let is_whole = days.to == unit_now.to;
            let elapsed = unit_before.from.checked_add(days_between(days.from, days.to).days()).ok()?;
            let to = if is_whole { unit_before.to } else { elapsed.min(unit_before.to) };
            range(unit_before.from, to)
        };
        match time {
            RelativeTime::ThisWeek | RelativeTime::LastWeek | RelativeTime::WeekBeforeLast => {
                of_unit(week_of)
            }
            RelativeTime::ThisMonth | RelativeTime::LastMonth | RelativeTime::Month { .. } => {
                of_unit(month_of)
            }
            RelativeTime::ThisQuarter | RelativeTime::LastQuarter | RelativeTime::Quarter { .. } => {
                of_unit(quarter_of)
            }
            RelativeTime::Year(_) | RelativeTime::YearToDate => of_unit(year_of),
            RelativeTime::LastWeekend => shifted(days, 7.days()),
            _ => {
                let length = days_between(days.from, days.to);
                range(back(before, length)?, before)
            }
        }
    }
}

fn or_default(time: RelativeTime, intent: Intent) -> RelativeTime {
    match (time, intent) {
        (RelativeTime::Default, Intent::Budget) => RelativeTime::ThisMonth,
        (RelativeTime::Default, _) => RelativeTime::LastDays(DEFAULT_DAYS),
        (said, _) => said,
    }
}

fn range(from: Date, to: Date) -> Option<DateRange> {
    (from <= to).then_some(DateRange { from, to })
}

fn one_day(date: Date) -> DateRange {
    DateRange { from: date, to: date }
}

fn back(date: Date, days: i32) -> Option<Date> {
    date.checked_sub(days.days()).ok()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).map_or(0, |span| span.get_days())
}

fn monday(date: Date) -> Option<Date> {
    back(date, i32::from(date.weekday().to_monday_zero_offset()))
}

/// Returns the last such day before a date.
fn last(day: Weekday, before: Date) -> Option<Date> {
    let since = i32::from(before.weekday().since(day));
    back(before, if since == 0 { 7 } else { since })
}

/// Returns the week that is so many weeks before the one of a Monday.
fn week(monday: Date, weeks_before: i32) -> Option<DateRange> {
    week_of(back(monday, weeks_before.checked_mul(7)?)?)
}

fn week_of(date: Date) -> Option<DateRange> {
    let first = monday(date)?;
    range(first, first.checked_add(6.days()).ok()?)
}

fn month_of(date: Date) -> Option<DateRange> {
    range(date.first_of_month(), date.last_of_month())
}

fn quarter_of(date: Date) -> Option<DateRange> {
    let first_month = date.month().checked_sub(1)? / 3 * 3 + 1;
    let first = Date::new(date.year(), first_month, 1).ok()?;
    range(first, first.checked_add(2.months()).ok()?.last_of_month())
}

fn year_of(date: Date) -> Option<DateRange> {
    range(date.first_of_year(), date.last_of_year())
}

fn shifted(days: DateRange, earlier: Span) -> Option<DateRange> {
    range(days.from.checked_sub(earlier).ok()?, days.to.checked_sub(earlier).ok()?)
}

#[cfg(test)]
mod tests;
