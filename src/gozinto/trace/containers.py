"""Which object was in which container, from when until when. Packing is no genealogy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from gozinto.trace.moment import Moment, rows

_DEEPEST = 8
"""Containers in containers: a piece in a box on a pallet in a load is four."""


@dataclass(frozen=True, slots=True)
class Stay:
    """An object in a container during [into, out); out None: still there."""

    object: int
    container: int
    into: datetime
    out: datetime | None
    quantity: Decimal
    uom: str

    def holds_at(self, at: datetime) -> bool:
        """Whether the object was inside at this instant."""
        return self.into <= at and (self.out is None or at < self.out)


def around(objects: Collection[int], *, moment: Moment) -> list[Stay]:
    """Every stay of these objects in a container, or in a container of containers."""
    stays = _stays("child_id", objects, moment=moment)
    found, level = list(stays), stays
    for _ in range(_DEEPEST):
        outer = defaultdict(list)
        for stay in _stays("child_id", {s.container for s in level}, moment=moment):
            outer[stay.object].append(stay)
        level = [n for s in level for o in outer[s.container] if (n := _nested(s, o))]
        if not level:
            break
        found += level
    return found


def inside(containers: Collection[int], *, moment: Moment) -> list[Stay]:
    """Every stay of anything in these containers, nested ones opened."""
    found: list[Stay] = []
    seen: set[int] = set()
    level = set(containers)
    for _ in range(_DEEPEST):
        seen |= level
        stays = _stays("parent_id", level, moment=moment)
        found += stays
        level = {s.object for s in stays} - seen
        if not level:
            break
    return found


def content(container: int, *, moment: Moment) -> list[Stay]:
    """What is in it at the moment asked for, else what was in it last; nested ones opened.

    Each stay is that of a lot or unit; containers within are opened and not listed.
    """
    stays: dict[int, list[Stay]] = defaultdict(list)
    for stay in inside([container], moment=moment):
        stays[stay.container].append(stay)
    found: list[Stay] = []
    level = [container]
    while level:
        holder = level.pop()
        here = stays.pop(holder, [])
        now = [s for s in here if s.out is None]
        if not now and here:
            last = max(s.out for s in here if s.out)
            now = [s for s in here if s.out == last]
        for stay in now:
            if stay.object in stays:
                level.append(stay.object)
            else:
                found.append(stay)
    return found


def _nested(stay: Stay, outer: Stay) -> Stay | None:
    into = max(stay.into, outer.into)
    outs = [o for o in (stay.out, outer.out) if o is not None]
    out = min(outs) if outs else None
    if out is not None and out <= into:
        return None
    return replace(stay, container=outer.container, into=into, out=out)


def _stays(column: str, ids: Collection[int], *, moment: Moment) -> list[Stay]:
    if not ids:
        return []
    condition, values = moment.condition("c")
    # An emptied container ends every stay in it, so rows without a child are read too.
    scope = (
        "c.parent_id = ANY(%s)"
        if column == "parent_id"
        else "(c.child_id = ANY(%s) OR (c.child_id IS NULL AND c.parent_id IN"
        " (SELECT p.parent_id FROM gozinto_containment p WHERE p.child_id = ANY(%s))))"
    )
    keys: list[Any] = [list(ids)] if column == "parent_id" else [list(ids), list(ids)]
    found = rows(
        "SELECT c.parent_id, c.child_id, c.is_in, c.at, c.quantity, c.uom,"
        " coalesce(t.kind = 'lot', false)"
        " FROM gozinto_containment c LEFT JOIN gozinto_traceableobject t ON t.id = c.child_id"
        f" WHERE {scope} AND {condition}"
        " ORDER BY c.at, c.event_id, c.ordinal",
        [*keys, *values],
    )
    return list(_paired(found))


def _paired(found: Iterable[tuple[Any, ...]]) -> Iterator[Stay]:
    """A unit is in one container at a time, so going into another ends the stay before.

    A lot may lie in many containers at once: its stay ends only where it is taken out.
    """
    open_: dict[tuple[int, int], Stay] = {}
    for parent, child, is_in, at, quantity, uom, is_lot in found:
        if child is None:
            ending = [key for key, stay in open_.items() if stay.container == parent]
        else:
            ending = [(child, parent if is_lot else 0)]
        for key in ending:
            before = open_.get(key)
            if before is not None and (is_in or before.container == parent):
                yield replace(open_.pop(key), out=at)
        if is_in:
            amount = Decimal(1) if quantity is None else quantity
            key = (child, parent if is_lot else 0)
            open_[key] = Stay(child, parent, at, None, amount, uom or "C62")
    yield from open_.values()
