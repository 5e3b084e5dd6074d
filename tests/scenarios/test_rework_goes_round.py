"""A mill gives a little more paste than fits the jars. It is put back, day after day.

So the first day's nuts are in the last day's jars, in ever smaller parts. A trace follows them
round, says how much, and still knows which jars were filled before anything of it went in.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import production, receiving
from gozinto.operations.production import Component, Output
from gozinto.plant import objects
from tests.workshop import CLERK, OPERATOR, add_materials, at, reported_run

DAYS = 3


@pytest.fixture(autouse=True)
def _three_days_of_paste() -> None:
    add_materials(
        ("NUTS", "Roasted nuts", "raw", "KGM"),
        ("PASTE", "Paste", "finished", "KGM"),
        ("REWORK", "Paste for rework", "intermediate", "KGM"),
    )
    tank = reported_run(
        job="TANK-1", step="rework", equipment="MIX-1", flow="continuous", by=OPERATOR, at=at(0)
    )
    for day in range(DAYS):
        begins = 24 * day
        receiving.receive(
            material="NUTS", supplier="ELASTO", supplier_lot=f"N-{day}", quantity=Decimal(100),
            location="DOCK", by=CLERK, at=at(begins),
        )  # fmt: skip
        inputs = [Component(of=f"N-{day}", quantity=Decimal(90 if day else 100), uom="KGM")]
        if day:
            production.produce_lot(
                run=tank, material="REWORK", number=f"DOSED-{day}", quantity=Decimal(10),
                by=OPERATOR, at=at(begins + 1),
            )  # fmt: skip
            inputs.append(Component(of=f"DOSED-{day}", quantity=Decimal(10), uom="KGM"))
        mill = reported_run(
            job=f"MILL-{day}", step="milling", equipment="BM-1", by=OPERATOR, at=at(begins + 2)
        )
        production.mix(
            run=mill, inputs=inputs, material="PASTE", number=f"P-{day}", quantity=Decimal(90),
            beside=[Output(material="REWORK", number=f"OVER-{day}", quantity=Decimal(10))],
            by=OPERATOR, at=at(begins + 3),
        )  # fmt: skip
        production.consume(
            f"OVER-{day}", run=tank, quantity=Decimal(10), uom="KGM", by=OPERATOR,
            at=at(begins + 4),
        )  # fmt: skip


def pastes(number: str) -> dict[str, str]:
    """The lots of paste that hold something of a lot, and what part of each it is."""
    found = trace.forward([objects.resolve(number)])
    return {n.number: str(n.share) for n in found.nodes if n.material == "PASTE"}


def test_the_first_days_nuts_are_in_every_later_paste_in_ever_smaller_parts() -> None:
    assert list(pastes("N-0")) == ["P-0", "P-1", "P-2"]
    shares = [Decimal(share) for share in pastes("N-0").values()]
    assert shares[0] == 1
    assert shares[1] == Decimal("0.1")
    assert 0 < shares[2] < shares[1]


def test_the_last_days_nuts_are_in_no_earlier_paste() -> None:
    assert pastes("N-2") == {"P-2": "0.9"}


def test_the_way_round_the_tank_is_a_circle_and_the_trace_comes_to_an_end() -> None:
    found = trace.backward([objects.resolve("P-2")])
    assert found.complete
    numbers = {node.number for node in found.nodes}
    assert {"TANK-1", "DOSED-1", "DOSED-2", "OVER-0", "OVER-1", "N-0", "N-1", "N-2"} <= numbers
    assert "OVER-2" not in numbers
    runs = [node.number for node in found.nodes if node.kind == "run"]
    assert len(runs) == len(set(runs))


def test_the_parts_of_the_last_paste_add_up_to_all_of_it() -> None:
    found = trace.backward([objects.resolve("P-2")])
    shares = [node.share for node in found.nodes if node.material == "NUTS"]
    assert sum(share for share in shares if share) == 1
