"""A lot is split for two mixers, the rests are put together, and a recall follows all of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import production, receiving
from gozinto.operations.production import Component, Part
from gozinto.operations.things import Amount
from gozinto.plant import objects
from tests.workshop import CLERK, OPERATOR, at, lot, reported_run


@pytest.fixture(autouse=True)
def _a_day() -> None:
    for number in ("EL-1", "EL-2"):
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(100), by=CLERK,
            at=at(0),
        )  # fmt: skip
    production.split(
        "EL-1", parts=[Part(number="EL-1/A", quantity=Decimal(60))], reason="two mixers",
        location="RACK", by=CLERK, at=at(1),
    )  # fmt: skip
    mix("EL-1/A", "LC-A", 2, kg=50)
    mix("EL-1", "LC-B", 2, kg=30)
    # What is left of three lots goes into one bag.
    production.merge(
        [Amount(of=number, quantity=Decimal(10)) for number in ("EL-1/A", "EL-1", "EL-2")],
        number="REST-1", location="RACK", by=CLERK, at=at(3),
    )  # fmt: skip
    mix("REST-1", "LC-C", 4, kg=30)


def mix(rubber: str, compound: str, hours: float, *, kg: int) -> None:
    run = reported_run(
        job=f"J-{compound}", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(hours)
    )
    production.mix(
        run=run, inputs=[Component(of=rubber, quantity=Decimal(kg), uom="KGM")], material="LC",
        number=compound, quantity=Decimal(kg), by=OPERATOR, at=at(hours),
    )  # fmt: skip


def compounds_of(number: str) -> set[str]:
    found = trace.forward([objects.resolve(number)])
    assert found.complete, found.gaps
    return {node.number for node in found.nodes if node.material == "LC"}


def test_the_delivery_is_found_in_all_that_was_made_of_its_parts() -> None:
    assert compounds_of("EL-1") == {"LC-A", "LC-B", "LC-C"}


def test_the_part_that_was_taken_out_leads_only_to_its_own() -> None:
    assert compounds_of("EL-1/A") == {"LC-A", "LC-C"}
    assert compounds_of("EL-2") == {"LC-C"}


def test_back_from_the_rests_both_deliveries_are_found_with_their_shares() -> None:
    found = trace.backward([objects.resolve("LC-C")])
    shares = {node.number: node.share for node in found.nodes if node.kind == "lot"}
    assert (shares["EL-1"], shares["EL-2"]) == (Decimal("0.666667"), Decimal("0.333333"))
    assert {one.supplier_lots for one in found.facts.suppliers} == {("EL-1", "EL-2")}


@pytest.mark.parametrize(
    ("number", "on_hand"), [("EL-1", 0), ("EL-1/A", 0), ("EL-2", 90), ("REST-1", 0)]
)
def test_every_kilogram_is_accounted_for(number: str, on_hand: int) -> None:
    (found,) = trace.balance(objects.resolve(number)).balances
    assert (found.on_hand, found.difference) == (on_hand, 0)


def test_a_number_with_a_slash_is_one_number() -> None:
    assert objects.resolve("EL-1/A").uri == lot("HB", "EL-1/A")
