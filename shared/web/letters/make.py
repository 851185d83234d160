#!/usr/bin/env python3
"""Makes the letters that pictures are written with: outlines of single characters of the Latin script, and of whole
words of Devanagari, whose letters change with their neighbours, so that nothing has to be shaped when a picture is drawn.

    pip install fonttools brotli uharfbuzz
    npm pack @fontsource/hind && tar xzf fontsource-hind-*.tgz
    ./make.py package/files words.txt > hind.tsv

Each line: the text, its advance, and its outline, in five hundredths of the letter size, y upwards from the baseline. An
outline is a path whose points are told from the one before: m and l have a point, q has two, z closes. That of a word is a
list of glyphs, =number x y each, whose lines follow.
"""

import sys
from pathlib import Path

import uharfbuzz
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

WEIGHT = 500
CHARACTERS = (
    "".join(chr(code) for code in range(0x20, 0x7F))
    + "\u00a0ÁÉÍÓÚÑÜÇÃÕÂÊÔÀÈÙÄÖáéíóúñüçãõâêôàèùîïëûäößœŒºªØ"
    + "€£¥₹–−±·…’“”॰।"
)


# How many units of the font are one of ours.
COARSE = 2


class Outline(BasePen):
    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.parts, self.last = [], (0, 0)

    def _told(self, point):
        point = tuple(round(number / COARSE) for number in point)
        told = f"{point[0] - self.last[0]} {point[1] - self.last[1]}"
        self.last = point
        return told

    def _moveTo(self, point):
        self.parts.append("m" + self._told(point))

    def _lineTo(self, point):
        self.parts.append("l" + self._told(point))

    def _qCurveToOne(self, control, point):
        self.parts.append("q" + self._told(control) + " " + self._told(point))

    def _curveToOne(self, *points):
        raise SystemExit("the outlines of the font are not quadratic")

    def _closePath(self):
        self.parts.append("z")

    _endPath = _closePath


class Face:
    def __init__(self, path):
        self.font = TTFont(path)
        self.font.flavor = None
        plain = path.with_suffix(".ttf")
        self.font.save(plain)
        self.shaper = uharfbuzz.Font(uharfbuzz.Face(plain.read_bytes()))
        self.glyphs, self.order = self.font.getGlyphSet(), self.font.getGlyphOrder()
        self.known = set(self.font.getBestCmap())
        self.used = set()

    def shaped(self, text):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self.shaper, buffer)
        x = 0
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions):
            yield info.codepoint, (x + place.x_offset) // COARSE, place.y_offset // COARSE
            x += place.x_advance
        yield None, x // COARSE, 0

    def outline(self, number):
        pen = Outline(self.glyphs)
        self.glyphs[self.order[number]].draw(pen)
        return "".join(pen.parts)

    def line(self, text):
        *glyphs, (_, advance, _) = self.shaped(text)
        if len(text) == 1 and len(glyphs) == 1:
            return f"{text}\t{advance}\t{self.outline(glyphs[0][0])}"
        self.used.update(number for number, _, _ in glyphs)
        return f"{text}\t{advance}\t" + "".join(f"={number} {x} {y}" for number, x, y in glyphs)


def main():
    folder, words = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8").split()
    faces = [Face(folder / f"hind-{name}-{WEIGHT}-normal.woff2") for name in ("latin", "latin-ext", "devanagari")]
    for text in [*dict.fromkeys(CHARACTERS), *sorted(set(words))]:
        face = next((face for face in faces if set(map(ord, text)) <= face.known), None)
        if face is None:
            print(f"no letters for {text!r}", file=sys.stderr)
            continue
        print(face.line(text))
    for face in faces:
        for number in sorted(face.used):
            print(f"={number}\t0\t{face.outline(number)}")


main()
