//! Times between two others, and times since another one.

use super::{Found, Reader};
use crate::meaning::{CalendarUnit, Mark};
use domain::language::Language;
use domain::question::time::RelativeTime;
use jiff::ToSpan;
use jiff::civil::Date;

impl Reader<'_> {
    /// Reads "between March 1 and March 10", "3/1 - 3/10", "1 to 10 March", "del 1 al 10 de marzo", "Monday to Friday".
    pub(super) fn range(&self, at: usize) -> Found<RelativeTime> {
        let is_between = self.chart.marks(at, Mark::Between);
        let is_from = self.chart.marks(at, Mark::From);
        let start = if is_between || is_from { self.chart.skip_links(at + 1) } else { at };
        let (from, next) = self.end(start)?;
        // In Hindi the preposition follows: "1 march se 10 march tak".
        let is_hindi =
            !is_from && self.chart.language == Language::Hindi && self.chart.marks(next, Mark::From);
        let next = if is_hindi { next + 1 } else { self.chart.skip_joint(next, is_between)? };
        let (to, after) = self.end(next)?;
        let after = after + usize::from(self.is_hindi_until(after));
        let is_of_days = matches!(from, End::Day { .. } | End::Time(RelativeTime::Date(_)));
        (is_of_days || !self.is_told_apart(start, is_between)).then_some(())?;
        // "between 10 and 20" may be anything, "from the 10th to the 20th" and "del 10 al 20" are days.
        let is_contracted = is_from
            && self
                .chart
                .get(at)
                .is_some_and(|from| ["del", "du", "vom", "do"].iter().any(|word| from.is_sign(word)));
        let is_clear = |end: End| !matches!(end, End::Day { is_clear: false, .. });
        (is_contracted || is_clear(from) || is_clear(to)).then_some(())?;
        let (from, to) = self.both(from, to)?;
        (from <= to).then_some((RelativeTime::Between { from, to }, after))
    }

    /// Reports whether two times are meant and no range: "compare January to February", "did it change from January to February".
    fn is_told_apart(&self, start: usize, is_between: bool) -> bool {
        let before = start.checked_sub(1);
        let is_from = is_between || before.is_some_and(|before| self.chart.marks(before, Mark::From));
        self.chart.has(Mark::Compare) || (is_from && self.chart.has(Mark::Change))
    }

    fn is_hindi_until(&self, at: usize) -> bool {
        self.chart.marks(at, Mark::Until) && self.chart.get(at).is_some_and(|segment| segment.has(Mark::Link))
    }

    /// Reads one end of a range: a time, or the number of a day whose month the other end names.
    fn end(&self, at: usize) -> Found<End> {
        let date = self.day_of_month(at).or_else(|| self.numeric_date(at));
        let is_called_day = self.unit(at) == Some(CalendarUnit::Day) && self.chart.digits(at + 1).is_some();
        let at = at + usize::from(is_called_day);
        let day = || self.day_number(at).filter(|(_, to)| self.unit(*to).is_none() && !self.is_bound(at));
        match date {
            Some((time, to)) => Some((End::Time(time), to)),
            None => match day() {
                Some((day, to)) => Some((End::Day { day, is_clear: is_called_day || to > at + 1 }, to)),
                None => self.point(at).map(|(time, to)| (End::Time(time), to)),
            },
        }
    }

    /// Returns the first and the last day of a range.
    fn both(&self, from: End, to: End) -> Option<(Date, Date)> {
        let whole = |time| self.calendar.today.whole(time);
        match (from, to) {
            (End::Time(from), End::Time(to)) => {
                let has_no_year = matches!(from, RelativeTime::Month { .. } | RelativeTime::Date(_));
                let (from, to) = (whole(from)?, whole(to)?);
                // "October to February": the first one is of the year before.
                let is_before = from.from > to.to && has_no_year;
                let first = if is_before { from.from.checked_sub(1.year()).ok()? } else { from.from };
                Some((first, to.to))
            }
            (End::Day { day, .. }, End::Time(to)) => {
                let to = whole(to)?.to;
                Some((to.with().day(day).build().ok()?, to))
            }
            (End::Time(from), End::Day { day, .. }) => {
                let from = whole(from)?.from;
                Some((from, from.with().day(day).build().ok()?))
            }
            (End::Day { day: from, .. }, End::Day { day: to, .. }) => {
                let of = |date: Date| {
                    Some((date.with().day(from).build().ok()?, date.with().day(to).build().ok()?))
                };
                let this = of(self.today()).filter(|(_, to)| *to <= self.today());
                this.or_else(|| of(self.today().first_of_month().yesterday().ok()?))
            }
        }
    }

    /// Reads "since Monday", "seit Januar", and in Hindi "january se".
    pub(super) fn since(&self, at: usize) -> Found<RelativeTime> {
        if self.chart.marks(at, Mark::Since) {
            let start = self.chart.skip_links(at + 1);
            let start =
                if self.chart.marks(start, Mark::StartOf) { self.chart.skip_links(start + 1) } else { start };
            let (time, to) = self.point(start)?;
            return Some((self.since_start_of(time)?, self.after_now(to)));
        }
        let is_from = self.chart.marks(at, Mark::From);
        let (time, next) = self.point(if is_from { self.chart.skip_links(at + 1) } else { at })?;
        let is_since_after = self.chart.marks(next, Mark::Since);
        let is_onwards = is_from && self.chart.marks(next, Mark::ToDate);
        let is_hindi = self.chart.marks(next, Mark::From)
            && self.chart.get(next).is_some_and(|segment| segment.has(Mark::Link));
        let is_from_here = is_since_after || is_onwards || (is_hindi && is_a_start(time));
        is_from_here.then_some(())?;
        Some((self.since_start_of(time)?, self.after_now(next + 1)))
    }

    /// Takes "until today" after a beginning.
    fn after_now(&self, at: usize) -> usize {
        if self.chart.marks(at, Mark::ToDate) { at + 1 } else { at }
    }

    fn since_start_of(&self, time: RelativeTime) -> Option<RelativeTime> {
        Some(match time {
            RelativeTime::Weekday(day) => RelativeTime::SinceWeekday(day),
            running @ (RelativeTime::ThisWeek
            | RelativeTime::ThisMonth
            | RelativeTime::ThisQuarter
            | RelativeTime::YearToDate
            | RelativeTime::Today) => running,
            other => RelativeTime::Since(self.calendar.today.whole(other)?.from),
        })
    }
}

/// One end of a range.
#[derive(Debug, Clone, Copy)]
enum End {
    Time(RelativeTime),
    /// The number of a day, and whether something says that it is one.
    Day {
        day: i8,
        is_clear: bool,
    },
}

/// Reports whether a time is a beginning in Hindi when "se" follows it, which after other times rather means "than".
fn is_a_start(time: RelativeTime) -> bool {
    matches!(
        time,
        RelativeTime::Weekday(_)
            | RelativeTime::Date(_)
            | RelativeTime::Month { .. }
            | RelativeTime::Year(_)
            | RelativeTime::ThisMonth
            | RelativeTime::YearToDate
            | RelativeTime::Yesterday
            | RelativeTime::LastWeek
    )
}
