"""Objects, runs and links of an answer in the words of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.reach import Reach
from gozinto.plant.models import TraceableObject
from gozinto.record.projections import states
from gozinto.trace.answer import Node, ShipmentFact, TraceLink
from gozinto.trace.facts.passages import RunFact
from gozinto.trace.facts.places import Place
from gozinto.trace.facts.shares import Shares
from gozinto.trace.reading.moment import Moment, from_micros, rows
from gozinto.trace.reading.source import RecordSource
from gozinto.trace.reading.things import State, Thing

_NOWHERE = Place()
_UNSEEN = State()


def listed(
    reach: Reach,
    *,
    origins: Mapping[int, Thing],
    objects: Mapping[int, Thing],
    runs: Mapping[int, RunFact],
    shipments: Iterable[ShipmentFact],
    shares: Shares,
    places: Mapping[int, Place],
    moment: Moment,
) -> tuple[Node, ...]:
    """All nodes, nearest first; the origins themselves first of all."""
    stood = _states(objects, moment=moment)
    shipped = {uri: s.at for s in shipments for uri in s.objects}
    found = [
        _object_node(
            obj,
            depth=reach.object_depth[pk],
            state=stood.get(pk, _UNSEEN),
            shipped_at=shipped.get(obj.uri),
            share=Decimal(1) if pk in origins else shares.get(pk),
            place=places.get(pk, _NOWHERE),
        )
        for pk, obj in objects.items()
    ]
    found += [
        _object_node(
            o,
            depth=0,
            state=_UNSEEN,
            shipped_at=None,
            share=Decimal(1),
            place=places.get(pk, _NOWHERE),
        )
        for pk, o in origins.items()
        if pk not in objects
    ]
    units = _units_of(reach, objects)
    found += [
        Node(
            uri=fact.uri,
            kind="run",
            number=f"{fact.number} · {units[run]}" if fact.is_own and run in units else fact.number,
            step=fact.step or None,
            equipment=fact.equipment or None,
            flow=None if fact.is_own else fact.flow,
            depth=reach.run_depth[run],
        )
        for run, fact in runs.items()
    ]
    return tuple(sorted(found, key=lambda n: (n.depth, n.kind == "run", n.number, n.uri)))


def links(
    reach: Reach,
    *,
    objects: Mapping[int, Thing],
    runs: Mapping[int, RunFact],
    source: RecordSource,
) -> tuple[TraceLink, ...]:
    """All links, oldest first; a serial's link stands for its lot once more where both count."""
    positions = {source.amounts[link.id].event for link in reach.links}
    positions |= {source.mounted[presence.id].event for presence in reach.presences}
    event_ids = dict(
        rows(
            "SELECT position, event_id FROM gozinto_event WHERE position = ANY(%s)",
            [list(positions)],
        )
    )
    found = [t for link in reach.links for t in _moments(link, objects, runs, source, event_ids)]
    found += [
        _presence(presence, objects, runs, event_ids[source.mounted[presence.id].event])
        for presence in reach.presences
        if presence.run in runs
    ]
    return tuple(sorted(found, key=lambda t: (t.earliest, t.event_id, t.role, t.from_, t.to)))


def _object_node(
    obj: Thing,
    *,
    depth: int,
    state: State,
    shipped_at: datetime | None,
    share: Decimal | None,
    place: Place,
) -> Node:
    status = state.status
    # What is held stays held on its way: that is what a reader has to know first.
    is_held = status == "unavailable"
    # What left of a lot is not what is still here; its own status tells of that.
    is_gone = shipped_at and obj.kind != TraceableObject.Kind.LOT and not is_held
    if shipped_at and is_gone and (state.status_at is None or shipped_at >= state.status_at):
        status = "in_transit"
    return Node(
        uri=obj.uri,
        kind=obj.kind,
        number=obj.number,
        material=obj.material or None,
        name=obj.name or None,
        depth=depth,
        first_at=state.first_at,
        status=status or None,
        location=place.location or None,
        destination=place.destination or None,
        share=share,
    )


def _states(objects: Mapping[int, Thing], *, moment: Moment) -> dict[int, State]:
    """How the objects stood; of the past, folded anew from what was told by then."""
    if moment.is_now:
        return {pk: obj.state for pk, obj in objects.items()}
    condition, values = moment.condition("i")
    told = rows(
        f"SELECT {states.TOLD} FROM gozinto_involvement i"
        " JOIN gozinto_event e ON e.position = i.event_id"
        f" WHERE i.object_id = ANY(%s) AND {condition} ORDER BY i.event_id, i.ordinal",
        [list(objects), *values],
    )
    return {
        pk: State.of(first_at=s.first_at, status=s.status, status_at=s.status_at, held=s.held)
        for pk, s in states.folded(objects, told).items()
    }


def _units_of(reach: Reach, objects: Mapping[int, Thing]) -> dict[int, str]:
    """The number of what a run put out, where it is one unit."""
    made: dict[int, set[str]] = {}
    for link in reach.links:
        if link.role == "output" and link.object in objects:
            made.setdefault(link.run, set()).add(objects[link.object].number)
    return {run: next(iter(numbers)) for run, numbers in made.items() if len(numbers) == 1}


def _moments(
    link: Link,
    objects: Mapping[int, Thing],
    runs: Mapping[int, RunFact],
    source: RecordSource,
    event_ids: Mapping[int, str],
) -> Iterator[TraceLink]:
    if link.run not in runs:
        return
    amount = source.amounts[link.id]
    run = runs[link.run].uri
    earliest = from_micros(link.earliest)
    latest = earliest if link.latest == link.earliest else from_micros(link.latest)
    heads = [link.object] if link.lot is None else [link.object, link.lot]
    for head in heads:
        if head not in objects:
            continue
        uri = objects[head].uri
        is_input = link.role == "input"
        yield TraceLink(
            from_=uri if is_input else run,
            to=run if is_input else uri,
            role=link.role,
            slot=_slot(link.slot),
            quantity=amount.quantity,
            uom=(amount.uom or "C62") if amount.quantity is not None else None,
            earliest=earliest,
            latest=latest,
            certainty=link.certainty,
            event_id=event_ids[amount.event],
        )


def _presence(
    presence: Presence,
    objects: Mapping[int, Thing],
    runs: Mapping[int, RunFact],
    event_id: str,
) -> TraceLink:
    return TraceLink(
        from_=objects[presence.object].uri,
        to=runs[presence.run].uri,
        role="input",
        slot=_slot(presence.slot),
        earliest=from_micros(presence.on_earliest),
        latest=None if presence.off_latest is None else from_micros(presence.off_latest),
        certainty=presence.certainty,
        event_id=event_id,
    )


def _slot(slot: tuple[str, str, str] | None) -> str | None:
    if slot is None:
        return None
    return " ".join(part for part in slot[1:] if part) or None
