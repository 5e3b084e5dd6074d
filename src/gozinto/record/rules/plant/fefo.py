"""Judges whether what expires first was used first, of materials that have a shelf life.

Another lot counts against the one that was taken if it was on hand then, could be used, and was
to expire before. So what was told of a lot matters to every later use of its material.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known
from gozinto.record.effect_shapes import Effects, InvolvementEffect
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.standing import USES
from gozinto.record.rules.demands import INPUT
from gozinto.record.rules.plant.run_facts import STANDS, rows
from gozinto.record.rules.shapes import Batch, Fault, Judged

_LAST = (
    "LEFT JOIN LATERAL (SELECT i.{0} AS told FROM gozinto_involvement i"
    " JOIN gozinto_event e ON e.position = i.event_id WHERE i.object_id = {1}.id"
    " AND i.{0} {2} AND i.at <= w.at" + STANDS.format("i")
    + ' ORDER BY i.at DESC, e.event_id COLLATE "C" DESC LIMIT 1) {3} ON true '
)  # fmt: skip
"""What was told last of a lot until then: the column, the lot, that it says something, a name."""
_EARLIER = (
    "SELECT w.k, mine.told, c.uri, its.told, place.told, result.told"
    " FROM unnest(%s::int[], %s::text[], %s::text[], %s::timestamptz[]) AS w(k, uri, item, at)"
    " JOIN gozinto_traceableobject o ON o.uri = w.uri "
    + _LAST.format("expires_at", "o", "IS NOT NULL", "mine")
    + "JOIN gozinto_traceableobject c ON c.item = w.item AND c.kind = 'lot' AND c.id <> o.id"
    " LEFT JOIN gozinto_objectstate s ON s.object_id = c.id "
    + _LAST.format("expires_at", "c", "IS NOT NULL", "its")
    + _LAST.format("held", "c", "IS NOT NULL", "hold")
    + _LAST.format("location", "c", "<> ''", "place")
    + _LAST.format("result", "c", "<> ''", "result")
    # The states of what this transaction touches are not written yet.
    + "WHERE (c.id = ANY(%s) OR s.on_hand > 0 OR s.last_at > w.at)"
    " AND its.told < mine.told AND its.told >= w.at AND NOT coalesce(hold.told, false)"
    " AND 0 < (SELECT coalesce(sum(i.delta), 0) FROM gozinto_involvement i"
    " WHERE i.object_id = c.id AND i.at <= w.at" + STANDS.format("i") + ")"
    " ORDER BY w.k, its.told, c.uri"
)  # fmt: skip
_LATER_USES = (
    'SELECT DISTINCT i.event_id, e.event_id COLLATE "C", i.at, o.uri, w.item'
    " FROM unnest(%s::text[], %s::timestamptz[]) AS w(item, at)"
    " JOIN gozinto_traceableobject o ON o.item = w.item AND o.kind = 'lot'"
    " JOIN gozinto_involvement i ON i.object_id = o.id AND i.at >= w.at"
    " AND i.term IN ('consumed', 'shipped') JOIN gozinto_event e ON e.position = i.event_id"
    " WHERE i.event_id <> ALL(%s)" + STANDS.format("i")
)
_PASSED = frozenset(("accepted", "concession"))


class _Use(NamedTuple):
    """That part of a lot was used."""

    position: int
    event_id: str
    at: datetime
    uri: str
    item: str


class Fefo:
    """The scope of uses; the key of one is the event that used something."""

    name = "fefo"

    def touched(self, one: Effects) -> Iterable[str]:
        """An event that says anything of a lot."""
        return (one.event_id,) if any(d.object.is_class for d in one.involvements) else ()

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these uses, and of those for which they matter. At most two queries."""
        changed = (*batch.placed, *batch.withdrawn)
        told = [(one, did) for one in changed for did in _of_lots(one, batch.known)]
        if not told:
            return Judged()
        here = [one.position for one in changed]
        items = [identify(did.object.uri, is_class=True).item for _, did in told]
        later = [] if batch.is_again else _later(told, items, here)
        others = [_Use._make(row) for row in later]
        standing = {one.position for one in batch.placed}
        uses = [
            _Use(one.position, one.effects.event_id, one.effects.at, did.object.uri, item)
            for (one, did), item in zip(told, items, strict=True)
            if did.term in USES and one.position in standing
        ]
        perishing = [use for use in dict.fromkeys((*uses, *others)) if _may_expire(use, batch)]
        faults = _faults(perishing, batch)
        anew = {use.event_id for use in others}
        anew |= {one.effects.event_id for one in batch.withdrawn}
        if batch.is_again:
            anew |= set(subjects)
        return Judged(faults=list(faults), anew=anew)


def _may_expire(use: _Use, batch: Batch) -> bool:
    """Whether anything says when the lot expires, as far as its state is at hand."""
    state = batch.states.get(batch.ids.objects.get(use.uri, 0))
    return state is None or state.expires_at is not None


def _later(
    told: Sequence[tuple[Placed, InvolvementEffect]], items: Sequence[str], here: Sequence[int]
) -> list[tuple[Any, ...]]:
    """The uses of these materials since the first thing that was told of each."""
    since: dict[str, datetime] = {}
    for (one, _), item in zip(told, items, strict=True):
        since[item] = min(one.effects.at, since.get(item, one.effects.at))
    return rows(_LATER_USES, [list(since), list(since.values()), here])


def _of_lots(one: Placed, known: Known) -> Iterator[InvolvementEffect]:
    """What the event says of lots whose material has a shelf life.

    Auxiliaries stand opened at each machine: there nobody chooses among what the stores have.
    """
    for did in one.effects.involvements:
        if did.object.is_class:
            material = known.material_of(identify(did.object.uri, is_class=True).item)
            if material is None or material.kind == "auxiliary":
                continue
            if material.shelf_life_days is not None:
                yield did


def _faults(uses: Sequence[_Use], batch: Batch) -> Iterator[Fault]:
    if not uses:
        return
    asked = [
        list(range(len(uses))),
        [use.uri for use in uses],
        [use.item for use in uses],
        [use.at for use in uses],
        list(batch.states),
    ]
    quarantine = {
        place.uri for place in batch.known.locations.values() if place.kind == "quarantine"
    }
    judged: set[int] = set()
    day = batch.known.day
    for k, mine, other, its, place, result in rows(_EARLIER, asked):
        use = uses[k]
        mine, its = day(mine), day(its)
        if k in judged or its == mine or place in quarantine:
            continue  # among lots of one day nobody asks for the hour
        if not _is_released(other, result, use, batch):
            continue
        judged.add(k)
        yield Fault(
            rule="fefo_violated",
            subject=use.event_id,
            position=use.position,
            object=use.uri,
            value=other,
            data={
                "number": identify(use.uri).number,
                "expires": mine.isoformat(),
                "other": identify(other).number,
                "other_expires": its.isoformat(),
            },
        )


def _is_released(uri: str, result: str | None, use: _Use, batch: Batch) -> bool:
    """Whether the other lot might have been used instead."""
    if result:
        return result in _PASSED
    return not batch.demands.inspection(INPUT, uri, at=use.at, is_class=True)
