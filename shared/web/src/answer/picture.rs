//! The picture of an answer's trend, for WhatsApp: the chart of the page, with a title, as PNG. Drawn with outlines of
//! letters that need no shaping, since what draws any font would make the function a third larger.

mod canvas;
mod letters;

use crate::answer::chart::{TrendChart, TrendSize};
use crate::dashboard::chart::Tenths;
use canvas::{Canvas, Colour, Place, circle, polygon, stroke};
use domain::question::answer::Trend;
use letters::Letters;
use std::io;

/// The size of the picture: on a phone it is shown a third as large.
const SIZE: TrendSize =
    TrendSize { width: 1080, height: 720, letter: 38, margin: MARGIN, head: 140, class: "picture" };
/// The size of the title's letters, and where its baseline is.
const TITLE: (i64, i64) = (50, 72);
/// The size of the letters of the days below it, and where their baseline is.
const DAYS: (i64, i64) = (38, 128);
/// Where texts begin.
const MARGIN: i64 = 30;

const PAPER: Colour = [0xff, 0xff, 0xff];
const INK: Colour = [0x14, 0x20, 0x1b];
const QUIET: Colour = [0x58, 0x68, 0x60];
const RULE: Colour = [0xdf, 0xe5, 0xe0];
const ACCENT: Colour = [0x0b, 0x6b, 0x57];

/// Which point of a text is given.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// Draws a trend as PNG.
///
/// # Errors
/// Never: it is written to memory.
pub fn draw(trend: &Trend) -> io::Result<Vec<u8>> {
    let mut picture = Picture::new();
    let measure = |text: &str| Letters::get().width(text, SIZE.letter * 10);
    let chart = TrendChart::draw(SIZE, trend, &measure);
    picture.heading(&trend.title, TITLE, INK);
    picture.heading(&trend.days, DAYS, QUIET);
    picture.chart(&chart);
    picture.canvas.png()
}

struct Picture {
    canvas: Canvas,
}

impl Picture {
    fn new() -> Self {
        let side = |side: i64| usize::try_from(side).unwrap_or_default();
        Self { canvas: Canvas::new((side(SIZE.width), side(SIZE.height)), PAPER) }
    }

    /// Writes a line above the chart, smaller where it is too long for the picture.
    fn heading(&mut self, text: &str, (size, baseline): (i64, i64), colour: Colour) {
        let (width, room) = (Letters::get().width(text, size), SIZE.width - 2 * MARGIN);
        let size = if width > room { size * room / width } else { size };
        self.text(text, (pixels(MARGIN), pixels(baseline)), size, colour, Anchor::Start);
    }

    fn chart(&mut self, chart: &TrendChart) {
        for amount in &chart.amounts {
            self.rule(chart, amount.line, RULE);
            self.text(&amount.text, place(amount.at.x, amount.at.y), SIZE.letter, QUIET, Anchor::End);
        }
        for day in &chart.days {
            self.text(&day.text, place(day.at.x, day.at.y), SIZE.letter, QUIET, Anchor::Middle);
        }
        self.rule(chart, chart.zero, QUIET);
        for run in &chart.runs {
            let places: Vec<Place> = run.iter().map(|point| place(point.x, point.y)).collect();
            self.canvas.fill_all(&stroke(&places, 7.0), ACCENT);
        }
        for dot in &chart.dots {
            self.canvas.fill(&circle(place(dot.x, dot.y), 15.0), PAPER);
            self.canvas.fill(&circle(place(dot.x, dot.y), 11.0), ACCENT);
        }
        for mark in &chart.marks {
            self.text(&mark.text, place(mark.at.x, mark.at.y), SIZE.letter, INK, Anchor::Middle);
        }
    }

    fn rule(&mut self, chart: &TrendChart, line: Tenths, colour: Colour) {
        let ((left, y), (right, _)) = (place(chart.left, line), place(chart.right, line));
        let corners = [(left, y - 1.0), (right, y - 1.0), (right, y + 1.0), (left, y + 1.0)];
        self.canvas.fill(&polygon(&corners), colour);
    }

    /// Writes a text at its baseline; nothing if one of its letters has no outline.
    fn text(&mut self, text: &str, (x, y): Place, size: i64, colour: Colour, anchor: Anchor) {
        let letters = Letters::get();
        if !letters.has_all_of(text) {
            return;
        }
        let width = pixels(letters.width(text, size));
        let x = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        self.canvas.fill_all(&letters.outlines(text, (x, y), pixels(size)), colour);
    }
}

fn place(x: Tenths, y: Tenths) -> Place {
    (pixels(x.0) / 10.0, pixels(y.0) / 10.0)
}

/// Returns a length; those of a picture are far below the limit.
fn pixels(length: i64) -> f32 {
    f32::from(i16::try_from(length).unwrap_or(i16::MAX))
}

#[cfg(test)]
mod tests;
