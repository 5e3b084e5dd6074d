"""Stopped means stopped, for live requests; freed means freed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.errors import Refused
from gozinto.operations import holding, production, receiving, shipping
from gozinto.operations.production import Run
from gozinto.operations.stamp import Override
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.record import Captured
from gozinto.record.models import ObjectState
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, reported_run, words_of


@pytest.fixture
def run() -> Run:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="4711", quantity=Decimal(500), by=CLERK,
        at=at(0),
    )  # fmt: skip
    return reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))


def take(run: Run, *, live: bool) -> None:
    production.consume(
        "4711", run=run, quantity=Decimal(5), uom="KGM", by=OPERATOR, at=at(2), live=live
    )


def test_a_held_lot_is_refused_at_the_machine(run: Run) -> None:
    holding.hold("4711", reason="smells", by=INSPECTOR, at=at(1))
    with pytest.raises(Refused) as caught:
        take(run, live=True)
    assert [v.code for v in caught.value.violations] == ["object_held"]


def test_a_report_of_what_was_done_is_recorded_all_the_same(run: Run) -> None:
    holding.hold("4711", reason="smells", by=INSPECTOR, at=at(1))
    take(run, live=False)
    assert ObjectState.objects.get(object=objects.resolve("4711")).on_hand == Decimal(495)


def test_a_released_lot_may_be_used_again(run: Run) -> None:
    holding.hold("4711", reason="smells", by=INSPECTOR, at=at(1))
    holding.release("4711", reason="it does not", by=INSPECTOR, at=at(1.5))
    take(run, live=True)
    assert not ObjectState.objects.get(object=objects.resolve("4711")).held


def test_quality_lets_what_is_held_pass_with_a_reason_and_nobody_else_does() -> None:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="4711", quantity=Decimal(5), by=CLERK,
        at=at(0),
    )  # fmt: skip
    holding.hold("4711", reason="smells", by="P-9", at=at(1))

    def ship(role: str) -> Captured:
        passed = Override(code="object_held", reason="tested again", role=role)
        return shipping.ship(
            Amount(of="4711", quantity=Decimal(1), uom="KGM"), note="N-1", to="NORTH", by="P-9",
            live=True, override=[passed],
        )  # fmt: skip

    with pytest.raises(Refused) as refused:
        ship("warehouse")
    assert {fault.code for fault in refused.value.violations} == {
        "object_held", "override_not_allowed",
    }  # fmt: skip
    (kept,) = words_of(ship("quality")).overrides
    assert (kept.code, kept.person, kept.role, kept.reason) == (
        "object_held", "P-9", "quality", "tested again",
    )  # fmt: skip
