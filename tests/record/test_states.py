"""Where an object stands does not depend on the order in which the record heard of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import fields, replace
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
    unit,
    withdrawn,
)

from gozinto import record
from gozinto.plant import objects
from gozinto.record import rebuild
from gozinto.record.models import ObjectState, StatePoint
from gozinto.record.projections.states import State
from gozinto.standards.epcis.events import (
    Event,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
    TransactionEvent,
    TypedReference,
)
from gozinto.standards.epcis.gozinto import Context
from gozinto.standards.quantities import base_unit
from gozinto.standards.units import UNITS

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-00000000000{}".format


def state(number: str = "HB-1") -> ObjectState:
    """Where the object stands."""
    return ObjectState.objects.get(object=objects.resolve(number))


def only_state(events: Iterable[Event], of: str = "HB-1") -> ObjectState:
    """Where the object stands after these, in whatever order they come."""
    found = []
    for order in itertools.permutations(events):
        with transaction.atomic():
            for event in order:
                record.capture(event)
            found.append(state(of))
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


def commissioned(what: QuantityElement | str, hours: float, *, id: str = "") -> ObjectEvent:
    """A number comes into being: the event that EPCIS has for it."""
    is_lot = isinstance(what, QuantityElement)
    return ObjectEvent(
        event_id=id,
        event_time=at(hours),
        action="ADD",
        biz_step="commissioning",
        disposition="active",
        quantity_list=(what,) if is_lot else (),
        epc_list=() if is_lot else (what,),
    )


def returned(what: str, hours: float, *, id: str = "") -> ObjectEvent:
    """A unit came back."""
    return ObjectEvent(
        event_id=id,
        event_time=at(hours),
        action="OBSERVE",
        biz_step="receiving",
        disposition="returned",
        epc_list=(what,),
    )


def leaving(amount: int, hours: float, *, id: str) -> Event:
    """So much of the lot is shipped."""
    return replace(shipped([], hours, lots=[some(HB, amount)]), event_id=id)


def test_a_lot_shipped_in_part_stays_what_it_was() -> None:
    receipt = received(some(HB, 500), 0, id=ID(1))
    after = only_state([receipt, leaving(40, 1, id=ID(2))])
    assert (after.status, after.status_at, after.on_hand) == ("in_progress", at(0), 460)


def test_a_lot_shipped_to_the_last_kilogram_is_on_its_way() -> None:
    receipt = received(some(HB, 500), 0, id=ID(1))
    after = only_state([receipt, leaving(40, 1, id=ID(2)), leaving(460, 2, id=ID(3))])
    assert (after.status, after.status_at, after.on_hand) == ("in_transit", at(2), 0)


def test_a_lot_shipped_without_saying_how_much_is_shipped_whole() -> None:
    receipt = received(some(HB, 500), 0, id=ID(1))
    all_of_it = shipped([], 1, lots=[QuantityElement(epc_class=HB)])
    assert only_state([receipt, replace(all_of_it, event_id=ID(2))]).status == "in_transit"


def test_what_quality_says_after_a_lot_left_counts() -> None:
    receipt = received(some(HB, 500), 0, id=ID(1))
    checked = replace(inspected(HB, 3), event_id=ID(3))
    assert only_state([receipt, leaving(500, 2, id=ID(2)), checked]).status == "conformant"


def test_a_shipment_that_was_none_leaves_the_lot_where_it_was() -> None:
    receipt, wrong = received(some(HB, 500), 0, id=ID(1)), leaving(500, 1, id=ID(2))
    assert only_state([receipt, wrong, withdrawn(wrong, 5)]).status == "in_progress"


TYRE = unit("T205", "0444232322")


def test_a_unit_told_of_by_its_transformation_and_its_commissioning_is_one() -> None:
    made = transformed(1, run_id=run("J"), units_out=[TYRE], id=ID(1))
    after = only_state([made, commissioned(TYRE, 1, id=ID(2))], "0444232322")
    assert (after.on_hand, after.uom) == (1, "C62")


def test_a_unit_that_left_and_was_told_of_twice_is_not_here() -> None:
    made = transformed(1, run_id=run("J"), units_out=[TYRE], id=ID(1))
    left = replace(shipped([TYRE], 2), event_id=ID(3))
    assert only_state([made, commissioned(TYRE, 1, id=ID(2)), left], "0444232322").on_hand == 0


def test_a_unit_that_came_back_is_here_once() -> None:
    made = transformed(1, run_id=run("J"), units_out=[TYRE], id=ID(1))
    left = replace(shipped([TYRE], 2), event_id=ID(2))
    back = returned(TYRE, 3, id=ID(3))
    assert only_state([made, left, back], "0444232322").on_hand == 1


def test_a_unit_that_came_and_went_in_the_same_second_is_gone() -> None:
    made = transformed(1, run_id=run("J"), units_out=[TYRE], id=ID(2))
    left = replace(shipped([TYRE], 1), event_id=ID(1))
    assert only_state([made, left], "0444232322").on_hand == 0


def test_a_reworked_unit_goes_in_and_comes_out_of_one_event() -> None:
    made = transformed(1, run_id=run("J"), units_out=[TYRE], id=ID(1))
    again = transformed(2, run_id=run("R"), units_in=[TYRE], units_out=[TYRE], id=ID(2))
    assert only_state([made, again], "0444232322").on_hand == 1


def test_a_lot_told_of_by_its_transformation_and_its_commissioning_is_counted_once() -> None:
    made = transformed(1, run_id=run("J"), outputs=[some(HB, 500)], id=ID(1))
    used = transformed(2, run_id=run("K"), inputs=[some(HB, 30)], id=ID(3))
    assert only_state([made, commissioned(some(HB, 500), 1, id=ID(2)), used]).on_hand == 470


def test_a_lot_commissioned_batch_by_batch_is_the_sum_of_its_batches() -> None:
    batches = [commissioned(some(HB, 200), hour, id=ID(hour)) for hour in (1, 2)]
    made = transformed(3, run_id=run("J"), outputs=[some(HB, "390")], id=ID(3))
    assert only_state([*batches, made]).on_hand == 400


def test_a_state_has_every_column_of_its_row() -> None:
    named = {f.name for f in fields(State)}
    assert named == {f.attname for f in ObjectState._meta.concrete_fields}
    assert named | {"id", "at"} == {f.attname for f in StatePoint._meta.concrete_fields}


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
