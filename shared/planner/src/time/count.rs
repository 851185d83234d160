//! Times that count: "the last 7 days", "3 weeks ago", "the 7 days before", "calendar week 11".

use super::point::rolling;
use super::{Found, Reader};
use crate::chart::Segment;
use crate::meaning::{CalendarUnit, Mark, Meaning};
use domain::language::Language;
use domain::question::time::RelativeTime;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

impl Reader<'_> {
    /// Reads "last 7 days", "7 derniers jours", "7 days", "last 30".
    pub(super) fn last_so_many(&self, at: usize) -> Found<RelativeTime> {
        let starts_past = self.chart.marks(at, Mark::Past);
        let mut next = if starts_past { self.chart.skip_links(at + 1) } else { at };
        let count = self.chart.whole_number(next).filter(|count| *count > 0)?;
        (starts_past || !self.counts_rows(at)).then_some(())?;
        next += 1;
        // "7 derniers jours"; in English "20 last week" is a number and a week.
        let may_follow = !starts_past && self.chart.language != Language::English;
        while self.chart.marks(next, Mark::Past) && may_follow {
            next += 1;
        }
        let is_full = self.chart.marks(next, Mark::Link) && self.unit(next + 1).is_some();
        let unit_at = if is_full { next + 1 } else { next };
        match self.unit(unit_at) {
            Some(unit) => {
                let is_past_after =
                    self.chart.marks(unit_at + 1, Mark::Past) && self.unit(unit_at + 2).is_none();
                let is_bare_word =
                    !starts_past && next == at + 1 && !is_past_after && self.chart.digits(at).is_none();
                // "one day" is no span of time by itself.
                let time = rolling(unit, count).filter(|_| !is_bare_word)?;
                Some((time, unit_at + 1 + usize::from(is_past_after)))
            }
            None if starts_past && self.chart.digits(next - 1).is_some() && self.ends_here(next) => {
                Some((rolling(CalendarUnit::Day, count)?, next))
            }
            None => None,
        }
    }

    /// Reports whether a number counts rows and not days: "top 5 days".
    fn counts_rows(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.chart.get(before));
        let counts = |meaning: &Meaning| {
            matches!(meaning, Meaning::Rank(_) | Meaning::Ordinal(_) | Meaning::Mark(Mark::Between))
        };
        before.is_some_and(|segment| segment.meanings.iter().any(counts)) || self.is_bound(at)
    }

    /// Reports whether a number bounds something, and so is no part of a time: "under 20 in February".
    pub(super) fn is_bound(&self, at: usize) -> bool {
        let before =
            (0..at).rev().find(|before| !self.chart.marks(*before, Mark::Link) || self.bounds(*before));
        before.is_some_and(|before| self.bounds(before))
    }

    /// Reports whether a word or a sign bounds the number after it; "since" and "until" may as well begin and end a time, and
    /// a currency may belong to the number before it.
    fn bounds(&self, at: usize) -> bool {
        let is_comparator = |meaning| matches!(meaning, Meaning::Comparator(_)).then_some(());
        let is_of_time = self.chart.marks(at, Mark::Since) || self.chart.marks(at, Mark::Until);
        let follows_number = at.checked_sub(1).is_some_and(|before| self.chart.digits(before).is_some());
        let is_currency = self.chart.marks(at, Mark::Currency) && !follows_number;
        is_currency || (self.chart.find(at, is_comparator).is_some() && !is_of_time)
    }

    /// Reports whether nothing follows that the number before could count.
    fn ends_here(&self, at: usize) -> bool {
        const AFTER: [Mark; 5] = [Mark::Filler, Mark::Link, Mark::Per, Mark::And, Mark::Versus];
        let is_over =
            |segment: &Segment| segment.meanings.is_empty() || AFTER.iter().any(|mark| segment.has(*mark));
        self.chart.get(at).is_none_or(is_over)
    }

    /// Reads "3 weeks ago", "hace 3 semanas", "a week ago".
    pub(super) fn so_long_ago(&self, at: usize) -> Found<RelativeTime> {
        let is_first = self.chart.marks(at, Mark::Ago);
        let mut next = if is_first { at + 1 } else { at };
        let count = match self.chart.whole_number(next) {
            Some(count) => {
                next += 1;
                count
            }
            None if self.chart.marks(next, Mark::Link) => {
                next += 1;
                1
            }
            None => 1,
        };
        let unit = self.unit(next)?;
        let is_last = self.chart.marks(next + 1, Mark::Ago);
        (is_first || is_last).then_some(())?;
        Some((self.ago(count, unit)?, next + 1 + usize::from(is_last)))
    }

    fn ago(&self, count: u16, unit: CalendarUnit) -> Option<RelativeTime> {
        let count = i32::from(count);
        let back = |span: Span| self.today().checked_sub(span).ok();
        match unit {
            CalendarUnit::Day => Some(RelativeTime::Date(back(count.days())?)),
            CalendarUnit::Week if count == 1 => Some(RelativeTime::Date(back(7.days())?)),
            CalendarUnit::Week if count == 2 => Some(RelativeTime::WeekBeforeLast),
            CalendarUnit::Week => week_of(back(count.checked_mul(7)?.days())?),
            CalendarUnit::Month => {
                let month = back(count.months())?;
                Some(RelativeTime::Month { month: month.month(), year: Some(month.year()) })
            }
            CalendarUnit::Year => Some(RelativeTime::Year(back(count.years())?.year())),
            CalendarUnit::Weekend | CalendarUnit::Quarter => None,
        }
    }

    /// Reads "7 days before", "the week before", "vs last", which is the time before another one.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        self.so_long_before(at).or_else(|| self.one_before(at))
    }

    /// Reads "last" after "vs": the one before, of what was said.
    fn one_before(&self, at: usize) -> Option<usize> {
        let compares = |at: usize| {
            [Mark::Versus, Mark::Than, Mark::Compare].iter().any(|mark| self.chart.marks(at, *mark))
        };
        self.chart.marks(at, Mark::Past).then_some(())?;
        let before = (0..at).rev().find(|before| compares(*before) || !self.chart.marks(*before, Mark::Link));
        // In Hindi what compares stands behind.
        let is_behind = self.chart.language == Language::Hindi && compares(self.chart.skip_links(at + 1));
        let is_compared = before.is_some_and(compares) || is_behind;
        (is_compared && self.point(at).is_none() && !self.is_thing(self.chart.skip_links(at + 1)))
            .then_some(at + 1)
    }

    /// Reports whether a segment is something that "last" may belong to.
    fn is_thing(&self, at: usize) -> bool {
        let is_noun = |meaning| matches!(meaning, Meaning::Noun(..) | Meaning::Unit(_)).then_some(());
        let is_name = self.chart.get(at).is_some_and(|segment| segment.mention.is_some());
        is_name || self.chart.digits(at).is_some() || self.chart.find(at, is_noun).is_some()
    }

    fn so_long_before(&self, at: usize) -> Option<usize> {
        // "usse pehle wale hafte".
        if self.chart.language == Language::Hindi && self.chart.marks(at, Mark::Before) {
            return self.unit(at + 1).map(|_| at + 2);
        }
        let mut next = at;
        if self.chart.whole_number(next).is_some() {
            next += 1;
        }
        let is_weekend = |meaning| (meaning == Meaning::Time(RelativeTime::LastWeekend)).then_some(());
        (self.unit(next).is_some() || self.chart.find(next, is_weekend).is_some()).then_some(())?;
        self.chart.marks(next + 1, Mark::Before).then_some(next + 2)
    }

    /// Reads "calendar week 11".
    pub(super) fn calendar_week(&self, at: usize) -> Found<RelativeTime> {
        self.chart.marks(at, Mark::CalendarWeek).then_some(())?;
        let week = self.chart.whole_number(at + 1).and_then(|week| i8::try_from(week).ok())?;
        let of = |year| ISOWeekDate::new(year, week, Weekday::Monday).ok().map(ISOWeekDate::date);
        let year = self.today().iso_week_date().year();
        let running = of(year).filter(|monday| *monday <= self.today());
        Some((week_of(running.or_else(|| of(year - 1))?)?, at + 2))
    }
}

fn week_of(date: Date) -> Option<RelativeTime> {
    let from = date.checked_sub(i32::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
    Some(RelativeTime::Between { from, to: from.checked_add(6.days()).ok()? })
}
