"""What must not happen is stopped at the scan, with every reason at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from gozinto.errors import Refused, Violation
from gozinto.operations import holding, production, receiving, shipping
from gozinto.operations.production import Component, Run
from gozinto.operations.things import Amount
from gozinto.record import clock
from gozinto.record.models import Event
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, reported_run, unit


@pytest.fixture
def mixer() -> Run:
    receive("EL-77", expires=at(24 * 90))
    return reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))


def receive(number: str, *, expires: datetime) -> None:
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(100),
        expires=expires, by=CLERK, at=at(0),
    )  # fmt: skip


def scan(mixer: Run, number: str, *, kg: int = 10) -> list[str]:
    """Consume at the machine, now; answers why not."""
    before = Event.objects.count()
    refused: list[Violation] = []
    with clock.set_to(at(2)):
        try:
            production.consume(
                number, run=mixer, quantity=Decimal(kg), uom="KGM", by=OPERATOR, live=True
            )
        except Refused as refusal:
            refused += refusal.violations
    stored = Event.objects.count() - before
    assert stored == (0 if refused else 1), "all or nothing"
    assert all(violation.next_step for violation in refused), "the person is told what to do"
    return [violation.code for violation in refused]


def test_a_good_lot_is_taken(mixer: Run) -> None:
    assert scan(mixer, "EL-77") == []


def test_more_than_there_is_cannot_be_taken(mixer: Run) -> None:
    assert scan(mixer, "EL-77", kg=101) == ["more_than_on_hand"]


def test_what_has_expired_cannot_be_taken(mixer: Run) -> None:
    receive("EL-OLD", expires=at(1))
    assert scan(mixer, "EL-OLD") == ["object_expired"]


def test_a_lot_with_two_faults_is_refused_for_both(mixer: Run) -> None:
    receive("EL-OLD", expires=at(1))
    holding.hold("EL-OLD", reason="smells", by=INSPECTOR, at=at(1))
    assert set(scan(mixer, "EL-OLD")) == {"object_held", "object_expired"}


def test_a_serial_number_is_used_once_for_ever(mixer: Run) -> None:
    def make() -> None:
        production.produce_serial(
            run=mixer, material="GT", number="GT-1",
            inputs=[Component(of="EL-77", quantity=Decimal(1), uom="KGM")], by=OPERATOR,
            at=at(2), live=True,
        )  # fmt: skip

    with clock.set_to(at(2)):
        make()
        with pytest.raises(Refused) as caught:
            make()
    assert [v.code for v in caught.value.violations] == ["duplicate_serial"]


def test_a_tyre_that_was_never_made_cannot_be_shipped() -> None:
    with pytest.raises(Refused) as caught:
        shipping.ship(unit("T205", "0999"), note="DN-1", to="NORTH", by=CLERK, live=True)
    assert [v.code for v in caught.value.violations] == ["object_not_on_record"]


def test_a_held_lot_does_not_leave_the_house(mixer: Run) -> None:
    holding.hold("EL-77", reason="smells", by=INSPECTOR, at=at(1))
    part = Amount(of="EL-77", quantity=Decimal(5), uom="KGM")
    with pytest.raises(Refused) as caught:
        shipping.ship(part, note="DN-1", to="NORTH", by=CLERK, live=True)
    assert "object_held" in [v.code for v in caught.value.violations]
