"""A quality manager signs a recall, and has to answer for each tyre: why this one, why not that?

A roll of inner liner with the bad halobutyl replaced a good one on a building machine at the
change of shift. Nobody scanned the change; the foreman wrote down nine o'clock, and is sure only
that it was between half past eight and half past nine.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gozinto import trace
from gozinto.operations import production, receiving
from gozinto.operations.production import Component, Run
from gozinto.plant import objects
from gozinto.trace import Why
from tests.workshop import CLERK, OPERATOR, at, reported_run

ROLL_CHANGED, NOT_BEFORE, NOT_AFTER = at(3), at(2.5), at(3.5)
TYRES = {"early": 2.0, "before nine": 2.75, "after nine": 3.25, "late": 4.0}
"""The green tyres by the hour at which they were built."""


def mixed(supplier_lot: str, number: str, hours: float) -> None:
    run = reported_run(
        job=f"J-{number}", step="mixing", equipment="MIX-1", flow="batch", by=OPERATOR, at=at(hours)
    )
    production.mix(
        run=run, inputs=[Component(of=supplier_lot, quantity=Decimal(50), uom="KGM")],
        material="LC", number=number, quantity=Decimal(50), by=OPERATOR, at=at(hours),
    )  # fmt: skip


def mount(roll: str, **when: Any) -> None:
    production.mount(
        objects.resolve(roll), equipment="BM-1", slot="inner liner", step="building", by=OPERATOR,
        **when,
    )  # fmt: skip


def build(run: Run, number: str, hours: float) -> None:
    ply = Component(of="PLY-1", slot="body ply", quantity=Decimal("1.1"), uom="KGM")
    production.produce_serial(
        run=run, material="GT", number=number, inputs=[ply], by=OPERATOR, at=at(hours)
    )


@pytest.fixture(autouse=True)
def _the_reel_change_that_nobody_scanned() -> None:
    for supplier_lot in ("GOOD-1", "BAD-1"):
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=supplier_lot, quantity=Decimal(500),
            location="DOCK", by=CLERK, at=at(0),
        )  # fmt: skip
    receiving.receive(
        material="LC", supplier="ELASTO", supplier_lot="PLY-1", quantity=Decimal(50),
        location="DOCK", by=CLERK, at=at(0),
    )  # fmt: skip
    mixed("GOOD-1", "ROLL-A", 0.5)
    mixed("BAD-1", "ROLL-B", 1)
    mount("ROLL-A", at=at(1.5))
    mount("ROLL-B", at=ROLL_CHANGED, earliest=NOT_BEFORE, latest=NOT_AFTER)
    building = reported_run(
        job="J-7/70", step="building", equipment="BM-1", flow="continuous", by=OPERATOR, at=at(1.6)
    )
    for number, hours in TYRES.items():
        build(building, number, hours)


def why(tyre: str, width: str = "recorded") -> Why:
    return trace.why(
        [objects.resolve("BAD-1")], of=objects.resolve(tyre), direction="forward", width=width
    )


def test_the_recall_has_three_sizes_and_says_what_a_scan_would_have_saved() -> None:
    proven, recorded, possible = trace.side_by_side([objects.resolve("BAD-1")]).widths
    assert [row.pieces for row in (proven, recorded, possible)] == [1, 2, 3]
    assert possible.reasons[0].message == (
        "when inner liner took part is only known to an interval (1 event);"
        " scanning it would have saved 1 piece"
    )


def test_why_the_late_one_is_in_it_for_certain() -> None:
    answer = why("late", "proven")
    assert answer.included
    assert [step.message.partition(",")[0] for step in answer.path] == [
        "BAD-1 went into mixing (MIX-1",
        "ROLL-B came out of mixing (MIX-1",
        "ROLL-B is mounted at building (BM-1",
        "late came out of building (BM-1",
    ]


def test_why_the_one_after_nine_is_recorded_and_not_proven() -> None:
    assert why("after nine").included
    answer = why("after nine", "proven")
    assert not answer.included
    assert answer.separations[0].reason == "order"
    assert "It is not certain that it was there when this happened" in (
        answer.separations[0].message
    )


def test_why_the_one_before_nine_is_only_possible() -> None:
    answer = why("before nine")
    assert answer.message == "By the record BAD-1 is not in before nine."
    possible = answer.widths[2]
    assert possible.included
    assert possible.message is not None
    assert possible.message.startswith("Possible adds it: When ROLL-B took part in building (BM-1")


def test_why_the_early_one_cannot_be_in_it() -> None:
    answer = why("early", "possible")
    assert answer.message == "BAD-1 cannot be in early."
    assert [other.included for other in answer.widths] == [False, False, False]
    fact = answer.separations[0]
    assert (fact.reason, fact.by_s) == ("order", 1800)
    assert "At no time that the record allows was it there" in fact.message
    assert answer.separations[-1].message == "Of Bromobutyl, early has GOOD-1 instead."
