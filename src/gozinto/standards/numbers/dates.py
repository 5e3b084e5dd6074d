"""The parts of a date that a number shows, and which days such parts can mean.

The letters are those of C's strftime: calendar year, month and day; the day of the year; ISO 8601
week, its year and weekday. "The year of the week" is its own: 30 December 2024 lies in week 01 of
2025.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Directive:
    """One part of a date: how wide it is written, and its value on a day."""

    letter: str
    width: int
    lowest: int
    highest: int
    value: Callable[[date], int]
    title: str

    def written(self, day: date) -> str:
        """The part as it is printed."""
        return f"{self.value(day):0{self.width}d}"


DIRECTIVES: Mapping[str, Directive] = {
    d.letter: d
    for d in (
        Directive("Y", 4, 1, 9999, lambda day: day.year, "year"),
        Directive("y", 2, 0, 99, lambda day: day.year % 100, "year"),
        Directive("m", 2, 1, 12, lambda day: day.month, "month"),
        Directive("d", 2, 1, 31, lambda day: day.day, "day"),
        Directive("j", 3, 1, 366, lambda day: day.timetuple().tm_yday, "day of the year"),
        Directive("G", 4, 1, 9999, lambda day: day.isocalendar().year, "year of the week"),
        Directive("g", 2, 0, 99, lambda day: day.isocalendar().year % 100, "year of the week"),
        Directive("V", 2, 1, 53, lambda day: day.isocalendar().week, "week"),
        Directive("u", 1, 1, 7, lambda day: day.isoweekday(), "weekday"),
    )
}

SHORT_YEARS = frozenset("yg")

_DAY = timedelta(days=1)

UNITS: Mapping[str, Callable[[date], str]] = {
    "day": date.isoformat,
    "week": lambda day: f"{day.isocalendar().year:04d}-W{day.isocalendar().week:02d}",
    "month": lambda day: f"{day.year:04d}-{day.month:02d}",
    "year": lambda day: f"{day.year:04d}",
    "week_year": lambda day: f"{day.isocalendar().year:04d}-W",
}
"""Stretches of the calendar with which a sequence begins anew, finest first; named as text."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the parts shown can mean: from the first to the last of them."""

    first: date
    last: date


def day_shown(shown: Mapping[str, int], *, near: date) -> Span | None:
    """The days that show exactly these parts; None where no year is among them.

    Of a year of two digits it is the one within 49 years before and 50 after `near` (the rule of
    GS1 General Specifications section 7.12). Raises ValueError when no day shows all of them.
    """
    for letter, value in shown.items():
        if not DIRECTIVES[letter].lowest <= value <= DIRECTIVES[letter].highest:
            raise ValueError(f"no {DIRECTIVES[letter].title} {value}")
    full = {letter: _full_year(shown, letter, near) for letter in "YG"}
    if full["Y"] is None and full["G"] is None:
        _check_without_year(shown)
        return None
    found = [
        day
        for day in _candidates(shown, full["Y"], full["G"])
        if all(DIRECTIVES[letter].value(day) == value for letter, value in shown.items())
    ]
    if not found:
        raise ValueError("no such day")
    return Span(found[0], found[-1])


def _full_year(shown: Mapping[str, int], letter: str, near: date) -> int | None:
    if letter in shown:
        return shown[letter]
    short = shown.get(letter.lower())
    if short is None:
        return None
    return near.year - 49 + (short - (near.year - 49)) % 100


def _candidates(
    shown: Mapping[str, int], year: int | None, week_year: int | None
) -> Iterator[date]:
    """Days among which all that are meant must be, in order."""
    if year is not None:
        month = shown.get("m")
        first = date(year, month or 1, 1)
        day = first
        while day.year == year and (month is None or day.month == month):
            yield day
            if day == date.max:
                return
            day += _DAY
    elif week_year is not None:
        week = shown.get("V")
        day = date.fromisocalendar(week_year, week or 1, 1)
        while day.isocalendar().year == week_year and week in (None, day.isocalendar().week):
            yield day
            if day == date.max:
                return
            day += _DAY


def _check_without_year(shown: Mapping[str, int]) -> None:
    # 2000 has every day that a year may have.
    if "m" in shown and "d" in shown:
        date(2000, shown["m"], shown["d"])


@dataclass(frozen=True, slots=True)
class Twins:
    """Two days that a number shows alike, though the sequence began anew between them."""

    one: date
    other: date
    shown: str


@lru_cache(maxsize=512)
def twins(letters: frozenset[str], unit: str) -> Twins | None:
    """Two days of different units that show the same parts; None when no two of a century do.

    28 years have every kind of year at every weekday; what they do not repeat comes again after
    a century at the earliest, in a year of two digits.
    """
    seen: dict[str, date] = {}
    ordered = [d for d in DIRECTIVES.values() if d.letter in letters]
    day = date(2001, 1, 1)
    while day.year <= 2028:
        shown = " ".join(directive.written(day) for directive in ordered)
        before = seen.setdefault(shown, day)
        if UNITS[unit](before) != UNITS[unit](day):
            return Twins(before, day, shown)
        day += _DAY
    return None
