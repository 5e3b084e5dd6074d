"""A year of two digits is the one nearest to the day of the scan."""

from __future__ import annotations

from datetime import date, time

import pytest

from gozinto.standards.gs1 import days


@pytest.mark.parametrize(
    ("short", "near", "year"),
    [
        (26, 2026, 2026),
        (76, 2026, 2076),
        (77, 2026, 1977),
        (99, 2026, 1999),
        (0, 2051, 2100),
        (1, 2051, 2101),
        (2, 2051, 2002),
        (51, 2000, 1951),
        (50, 2000, 2050),
    ],
)
def test_the_century_follows_from_the_day_of_the_scan(short: int, near: int, year: int) -> None:
    assert days.year_of(short, near=date(near, 6, 1)) == year


def test_day_nought_is_the_last_of_its_month() -> None:
    near = date(2026, 11, 23)
    assert days.day_of("280200", near=near) == date(2028, 2, 29)
    assert days.day_of("261200", near=near) == date(2026, 12, 31)
    assert days.day_of("261122", near=near) == date(2026, 11, 22)


def test_a_time_may_leave_out_minutes_and_seconds() -> None:
    assert days.time_of("07") == time(7)
    assert days.time_of("2359") == time(23, 59)
    assert days.time_of("235958") == time(23, 59, 58)
