"""Everything that happened to one object, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.glance import glance
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.facts import exchanges, places
from gozinto.trace.facts.events import note_number, party
from gozinto.trace.facts.places import Place
from gozinto.trace.reading import containers, measured, parts
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.measured import Measurement
from gozinto.trace.reading.moment import Moment, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in an object's life. `role`: epc, parent, child, input, output, removed or run.

    `allowed_by`: who allowed a concession. `measured`: what a machine told, on the object itself or
    (role "run") of the run it came out of.
    `container`: the number of the container it was in then. `partner`: the URI of the company on
    the other side. `document`: the number of the delivery note, `certificate`: of
    the supplier's certificate. `exchanged_with`: the URIs of what
    it was given for, or was given for it.
    """

    at: datetime
    event_id: str
    type: str
    role: str
    biz_step: str = ""
    disposition: str = ""
    equipment: str = ""
    step: str = ""
    person: str = ""
    quantity: Decimal | None = None
    uom: str = ""
    note: str = ""
    reason: str = ""
    result: str = ""
    inspection: str = ""
    allowed_by: str = ""
    location: str = ""
    container: str = ""
    partner: str = ""
    document: str = ""
    certificate: str = ""
    exchanged_with: tuple[str, ...] = ()
    measured: tuple[Measurement, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What happened to an object, oldest first, and where that left it; None: nothing says."""

    entries: tuple[Entry, ...]
    place: Place | None


_STORY = f"""
WITH story AS (
    SELECT i.object_id, o.uri, e.event_time, e.event_id, e.type, i.role, e.biz_step, e.disposition,
           i.quantity, i.uom, i.location, e.document, e.position
    FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id
    JOIN gozinto_traceableobject o ON o.id = i.object_id
    WHERE i.object_id = ANY(%(all)s) AND NOT (i.role = 'input' AND EXISTS (
            SELECT 1 FROM gozinto_involvement o
            WHERE o.event_id = i.event_id AND o.object_id = i.object_id AND o.role = 'output'))
        AND (i.object_id = %(own)s OR (
        i.role <> 'parent'
        AND EXISTS (
            SELECT 1
            FROM unnest(%(holders)s::bigint[], %(into)s::timestamptz[], %(out)s::timestamptz[])
                 AS stay (container, into_at, out_at)
            WHERE stay.container = i.object_id AND stay.into_at <= e.event_time
              AND (stay.out_at IS NULL OR e.event_time < stay.out_at))
        AND NOT EXISTS (
            SELECT 1 FROM gozinto_involvement mine
            WHERE mine.event_id = i.event_id AND mine.object_id = %(own)s)))
    ORDER BY e.event_time DESC, e.position DESC LIMIT %(limit)s
), of_runs AS (
    SELECT 0, '', e.event_time, e.event_id, e.type, 'run', e.biz_step, e.disposition,
           NULL::numeric, '', '', e.document, e.position
    FROM gozinto_event e WHERE e.position IN ({measured.OF_RUNS})
    ORDER BY e.event_time DESC, e.position DESC LIMIT %(limit)s
)
SELECT told.*, EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = told.position),
    (SELECT json_object_agg(b.id, b.number) FROM gozinto_traceableobject b
     WHERE b.id = ANY(%(holders)s::bigint[]))
FROM (SELECT * FROM story UNION ALL SELECT * FROM of_runs) told
ORDER BY told.event_time DESC, told.position DESC LIMIT %(limit)s
"""


def story(object: TraceableObject, *, limit: int = 500) -> list[Entry]:
    """The newest `limit` events this object took part in, oldest first; withdrawn ones marked.

    Shipments and receipts of a container count while the object was in it, and what machines told
    of the runs that it came out of. What went into a run and came out of it by the same event (a
    unit that was worked on) is told once, as `output`. Two queries.
    """
    stays = containers.around([object.id], moment=Moment())
    return [entry for entry, _ in _told(object, stays, limit)]


def life(object: TraceableObject, *, limit: int = 500) -> Life:
    """Its `story`, and where that left it. Four queries at most."""
    direct = containers.direct([object.id], moment=Moment())
    told = _told(object, containers.nested([object.id], stays=direct), limit)
    moves = parts.of([object.id, *(stay.container for stay in direct)], moment=Moment())
    found = places.of(
        {object.id: object},
        stays=direct,
        told=moves,
        events={
            position: glance(document)
            for entry, (position, document) in told
            if entry.biz_step == "shipping"
        },
    )
    return Life(entries=tuple(entry for entry, _ in told), place=found.get(object.id))


_Row = tuple[int, str]
"""The place of an event in the record, and its document."""


def _told(object: TraceableObject, stays: Sequence[Stay], limit: int) -> list[tuple[Entry, _Row]]:
    holders = [s.container for s in stays]
    found = rows(
        _STORY,
        {
            "all": [object.id, *holders],
            "own": object.id,
            "holders": holders,
            "into": [s.into for s in stays],
            "out": [s.out for s in stays],
            "limit": limit,
        },
    )
    return [(_entry(row, stays), (row[12], row[11])) for row in reversed(found)]


def _entry(row: tuple[Any, ...], stays: Sequence[Stay]) -> Entry:
    pk, uri, at, event_id, kind, role, step, disposition, quantity, uom, place, document = row[:12]
    gone, names = row[13], row[14] or {}
    numbers: Mapping[int, str] = {int(box): number for box, number in names.items()}
    event = jsonld.loads(document)
    context = Context.of(event)
    # A unit that comes in by itself has left its box, whether or not anybody unpacked it.
    held = [numbers[s.container] for s in stays if s.holds_at(at) and step != "receiving"]
    return Entry(
        at=at,
        event_id=event_id,
        type=kind,
        role=role,
        biz_step=step,
        disposition=disposition,
        equipment=context.equipment,
        step=context.step,
        person=context.person,
        quantity=quantity,
        uom=uom,
        note=context.note,
        reason=context.reason,
        result=context.result,
        inspection=context.inspection,
        allowed_by=context.allowed_by,
        location=place,
        container=numbers.get(pk) or (held[0] if held else ""),
        partner=party(event, incoming=step == "receiving"),
        document=note_number(event) or "",
        certificate=context.certificate,
        exchanged_with=exchanges.others(event, of=uri),
        measured=measured.of(event),
        withdrawn=gone,
    )
