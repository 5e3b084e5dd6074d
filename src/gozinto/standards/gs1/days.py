"""Days and times of day as element strings write them, and the century they leave out.

Source: GS1 General Specifications section 7.12 (which century a year of two digits is in).
"""

from __future__ import annotations

from datetime import date, time

_HALF = 50
"""Years: farther ahead is the century before, as far back is the next one."""


def year_of(short: int, *, near: date) -> int:
    """The year that two digits mean: the one from 49 years before `near` to 50 after it."""
    year = near.year - near.year % 100 + short
    difference = year - near.year
    if difference > _HALF:
        return year - 100
    return year if difference > -_HALF else year + 100


def day_of(text: str, *, near: date) -> date:
    """The day that `yymmdd` means; day 00 is the last one of its month. Raises ValueError."""
    year, month, day = year_of(int(text[:2]), near=near), int(text[2:4]), int(text[4:6])
    return date(year, month, day) if day else _last_of(year, month)


def _last_of(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def time_of(text: str) -> time:
    """The time of day that `hh`, `hhmm` or `hhmmss` means. Raises ValueError."""
    hour, minute, second = (int(text[at : at + 2] or 0) for at in (0, 2, 4))
    return time(hour, minute, second)
