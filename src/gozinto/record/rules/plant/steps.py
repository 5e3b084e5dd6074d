"""Judges whether an object had been at the earlier steps of its routing when it was at a later one.

It had been at a step if it was made or looked at there; if its lot was, what it was made of, or
what it was before it was worked once more; or if something went in there to make it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known
from gozinto.record.effect_shapes import Effects
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant.run_facts import STANDS, rows
from gozinto.record.rules.shapes import Batch, Fault, Judged

_KIN = (
    "WITH RECURSIVE wanted AS (SELECT o.id, o.uri, o.item FROM gozinto_traceableobject o"
    # A lot that is known by its units was where they were; each of them is judged.
    " WHERE o.uri = ANY(%s) AND NOT EXISTS (SELECT 1 FROM gozinto_membership m"
    " WHERE m.lot_id = o.id" + STANDS.format("m") + ")), kin(root, id, item, is_same) AS ("
    " SELECT id, id, item, true FROM wanted UNION SELECT k.root, n.id, n.item, n.item = k.item"
    " FROM kin k CROSS JOIN LATERAL ("
    " SELECT o.id, o.item FROM gozinto_membership m"
    " JOIN gozinto_traceableobject o ON o.id = m.lot_id WHERE m.unit_id = k.id"
    + STANDS.format("m")
    + " UNION ALL SELECT o.id, o.item FROM gozinto_link l JOIN gozinto_link i"
    " ON i.run_id = l.run_id AND i.is_input JOIN gozinto_traceableobject o ON o.id = i.object_id"
    " WHERE l.object_id = k.id AND NOT l.is_input" + STANDS.format("l") + STANDS.format("i")
    + ") n WHERE k.is_same)"
)  # fmt: skip
_VISITS = _KIN + (
    " SELECT w.uri, v.at, e.event_id COLLATE \"C\", v.event_id, v.step, k.id = k.root"
    " FROM kin k JOIN wanted w ON w.id = k.root JOIN gozinto_visit v ON v.object_id = k.id"
    " JOIN gozinto_event e ON e.position = v.event_id WHERE true" + STANDS.format("v")
    + " UNION SELECT w.uri, i.at, '', i.event_id, x.step, false FROM kin k"
    " JOIN wanted w ON w.id = k.root JOIN gozinto_link l ON l.object_id = k.id AND NOT l.is_input"
    " JOIN gozinto_link i ON i.run_id = l.run_id AND i.is_input"
    " JOIN gozinto_runevent x ON x.event_id = i.event_id AND x.step <> ''"
    " WHERE k.is_same" + STANDS.format("l") + STANDS.format("i")
)  # fmt: skip
_HEIRS = (
    "WITH RECURSIVE heir(id, item, is_same) AS ("
    " SELECT o.id, o.item, true FROM gozinto_traceableobject o WHERE o.uri = ANY(%s)"
    " UNION SELECT n.id, n.item, n.item = h.item FROM heir h CROSS JOIN LATERAL ("
    " SELECT o.id, o.item FROM gozinto_membership m"
    " JOIN gozinto_traceableobject o ON o.id = m.unit_id WHERE m.lot_id = h.id"
    + STANDS.format("m")
    # Each run once, into which it may have gone a hundred times; and of what came out of that,
    # only what was at a step since, as only that can have missed one.
    + " UNION ALL SELECT o.id, o.item FROM (SELECT DISTINCT i.run_id FROM gozinto_link i"
    " WHERE i.object_id = h.id AND i.is_input" + STANDS.format("i") + ") r"
    " JOIN gozinto_link l ON l.run_id = r.run_id AND NOT l.is_input"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id"
    " WHERE (o.item = h.item OR EXISTS (SELECT 1 FROM gozinto_visit v"
    " WHERE v.object_id = o.id AND v.at >= %s))" + STANDS.format("l")
    + ") n WHERE h.is_same)"
    " SELECT DISTINCT o.uri FROM heir h JOIN gozinto_traceableobject o ON o.id = h.id"
    " WHERE EXISTS (SELECT 1 FROM gozinto_visit v WHERE v.object_id = h.id"
    " AND v.at >= %s)"
)  # fmt: skip

_VISITED_SINCE = "SELECT 1 FROM gozinto_visit v WHERE v.at >= %s AND v.event_id <> ALL(%s) LIMIT 1"


class _Visit(NamedTuple):
    """That an object (`is_own`), or what stands for it, was at a step; as they sort in time."""

    at: datetime
    event_id: str
    position: int
    step: str
    is_own: bool


class Steps:
    """The scope of routings; the key of what is judged is the object's URI."""

    name = "steps"

    def touched(self, one: Effects) -> Iterable[str]:
        """What was at a step, and what came of what went in at one."""
        found = {visit.object.uri for visit in one.visits}
        return found | {link.object.uri for link in one.links}

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these objects and of those that they stand for. At most three queries."""
        known = batch.known
        changed = (*batch.placed, *batch.withdrawn)
        begun = _begun(batch)
        routed = {uri for uri in subjects if uri not in begun and _may_skip(uri, known)}
        # Of what only went in, it matters to what came of it that it did.
        inputs = {link.object.uri for one in changed for link in one.effects.links if link.is_input}
        visited = {visit.object.uri for one in changed for visit in one.effects.visits}
        stands_for = (inputs | visited) if _has_routings(known) else set()
        heirs = _heirs(stands_for, changed) if stands_for else set()
        judged = routed | {uri for uri in heirs if _may_skip(uri, known)}
        visits: dict[str, list[_Visit]] = defaultdict(list)
        for uri, *told in rows(_VISITS, [sorted(judged)]) if judged else ():
            visits[uri].append(_Visit._make(told))
        faults = [fault for uri, some in visits.items() for fault in _skipped(uri, some, known)]
        return Judged(faults=faults, anew=judged)


def _heirs(of: Collection[str], changed: Sequence[Placed]) -> set[str]:
    """What came of these and was at a step at or after the first of these events.

    Almost every event is the last in time, and nothing was anywhere since.
    """
    first = min(one.effects.at for one in changed)
    if not rows(_VISITED_SINCE, [first, [one.position for one in changed]]):
        return set()
    return {uri for (uri,) in rows(_HEIRS, [sorted(of), first, first])}


def _begun(batch: Batch) -> set[str]:
    """What these events speak of for the first time, and only at the first step of its routing.

    It cannot have missed any step yet.
    """
    steps: dict[str, set[tuple[str, date]]] = defaultdict(set)
    for one in batch.placed:
        for visit in one.effects.visits:
            steps[visit.object.uri].add((visit.step, batch.known.day(one.effects.at)))
    new = {uri for uri in steps if batch.ids.objects.get(uri) in batch.ids.made}
    return {uri for uri in new if all(_is_first(uri, *at, batch.known) for at in steps[uri])}


def _is_first(uri: str, step: str, day: date, known: Known) -> bool:
    """Whether no step of its routing comes before this one."""
    material = known.material_of(identify(uri).item)
    routing = known.routing(material.code, on=day) if material else ()
    return step not in [one.step for one in routing[1:]]


def _has_routings(known: Known) -> bool:
    return any(_is_long(code, known) for code in known.materials)


def _may_skip(uri: str, known: Known) -> bool:
    """Whether its material has a routing of more than one step, in any revision."""
    material = known.material_of(identify(uri).item)
    return material is not None and _is_long(material.code, known)


def _is_long(code: str, known: Known) -> bool:
    return known.most_steps(code) > 1


def _skipped(uri: str, visits: Sequence[_Visit], known: Known) -> Iterator[Fault]:
    """Each of its own visits at which an earlier step was missing, whoever is told of first."""
    material = known.material_of(identify(uri).item)
    if material is None:
        return
    for visit in sorted(visits):
        if not visit.is_own:
            continue
        routing = known.routing(material.code, on=known.day(visit.at))
        here = next((step.sequence for step in routing if step.step == visit.step), None)
        if here is None:
            continue
        been = {one.step for one in visits if one.at <= visit.at}
        missing = [s.step for s in routing if s.sequence < here and s.step not in been]
        if missing:
            yield Fault(
                rule="step_skipped",
                subject=uri,
                position=visit.position,
                object=uri,
                value=missing[0],
                data={
                    "number": identify(uri).number,
                    "step": visit.step,
                    "missing": ", ".join(missing),
                },
            )
