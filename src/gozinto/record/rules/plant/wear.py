"""How long a tool was at its place, how often it worked there, and when that was too often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from gozinto.plant.known.shapes import Asset


class Entry(NamedTuple):
    """A mount or a removal, as they sort in time; `object` None: a removal of all that agrees.

    `cycles`: how many the tool has behind it, where that was told.
    """

    at: datetime
    event_id: str
    ordinal: int
    position: int
    object: int | None
    equipment: str
    slot: tuple[str, ...]
    is_on: bool
    cycles: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A tool at a place of a machine during [on, off); off None: still there."""

    entry: Entry
    off: datetime | None
    cycles: int

    @property
    def on(self) -> datetime:
        """When it was mounted."""
        return self.entry.at

    @property
    def place(self) -> str:
        """The position at the machine; "" reaches all of it."""
        return self.entry.slot[2]


def stays(entries: Iterable[Entry], *, of: Iterable[int]) -> list[Stay]:
    """The stays of these tools that the entries tell, oldest first; entries in any order.

    What it had behind it is what was told as it was mounted, or else the last time before.
    """
    ordered = sorted(entries)
    wanted, told = set(of), dict[int, int]()
    found = []
    for index, entry in enumerate(ordered):
        if entry.object not in wanted:
            continue
        if entry.cycles is not None:
            told[entry.object] = entry.cycles
        if entry.is_on:
            off = next((late.at for late in ordered[index + 1 :] if _ends(late, entry)), None)
            found.append(Stay(entry=entry, off=off, cycles=told.get(entry.object, 0)))
    return found


def _ends(late: Entry, entry: Entry) -> bool:
    """Whether what came later took the tool off, took its place, or put it somewhere else."""
    here = late.equipment == entry.equipment
    if late.object is None:
        agrees = zip(late.slot, entry.slot, strict=True)
        return here and all(not word or word == its for word, its in agrees)
    if not late.is_on:
        return here and late.object == entry.object
    if late.position == entry.position:
        return False  # the halves of a mould come by one event, and both stay
    in_its_place = here and late.slot == entry.slot and any(entry.slot[1:])
    return in_its_place or late.object == entry.object


def last_day(asset: Asset) -> date | None:
    """The last day on which the tool may be used; None where nothing limits it."""
    if asset.in_service_on is None or asset.life_days is None:
        return None
    return asset.in_service_on + timedelta(days=asset.life_days)


def why_not_mounted(asset: Asset, stay: Stay, *, day: date) -> dict[str, str]:
    """Why the tool must not be mounted that day, as the rule's message has it; {} when it may."""
    if asset.cycle_limit is not None and stay.cycles >= asset.cycle_limit:
        return _worn("mounted", stay.cycles, asset.cycle_limit)
    return _too_old(asset, day)


def why_not_worked(asset: Asset, *, cycle: int, day: date) -> dict[str, str]:
    """Why the tool must not work that day, for the how manieth time; {} when it may."""
    if asset.cycle_limit is not None and cycle > asset.cycle_limit:
        return _worn("worked", cycle, asset.cycle_limit)
    return _too_old(asset, day)


def _worn(case: str, cycles: int, limit: int) -> dict[str, str]:
    return {"case": case, "cycles": str(cycles), "limit": str(limit)}


def _too_old(asset: Asset, day: date) -> dict[str, str]:
    end = last_day(asset)
    if end is not None and day > end:
        return {"case": "too_old", "until": end.isoformat()}
    return {}


def may_be_past(asset: Asset, stay: Stay, *, most: int | None, made: int, until: date) -> bool:
    """Whether anything of this stay can be at fault: then it is looked at piece by piece.

    `most`: the fewest cycles that anything allows it.
    """
    end = last_day(asset)
    worn = most is not None and stay.cycles + made > most
    return worn or (end is not None and until > end)


def numbered(times: Sequence[Worked], *, after: int) -> Iterator[tuple[int, Worked]]:
    """Each piece of work with the cycle of the tool that it was."""
    return enumerate(sorted(times), start=after + 1)


class Worked(NamedTuple):
    """An event that made something, as they sort in time; at which step."""

    at: datetime
    event_id: str
    position: int
    step: str
