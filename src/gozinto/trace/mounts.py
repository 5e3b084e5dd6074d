"""What was mounted where, from when until when: pairs the mounts and unmounts on record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
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


def _paired(found: Iterable[_Row]) -> Iterator[Mounted]:
    """Off is its own event, or the next entry into the same slot and position."""
    open_: dict[tuple[str, ...], Mounted] = {}
    for pk, event, obj, equipment, slot, is_on, cycles, certainty, at, earliest, latest in found:
        step, name, position = slot
        key = (equipment, step, name, position, "" if name or position else str(obj))
        before = open_.get(key)
        if before is not None and (is_on or before.object == obj):
            yield _closed(before, at, earliest, latest)
            del open_[key]
        if is_on:
            open_[key] = Mounted(
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
    yield from open_.values()


def _closed(mounted: Mounted, at: datetime, earliest: datetime, latest: datetime) -> Mounted:
    return Mounted(
        id=mounted.id,
        event=mounted.event,
        object=mounted.object,
        equipment=mounted.equipment,
        slot=mounted.slot,
        certainty=mounted.certainty,
        cycles=mounted.cycles,
        on=mounted.on,
        on_earliest=mounted.on_earliest,
        on_latest=mounted.on_latest,
        off=at,
        off_earliest=earliest,
        off_latest=latest,
    )
