"""Every event that names an object, as it was put on record: when, by whom, from where, and what
became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import NAMESPACE, Context
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment, rows

PER_PAGE = 100
_OF_OBJECT_ROW = ("id", "uri", "kind", "number", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetPass:
    """A rule that somebody let pass for the event."""

    code: str
    reason: str
    person: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One event on record. `is_live`: it was asked for as it happened, and rules could refuse it.

    `withdrawn_at` and `withdrawn_by`: when it was taken back, and the position of what did that;
    `takes_back`: it is such a declaration itself, and `why` says for what reason.
    """

    position: int
    event_id: str
    type: str
    action: str
    biz_step: str
    at: datetime
    recorded_at: datetime
    source: str
    source_seq: int | None
    is_live: bool
    person: str
    role: str
    station: str
    is_unproven: bool
    takes_back: bool
    why: str
    corrected_by: tuple[str, ...]
    withdrawn_at: datetime | None
    withdrawn_by: int | None
    let_pass: tuple[LetPass, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the events, the newest on record first; `before`: where older ones begin."""

    events: tuple[Audited, ...]
    before: int | None


_COLUMNS = """
e.position, e.event_id, e.type, e.action, e.biz_step, e.event_time, e.record_time, e.source,
e.source_seq, e.is_live, e.is_declaration, e.document, w.withdrawn_at, w.declaration_id,
(SELECT json_agg(json_build_object('code', o.code, 'reason', o.reason, 'person', o.person,
                                   'role', o.role) ORDER BY o.ordinal)
 FROM gozinto_overriderow o WHERE o.event_id = e.position)
"""
_OF_OBJECT = f"""
WITH named AS (SELECT DISTINCT i.event_id FROM gozinto_involvement i WHERE i.object_id = %(own)s),
told AS (SELECT event_id FROM named
         UNION SELECT w.declaration_id FROM named
         JOIN gozinto_withdrawal w ON w.event_id = named.event_id)
SELECT {_COLUMNS} FROM (SELECT event_id FROM told WHERE event_id < %(before)s
                        ORDER BY event_id DESC LIMIT %(limit)s) t
JOIN gozinto_event e ON e.position = t.event_id
LEFT JOIN gozinto_withdrawal w ON w.event_id = e.position
ORDER BY e.position DESC
"""
_ONE = f"""
SELECT {_COLUMNS} FROM gozinto_event e LEFT JOIN gozinto_withdrawal w ON w.event_id = e.position
WHERE e.position = %(position)s
"""
_LAST = 2**62


def audit(object: TraceableObject, *, before: int | None = None) -> Page:
    """The events that name it, and those that took them back; from a position downwards.

    One query.
    """
    asked = {"own": object.id, "before": before or _LAST, "limit": PER_PAGE + 1}
    found = [_audited(row) for row in rows(_OF_OBJECT, asked)]
    is_more = len(found) > PER_PAGE
    shown = found[:PER_PAGE]
    return Page(events=tuple(shown), before=shown[-1].position if is_more else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A container that it lay in, and from when until when; `out` None: it lies there still."""

    object: TraceableObject
    into: datetime
    out: datetime | None


def holders(object: TraceableObject, *, limit: int) -> list[Held]:
    """The containers that it lay in, and those that these lay in, the latest first. Two queries.

    What was done to one of them meanwhile was done to it too, by events that do not name it.
    """
    stays = containers.around([object.id], moment=Moment())
    latest = sorted(stays, key=lambda one: one.into, reverse=True)[:limit]
    found = TraceableObject.objects.in_bulk({one.container for one in latest})
    return [
        Held(object=found[one.container], into=one.into, out=one.out)
        for one in latest
        if one.container in found
    ]


def audited(position: int) -> Audited | None:
    """The event at that place of the record; None where there is none. One query."""
    return next(map(_audited, rows(_ONE, {"position": position})), None)


def _audited(row: tuple[Any, ...]) -> Audited:
    position, event_id, kind, action, step, at, recorded_at, source, seq, is_live = row[:10]
    takes_back, document, withdrawn_at, withdrawn_by, overrides = row[10:]
    event = jsonld.loads(document)
    context = Context.of(event)
    error = event.error_declaration if takes_back else None
    said = error.extensions if error else {}
    return Audited(
        position=position,
        event_id=event_id,
        type=kind,
        action=action,
        biz_step=step,
        at=at,
        recorded_at=recorded_at,
        source=source,
        source_seq=seq,
        is_live=is_live,
        person=str(said.get(NAMESPACE + "person", "")) if error else context.person,
        station=context.station,
        is_unproven=context.identity == "unproven",
        role="" if error else context.role,
        takes_back=takes_back,
        why=str(said.get(NAMESPACE + "reason", "")) if error else context.reason,
        corrected_by=tuple(error.corrective_event_ids) if error else (),
        withdrawn_at=withdrawn_at,
        withdrawn_by=withdrawn_by,
        let_pass=tuple(map(_let_pass, overrides or ())),
        document=document,
    )


def _let_pass(told: Mapping[str, str]) -> LetPass:
    return LetPass(
        code=told["code"], reason=told["reason"], person=told["person"], role=told["role"]
    )


_NAMED = """
SELECT o.id, o.uri, o.kind, o.number, o.item FROM gozinto_traceableobject o
WHERE o.id IN (SELECT i.object_id FROM gozinto_involvement i WHERE i.event_id = %(position)s)
ORDER BY o.number, o.uri LIMIT %(limit)s
"""


def named(position: int, *, limit: int) -> list[TraceableObject]:
    """The objects that the event at that place of the record names, by number. One query."""
    return [
        TraceableObject.from_db(connection.alias, _OF_OBJECT_ROW, row)
        for row in rows(_NAMED, {"position": position, "limit": limit})
    ]
