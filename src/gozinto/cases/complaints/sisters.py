"""The sisters of a unit: made of its lot, or in its place and shift; and how many came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gozinto.plant.models import TraceableObject

SHOWN = 50
"""Sisters that came back which are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A sister that came back: when, from whom (URI), and why."""

    uri: str
    number: str
    at: datetime
    dealer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sisters:
    """Those that share a lot, or a place and a shift, with a unit, without itself.

    `kind`: "lot" or "place"; `name`: of the lot, or machine and position; `since`, `until`: of
    the shift.
    """

    kind: str
    name: str
    uri: str
    total: int
    back: int
    came: tuple[Came, ...]
    since: datetime | None = None
    until: datetime | None = None


_STANDS = "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {}.event_id)"
_LOTS = f"""
SELECT 'lot', l.number, l.uri, array_agg(DISTINCT m.unit_id), NULL::timestamptz, NULL::timestamptz
FROM gozinto_membership mine
JOIN gozinto_traceableobject l ON l.id = mine.lot_id
JOIN gozinto_membership m ON m.lot_id = mine.lot_id AND m.unit_id <> mine.unit_id
WHERE mine.unit_id = %(unit)s AND {_STANDS.format("mine")} AND {_STANDS.format("m")}
GROUP BY l.id, l.number, l.uri
"""
# The place is the machine, and where in it, as the event of the making names them.
_PLACE = f"""
WITH made AS (
    SELECT i.at, e.document::jsonb->>'gozinto:equipment' AS machine,
           coalesce(e.document::jsonb->>'gozinto:position', '') AS position
    FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id
    WHERE i.object_id = %(unit)s AND i.term = 'produced' AND {_STANDS.format("i")}
    ORDER BY i.at LIMIT 1
), shift AS (
    SELECT s.starts_at, s.ends_at FROM gozinto_shift s, made
    WHERE s.starts_at <= made.at AND made.at < s.ends_at
    ORDER BY (s.calendar_id IS NULL), s.starts_at DESC LIMIT 1
)
SELECT 'place', concat_ws(' ', made.machine, nullif(made.position, '')), '',
       array_agg(DISTINCT i.object_id), shift.starts_at, shift.ends_at
FROM made CROSS JOIN shift
JOIN gozinto_runevent r ON r.equipment = made.machine AND r.makes
     AND r.at >= shift.starts_at AND r.at < shift.ends_at
JOIN gozinto_event e ON e.position = r.event_id
JOIN gozinto_involvement i ON i.event_id = r.event_id AND i.term = 'produced'
JOIN gozinto_traceableobject o ON o.id = i.object_id AND o.kind = 'serial'
WHERE made.machine <> '' AND i.object_id <> %(unit)s AND {_STANDS.format("r")}
  AND coalesce(e.document::jsonb->>'gozinto:position', '') = made.position
GROUP BY made.machine, made.position, shift.starts_at, shift.ends_at
"""
_CAME = f"""
SELECT DISTINCT ON (i.object_id) i.object_id, o.uri, o.number, i.at,
       coalesce((SELECT s.value->>'source' FROM
                 jsonb_array_elements(e.document::jsonb->'sourceList') AS s (value) LIMIT 1), ''),
       coalesce(e.document::jsonb->>'gozinto:reason', '')
FROM gozinto_involvement i
JOIN gozinto_event e ON e.position = i.event_id
JOIN gozinto_traceableobject o ON o.id = i.object_id
WHERE i.object_id = ANY(%(units)s) AND i.term = 'returned' AND {_STANDS.format("i")}
ORDER BY i.object_id, i.at DESC
"""


def of(unit: TraceableObject) -> tuple[Sisters, ...]:
    """Those of its lots, and those of its place in its shift. Two queries."""
    groups = _rows(f"({_LOTS}) UNION ALL ({_PLACE})", {"unit": unit.pk})
    everyone = sorted({pk for group in groups for pk in group[3]})
    back = {
        row[0]: Came(uri=row[1], number=row[2], at=row[3], dealer=row[4], reason=row[5])
        for row in _rows(_CAME, {"units": everyone})
    }
    return tuple(_sisters(group, back) for group in groups)


def _sisters(group: Sequence[Any], back: Mapping[int, Came]) -> Sisters:
    kind, name, uri, units, since, until = group
    came = sorted((back[pk] for pk in units if pk in back), key=lambda one: one.at, reverse=True)
    return Sisters(
        kind=kind,
        name=name,
        uri=uri,
        total=len(units),
        back=len(came),
        came=tuple(came[:SHOWN]),
        since=since,
        until=until,
    )


def _rows(sql: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())
