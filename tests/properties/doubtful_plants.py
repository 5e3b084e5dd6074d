"""Small random plants of which the record is not sure, with few enough histories to try all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .histories import LAST, SURE, Happening, In, Mount, Out, Plant, Slot
from .plants import SLOTS

MOST_HISTORIES = 250

objects = st.integers(1, 6)
runs = st.integers(1, 4)
slots = st.sampled_from([None, None, *SLOTS])
places = st.sampled_from(["", "L", "R"])
certainties = st.sampled_from([*SURE, *SURE, "inferred", "unknown"])


@st.composite
def happenings(draw: st.DrawFn) -> dict[int, Happening]:
    """Events with bounds, as long as the histories stay few."""
    events, room = {}, MOST_HISTORIES
    for event in range(1, 1 + draw(st.integers(2, 7))):
        at = draw(st.integers(0, LAST))
        before, after = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        earliest, latest = max(0, at - before), min(LAST, at + after)
        if latest - earliest + 1 > room:
            earliest = latest = at
        room //= latest - earliest + 1
        events[event] = Happening(earliest, at, latest)
    return events


@st.composite
def plants(draw: st.DrawFn) -> Plant:
    """Anything into anything at any time, seldom doubtful, and little of it."""
    events = draw(happenings())
    event = st.sampled_from(sorted(events))
    replaced = st.frozensets(st.sampled_from(SLOTS), max_size=1)
    ins = draw(st.lists(st.tuples(objects, runs, event, slots, certainties), max_size=7))
    outs = draw(
        st.lists(
            st.tuples(
                objects,
                runs,
                event,
                replaced,
                st.booleans(),
                places,
                st.none() | objects,
                certainties,
            ),
            max_size=7,
        )
    )
    mounts = draw(
        st.lists(
            st.tuples(objects, runs, event, st.none() | event, slots, places, certainties),
            max_size=2,
        )
    )
    doubts = 3
    rows: list[tuple[Any, ...]] = []
    for row in (*ins, *outs, *mounts):
        is_doubtful = row[-1] not in SURE
        doubts -= is_doubtful
        rows.append((*row[:-1], "scanned") if is_doubtful and doubts < 0 else row)
    made = rows[len(ins) : len(ins) + len(outs)]
    return Plant(
        lines=draw(st.frozensets(runs)),
        events=events,
        ins=tuple(In(1 + i, *row) for i, row in enumerate(rows[: len(ins)])),
        outs=tuple(
            Out(101 + i, *row[:4], row[3] if row[4] and i == 0 else frozenset(), *row[5:])
            for i, row in enumerate(made)
        ),
        mounts=tuple(Mount(1 + i, *row) for i, row in enumerate(rows[len(ins) + len(outs) :])),
    )


@st.composite
def loops(draw: st.DrawFn) -> Plant:
    """Things that go in circles through runs whose events come back: one instant, passed twice."""
    events = draw(happenings())
    event = st.sampled_from(sorted(events))
    few, some = st.integers(1, 3), st.integers(1, 2)
    ins = draw(st.lists(st.tuples(few, some, event, slots), min_size=2, max_size=5))
    outs = draw(st.lists(st.tuples(few, some, event, st.booleans()), min_size=2, max_size=5))
    mounts = draw(st.lists(st.tuples(few, some, event, st.none() | event), max_size=2))
    return Plant(
        lines=draw(st.frozensets(some)),
        events=events,
        ins=tuple(In(1 + i, *row, "scanned") for i, row in enumerate(ins)),
        outs=tuple(
            Out(
                101 + i,
                *row[:3],
                frozenset(SLOTS if row[3] else ()),
                frozenset(),
                "",
                None,
                "scanned",
            )
            for i, row in enumerate(outs)
        ),
        mounts=tuple(Mount(1 + i, *row, None, "", "scanned") for i, row in enumerate(mounts)),
    )


@st.composite
def chains(draw: st.DrawFn) -> Plant:
    """One thing after the other through run after run, by few events: what ends of a chain say
    of one instant may be out of order though each step by itself is in order.
    """
    events = draw(happenings())
    event = st.sampled_from(sorted(events))
    length = draw(st.integers(2, 4))
    steps = range(1, 1 + length)
    mounted = draw(st.frozensets(st.sampled_from(steps), max_size=2))
    ins = [In(k, k, k, draw(event), None, "scanned") for k in steps if k not in mounted]
    outs = [
        Out(100 + k, k + 1, k, draw(event), frozenset(), frozenset(), "", None, "scanned")
        for k in steps
    ]
    mounts = [
        Mount(k, k, k, draw(event), draw(st.none() | event), None, "", "scanned") for k in mounted
    ]
    short_cuts = draw(st.lists(st.tuples(st.integers(1, 2), st.sampled_from(steps)), max_size=2))
    ins += [In(50 + i, *cut, draw(event), None, "scanned") for i, cut in enumerate(short_cuts)]
    lines = draw(st.sampled_from([frozenset(steps), frozenset(steps) - {2}, frozenset()]))
    return Plant(lines=lines, events=events, ins=tuple(ins), outs=tuple(outs), mounts=tuple(mounts))


@st.composite
def fillings(draw: st.DrawFn) -> Plant:
    """One run that fills slots, and units that fill them with what is their own, or perhaps do."""
    events = draw(happenings())
    event = st.sampled_from(sorted(events))
    ins = [
        In(i, i, 1, draw(event), draw(st.sampled_from([None, *SLOTS])), draw(certainties))
        for i in range(1, 3)
    ]
    outs = []
    for unit in range(4, 4 + draw(st.integers(1, 2))):
        own, filled = draw(event), draw(st.frozensets(st.sampled_from(SLOTS), min_size=1))
        perhaps = filled if draw(st.booleans()) else frozenset()
        outs.append(Out(100 + unit, unit, 1, own, filled, perhaps, "", None, "scanned"))
        outs.append(Out(200 + unit, unit, unit, own, frozenset(), frozenset(), "", None, "scanned"))
        ins.append(In(10 + unit, 3, unit, own, SLOTS[0], "scanned"))
    return Plant(
        lines=draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({1, 4, 5})])),
        events=events,
        ins=tuple(ins),
        outs=tuple(outs),
        mounts=(),
    )


@st.composite
def detours(draw: st.DrawFn) -> Plant:
    """Thing 1 gets into thing 3 at once or by way of thing 2, and 3 goes on into 4."""
    events = draw(happenings())
    event = st.sampled_from(sorted(events))
    ways = [(1, 1), (1, 2), (2, 1), (3, 3)]
    made = [(2, 2), (3, 1), (4, 3)]
    none: frozenset[Slot] = frozenset()
    return Plant(
        lines=frozenset({1, 2, 3}),
        events=events,
        ins=tuple(In(i, *way, draw(event), None, "scanned") for i, way in enumerate(ways)),
        outs=tuple(
            Out(100 + i, *out, draw(event), none, none, "", None, "scanned")
            for i, out in enumerate(made)
        ),
        mounts=(),
    )


small_plants = plants() | loops() | chains() | fillings() | detours()
