//! Dates in digits: 2026-03-01, 3/1, 1/3/2026, 01.03.2026.

use super::{Found, Reader};
use crate::chart::Segment;
use crate::meaning::Mark;
use domain::language::Language;
use domain::question::time::RelativeTime;
use jiff::civil::Date;

impl Reader<'_> {
    /// Reads a date in digits.
    pub(super) fn numeric_date(&self, at: usize) -> Found<RelativeTime> {
        self.dotted(at)
            .or_else(|| self.separated(at, "-"))
            .or_else(|| self.separated(at, "/"))
            .map(|(date, to)| (RelativeTime::Date(date), to))
            .or_else(|| self.year_and_month(at))
    }

    /// Reads numbers with a sign between them. Two numbers with a hyphen may also be a range, and are none.
    fn separated(&self, at: usize, sign: &str) -> Found<Date> {
        let glued = |at: usize| self.chart.get(at).filter(|segment| segment.is_glued());
        let follows = |at: usize| {
            glued(at).filter(|segment| segment.is_sign(sign))?;
            glued(at + 1)?;
            self.chart.digits(at + 1)
        };
        let (first, second) = (self.chart.digits(at)?, follows(at + 1)?);
        match follows(at + 3) {
            Some(third) => Some((self.of_three(first, second, third)?, at + 5)),
            None if sign == "/" => Some((self.of_two(first, second)?, at + 3)),
            None => None,
        }
    }

    /// Reads "2026-03".
    fn year_and_month(&self, at: usize) -> Found<RelativeTime> {
        let year: i16 = self.chart.digits(at).filter(|digits| digits.len() == 4)?.parse().ok()?;
        let is_joined =
            self.chart.is_sign(at + 1, "-") && self.chart.get(at + 2).is_some_and(Segment::is_glued);
        let month: i8 =
            self.chart.digits(at + 2).filter(|digits| is_joined && digits.len() == 2)?.parse().ok()?;
        (1..=12).contains(&month).then_some((RelativeTime::Month { month, year: Some(year) }, at + 3))
    }

    /// Reads "01.03.2026" and "1.3."; without the last dot only after a preposition, because it is also a number.
    fn dotted(&self, at: usize) -> Found<Date> {
        let parts: Vec<&str> = self.chart.digits(at)?.split('.').collect();
        match parts.as_slice() {
            [day, month, year] => Some((date(year, month, day)?, at + 1)),
            [day, month] => {
                let has_dot =
                    self.chart.is_sign(at + 1, ".") && self.chart.get(at + 1).is_some_and(Segment::is_glued);
                let before = at.checked_sub(1);
                let is_introduced = before.is_some_and(|before| {
                    [Mark::From, Mark::Since, Mark::Until, Mark::Between, Mark::Link]
                        .iter()
                        .any(|mark| self.chart.marks(before, *mark))
                });
                let is_date = self.chart.language == Language::German && (has_dot || is_introduced);
                let (day, month) = (day.parse().ok()?, month.parse().ok()?);
                Some((self.date(day, month, None).filter(|_| is_date)?, at + 1 + usize::from(has_dot)))
            }
            _ => None,
        }
    }

    fn of_three(&self, first: &str, second: &str, third: &str) -> Option<Date> {
        if first.len() == 4 {
            return date(first, second, third);
        }
        if self.calendar.is_month_first {
            date(third, first, second).or_else(|| date(third, second, first))
        } else {
            date(third, second, first).or_else(|| date(third, first, second))
        }
    }

    fn of_two(&self, first: &str, second: &str) -> Option<Date> {
        if first.len() > 2 || second.len() > 2 {
            return None;
        }
        let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
        if self.calendar.is_month_first {
            self.date(second, first, None).or_else(|| self.date(first, second, None))
        } else {
            self.date(first, second, None).or_else(|| self.date(second, first, None))
        }
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 => year.parse::<i16>().ok()? + 2000,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}
