"""Brute force, from the text of the design and from nothing else.

Every way one link can follow another is written down as a pair, input times output, without
any thrift; a question is then answered by walking the pairs. A presence stands once for each
output it meets. `until` is applied by rewriting the plant as it was known at that time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .plants import Plant

Hop = tuple[Any, ...]  # ("in", id) | ("out", id) | ("mount", id, run, id of the output it meets)


class Answer(NamedTuple):
    objects: set[int]
    runs: set[int]
    hops: set[Hop]
    depth_of_object: dict[int, int]
    depth_of_run: dict[int, int]
    first_hops: set[Hop]
    reached_by_hop: dict[Hop, set[int]]


def known_until(plant: Plant, until: int | None) -> Plant:
    if until is None:
        return plant
    return plant._replace(
        ins=tuple(i for i in plant.ins if not i.at > until),
        outs=tuple(o for o in plant.outs if not o.at > until),
        mounts=tuple(
            m if m.off is None or m.off <= until else m._replace(off=None)
            for m in plant.mounts
            if m.on <= until
        ),
    )


def heads(out: Any) -> set[int]:
    return {out.object} if out.lot is None else {out.object, out.lot}


def meets(mount: Any, out: Any) -> bool:
    if mount.run != out.run or out.at < mount.on:
        return False
    if mount.off is not None and out.at >= mount.off:
        return False
    if mount.slot is not None and mount.slot in out.replaces:
        return False
    for here, there in ((mount.position, out.position), (mount.equipment, out.equipment)):
        if "" not in (here, there) and here != there:
            return False
    return True


def reaches(plant: Plant, into: Any, out: Any) -> bool:
    if into.run != out.run:
        return False
    if into.slot is not None and into.slot in out.replaces:
        return False
    return into.run not in plant.lines or into.at <= out.at


def may_enter_from(plant: Plant, hop: Hop, arrival: int) -> bool:
    """Whether content that is in the object since `arrival` can go by this hop."""
    if hop[0] == "in":
        return next(i for i in plant.ins if i.id == hop[1]).at >= arrival
    mount = next(m for m in plant.mounts if (m.id, m.run) == hop[1:3])
    out = next(o for o in plant.outs if o.id == hop[3])
    there = mount.off is None or mount.off > arrival
    return there and (mount.run not in plant.lines or out.at >= arrival)


def all_hops(plant: Plant) -> dict[Hop, tuple[int, int, set[int]]]:
    """Each hop with its run, the object on its near side, and the objects on its far side."""
    hops: dict[Hop, tuple[int, int, set[int]]] = {}
    for i in plant.ins:
        hops["in", i.id] = (i.run, i.object, set())
    for o in plant.outs:
        hops["out", o.id] = (o.run, -1, heads(o))
        for m in plant.mounts:
            if meets(m, o):
                hops["mount", m.id, m.run, o.id] = (m.run, m.object, set())
    return hops


def pairs(plant: Plant) -> set[tuple[Hop, Hop]]:
    """Every hop with every hop that may come right after it."""
    found: set[tuple[Hop, Hop]] = set()
    hops = all_hops(plant)
    for out in plant.outs:
        found |= {(("in", i.id), ("out", out.id)) for i in plant.ins if reaches(plant, i, out)}
        for hop, (_, near, _) in hops.items():
            if hop[0] == "mount" and hop[3] == out.id:
                found.add((hop, ("out", out.id)))
            if near in heads(out) and may_enter_from(plant, hop, out.at):
                found.add((("out", out.id), hop))
    return found


def ask(
    plant: Plant, origins: Mapping[int, int | None], *, ahead: bool, until: int | None = None
) -> Answer:
    plant = known_until(plant, until)
    hops, follows = all_hops(plant), pairs(plant)
    if not ahead:
        follows = {(later, earlier) for earlier, later in follows}
    wave = {
        hop
        for hop, (_, near, far) in hops.items()
        for origin, time in origins.items()
        if (ahead and near == origin and (time is None or may_enter_from(plant, hop, time)))
        or (not ahead and origin in far and (time is None or out_time(plant, hop) <= time))
    }
    reached_by_hop = {hop: far if ahead else {near} for hop, (_, near, far) in hops.items()}
    answer = Answer(
        set(origins), set(), set(), dict.fromkeys(origins, 0), {}, set(wave), reached_by_hop
    )
    distance = 1
    while wave:
        answer.hops.update(wave)
        for hop in wave:
            run = hops[hop][0]
            crosses_into_run = (hop[0] != "out") == ahead
            if crosses_into_run:
                answer.runs.add(run)
                answer.depth_of_run.setdefault(run, distance)
            else:
                for node in reached_by_hop[hop]:
                    answer.objects.add(node)
                    answer.depth_of_object.setdefault(node, distance)
        wave = {later for earlier, later in follows if earlier in wave} - answer.hops
        distance += 1
    return answer


def out_time(plant: Plant, hop: Hop) -> int:
    return next(o for o in plant.outs if o.id == hop[1]).at
