"""What was mounted where, from when until when: pairs the mounts and unmounts on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gozinto.trace.moment import Moment, rows


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

    @property
    def position(self) -> str:
        """The position within the equipment; "" reaches all of it."""
        return self.slot[2]

    def overlaps(self, first: datetime, last: datetime) -> bool:
        """Whether it was there at some moment of [first, last]."""
        return self.on <= last and (self.off is None or self.off > first)


_Row = tuple[int, int, int, str, list[str], bool, int | None, str, datetime, datetime, datetime]


def at_equipment(equipment: Collection[str], *, moment: Moment) -> list[Mounted]:
    """Everything that was ever mounted at these equipments, oldest first. One query."""
    if not equipment:
        return []
    condition, values = moment.condition("m")
    found = rows(
        "SELECT m.id, m.event_id, m.object_id, m.equipment, m.slot, m.is_on, m.cycles,"
        " m.certainty, m.at, m.earliest, m.latest FROM gozinto_mount m"
        f" WHERE m.equipment = ANY(%s) AND {condition} ORDER BY m.at, m.event_id, m.ordinal",
        [sorted(equipment), *values],
    )
    return list(_paired(found))


def equipment_of(objects: Collection[int], *, moment: Moment) -> set[str]:
    """The equipments at which any of these objects was mounted. One query."""
    condition, values = moment.condition("m")
    found = rows(
        f"SELECT DISTINCT m.equipment FROM gozinto_mount m WHERE m.object_id = ANY(%s)"
        f" AND {condition}",
        [list(objects), *values],
    )
    return {row[0] for row in found}


_Key = tuple[str, ...]


def _paired(found: Iterable[_Row]) -> Iterator[Mounted]:
    """Off is its own event, or the next entry into the same slot and position."""
    open_: dict[str, dict[_Key, list[Mounted]]] = defaultdict(lambda: defaultdict(list))
    for pk, event, obj, equipment, slot, is_on, cycles, certainty, at, earliest, latest in found:
        step, name, position = slot
        key = _key((step, name, position), obj)
        here = open_[equipment]
        ending = _followed(here[key], event) if is_on else _taken_off(here, key, obj)
        # What is only perhaps on record ends nothing that is certain.
        if certainty == "unknown":
            ending = [before for before in ending if before.certainty == "unknown"]
        for before in ending:
            here[_key(before.slot, before.object)].remove(before)
            yield replace(before, off=at, off_earliest=earliest, off_latest=latest)
        if is_on:
            here[key].append(
                Mounted(
                    id=pk,
                    event=event,
                    object=obj,
                    equipment=equipment,
                    slot=(step, name, position),
                    certainty=certainty,
                    cycles=cycles,
                    on=at,
                    on_earliest=earliest,
                    on_latest=latest,
                )
            )
    for places in open_.values():
        for there in places.values():
            yield from there


def _key(slot: tuple[str, str, str], obj: int) -> _Key:
    """One thing at a time in a named slot; without a name, each thing has a place of its own."""
    return (*slot, "" if slot[1] or slot[2] else str(obj))


def _followed(there: Sequence[Mounted], event: int) -> list[Mounted]:
    """What an entry into this slot ends; the halves of a mould come by one event, and both stay."""
    return [before for before in there if before.event != event]


def _taken_off(here: Mapping[_Key, Sequence[Mounted]], key: _Key, obj: int) -> list[Mounted]:
    """What a removal ends. One that names no slot, or another, still says the object is gone."""
    exact = [before for before in here.get(key, ()) if before.object == obj]
    if exact:
        return exact
    elsewhere = [before for there in here.values() for before in there if before.object == obj]
    names_a_slot = any(key[:3])
    # Mounted twice here and taken off a place it is not at: nobody knows which, so neither ends.
    return [] if names_a_slot and len(elsewhere) > 1 else elsewhere
