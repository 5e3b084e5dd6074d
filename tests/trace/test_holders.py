"""What a pallet's receipts, controls and shipments say of a unit, and what they do not."""

from __future__ import annotations

import pytest
from tests import plants
from tests.plants import (
    at,
    inspected,
    lot,
    packed,
    pallet,
    partner,
    received,
    shipped,
    some,
    transformed,
    unit,
)

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.events import Event, ObjectEvent, PersistentDisposition, TypedReference

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
TYRE = unit("T", "1")


@pytest.fixture(autouse=True)
def _made(db: None) -> None:
    record.capture(received(some(HB, 500), 0))
    record.capture(transformed(2, inputs=[some(HB, 1)], units_out=[TYRE]))


def origin() -> trace.Trace:
    """Where the tyre came from."""
    return trace.backward([objects.resolve("1")])


def delivered(container: str, hours: float) -> Event:
    """A delivery of a logistic unit as a whole."""
    return ObjectEvent(
        event_time=at(hours),
        action="OBSERVE",
        biz_step="receiving",
        epc_list=(container,),
        source_list=(TypedReference(type="owning_party", value=partner("S9")),),
    )


def test_who_delivered_the_empty_pallet_did_not_deliver_the_tyre() -> None:
    record.capture(delivered(pallet(1), 0))
    record.capture(packed(pallet(1), [TYRE], 5))
    assert [s.uri for s in origin().facts.suppliers] == [partner("S1")]


def test_who_delivered_the_pallet_delivered_what_was_on_it() -> None:
    bought = unit("VALVE", "V-1")
    record.capture(packed(pallet(1), [bought], -2))
    record.capture(delivered(pallet(1), 0))
    record.capture(packed(pallet(1), [bought], 0.5, into=False))
    record.capture(transformed(3, units_in=[bought], units_out=[unit("T", "2")]))
    found = trace.backward([objects.resolve("2")])
    assert [(s.uri, s.supplier_lots) for s in found.facts.suppliers] == [(partner("S9"), ("V-1",))]
    assert found.gaps == ()


def test_a_control_of_a_pallet_counts_for_a_tyre_only_while_it_is_on_it() -> None:
    record.capture(inspected(pallet(1), 1, result="rejected"))
    record.capture(packed(pallet(1), [TYRE], 5))
    assert origin().facts.inspections == ()
    record.capture(inspected(pallet(1), 6, result="accepted"))
    assert [(f.object, f.result) for f in origin().facts.inspections] == [(TYRE, "accepted")]


def test_a_recall_after_shipping_shows_a_tyre_as_held() -> None:
    record.capture(shipped([TYRE], 3))
    record.capture(
        ObjectEvent(
            event_time=at(5),
            action="OBSERVE",
            biz_step="holding",
            epc_list=(TYRE,),
            persistent_disposition=PersistentDisposition(set=("recalled",)),
        )
    )
    found = trace.forward([objects.resolve("HB-1")])
    assert [n.status for n in found.nodes if n.number == "1"] == ["unavailable"]


def test_the_story_of_a_tyre_twice_in_one_box_tells_both_times() -> None:
    record.capture(packed(pallet(1), [TYRE], 3))
    record.capture(shipped([pallet(1)], 4, note="FIRST"))
    record.capture(packed(pallet(1), [], 5, into=False))
    record.capture(shipped([pallet(1)], 5.5, note="WITHOUT"))
    record.capture(packed(pallet(1), [TYRE], 6))
    record.capture(shipped([pallet(1)], 7, note="SECOND"))
    told = trace.story(objects.resolve("1"))
    assert [e.at for e in told if e.biz_step == "shipping"] == [at(4), at(7)]


def test_a_busy_box_does_not_crowd_out_the_story_of_a_tyre_that_left_it() -> None:
    record.capture(packed(pallet(1), [TYRE], 3))
    record.capture(packed(pallet(1), [TYRE], 4, into=False))
    for hour in range(10):
        record.capture(plants.shipped([pallet(1)], 5 + hour))
    told = trace.story(objects.resolve("1"), limit=10)
    assert [e.biz_step for e in told] == ["", "packing", "unpacking"]
