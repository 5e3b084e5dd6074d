"""What the symbols in a picture mean in this plant, each by itself."""

from __future__ import annotations

from dataclasses import dataclass

from gozinto.errors import Malformed, TooLarge
from gozinto.operations.scanning import resolving
from gozinto.operations.scanning.resolving import Resolution
from gozinto.standards.symbols import reading
from gozinto.standards.symbols.reading import Found

MOST_SYMBOLS = 32
"""In one picture: each of them is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A symbol of a picture: what it means, or what is wrong with what it holds."""

    symbol: Found
    resolution: Resolution | None = None
    problem: Malformed | None = None


def resolve(picture: bytes) -> list[Seen]:
    """Every symbol of a picture file; nothing where there is none.

    Raises Malformed or TooLarge as `read_picture` does, and TooLarge (too_many_symbols).
    """
    symbols = reading.read_picture(picture)
    if len(symbols) > MOST_SYMBOLS:
        raise TooLarge(
            f"There are {len(symbols)} symbols in the picture; {MOST_SYMBOLS} are looked up.",
            code="too_many_symbols",
            next_step="Take a picture of fewer labels.",
        )
    return [_seen(symbol) for symbol in symbols]


def _seen(symbol: Found) -> Seen:
    try:
        return Seen(symbol=symbol, resolution=resolving.resolve(symbol.scan))
    except Malformed as problem:  # told beside the others, which are right
        return Seen(symbol=symbol, problem=problem)
