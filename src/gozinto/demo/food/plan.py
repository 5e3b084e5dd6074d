"""How large the food plant is: how many jars are filled on which day, in how many portions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from gozinto.demo.food import calendar
from gozinto.demo.food.calendar import Week

JARS_A_WEEK = 20_000
FEWEST_WEEKS, MOST_WEEKS = 2, 8
ENDS_DAYS_BEFORE = 20
"""The lines stop so long before the demo ends: jars have time to reach customers."""
MOST_A_PORTION = 2_400
FEWEST_PORTIONS = 2
GRAM_A_JAR = 340


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the lines: its place in its week, and the jars of each portion of it."""

    date: date
    week: int
    place: int
    is_almond: bool
    portions: tuple[int, ...]

    @property
    def jars(self) -> int:
        """How many jars are filled."""
        return sum(self.portions)


@dataclass(frozen=True)
class Plan:
    """A food plant that has filled `scale` jars when `until` begins. `seed` fixes all chance."""

    scale: int
    seed: int
    until: date

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks in which the lines run."""
        count = max(FEWEST_WEEKS, min(MOST_WEEKS, -(-self.scale // JARS_A_WEEK)))
        return calendar.weeks_before(self.until - timedelta(days=ENDS_DAYS_BEFORE), count)

    @property
    def begins(self) -> date:
        """The first day of the record: deliveries come before the lines run."""
        return self.weeks[0][0] - timedelta(days=10)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The days of the lines."""
        flat = [
            (number, place, on, on == week[-1])
            for number, week in enumerate(self.weeks)
            for place, on in enumerate(week)
        ]
        out = []
        for index, (week, place, on, is_almond) in enumerate(flat):
            jars = self.scale * (index + 1) // len(flat) - self.scale * index // len(flat)
            count = max(FEWEST_PORTIONS, -(-jars // MOST_A_PORTION))
            shares = [jars * (n + 1) // count - jars * n // count for n in range(count)]
            out.append(Day(on, week, place, is_almond, tuple(shares)))
        return tuple(out)
