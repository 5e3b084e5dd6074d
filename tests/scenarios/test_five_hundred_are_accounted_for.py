"""A lot of five hundred tyres, and an auditor who asks where each of them is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import record, trace
from gozinto.operations import packing, production, receiving, returning, scrapping, shipping
from gozinto.operations.things import Amount
from gozinto.plant import objects
from tests import plants
from tests.workshop import CLERK, OPERATOR, at, lot, reported_run, unit

LOT = lot("T205", "IA-23092018-001")
TYRES = [unit("T205", f"{number:010d}") for number in range(1, 501)]


def account(number: str) -> dict[str, str]:
    """Each term of the balance, what is there, and what nobody can account for."""
    (part,) = trace.as_json(trace.balance(objects.resolve(number)))["balances"]
    told = {term["term"]: term["quantity"] for term in part["terms"]}
    return told | {"on hand": part["on_hand"], "not accounted for": part["difference"]}


@pytest.fixture(autouse=True)
def _a_shift(_small_plant: None) -> None:
    """Five hundred tyres of one lot come out of the press and most of them leave."""
    record.capture(
        plants.transformed(0, units_out=TYRES, lots=dict.fromkeys(TYRES, LOT), run_id=f"{LOT}/run")
    )
    packing.pack(container="034531200000000417", contents=TYRES[:200], by=CLERK, at=at(30))
    shipping.ship(
        packing.container_uri("034531200000000417"), note="SN-1", to="NORTH", by=CLERK, at=at(31)
    )
    shipping.ship(TYRES[200:450], note="SN-2", to="NORTH", by=CLERK, at=at(32))
    scrapping.scrap(TYRES[450:456], reason="flash", by=OPERATOR, at=at(33))
    record.capture(plants.observed(40, units=TYRES[456:458], step="sampling"))


def test_made_is_shipped_and_stock_and_scrap_and_samples() -> None:
    assert account(LOT) == {
        "produced": "500",
        "shipped": "450",
        "scrapped": "6",
        "sampled": "2",
        "on hand": "42",
        "not accounted for": "0",
    }


def test_a_tyre_that_comes_back_is_in_stock_again() -> None:
    returning.take_back(TYRES[0], dealer="NORTH", reason="leaks", by=CLERK, at=at(60))
    told = account(LOT)
    assert (told["produced"], told["shipped"], told["returned"]) == ("500", "450", "1")
    assert (told["on hand"], told["not accounted for"]) == ("43", "0")


def test_each_term_opens_to_the_events_behind_it() -> None:
    (part,) = trace.balance(objects.resolve(LOT)).balances
    behind = {term.term: [event.quantity for event in term.events] for term in part.terms}
    assert behind == {"produced": [500], "shipped": [200, 250], "scrapped": [6], "sampled": [2]}


def test_the_rubber_that_the_mixer_took_without_a_word_is_not_accounted_for() -> None:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-77", quantity=Decimal(500),
        by=CLERK, at=at(0),
    )  # fmt: skip
    mixer = reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.consume("EL-77", run=mixer, quantity=Decimal(180), uom="KGM", by=OPERATOR, at=at(2))
    scrapping.scrap(
        Amount(of="EL-77", quantity=Decimal("2.5"), uom="KGM"), reason="torn bag",
        by=OPERATOR, at=at(3),
    )  # fmt: skip
    uri = objects.resolve("EL-77").uri
    record.capture(plants.observed(9, lots=[plants.some(uri, 300)], step="stock_taking"))
    told = account("EL-77")
    assert (told["received"], told["consumed"], told["scrapped"]) == ("500", "180", "2.5")
    assert (told["on hand"], told["not accounted for"]) == ("300", "17.5")
