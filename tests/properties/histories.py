"""All consistent histories of a small plant, one by one, from the text of the design alone.

A history says for each event at which instant it was, for each link that is inferred or unknown
whether it is at all, for each slot that only doubtful links fill whether they filled it, and for
each presence whether it was still at work at the very instant of its end. In one history
everything is exact, and the walk is the plain one over pairs of links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any, NamedTuple

from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.memory import Memory

LAST = 7
SURE = ("scanned", "measured", "declared", "interval")
Slot = tuple[str, str, str]


class Happening(NamedTuple):
    earliest: int
    at: int
    latest: int


class In(NamedTuple):
    id: int
    object: int
    run: int
    event: int
    slot: Slot | None
    certainty: str


class Out(NamedTuple):
    id: int
    object: int
    run: int
    event: int
    replaces: frozenset[Slot]
    perhaps: frozenset[Slot]
    position: str
    lot: int | None
    certainty: str


class Mount(NamedTuple):
    id: int
    object: int
    run: int
    on: int
    off: int | None
    slot: Slot | None
    position: str
    certainty: str


class Plant(NamedTuple):
    lines: frozenset[int]
    events: Mapping[int, Happening]
    ins: tuple[In, ...]
    outs: tuple[Out, ...]
    mounts: tuple[Mount, ...]

    @property
    def objects(self) -> list[int]:
        lots = {out.lot for out in self.outs if out.lot is not None}
        return sorted({row.object for row in (*self.ins, *self.outs, *self.mounts)} | lots)


class History(NamedTuple):
    instants: Mapping[int, int]
    missing: frozenset[int]  # ids of links, and of mounts from 1000 on
    filled: frozenset[tuple[int, Slot]]
    closed: frozenset[int]


def histories(plant: Plant) -> Iterator[History]:
    """Every one of them; the first is what was recorded, with what is unknown left out."""
    yield recorded(plant)
    links: list[Any] = [*plant.ins, *plant.outs]
    doubtful = [row.id for row in links if row.certainty not in SURE]
    doubtful += [1000 + row.id for row in plant.mounts if row.certainty not in SURE]
    perhaps = [(row.id, slot) for row in plant.outs for slot in sorted(row.perhaps)]
    ending = [row.id for row in plant.mounts if row.off is not None]
    spans = [range(e.earliest, e.latest + 1) for e in plant.events.values()]
    for instants in product(*spans):
        for missing in subsets(doubtful):
            for filled in subsets(perhaps):
                for closed in subsets(ending):
                    yield History(
                        dict(zip(plant.events, instants, strict=True)), missing, filled, closed
                    )


def recorded(plant: Plant) -> History:
    links: list[Any] = [*plant.ins, *plant.outs]
    unknown = {row.id for row in links if row.certainty == "unknown"}
    unknown |= {1000 + row.id for row in plant.mounts if row.certainty == "unknown"}
    return History(
        {event: told.at for event, told in plant.events.items()},
        frozenset(unknown),
        frozenset((row.id, slot) for row in plant.outs for slot in row.perhaps),
        frozenset(),
    )


def subsets(things: list[Any]) -> Iterator[frozenset[Any]]:
    for kept in product((False, True), repeat=len(things)):
        yield frozenset(thing for thing, keep in zip(things, kept, strict=True) if keep)


class Way(NamedTuple):
    """From an object through a run to others, in one history."""

    object: int
    made: int
    heads: frozenset[int]
    until: int  # the last arrival at the object that still goes this way


def ways(plant: Plant, history: History) -> Iterator[Way]:
    return iter(reach_by_links(plant, history).values())


def reach_by_links(
    plant: Plant, history: History
) -> dict[tuple[tuple[str, int], tuple[str, int]], Way]:
    found = {}
    when = history.instants
    for out in plant.outs:
        if out.id in history.missing:
            continue
        made = when[out.event]
        heads = frozenset({out.object} if out.lot is None else {out.object, out.lot})
        gone = {s for s in out.replaces if s not in out.perhaps or (out.id, s) in history.filled}
        for row in plant.ins:
            if row.run != out.run or row.id in history.missing or row.slot in gone:
                continue
            if row.run not in plant.lines or when[row.event] <= made:
                found[("link", row.id), ("link", out.id)] = Way(
                    row.object, made, heads, when[row.event]
                )
        for mount in plant.mounts:
            if mount.run != out.run or 1000 + mount.id in history.missing or mount.slot in gone:
                continue
            if "" not in (mount.position, out.position) and mount.position != out.position:
                continue
            end = LAST + 1 if mount.off is None else when[mount.off]
            last = end if mount.id in history.closed else end - 1
            if when[mount.on] <= made <= last and when[mount.on] <= end:
                until = made if mount.run in plant.lines else last
                found[("mount", mount.id), ("link", out.id)] = Way(mount.object, made, heads, until)
    return found


def reached(plant: Plant, history: History) -> dict[int, frozenset[int]]:
    """For each object those that it is in, itself included."""
    found = list(ways(plant, history))
    by_object: dict[int, list[Way]] = {}
    for way in found:
        by_object.setdefault(way.object, []).append(way)
    onward = {
        way: [
            after
            for head in way.heads
            for after in by_object.get(head, ())
            if after.until >= way.made
        ]
        for way in found
    }
    answer = {}
    for one in plant.objects:
        wave = by_object.get(one, [])
        seen = set(wave)
        while wave:
            wave = [after for way in wave for after in onward[way] if after not in seen]
            seen.update(wave)
        answer[one] = frozenset({one}.union(*(way.heads for way in seen)))
    return answer


def surely_reached(plant: Plant) -> dict[int, frozenset[int]]:
    """Like `reached`, over ways and pairs of ways that stand in every history.

    That one event made a tool, and a unit with the tool at work, is not claimed: nothing does so.
    """
    happened = {("link", row.id): row.event for row in plant.outs}
    lines = {("link", row.id) for row in plant.outs if row.run in plant.lines}
    exact = {event for event, told in plant.events.items() if told.earliest == told.latest}
    each = [reach_by_links(plant, history) for history in histories(plant)]
    always = set.intersection(*(set(found) for found in each))
    after = {
        (one, other)
        for one in always
        for other in always
        if other[0][0] == "link"
        or happened[one[1]] != happened[other[1]]
        or happened[one[1]] in exact
        or other[1] not in lines
        if all(f[other].object in f[one].heads and f[one].made <= f[other].until for f in each)
    }
    answer = {}
    for thing in plant.objects:
        wave = {one for one in always if each[0][one].object == thing}
        seen = set(wave)
        while wave:
            wave = {other for one, other in after if one in wave} - seen
            seen |= wave
        answer[thing] = frozenset({thing}.union(*(each[0][one].heads for one in seen)))
    return answer


def walks(plant: Plant, history: History, path: list[tuple[str, int]]) -> bool:
    """Whether one goes this way in this history: into a run, out of it, into the next."""
    found = reach_by_links(plant, history)
    pairs = list(zip(path[::2], path[1::2], strict=True))
    if any(pair not in found for pair in pairs):
        return False
    steps = [found[pair] for pair in pairs]
    return all(
        later.object in before.heads and before.made <= later.until
        for before, later in pairwise(steps)
    )


def in_memory(plant: Plant, *, width: str = "possible") -> Memory:
    """The plant as the kernels read it; the source keeps what is unknown from recorded."""
    links = [
        Link(
            id=row.id,
            object=row.object,
            run=row.run,
            role="input",
            event=row.event,
            **times_of(plant, row.event),
            certainty=row.certainty,
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
            event=row.event,
            **times_of(plant, row.event),
            certainty=row.certainty,
            continuous=row.run in plant.lines,
            replaces=row.replaces,
            replaces_perhaps=row.perhaps,
            position=row.position,
            lot=row.lot,
        )
        for row in plant.outs
    ]
    presences = [presence(plant, row) for row in plant.mounts]
    if width != "recorded":
        return Memory(links, presences)
    return Memory(
        (link for link in links if link.certainty != "unknown"),
        (one for one in presences if one.certainty != "unknown"),
    )


def times_of(plant: Plant, event: int) -> dict[str, int]:
    return plant.events[event]._asdict()


def presence(plant: Plant, row: Mount) -> Presence:
    on, off = plant.events[row.on], None if row.off is None else plant.events[row.off]
    return Presence(
        id=row.id,
        object=row.object,
        run=row.run,
        on=on.at,
        on_earliest=on.earliest,
        on_latest=on.latest,
        on_event=row.on,
        off=off and off.at,
        off_earliest=off and off.earliest,
        off_latest=off and off.latest,
        off_event=row.off,
        certainty=row.certainty,
        continuous=row.run in plant.lines,
        slot=row.slot,
        position=row.position,
    )
