"""How large the electronics plant is: which panel is made when, and which reel serves it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from gozinto.demo import described
from gozinto.demo.electronics import calendar
from gozinto.demo.electronics.calendar import PLANT
from gozinto.standards.numbers.shapes import Facts

BOARDS_A_PANEL = 6
BOARDS_A_DAY = 300
MOST_A_DAY = 6_000
"""A panel every 25 s."""
FEWEST_DAYS, MOST_DAYS = 4, 20
ENDS_DAYS_BEFORE = 30
"""The line stops so long before the demo ends: boards have time to come back."""
EACH_SIDE = 3
"""So many panels before and after the unseen change have no scan of their regulators."""
LINE_HOURS = (6.5, 13.5)
SOLDERING_HOURS = (7.75, 12.5)
ROUTING_HOURS = (6.25, 7.5)


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its place in the plan, its number, its day, and how many boards it gives.

    `boards` is less than six where the last ones of the plan are crossed out.
    """

    index: int
    number: str
    day: date
    printed_at: datetime
    boards: int

    @property
    def placed_at(self) -> datetime:
        """When the parts were on it."""
        return self.printed_at + timedelta(seconds=70)

    @property
    def soldered_at(self) -> datetime:
        """When it has come out of the oven."""
        return self.printed_at + timedelta(minutes=8)


@dataclass(frozen=True)
class Plan:
    """An electronics plant that has made `scale` boards when `until` begins."""

    scale: int
    seed: int
    until: date

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which the line runs."""
        wanted = min(MOST_DAYS, -(-self.scale // BOARDS_A_DAY))
        count = max(FEWEST_DAYS, wanted, -(-self.scale // MOST_A_DAY))
        return calendar.work_days_before(self.until - timedelta(days=ENDS_DAYS_BEFORE), count)

    @property
    def begins(self) -> date:
        """The first day of the record: parts come before the line runs."""
        return self.days[0] - timedelta(days=16)

    @property
    def panels(self) -> int:
        """How many panels are made."""
        return -(-self.scale // BOARDS_A_PANEL)

    def before(self, day: int) -> int:
        """How many panels are made before the line's day of that number."""
        return self.panels * day // len(self.days)

    @cached_property
    def _starts(self) -> list[int]:
        return [self.before(day) for day in range(len(self.days))]

    def panel(self, index: int) -> Panel:
        """The panel at that place in the plan."""
        number = bisect_right(self._starts, index) - 1
        first, end = self._starts[number], self.before(number + 1)
        day, (begin, stop) = self.days[number], LINE_HOURS
        hour = begin + (stop - begin) * (index - first) / (end - first)
        return Panel(
            index=index,
            number=described.numbered(PLANT, "PANEL", Facts(day=day, sequence=index + 1)),
            day=day,
            printed_at=calendar.moment(day, hour=hour),
            boards=min(BOARDS_A_PANEL, self.scale - index * BOARDS_A_PANEL),
        )

    def board(self, index: int) -> str:
        """The serial number of the board at that place."""
        facts = Facts(material="CTRL-4", sequence=index + 1)
        return described.numbered(PLANT, "BOARD", facts)

    @property
    def change(self) -> int:
        """The first panel after the change of reel that nobody saw: mid-way in the second day."""
        return (self._starts[1] + self.before(2)) // 2

    @property
    def unseen(self) -> tuple[int, int]:
        """The panels [first, end) about that change: the placing machine lost their scans."""
        first, end = self._starts[1], self.before(2)
        width = min(EACH_SIDE, self.change - first - 1, end - self.change - 1)
        return self.change - width, self.change + width
