"""The weeks of the plant: peanuts first, almonds on the last day, cleaning at the weekend."""

from __future__ import annotations

from datetime import date, timedelta

from gozinto.demo.plant_clock import PlantClock
from gozinto.demo.rota import Rota

PLANT = "food"
LINES = Rota(PLANT, "MAIN")
CLOCK = PlantClock(LINES.zone.key)
moment = CLOCK.moment
FRIDAY = 4

Week = tuple[date, ...]
"""The work days of a week: peanuts on all but the last, almonds on that."""


def weeks_before(day: date, count: int) -> tuple[Week, ...]:
    """The last so many whole weeks before that date, in order."""
    monday = day - timedelta(days=day.weekday() + 7)
    holidays = LINES.holidays()
    return tuple(
        tuple(
            on
            for on in (monday - timedelta(days=7 * back - turn) for turn in range(FRIDAY + 1))
            if on not in holidays
        )
        for back in reversed(range(count))
    )
