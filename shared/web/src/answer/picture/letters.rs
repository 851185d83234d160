//! The letters of a picture: outlines of characters and, for Devanagari, of whole words; see `letters/README.md`.

use super::canvas::{Outline, Segment};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The size of a letter in the units of the outlines.
const UNITS: i64 = 500;
/// The space of French numbers, which the letters have as another one that is as good.
const NARROW_NO_BREAK: &str = "\u{202f}";
const NO_BREAK: &str = "\u{a0}";

/// An outline as the file has it.
#[derive(Clone, Copy)]
struct Entry {
    advance: i64,
    path: &'static str,
}

/// Every outline, by its text; a glyph of a word by its number after `=`.
pub(super) struct Letters(BTreeMap<&'static str, Entry>);

impl Letters {
    pub(super) fn get() -> &'static Self {
        static LETTERS: OnceLock<Letters> = OnceLock::new();
        LETTERS.get_or_init(|| {
            Self(include_str!("../../../letters/hind.tsv").lines().filter_map(entry).collect())
        })
    }

    /// Reports whether every part of a text has an outline.
    pub(super) fn has_all_of(&self, text: &str) -> bool {
        parts(text).into_iter().all(|part| self.0.contains_key(part))
    }

    /// Returns the width of a text in letters of this size, in the unit of the size. What has no outline has no width.
    pub(super) fn width(&self, text: &str, size: i64) -> i64 {
        self.entries(text).map(|entry| entry.advance).sum::<i64>().saturating_mul(size) / UNITS
    }

    /// Returns the outlines of a text with the beginning of its baseline at `x` and `y`, in pixels as all sizes here; each is
    /// filled by itself, since those of a word overlap.
    pub(super) fn outlines(&self, text: &str, (x, y): (f32, f32), size: f32) -> Vec<Outline> {
        let scale = size / number(UNITS);
        let (mut outlines, mut advance) = (Vec::new(), 0);
        for entry in self.entries(text) {
            let start = (x + number(advance) * scale, y);
            if entry.path.starts_with('=') {
                for (glyph, dx, dy) in glyphs(entry.path) {
                    let path = self.0.get(glyph).map(|entry| entry.path).unwrap_or_default();
                    let start = (start.0 + number(dx) * scale, start.1 - number(dy) * scale);
                    outlines.push(segments(path, start, scale));
                }
            } else {
                outlines.push(segments(entry.path, start, scale));
            }
            advance += entry.advance;
        }
        outlines
    }

    fn entries<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Entry> + 'a {
        parts(text).into_iter().filter_map(|part| self.0.get(part).copied())
    }
}

fn entry(line: &'static str) -> Option<(&'static str, Entry)> {
    let mut fields = line.split('\t');
    let (text, advance, path) = (fields.next()?, fields.next()?.parse().ok()?, fields.next()?);
    Some((text, Entry { advance, path }))
}

/// Returns the parts of a text that have an outline each: words of Devanagari, and single characters.
fn parts(text: &str) -> Vec<&str> {
    let is_of_word = |character: char| ('\u{900}'..='\u{97f}').contains(&character);
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_of_word(first) {
            rest.find(|character| !is_of_word(character)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(end);
        parts.push(if part == NARROW_NO_BREAK { NO_BREAK } else { part });
        rest = after;
    }
    parts
}

/// Returns the glyphs of a word, each with its place.
fn glyphs(path: &'static str) -> impl Iterator<Item = (&'static str, i64, i64)> {
    let starts = path.match_indices('=').map(|(start, _)| start);
    let ends = path.match_indices('=').map(|(start, _)| start).skip(1).chain([path.len()]);
    starts.zip(ends).filter_map(|(start, end)| {
        let mut fields = path.get(start..end)?.split(' ');
        Some((fields.next()?, fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

/// Returns the segments of a path that begins at `start`.
fn segments(path: &str, start: (f32, f32), scale: f32) -> Outline {
    let mut outline = Outline::new();
    let (mut at, mut first) = ((0_i64, 0_i64), (0_i64, 0_i64));
    let place = |(x, y): (i64, i64)| (start.0 + number(x) * scale, start.1 - number(y) * scale);
    for command in commands(path) {
        let [a, b, c, d] = command.numbers;
        let to = (at.0 + a, at.1 + b);
        match command.name {
            b'm' => (at, first) = (to, to),
            b'l' => {
                outline.push(Segment::Line(place(at), place(to)));
                at = to;
            }
            b'q' => {
                let end = (to.0 + c, to.1 + d);
                outline.push(Segment::Curve(place(at), place(to), place(end)));
                at = end;
            }
            _ => {
                outline.push(Segment::Line(place(at), place(first)));
            }
        }
    }
    outline
}

struct Command {
    name: u8,
    numbers: [i64; 4],
}

fn commands(path: &str) -> impl Iterator<Item = Command> + '_ {
    let is_name = |byte: &u8| byte.is_ascii_lowercase();
    let starts: Vec<usize> =
        (0..path.len()).filter(|place| path.as_bytes().get(*place).is_some_and(is_name)).collect();
    let ends: Vec<usize> = starts.iter().copied().skip(1).chain([path.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|(start, end)| {
        let mut numbers = [0; 4];
        let told = path.get(start + 1..end)?.split(' ').filter_map(|number| number.parse().ok());
        numbers.iter_mut().zip(told).for_each(|(number, told)| *number = told);
        Some(Command { name: *path.as_bytes().get(start)?, numbers })
    })
}

/// Returns a whole number of units as a length; those of a picture are far below the limit.
fn number(units: i64) -> f32 {
    f32::from(i16::try_from(units).unwrap_or(i16::MAX))
}
