"""Everything that happened to one object, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.facts import exchanges
from gozinto.trace.facts.events import note_number, party
from gozinto.trace.reading import containers, measured
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.measured import Measurement
from gozinto.trace.reading.moment import Moment, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in an object's life. `role`: epc, parent, child, input, output, removed or run.

    `allowed_by`: who allowed a concession. `measured`: what a machine told, on the object itself or
    (role "run") of the run it came out of.
    `container`: the number of the container it was in then. `partner`: the URI of the company on
    the other side. `document`: the number of the delivery note. `exchanged_with`: the URIs of what
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
    exchanged_with: tuple[str, ...] = ()
    measured: tuple[Measurement, ...] = ()
    withdrawn: bool = False


_STORY = """
SELECT i.object_id, o.uri, e.event_time, e.event_id, e.type, i.role, e.biz_step, e.disposition,
       i.quantity, i.uom, i.location, e.document,
       EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
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
"""

_AT = """
SELECT 0, '', e.event_time, e.event_id, e.type, 'run', e.biz_step, e.disposition, NULL, '', '',
       e.document, EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
FROM gozinto_event e WHERE e.position = ANY(%s)
ORDER BY e.event_time DESC, e.position DESC LIMIT %s
"""


def story(object: TraceableObject, *, limit: int = 500) -> list[Entry]:
    """The newest `limit` events this object took part in, oldest first; withdrawn ones marked.

    Shipments and receipts of a container count while the object was in it, and what machines told
    of the runs that it came out of. What went into a run and came out of it by the same event (a
    unit that was worked on) is told once, as `output`.
    """
    stays = containers.around([object.id], moment=Moment())
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
    of_runs = rows(_AT, [measured.events_of_runs(object.id), limit])
    told = sorted([*found, *of_runs], key=lambda row: row[2], reverse=True)[:limit]
    numbers = dict(TraceableObject.objects.filter(id__in=holders).values_list("id", "number"))
    return [_entry(row, stays, numbers) for row in reversed(told)]


def _entry(row: tuple[Any, ...], stays: Sequence[Stay], numbers: Mapping[int, str]) -> Entry:
    pk, uri, at, event_id, kind, role, step, disposition, quantity, uom, place, document, gone = row
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
        exchanged_with=exchanges.others(event, of=uri),
        measured=measured.of(event),
        withdrawn=gone,
    )
