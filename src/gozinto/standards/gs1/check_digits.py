"""The check digit at the end of GTIN, SSCC, GLN and their kin.

Source: GS1 General Specifications section 7.9.1.
"""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The digit that completes `digits` (those before it). Raises ValueError for other text."""
    if not digits.isascii() or not digits.isdigit():
        raise ValueError(f"{digits!r} is not made of digits")
    # Weights 3 and 1 in turn, 3 for the digit next to the check digit.
    weighted = 3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))
    return str(-weighted % 10)


def has_valid_check_digit(number: str) -> bool:
    """Whether the last digit is the one the others ask for; False for what is not digits."""
    if len(number) < 2 or not number.isascii() or not number.isdigit():
        return False
    return check_digit(number[:-1]) == number[-1]
