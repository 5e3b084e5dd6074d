"""Patterns that plants work by, for the tests of calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from gozinto.plant.calendars.patterns import Pattern, Period, Turn

MONDAY = date(2024, 1, 1)


def turn(code: str, starts: str, ends: str, *, day: int = 1, crew: str = "") -> Turn:
    """A turn, its local times written out."""
    return Turn(
        day=day,
        code=code,
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
        crew=crew,
    )


def pattern(zone: str, *turns: Turn, days: int = 1, **known: frozenset[date]) -> Pattern:
    """A pattern anchored on a Monday."""
    return Pattern(
        code="MAIN",
        zone=ZoneInfo(zone),
        cycle_days=days,
        cycle_starts_on=MONDAY,
        turns=turns,
        **known,
    )


def three_shifts(zone: str, **known: frozenset[date]) -> Pattern:
    """Round the clock: early, late and night shift every day."""
    return pattern(
        zone,
        turn("E", "06:00", "14:00"),
        turn("L", "14:00", "22:00"),
        turn("N", "22:00", "06:00"),
        **known,
    )


def four_crews(zone: str) -> Pattern:
    """Round the clock with four crews: each works early, late and night in turn, then rests."""
    hours = (("E", "06:00", "14:00"), ("L", "14:00", "22:00"), ("N", "22:00", "06:00"))
    return pattern(
        zone,
        *(
            turn(code, starts, ends, day=day, crew=f"C{(number - day) % 4 + 1}")
            for day in range(1, 5)
            for number, (code, starts, ends) in enumerate(hours)
        ),
        days=4,
    )


def first_overlap(shifts: Iterable[Period]) -> tuple[Period, Period] | None:
    """The first two shifts of which one begins before the other has ended."""
    ordered = sorted(shifts, key=lambda shift: (shift.starts_at, shift.ends_at))
    return next(
        ((one, other) for one, other in pairwise(ordered) if other.starts_at < one.ends_at), None
    )
