"""A board does not start: its connector has bad plating. It is replaced, tested, and shipped.

Then the maker of the connectors recalls that very lot. The repaired board is not affected any
more; but who asks what was in it on the day of the first test still finds the old connector.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import inspection, production, receiving, scrapping, shipping
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component, Replaced
from gozinto.operations.things import Amount
from gozinto.plant import objects
from tests.workshop import CLERK, INSPECTOR, OPERATOR, add_materials, at, lot, reported_run

BAD, GOOD = lot("CONN", "BAD-7", "RIVAL"), lot("CONN", "GOOD-8", "RIVAL")
REPAIRED, KEPT = "BOARD-1", "BOARD-2"


@pytest.fixture(autouse=True)
def _two_boards_with_connectors_of_the_same_lot() -> None:
    add_materials(
        ("CONN", "Connector", "raw", "C62"),
        ("BOARD", "Control board", "finished", "C62"),
        ("BARE", "Bare board", "raw", "C62"),
    )
    for material, number in (("CONN", "BAD-7"), ("CONN", "GOOD-8"), ("BARE", "BARE-1")):
        receiving.receive(
            material=material, supplier="RIVAL", supplier_lot=number, quantity=Decimal(100),
            location="DOCK", by=CLERK, at=at(0),
        )  # fmt: skip
    run = reported_run(job="J-3", step="soldering", equipment="BM-1", by=OPERATOR, at=at(1))
    for turn, number in enumerate((REPAIRED, KEPT)):
        production.produce_serial(
            run=run, material="BOARD", number=number,
            inputs=[
                Component(of="BARE-1", quantity=Decimal(1), uom="C62", slot="board"),
                Component(of=BAD, quantity=Decimal(1), uom="C62", slot="J1"),
            ],
            by=OPERATOR, at=at(1.5 + turn / 10),
        )  # fmt: skip
    started(REPAIRED, 0, 2)
    started(KEPT, 1, 2.1)
    repair()
    started(REPAIRED, 1, 4)


def started(number: str, volts: int, hour: float) -> None:
    """The function test."""
    value = Measured(
        characteristic="starts and answers, 1 = yes", value=Decimal(volts), lower=Decimal(1)
    )
    inspection.inspect(number, kind="final", values=[value], by=INSPECTOR, at=at(hour))


def repair() -> None:
    """At three the connector J1 is replaced; the old one goes into the bin."""
    production.start(job="R-1", step="repair", equipment="MIX-1", by=INSPECTOR, at=at(2.9))
    production.repair(
        REPAIRED, run="R-1",
        replaced=[
            Replaced(slot="J1", removed=BAD, new=GOOD, quantity=Decimal(1), uom="C62")
        ],
        reason="no contact", by=INSPECTOR, at=at(3),
    )  # fmt: skip


def connectors(number: str, as_of: datetime | None = None) -> set[str]:
    found = trace.backward([objects.resolve(number)], as_of=as_of)
    return {node.number for node in found.nodes if node.material == "CONN"}


def boards(connector: str, as_of: datetime | None = None) -> set[str]:
    found = trace.forward([objects.resolve(connector)], as_of=as_of)
    return {node.number for node in found.nodes if node.material == "BOARD"}


def test_from_the_repair_on_the_board_holds_the_new_connector() -> None:
    assert connectors(REPAIRED) == {"GOOD-8"}
    assert connectors(KEPT) == {"BAD-7"}
    assert boards(BAD) == {KEPT}
    assert boards(GOOD) == {REPAIRED}


def test_who_asks_as_of_the_first_test_finds_the_old_one() -> None:
    assert connectors(REPAIRED, as_of=at(2.5)) == {"BAD-7"}
    assert boards(BAD, as_of=at(2.5)) == {REPAIRED, KEPT}
    assert boards(GOOD, as_of=at(2.5)) == set()


def test_the_recall_of_the_lot_asks_back_the_one_board_that_still_has_it() -> None:
    for number in (REPAIRED, KEPT):
        shipping.ship(number, note=f"DN-{number}", to="NORTH", by=CLERK, at=at(5))
    found = trace.forward([objects.resolve(BAD)])
    assert [(one.name, one.quantity) for one in found.facts.customers] == [("North Tyres", 1)]


def test_the_board_tells_its_own_story_in_order() -> None:
    told = [
        (one.step or one.biz_step, one.result) for one in trace.story(objects.resolve(REPAIRED))
    ]
    assert told == [
        ("soldering", ""), ("inspecting", "rejected"), ("repair", ""), ("inspecting", "accepted"),
    ]  # fmt: skip


def test_what_was_used_of_the_connectors_adds_up() -> None:
    scrapping.scrap(
        Amount(of=GOOD, quantity=Decimal(4), uom="C62"), reason="bent", by=CLERK, at=at(6)
    )
    (bad,) = trace.balance(objects.resolve(BAD)).balances
    (good,) = trace.balance(objects.resolve(GOOD)).balances
    assert (bad.on_hand, good.on_hand) == (98, 95)
    assert (bad.difference, good.difference) == (0, 0)
