"""Takes numbers apart again: every way in which a pattern can be read, and never a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from gozinto.errors import Malformed
from gozinto.standards.numbers.alphabets import LARGEST
from gozinto.standards.numbers.dates import Span, day_shown
from gozinto.standards.numbers.shapes import (
    LONGEST_NUMBER,
    Checked,
    Coded,
    Counted,
    Dated,
    Fixed,
    Part,
    Pattern,
    Reading,
)

MOST_READINGS = 50


def readings(pattern: Pattern, text: str, *, near: date) -> list[Reading]:
    """All ways in which `text` is a number of the pattern, at most 50; of our own at most one.

    A year of two digits is the one next to `near` (see dates.day_shown).
    """
    if len(text) > LONGEST_NUMBER:
        return []
    found = (_meant(pattern, pieces, near=near) for pieces in _pieces(pattern.parts, text))
    return list(islice((reading for reading in found if reading), MOST_READINGS))


def read(pattern: Pattern, text: str, *, near: date) -> Reading:
    """What a number of our own pattern tells. Raises Malformed when it is none of its numbers."""
    found = readings(pattern, text, near=near)
    if len(found) != 1:
        raise Malformed(
            f"{text!r} is no number of the pattern {pattern.text}.",
            code="number_not_of_pattern",
            next_step="Check the number, or choose the format it was made by.",
            value=text,
        )
    return found[0]


_Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is still to be matched: from which part on, and the fewest characters that takes."""

    parts: tuple[Part, ...]
    fewest: int


def _pieces(parts: tuple[Part, ...], text: str) -> Iterator[_Pieces]:
    """Every way to cut `text` into one piece a part."""
    fewest = [max(1, getattr(part, "least", part.width)) for part in parts]
    rests = [_Rest(parts[i:], sum(fewest[i:])) for i in range(len(parts) + 1)]
    yield from _cut(rests, text, 0, before="")


def _cut(rests: list[_Rest], text: str, index: int, *, before: str) -> Iterator[_Pieces]:
    if index == len(rests) - 1:
        if not text:
            yield ()
        return
    part = rests[index].parts[0]
    longest = len(text) - rests[index + 1].fewest
    lengths = (part.width,) if part.width else range(getattr(part, "least", 1), longest + 1)
    if len(rests) == index + 2 and not part.width:
        lengths = (len(text),)  # the last part takes all that is left
    for length in lengths:
        piece = text[:length]
        if len(piece) == length <= longest and _fits(part, piece, before):
            for others in _cut(rests, text[length:], index + 1, before=before + piece):
                yield (piece, *others)


def _fits(part: Part, piece: str, before: str) -> bool:
    if isinstance(part, Fixed):
        return piece == part.text
    if isinstance(part, Counted):
        return _is_count(part, piece)
    if isinstance(part, Checked):
        return piece == part.check.of(before)
    if isinstance(part, Dated):
        return piece.isascii() and piece.isdigit()
    allowed = all(c in part.characters and c not in part.barred for c in piece)
    return allowed and bool(piece) and piece == piece.strip()


def _is_count(part: Counted, piece: str) -> bool:
    """Whether the sequence writes it so: one that widened has nothing to fill up in front."""
    if len(piece) < part.least or any(c not in part.alphabet.characters for c in piece):
        return False
    if len(piece) > part.least and piece[0] == part.alphabet.characters[0]:
        return False
    return part.alphabet.read(piece) <= LARGEST


def _meant(pattern: Pattern, pieces: _Pieces, *, near: date) -> Reading | None:
    """What the pieces mean; None when their parts of a date make no day."""
    texts: dict[str, str] = {}
    shown: dict[str, dict[str, int]] = {}
    sequence = None
    for part, piece in zip(pattern.parts, pieces, strict=True):
        if isinstance(part, Counted):
            sequence = part.alphabet.read(piece)
        elif isinstance(part, Coded) and part.name != "any":
            texts[part.name] = piece
        elif isinstance(part, Dated):
            parts = shown.setdefault(part.name, {})
            value = int(piece)
            if parts.setdefault(part.directive.letter, value) != value:
                return None
            texts[part.name] = texts.get(part.name, "") + piece
    days = _days(shown, near=near)
    if days is None:
        return None
    return Reading(texts=texts, days=days, sequence=sequence)


def _days(shown: Mapping[str, Mapping[str, int]], *, near: date) -> dict[str, Span] | None:
    try:
        spans = {name: day_shown(parts, near=near) for name, parts in shown.items()}
    except ValueError:
        return None
    return {name: span for name, span in spans.items() if span}
