"""The operator scanned the neighbour's lot: a correction changes that, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import correcting, production, receiving
from gozinto.operations.production import Run
from gozinto.plant import objects
from gozinto.record import Captured, rebuild
from tests.workshop import CLERK, OPERATOR, at, reported_run


@pytest.fixture
def mixer() -> Run:
    """Two lots in the store, a mixer that is running."""
    for supplier, number in (("ELASTO", "EL-77"), ("RIVAL", "RI-12")):
        receiving.receive(
            material="HB", supplier=supplier, supplier_lot=number, quantity=Decimal(100),
            by=CLERK, at=at(0),
        )  # fmt: skip
    return reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))


def scan(mixer: Run, number: str) -> Captured:
    return production.consume(
        number, run=mixer, quantity=Decimal(40), uom="KGM", by=OPERATOR, at=at(1)
    )


def finish(mixer: Run) -> None:
    production.produce_lot(
        run=mixer, material="LC", number="LC-1", quantity=Decimal(40), by=OPERATOR, at=at(2)
    )


def suppliers() -> list[str]:
    return [s.name for s in trace.backward([objects.resolve("LC-1")]).facts.suppliers]


def test_the_trace_names_the_right_supplier_afterwards(mixer: Run) -> None:
    wrong = scan(mixer, "RI-12")
    finish(mixer)
    assert suppliers() == ["Rival Rubber"]
    correcting.replace(
        wrong.event_id, verb="production.consume",
        arguments={"scan": "EL-77", "run": "J-1/10", "quantity": "40", "uom": "KGM"},
        reason="neighbour's pallet", by=OPERATOR, at=at(3),
    )  # fmt: skip
    assert suppliers() == ["Elasto Rubber"]
    assert not trace.forward([objects.resolve("RI-12")]).links


def test_what_else_went_in_stays(mixer: Run) -> None:
    scan(mixer, "EL-77")
    wrong = scan(mixer, "RI-12")
    finish(mixer)
    correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR, at=at(3))
    assert suppliers() == ["Elasto Rubber"]


def test_the_wrong_scan_stays_readable_and_marked(mixer: Run) -> None:
    wrong = scan(mixer, "RI-12")
    correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR, at=at(3))
    entry = trace.story(objects.resolve("RI-12"))[-1]
    assert (entry.event_id, entry.withdrawn) == (wrong.event_id, True)


def test_a_replay_of_the_record_finds_the_same(mixer: Run) -> None:
    wrong = scan(mixer, "RI-12")
    finish(mixer)
    correcting.withdraw(wrong.event_id, reason="never happened", by=OPERATOR, at=at(3))
    assert list(rebuild.check()) == []
