"""Small random plants: what went in, what came out, what was mounted, in plain tuples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.memory import Memory

LAST = 7
SLOTS = (("build", "liner", ""), ("build", "belt", "1"))


class In(NamedTuple):
    id: int
    object: int
    run: int
    at: int
    slot: tuple[str, str, str] | None


class Out(NamedTuple):
    id: int
    object: int
    run: int
    at: int
    replaces: frozenset[tuple[str, str, str]]
    equipment: str
    position: str
    lot: int | None


class Mount(NamedTuple):
    id: int
    object: int
    run: int
    on: int
    off: int | None
    slot: tuple[str, str, str] | None
    equipment: str
    position: str


class Plant(NamedTuple):
    """Runs are continuous if they are among `lines`; all others are batches."""

    lines: frozenset[int]
    ins: tuple[In, ...]
    outs: tuple[Out, ...]
    mounts: tuple[Mount, ...]

    @property
    def objects(self) -> list[int]:
        lots = {out.lot for out in self.outs if out.lot is not None}
        return sorted({row.object for row in (*self.ins, *self.outs, *self.mounts)} | lots)


def in_memory(plant: Plant) -> Memory:
    """The plant as the kernels read it."""
    links = [
        Link(
            id=row.id,
            object=row.object,
            run=row.run,
            role="input",
            at=row.at,
            earliest=row.at,
            latest=row.at,
            continuous=row.run in plant.lines,
            slot=row.slot,
        )
        for row in plant.ins
    ]
    links += [
        Link(
            id=row.id,
            object=row.object,
            run=row.run,
            role="output",
            at=row.at,
            earliest=row.at,
            latest=row.at,
            continuous=row.run in plant.lines,
            replaces=row.replaces,
            equipment=row.equipment,
            position=row.position,
            lot=row.lot,
        )
        for row in plant.outs
    ]
    presences = [
        Presence(
            id=row.id,
            object=row.object,
            run=row.run,
            on=row.on,
            off=row.off,
            on_earliest=row.on,
            on_latest=row.on,
            off_earliest=row.off,
            off_latest=row.off,
            continuous=row.run in plant.lines,
            slot=row.slot,
            equipment=row.equipment,
            position=row.position,
        )
        for row in plant.mounts
    ]
    return Memory(links, presences)


times = st.integers(0, LAST)
# Objects and runs share small numbers on purpose: they are separate ranges.
objects = st.integers(1, 7)
runs = st.integers(1, 5)
slots = st.sampled_from([None, *SLOTS])
places = st.sampled_from(["", "L", "R"])
machines = st.sampled_from(["", "PRESS-1", "PRESS-2"])
replaced = st.frozensets(st.sampled_from(SLOTS))


def _numbered(rows: Sequence[tuple[object, ...]], kind: type, first: int) -> tuple:  # type: ignore[type-arg]
    return tuple(kind(first + index, *row) for index, row in enumerate(rows))


@st.composite
def tangles(draw: st.DrawFn) -> Plant:
    """Anything into anything at any time: splits, merges, cycles, self-links, equal times."""
    ins = draw(st.lists(st.tuples(objects, runs, times, slots), max_size=10))
    outs = draw(
        st.lists(
            st.tuples(objects, runs, times, replaced, machines, places, st.none() | objects),
            max_size=10,
        )
    )
    mounts = draw(
        st.lists(
            st.tuples(objects, runs, times, st.none() | times, slots, machines, places),
            max_size=4,
        )
    )
    return Plant(
        lines=draw(st.frozensets(runs)),
        ins=_numbered(ins, In, 1),
        outs=_numbered(outs, Out, 101),
        mounts=_numbered(mounts, Mount, 1),
    )


@st.composite
def shops(draw: st.DrawFn) -> Plant:
    """A mixer, a job that makes serials of one lot from scanned parts, changes of bladder, rework.

    Raw lots 1 and 2 go through the mixer (run 1) into lot 3, topped up; the job (run 2) takes
    lot 3 and a belt lot 4; serials 20… leave it as members of lot 10, some with belts of their
    own (runs 20…) in place of the job's; bladders 30 and 31 take turns; some go through rework
    (run 3) with solvent 5 and come out under the same number.
    """
    mixed, taken = draw(st.lists(times, min_size=1, max_size=3)), draw(times)
    ins = [In(i, 1 + i % 2, 1, draw(times), None) for i in range(1, 4)]
    outs = [Out(100 + i, 3, 1, at, frozenset(), "", "", None) for i, at in enumerate(mixed)]
    ins += [In(10, 3, 2, taken, SLOTS[0]), In(11, 4, 2, draw(times), SLOTS[1])]
    change = draw(times)
    mounts = [
        Mount(1, 30, 2, 0, change, None, "PRESS-1", "L"),
        Mount(2, 31, 2, change, draw(st.none() | times), None, "PRESS-1", "L"),
    ]
    for serial in range(20, 20 + draw(st.integers(1, 3))):
        at, own = draw(times), draw(st.booleans())
        covered = frozenset({SLOTS[1]}) if own and draw(st.booleans()) else frozenset()
        place = draw(places)
        outs.append(Out(200 + serial, serial, 2, at, covered, "PRESS-1", place, 10))
        if own:
            ins.append(In(20 + serial, 6, serial, draw(times), SLOTS[1]))
            outs.append(Out(300 + serial, serial, serial, at, frozenset(), "", "", None))
        if draw(st.booleans()):
            again = draw(times)
            ins.append(In(50 + serial, serial, 3, again, None))
            outs.append(Out(400 + serial, serial, 3, draw(times), frozenset(), "", "", None))
    ins.append(In(15, 5, 3, draw(times), None))
    lines = draw(st.frozensets(st.sampled_from([1, 2, 3, 20, 21])))
    return Plant(lines=lines, ins=tuple(ins), outs=tuple(outs), mounts=tuple(mounts))


@st.composite
def presses(draw: st.DrawFn) -> Plant:
    """One press where things come and go, some of them made or changed while they are on it."""
    thing = st.integers(1, 3)
    changes = st.tuples(thing, times)
    mounts = draw(
        st.lists(
            st.tuples(thing, st.just(1), times, st.none() | times, slots, st.just(""), places),
            min_size=1,
            max_size=3,
        )
    )
    parts = draw(st.lists(st.tuples(times, replaced, places), min_size=1, max_size=3))
    ins, outs = [], []
    for one, at in draw(st.lists(changes, max_size=3)):
        ins.append((4, 2, at, None))
        outs.append((one, 2, at, frozenset(), "", "", None))
    outs += [(5 + i, 1, at, gone, "", place, None) for i, (at, gone, place) in enumerate(parts)]
    return Plant(
        lines=draw(st.frozensets(st.sampled_from([1, 2]))),
        ins=_numbered(ins, In, 1),
        outs=_numbered(outs, Out, 101),
        mounts=_numbered(mounts, Mount, 1),
    )


plants = tangles() | shops() | presses()
