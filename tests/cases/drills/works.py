"""A small works counted by hand: of one lot of rubber a compound, of that five tyres."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.operations import production, receiving, shipping
from gozinto.operations.production import Component
from tests import workshop
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot, reported_run, unit

RUBBER = lot("HB", "HB-7731", "ELASTO")
TYRES = tuple(unit("T205", f"00{count}") for count in range(1, 6))
OWN_LOT = lot("T205", "L-1")


def build() -> None:
    """100 kg of rubber came, 60 went into a compound, 50 of that into five tyres of one lot.

    Two went to each of two dealers, one is here; the rubber of another supplier was never used.
    """
    workshop.furnish()
    workshop.add_partners(("SOUTH", "South Tyres", "dealer"))
    for supplier, number in (("ELASTO", "HB-7731"), ("RIVAL", "R-1")):
        receiving.receive(
            material="HB", supplier=supplier, supplier_lot=number, quantity=Decimal(100),
            by=CLERK, at=at(0),
        )  # fmt: skip
    mixer = reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.mix(
        run=mixer, inputs=[Component(of=RUBBER, quantity=Decimal(60), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(60), by=OPERATOR, at=at(1),
    )  # fmt: skip
    press = reported_run(job="J-9", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(3))
    for count in range(1, 6):
        liner = Component(of=lot("LC", "LC-1"), quantity=Decimal(10), uom="KGM", slot="liner")
        production.produce_serial(
            run=press, material="T205", number=f"00{count}", lot="L-1", inputs=[liner],
            by=OPERATOR, at=at(3 + count / 10),
        )  # fmt: skip
    for dealer, some in (("NORTH", TYRES[:2]), ("SOUTH", TYRES[2:4])):
        shipping.ship(list(some), note=f"DN-{dealer}", to=dealer, by=CLERK, at=at(10))


def by(**more: Any) -> Taking:
    """The quality manager."""
    return Taking(
        **{"by": INSPECTOR, "roles": (Role.QUALITY,), "signed": "password", "request": uuid4()}
        | more
    )


def drill(of: str = "", **told: object) -> Standing:
    """A drill that was opened of this, or on what is drawn."""
    subjects = {"origin": [of]} if of else {}
    return doing.open_case("drill", title="Mock recall", told=told, taking=by(subjects=subjects))


def step(number: str, act: str, **told: object) -> Standing:
    """The drill a step further."""
    return doing.take(number, act, told=told, taking=by())
