"""A long history is gone through from a point of its past on, and what is found is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from tests.plants import (
    at,
    held,
    inspected,
    lot,
    observed,
    received,
    run,
    some,
    transformed,
    unit,
    withdrawn,
)
from tests.record.rules.judged import findings

from gozinto import record
from gozinto.plant.models import Material
from gozinto.record import rebuild
from gozinto.record.models import ObjectState, StatePoint
from gozinto.record.projections import points, states
from gozinto.standards.epcis.events import Event

LOT = lot("IIR", "I-1")
ID = "urn:uuid:018f2f6a-0000-7000-8000-{:012d}".format


def used(hours: float, kilograms: int = 1) -> Event:
    return transformed(hours, run_id=run("R"), inputs=[some(LOT, kilograms)])


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the events that are gone through."""
    seen: list[str] = []
    really = states.advance

    def noted(state: states.State, said: states.Said) -> None:
        seen.append(said.event_id)
        really(state, said)

    monkeypatch.setattr(states, "advance", noted)
    return seen


def test_what_comes_late_costs_what_came_after_it(
    monkeypatch: pytest.MonkeyPatch, advanced: list[str]
) -> None:
    monkeypatch.setattr(points, "EVERY", 10)
    record.capture(received(some(LOT, 1000), 0))
    for number in range(100):
        record.capture(used(1 + number))
    record.capture(used(99.5))
    assert len(advanced) == 102  # nobody had gone through it before
    for hours, most in ((99.6, 14), (50.5, 65), (99.7, 14)):
        advanced.clear()
        record.capture(used(hours))
        assert 0 < len(advanced) <= most
    assert findings() == []
    assert rebuild.check() == []


def test_the_faults_of_before_the_point_stay_and_those_after_it_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(points, "EVERY", 5)
    record.capture(received(some(LOT, 1000), 0))
    record.capture(replace(held(LOT, 1), event_id=ID(1)))
    early = record.capture(used(2))
    record.capture(replace(held(LOT, 3, free=True), event_id=ID(2)))
    for number in range(30):
        record.capture(used(4 + number))
    record.capture(used(30.5))
    assert StatePoint.objects.count() >= 5
    expected = [("object_held", early.event_id)]
    assert findings() == expected
    late = record.capture(used(31.5, 2000))
    assert ("more_than_on_hand", late.event_id) in findings()
    assert expected[0] in findings()
    record.capture(withdrawn(replace(used(31.5, 2000), event_id=late.event_id), 40))
    assert findings() == expected
    record.capture(withdrawn(replace(held(LOT, 1), event_id=ID(1)), 40))
    assert findings() == []
    assert rebuild.check() == []


def test_a_lot_that_turns_out_to_have_units_is_gone_through_from_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(points, "EVERY", 3)
    record.capture(received(some(LOT, 1000), 0))
    for number in range(20):
        record.capture(used(1 + number))
    record.capture(used(15.5))
    assert StatePoint.objects.exists()
    one = unit("IIR", "U-1")
    record.capture(transformed(30, run_id=run("J"), units_out=[one], lots={one: LOT}))
    assert StatePoint.objects.exists()
    assert not StatePoint.objects.exclude(standing__origins__contains="units").exists()
    standing = ObjectState.objects.get(object__uri=LOT).standing
    assert standing["origins"] == ["received", "units"]
    assert rebuild.check() == []


def story(chance: Random) -> list[Event]:
    """What happened to a lot: used, held, freed, inspected, counted, received in parts."""
    comes = chance.choice((0, 20))
    found: list[Event] = []
    for number in range(40):
        hours = chance.randrange(30)
        what = chance.choice(
            [
                used(hours, chance.choice((1, 5, 40))),
                used(hours, 3),
                received(some(LOT, chance.choice((20, 60))), max(hours, comes)),
                held(LOT, hours, free=chance.random() < 0.5),
                inspected(LOT, hours),
                observed(hours, lots=[some(LOT, 30)], step="cycle_counting"),
            ]
        )
        moved = what.event_time + timedelta(seconds=chance.choice((0, 1, 2)))
        found.append(replace(what, event_time=moved, event_id=ID(number)))
    return found


@pytest.mark.parametrize("seed", range(16))
def test_stories_told_late_and_partly_taken_back_are_found_the_same_from_any_point(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    Material.objects.filter(code="IIR").update(tolerance_percent=2)
    chance = Random(seed)
    monkeypatch.setattr(points, "EVERY", chance.choice((1, 2, 5)))
    events = story(chance)
    told = [received(some(LOT, 100), chance.choice((0, 20)), id=ID(99)), *events]
    told += [withdrawn(event, 50) for event in chance.sample(events, 8)]
    chance.shuffle(told)
    if chance.random() < 0.5:  # that it came is told last of all
        told.sort(key=lambda event: event.biz_step == "receiving")
    while told:
        several = chance.randrange(1, 7)
        record.capture_all(told[:several])
        del told[:several]
    assert StatePoint.objects.exists()
    assert findings() != []
    # Without any point, as the oracle.
    monkeypatch.setattr(points, "EVERY", 10**9)
    assert rebuild.check() == []


def test_a_rebuild_begins_without_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "EVERY", 2)
    record.capture(received(some(LOT, 1000), 0))
    for number in range(10):
        record.capture(used(1 + number))
    record.capture(used(5.5))
    assert StatePoint.objects.exists()
    monkeypatch.setattr(points, "EVERY", 10**9)
    rebuild.rebuild()
    assert not StatePoint.objects.exists()
    assert at(0) < ObjectState.objects.get(object__uri=LOT).last_at
