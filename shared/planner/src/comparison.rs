//! What a text compares: two times, or several campaigns, creatives or channels.

use crate::chart::Chart;
use crate::meaning::{Mark, Meaning};
use crate::rows::rank_word;
use crate::time::{Calendar, Said, TimeSpan};
use crate::token::TokenKind;
use domain::language::Language;
use domain::question::query::{Comparison, ComparisonMode};
use domain::question::range::DataSpan;
use domain::question::time::RelativeTime;

/// The time of a question, and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Times {
    pub(crate) main: Option<RelativeTime>,
    pub(crate) compared: Option<Comparison>,
    /// A second time that nothing compares with the first: "today and yesterday".
    pub(crate) second: Option<RelativeTime>,
    /// Whether the text asks how a number changed, without saying since when.
    pub(crate) is_change: bool,
    /// Whether the text compares, without saying what with.
    pub(crate) is_open: bool,
    /// The time that is compared with, where the text names no other one: "vs last week".
    pub(crate) against: Option<Said>,
    /// Whether it asks for the time before the one of the last question.
    pub(crate) is_earlier: bool,
}

/// It does not say what is compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unclear;

/// Finds out which of the times of a text is compared with which.
pub(crate) fn times(chart: &Chart, spans: &[TimeSpan], calendar: Calendar) -> Result<Times, Unclear> {
    if let Some(times) = over_periods(chart, spans).or_else(|| marked(chart, spans)) {
        return times;
    }
    match spans {
        [] => no_time(chart),
        [span] => one_time(chart, *span, calendar),
        [one, other] => two_times(chart, *one, *other, calendar),
        _ => Err(Unclear),
    }
}

fn with(main: RelativeTime, mode: ComparisonMode, time_range: Option<RelativeTime>) -> Times {
    Times { main: Some(main), compared: Some(Comparison { mode, time_range }), ..Times::default() }
}

fn only_time(spans: &[TimeSpan]) -> Result<Option<RelativeTime>, Unclear> {
    match spans {
        [] => Ok(None),
        [TimeSpan { said: Said::Time(time), .. }] => Ok(Some(*time)),
        _ => Err(Unclear),
    }
}

/// Reads "week over week" and the like.
fn over_periods(chart: &Chart, spans: &[TimeSpan]) -> Option<Result<Times, Unclear>> {
    const PERIODS: [(Mark, RelativeTime, ComparisonMode); 5] = [
        (Mark::DayOverDay, RelativeTime::Yesterday, ComparisonMode::PreviousPeriod),
        (Mark::WeekOverWeek, RelativeTime::ThisWeek, ComparisonMode::PreviousPeriod),
        (Mark::MonthOverMonth, RelativeTime::ThisMonth, ComparisonMode::PreviousPeriod),
        (Mark::QuarterOverQuarter, RelativeTime::ThisQuarter, ComparisonMode::PreviousPeriod),
        (Mark::YearOverYear, RelativeTime::YearToDate, ComparisonMode::PreviousYear),
    ];
    let (_, usual, mode) = PERIODS.iter().find(|(mark, ..)| chart.has(*mark))?;
    Some(only_time(spans).map(|time| with(time.unwrap_or(*usual), *mode, None)))
}

/// Reads "the previous period", "the same time last year", "the same day last week".
fn marked(chart: &Chart, spans: &[TimeSpan]) -> Option<Result<Times, Unclear>> {
    let is_compared =
        [Mark::Versus, Mark::Compare, Mark::Change, Mark::Than].iter().any(|mark| chart.has(*mark));
    let found = |mark, mode| chart.has(mark).then_some((mark, mode));
    let (mark, mode) = found(Mark::SameWeekday, ComparisonMode::SameWeekdayLastWeek)
        .or_else(|| found(Mark::PreviousYear, ComparisonMode::PreviousYear))
        .or_else(|| found(Mark::PreviousPeriod, ComparisonMode::PreviousPeriod))?;
    let time = match only_time(spans) {
        Ok(time) => time,
        Err(unclear) => return Some(Err(unclear)),
    };
    let usual = if mark == Mark::SameWeekday { RelativeTime::Yesterday } else { RelativeTime::Default };
    // Nothing to compare: "what did we spend a week ago" is about that day alone.
    if !is_compared && time.is_none() {
        let is_earlier = mark == Mark::PreviousPeriod;
        return Some(if is_earlier { Ok(Times { is_earlier, ..Times::default() }) } else { Err(Unclear) });
    }
    let against = time.is_none().then_some(Said::Before);
    Some(Ok(Times { against, ..with(time.unwrap_or(usual), mode, None) }))
}

fn no_time(chart: &Chart) -> Result<Times, Unclear> {
    let is_change = asks_for_change(chart);
    Ok(Times { is_change, ..Times::default() })
}

fn one_time(chart: &Chart, span: TimeSpan, calendar: Calendar) -> Result<Times, Unclear> {
    let follows_cue = is_compared_to(chart, span);
    match (span.said, follows_cue) {
        (Said::Before, true) => {
            let times = with(RelativeTime::Default, ComparisonMode::PreviousPeriod, None);
            Ok(Times { against: Some(Said::Before), ..times })
        }
        (Said::Before, false) => Ok(Times { is_earlier: true, ..Times::default() }),
        (Said::Time(time), true) => {
            let against = Some(Said::Time(time));
            // Whether nothing is implied matters only where no question came before.
            Ok(implied(time, calendar)
                .map_or(Times { against, ..Times::default() }, |times| Times { against, ..times }))
        }
        (Said::Time(time), false) => {
            let is_change = asks_for_change(chart);
            if chart.has(Mark::Compare) || chart.has(Mark::Versus) {
                return Ok(Times { main: Some(time), is_open: true, ..Times::default() });
            }
            Ok(Times { main: Some(time), is_change, ..Times::default() })
        }
    }
}

/// Returns the running time that is compared with one that is over: "vs last week".
fn implied(time: RelativeTime, calendar: Calendar) -> Option<Times> {
    let last_year = calendar.today.today.year() - 1;
    Some(match time {
        RelativeTime::Yesterday => with(RelativeTime::Today, ComparisonMode::PreviousPeriod, None),
        RelativeTime::LastWeek => with(RelativeTime::ThisWeek, ComparisonMode::PreviousPeriod, None),
        RelativeTime::LastMonth => with(RelativeTime::ThisMonth, ComparisonMode::PreviousPeriod, None),
        RelativeTime::LastQuarter => with(RelativeTime::ThisQuarter, ComparisonMode::PreviousPeriod, None),
        RelativeTime::Year(year) if year == last_year => {
            with(RelativeTime::YearToDate, ComparisonMode::PreviousYear, None)
        }
        days @ RelativeTime::LastDays(_) => with(days, ComparisonMode::PreviousPeriod, None),
        _ => return None,
    })
}

/// Reports whether a segment compares with what stands before it, as in Hindi: "kal ke mukable".
fn follows_its_time(chart: &Chart, at: usize) -> bool {
    let is_infix = ["vs", "versus"].iter().any(|word| chart.is_sign(at, word));
    let compares = chart.marks(at, Mark::Versus) || is_comparator(chart, at);
    chart.language == Language::Hindi && compares && !is_infix
}

/// Reports whether the words beside a time compare with it.
fn is_compared_to(chart: &Chart, span: TimeSpan) -> bool {
    if follows_its_time(chart, chart.skip_links(span.to)) {
        return true;
    }
    for before in (0..span.from).rev() {
        if follows_its_time(chart, before) {
            return false;
        }
        let is = |mark| chart.marks(before, mark);
        if is(Mark::Versus) || (is(Mark::Than) && weighs(chart)) || is_comparator(chart, before) {
            return true;
        }
        if !is(Mark::Link) && !is(Mark::Filler) {
            return false;
        }
    }
    false
}

/// Reports whether anything is more, less or changed, so that "than" compares: French "que" and Spanish "que" also only join.
fn weighs(chart: &Chart) -> bool {
    let is_order = |at: usize| rank_word(chart, at).is_some() || is_comparator(chart, at);
    chart.has(Mark::Change) || chart.has(Mark::Compare) || (0..chart.len()).any(is_order)
}

/// Reports whether a text asks how something changed; "down" after "break" only tells apart.
fn asks_for_change(chart: &Chart) -> bool {
    let breaks = |at: usize| chart.is_sign(at, "break");
    let is_down = |at: usize| chart.is_sign(at, "down") && (0..at).any(breaks);
    chart.marked(Mark::Change).into_iter().any(|at| !is_down(at))
}

/// Reports whether a segment such as "more than" still stands for itself and bounds no number.
fn is_comparator(chart: &Chart, at: usize) -> bool {
    let is_than = chart.find(at, |meaning| matches!(meaning, Meaning::Comparator(_)).then_some(())).is_some();
    is_than && !chart.marks(at, Mark::Link)
}

fn two_times(chart: &Chart, one: TimeSpan, other: TimeSpan, calendar: Calendar) -> Result<Times, Unclear> {
    let cues = [Mark::Versus, Mark::Compare, Mark::Than, Mark::Change, Mark::Or];
    let is_compared = cues.iter().any(|mark| chart.has(*mark))
        || (0..chart.len()).any(|at| is_comparator(chart, at) || rank_word(chart, at).is_some())
        || other.said == Said::Before;
    let (Said::Time(first), second) = (one.said, other.said) else { return Err(Unclear) };
    if !is_compared {
        let Said::Time(second) = second else { return Err(Unclear) };
        let is_joined = (one.to..other.from).any(|at| chart.marks(at, Mark::And) || chart.is_sign(at, ","));
        let times = Times { main: Some(first), second: Some(second), ..Times::default() };
        return if is_joined { Ok(times) } else { Err(Unclear) };
    }
    let before = one.from.checked_sub(1);
    let begins = before.is_some_and(|at| chart.marks(at, Mark::From) || chart.marks(at, Mark::Between));
    let is_from_to = chart.has(Mark::Change) && begins;
    let is_turned = is_from_to || (is_compared_to(chart, one) && !is_compared_to(chart, other));
    match second {
        // "yesterday against the 7 days before" is with other days than the time before.
        Said::Before if counts_days(chart, other) && !matches!(first, RelativeTime::LastDays(_)) => {
            Err(Unclear)
        }
        Said::Before => Ok(with(first, ComparisonMode::PreviousPeriod, None)),
        Said::Time(second) if is_turned => Ok(compared(second, first, calendar.today)),
        Said::Time(second) => Ok(compared(first, second, calendar.today)),
    }
}

/// Reports whether a time says how many days it has.
fn counts_days(chart: &Chart, span: TimeSpan) -> bool {
    let first = chart.get(span.from).and_then(|segment| segment.tokens.first());
    first.is_some_and(|token| token.kind == TokenKind::Number)
}

/// Returns the comparison of a time with another one.
pub(crate) fn compared(main: RelativeTime, other: RelativeTime, today: DataSpan) -> Times {
    use RelativeTime as T;
    let last_year = today.today.year() - 1;
    let is_before = matches!(
        (main, other),
        (T::Today, T::Yesterday)
            | (T::Yesterday, T::DayBeforeYesterday)
            | (T::ThisWeek, T::LastWeek)
            | (T::LastWeek, T::WeekBeforeLast)
            | (T::ThisMonth, T::LastMonth)
            | (T::ThisQuarter, T::LastQuarter)
    );
    let whole = |time| today.whole(time);
    match (main, other) {
        (main @ (T::Year(_) | T::Quarter { .. } | T::Month { .. }), other) => {
            with(main, ComparisonMode::Explicit, Some(other))
        }
        (main, T::Year(year)) if year == last_year => with(main, ComparisonMode::PreviousYear, None),
        _ if is_before || main == other => with(main, ComparisonMode::PreviousPeriod, None),
        // "yesterday vs last Tuesday", asked on a Wednesday.
        (main, T::Weekday(_)) if whole(main) == whole(other) => {
            with(main, ComparisonMode::SameWeekdayLastWeek, None)
        }
        _ => with(main, ComparisonMode::Explicit, Some(other)),
    }
}

#[cfg(test)]
mod tests;
