"""Any record can be put right; who does it is told first what else it would contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import correcting, production, receiving, shipping
from gozinto.operations.production import Component
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.record import Captured, rebuild
from gozinto.record.models import Finding
from tests.workshop import CLERK, OPERATOR, at, reported_run


@pytest.fixture
def receipt() -> Captured:
    """Rubber came, was mixed, and the compound was sold."""
    came = receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-77", quantity=Decimal(100), by=CLERK,
        at=at(0),
    )  # fmt: skip
    mixer = reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.mix(
        run=mixer, inputs=[Component(of="EL-77", quantity=Decimal(90), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(90), by=OPERATOR, at=at(1),
    )  # fmt: skip
    shipping.ship("LC-1", note="DN-1", to="NORTH", by=CLERK, at=at(2))
    return came


def rules() -> set[str]:
    """The rules that events on record break."""
    return set(Finding.objects.values_list("rule", flat=True))


def test_the_receipt_was_smaller_and_what_that_means_is_known_beforehand(
    receipt: Captured,
) -> None:
    smaller = {"material": "HB", "supplier": "ELASTO", "supplier_lot": "EL-77", "quantity": "80"}
    before = rules()

    # Eighty kilograms cannot have become ninety: that is said first, and nothing has changed.
    seen = correcting.preview(
        receipt.event_id, by=CLERK, verb="receiving.receive", arguments=smaller
    )
    assert "more_than_on_hand" in {one.rule for one in seen.contradicts}
    assert rules() == before

    # It is true all the same, so it goes on record, and the finding stands.
    correcting.replace(
        receipt.event_id, verb="receiving.receive", arguments=smaller, reason="weighed again",
        by=CLERK, at=at(3),
    )  # fmt: skip
    assert "more_than_on_hand" in rules()
    found = trace.backward([objects.resolve("LC-1")])
    assert [s.supplier_lots for s in found.facts.suppliers] == [("EL-77",)]
    assert rebuild.check() == []


def test_taking_the_receipt_back_leaves_a_compound_of_nothing_known(receipt: Captured) -> None:
    seen = correcting.preview(receipt.event_id, by=CLERK)
    assert {one.object.rpartition("/")[2] for one in seen.contradicts} == {"EL-77"}
    correcting.withdraw(receipt.event_id, reason="never came", by=CLERK, at=at(3))
    found = trace.backward([objects.resolve("LC-1")])
    assert found.facts.suppliers == ()
    assert not found.complete


def test_what_heals_a_finding_is_told_too() -> None:
    mixer = reported_run(job="J-1", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))
    production.produce_lot(
        run=mixer, material="LC", number="LC-1", quantity=Decimal(9), by=OPERATOR, at=at(1)
    )
    nine = Amount(of="LC-1", quantity=Decimal(9), uom="KGM")
    shipping.ship(nine, note="DN-1", to="NORTH", by=CLERK, at=at(2))
    again = shipping.ship(nine, note="DN-2", to="NORTH", by=CLERK, at=at(3))

    # More left than there was: the same papers were sent twice, and taking one back heals that.
    assert "more_than_on_hand" in rules()
    seen = correcting.preview(again.event_id, by=CLERK)
    assert "more_than_on_hand" in {one.rule for one in seen.heals}
    assert seen.contradicts == ()

    correcting.withdraw(again.event_id, reason="sent twice", by=CLERK, at=at(4))
    assert "more_than_on_hand" not in rules()
    (shipment,) = trace.forward([objects.resolve("LC-1")]).facts.shipments
    assert shipment.note == "DN-1"
