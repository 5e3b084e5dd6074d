"""What must not happen to a lot or a unit, each as a story of a few events.

Every rule is tried in each way it can be met: a live request is refused, a report is found, a
fault that a later event reveals is found then, one that a correction heals is gone, and whoever
may lets it pass with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from tests import plants
from tests.plants import (
    at,
    held,
    inspected,
    lot,
    observed,
    received,
    run,
    shipped,
    some,
    transformed,
    unit,
    withdrawn,
)
from tests.record.rules.judged import QUALITY, findings

from gozinto import record
from gozinto.errors import Refused
from gozinto.plant.models import InspectionPlan, Material
from gozinto.record import clock, rebuild
from gozinto.record.models import Event, Finding
from gozinto.record.rules.table import RULES
from gozinto.standards.epcis.events import Event as Told
from gozinto.standards.epcis.events import ObjectEvent, PersistentDisposition, QuantityElement
from gozinto.standards.epcis.gozinto import Context, Override

ID = "urn:uuid:018f2f6a-0000-7000-8000-0000000000{:02d}".format
RM, U, LOT = lot("RM", "RM-1"), unit("FG", "U-1"), lot("FG", "L-1")


def called(number: int, event: Told, **words: Any) -> Told:
    """The event under an id of its own, and what it says beyond EPCIS."""
    extensions = {**event.extensions, **Context(**words).extensions()}
    return replace(event, event_id=ID(number), extensions=extensions)


CAME = called(1, received(some(RM, 100), 0))
USED = called(50, transformed(2, run_id=run("R"), inputs=[some(RM, 10)]))
MADE = called(2, transformed(0, run_id=run("J"), units_out=[U], lots={U: LOT}))
LEFT = called(51, shipped([U], 2))


def recalled(uri: str, hours: float) -> ObjectEvent:
    """A recall of a lot."""
    return ObjectEvent(
        event_time=at(hours), action="OBSERVE", biz_step="holding",
        quantity_list=(QuantityElement(epc_class=uri),),
        persistent_disposition=PersistentDisposition(set=("recalled",)),
    )  # fmt: skip


def checked(number: int, uri: str, hours: float, *, kind: str, result: str) -> Told:
    """An inspection and its result."""
    return called(number, inspected(uri, hours), inspection=kind, result=result)


@dataclass(frozen=True)
class Story:
    """`before`, as it should be; what `reveals` that the `fault` is one; what `heals` it."""

    rule: str
    name: str
    before: Sequence[Told]
    fault: Told
    reveals: Sequence[Told]
    heals: Sequence[Told]


def story(name: str, rule: str, before: Any, fault: Told, reveals: Any, heals: Any) -> Story:
    return Story(rule, name, before, fault, reveals, heals)


HOLD, RECALL = called(3, held(RM, 1)), called(3, recalled(RM, 1))
LOT_HOLD, LOT_RECALL = called(3, held(LOT, 1)), called(3, recalled(LOT, 1))
OLD = called(1, received(some(RM, 100), 0), expires=at(1))
BAD = checked(3, RM, 1, kind="in_process", result="rejected")
GOOD_IN = checked(3, RM, 1, kind="input", result="accepted")
GOOD_OUT = checked(3, U, 1, kind="final", result="accepted")
LOT_BAD = checked(3, LOT, 1, kind="final", result="rejected")
LEFT_FIRST = called(6, shipped([U], 1))
USED_FIRST = called(3, transformed(1, run_id=run("R"), inputs=[some(RM, 95)]))
MADE_FIRST = called(3, transformed(1, run_id=run("J"), units_out=[U]))
SEEN = called(50, inspected(RM, 2))
COUNTED = called(50, observed(2, lots=[some(RM, 100)], step="cycle_counting"))

STORIES = (
    story("a lot on hold", "object_held", [CAME], USED, [HOLD], [withdrawn(HOLD, 9)]),
    story("a unit of a lot on hold", "object_held", [MADE], LEFT, [LOT_HOLD],
          [called(4, held(LOT, 1.5, free=True))]),
    story("a unit freed by itself", "object_held", [MADE], LEFT, [LOT_HOLD],
          [called(4, replace(held(U, 1.5, free=True), quantity_list=(), epc_list=(U,)))]),
    story("a recalled lot", "object_recalled", [CAME], USED, [RECALL], [withdrawn(RECALL, 9)]),
    story("a unit of a recalled lot", "object_recalled", [MADE], LEFT, [LOT_RECALL],
          [withdrawn(LOT_RECALL, 9)]),
    story("an old lot", "object_expired", [], USED, [OLD],
          [withdrawn(OLD, 9), called(4, received(some(RM, 100), 0), expires=at(8))]),
    story("a rejected lot", "not_released", [CAME], USED, [BAD],
          [checked(4, RM, 1.5, kind="in_process", result="concession")]),
    story("a unit of a rejected lot", "not_released", [MADE, GOOD_OUT], LEFT,
          [replace(LOT_BAD, event_id=ID(5), event_time=at(1.2))],
          [checked(4, U, 1.5, kind="final", result="accepted")]),
    story("not inspected as it came", "not_released", [CAME, GOOD_IN], USED,
          [withdrawn(GOOD_IN, 9)], [checked(4, RM, 1.5, kind="input", result="accepted")]),
    story("not inspected as it left", "shipped_without_release", [MADE, GOOD_OUT], LEFT,
          [withdrawn(GOOD_OUT, 9)], [checked(4, LOT, 1.5, kind="final", result="accepted")]),
    story("never received", "object_not_on_record", [CAME], USED, [withdrawn(CAME, 9)],
          [called(4, received(some(RM, 100), 0))]),
    story("used too early", "consumed_before_received", [], USED,
          [called(3, received(some(RM, 100), 3))],
          [withdrawn(called(3, received(some(RM, 100), 3)), 9), CAME]),
    story("from nowhere", "orphan_object", [CAME], SEEN, [withdrawn(CAME, 9)],
          [called(4, received(some(RM, 100), 3))]),
    story("gone already", "already_shipped", [MADE, GOOD_OUT], LEFT, [LEFT_FIRST],
          [withdrawn(LEFT_FIRST, 9)]),
    story("more than there is", "more_than_on_hand", [CAME], USED, [USED_FIRST],
          [withdrawn(USED_FIRST, 9)]),
    story("made twice", "duplicate_serial", [], called(50, transformed(2, run_id=run("J"),
          units_out=[U])), [MADE_FIRST], [withdrawn(MADE_FIRST, 9)]),
    story("counted wrongly", "mass_balance", [CAME], COUNTED,
          [called(3, transformed(1, run_id=run("R"), inputs=[some(RM, 10)]))],
          [called(4, transformed(1.5, run_id=run("R"), outputs=[some(RM, 10)]))]),
)  # fmt: skip

NOT_LIVE = {"consumed_before_received"}
"""Whoever asks first is told that it is not on record."""
BLOCKED = [one for one in STORIES if RULES[one.rule].severity != "finding"]
OVERRIDABLE = [one for one in STORIES if RULES[one.rule].severity == "override"]


@pytest.fixture(autouse=True)
def _demands() -> None:
    """Raw material is inspected as it comes where a story says so, goods before they leave."""
    for code, kind in (("RM", "raw"), ("FG", "finished")):
        Material.objects.create(code=code, name=code, kind=kind, uom="KGM", tolerance_percent=5)


def demanded(one: Story) -> None:
    """The plans that the stories about inspections are held against."""
    for code, kind in (("RM", "input"), ("FG", "final")):
        if GOOD_IN in one.before or GOOD_OUT in one.before:
            material = Material.objects.get(code=code)
            InspectionPlan.objects.create(code=code, name=code, kind=kind, material=material)


def told(events: Sequence[Told]) -> None:
    for event in events:
        record.capture(event)


def found() -> list[tuple[str, str]]:
    """What is found; and a rebuild finds the same."""
    assert rebuild.check() == []
    return findings()


def name(one: Story) -> str:
    return f"{one.rule}: {one.name}"


@pytest.mark.parametrize("one", BLOCKED, ids=name)
def test_a_live_request_is_refused_for_it_and_for_nothing_else(one: Story) -> None:
    demanded(one)
    told([*one.before, *one.reveals])
    before = Event.objects.count()
    with clock.set_to(one.fault.event_time), pytest.raises(Refused) as caught:
        record.capture(one.fault, live=True)
    assert [violation.code for violation in caught.value.violations] == [one.rule]
    assert all(violation.next_step for violation in caught.value.violations)
    assert (Event.objects.count(), findings()) == (before, [])


@pytest.mark.parametrize("one", STORIES, ids=name)
def test_a_report_of_it_is_recorded_and_found(one: Story) -> None:
    demanded(one)
    told([*one.before, *one.reveals, one.fault])
    assert found() == [(one.rule, one.fault.event_id)]


@pytest.mark.parametrize("one", STORIES, ids=name)
def test_it_is_found_when_a_later_event_reveals_it_and_gone_when_one_heals_it(one: Story) -> None:
    demanded(one)
    told([*one.before, one.fault])
    if one.before:
        assert findings() == []
    told(one.reveals)
    assert found() == [(one.rule, one.fault.event_id)]
    told(one.heals)
    assert found() == []


@pytest.mark.parametrize("one", STORIES, ids=name)
def test_it_goes_with_the_event_that_is_taken_back(one: Story) -> None:
    demanded(one)
    told([*one.before, *one.reveals, one.fault, withdrawn(one.fault, 9)])
    assert one.rule not in {rule for rule, _ in found()}


@pytest.mark.parametrize("one", OVERRIDABLE, ids=name)
def test_quality_lets_it_pass_with_a_reason_that_stands(one: Story) -> None:
    demanded(one)
    told([*one.before, *one.reveals])
    let = Override(code=one.rule, reason="Tried and found good.", person=QUALITY, role="quality")
    words = Context(overrides=(let,)).extensions()
    passed = replace(one.fault, extensions={**one.fault.extensions, **words})
    with clock.set_to(one.fault.event_time):
        record.capture(passed, live=True)
    stands = Finding.objects.get()
    assert (stands.rule, stands.state) == (one.rule, "overridden")
    assert (stands.override_person, stands.override_reason) == (QUALITY, "Tried and found good.")
    assert rebuild.check() == []


@pytest.mark.parametrize("one", OVERRIDABLE, ids=name)
@pytest.mark.parametrize(("role", "reason"), [("operator", "Is good."), ("quality", " ")])
def test_nobody_else_does_nor_anybody_without_a_reason(one: Story, role: str, reason: str) -> None:
    demanded(one)
    told([*one.before, *one.reveals])
    let = Override(code=one.rule, reason=reason, person=QUALITY, role=role)
    words = Context(overrides=(let,)).extensions()
    passed = replace(one.fault, extensions={**one.fault.extensions, **words})
    with clock.set_to(one.fault.event_time), pytest.raises(Refused) as caught:
        record.capture(passed, live=True)
    codes = {violation.code for violation in caught.value.violations}
    assert codes == {one.rule, "override_not_allowed"}


@pytest.mark.parametrize("one", STORIES, ids=name)
def test_what_is_as_it_should_be_breaks_nothing(one: Story) -> None:
    demanded(one)
    told(one.before)
    if one.before:
        with clock.set_to(one.fault.event_time):
            record.capture(one.fault, live=True)
    assert findings() == []


def test_a_thing_taken_apart_is_used_once_however_many_pieces_tell_of_it() -> None:
    pieces = [unit("PC", f"P-{i}") for i in range(3)]
    told([MADE])
    told(
        [
            called(10 + i, transformed(1, job=run("C"), units_in=[U], units_out=[piece]))
            for i, piece in enumerate(pieces)
        ]
    )
    assert found() == []
    told([called(20, transformed(1.5, units_in=[U], units_out=[unit("PC", "P-9")]))])
    assert found() == [("more_than_on_hand", ID(20))]


def test_a_lot_that_its_units_make_is_no_orphan_and_its_pieces_are_its_stock() -> None:
    told([MADE, called(4, held(LOT, 0.5)), called(5, held(LOT, 0.6, free=True))])
    told([called(6, shipped([], 1, lots=[plants.some(LOT, 1, "C62")]))])
    assert found() == []


def test_a_request_that_comes_between_and_leaves_too_little_for_another_is_refused() -> None:
    told([CAME, called(10, transformed(3, run_id=run("R"), inputs=[some(RM, 95)]))])
    with clock.set_to(at(2)), pytest.raises(Refused) as caught:
        record.capture(USED, live=True)
    assert [violation.code for violation in caught.value.violations] == ["more_than_on_hand"]
    assert findings() == []


def test_a_hold_that_comes_late_is_put_on_record_and_finds_who_used_the_lot_since() -> None:
    told([CAME, USED])
    with clock.set_to(at(1)):
        record.capture(HOLD, live=True)
    assert found() == [("object_held", USED.event_id)]


def test_who_waited_for_another_is_told_after_it_unless_somebody_told_the_time() -> None:
    told([CAME, called(10, transformed(3, run_id=run("R"), inputs=[some(RM, 60)]))])
    waiting = called(11, transformed(2, run_id=run("R"), inputs=[some(RM, 10)]))
    with clock.set_to(at(4)):
        record.capture(waiting, live=True, is_time_ours=True)
        record.capture(waiting, live=True, is_time_ours=True)
        asked = replace(waiting, event_id=ID(12))
        record.capture(asked, live=True)
    times = dict(Event.objects.values_list("event_id", "event_time"))
    assert (times[ID(11)], times[ID(12)]) == (at(4), at(2))
    assert found() == [("clock_skew", ID(12))]


def test_a_clock_that_is_wrong_is_found_and_stops_nobody() -> None:
    with clock.set_to(at(0)):
        ahead = record.capture(called(7, received(some(RM, 1), 0.05)))
        record.capture(called(8, received(some(RM, 1), -5)))
        behind = record.capture(called(9, received(some(RM, 1), -5)), live=True)
    skewed = sorted([("clock_skew", ahead.event_id), ("clock_skew", behind.event_id)])
    assert found() == skewed
