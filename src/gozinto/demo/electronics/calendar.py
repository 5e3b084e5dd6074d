"""The days on which the line runs, and who is on duty."""

from __future__ import annotations

from datetime import date, timedelta

from gozinto.demo.plant_clock import PlantClock
from gozinto.demo.rota import Rota

PLANT = "electronics"
LINE = Rota(PLANT, "SMT")
CLOCK = PlantClock(LINE.zone.key)
moment = CLOCK.moment
FRIDAY = 4


def is_work_day(day: date) -> bool:
    """Whether it is a day of the line's: no weekend and no holiday."""
    return day.weekday() <= FRIDAY and day not in LINE.holidays()


def next_work_day(day: date) -> date:
    """The first work day after that date."""
    day += timedelta(days=1)
    while not is_work_day(day):
        day += timedelta(days=1)
    return day


def work_days_before(day: date, count: int) -> tuple[date, ...]:
    """The last so many work days before that date, in order."""
    out: list[date] = []
    while len(out) < count:
        day -= timedelta(days=1)
        if is_work_day(day):
            out.append(day)
    return tuple(out[::-1])
