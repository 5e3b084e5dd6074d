"""The first thing on the record of every demo plant: stock of years ago, and what is built."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from gozinto.demo.steps import Step
from gozinto.operations import opening


class _Sized(Protocol):
    @property
    def scale(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def until(self) -> date: ...


def opening_stock(
    plant: str,
    plan: _Sized,
    *,
    material: str,
    number: str,
    pieces: int,
    location: str,
    by: str,
    at: datetime,
) -> Step:
    """A lot that was there before the record began; its note says which plant is being built."""
    keywords = {
        "material": material,
        "number": number,
        "quantity": Decimal(pieces),
        "uom": "C62",
        "location": location,
        "note": f"demo plant {plant}, {plan.scale} units, seed {plan.seed}, until {plan.until}",
        "by": by,
        "at": at,
    }
    return Step(at, opening.open_stock, (), keywords)
