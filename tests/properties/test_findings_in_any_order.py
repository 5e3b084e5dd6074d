"""What the rules find does not depend on the order in which the record heard of it.

Random stories of two lots and two units are told late, shuffled, in batches, and partly taken
back; the findings and standings must be those of telling what stands, in order, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto import record
from gozinto.plant.models import InspectionPlan, Material
from gozinto.record import rebuild
from gozinto.record.models import Finding, ObjectState
from gozinto.standards.epcis.events import (
    AggregationEvent,
    Event,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
)
from gozinto.standards.epcis.gozinto import Context
from tests import plants

RAW, MADE = plants.lot("RM", "L1"), plants.lot("FG", "L2")
UNITS = [plants.unit("FG", f"U{i}") for i in range(2)]
THINGS = [RAW, MADE, *UNITS]


def seen(thing: str, hours: float, **fields: Any) -> ObjectEvent:
    """An observation of a lot (five of it) or of a unit."""
    is_lot = "/class/" in thing
    amount = () if fields.pop("is_bare", False) else (plants.some(thing, 5, "C62"),)
    bare = (QuantityElement(epc_class=thing),)
    return ObjectEvent(
        event_time=plants.at(hours),
        action="OBSERVE",
        epc_list=() if is_lot else (thing,),
        quantity_list=(amount or bare) if is_lot else (),
        **fields,
    )


def disposed(thing: str, hours: float, word: str, *, is_set: bool) -> ObjectEvent:
    """A hold or a recall, or the end of one."""
    words = (word,)
    said = PersistentDisposition(set=words) if is_set else PersistentDisposition(unset=words)
    return seen(thing, hours, is_bare=True, biz_step="holding", persistent_disposition=said)


@st.composite
def happenings(draw: st.DrawFn) -> Event:
    thing, hours = draw(st.sampled_from(THINGS)), draw(st.integers(0, 8))
    what = draw(st.sampled_from(sorted(_WAYS)))
    return _WAYS[what](draw, thing, hours)


def received(draw: st.DrawFn, thing: str, hours: int) -> Event:
    expires = plants.at(draw(st.integers(0, 8))) if draw(st.booleans()) else None
    words = Context(expires=expires).extensions()
    return seen(thing, hours, biz_step="receiving", extensions=words)


def inspected(draw: st.DrawFn, thing: str, hours: int) -> Event:
    words = Context(
        inspection=draw(st.sampled_from(["input", "final"])),
        result=draw(st.sampled_from(["accepted", "rejected", "concession"])),
    ).extensions()
    return seen(thing, hours, is_bare=True, biz_step="inspecting", extensions=words)


def worked(draw: st.DrawFn, thing: str, hours: int) -> Event:
    """Something goes in, or comes out, or both: then it is reworked."""
    way = draw(st.sampled_from(["in", "out", "both"]))
    is_lot = "/class/" in thing
    some, units = ([plants.some(thing, 3, "C62")], []) if is_lot else ([], [thing])
    lots = {thing: MADE} if not is_lot and way != "in" and draw(st.booleans()) else None
    return plants.transformed(
        hours,
        run_id=plants.run("R"),
        inputs=some if way != "out" else (),
        units_in=units if way != "out" else (),
        outputs=some if way != "in" else (),
        units_out=units if way != "in" else (),
        lots=lots,
    )


def packed(draw: st.DrawFn, thing: str, hours: int) -> Event:
    return AggregationEvent(
        event_time=plants.at(hours), action="ADD", parent_id=plants.pallet(1),
        child_epcs=(UNITS[0],),
    )  # fmt: skip


_WAYS: Any = {
    "received": received,
    "inspected": inspected,
    "worked": worked,
    "packed": packed,
    "held": lambda draw, thing, hours: disposed(
        thing, hours, draw(st.sampled_from(["unavailable", "recalled"])), is_set=True
    ),
    "freed": lambda draw, thing, hours: disposed(
        thing, hours, draw(st.sampled_from(["unavailable", "recalled"])), is_set=False
    ),
    "shipped": lambda draw, thing, hours: seen(thing, hours, biz_step="shipping"),
    "counted": lambda draw, thing, hours: seen(thing, hours, biz_step="cycle_counting"),
    "commissioned": lambda draw, thing, hours: replace(
        seen(thing, hours, biz_step="commissioning"), action="ADD"
    ),
}


def named(events: Sequence[Event]) -> list[Event]:
    """Each event with an id of its own, at a time of its own or at one it shares."""
    return [
        replace(event, event_id=f"urn:uuid:018f2f6a-0000-7000-8000-{number:012d}")
        for number, event in enumerate(events)
    ]


def told() -> tuple[set[Any], dict[str, Any]]:
    """The findings, and where everything stands."""
    findings = Finding.objects.values_list(
        "scope", "subject", "rule", "event__event_id", "object__uri", "message", "state"
    )
    states = ObjectState.objects.exclude(first_at=None).values_list("object__uri", "standing")
    assert findings.count() == len(set(findings))
    return set(findings), dict(states)


def demand() -> None:
    """Raw material is inspected as it comes in, goods before they leave; counts are exact."""
    for code, kind in (("RM", "input"), ("FG", "final")):
        material = Material.objects.create(
            code=code, name=code, kind="raw", uom="C62", tolerance_percent=10
        )
        InspectionPlan.objects.create(code=code, name=code, kind=kind, material=material)


at_length = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@pytest.mark.usefixtures("committed_db")
@settings(max_examples=30, **at_length)
@given(st.data())
def test_late_shuffled_and_corrected_tellings_find_what_an_orderly_one_finds(
    data: st.DataObject,
) -> None:
    check(data)


@pytest.mark.long
@pytest.mark.usefixtures("committed_db")
@settings(max_examples=1_000, **at_length)
@given(st.data())
def test_late_shuffled_and_corrected_tellings_find_what_an_orderly_one_finds_at_length(
    data: st.DataObject,
) -> None:
    check(data)


def check(data: st.DataObject) -> None:
    """The same events told in order, and in any order with what is taken back, find the same."""
    events = named(data.draw(st.lists(happenings(), min_size=2, max_size=9)))
    wrong = data.draw(st.sets(st.sampled_from(range(len(events))), max_size=2))
    taken_back = [plants.withdrawn(events[number], 9) for number in sorted(wrong)]
    arrival = data.draw(st.permutations([*events, *taken_back]))
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    with transaction.atomic():
        demand()
        orderly = [event for number, event in enumerate(events) if number not in wrong]
        for event in sorted(orderly, key=lambda event: event.event_time):
            record.capture(event)
        expected = told()
        transaction.set_rollback(True)
    with transaction.atomic():
        demand()
        waiting = list(arrival)
        while waiting:
            size = sizes[len(waiting) % len(sizes)]
            record.capture_all(waiting[:size])
            waiting = waiting[size:]
        found = told()
        differences = rebuild.check()
        transaction.set_rollback(True)
    assert found[0] == expected[0]
    assert {uri: found[1].get(uri) for uri in expected[1]} == expected[1]
    assert differences == []
