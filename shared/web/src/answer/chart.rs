//! The chart of a trend: one line with its first, last and highest point labelled. The page shows it as SVG and WhatsApp as a
//! picture, both from this drawing. Pure, and in whole tenths of a pixel, so that no point can be off the chart.

use crate::dashboard::chart::scale::Scale;
use crate::dashboard::chart::{AxisLabel, Chart, Point, Slot, Tenths};
use domain::question::answer::{Trend, TrendPoint};

/// The size of a chart in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendSize {
    pub width: i64,
    pub height: i64,
    /// The size of the letters.
    pub letter: i64,
    /// The space around the chart.
    pub margin: i64,
    /// The space above the chart.
    pub head: i64,
    /// The style sheet's class for this size.
    pub class: &'static str,
}

impl TrendSize {
    /// A phone in portrait orientation.
    pub const PHONE: Self = Self { width: 300, height: 220, letter: 13, margin: 0, head: 0, class: "phone" };
    /// A desktop, or a phone in landscape orientation.
    pub const DESKTOP: Self =
        Self { width: 960, height: 280, letter: 13, margin: 0, head: 0, class: "desktop" };

    /// Estimates the width of a text whose letters the browser chooses, in tenths of a pixel; slightly too much.
    #[must_use]
    pub fn estimated_width(self, text: &str) -> i64 {
        length(text.chars().count()).saturating_mul(self.letter).saturating_mul(6)
    }
}

/// The label of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The middle of its baseline.
    pub at: Point,
    pub text: String,
}

/// A chart, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendChart {
    pub size: TrendSize,
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
    /// The labels of the axis of values.
    pub amounts: Vec<AxisLabel>,
    /// The labels of the days.
    pub days: Vec<AxisLabel>,
    /// One run of points for each run of known values.
    pub runs: Vec<Vec<Point>>,
    /// The points that have a dot: those with a label, and those that stand alone.
    pub dots: Vec<Point>,
    pub marks: Vec<Mark>,
    /// The areas that show what each point is on hover.
    pub slots: Vec<Slot>,
}

/// The geometry of a chart, in tenths of a pixel.
struct Plot<'a> {
    trend: &'a Trend,
    measure: &'a dyn Fn(&str) -> i64,
    scale: Scale,
    /// The size of the letters.
    letter: i64,
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
}

/// A label in its place.
struct Placed {
    left: i64,
    right: i64,
    baseline: i64,
}

impl TrendChart {
    /// Draws a trend; `measure` gives the width of a text in tenths of a pixel.
    #[must_use]
    pub fn draw(size: TrendSize, trend: &Trend, measure: &dyn Fn(&str) -> i64) -> Self {
        let scale = Scale::around(trend.points.iter().filter_map(|point| point.value), trend.step);
        let (letter, margin) = (size.letter * 10, size.margin * 10);
        let widest = scale.ticks().map(|tick| measure(&trend.say(tick))).max().unwrap_or(0);
        let plot = Plot {
            trend,
            measure,
            scale,
            letter,
            // However long the amounts are, half of the width is left for the plot.
            left: widest.saturating_add(letter / 2 + margin).min(size.width * 5),
            right: size.width * 10 - letter / 2 - margin,
            top: size.head * 10 + letter * 2,
            bottom: size.height * 10 - letter * 9 / 5 - margin / 2,
        };
        let marked = plot.marked();
        Self {
            size,
            label: format!("{} · {}", trend.title, trend.days),
            left: Tenths(plot.left),
            right: Tenths(plot.right),
            top: Tenths(plot.top),
            height: Tenths(plot.bottom - plot.top),
            zero: plot.y(0),
            amounts: plot.amounts(),
            days: plot.days(size.height * 10 - letter * 2 / 5 - margin / 2),
            runs: plot.runs(),
            dots: plot.dots(&marked),
            marks: plot.marks(&marked),
            slots: (0..trend.points.len()).map(|index| plot.slot(index)).collect(),
        }
    }

    /// Formats a run of points for SVG.
    #[must_use]
    pub fn points(run: &[Point]) -> String {
        Chart::points(run)
    }
}

impl Plot<'_> {
    fn y(&self, value: i64) -> Tenths {
        Tenths(self.bottom - self.scale.place(value, self.bottom - self.top))
    }

    /// Returns the left edge of a point's slot; for the index after the last point, that is the right edge of the plot.
    fn edge(&self, index: usize) -> i64 {
        let count = length(self.trend.points.len()).max(1);
        self.left + (self.right - self.left).saturating_mul(length(index)) / count
    }

    fn centre(&self, index: usize) -> i64 {
        i64::midpoint(self.edge(index), self.edge(index + 1))
    }

    fn point(&self, index: usize) -> Option<Point> {
        let value = self.trend.points.get(index)?.value?;
        Some(Point { x: Tenths(self.centre(index)), y: self.y(value) })
    }

    fn runs(&self) -> Vec<Vec<Point>> {
        let all: Vec<Option<Point>> = (0..self.trend.points.len()).map(|index| self.point(index)).collect();
        let runs = all.split(Option::is_none).filter(|run| !run.is_empty());
        runs.map(|run| run.iter().flatten().copied().collect()).collect()
    }

    /// Returns the points that have a label: the highest, the last and the first, in the order in which they get a place.
    fn marked(&self) -> Vec<usize> {
        let value = |index: &usize| self.trend.points.get(*index).and_then(|point| point.value);
        let known: Vec<usize> = (0..self.trend.points.len()).filter(|index| value(index).is_some()).collect();
        // Of several that are highest, the first.
        let highest = known.iter().rev().max_by_key(|index| value(index));
        let mut marked: Vec<usize> = Vec::new();
        for index in [highest, known.last(), known.first()].into_iter().flatten() {
            if !marked.contains(index) {
                marked.push(*index);
            }
        }
        marked
    }

    fn dots(&self, marked: &[usize]) -> Vec<Point> {
        let labelled = marked.iter().filter_map(|index| self.point(*index));
        let alone = self.runs().into_iter().filter(|run| run.len() == 1).flatten();
        let mut dots: Vec<Point> = labelled.chain(alone).collect();
        dots.sort_by_key(|dot| dot.x);
        dots.dedup();
        dots
    }

    fn marks(&self, marked: &[usize]) -> Vec<Mark> {
        let (mut marks, mut placed) = (Vec::new(), Vec::new());
        let values = || self.trend.points.iter().filter_map(|point| point.value);
        let is_flat = values().min() == values().max();
        for (place, index) in marked.iter().enumerate() {
            let (Some(point), Some(TrendPoint { value: Some(value), .. })) =
                (self.point(*index), self.trend.points.get(*index))
            else {
                continue;
            };
            let said = self.trend.say(*value);
            let is_highest = place == 0 && !is_flat;
            let text = if is_highest { format!("{said} ({})", self.trend.highest) } else { said };
            if let Some((mark, label)) = self.mark(point, text, &placed) {
                marks.push(mark);
                placed.push(label);
            }
        }
        marks
    }

    /// Places a label above its point or, where another one is in the way, below it.
    fn mark(&self, point: Point, text: String, placed: &[Placed]) -> Option<(Mark, Placed)> {
        let half = (self.measure)(&text) / 2;
        let x = point.x.0.min(self.right + self.letter / 2 - half).max(self.left + half);
        let above = point.y.0 - self.letter * 7 / 10;
        let below = point.y.0 + self.letter * 3 / 2;
        let is_free = |baseline: i64| {
            let is_apart = |other: &Placed| {
                x + half + self.letter / 3 < other.left
                    || x - half - self.letter / 3 > other.right
                    || (baseline - other.baseline).abs() > self.letter * 6 / 5
            };
            placed.iter().all(is_apart) && baseline < self.bottom
        };
        let baseline = [above, below].into_iter().find(|baseline| is_free(*baseline))?;
        let label = Placed { left: x - half, right: x + half, baseline };
        Some((Mark { at: Point { x: Tenths(x), y: Tenths(baseline) }, text }, label))
    }

    fn amounts(&self) -> Vec<AxisLabel> {
        let label = |tick: i64| AxisLabel {
            line: self.y(tick),
            at: Point {
                x: Tenths(self.left - self.letter / 2),
                y: Tenths(self.y(tick).0 + self.letter * 35 / 100),
            },
            text: self.trend.say(tick),
            anchor: "end",
        };
        self.scale.ticks().map(label).collect()
    }

    /// Labels the last point and, at the smallest equal distance at which no two labels touch, others before it.
    fn days(&self, baseline: i64) -> Vec<AxisLabel> {
        let count = self.trend.points.len();
        let every = |stride: usize| -> Vec<usize> { (0..count).rev().step_by(stride).collect() };
        let fits = |indices: &[usize]| {
            let spans: Vec<(i64, i64)> = indices.iter().map(|index| self.span(*index)).collect();
            spans.windows(2).all(|pair| pair[1].1 + self.letter * 2 / 3 < pair[0].0)
                && spans.iter().all(|(left, _)| *left >= 0)
        };
        let indices = (1..=count).map(every).find(|indices| fits(indices)).unwrap_or_default();
        indices.into_iter().rev().filter_map(|index| self.day(index, baseline)).collect()
    }

    fn day(&self, index: usize, baseline: i64) -> Option<AxisLabel> {
        let (left, right) = self.span(index);
        let at = Point { x: Tenths(i64::midpoint(left, right)), y: Tenths(baseline) };
        let text = self.trend.points.get(index)?.label.clone();
        Some(AxisLabel { line: Tenths(self.bottom), at, text, anchor: "middle" })
    }

    /// Returns from where to where the label of a day goes: in the middle of its slot, within the chart.
    fn span(&self, index: usize) -> (i64, i64) {
        let half = self.trend.points.get(index).map_or(0, |point| (self.measure)(&point.label)) / 2;
        let x = self.centre(index).min(self.right + self.letter / 2 - half);
        (x - half, x + half)
    }

    fn slot(&self, index: usize) -> Slot {
        let (from, to) = (self.edge(index), self.edge(index + 1));
        let title = self.trend.points.get(index).map(|point| match point.value {
            Some(value) => format!("{}: {}", point.name, self.trend.say(value)),
            None => point.name.clone(),
        });
        Slot { x: Tenths(from), width: Tenths(to - from), title: title.unwrap_or_default() }
    }
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
