"""The running food plant: what its lots are called, who works there, and what it will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from gozinto.demo import described
from gozinto.demo.checks import of_plan
from gozinto.demo.diary import Diary
from gozinto.demo.food import calendar
from gozinto.demo.food.calendar import PLANT
from gozinto.demo.food.plan import Plan
from gozinto.demo.food.truths import Truths
from gozinto.operations import inspection
from gozinto.operations.inspection import Measured
from gozinto.standards.numbers.shapes import Facts


@dataclass
class Works(Diary):
    """All that changes while the plant is generated."""

    plan: Plan
    truths: Truths = field(default_factory=Truths)

    def __post_init__(self) -> None:
        self.rng = Random(f"{self.plan.seed}/food")

    def person(self, at: datetime, skill: str) -> str:
        """Who does what asks for a skill at that time."""
        return calendar.LINES.person(at, skill)

    def numbered(self, code: str, day: date, *, line: str = "") -> str:
        """The next number of one of the plant's own formats."""
        first = described.numbered(PLANT, code, Facts(day=day, line=line, sequence=1))
        # What differs in the first number counts for itself: a day, a week, a line.
        facts = Facts(day=day, line=line, sequence=self.number(f"{code} {first}"))
        return described.numbered(PLANT, code, facts)

    def open_run(
        self, step: str, equipment: str, *, product: str, skill: str, at: datetime,
        until: datetime, flow: str = "continuous",
    ) -> str:  # fmt: skip
        """A run at a machine, by somebody who can; answers its number."""
        return self.work(
            job=self.numbered("JOB", at.date()),
            step=step,
            equipment=equipment,
            flow=flow,
            product=product,
            by=self.person(at, skill),
            at=at,
            until=until,
        )

    def open_vessel(
        self, step: str, equipment: str, *, product: str, at: datetime, until: datetime
    ) -> str:
        """A silo or a tank is clean and empty, and is filled from now on; answers its run.

        It has no shift and nobody stands at it: nobody badges there.
        """
        return self.begin(
            job=f"{equipment}/{at.date():%G-W%V}", step=step, equipment=equipment,
            flow="continuous", product=product, by=self.person(at, "MILL"), at=at, until=until,
        )  # fmt: skip

    def expiry(self, material: str, made_at: datetime) -> datetime:
        """Until when a lot of a material keeps."""
        days = described.by_code(PLANT, "materials")[material]["shelf_life_days"]
        return made_at + timedelta(days=int(days))

    def measured(self, plan: str) -> list[Measured]:
        """What a process in control shows for the numbers of an inspection plan."""
        turn = self.number(plan)
        return [check.steady(self.rng, turn) for check in of_plan(PLANT, plan)]

    def inspect(
        self, uri: str, *, kind: str, plan: str, at: datetime, gauge: str = "", step: str = "",
        equipment: str = "",
    ) -> None:  # fmt: skip
        """A lot is looked at and accepted."""
        self.do(
            inspection.inspect, uri, kind=kind, values=self.measured(plan), result="accepted",
            gauge=gauge, step=step, equipment=equipment, at=at, by=self.person(at, "QA"),
        )  # fmt: skip


def lot(material: str, number: str, supplier: str = "") -> str:
    """The URI of a lot here."""
    return described.lot(PLANT, material, number, supplier=supplier)
