"""A kitchen mixes salad lot S101 of three growers' lots; one grower calls about a bad field.

Nothing is scanned twice and nothing is typed afterwards: what the kitchen tells while it works is
what answers how much of each lot is in a bowl, and who has the bowls.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gozinto import trace
from gozinto.operations import badging, holding, inspection, production, receiving, shipping
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.record.models import Finding
from tests.workshop import CLERK, INSPECTOR, OPERATOR, add_materials, add_partners, at

POUNDS = {"L101": Decimal(100), "L201": Decimal(50), "T801": Decimal(40)}
SHARES = {"L101": "0.526316", "L201": "0.263158", "T801": "0.210526"}


@pytest.fixture(autouse=True)
def _the_kitchen() -> None:
    add_materials(
        ("LETTUCE", "Romaine lettuce", "raw", "LBR"),
        ("TOMATO", "Grape tomatoes", "raw", "LBR"),
        ("SALAD", "Garden salad", "finished", "C62"),
    )
    add_partners(
        ("GREEN", "Green Acre Farms", "supplier"),
        ("HILL", "Tomato Hill Growers", "supplier"),
        ("SCHOOL", "City School Meals", "customer"),
        ("PIER", "Harbor Restaurants", "customer"),
    )


def received() -> None:
    """Ten pounds more of each than goes into the salad."""
    for number, pounds in POUNDS.items():
        is_tomato = number.startswith("T")
        receiving.receive(
            material="TOMATO" if is_tomato else "LETTUCE",
            supplier="HILL" if is_tomato else "GREEN",
            supplier_lot=number, quantity=pounds + 10, location="DOCK", by=CLERK, at=at(0),
        )  # fmt: skip


def mixed() -> None:
    """Two hundred bowls of all three, by somebody who is badged in at the table."""
    badging.badge_in(equipment="MIX-1", by=OPERATOR, at=at(0.9))
    production.start(
        job="J-7", step="mixing", equipment="MIX-1", product="SALAD", planned=Decimal(200),
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    production.mix(
        run="J-7",
        inputs=[Component(of=n, quantity=pounds, uom="LBR") for n, pounds in POUNDS.items()],
        material="SALAD", number="S101", quantity=Decimal(200), location="RACK", by=OPERATOR,
        at=at(1.5),
    )  # fmt: skip
    production.finish("J-7", by=OPERATOR, at=at(2))
    badging.badge_out(equipment="MIX-1", by=OPERATOR, at=at(2.1))


def sent() -> None:
    """A net weight is checked; 120 bowls go to the schools, 60 to the restaurants."""
    weight = Measured(
        characteristic="net weight", value=Decimal(431), uom="GRM", lower=Decimal(420),
        upper=Decimal(450),
    )  # fmt: skip
    inspection.inspect("S101", kind="final", values=[weight], by=INSPECTOR, at=at(2.5))
    for customer, bowls, note in (("SCHOOL", 120, "DN-1"), ("PIER", 60, "DN-2")):
        shipping.ship(
            Amount(of="S101", quantity=Decimal(bowls), uom="C62"), note=note, to=customer,
            by=CLERK, at=at(3),
        )  # fmt: skip


def test_how_much_of_each_growers_lot_is_in_the_salad() -> None:
    received()
    mixed()
    sent()
    found = trace.backward([objects.resolve("S101")])
    assert found.complete
    assert {n.number: str(n.share) for n in found.nodes if n.number in POUNDS} == SHARES
    assert {one.name for one in found.facts.suppliers} == {
        "Green Acre Farms", "Tomato Hill Growers",
    }  # fmt: skip
    assert [person.name for person in found.facts.people] == ["Ada"]
    assert Finding.objects.count() == 0


def test_a_grower_calls_and_the_kitchen_knows_who_has_the_bowls() -> None:
    received()
    mixed()
    sent()
    found = trace.forward([objects.resolve("L201")])
    assert [n.number for n in found.nodes if n.material == "SALAD"] == ["S101"]
    assert {(c.name, c.quantity) for c in found.facts.customers} == {
        ("City School Meals", Decimal(120)), ("Harbor Restaurants", Decimal(60)),
    }  # fmt: skip

    # Twenty bowls are still there. They are stopped, and cannot leave any more.
    holding.hold("S101", reason="a field of L201", by=INSPECTOR, at=at(5))
    assert balance("S101")["on_hand"] == "20"
    last = trace.story(objects.resolve("S101"))[-1]
    assert (last.biz_step, last.reason) == ("holding", "a field of L201")


def balance(number: str) -> dict[str, Any]:
    """The balance of a lot, as its page shows it."""
    (found,) = trace.as_json(trace.balance(objects.resolve(number)))["balances"]
    answer: dict[str, Any] = found
    return answer
