"""A QR code as one path of a picture in a page."""

from __future__ import annotations

from dataclasses import dataclass

from gozinto.standards.symbols import drawing as symbols

QUIET = 4
"""Modules around a QR code that stay light (ISO/IEC 18004, 9.1)."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """How many modules it is wide, its margin included, and what is dark of it."""

    size: int
    path: str


def qr(text: str) -> Symbol:
    """The QR code that holds a text."""
    drawn = symbols.draw(text, symbology="qr")
    dark = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(drawn.modules)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return Symbol(drawn.columns + 2 * QUIET, "".join(dark))
