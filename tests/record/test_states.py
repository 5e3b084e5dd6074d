"""Where an object stands does not depend on the order in which the record heard of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from tests.plants import (
    DOMAIN,
    at,
    held,
    inspected,
    lot,
    received,
    run,
    shipped,
    some,
    transformed,
    withdrawn,
)

from gozinto import record
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import ObjectState
from gozinto.record.projections.states import base_unit
from gozinto.standards.epcis.events import (
    Event,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
    TransactionEvent,
    TypedReference,
)
from gozinto.standards.epcis.gozinto import Context
from gozinto.standards.units import UNITS

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-00000000000{}".format


def state() -> ObjectState:
    """Where the lot stands."""
    return ObjectState.objects.get(object=objects.resolve("HB-1"))


def only_state(events: Iterable[Event]) -> ObjectState:
    """Where the lot stands after these, in whatever order they come."""
    found = []
    for order in itertools.permutations(events):
        with transaction.atomic():
            for event in order:
                record.capture(event)
            found.append(state())
            assert rebuild.check() == []
            transaction.set_rollback(True)
    facts = [{k: v for k, v in vars(s).items() if k not in ("_state", "object_id")} for s in found]
    assert all(one == facts[0] for one in facts)
    return found[0]


def saying(hours: float, *, set: tuple[str, ...] = (), unset: tuple[str, ...] = ()) -> ObjectEvent:
    """An event that sets and unsets words that stay."""
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="inspecting",
        disposition="in_transit",
        quantity_list=(QuantityElement(epc_class=HB),),
        persistent_disposition=PersistentDisposition(set=set, unset=unset),
    )


def lasting(event: Event, until: float) -> Event:
    """The event, with a date until which the lot may be used."""
    words = {**event.extensions, **Context(expires=at(until)).extensions()}
    return replace(event, extensions=words)


def test_stock_told_in_two_dimensions_is_counted_in_that_of_the_earliest() -> None:
    after = only_state(
        [
            received(some(HB, 500), 0, id=ID(1)),
            transformed(1, run_id=run("J"), inputs=[some(HB, 3, "")], id=ID(2)),
            received(some(HB, 5000, "GRM"), 2, id=ID(3)),
        ]
    )
    assert (after.on_hand, after.uom) == (Decimal(505), "KGM")


def test_the_dimension_follows_a_correction_of_the_earliest() -> None:
    wrong = received(some(HB, 500, "MTR"), 0, id=ID(1))
    after = only_state([wrong, received(some(HB, 30), 1, id=ID(2)), withdrawn(wrong, 5)])
    assert (after.on_hand, after.uom) == (Decimal(30), "KGM")


def test_a_hold_and_its_release_at_the_same_time_end_the_same_in_any_order() -> None:
    hold = replace(held(HB, 1), event_id=ID(1))
    free = replace(held(HB, 1, free=True), event_id=ID(2))
    assert not only_state([hold, free]).held


def test_a_life_that_quality_extends_is_longer() -> None:
    receipt = lasting(received(some(HB, 500), 0, id=ID(1)), 10)
    extended = replace(inspected(HB, 5, expires=at(1000)), event_id=ID(2))
    assert only_state([receipt, extended]).expires_at == at(1000)


def test_only_the_release_of_a_hold_releases_it() -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(held(HB, 1))
    record.capture(saying(2, unset=("completeness_inferred",)))
    assert state().held
    record.capture(saying(3, unset=("unavailable",)))
    assert not state().held


def test_a_word_that_holds_nothing_leaves_the_disposition_to_be_told() -> None:
    record.capture(saying(2, set=("completeness_verified",)))
    assert (state().held, state().status) == (False, "in_transit")


def test_a_shipment_that_is_also_tied_to_its_invoice_leaves_once() -> None:
    record.capture(received(some(HB, 100), 0))
    record.capture(shipped([], 1, lots=[some(HB, 10)]))
    record.capture(
        TransactionEvent(
            event_time=at(1),
            action="ADD",
            biz_step="shipping",
            quantity_list=(some(HB, 10),),
            biz_transaction_list=(TypedReference(type="inv", value=f"{DOMAIN}/bt/1"),),
        )
    )
    assert state().on_hand == 90


@pytest.mark.parametrize("uom", sorted(UNITS))
def test_stock_can_be_counted_in_every_unit(uom: str) -> None:
    base = base_unit(uom)
    assert UNITS[base].dimension == UNITS[uom].dimension
    assert base_unit(base) == base


def test_large_amounts_are_summed_to_the_last_digit() -> None:
    most = Decimal("999999999999999999.000000001")
    for hour in range(50):
        record.capture(received(some(HB, str(most)), hour))
    assert state().on_hand == most * 50
