"""Whether a coupon (AI 8110, 8112) can be taken apart into the fields that it announces.

Source: GS1 Application Standard for North American Coupon Codes. Plants meet coupons on retail
packs alone: nothing here says what one is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from gozinto.standards.gs1.days import day_of

_ANY_CENTURY = date(2000, 1, 1)


class _Wrong(ValueError):
    """The digits stop, or say what none of their fields may say."""


class _Digits:
    """The digits of a coupon, taken from the front."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, count: int) -> str:
        """The next digits. Raises _Wrong where there are fewer."""
        taken, self.rest = self.rest[:count], self.rest[count:]
        if len(taken) != count or not taken.isascii() or not taken.isdigit():
            raise _Wrong
        return taken

    def one_of(self, allowed: str) -> str:
        """The next digit. Raises _Wrong unless it is one of `allowed`."""
        digit = self.take(1)
        if digit not in allowed:
            raise _Wrong
        return digit

    def counted(self, allowed: str, *, more: int = 0) -> str:
        """A digit that says how many follow (and `more` than it says), and those."""
        return self.take(int(self.one_of(allowed)) + more)

    def day(self) -> date:
        """Six digits that are a day. Raises _Wrong."""
        text = self.take(6)
        try:
            if text[4:] != "00":
                return day_of(text, near=_ANY_CENTURY)
        except ValueError as error:
            raise _Wrong from error
        raise _Wrong


def _company(digits: _Digits) -> None:
    digits.counted("0123456", more=6)


def _purchase(digits: _Digits) -> None:
    digits.counted("12345")  # how much is to be bought
    digits.one_of("012349")  # in what that is counted
    digits.take(3)  # which family of products


def _further_purchase(digits: _Digits) -> None:
    _purchase(digits)
    if digits.rest[:1] == "9":  # of the company that was named first
        digits.take(1)
    else:
        _company(digits)


def _value(digits: _Digits) -> None:
    for allowed in ("01256", "012", "0123456789", "01"):
        digits.one_of(allowed)


def is_coupon(text: str) -> bool:
    """Whether a North American coupon code (8110) says what it announces, and no more."""
    digits = _Digits(text)
    try:
        _company(digits)
        digits.take(6)  # the number of the offer
        digits.counted("12345")  # what is saved
        _purchase(digits)
        _optional(digits)
    except _Wrong:
        return False
    return not digits.rest


def _optional(digits: _Digits) -> None:
    """The fields that may be left out: each is announced by its own digit, in rising order."""
    days: dict[str, date] = {}
    last = ""
    while digits.rest:
        field = digits.one_of("1234569")
        if field <= last:
            raise _Wrong
        last = field
        if field in "34":
            days[field] = digits.day()
        else:
            _FIELDS[field](digits)
    if "3" in days and "4" in days and days["3"] < days["4"]:
        raise _Wrong  # it ends before it begins


def _second_purchase(digits: _Digits) -> None:
    digits.one_of("0123")  # whether both are to be bought, or one of them
    _further_purchase(digits)


_FIELDS: Mapping[str, Callable[[_Digits], object]] = {
    "1": _second_purchase,
    "2": _further_purchase,
    "5": lambda digits: digits.counted("0123456789", more=6),
    "6": lambda digits: digits.counted("1234567", more=6),
    "9": _value,
}


def is_positive_offer(text: str) -> bool:
    """Whether a positive offer file coupon (8112) says what it announces, and no more."""
    digits = _Digits(text)
    try:
        digits.one_of("01")
        _company(digits)
        digits.take(6)  # the number of the offer
        digits.counted("0123456789", more=6)  # the serial number
    except _Wrong:
        return False
    return not digits.rest
