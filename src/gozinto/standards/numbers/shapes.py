"""What a pattern consists of, and what stands in one number."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gozinto.standards.numbers.alphabets import Alphabet
from gozinto.standards.numbers.check_characters import Check
from gozinto.standards.numbers.dates import Directive, Span

LONGEST_NUMBER = 60
"""Characters of a printed number: more is no label that a line scanner reads."""

CHARACTERS: Mapping[str, str] = {
    "digits": string.digits,
    "letters": string.ascii_uppercase,
    "text": "".join(chr(code) for code in range(32, 127)),
}
"""What a code in a number may be made of. Text is what Code 128 prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Text that every number has here."""

    position: int
    text: str

    @property
    def width(self) -> int:
        """How many characters it has."""
        return len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One part of a date: of the day it was made, or of its expiry."""

    position: int
    name: str
    directive: Directive

    @property
    def width(self) -> int:
        """How many characters it has."""
        return self.directive.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The sequence. One that widens has at least `least` characters, and no width."""

    position: int
    least: int
    widens: bool
    alphabet: Alphabet

    @property
    def width(self) -> int:
        """How many characters it has; 0 where that varies."""
        return 0 if self.widens else self.least

    @property
    def largest(self) -> int:
        """The last number of the sequence; one more is an error, never the first one again."""
        return self.alphabet.capacity(LONGEST_NUMBER if self.widens else self.least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A code of the plant's or of a partner's: line, material, lot. Width 0 where it varies.

    `barred`: characters that end it, and so may not stand in it.
    """

    position: int
    name: str
    width: int
    characters: str
    barred: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Check characters over all that stands before them."""

    position: int
    check: Check

    @property
    def width(self) -> int:
        """How many characters it has."""
        return self.check.width


Part = Fixed | Dated | Counted | Coded | Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern that was read and found sound. `resets`: with what the sequence begins anew."""

    text: str
    parts: tuple[Part, ...]
    resets: tuple[str, ...] = ()

    @property
    def sequence(self) -> Counted | None:
        """The part that counts; a partner's pattern has none."""
        return next((part for part in self.parts if isinstance(part, Counted)), None)

    @property
    def wants(self) -> frozenset[str]:
        """What must be given to write a number: "date", "shift", "line", "material"."""
        return frozenset(part.name for part in self.parts if isinstance(part, Dated | Coded))

    def shown(self, name: str) -> frozenset[str]:
        """The letters of the date parts that a number shows of this date."""
        return frozenset(
            part.directive.letter
            for part in self.parts
            if isinstance(part, Dated) and part.name == name
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a number of our own tells: the production day, codes, and its place in the sequence."""

    day: date | None = None
    shift: str = ""
    line: str = ""
    material: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a number: texts by field, days by date, and its place in the sequence.

    A date whose year is not printed has its parts in `texts` alone.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, Span] = field(default_factory=dict)
    sequence: int | None = None
