"""The characters in which a sequence counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

LARGEST = 2**63 - 1
"""What a column of the database counts to."""


def _without(characters: str, *, alike: str) -> str:
    return "".join(c for c in characters if c not in alike)


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Characters in the order of their values. The first one also fills up to the width."""

    name: str
    characters: str

    @property
    def first(self) -> int:
        """The smallest number that it writes: 0 where there is a zero, else 1."""
        return 0 if self.characters[0] == "0" else 1

    def capacity(self, width: int) -> int:
        """The largest number that `width` characters write."""
        numbers: int = len(self.characters) ** width
        return min(LARGEST, numbers - 1 + self.first)

    def written(self, number: int, *, width: int) -> str:
        """The number in this alphabet, filled up to the width; longer where it must be."""
        left, text = number - self.first, ""
        while left:
            left, digit = divmod(left, len(self.characters))
            text = self.characters[digit] + text
        return text.rjust(width, self.characters[0])

    def read(self, text: str) -> int:
        """The number that the text writes. Raises ValueError for foreign characters."""
        number = 0
        for character in text:
            number = number * len(self.characters) + self.characters.index(character)
        return number + self.first


_ALL = DIGITS + LETTERS

ALPHABETS: Mapping[str, Alphabet] = {
    name: Alphabet(name, characters)
    for name, characters in (
        ("base10", DIGITS),
        ("base16", _ALL[:16]),
        ("base24", _without(LETTERS, alike="IO")),
        ("base26", LETTERS),
        # Neither 0 beside O, nor 1 beside I and L: for numbers that are read aloud or typed.
        ("base31", _without(_ALL, alike="01ILO")),
        # Crockford's: no U, so that no words come about.
        ("base32", _without(_ALL, alike="ILOU")),
        ("base34", _without(_ALL, alike="IO")),
        ("base36", _ALL),
    )
}
"""By name. base24, base31, base32 and base34 leave out what looks alike."""
