"""One run for its page: what went in and came out, what was told of it, who worked on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gozinto.standards.epcis import jsonld
from gozinto.trace.reading import measured
from gozinto.trace.reading.measured import Measurement
from gozinto.trace.reading.moment import rows

MOST = 300
"""Objects of each side that are listed, the newest."""
MOST_TOLD = 200
"""Things told of a run that are listed, the newest."""
_MOST_EVENTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An object that went in or came out, all of it together; `slot`: step, name, position."""

    is_input: bool
    uri: str
    kind: str
    number: str
    item: str
    quantity: Decimal | None
    uom: str
    slot: tuple[str, ...]
    last_at: datetime
    is_held: bool
    status: str
    of_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """That somebody started, paused, went on with or ended it, or came or went."""

    activity: str
    at: datetime
    person: str
    equipment: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Somebody, the events that they told of it, and from when until when."""

    person: str
    role: str
    events: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """The inspections of what came out: how many had this result, and of which object the last."""

    control: str
    result: str
    number: int
    uri: str
    last: str
    last_at: datetime


_PASSED = """
SELECT g.run, g.is_input, o.uri, o.kind, o.number, o.item, g.quantity, g.uom, g.slot, g.last_at,
       coalesce(s.held, false), coalesce(s.status, ''), g.of_all
FROM (
    SELECT l.run, l.is_input, l.object_id, l.slot, l.uom, max(l.at) AS last_at,
           CASE WHEN bool_or(l.quantity IS NULL) THEN NULL ELSE sum(l.quantity) END AS quantity,
           count(*) OVER (PARTITION BY l.run, l.is_input) AS of_all,
           row_number() OVER (PARTITION BY l.run, l.is_input
                              ORDER BY max(l.at) DESC, l.object_id) AS nr
    FROM (
        SELECT asked.uri AS run, link.* FROM gozinto_run asked
        JOIN gozinto_link link ON link.run_id = asked.id
        WHERE asked.uri = ANY(%(runs)s)
        UNION
        -- What went into a unit of the job by an event of the unit's own.
        SELECT asked.uri, own.* FROM gozinto_run asked
        JOIN gozinto_runevent r ON r.run_id = asked.id AND r.is_membership
        JOIN gozinto_link own ON own.event_id = r.event_id AND own.is_input
        WHERE asked.uri = ANY(%(runs)s)
    ) l
    WHERE NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = l.event_id)
    GROUP BY l.run, l.is_input, l.object_id, l.slot, l.uom
) g JOIN gozinto_traceableobject o ON o.id = g.object_id
LEFT JOIN gozinto_objectstate s ON s.object_id = o.id
WHERE g.nr <= %(most)s ORDER BY g.is_input DESC, g.last_at DESC, o.number
"""
_TOLD = """
SELECT t.activity, t.at, t.person, t.equipment, t.event_id,
       CASE WHEN t.activity = 'measured' THEN e.document END
FROM (
    SELECT a.*, row_number() OVER (PARTITION BY a.activity = 'measured'
                                   ORDER BY a.at DESC, a.event_id DESC) AS nr
    FROM gozinto_activity a
    WHERE a.run_id = (SELECT id FROM gozinto_run WHERE uri = %(run)s)
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = a.event_id)
) t JOIN gozinto_event e ON e.position = t.event_id
WHERE t.nr <= CASE WHEN t.activity = 'measured' THEN %(events)s ELSE %(most)s END
ORDER BY t.at DESC, t.event_id DESC
"""
_WORKED = """
SELECT r.person, min(r.person_role), count(*), min(r.at), max(r.at) FROM gozinto_runevent r
WHERE r.run_id = (SELECT id FROM gozinto_run WHERE uri = %(run)s) AND r.person <> ''
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = r.event_id)
GROUP BY r.person ORDER BY min(r.at)
"""
_INSPECTED = """
SELECT i.inspection, i.result, count(*), (array_agg(o.uri ORDER BY i.at DESC))[1],
       (array_agg(o.number ORDER BY i.at DESC))[1], max(i.at)
FROM gozinto_involvement i JOIN gozinto_traceableobject o ON o.id = i.object_id
WHERE i.inspection <> '' AND i.object_id IN (
    SELECT unnest(ARRAY[l.object_id, l.lot_id]) FROM gozinto_link l
    WHERE l.run_id = (SELECT id FROM gozinto_run WHERE uri = %(run)s) AND NOT l.is_input)
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)
GROUP BY i.inspection, i.result ORDER BY max(i.at) DESC
"""


def passed(run: str) -> list[Passed]:
    """What went in and what came out, its units' own parts too, with how many there are of each
    side. One query."""
    return passed_each([run]).get(run, [])


def passed_each(runs: Sequence[str]) -> dict[str, list[Passed]]:
    """The same of each of many runs, by its URI. One query."""
    found: dict[str, list[Passed]] = {}
    for run, *row in rows(_PASSED, {"runs": list(runs), "most": MOST}):
        one = Passed(
            is_input=row[0],
            uri=row[1],
            kind=row[2],
            number=row[3],
            item=row[4],
            quantity=row[5],
            uom=row[6],
            slot=tuple(row[7] or ()),
            last_at=row[8],
            is_held=row[9],
            status=row[10],
            of_all=row[11],
        )
        found.setdefault(run, []).append(one)
    return found


def told(run: str) -> tuple[list[Told], list[Measurement]]:
    """What people did with it, the newest first; and what machines told of it in the newest
    events, oldest first. One query."""
    found = rows(_TOLD, {"run": run, "most": MOST_TOLD, "events": _MOST_EVENTS})
    done = [
        Told(activity=row[0], at=row[1], person=row[2], equipment=row[3], position=row[4])
        for row in found
        if row[5] is None
    ]
    documents = [row[5] for row in reversed(found) if row[5] is not None]
    return done, [one for text in documents for one in measured.of(jsonld.loads(text))]


def worked(run: str) -> list[Worked]:
    """Who worked on it, first comers first. One query."""
    return [
        Worked(person=row[0], role=row[1], events=row[2], first_at=row[3], last_at=row[4])
        for row in rows(_WORKED, {"run": run})
    ]


def inspected(run: str) -> list[Inspected]:
    """How what came out of it was judged, the last judged first. One query."""
    return [
        Inspected(
            control=row[0], result=row[1], number=row[2], uri=row[3], last=row[4], last_at=row[5]
        )
        for row in rows(_INSPECTED, {"run": run})
    ]
