"""Quality stops a lot and everything that it went into; nothing of it moves until it is freed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Refused
from gozinto.operations import holding, packing, production, receiving, shipping
from gozinto.operations.production import Component, Run
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import ObjectState
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, lot, reported_run

PALLET = "095212340000000013"


@pytest.fixture
def press() -> Run:
    """Two lots of rubber, a compound of each, two tyres of each compound, all on one pallet."""
    run = reported_run(job="J-9", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(3))
    made = []
    for number, tyres in (("GOOD", ("001", "002")), ("BAD", ("003", "004"))):
        receiving.receive(
            material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(100),
            by=CLERK, at=at(0),
        )  # fmt: skip
        mixer = reported_run(
            job=f"J-{number}", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1)
        )
        production.mix(
            run=mixer, inputs=[Component(of=number, quantity=Decimal(50), uom="KGM")],
            material="LC", number=f"LC-{number}", quantity=Decimal(50), by=OPERATOR, at=at(1),
        )  # fmt: skip
        for tyre in tyres:
            liner = Component(
                of=lot("LC", f"LC-{number}"), quantity=Decimal(2), uom="KGM", slot="liner"
            )
            production.produce_serial(
                run=run, material="T205", number=tyre, inputs=[liner], by=OPERATOR, at=at(3)
            )
            made.append(tyre)
    packing.pack(container=PALLET, contents=made, by=CLERK, at=at(4))
    return run


def refusals(error: Refused) -> set[tuple[str, str]]:
    """Which rules refused what."""
    return {(v.code, v.value.rpartition("/")[2]) for v in error.violations}


def test_everything_forward_is_stopped_at_once_and_freed_at_once(press: Run) -> None:
    holding.hold_forward("BAD", reason="t90 above its limit", by=INSPECTOR, at=at(5))

    # The pallet does not leave: two of its tyres are on hold, and they are named.
    with pytest.raises(Refused) as caught:
        shipping.ship(PALLET, note="DN-1", to="NORTH", by=CLERK, live=True)
    assert {("object_held", "003"), ("object_held", "004")} <= refusals(caught.value)

    # Nor is the compound used; a tyre that has nothing of the lot goes where it likes.
    with pytest.raises(Refused):
        production.consume(
            lot("LC", "LC-BAD"), run=press, quantity=Decimal(1), uom="KGM", by=OPERATOR, live=True
        )
    shipping.ship("001", note="DN-2", to="NORTH", by=CLERK, at=at(6))

    # Freed, they leave; and their trace shows the dealer, the lot, and why they were stopped.
    holding.release_forward("BAD", reason="second sample is good", by=INSPECTOR, at=at(7))
    shipping.ship(["003", "004"], note="DN-3", to="NORTH", by=CLERK, at=at(8))
    found = trace.forward([objects.resolve("BAD")])
    assert {uri.rpartition("/")[2] for s in found.facts.shipments for uri in s.objects} == {
        "003", "004",
    }  # fmt: skip
    told = [e.reason for e in trace.story(objects.resolve("003")) if e.reason]
    assert told == ["t90 above its limit", "second sample is good"]
    assert rebuild.check() == []


def test_a_pallet_is_stopped_with_all_that_is_on_it(press: Run) -> None:
    holding.hold(PALLET, reason="stood in the rain", by=INSPECTOR, at=at(5))
    with pytest.raises(Refused) as caught:
        shipping.ship("001", note="DN-1", to="NORTH", by=CLERK, live=True)
    assert ("object_held", "001") in refusals(caught.value)
    assert trace.forward([objects.resolve("GOOD")]).facts.shipments == ()


def test_what_quality_stopped_for_something_else_is_not_freed_with_it(press: Run) -> None:
    holding.hold("003", reason="dent", by=INSPECTOR, at=at(4.5))
    holding.hold_forward("BAD", reason="t90 above its limit", by=INSPECTOR, at=at(5))
    holding.release_forward("BAD", reason="second sample is good", by=INSPECTOR, at=at(7))
    states = ObjectState.objects.filter(object__number__in=("003", "004"))
    assert dict(states.values_list("object__number", "held")) == {"003": True, "004": False}
