"""Where a unit is: on its shelf, where its pallet is, on its way, or back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.plants import (
    DOMAIN,
    at,
    held,
    lot,
    packed,
    pallet,
    received,
    shipped,
    some,
    transformed,
    unit,
)

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.events import (
    AggregationEvent,
    Event,
    ObjectEvent,
    Place,
    QuantityElement,
)
from gozinto.trace.facts import places

pytestmark = pytest.mark.django_db

TYRE, OTHER = unit("T", "1"), unit("T", "2")
SHELF, GATE, RETURNS = (f"{DOMAIN}/loc/{code}" for code in ("FG-STORE", "GATE", "RETURNS"))
D1, D2 = f"{DOMAIN}/partner/D1", f"{DOMAIN}/partner/D2"


def put(uri: str, hours: float, place: str = "", *, step: str = "storing", id: str = "") -> Event:
    """Something was put somewhere, or received there."""
    is_lot = "/class/" in uri
    return ObjectEvent(
        event_id=id,
        event_time=at(hours),
        action="OBSERVE",
        biz_step=step,
        disposition="returned" if step == "receiving" else "in_progress",
        epc_list=() if is_lot else (uri,),
        quantity_list=(QuantityElement(epc_class=uri),) if is_lot else (),
        biz_location=Place(id=place) if place else None,
    )


def capture(*events: Event) -> None:
    """All of them, one by one."""
    for event in events:
        record.capture(event)


def where(uri: str, *, as_of: datetime | None = None) -> str:
    """Where a trace says that it is; "→" and the company while it is on its way."""
    answer = trace.forward([objects.resolve(uri)], as_of=as_of)
    node = answer.nodes[0]
    if as_of is None:
        told = trace.life(objects.resolve(uri)).place
        assert told is not None
        assert (told.location or None, told.destination or None) == (
            node.location,
            node.destination,
        )
    assert not {"location", "destination"} & trace.as_json(answer)["nodes"][0].keys()
    return node.location or (f"→{node.destination}" if node.destination else "")


def test_a_tyre_from_its_shelf_over_its_pallet_to_a_dealer_and_back() -> None:
    capture(
        transformed(0, inputs=[some(lot("HB", "HB-1"), 1)], units_out=[TYRE, OTHER]),
        put(TYRE, 1, SHELF),
        packed(pallet(1), [TYRE, OTHER], 2),
        put(pallet(1), 3, GATE),
        shipped([pallet(1)], 4),
        put(TYRE, 5, RETURNS, step="receiving"),
    )
    assert [where(TYRE, as_of=at(hours)) for hours in (0.5, 1, 2, 3, 4)] == [
        "",
        SHELF,
        SHELF,
        GATE,
        "→" + D1,
    ]
    assert where(TYRE) == RETURNS
    assert where(OTHER) == where(pallet(1)) == "→" + D1


def test_what_came_back_alone_does_not_follow_its_pallet_though_nobody_unpacked_it() -> None:
    capture(
        packed(pallet(1), [TYRE], 1),
        shipped([pallet(1)], 2),
        put(TYRE, 3, step="receiving"),
        put(pallet(1), 4, GATE),
    )
    assert where(TYRE, as_of=at(3)) == ""
    assert where(TYRE) == ""


def test_a_pallet_that_came_back_with_its_tyre_still_takes_it_along() -> None:
    back = replace(put(TYRE, 3, RETURNS, step="receiving"), epc_list=(pallet(1), TYRE))
    capture(packed(pallet(1), [TYRE], 1), shipped([pallet(1)], 2), back, put(pallet(1), 4, SHELF))
    assert where(TYRE) == SHELF


def test_a_box_has_a_place_before_something_is_packed_into_it() -> None:
    capture(
        put(TYRE, 1, SHELF),
        put(pallet(1), 0, GATE),
        packed(pallet(1), [TYRE], 2),
        packed(pallet(1), [TYRE], 3, into=False),
        put(pallet(1), 4, RETURNS),
    )
    assert where(TYRE, as_of=at(1)) == SHELF
    # Taken out, it stays where the box was then.
    assert where(TYRE) == GATE


def test_a_box_on_a_pallet_goes_where_the_pallet_goes() -> None:
    capture(
        packed(pallet(1), [TYRE], 1),
        put(pallet(2), 0, GATE),
        put(pallet(1), 2, SHELF),
        packed(pallet(2), [pallet(1)], 3),
        shipped([pallet(2)], 4, to="D2"),
    )
    assert where(TYRE, as_of=at(2)) == SHELF
    assert where(TYRE, as_of=at(3)) == GATE
    assert where(TYRE) == "→" + D2


def test_boxes_packed_into_each_other_are_answered_all_the_same() -> None:
    capture(
        packed(pallet(1), [TYRE, pallet(2)], 1),
        packed(pallet(2), [pallet(1)], 2),
        put(pallet(2), 3, GATE),
    )
    assert where(TYRE) == GATE


def test_a_box_ten_boxes_deep_is_not_lost() -> None:
    capture(
        transformed(0, inputs=[some(lot("HB", "HB-1"), 1)], units_out=[TYRE]),
        packed(pallet(0), [TYRE], 1),
        *(packed(pallet(n), [pallet(n - 1)], 1 + n) for n in range(1, 12)),
        shipped([pallet(11)], 20),
    )
    assert where(TYRE) == "→" + D1
    (shipment,) = trace.forward([objects.resolve(TYRE)]).facts.shipments
    assert shipment.container == objects.resolve(pallet(11)).number
    # and from the outermost one its content is found
    assert objects.resolve("HB-1").uri in {
        node.uri for node in trace.backward([objects.resolve(pallet(11))]).nodes
    }


def test_a_lot_that_leaves_in_parts_is_where_the_rest_of_it_is() -> None:
    rubber = lot("HB", "HB-1")
    some_of_it = AggregationEvent(
        event_time=at(2),
        action="ADD",
        biz_step="packing",
        parent_id=pallet(1),
        child_quantity_list=(some(rubber, 5),),
    )
    capture(
        put(rubber, 1, SHELF),
        some_of_it,
        shipped([pallet(1)], 3),
        shipped([], 4, lots=[some(rubber, 5)]),
    )
    assert where(rubber) == SHELF


def test_a_shipment_to_nobody_is_on_its_way_all_the_same() -> None:
    event = shipped([TYRE], 2)
    assert isinstance(event, ObjectEvent)
    capture(put(TYRE, 1, SHELF), replace(event, destination_list=()))
    assert where(TYRE) == ""
    assert trace.life(objects.resolve(TYRE)).place == places.Place(is_on_its_way=True)


def test_of_one_instant_now_and_as_of_now_say_the_same() -> None:
    """The event id decides, and not which came first, nor the database's language."""
    for first, second in (("a", "B"), ("B", "a")):
        what = unit("T", f"tie-{first}")
        for name in (first, second):
            said = put(what, 1, f"{SHELF}-{name}", id=f"urn:x:{what[-5:]}:{name}")
            assert isinstance(said, ObjectEvent)
            record.capture(replace(said, disposition="active" if name == "a" else "inactive"))
        asked = objects.resolve(what)
        now, then = (trace.forward([asked], as_of=time).nodes[0] for time in (None, at(9)))
        assert (now.status, now.location) == ("active", f"{SHELF}-a")
        assert (then.status, then.location) == (now.status, now.location)


def test_of_a_hold_and_a_release_at_one_instant_the_same_counts_always() -> None:
    rubber = lot("HB", "HB-1")
    capture(
        replace(held(rubber, 1), event_id="urn:x:Z"),
        replace(held(rubber, 1, free=True), event_id="urn:x:b"),
        replace(held(lot("HB", "HB-2"), 1), event_id="urn:x:c"),
        replace(held(lot("HB", "HB-2"), 1, free=True), event_id="urn:x:D"),
    )
    for number, status in (("HB-1", None), ("HB-2", "unavailable")):
        asked = [objects.resolve(number)]
        assert trace.forward(asked).nodes[0].status == status
        assert trace.forward(asked, as_of=at(9)).nodes[0].status == status


def test_the_number_of_queries_does_not_grow_with_the_units_on_a_pallet() -> None:
    rubber = lot("HB", "HB-1")
    counts = []
    for load in range(2):
        units = [unit("T", f"{load}-{n}") for n in range(1 + 30 * load)]
        with record.bulk():
            capture(
                *(transformed(0, inputs=[some(rubber, 1)], units_out=[one]) for one in units),
                packed(pallet(load), units, 1),
                shipped([pallet(load)], 2),
            )
        with CaptureQueriesContext(connection) as queries:
            answer = trace.forward([objects.resolve("HB-1")])
        counts.append(len(queries))
        assert {n.destination for n in answer.nodes if n.kind == "serial"} == {D1}
    assert counts[0] == counts[1]


def test_a_lot_that_left_in_part_is_still_here_and_wholly_gone_is_gone() -> None:
    compound = lot("HB", "HB-9")
    record.capture(received(some(compound, 500), 0))
    record.capture(shipped([], 2, lots=[some(compound, 40)]))

    def status(**moment: datetime) -> str | None:
        answer = trace.forward([objects.resolve("HB-9")], **moment)
        return next(node.status for node in answer.nodes if node.uri == compound)

    assert status() == status(as_of=at(3)) == "in_progress"
    record.capture(shipped([], 4, lots=[some(compound, 460)]))
    assert (status(), status(as_of=at(3)), status(as_of=at(5))) == (
        "in_transit",
        "in_progress",
        "in_transit",
    )
