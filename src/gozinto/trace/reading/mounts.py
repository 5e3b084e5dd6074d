"""What was mounted where, from when until when: pairs the mounts and unmounts on record.

A mount ends with its removal, with the next entry into its slot and position, or, for what is
named by instance (a mould, a bladder), with its mount anywhere else: it cannot be at two places.
Lots may be at many (docs/decisions/0006).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from gozinto.trace.reading.moment import Moment, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounted:
    """An object at a place of an equipment during [on, off); off None: still there.

    Each end is an instant with bounds. `cycles`: how many it had run when it was mounted.
    """

    id: int
    event: int
    object: int
    equipment: str
    slot: tuple[str, str, str]
    certainty: str
    cycles: int | None
    on: datetime
    on_earliest: datetime
    on_latest: datetime
    off: datetime | None = None
    off_earliest: datetime | None = None
    off_latest: datetime | None = None
    off_event: int | None = None

    @property
    def position(self) -> str:
        """The position within the equipment; "" reaches all of it."""
        return self.slot[2]

    def overlaps(self, first: datetime, last: datetime) -> bool:
        """Whether it was there at some moment of [first, last]."""
        return self.on <= last and (self.off is None or self.off > first)

    def may_overlap(self, first: datetime, last: datetime) -> bool:
        """Whether it may have been there at some moment of [first, last]."""
        return self.on_earliest <= last and (self.off_latest is None or self.off_latest >= first)


class _Told(NamedTuple):
    """A mount or an unmount; `object` None: an unmount of all that agrees with the named `slot`."""

    id: int
    event: int
    object: int | None
    is_lot: bool
    equipment: str
    slot: Sequence[str]
    is_on: bool
    cycles: int | None
    certainty: str
    at: datetime
    earliest: datetime
    latest: datetime


_AT_EQUIPMENT = (
    "m.equipment = ANY(%s)",
    # An asset that was mounted elsewhere has left, though nobody reported that it was taken off.
    "m.is_on AND t.kind <> 'lot' AND m.object_id IN"
    " (SELECT p.object_id FROM gozinto_mount p WHERE p.is_on AND p.equipment = ANY(%s))"
    " AND m.equipment <> ALL(%s)",
)


def at_equipment(equipment: Collection[str], *, moment: Moment) -> list[Mounted]:
    """Everything that was ever mounted at these equipments, oldest first. One query."""
    if not equipment:
        return []
    wanted = sorted(equipment)
    condition, values = moment.condition("m")
    told = _told(
        _AT_EQUIPMENT, condition, [wanted, *values, wanted, wanted, *values], union="UNION ALL"
    )
    return [one for one in _paired(told) if one.equipment in equipment]


_OF_OBJECTS = (
    # What is there, and where an asset went: for lots may be at many places.
    "m.object_id = ANY(%s) AND (m.equipment = ANY(%s) OR (m.is_on AND t.kind <> 'lot'))",
    # What was put in its place, or took everything off.
    "m.equipment = ANY(%s) AND (m.object_id IS NULL OR (m.is_on AND (m.equipment, m.slot) IN"
    " (SELECT p.equipment, p.slot FROM gozinto_mount p WHERE p.is_on AND p.object_id = ANY(%s)"
    " AND p.equipment = ANY(%s) AND (p.slot[2] <> '' OR p.slot[3] <> ''))))",
)


def of_objects(
    objects: Collection[int], *, equipment: Collection[str], moment: Moment
) -> list[Mounted]:
    """The mounts of these objects at these equipments, oldest first. One query.

    Of all else that was mounted there, only what could end one of them is read: a placer sees
    ten thousand reels for one stencil.
    """
    if not objects or not equipment:
        return []
    condition, values = moment.condition("m")
    ids, wanted = list(objects), sorted(equipment)
    told = _told(
        _OF_OBJECTS, condition, [ids, wanted, *values, wanted, ids, wanted, *values], union="UNION"
    )
    return [one for one in _paired(told) if one.equipment in equipment and one.object in objects]


def _told(
    parts: Sequence[str], condition: str, values: Sequence[Any], *, union: str
) -> Iterator[_Told]:
    """What the record tells of these mounts, in order of time."""
    # Each part has its own index; an OR of them would read the whole table.
    sql = f" {union} ".join(
        "SELECT m.id, m.event_id, m.object_id, coalesce(t.kind = 'lot', false), m.equipment,"
        " m.slot, m.is_on, m.cycles, m.certainty, m.at, m.earliest, m.latest,"
        ' e.event_id COLLATE "C", m.ordinal'
        " FROM gozinto_mount m JOIN gozinto_event e ON e.position = m.event_id"
        " LEFT JOIN gozinto_traceableobject t ON t.id = m.object_id"
        f" WHERE {part} AND {condition}"
        for part in parts
    )
    # Of what happened at one instant the greater event id is the later: no order of arrival is.
    found = rows(f"{sql} ORDER BY 10, 13, 14", values)
    return (_Told._make(row[: len(_Told._fields)]) for row in found)


def named(ids: Collection[int], *, moment: Moment) -> dict[int, Mounted]:
    """These mounts, each with its end. Two queries."""
    places = rows("SELECT equipment, object_id FROM gozinto_mount WHERE id = ANY(%s)", [list(ids)])
    found = of_objects(
        {obj for _, obj in places}, equipment={code for code, _ in places}, moment=moment
    )
    return {one.id: one for one in found if one.id in ids}


def assets_at(equipment: Collection[str]) -> dict[int, tuple[str, str]]:
    """The code and kind of every asset that was ever mounted at these, by object. One query."""
    found = rows(
        "SELECT o.id, a.code, a.kind FROM (SELECT DISTINCT m.object_id FROM gozinto_mount m"
        " WHERE m.is_on AND m.equipment = ANY(%s)) m"
        " JOIN gozinto_traceableobject o ON o.id = m.object_id"
        " JOIN gozinto_physicalasset a ON a.uri = o.uri",
        [sorted(equipment)],
    )
    return {pk: (code, kind) for pk, code, kind in found}


def equipment_of(objects: Collection[int], *, moment: Moment) -> set[str]:
    """The equipments at which any of these objects was mounted. One query."""
    condition, values = moment.condition("m")
    found = rows(
        f"SELECT DISTINCT m.equipment FROM gozinto_mount m WHERE m.object_id = ANY(%s)"
        f" AND {condition}",
        [list(objects), *values],
    )
    return {row[0] for row in found}


def _paired(found: Iterable[_Told]) -> list[Mounted]:
    """Every mount with its end, oldest first."""
    every: dict[int, Mounted] = {}
    standing = _Standing()
    for told in found:
        for before in standing.ended_by(told):
            standing.remove(before)
            every[before.id] = replace(
                before,
                off=told.at,
                off_earliest=told.earliest,
                off_latest=told.latest,
                off_event=told.event,
            )
        if told.is_on and told.object is not None:
            every[told.id] = _begun(told, told.object)
            standing.add(every[told.id])
    return list(every.values())


def _begun(told: _Told, obj: int) -> Mounted:
    step, name, position = told.slot
    return Mounted(
        id=told.id,
        event=told.event,
        object=obj,
        equipment=told.equipment,
        slot=(step, name, position),
        certainty=told.certainty,
        cycles=told.cycles,
        on=told.at,
        on_earliest=told.earliest,
        on_latest=told.latest,
    )


_Ones = dict[int, Mounted]


class _Standing:
    """What is mounted as the record is read: by its machine, by its place, by what it is."""

    def __init__(self) -> None:
        self._at_machine: dict[str, _Ones] = defaultdict(dict)
        self._in_place: dict[_Place, _Ones] = defaultdict(dict)
        self._of_object: dict[int, _Ones] = defaultdict(dict)

    def add(self, one: Mounted) -> None:
        """It is mounted from now on."""
        for ones in self._lists(one):
            ones[one.id] = one

    def remove(self, one: Mounted) -> None:
        """It is no longer mounted."""
        for ones in self._lists(one):
            del ones[one.id]

    def _lists(self, one: Mounted) -> tuple[_Ones, _Ones, _Ones]:
        return (
            self._at_machine[one.equipment],
            self._in_place[_place(one.equipment, one.slot, one.object)],
            self._of_object[one.object],
        )

    def ended_by(self, told: _Told) -> list[Mounted]:
        """The mounts that end with this one's beginning, or with this removal."""
        if told.object is None:
            ending = self._cleared(told)
        elif told.is_on:
            ending = self._followed(told, told.object)
        else:
            ending = self._taken_off(told, told.object)
        # What is only perhaps on record ends nothing that is certain.
        is_certain = told.certainty != "unknown"
        return [before for before in ending if is_certain or before.certainty == "unknown"]

    def _cleared(self, told: _Told) -> list[Mounted]:
        """What a removal of everything ends: all there, or what is at the place that it names."""
        return [
            before
            for before in self._at_machine[told.equipment].values()
            if all(
                not word or word == its for word, its in zip(told.slot, before.slot, strict=True)
            )
        ]

    def _followed(self, told: _Told, obj: int) -> list[Mounted]:
        """What an entry ends: what was in its place, and where an asset was before.

        The halves of a mould come by one event, and both stay.
        """
        ending = dict(self._in_place[_place(told.equipment, told.slot, obj)])
        if not told.is_lot:
            ending |= self._of_object[obj]
        return [before for before in ending.values() if before.event != told.event]

    def _taken_off(self, told: _Told, obj: int) -> list[Mounted]:
        """What a removal ends. One that names no slot, or another, still says it is gone."""
        there = self._in_place[_place(told.equipment, told.slot, obj)].values()
        exact = [before for before in there if before.object == obj]
        if exact:
            return exact
        here = [one for one in self._of_object[obj].values() if one.equipment == told.equipment]
        if not any(told.slot):
            return here
        # Mounted twice here and taken off a place it is not at: nobody knows which, so neither
        # ends. Nor does what was put elsewhere at this very instant: it is told from both ends.
        return here if len(here) == 1 and here[0].on < told.at else []


_Place = tuple[str, ...]


def _place(equipment: str, slot: Sequence[str], obj: int) -> _Place:
    """One thing at a time in a named slot; without a name, each thing has a place of its own."""
    _, name, position = slot
    return (equipment, *slot, "" if name or position else str(obj))
