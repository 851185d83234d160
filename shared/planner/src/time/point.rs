//! A time that is no range of two: "last week", "in February", "Monday", "the 5th of March".

use super::{Found, Reader, longest};
use crate::chart::Segment;
use crate::meaning::{CalendarUnit, Mark, Meaning};
use domain::language::Language;
use domain::question::time::RelativeTime;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Units of which there are several, in folded letters.
const SEVERAL: &[&str] = &[
    "days",
    "weeks",
    "months",
    "quarters",
    "years",
    "dias",
    "semanas",
    "meses",
    "trimestres",
    "anos",
    "jours",
    "semaines",
    "annees",
    "tage",
    "tagen",
    "wochen",
    "monate",
    "monaten",
    "quartale",
    "quartalen",
    "jahre",
    "jahren",
    "dino",
    "dinon",
    "hafton",
    "mahino",
    "mahinon",
    "दिनों",
    "हफ्तों",
    "महीनों",
];

impl Reader<'_> {
    /// Reads a time.
    pub(super) fn point(&self, at: usize) -> Found<RelativeTime> {
        let readings: [fn(&Self, usize) -> Found<RelativeTime>; 16] = [
            Self::named,
            Self::last_so_many,
            Self::last_unit,
            Self::this_unit,
            Self::unit_to_date,
            Self::so_long_ago,
            Self::weekday,
            Self::weekday_of_week,
            Self::day_of_month,
            Self::day_alone,
            Self::month,
            Self::quarter_or_half,
            Self::year,
            Self::numeric_date,
            Self::of_the_unit,
            Self::all_time,
        ];
        longest(readings.iter().filter_map(|read| read(self, at)).chain(self.calendar_week(at)))
    }

    fn named(&self, at: usize) -> Found<RelativeTime> {
        let time = self.chart.find(at, |meaning| match meaning {
            Meaning::Time(time) => Some(time),
            _ => None,
        })?;
        Some((time, at + 1))
    }

    pub(super) fn unit(&self, at: usize) -> Option<CalendarUnit> {
        self.chart.find(at, |meaning| match meaning {
            Meaning::Unit(unit) => Some(unit),
            _ => None,
        })
    }

    /// Reads "last week", "semana pasada".
    fn last_unit(&self, at: usize) -> Found<RelativeTime> {
        let (unit, from, to) = if self.chart.marks(at, Mark::Past) {
            let unit_at = self.chart.skip_links(at + 1);
            (self.unit(unit_at)?, at, unit_at + 1)
        } else {
            let unit = self.unit(at)?;
            self.chart.marks(at + 1, Mark::Past).then_some(())?;
            (unit, at + 1, at + 2)
        };
        let is_several =
            |at: usize| self.chart.get(at).is_some_and(|unit| SEVERAL.contains(&unit.text().as_str()));
        // "the last days" are nobody knows how many.
        (!(from..to).any(is_several) && !is_several(at)).then_some(())?;
        // In English the past week is seven days, the last week is the one before this.
        let is_rolling = self.chart.get(from).is_some_and(|segment| segment.is_sign("past"));
        let time =
            if is_rolling && unit != CalendarUnit::Weekend { rolling(unit, 1)? } else { self.last(unit)? };
        Some((time, to))
    }

    /// Reads "this week".
    fn this_unit(&self, at: usize) -> Found<RelativeTime> {
        let unit_at = if self.chart.marks(at, Mark::This) {
            self.chart.skip_links(at + 1)
        } else if self.chart.marks(at + 1, Mark::This) {
            at
        } else {
            return None;
        };
        let time = running(self.unit(unit_at)?);
        Some((time, (unit_at + 1).max(at + 2)))
    }

    /// Reads "month to date".
    fn unit_to_date(&self, at: usize) -> Found<RelativeTime> {
        let unit = self.unit(at)?;
        self.chart.marks(at + 1, Mark::ToDate).then(|| (running(unit), at + 2))
    }

    /// Reads "all time", where it is known when the data begins.
    fn all_time(&self, at: usize) -> Found<RelativeTime> {
        let first = self.calendar.today.first.filter(|first| *first <= self.today())?;
        self.chart.marks(at, Mark::AllTime).then_some((RelativeTime::Since(first), at + 1))
    }

    /// Reads "of the month", "do mês": the running one. "In a month" and "by month" are something else.
    fn of_the_unit(&self, at: usize) -> Found<RelativeTime> {
        let unit = self.unit(at).filter(|unit| !matches!(unit, CalendarUnit::Day | CalendarUnit::Weekend))?;
        let before = at.checked_sub(1)?;
        let is_one = self.chart.whole_number(before).is_some();
        let is_article =
            |segment: &Segment| segment.is_sign("a") && self.chart.language != Language::Portuguese;
        let is_any =
            self.chart.get(before).is_some_and(|segment| is_article(segment) || segment.is_sign("per"));
        let is_introduced = self.chart.marks(before, Mark::Link) && !is_one && !is_any;
        let goes_on = self.chart.marks(at + 1, Mark::Past) || self.chart.marks(at + 1, Mark::Next);
        let is_named = self.month_name(self.chart.skip_links(at + 1)).is_some();
        (is_introduced && !goes_on && !is_named).then(|| (running(unit), at + 1))
    }

    fn last(&self, unit: CalendarUnit) -> Option<RelativeTime> {
        Some(match unit {
            CalendarUnit::Day => RelativeTime::Yesterday,
            CalendarUnit::Week => RelativeTime::LastWeek,
            CalendarUnit::Weekend => RelativeTime::LastWeekend,
            CalendarUnit::Month => RelativeTime::LastMonth,
            CalendarUnit::Quarter => RelativeTime::LastQuarter,
            CalendarUnit::Year => RelativeTime::Year(self.today().year().checked_sub(1)?),
        })
    }

    pub(super) fn today(&self) -> Date {
        self.calendar.today.today
    }

    pub(super) fn weekday_name(&self, at: usize) -> Option<Weekday> {
        self.chart.find(at, |meaning| match meaning {
            Meaning::Weekday(day) => Some(day),
            _ => None,
        })
    }

    /// Reads "last Monday", "lunes pasado", "Monday".
    fn weekday(&self, at: usize) -> Found<RelativeTime> {
        if self.chart.marks(at, Mark::This) {
            let day_at = self.chart.skip_links(at + 1);
            return Some((self.day_in(RelativeTime::ThisWeek, self.weekday_name(day_at)?)?, day_at + 1));
        }
        let is_past = self.chart.marks(at, Mark::Past);
        let day_at = if is_past { self.chart.skip_links(at + 1) } else { at };
        let day = self.weekday_name(day_at)?;
        let is_past_after = self.chart.marks(day_at + 1, Mark::Past) && self.unit(day_at + 2).is_none();
        Some((RelativeTime::Weekday(day), day_at + 1 + usize::from(is_past_after && !is_past)))
    }

    /// Reads "Monday last week", "last week Monday", "Monday, March 9".
    fn weekday_of_week(&self, at: usize) -> Found<RelativeTime> {
        if let Some(day) = self.weekday_name(at) {
            let mut next = self.chart.skip_fillers(at + 1);
            if self.chart.is_sign(next, ",") {
                next = self.chart.skip_links(next + 1);
            }
            if let Some((RelativeTime::Date(date), to)) =
                self.day_of_month(next).or_else(|| self.numeric_date(next))
            {
                return Some((RelativeTime::Date(date), to));
            }
            let (week, to) = self.whole_week(next)?;
            return Some((self.day_in(week, day)?, to));
        }
        let (week, next) = self.whole_week(at)?;
        let day_at = self.chart.skip_fillers(next);
        Some((self.day_in(week, self.weekday_name(day_at)?)?, day_at + 1))
    }

    fn whole_week(&self, at: usize) -> Found<RelativeTime> {
        let week = self.named(at).or_else(|| self.last_unit(at)).or_else(|| self.this_unit(at))?;
        let is_week =
            matches!(week.0, RelativeTime::LastWeek | RelativeTime::WeekBeforeLast | RelativeTime::ThisWeek);
        is_week.then_some(week)
    }

    fn day_in(&self, week: RelativeTime, day: Weekday) -> Option<RelativeTime> {
        let monday = self.calendar.today.whole(week)?.from;
        let date = monday.checked_add(i32::from(day.to_monday_zero_offset()).days()).ok()?;
        Some(RelativeTime::Date(date))
    }
}

/// Returns the running day, week, month, quarter or year.
pub(super) fn running(unit: CalendarUnit) -> RelativeTime {
    match unit {
        CalendarUnit::Day => RelativeTime::Today,
        CalendarUnit::Week => RelativeTime::ThisWeek,
        CalendarUnit::Weekend => RelativeTime::LastWeekend,
        CalendarUnit::Month => RelativeTime::ThisMonth,
        CalendarUnit::Quarter => RelativeTime::ThisQuarter,
        CalendarUnit::Year => RelativeTime::YearToDate,
    }
}

/// Returns so many units as complete days.
pub(super) fn rolling(unit: CalendarUnit, count: u16) -> Option<RelativeTime> {
    let days = match unit {
        CalendarUnit::Day => count,
        CalendarUnit::Week => count.checked_mul(7)?,
        CalendarUnit::Month if count == 12 => 365,
        CalendarUnit::Month => count.checked_mul(30)?,
        CalendarUnit::Quarter => count.checked_mul(90)?,
        CalendarUnit::Year => count.checked_mul(365)?,
        CalendarUnit::Weekend => return None,
    };
    (1..=3_660).contains(&days).then_some(RelativeTime::LastDays(days))
}
