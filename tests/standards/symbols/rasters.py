"""Symbols as a printer and a camera make them: at dots, turned, with noise."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gozinto.standards.symbols.drawing import Drawn, draw

Gray = NDArray[np.uint8]


def raster(drawn: Drawn, *, dots: int = 4) -> Gray:
    """The symbol on white paper with its quiet zone, so many dots a module."""
    tall = drawn.modules if drawn.rows > 1 else np.repeat(drawn.modules, 30, axis=0)
    paper = np.pad(tall, drawn.kind.quiet_modules)
    grid = np.where(paper, np.uint8(0), np.uint8(255))
    return np.kron(grid, np.ones((dots, dots), dtype=np.uint8))


def turned(pixels: Gray, *, degrees: float) -> Gray:
    """The same on a larger sheet, turned."""
    sheet = Image.fromarray(pixels)
    return np.asarray(sheet.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255))


def noisy(pixels: Gray, *, seed: int, share: float = 0.001) -> Gray:
    """The same with so large a share of its pixels black or white by chance, and gray haze."""
    chance = np.random.default_rng(seed)
    haze = np.clip(pixels + chance.normal(0, 10, pixels.shape), 0, 255).astype(np.uint8)
    hit = chance.random(pixels.shape) < share
    return np.where(hit, chance.integers(0, 256, pixels.shape, dtype=np.uint8), haze)


def picture(pixels: Gray, *, as_format: str = "PNG") -> bytes:
    """The raster as a picture file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, as_format)
    return file.getvalue()


def label_of(text: str, *, symbology: str) -> bytes:
    """A picture of one symbol."""
    return picture(raster(draw(text, symbology=symbology)))
