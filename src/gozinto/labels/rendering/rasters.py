"""A label as the dots that a device prints: what is read back before anything goes out."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from gozinto.labels.rendering import lettering
from gozinto.labels.rendering.placing import Placed, PlacedSymbol
from gozinto.standards.symbols.reading import Gray

Dots = NDArray[np.bool_]
"""Rows of dots, True where they are black."""


def dots_of(symbol: PlacedSymbol) -> Dots:
    """The symbol's dots: each module as many as it is wide, bars as high as they are."""
    high = np.repeat(symbol.drawn.modules, symbol.row_dots, axis=0)
    return np.repeat(high, symbol.module_dots, axis=1)


def paint(placed: Placed) -> Gray:
    """The whole label, dot by dot; its letters are ours, where the device has others."""
    dots = placed.dots_per_mm
    size = (round(placed.width_mm * dots), round(placed.height_mm * dots))
    paper = Image.new("L", size, 255)
    pen = ImageDraw.Draw(paper)
    for text in placed.texts:
        font = _font(round(text.size_pt * lettering.MM_PER_PT * dots), text.bold)
        for x_mm, y_mm, line in text.placed_lines():
            pen.text((x_mm * dots, y_mm * dots), line, fill=0, font=font, anchor="ls")
    for rule in placed.rules:
        corner = (rule.x_mm * dots, rule.y_mm * dots)
        opposite = (corner[0] + rule.width_mm * dots - 1, corner[1] + rule.height_mm * dots - 1)
        pen.rectangle((*map(round, corner), *map(round, opposite)), fill=0)
    pixels = np.array(paper)
    for symbol in placed.symbols:
        grid = dots_of(symbol)
        place = pixels[symbol.y_dots :, symbol.x_dots :][: grid.shape[0], : grid.shape[1]]
        place[grid[: place.shape[0], : place.shape[1]]] = 0
    return pixels


@cache
def _font(size_dots: int, bold: bool) -> ImageFont.FreeTypeFont:
    file = lettering.font_file(bold=bold)
    return ImageFont.truetype(file, size_dots, layout_engine=ImageFont.Layout.BASIC)
