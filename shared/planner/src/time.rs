//! The spans of time in a text. Its segments are read from left to right; at each place the longest expression counts.

mod calendar;
mod count;
mod numeric;
mod point;
mod range;

use crate::chart::Chart;
use domain::question::range::DataSpan;
use domain::question::time::RelativeTime;

/// A span of time in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeSpan {
    pub(crate) said: Said,
    /// The segments, the end not included.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// What is said about a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Time(RelativeTime),
    /// The time before another one: "the 7 days before".
    Before,
}

/// How dates are to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar {
    /// The day on which it is asked.
    pub(crate) today: DataSpan,
    /// Whether 3/1 is in March.
    pub(crate) is_month_first: bool,
}

/// What reads an expression: the text, the calendar, and nothing that changes.
#[derive(Clone, Copy)]
struct Reader<'a> {
    chart: &'a Chart,
    calendar: Calendar,
}

/// Something read, and the place after it.
type Found<T> = Option<(T, usize)>;

/// Finds the spans of time of a text and takes their segments.
pub(crate) fn take_times(chart: &mut Chart, calendar: Calendar) -> Vec<TimeSpan> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chart.len() {
        let reader = Reader { chart, calendar };
        match reader.expression(at).filter(|_| chart.is_open(at)) {
            Some((said, to)) => {
                chart.take(at..to);
                found.push(TimeSpan { said, from: at, to });
                at = to;
            }
            None => at += 1,
        }
    }
    found
}

impl Reader<'_> {
    fn expression(&self, at: usize) -> Found<Said> {
        let readings: [fn(&Self, usize) -> Found<Said>; 4] = [
            |reader, at| reader.before(at).map(|to| (Said::Before, to)),
            |reader, at| reader.range(at).map(|(time, to)| (Said::Time(time), to)),
            |reader, at| reader.since(at).map(|(time, to)| (Said::Time(time), to)),
            |reader, at| reader.point(at).map(|(time, to)| (Said::Time(time), to)),
        ];
        longest(readings.iter().filter_map(|read| read(self, at)))
    }
}

/// Returns the longest of some readings, of equally long ones the first.
fn longest<T>(readings: impl Iterator<Item = (T, usize)>) -> Found<T> {
    readings.fold(None, |best: Found<T>, reading| match best {
        Some(best) if best.1 >= reading.1 => Some(best),
        _ => Some(reading),
    })
}

#[cfg(test)]
mod tests;
