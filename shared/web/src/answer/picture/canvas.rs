//! The canvas of a picture: filled outlines with soft edges, encoded as PNG.

use ab_glyph_rasterizer::{Rasterizer, point};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};

/// A colour in red, green and blue.
pub(super) type Colour = [u8; 3];
/// A place in pixels from the upper left corner.
pub(super) type Place = (f32, f32);
/// Closed lines; what they enclose is filled.
pub(super) type Outline = Vec<Segment>;

/// A part of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Segment {
    Line(Place, Place),
    /// A quadratic curve with its control point in the middle.
    Curve(Place, Place, Place),
}

/// How many sides a circle has.
const SIDES: u8 = 28;

/// A picture that is drawn on.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    /// Row by row, three bytes each.
    pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new((width, height): (usize, usize), paper: Colour) -> Self {
        Self { width, height, pixels: paper.repeat(width * height) }
    }

    /// Fills outlines one after the other.
    pub(super) fn fill_all(&mut self, outlines: &[Outline], colour: Colour) {
        outlines.iter().for_each(|outline| self.fill(outline, colour));
    }

    /// Fills an outline; what is beyond the edges is cut off.
    pub(super) fn fill(&mut self, outline: &[Segment], colour: Colour) {
        let Some((left, top, right, bottom)) = self.bounds(outline) else { return };
        let (columns, rows) = (right - left, bottom - top);
        let mut area = Rasterizer::new(columns, rows);
        let moved = |place: Place| point(place.0 - length(left), place.1 - length(top));
        for segment in outline {
            match *segment {
                Segment::Line(from, to) => area.draw_line(moved(from), moved(to)),
                Segment::Curve(from, control, to) => area.draw_quad(moved(from), moved(control), moved(to)),
            }
        }
        area.for_each_pixel_2d(|x, y, cover| {
            let (x, y) = (left + x as usize, top + y as usize);
            let start = (y * self.width + x) * 3;
            if let Some(pixel) = self.pixels.get_mut(start..start + 3) {
                pixel.iter_mut().zip(colour).for_each(|(old, new)| *old = blended(*old, new, cover));
            }
        });
    }

    /// Returns the whole pixels around an outline, with one at each side: left, top, right and bottom.
    fn bounds(&self, outline: &[Segment]) -> Option<(usize, usize, usize, usize)> {
        let places = || {
            outline.iter().flat_map(|segment| match *segment {
                Segment::Line(from, to) => [from, to, to],
                Segment::Curve(from, control, to) => [from, control, to],
            })
        };
        let least = |of: fn(Place) -> f32| places().map(of).fold(f32::MAX, f32::min) - 1.0;
        let most = |of: fn(Place) -> f32| places().map(of).fold(f32::MIN, f32::max) + 2.0;
        let (x, y) = (|place: Place| place.0, |place: Place| place.1);
        let (left, top) = (whole(least(x)), whole(least(y)));
        let (right, bottom) = (whole(most(x)).min(self.width), whole(most(y)).min(self.height));
        (!outline.is_empty() && left < right && top < bottom).then_some((left, top, right, bottom))
    }

    /// Encodes the picture as PNG.
    ///
    /// # Errors
    /// Never: it is written to memory.
    pub(super) fn png(&self) -> io::Result<Vec<u8>> {
        let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes();
        // Eight bits for each of three colours, no interlacing.
        let header = [&side(self.width)[..], &side(self.height)[..], &[8, 2, 0, 0, 0]].concat();
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(6));
        for row in self.pixels.chunks(self.width * 3) {
            packed.write_all(&[0])?;
            packed.write_all(row)?;
        }
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, content) in [(b"IHDR", header), (b"IDAT", packed.finish()?), (b"IEND", Vec::new())] {
            png.extend(chunk(*name, &content));
        }
        Ok(png)
    }
}

fn chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut checked = Crc::new();
    checked.update(&name);
    checked.update(content);
    [&length[..], &name, content, &checked.sum().to_be_bytes()].concat()
}

/// Returns a line through these places with round ends and corners, in parts that overlap.
pub(super) fn stroke(places: &[Place], width: f32) -> Vec<Outline> {
    let mut parts: Vec<Outline> = places.iter().map(|place| circle(*place, width / 2.0)).collect();
    for pair in places.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let (dx, dy) = (x1 - x0, y1 - y0);
        let long = dx.hypot(dy).max(f32::EPSILON);
        let (ox, oy) = (-dy / long * width / 2.0, dx / long * width / 2.0);
        parts.push(polygon(&[
            (x0 + ox, y0 + oy),
            (x0 - ox, y0 - oy),
            (x1 - ox, y1 - oy),
            (x1 + ox, y1 + oy),
        ]));
    }
    parts
}

/// Returns a circle.
pub(super) fn circle((x, y): Place, radius: f32) -> Outline {
    let corner = |side: u8| {
        let (sine, cosine) = (std::f32::consts::TAU * f32::from(side) / f32::from(SIDES)).sin_cos();
        (x + radius * cosine, y + radius * sine)
    };
    polygon(&(0..SIDES).map(corner).collect::<Vec<_>>())
}

/// Returns a shape with these corners.
pub(super) fn polygon(corners: &[Place]) -> Outline {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(from, to)| Segment::Line(*from, *to)).collect()
}

/// Mixes a colour into another one, as far as a pixel is covered. Where parts of an outline overlap it can be more than once.
fn blended(old: u8, new: u8, cover: f32) -> u8 {
    let (old, new) = (f32::from(old), f32::from(new));
    byte(old + (new - old) * cover.clamp(0.0, 1.0))
}

fn byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

fn whole(length: f32) -> usize {
    length.clamp(0.0, 65_535.0) as usize
}

fn length(pixels: usize) -> f32 {
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}
