"""Where objects are: on their shelf, where their container is, or on the way to a customer."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis.glance import Glance, glance
from gozinto.trace.facts.events import party, ship_to
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.moment import rows
from gozinto.trace.reading.parts import Part
from gozinto.trace.reading.things import Thing

_MOVES = ("shipping", "receiving")
"""The steps by which a unit leaves a place or comes in."""


@dataclass(frozen=True, slots=True)
class Place:
    """`location`: the URI of where it is. `is_on_its_way`: it left, to `destination` if known.

    None of them: it came in, and nobody said where it was put.
    """

    location: str = ""
    is_on_its_way: bool = False
    destination: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """An event that says where an object is from then on; or that it left, or came in."""

    at: datetime
    event_id: str
    ordinal: int
    position: int
    location: str
    step: str

    @property
    def order(self) -> tuple[datetime, str, int]:
        """As the fold of the states has it: of one instant, the greater event id."""
        return self.at, self.event_id, self.ordinal


def of(
    objects: Mapping[int, Thing | TraceableObject],
    *,
    stays: Iterable[Stay],
    told: Iterable[Part],
    events: Mapping[int, Glance] | None = None,
) -> dict[int, Place]:
    """The places of these objects; one of which nothing was ever said is not in here.

    `stays`: their direct ones, and those of their containers; `told`: the parts of all of these;
    `events`: those that were read, by position. A lot may lie in many places and leave in parts:
    its place is where some of it was last put. One query at most.
    """
    lots = {pk for pk, obj in objects.items() if obj.kind == TraceableObject.Kind.LOT}
    held: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        held[stay.object].append(stay)
    for lot in lots:
        held.pop(lot, None)
    search = _Search(_said(told, lots=lots), held)
    found = {obj: said for obj in objects if (said := search.last(obj))}
    shipments = {said.position for said in found.values() if said.step == "shipping"}
    sent_to = _destinations(shipments, read=events or {})
    return {
        obj: Place(is_on_its_way=True, destination=sent_to[said.position])
        if said.step == "shipping"
        else Place(said.location)
        for obj, said in found.items()
    }


class _Search:
    """Looks for what was last said of an object, or of what held it."""

    def __init__(
        self, told: Mapping[int, list[_Said]], held: Mapping[int, Collection[Stay]]
    ) -> None:
        self._told = {obj: sorted(said, key=lambda one: one.order) for obj, said in told.items()}
        self._times = {obj: [one.at for one in said] for obj, said in self._told.items()}
        self._positions = {obj: {one.position for one in said} for obj, said in told.items()}
        self._held = held
        self._asking: set[int] = set()

    def last(self, obj: int, *, before: datetime | None = None) -> _Said | None:
        """The last that was said of an object, itself or in a container, before an instant.

        What is packed is where its container is, from then until it is taken out; and stays
        there until something else is said of it.
        """
        if obj in self._asking:
            return None  # two containers, each packed into the other
        self._asking.add(obj)
        said = self._said(obj, before)
        for stay in self._held.get(obj, ()):
            if before is not None and stay.into >= before:
                continue
            ends = [end for end in (stay.out, before, self._went_alone(stay)) if end is not None]
            there = self.last(stay.container, before=min(ends) if ends else None)
            if there is not None:
                said.append(_since(there, stay))
        self._asking.discard(obj)
        return max(said, key=lambda one: one.order, default=None)

    def _said(self, obj: int, before: datetime | None) -> list[_Said]:
        told = self._told.get(obj, [])
        end = len(told) if before is None else bisect_left(self._times.get(obj, []), before)
        return told[end - 1 : end] if end else []

    def _went_alone(self, stay: Stay) -> datetime | None:
        """When it first left or came in without its container: then it was no longer inside."""
        with_it = self._positions.get(stay.container, set())
        return next(
            (
                one.at
                for one in self._told.get(stay.object, ())
                if one.step and one.at > stay.into and one.position not in with_it
            ),
            None,
        )


def _since(there: _Said, stay: Stay) -> _Said:
    """What was said of a container, for what was packed into it: true from then on.

    Of that moment, what an event says of the object itself counts more.
    """
    return there if there.at > stay.into else replace(there, at=stay.into, event_id="")


def _said(told: Iterable[Part], *, lots: AbstractSet[int]) -> dict[int, list[_Said]]:
    """Every event that says where one of these is; of units also that it left or came in."""
    found: dict[int, list[_Said]] = defaultdict(list)
    for part in told:
        step = part.step if part.step in _MOVES and part.object not in lots else ""
        if part.location or step:
            found[part.object].append(
                _Said(part.at, part.event_id, part.ordinal, part.event, part.location, step)
            )
    return found


def _destinations(shipments: Collection[int], *, read: Mapping[int, Glance]) -> dict[int, str]:
    """Whom these shipments were sent to; "" where the event does not say."""
    found = {position: read[position] for position in shipments if position in read}
    if missing := [position for position in shipments if position not in read]:
        documents = rows(
            "SELECT position, document FROM gozinto_event WHERE position = ANY(%s)", [missing]
        )
        found |= {position: glance(document) for position, document in documents}
    return {
        position: party(event, incoming=False) or ship_to(event)
        for position, event in found.items()
    }
