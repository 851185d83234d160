//! Times by their names in the calendar: months, days of months, quarters, halves and years.

use super::{Found, Reader};
use crate::meaning::{CalendarUnit, Mark, Meaning};
use domain::question::time::RelativeTime;
use jiff::civil::Date;

/// The years that a bare number can be.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2099;

impl Reader<'_> {
    /// Reads "February", "feb 2026", "last March", "January of last year".
    pub(super) fn month(&self, at: usize) -> Found<RelativeTime> {
        let is_past = self.chart.marks(at, Mark::Past);
        let is_introduced = is_past || self.chart.marks(at, Mark::This);
        // "the month of February".
        let is_called_month = self.unit(at) == Some(CalendarUnit::Month);
        let month_at = if is_introduced || is_called_month { self.chart.skip_links(at + 1) } else { at };
        let month = self.month_name(month_at)?;
        if let Some((year, to)) = self.year_after(month_at + 1) {
            return Some((RelativeTime::Month { month, year: Some(year) }, to));
        }
        let is_past_after = self.chart.marks(month_at + 1, Mark::Past) && self.unit(month_at + 2).is_none();
        let this_year = self.today().year();
        let is_running = month == self.today().month();
        let last = if month < self.today().month() { this_year } else { this_year.checked_sub(1)? };
        let year = if is_running && !is_past && !is_past_after { this_year } else { last };
        Some((RelativeTime::Month { month, year: Some(year) }, month_at + 1 + usize::from(is_past_after)))
    }

    /// Returns the month that a segment names. A word that also means something else must be introduced, or be beside a number.
    pub(super) fn month_name(&self, at: usize) -> Option<i8> {
        self.chart.find(at, |meaning| match meaning {
            Meaning::Month(month) => Some(month),
            Meaning::MonthIfIntroduced(month) if self.is_introduced(at) => Some(month),
            _ => None,
        })
    }

    fn is_introduced(&self, at: usize) -> bool {
        const BEFORE: [Mark; 10] = [
            Mark::Link,
            Mark::Since,
            Mark::From,
            Mark::Until,
            Mark::Between,
            Mark::Versus,
            Mark::Past,
            Mark::This,
            Mark::Per,
            Mark::And,
        ];
        let is_number = |at: usize| self.chart.digits(at).is_some();
        let means_else = |meaning: &Meaning| {
            matches!(meaning, Meaning::Number(_) | Meaning::Mark(Mark::Filler | Mark::Link))
        };
        if self.chart.get(at).is_some_and(|segment| !segment.meanings.iter().any(means_else)) {
            return true;
        }
        let before = at.checked_sub(1);
        // A time that was read before is no longer open, and introduces nothing.
        before.is_some_and(|before| {
            BEFORE.iter().any(|mark| self.chart.marks(before, *mark)) || is_number(before)
        }) || is_number(at + 1)
            || (self.chart.len() <= 3 && before.is_none_or(|before| self.chart.marks(before, Mark::FollowUp)))
    }

    /// Reads a year that belongs to what stands before it: "2026", "'26", "of last year".
    pub(super) fn year_after(&self, at: usize) -> Found<i16> {
        let next = self.chart.skip_links(at);
        if let Some(year) = self.year_number(next) {
            return Some((year, next + 1));
        }
        if self.chart.is_sign(next, "'") {
            let short: i16 = self.chart.digits(next + 1).filter(|digits| digits.len() == 2)?.parse().ok()?;
            return Some((2000 + short, next + 2));
        }
        let this_year = self.today().year();
        if self.chart.marks(next, Mark::Past) && self.unit(next + 1) == Some(CalendarUnit::Year) {
            return Some((this_year - 1, next + 2));
        }
        if self.unit(next) == Some(CalendarUnit::Year) && self.chart.marks(next + 1, Mark::Past) {
            return Some((this_year - 1, next + 2));
        }
        let is_this = self.chart.find(next, |meaning| match meaning {
            Meaning::Time(RelativeTime::YearToDate) => Some(()),
            _ => None,
        });
        is_this.map(|()| (this_year, next + 1))
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        let digits = self.chart.digits(at).filter(|digits| digits.len() == 4)?;
        digits.parse().ok().filter(|year| YEARS.contains(year))
    }

    /// Reads a year alone.
    pub(super) fn year(&self, at: usize) -> Found<RelativeTime> {
        let year = self.year_number(at)?;
        let follows = at.checked_sub(1).and_then(|before| self.chart.get(before));
        let counts =
            |meaning: &Meaning| matches!(meaning, Meaning::Comparator(_) | Meaning::Mark(Mark::Currency));
        // "more than 2000" is no year; nor is the number of a name that was not found.
        let is_amount =
            follows.is_some_and(|segment| segment.meanings.iter().any(counts) || segment.mention.is_some());
        let is_counted = self.chart.find(at + 1, |meaning| match meaning {
            Meaning::Metric(_) | Meaning::Mark(Mark::Currency | Mark::Percent | Mark::Thousand) => Some(()),
            _ => None,
        });
        // "2026 clicks" may be that many, "in 2026 clicks" are of that year.
        let is_introduced = at.checked_sub(1).is_some_and(|before| self.chart.marks(before, Mark::Link));
        (!is_amount && (is_counted.is_none() || is_introduced)).then_some((RelativeTime::Year(year), at + 1))
    }

    /// Reads "5 March", "the 5th of March 2026", "March 5", "5 de marzo".
    pub(super) fn day_of_month(&self, at: usize) -> Found<RelativeTime> {
        (!self.is_bound(at)).then_some(())?;
        // "día 5 de marzo".
        let at =
            at + usize::from(self.unit(at) == Some(CalendarUnit::Day) && self.chart.digits(at + 1).is_some());
        let (day, month, next) = self.day_then_month(at).or_else(|| self.month_then_day(at))?;
        let comma = next + usize::from(self.chart.is_sign(next, ",") && self.year_number(next + 1).is_some());
        let (year, to) = match self.year_after(comma) {
            Some((year, to)) => (Some(year), to),
            None => (None, next),
        };
        Some((RelativeTime::Date(self.date(day, month, year)?), to))
    }

    fn day_then_month(&self, at: usize) -> Option<(i8, i8, usize)> {
        let (day, next) = self.day_number(at)?;
        let month_at = self.chart.skip_links(next);
        Some((day, self.month_name(month_at)?, month_at + 1))
    }

    fn month_then_day(&self, at: usize) -> Option<(i8, i8, usize)> {
        let month = self.month_name(at)?;
        let (day, next) = self.day_number(self.chart.skip_links(at + 1))?;
        // "March 7 days" is no date.
        self.unit(next).is_none().then_some((day, month, next))
    }

    /// Reads the number of a day: "5", "5th", "5.", "fifth".
    pub(super) fn day_number(&self, at: usize) -> Found<i8> {
        let ordinal = |meaning| match meaning {
            Meaning::Ordinal(number) => Some(number),
            _ => None,
        };
        let digits =
            self.chart.digits(at).filter(|digits| digits.len() <= 2).and_then(|digits| digits.parse().ok());
        let number: u16 = digits.or_else(|| self.chart.find(at, ordinal))?;
        let day = i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
        Some((day, at + 1 + usize::from(self.has_ordinal_ending(at + 1))))
    }

    fn has_ordinal_ending(&self, at: usize) -> bool {
        const ENDINGS: [&str; 12] = ["st", "nd", "rd", "th", ".", "o", "a", "er", "e", "eme", "re", "ten"];
        self.chart
            .get(at)
            .is_some_and(|segment| segment.is_glued() && ENDINGS.iter().any(|end| segment.is_sign(end)))
    }

    /// Reads a day of the running or the last month: "the 5th", "am 5.", "día 5".
    pub(super) fn day_alone(&self, at: usize) -> Found<RelativeTime> {
        let is_after_day = self.unit(at) == Some(CalendarUnit::Day);
        let number_at = if is_after_day { at + 1 } else { at };
        let (day, to) = self.day_number(number_at)?;
        let has_article = at.checked_sub(1).is_some_and(|before| self.chart.marks(before, Mark::Link));
        let is_ordinal = to > number_at + 1 && has_article;
        (is_after_day || is_ordinal).then_some(())?;
        let this = self.today().with().day(day).build().ok().filter(|date| *date <= self.today());
        let before = || self.today().first_of_month().yesterday().ok()?.with().day(day).build().ok();
        Some((RelativeTime::Date(this.or_else(before)?), to))
    }

    /// Returns a date, without a year the last one up to today.
    pub(super) fn date(&self, day: i8, month: i8, year: Option<i16>) -> Option<Date> {
        let of = |year| Date::new(year, month, day).ok();
        let this_year = self.today().year();
        match year {
            Some(year) => of(year),
            None => of(this_year)
                .filter(|date| *date <= self.today())
                .or_else(|| (1..=8).find_map(|years| of(this_year - years))),
        }
    }

    /// Reads "Q3", "first quarter of 2025", "H1", "2025 Q1".
    pub(super) fn quarter_or_half(&self, at: usize) -> Found<RelativeTime> {
        let leading = self.year_number(at);
        let name_at = if leading.is_some() { self.chart.skip_links(at + 1) } else { at };
        let quarter = self.chart.find(name_at, |meaning| match meaning {
            Meaning::Quarter(quarter) => Some((quarter, true)),
            Meaning::Half(half) => Some((half, false)),
            _ => None,
        });
        let counted = || {
            let is_quarter = self.unit(name_at) == Some(CalendarUnit::Quarter);
            let number = self
                .chart
                .whole_number(name_at + 1)
                .filter(|number| is_quarter && (1..=4).contains(number))?;
            Some((i8::try_from(number).ok()?, true))
        };
        let (number, is_quarter, next) = match quarter {
            Some((number, is_quarter)) => (number, is_quarter, name_at + 1),
            None => counted().map(|(number, is_quarter)| (number, is_quarter, name_at + 2))?,
        };
        let (year, to) = match (leading, self.year_after(next)) {
            (Some(year), _) => (Some(year), next),
            (None, Some((year, to))) => (Some(year), to),
            (None, None) => (None, next),
        };
        Some((if is_quarter { self.quarter(number, year) } else { self.half(number, year)? }, to))
    }

    fn quarter(&self, quarter: i8, year: Option<i16>) -> RelativeTime {
        let first_month = quarter * 3 - 2;
        let this_year = self.today().year();
        let last = if first_month <= self.today().month() { this_year } else { this_year - 1 };
        RelativeTime::Quarter { quarter, year: Some(year.unwrap_or(last)) }
    }

    fn half(&self, half: i8, year: Option<i16>) -> Option<RelativeTime> {
        let (first, last) = if half == 1 { (1, 6) } else { (7, 12) };
        let this_year = self.today().year();
        let recent = if first <= self.today().month() { this_year } else { this_year - 1 };
        let year = year.unwrap_or(recent);
        let from = Date::new(year, first, 1).ok()?;
        Some(RelativeTime::Between { from, to: Date::new(year, last, 1).ok()?.last_of_month() })
    }
}
