"""The characters at the end of a number that tell a slip of whoever types it.

Sources: GS1 General Specifications section 7.9.1 (mod10); ISO/IEC 7812-1 annex B (luhn);
ISO/IEC 7064:2003 for the pure systems MOD 11-2 (mod11) and MOD 97-10 (mod97) and the hybrid
system MOD 37,36 (mod37). For MOD 97-10 a letter counts as the two digits of its value, A is 10,
as in ISO 17442 and ISO 13616.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gozinto.standards.gs1.check_digits import check_digit
from gozinto.standards.numbers.alphabets import DIGITS, LETTERS

_VALUES = DIGITS + LETTERS


@dataclass(frozen=True, slots=True)
class Check:
    """One algorithm: how many characters it adds, which ones, and what it can look at."""

    name: str
    width: int
    characters: str
    takes_letters: bool
    compute: Callable[[str], str]

    def of(self, text: str) -> str:
        """The check characters after `text`: what it cannot take is left out."""
        known = _VALUES if self.takes_letters else DIGITS
        return self.compute("".join(c for c in text.upper() if c in known))


def _luhn(digits: str) -> str:
    doubled = sum(sum(divmod(2 * int(d), 10)) for d in digits[::-2])
    return str(-(doubled + sum(map(int, digits[-2::-2]))) % 10)


def _mod_11_2(digits: str) -> str:
    product = 0
    for digit in digits:
        product = (product + int(digit)) * 2 % 11
    return (DIGITS + "X")[(12 - product) % 11]


def _mod_97_10(text: str) -> str:
    digits = "".join(str(_VALUES.index(c)) for c in text)
    return f"{98 - int(digits + '00') % 97:02d}"


def _mod_37_36(text: str) -> str:
    product = 36
    for character in text:
        product = ((product + _VALUES.index(character)) % 36 or 36) * 2 % 37
    return _VALUES[(37 - product) % 36]


CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        Check("mod10", 1, DIGITS, False, check_digit),
        Check("luhn", 1, DIGITS, False, _luhn),
        Check("mod11", 1, DIGITS + "X", False, _mod_11_2),
        Check("mod97", 2, DIGITS, True, _mod_97_10),
        Check("mod37", 1, _VALUES, True, _mod_37_36),
    )
}
"""By name, as a pattern writes it: {check:mod10}."""
