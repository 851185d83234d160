//! The chart of spend and revenue: spend as bars, revenue as a line, both on one money axis. Pure, and drawn in whole
//! tenths of a pixel: amounts are never floats, so no point can be off the chart or NaN.

pub(crate) mod scale;

use scale::Scale;
use std::fmt;

/// The size of a chart in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartSize {
    pub width: i64,
    pub height: i64,
    /// The style sheet's class for this size.
    pub class: &'static str,
}

impl ChartSize {
    /// A phone in portrait orientation.
    pub const PHONE: Self = Self { width: 340, height: 210, class: "phone" };
    /// A desktop, or a phone in landscape orientation.
    pub const DESKTOP: Self = Self { width: 1000, height: 260, class: "desktop" };
}

/// One day of the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartDay {
    /// The spend, in minor units.
    pub spend_minor: Option<i64>,
    /// The revenue, in minor units.
    pub revenue_minor: Option<i64>,
    /// The tooltip of the day.
    pub title: String,
    /// The label below the day, if it has one.
    pub label: Option<String>,
    /// Whether the day's numbers are final.
    pub is_final: bool,
}

/// The texts of a chart.
pub struct ChartWords<'a> {
    /// A description of the chart for people who cannot see it.
    pub label: String,
    /// Formats an amount in minor units.
    pub amount: &'a dyn Fn(i64) -> String,
}

/// A length in tenths of a pixel, formatted with one decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i64);

impl fmt::Display for Tenths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}.{}", self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10)
    }
}

/// A position on the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: Tenths,
    /// From the top.
    pub y: Tenths,
}

/// The bar with the spend of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The left edge.
    pub x: Tenths,
    /// The top edge.
    pub y: Tenths,
    pub width: Tenths,
    pub height: Tenths,
    /// The style sheet's class for it.
    pub class: &'static str,
}

/// The full-height area of a day, which shows the tooltip on hover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The left edge.
    pub x: Tenths,
    pub width: Tenths,
    /// The tooltip of the day.
    pub title: String,
}

/// A label of an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxisLabel {
    /// The height of the labelled grid line, from the top.
    pub line: Tenths,
    /// The position of the text.
    pub at: Point,
    /// The text of the label.
    pub text: String,
    /// The end of the text that is at this position, as an SVG `text-anchor`.
    pub anchor: &'static str,
}

/// A chart, ready to be written as SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub size: ChartSize,
    /// A description for people who cannot see the chart.
    pub label: String,
    /// The left edge of the plot.
    pub left: Tenths,
    /// The right edge of the plot.
    pub right: Tenths,
    /// The top edge of the plot.
    pub top: Tenths,
    /// The height of the plot.
    pub height: Tenths,
    /// The height of the zero line.
    pub zero: Tenths,
    /// The labels of the money axis.
    pub amounts: Vec<AxisLabel>,
    /// The labels of the days.
    pub days: Vec<AxisLabel>,
    /// The bars of the spend.
    pub bars: Vec<Bar>,
    /// The line of the revenue: one run of points for each run of days with known revenue.
    pub runs: Vec<Vec<Point>>,
    /// The hover areas of the days.
    pub slots: Vec<Slot>,
}

/// The space above the plot, in tenths of a pixel.
const TOP: i64 = 100;
/// The space below the plot for the days, in tenths of a pixel.
const BOTTOM: i64 = 240;
/// The space to the right of the plot, in tenths of a pixel.
const RIGHT: i64 = 40;
/// The width of a label character, in tenths of a pixel, slightly overestimated.
const CHARACTER: i64 = 66;
/// The space between a label and the plot, in tenths of a pixel.
const GAP: i64 = 60;
/// The distance from a grid line down to the baseline of its label, in tenths of a pixel, which centres the text
/// vertically.
const HALF_LETTER: i64 = 40;

/// The geometry of a chart.
struct Plot<'a> {
    days: &'a [ChartDay],
    scale: Scale,
    left: i64,
    right: i64,
    bottom: i64,
}

impl Plot<'_> {
    fn y(&self, minor: i64) -> Tenths {
        Tenths(self.bottom - self.scale.place(minor, self.bottom - TOP))
    }

    /// Returns the left edge of a day's slot; for the index after the last day, that is the right edge of the plot.
    fn edge(&self, index: usize) -> i64 {
        let share = |part: usize| i64::try_from(part).unwrap_or(i64::MAX);
        self.left + (self.right - self.left).saturating_mul(share(index)) / share(self.days.len()).max(1)
    }

    fn centre(&self, index: usize) -> Tenths {
        Tenths(i64::midpoint(self.edge(index), self.edge(index + 1)))
    }

    fn bar(&self, index: usize, day: &ChartDay) -> Option<Bar> {
        let (value, zero) = (self.y(day.spend_minor?), self.y(0));
        let (from, to) = (self.edge(index), self.edge(index + 1));
        let margin = (to - from) / 5;
        Some(Bar {
            x: Tenths(from + margin),
            y: value.min(zero),
            width: Tenths(to - from - 2 * margin),
            height: Tenths((value.0 - zero.0).abs()),
            class: match (day.is_final, index + 1 == self.days.len()) {
                (false, _) => "open",
                (true, true) => "shown",
                (true, false) => "past",
            },
        })
    }

    fn runs(&self) -> Vec<Vec<Point>> {
        let numbered: Vec<(usize, &ChartDay)> = self.days.iter().enumerate().collect();
        let runs = numbered.split(|(_, day)| day.revenue_minor.is_none()).filter(|run| !run.is_empty());
        let point = |(index, day): &(usize, &ChartDay)| {
            Some(Point { x: self.centre(*index), y: self.y(day.revenue_minor?) })
        };
        runs.map(|run| run.iter().filter_map(point).collect()).collect()
    }

    fn day_labels(&self, base: i64) -> Vec<AxisLabel> {
        let mut labels = Vec::new();
        // From the right: the shown day always has its label, and no other label may touch the next one or the edge.
        let mut free_until = self.right + RIGHT;
        for (index, day) in self.days.iter().enumerate().rev() {
            let Some(text) = day.label.clone() else { continue };
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX).saturating_mul(CHARACTER);
            let is_last = index + 1 == self.days.len();
            let x = if is_last { self.right } else { self.centre(index).0 };
            let (left, right) = if is_last { (x - length, x) } else { (x - length / 2, x + length / 2) };
            if is_last || (left >= 0 && right <= free_until) {
                free_until = left - GAP;
                let at = Point { x: Tenths(x), y: Tenths(base) };
                let anchor = if is_last { "end" } else { "middle" };
                labels.push(AxisLabel { line: Tenths(self.bottom), at, text, anchor });
            }
        }
        labels.reverse();
        labels
    }

    fn amount_labels(&self, amount: &dyn Fn(i64) -> String) -> Vec<AxisLabel> {
        let label = |tick: i64| AxisLabel {
            line: self.y(tick),
            at: Point { x: Tenths(self.left - GAP), y: Tenths(self.y(tick).0 + HALF_LETTER) },
            text: amount(tick),
            anchor: "end",
        };
        self.scale.ticks().map(label).collect()
    }

    fn slot(&self, index: usize, day: &ChartDay) -> Slot {
        let (from, to) = (self.edge(index), self.edge(index + 1));
        Slot { x: Tenths(from), width: Tenths(to - from), title: day.title.clone() }
    }
}

impl Chart {
    /// Draws the days in order. `unit` is the number of minor units in one whole unit, so that the axis is labelled
    /// in whole units.
    #[must_use]
    pub fn draw(size: ChartSize, days: &[ChartDay], unit: i64, words: &ChartWords<'_>) -> Self {
        let known = days.iter().flat_map(|day| [day.spend_minor, day.revenue_minor]).flatten();
        let scale = Scale::around(known, unit);
        let longest = scale.ticks().map(|tick| (words.amount)(tick).chars().count()).max().unwrap_or(0);
        let gutter = i64::try_from(longest).unwrap_or(i64::MAX).saturating_mul(CHARACTER) + GAP;
        // However long the amounts are, half of the width is left for the plot.
        let left = gutter.min(size.width * 5);
        let plot =
            Plot { days, scale, left, right: size.width * 10 - RIGHT, bottom: size.height * 10 - BOTTOM };
        let numbered = || days.iter().enumerate();
        Self {
            size,
            label: words.label.clone(),
            left: Tenths(left),
            right: Tenths(plot.right),
            top: Tenths(TOP),
            height: Tenths(plot.bottom - TOP),
            zero: plot.y(0),
            amounts: plot.amount_labels(words.amount),
            days: plot.day_labels(size.height * 10 - HALF_LETTER),
            bars: numbered().filter_map(|(index, day)| plot.bar(index, day)).collect(),
            runs: plot.runs(),
            slots: numbered().map(|(index, day)| plot.slot(index, day)).collect(),
        }
    }

    /// Formats a run of points for SVG.
    #[must_use]
    pub fn points(run: &[Point]) -> String {
        run.iter().map(|point| format!("{},{}", point.x, point.y)).collect::<Vec<_>>().join(" ")
    }

    /// Returns the points that are marked with a dot: the last point of the revenue, and single points, which would
    /// not be visible as a line.
    #[must_use]
    pub fn dots(&self) -> Vec<Point> {
        let alone = self.runs.iter().filter(|run| run.len() == 1).filter_map(|run| run.first());
        let last = self.runs.last().filter(|run| run.len() > 1).and_then(|run| run.last());
        alone.chain(last).copied().collect()
    }
}

#[cfg(test)]
mod tests;
