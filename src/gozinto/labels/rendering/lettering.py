"""How wide letters are, and what becomes of a text that is too long for its box.

Every output prints the lines that are found here, so that a preview, a page and a printer agree.
Widths are those of our font without kerning; a label printer's own font is narrower.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from gozinto.labels.layouts import Fit, TextElement

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Inter Label"
MM_PER_PT = 25.4 / 72

ASCENT = 0.97
"""How far the tallest letters reach above the baseline, in sizes of the font."""
LINE = 1.21
"""From one baseline to the next, in sizes of the font."""

SMALLEST_PT = 5.0
"""Smaller letters are not read at arm's length, nor printed by a printer of 8 dots/mm."""

_STEP_PT = 0.5
_ELLIPSIS = "…"
_UNITS = 2048
_LETTERS = (
    *(range(0x20, 0x7F), range(0xA0, 0x250), range(0x2C6, 0x2DE), range(0x370, 0x492)),
    *(range(0x1E80, 0x1E9F), range(0x2010, 0x209D), range(0x20A0, 0x20C0), range(0x2116, 0x2127)),
    *(range(0x2190, 0x221F), range(0x2248, 0x2266), range(0x25A0, 0x25D0), range(0x2713, 0x2718)),
)
"""The blocks of which the fonts have letters."""


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """The lines of a text and the size they are set in; `cut` tells that an end was left out."""

    lines: tuple[str, ...]
    size_pt: float
    cut: bool = False


def printable(text: str) -> str:
    """The text with one character for each letter, and blanks for what has no shape."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c if c.isprintable() or c == "\n" else " " for c in composed)


def missing(text: str) -> str:
    """The letters of the text that our fonts do not have, each once."""
    known = _advances(False)
    return "".join(sorted({c for c in printable(text) if c != "\n" and c not in known}))


def width_mm(text: str, *, size_pt: float, bold: bool) -> float:
    """How wide a line of the text is."""
    advances = _advances(bold)
    return sum(advances.get(c, 1.0) for c in text) * size_pt * MM_PER_PT


def fit(element: TextElement) -> Lettering:
    """The element's text as it stands in its box: smaller, on more lines, or cut, as it says."""
    room = Room(
        width_mm=float(element.width_mm), height_mm=float(element.height_mm), bold=element.bold
    )
    return fit_into(
        printable(element.text), room=room, size_pt=float(element.size_pt), fitting=element.fit
    )


@dataclass(frozen=True, kw_only=True)
class Room:
    """A box for letters of one weight."""

    width_mm: float
    height_mm: float
    bold: bool

    def wide_enough(self, line: str, size_pt: float) -> bool:
        """Whether the line fits; a hundredth of a millimetre is no reason to shrink."""
        return width_mm(line, size_pt=size_pt, bold=self.bold) <= self.width_mm + 0.01

    def lines(self, size_pt: float) -> int:
        """How many lines of this size there is room for; the last needs no room beneath it."""
        line_mm = LINE * size_pt * MM_PER_PT
        return int((self.height_mm + 0.05 + 0.2 * size_pt * MM_PER_PT) / line_mm)


def fit_into(text: str, *, room: Room, size_pt: float, fitting: Fit) -> Lettering:
    """The same of any text and room."""
    if fitting != "wrap":
        text = text.replace("\n", " ")
    smallest = min(size_pt, SMALLEST_PT)
    size = size_pt
    while True:
        lines = _wrapped(text, room=room, size_pt=size) if fitting == "wrap" else (text,)
        fits_high = len(lines) <= room.lines(size)
        fits_wide = all(room.wide_enough(line, size) for line in lines)
        if fits_high and (fits_wide or fitting == "cut"):
            break
        if size <= smallest:
            break
        size = max(smallest, size - _STEP_PT)
    return _cut(lines, room=room, size_pt=size)


def _wrapped(text: str, *, room: Room, size_pt: float) -> tuple[str, ...]:
    """The text broken at blanks; inside a word only where the word alone is too wide."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if room.wide_enough(longer, size_pt):
                line = longer
                continue
            lines += [line] if line else []
            while not room.wide_enough(word, size_pt) and len(word) > 1:
                head = _longest(word, room=room, size_pt=size_pt)
                lines.append(word[:head])
                word = word[head:]
            line = word
        lines.append(line)
    return tuple(lines)


def _longest(word: str, *, room: Room, size_pt: float, tail: str = "") -> int:
    """How many characters of the word fit on a line, before the tail; at least one."""
    count = len(word)
    while count > 1 and not room.wide_enough(word[:count] + tail, size_pt):
        count -= 1
    return count


def _cut(lines: tuple[str, ...], *, room: Room, size_pt: float) -> Lettering:
    """The lines there is room for, each as long as there is room, with … where an end is gone."""
    most = max(1, room.lines(size_pt))
    kept = list(lines[:most])
    cut = len(lines) > most
    if cut:
        kept[-1] += _ELLIPSIS
    for number, line in enumerate(kept):
        if not room.wide_enough(line, size_pt):
            cut = True
            bare = line.removesuffix(_ELLIPSIS)
            count = _longest(bare, room=room, size_pt=size_pt, tail=_ELLIPSIS)
            kept[number] = bare[:count].rstrip() + _ELLIPSIS
    return Lettering(lines=tuple(kept), size_pt=size_pt, cut=cut)


def font_file(*, bold: bool) -> Path:
    """The file of the font."""
    return FONTS / f"InterLabel-{'Bold' if bold else 'Regular'}.ttf"


@cache
def _advances(bold: bool) -> Mapping[str, float]:
    """How wide each letter of the font is, in sizes of the font."""
    basic = ImageFont.Layout.BASIC
    exact = ImageFont.truetype(font_file(bold=bold), _UNITS, layout_engine=basic)
    small = ImageFont.truetype(font_file(bold=bold), 16, layout_engine=basic)
    nothing = bytes(small.getmask("\U000f0000"))  # what stands for a letter it does not have
    letters = (chr(code) for block in _LETTERS for code in block)
    return {
        letter: exact.getlength(letter) / _UNITS
        for letter in letters
        if letter.isspace() or bytes(small.getmask(letter)) != nothing
    }
