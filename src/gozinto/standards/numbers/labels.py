"""Which bar codes can carry the numbers of a pattern.

Sources: ISO/IEC 16388 (Code 39); ISO/IEC 15417 (Code 128); GS1 General Specifications figure
7.11-1, character set 82, and the 20 characters of AI (10) and AI (21).
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gozinto.errors import Violation
from gozinto.standards.numbers.faults import fault
from gozinto.standards.numbers.shapes import (
    CHARACTERS,
    Checked,
    Counted,
    Dated,
    Fixed,
    Part,
    Pattern,
)


@dataclass(frozen=True, slots=True)
class Symbology:
    """A kind of bar code: its name for people, what it can hold, and how much (0: enough)."""

    title: str
    characters: frozenset[str]
    longest: int = 0


_SET_82 = frozenset("!\"%&'()*+,-./_:;<=>?" + string.digits + string.ascii_letters)

SYMBOLOGIES: Mapping[str, Symbology] = {
    "code_39": Symbology("Code 39", frozenset(string.digits + string.ascii_uppercase + "-. $/+%")),
    "code_128": Symbology("Code 128", frozenset(CHARACTERS["text"])),
    "gs1": Symbology("a GS1 lot or serial number, AI (10) or (21)", _SET_82, 20),
}
"""QR and Data Matrix without GS1 hold any text, so they stand in the way of nothing."""


def unprintable(part: Fixed) -> Iterator[Violation]:
    """A fault for each character of fixed text that none of the symbologies holds."""
    for offset, character in enumerate(part.text):
        without = [s.title for s in SYMBOLOGIES.values() if character not in s.characters]
        if len(without) == len(SYMBOLOGIES):
            yield fault(
                "pattern_not_on_label",
                f"{character!r} can stand in none of {', '.join(without)}.",
                position=part.position + offset,
                value=character,
                next_step="Use letters A to Z, digits and - . / instead.",
            )


def obstacles(pattern: Pattern) -> dict[str, str]:
    """By symbology why it cannot carry the numbers of this pattern; those that can are absent."""
    found = {}
    for name, symbology in SYMBOLOGIES.items():
        bad = sorted({c for part in pattern.parts for c in _sure(part)} - symbology.characters)
        least = sum(max(1, getattr(part, "least", part.width)) for part in pattern.parts)
        if bad:
            found[name] = f"{symbology.title} cannot hold {' '.join(bad)}"
        elif symbology.longest and least > symbology.longest:
            found[name] = (
                f"{symbology.title} has at most {symbology.longest} characters, "
                f"these numbers have {least} or more"
            )
    return found


def _sure(part: Part) -> str:
    """Characters that some number of the pattern has for sure."""
    if isinstance(part, Fixed):
        return part.text
    if isinstance(part, Counted):
        return part.alphabet.characters
    if isinstance(part, Checked):
        return part.check.characters
    if isinstance(part, Dated):
        return string.digits
    return "" if part.characters == CHARACTERS["text"] else part.characters
