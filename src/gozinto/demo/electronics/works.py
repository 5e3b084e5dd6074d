"""The running electronics plant: what its parts are called, who works there, what it will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from gozinto.demo import described
from gozinto.demo.diary import Diary
from gozinto.demo.electronics import calendar
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.plan import Plan
from gozinto.demo.electronics.truths import Truths
from gozinto.plant import identifiers
from gozinto.standards.numbers.shapes import Facts

PANEL, BOARD = "PANEL-CTRL", "CTRL-4"
FLOWING = (10, 20)
"""The operations of the line, where what goes in later is not in what came out before."""
FIRST_OF_BOARDS = 40
"""From this operation on boards are made; before, panels."""


@dataclass
class Works(Diary):
    """All that changes while the plant is generated."""

    plan: Plan
    truths: Truths = field(default_factory=Truths)
    repairing: dict[date, str] = field(default_factory=dict)
    """The run of the repair bench on each day that has one."""

    def __post_init__(self) -> None:
        self.rng = Random(f"{self.plan.seed}/electronics")

    def person(self, at: datetime, skill: str) -> str:
        """Who does what asks for a skill at that time."""
        return calendar.LINE.person(at, skill)

    def open_run(
        self, operation: int, step: str, equipment: str, *, skill: str, at: datetime,
        until: datetime, job: str = "",
    ) -> str:  # fmt: skip
        """A run of a day's job at a machine, by somebody who can; answers its number."""
        return self.work(
            job=f"{job or self.job(at)}/{operation}",
            step=step,
            equipment=equipment,
            flow="continuous" if operation in FLOWING else "batch",
            product=PANEL if operation < FIRST_OF_BOARDS else BOARD,
            by=self.person(at, skill),
            at=at,
            until=until,
        )

    def job(self, at: datetime) -> str:
        """The number of a new order."""
        facts = Facts(day=at.date(), sequence=self.number(f"order {at:%Y}"))
        return described.numbered(PLANT, "JOB", facts)


def lot(material: str, number: str, supplier: str = "") -> str:
    """The URI of a lot here."""
    return described.lot(PLANT, material, number, supplier=supplier)


def unit(material: str, number: str) -> str:
    """The URI of a panel or a board here."""
    return identifiers.serial_uri(described.domain(PLANT), material=material, number=number)


def asset(code: str) -> str:
    """The URI of an asset here."""
    return identifiers.asset_uri(described.domain(PLANT), code=code)
