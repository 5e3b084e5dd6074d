"""The demo's calendar: it ends at a midnight of the plant, and everything counts back from there.

Two campaigns: most of the tyres are made five months ago, so that returns have had time to come;
the rest in the last weeks, so that the plant has stock, fresh lots and a yesterday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gozinto.demo.described import rows
from gozinto.demo.plant_clock import PlantClock

CALENDAR = "MAIN"
"""The calendar of the presses and of all that feeds them, as the plant's files have it."""
(ZONE,) = (row["zone"] for row in rows("tyre", "calendars") if row["code"] == CALENDAR)
CLOCK = PlantClock(ZONE)
moment = CLOCK.moment
FIRST_DAYS_BACK = 150
TYRES_A_DAY = 160
FEWEST_DAYS, MOST_DAYS = 5, 60
CREWS = len(rows("tyre", "crews"))
SHIFT_HOURS = tuple(
    sorted(
        int(row["starts"].partition(":")[0])
        for row in rows("tyre", "calendar-shifts")
        if (row["calendar"], row["day"]) == (CALENDAR, "1")
    )
)
SHIFT_H = 24 // len(SHIFT_HOURS)
SATURDAY = 5
WEDNESDAY = 2


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day on which the plant runs, 06:00 to 06:00. `index` counts production days; None: the
    mixers prepare the first of a campaign."""

    date: date
    campaign: int
    index: int | None


def production_days(scale: int) -> int:
    """How many days a demo of `scale` tyres makes tyres."""
    return max(FEWEST_DAYS, min(MOST_DAYS, -(-scale // TYRES_A_DAY)))


def work_days(*, days: int, until: date) -> tuple[WorkDay, ...]:
    """All days on which the plant runs, in order: two campaigns, two days' mixing before each."""
    first = max(4, -(-days * 7 // 10))
    opening = until - timedelta(days=FIRST_DAYS_BACK)
    opening += timedelta(days=(WEDNESDAY - opening.weekday()) % 7)
    early = _from(opening, first)
    # The last day runs until 06:00 of the next, which must have passed.
    late = _back_from(until - timedelta(days=2), days - first)
    out: list[WorkDay] = []
    index = 0
    for campaign, dates in enumerate((early, late)):
        for prepared in _back_from(dates[0] - timedelta(days=1), 2):
            out.append(WorkDay(prepared, campaign, None))
        for day in dates:
            out.append(WorkDay(day, campaign, index))
            index += 1
    return tuple(out)


def is_work_day(day: date) -> bool:
    """Whether it is no Saturday and no Sunday."""
    return day.weekday() < SATURDAY


def _from(day: date, count: int) -> list[date]:
    out: list[date] = []
    while len(out) < count:
        if is_work_day(day):
            out.append(day)
        day += timedelta(days=1)
    return out


def _back_from(day: date, count: int) -> list[date]:
    out: list[date] = []
    while len(out) < count:
        if is_work_day(day):
            out.append(day)
        day -= timedelta(days=1)
    return out[::-1]


def crew(day: date, shift: int) -> int:
    """Which of the four crews works a shift (0, 1, 2) of the day it begins on: three a day.

    On a day off, which would: somebody takes a return on a Sunday.
    """
    return (day.toordinal() + shift) % CREWS + 1


def shift_of(at: datetime) -> tuple[date, int]:
    """The day and number (0, 1, 2) of the shift at a time; the third ends on the next day."""
    local = at.astimezone(ZoneInfo(ZONE))
    since = local - timedelta(hours=SHIFT_HOURS[0])
    return since.date(), since.hour // SHIFT_H
