"""How large the plant is and when which tyre is cured: all that follows from scale and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from random import Random

from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.calendar import WorkDay
from gozinto.demo.tyre.materials import SERIALS, numbered
from gozinto.demo.tyre.people import People

CAVITIES = ("L", "R")
SCAN_MINUTES = 0.4
"""A press opens both cavities at once; its operator scans one tyre after the other."""
CYCLES_A_CAVITY = 80
"""A day: 20 h of curing at 14.5 min, a little below what the presses could do."""
TYRES_A_BUILDER = 400
BATCH_KG = 230
BATCHES_A_MIXER = 90
KG_A_TYRE = 8.4
CURING_HOURS = ((10.0, 14.0), (14.0, 22.0), (22.0, 30.0))
"""When each shift cures; the first begins when it has built its first tyres."""
PARTS_HOUR = (6.0, 12.0, 20.0)
"""When the parts begin that are built in each shift."""


@dataclass(frozen=True, slots=True)
class Cure:
    """One tyre to be cured: when, in which shift, where, and when it is built and by whom."""

    at: datetime
    shift: int
    press: int
    cavity: str
    built_at: datetime
    built_shift: int
    builder: int


@dataclass(frozen=True)
class Plan:
    """A tyre plant that has made `scale` tyres when `until` begins. `seed` fixes all chance."""

    scale: int
    seed: int
    until: date

    @cached_property
    def work_days(self) -> tuple[WorkDay, ...]:
        """The days on which the plant runs."""
        days = calendar.production_days(self.scale)
        return calendar.work_days(days=days, until=self.until)

    @cached_property
    def production(self) -> tuple[WorkDay, ...]:
        """The days on which tyres are made, by their index."""
        return tuple(day for day in self.work_days if day.index is not None)

    @property
    def begins(self) -> date:
        """The first day of the record: deliveries come before the first mixing."""
        return self.work_days[0].date - timedelta(days=12)

    def count(self, index: int) -> int:
        """How many tyres production day `index` makes."""
        return self.before(index + 1) - self.before(index)

    def before(self, index: int) -> int:
        """How many tyres are made before production day `index`."""
        return self.scale * index // len(self.production)

    @cached_property
    def _most_a_day(self) -> int:
        return max(self.count(i) for i in range(len(self.production)))

    @cached_property
    def presses(self) -> tuple[str, ...]:
        """The presses; the first of them is always PRESS-42."""
        most = self._most_a_day
        cavities = len(CAVITIES)
        wanted = max(2, min(5, most // 30), -(-most // (CYCLES_A_CAVITY * cavities)))
        first = max(1, 42 - wanted // 2)
        others = [n for n in range(first, first + wanted + 1) if n != 42][: wanted - 1]
        return (truths.PRESS, *(f"PRESS-{n:02d}" for n in others))

    @cached_property
    def builders(self) -> tuple[str, ...]:
        """The building machines."""
        wanted = max(2, -(-self._most_a_day // TYRES_A_BUILDER))
        return tuple(f"BM-{n}" for n in range(1, wanted + 1))

    @cached_property
    def mixers(self) -> int:
        """How many mixers of each kind (master, final) there are."""
        return max(1, -(-int(self._most_a_day * KG_A_TYRE) // (BATCH_KG * BATCHES_A_MIXER)))

    @cached_property
    def people(self) -> People:
        """Who works here."""
        story_day = self.production[truths.STORY_DAY].date
        return People(
            builders=len(self.builders),
            presses=len(self.presses),
            # who never came near a returned tyre would lead nobody astray
            fixed_crew=calendar.crew(story_day, 1),
        )

    @cached_property
    def weekend_day(self) -> int:
        """The production day after the first weekend stop that comes after the story's day."""
        for before, after in zip(self.production[1:], self.production[2:], strict=False):
            if (after.date - before.date).days > 1 and before.campaign == after.campaign:
                assert after.index is not None
                return after.index
        raise AssertionError("the first campaign spans a weekend")

    @cached_property
    def first_serial(self) -> int:
        """The number of the first tyre, so that the story's serial falls on the story's tyre."""
        cures = self.cures(truths.STORY_DAY)
        return int(truths.SERIAL) - self.before(truths.STORY_DAY) - self._story_position(cures)

    def serial(self, index: int, position: int) -> str:
        """The number of the tyre at this position among those of production day `index`."""
        return numbered(SERIALS, self.first_serial + self.before(index) + position)

    @staticmethod
    def _story_position(cures: tuple[Cure, ...]) -> int:
        there = [
            position
            for position, cure in enumerate(cures)
            if cure.shift == 1 and cure.press == 0 and cure.cavity == truths.CAVITY
        ]
        return there[len(there) // 2]

    def cures(self, index: int) -> tuple[Cure, ...]:
        """The tyres of a production day in the order they are cured."""
        return _cures(self, index)


@lru_cache(maxsize=4)
def _cures(plan: Plan, index: int) -> tuple[Cure, ...]:
    count = plan.count(index)
    early = count // 5
    middle = (count - early) // 2
    rng = Random(f"{plan.seed}/cures/{index}")
    day = plan.production[index].date
    planned: list[tuple[datetime, int, int, str, float]] = []
    for shift, number in enumerate((early, middle, count - early - middle)):
        planned += _shift(plan, day, shift, number, rng)
    planned.sort(key=lambda row: (row[0], row[2], row[3]))
    built = sorted(range(len(planned)), key=lambda i: (_built_at(planned[i]), i))
    builder = {i: turn % len(plan.builders) for turn, i in enumerate(built)}
    return tuple(
        Cure(*row[:4], _built_at(row), _shift_at(day, _built_at(row)), builder[i])
        for i, row in enumerate(planned)
    )


def _shift(
    plan: Plan, day: date, shift: int, number: int, rng: Random
) -> list[tuple[datetime, int, int, str, float]]:
    """A shift's tyres, dealt to the cavities in turn and spread over its hours."""
    begin, end = CURING_HOURS[shift]
    places = len(plan.presses) * len(CAVITIES)
    out = []
    for press in range(len(plan.presses)):
        jitter = [rng.random() for _ in range(number // places + 1)]
        for side, cavity in enumerate(CAVITIES):
            place = press * len(CAVITIES) + side
            share = number // places + (place < number % places)
            for cycle in range(share):
                hour = begin + (end - begin) * (cycle + 0.3 + 0.4 * jitter[cycle]) / share
                at = calendar.moment(day, hour=hour, minutes=side * SCAN_MINUTES)
                out.append((at, shift, press, cavity, 60 + 45 * rng.random()))
    return out


def _built_at(row: tuple[datetime, int, int, str, float]) -> datetime:
    return row[0] - timedelta(seconds=round(row[4] * 60))


def _shift_at(day: date, at: datetime) -> int:
    return sum(at >= calendar.moment(day, hour=hour) for hour in calendar.SHIFT_HOURS[1:])
