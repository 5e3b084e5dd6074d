"""Reads a label's own image, and lets only what reads as it should go out."""

from __future__ import annotations

from gozinto.errors import Refused, Violation
from gozinto.labels.layouts import Filled
from gozinto.standards.symbols.drawing import holds
from gozinto.standards.symbols.kinds import KINDS
from gozinto.standards.symbols.reading import Found, Gray, read_raster


def verify(filled: Filled, *, raster: Gray) -> None:
    """Every symbol of the label is read from its image, with its content.

    What is read besides counts for nothing: a few bars between letters pass for a Code 128.

    Raises Refused: label_unreadable, with what was expected and what was read.
    """
    expected = filled.symbols
    if not expected:
        return
    found = list(read_raster(raster, kinds=[KINDS[symbol.symbology] for symbol in expected]))
    unread = []
    for symbol in expected:
        kind = KINDS[symbol.symbology]
        match = next((f for f in found if holds(kind, read=f.text, text=symbol.text)), None)
        if match is None:
            unread.append(_unread(kind.name, symbol.text, found))
        else:
            found.remove(match)  # another symbol of the same content must be read as well
    if unread:
        raise Refused(unread)


def _unread(name: str, text: str, found: list[Found]) -> Violation:
    return Violation(
        code="label_unreadable",
        message=f"The {name} of {text[:80]!r} cannot be read from the label's own image.",
        next_step="Give the symbol a larger box, and keep other things off its quiet zone.",
        value=text,
        data={"expected": text, "read": [symbol.text for symbol in found]},
    )
