"""Random plants, told to the record late, doubled and shuffled, against every path by hand.

The oracle shares no code with the product: it walks each path of the plan one by one and asks of
each step only what the design says of time, slots, mounts and corrections.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gozinto import record, trace
from gozinto.plant.models import TraceableObject
from gozinto.record import rebuild
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Slot
from tests import plants

OBJECTS = [
    *(plants.lot("M", f"L{i}") for i in range(3)),
    *(plants.unit("M", f"U{i}") for i in range(3)),
]
RUNS = [plants.run(f"R{i}") for i in range(2)]
TOOLS = [OBJECTS[2], OBJECTS[5]]
SLOTS = ["", "a", "a"]
PLACES = ["", "L", "R", "L"]
HOURS = st.integers(0, 6)


@dataclass(frozen=True)
class Happening:
    """One thing that happened: a transformation, a mount (`on`), an unmount, or a clearing."""

    hour: int
    run: str = ""
    job: str = ""
    flow: str = ""
    ins: tuple[tuple[str, str], ...] = ()
    outs: tuple[tuple[str, str], ...] = ()
    equipment: str = ""
    place: str = ""
    mount: str = ""
    slot: str = ""
    on: bool = True
    clears: bool = False
    wrong: bool = False

    @property
    def is_of_mounts(self) -> bool:
        """Whether it changes what is mounted, and no material."""
        return self.clears or bool(self.mount)


@st.composite
def mount_stories(draw: st.DrawFn, things: list[str] = OBJECTS) -> Happening:
    kind = draw(st.sampled_from(["on", "on", "on", "off", "off", "clear"]))
    return Happening(
        hour=draw(HOURS),
        equipment=draw(st.sampled_from(["E1", "E1", "E2"])),
        place=draw(st.sampled_from(PLACES)),
        mount="" if kind == "clear" else draw(st.sampled_from(things)),
        slot=draw(st.sampled_from(SLOTS)),
        on=kind == "on",
        clears=kind == "clear",
        wrong=draw(st.integers(0, 7)) == 0,
    )


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    if draw(st.integers(0, 3)) == 0:
        return draw(mount_stories())
    hour, equipment = draw(HOURS), draw(st.sampled_from(["E1", "E1", "E2"]))
    place = draw(st.sampled_from(PLACES))
    wrong = draw(st.integers(0, 7)) == 0
    named = st.lists(st.sampled_from(OBJECTS), min_size=1, max_size=2, unique=True)
    sides = draw(st.sampled_from(["in", "out", "both", "both"]))
    ins = [] if sides == "out" else [(o, draw(st.sampled_from(SLOTS))) for o in draw(named)]
    lots = st.sampled_from(["", *OBJECTS[:2]])
    taken = {o for o, _ in ins}
    made = [] if sides == "in" else draw(named)
    outs = [(o, draw(lots) if "/obj/" in o else "") for o in made if o not in taken]
    if not ins and not outs:
        ins = [(OBJECTS[0], "")]
    shared = not (ins and outs) or draw(st.booleans())
    return Happening(
        hour=hour,
        run=draw(st.sampled_from(RUNS)) if shared else "",
        job="" if shared else draw(st.sampled_from(["", *RUNS, *RUNS])),
        flow=draw(st.sampled_from(["", "batch", "continuous"])),
        ins=tuple(ins),
        outs=tuple(outs),
        equipment=equipment,
        place=place,
        wrong=wrong,
    )


def event_of(index: int, h: Happening) -> Event:
    """The EPCIS event that tells of a happening."""
    name = f"urn:uuid:018f2f6a-0000-7000-8000-{index:012d}"
    where = {"equipment": h.equipment, "slot": h.slot, "position": h.place}
    if h.clears:
        return replace(plants.cleared(h.hour, **where), event_id=name)
    if h.mount:
        return replace(plants.mounted(h.mount, h.hour, on=h.on, **where), event_id=name)

    def lots(pairs: tuple[tuple[str, str], ...]) -> list[plants.QuantityElement]:
        return [plants.some(o, 1) for o, _ in pairs if "/class/" in o]

    def units(pairs: tuple[tuple[str, str], ...]) -> list[str]:
        return [o for o, _ in pairs if "/obj/" in o]

    return plants.transformed(
        h.hour,
        run_id=h.run,
        inputs=lots(h.ins),
        outputs=lots(h.outs),
        units_in=units(h.ins),
        units_out=units(h.outs),
        slots={o: Slot(name=s) for o, s in h.ins if s},
        lots={o: lot for o, lot in h.outs if lot},
        id=name,
        job=h.job,
        flow=h.flow,
        equipment=h.equipment,
        position=h.place,
    )


@dataclass(frozen=True)
class Way:
    """A way through a run: from an object at some hour to what came out at another."""

    source: str
    opens: int
    closes: float
    target: str
    at: int
    continuous: bool


Out = tuple[str, int, str, frozenset[str], Happening, bool]


def inherited(
    told: list[tuple[str, Happening]], outs: list[Out], ins: list[tuple[str, int, str, str]]
) -> Iterator[Out]:
    """A unit of a lot came out of every run that put out the lot by quantity, bar reworks."""
    begun: dict[str, int] = {}
    for own, h in told:
        for run in {h.run or own, h.job} - {""} if not h.mount else ():
            begun[run] = min(begun.get(run, h.hour), h.hour)
    left = {(run, target) for run, _, target, _, _, _ in outs}
    taken = {(run, o) for run, _, o, _ in ins}
    for _, unit_of in told:
        filled = frozenset(s for _, s in unit_of.ins if s and not unit_of.run)
        for unit, lot in unit_of.outs:
            for run, at, target, replaced, h, mountable in outs:
                told_by_quantity = any(o == lot for o, _ in h.outs)
                if not lot or target != lot or not told_by_quantity:
                    continue
                if (run, unit) in left or (run, lot) in taken or begun[run] > unit_of.hour:
                    continue
                yield run, min(at, unit_of.hour), unit, filled | replaced, h, mountable


def ways(plan: list[Happening]) -> Iterator[Way]:
    """Every single way through every run of the plan."""
    told = [(f"e{i}", h) for i, h in enumerate(plan) if not h.wrong]
    flows: dict[str, set[str]] = {}
    ins: list[tuple[str, int, str, str]] = []
    outs: list[Out] = []
    for own, h in told:
        if h.is_of_mounts:
            continue
        run = h.run or own
        for r in {run, h.job} - {""}:
            flows.setdefault(r, set()).update({h.flow} - {""})
        ins += [(run, h.hour, o, s) for o, s in h.ins]
        filled = frozenset(s for _, s in h.ins if s)
        for o, lot in h.outs:
            for target in {o, lot} - {""}:
                outs.append((run, h.hour, target, frozenset(), h, not h.job))
                if h.job:
                    outs.append((h.job, h.hour, target, filled, h, True))
    outs += list(inherited(told, outs, ins))
    for run, at, target, replaced, h, mountable in outs:
        continuous = flows[run] == {"continuous"}
        for r, hour, o, slot in ins:
            # a mount position is part of a slot's name; links of these plans have none
            if r == run and slot not in replaced and (not continuous or hour <= at):
                yield Way(o, hour, hour, target, at, continuous)
        if mountable:
            for o, slot, on, off in mounts([m for _, m in told if m.is_of_mounts], h):
                if on <= at < off and slot not in replaced:
                    yield Way(o, on, off - 0.5, target, at, continuous)


def mounts(happened: list[Happening], h: Happening) -> Iterator[tuple[str, str, int, float]]:
    """What was mounted where this came out: object, slot (with its position), from, until."""
    there: list[Happening] = []
    # Sorting keeps the order of the plan within an hour, which is that of the event ids.
    for m in sorted(happened, key=lambda one: one.hour):
        gone = [one for one in there if ends(m, one, there)]
        there = [one for one in there if one not in gone] + [m] * m.on
        yield from (found for one in gone for found in seen(one, m.hour, h))
    yield from (found for one in there for found in seen(one, float("inf"), h))


def seen(m: Happening, off: float, h: Happening) -> Iterator[tuple[str, str, int, float]]:
    """The mount, if it was at the machine and the place where this came out."""
    if m.equipment == h.equipment and (not m.place or not h.place or m.place == h.place):
        yield m.mount, m.slot + (f" {m.place}" if m.place else ""), m.hour, off


def ends(m: Happening, one: Happening, there: list[Happening]) -> bool:
    """Whether a happening ends a mount that was there until then."""
    if m.on and m.mount == one.mount and "/obj/" in m.mount:
        return True  # it is one thing, and now it is here
    if m.equipment != one.equipment:
        return False
    if m.clears:
        return m.slot in ("", one.slot) and m.place in ("", one.place)
    in_place = (m.slot, m.place) == (one.slot, one.place)
    named = bool(m.slot or m.place)
    if m.on:
        return in_place and (named or m.mount == one.mount)
    if m.mount != one.mount:
        return False
    mine = [t for t in there if (t.mount, t.equipment) == (m.mount, m.equipment)]
    if any((t.slot, t.place) == (m.slot, m.place) for t in mine):
        return in_place
    return not named or (len(mine) == 1 and one.hour < m.hour)


def reached(plan: list[Happening], origin: str) -> set[str]:
    """Everything the origin is in, by walking every path."""
    every = list(ways(plan))
    found, waiting = {(origin, float("-inf"))}, [(origin, float("-inf"))]
    while waiting:
        here, since = waiting.pop()
        for way in every:
            if way.source != here or way.closes < since:
                continue
            if way.continuous and way.at < since:
                continue
            step = (way.target, float(way.at))
            if step not in found:
                found.add(step)
                waiting.append(step)
    return {o for o, _ in found}


def objects_in(answer: trace.Trace) -> set[str]:
    return {n.uri for n in answer.nodes if n.kind != "run"}


def _tell(plan: list[Happening], order: list[int]) -> None:
    """Put the plan on record in this order, some of it twice, what is wrong with its correction."""
    events = [event_of(i, h) for i, h in enumerate(plan)]
    for turn, i in enumerate(order):
        if plan[i].wrong and turn % 2:
            record.capture(plants.withdrawn(events[i], 14))
        record.capture(events[i])
        if turn % 3 == 0:
            record.capture(events[i])
        if plan[i].wrong and not turn % 2:
            record.capture(plants.withdrawn(events[i], 14))


def _holds(plan: list[Happening], order: list[int]) -> None:
    _tell(plan, order)
    known = {o.uri: o for o in TraceableObject.objects.all()}
    ups = {uri: objects_in(trace.backward([o])) for uri, o in known.items()}
    for uri, obj in known.items():
        expected = reached(plan, uri)
        members = {o for h in plan if not h.wrong for o, lot in h.outs if lot == uri}
        down = objects_in(trace.forward([obj]))
        wanted = expected.union(*(reached(plan, m) for m in members))
        assert down == wanted, (uri, down ^ wanted)
        for other, up in ups.items():
            assert (uri in up) == (other in expected), (uri, other)
    assert rebuild.check() == []


@pytest.mark.usefixtures("committed_db")
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=st.lists(happenings(), min_size=5, max_size=10), data=st.data())
def test_any_plant_told_in_any_order_is_traced_as_by_hand(
    plan: list[Happening], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(plan))))
    note(f"order {order}")
    with transaction.atomic():
        _holds(plan, order)
        transaction.set_rollback(True)


def made(hour: int, equipment: str, place: str) -> Happening:
    """One of the units, made there and then from a lot."""
    return Happening(
        hour=hour,
        equipment=equipment,
        place=place,
        ins=((OBJECTS[0], ""),),
        outs=((f"{OBJECTS[3]}-{hour}-{equipment}-{place}", ""),),
        flow="continuous",
    )


EVERYWHERE = [made(h, e, p) for h in range(7) for e in ("E1", "E2") for p in ("", "L", "R")]
"""At every hour something comes out of every place of every machine."""


@pytest.mark.usefixtures("committed_db")
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(mount_stories(TOOLS), min_size=2, max_size=7), data=st.data())
def test_a_tool_is_in_what_came_out_where_it_was_by_hand(
    moves: list[Happening], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(moves))))
    with transaction.atomic():
        _tell(moves, order)
        record.capture_all([event_of(100 + i, h) for i, h in enumerate(EVERYWHERE)])
        known = {o.uri: o for o in TraceableObject.objects.all()}
        used = {tool: reached(moves + EVERYWHERE, tool) for tool in TOOLS if tool in known}
        for tool, expected in used.items():
            assert objects_in(trace.forward([known[tool]])) == expected
        asked = data.draw(st.lists(st.sampled_from(EVERYWHERE), min_size=2, max_size=2))
        for (uri, _), *_ in (h.outs for h in asked):
            tools = objects_in(trace.backward([known[uri]])) & set(TOOLS)
            assert tools == {tool for tool, units in used.items() if uri in units}
        assert rebuild.check() == []
        transaction.set_rollback(True)


@pytest.mark.long
@pytest.mark.usefixtures("committed_db")
@settings(
    max_examples=2000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=st.lists(happenings(), min_size=1, max_size=14), data=st.data())
def test_thousands_of_plants_told_in_any_order_are_traced_as_by_hand(
    plan: list[Happening], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(plan))))
    with transaction.atomic():
        _holds(plan, order)
        transaction.set_rollback(True)
