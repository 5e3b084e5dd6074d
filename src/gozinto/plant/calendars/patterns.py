"""The pattern of a shift calendar, and the shifts it gives: pure, so that it can be proven.

A calendar goes round in a cycle of days that is anchored at a date: a week is a cycle of seven
days, four crews on three shifts go round in 28. A turn is one shift of one day of the cycle, by
local time. A shift counts to the production day on which it begins, also when it ends on the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from gozinto.plant.calendars.local_time import first_moment

_DAY = timedelta(days=1)
_MIDNIGHT = time()
_DAYS_BACK, _DAYS_AHEAD = 2, 1
"""A shift may be under way that began two local dates ago; and where the clocks are put back at
midnight, one that counts to the date that was for a minute and is to come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A shift of one day (from 1) of the cycle. `ends` at or before `starts`: on the next day."""

    day: int
    code: str
    starts: time
    ends: time
    crew: str = ""

    @property
    def begin(self) -> timedelta:
        """When it begins, by the clock, counted from the beginning of the cycle."""
        return (self.day - 1) * _DAY + _since_midnight(self.starts)

    @property
    def end(self) -> timedelta:
        """When it ends, counted likewise."""
        days = self.day if self.ends <= self.starts else self.day - 1
        return days * _DAY + _since_midnight(self.ends)

    def __str__(self) -> str:
        return f"{self.code} of day {self.day} ({self.starts:%H:%M}–{self.ends:%H:%M})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A shift that takes place: of the production day `date`, from one moment until another."""

    calendar: str
    date: date
    code: str
    crew: str
    starts_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        """Whether the moment is in it: its first instant is, that after its last is not."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A calendar: `cycle_days` days that repeat, the first of them on `cycle_starts_on`.

    Holidays are production days on which no shift begins; the cycle goes on over them.
    """

    code: str
    zone: ZoneInfo
    cycle_days: int
    cycle_starts_on: date
    turns: tuple[Turn, ...]
    holidays: frozenset[date] = frozenset()

    def day_of(self, day: date) -> int:
        """Which day of the cycle a date is, from 1; the cycle reaches back before its anchor."""
        return (day - self.cycle_starts_on).days % self.cycle_days + 1

    def shifts(self, first: date, until: date) -> Iterator[Period]:
        """The shifts of the production days from `first` up to, without, `until`, in order.

        A shift that the clocks skip altogether does not take place.
        """
        for number in range((until - first).days):
            day = first + number * _DAY
            if day not in self.holidays:
                yield from self._of_day(day)

    def shift_of(self, at: datetime) -> Period | None:
        """The shift that a moment is in, None between shifts; its date is the production day."""
        local = at.astimezone(self.zone).date()
        around = self.shifts(local - _DAYS_BACK * _DAY, local + (_DAYS_AHEAD + 1) * _DAY)
        return next((shift for shift in around if shift.holds(at)), None)

    @cached_property
    def _by_day(self) -> dict[int, list[Turn]]:
        found: dict[int, list[Turn]] = {}
        for turn in sorted(self.turns, key=lambda turn: turn.begin):
            found.setdefault(turn.day, []).append(turn)
        return found

    def _of_day(self, day: date) -> Iterator[Period]:
        began = datetime.combine(day, _MIDNIGHT) - (self.day_of(day) - 1) * _DAY
        for turn in self._by_day.get(self.day_of(day), ()):
            starts_at = first_moment(began + turn.begin, zone=self.zone)
            ends_at = first_moment(began + turn.end, zone=self.zone)
            if starts_at < ends_at:
                yield Period(
                    calendar=self.code,
                    date=day,
                    code=turn.code,
                    crew=turn.crew,
                    starts_at=starts_at.astimezone(UTC),
                    ends_at=ends_at.astimezone(UTC),
                )


def _since_midnight(at: time) -> timedelta:
    return datetime.combine(date.min, at) - datetime.combine(date.min, _MIDNIGHT)
