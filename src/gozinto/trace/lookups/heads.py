"""What the page of one object opens with: what it is, how it stands, and what waits on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from gozinto.plant.models import TraceableObject
from gozinto.record.findings import SIGNALS
from gozinto.record.models import FindingState
from gozinto.record.remarks import SETTLED
from gozinto.trace.reading.moment import rows

_COLUMNS = ("id", "uri", "kind", "number", "item")
_MOST_NAMES = 5
"""Other names of an object that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands now: `status` of what is still here, and how much of it is on hand."""

    status: str
    held: bool
    on_hand: Decimal
    uom: str
    expires_at: datetime | None
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An object and how it stands; None of what no event names.

    `names`: what else is printed on it; `open_findings`: how often it breaks a rule, which nobody
    settled or let pass; signals apart.
    """

    object: TraceableObject
    standing: Standing | None
    names: tuple[str, ...]
    open_findings: int


_HEAD = """
SELECT o.id, o.uri, o.kind, o.number, o.item, s.object_id IS NOT NULL,
       coalesce(s.status, ''), coalesce(s.held, false), coalesce(s.on_hand, 0),
       coalesce(s.uom, ''), s.expires_at, s.first_at, s.last_at,
       ARRAY(SELECT a.text FROM gozinto_alias a
             WHERE a.object_id = o.id AND a.text <> o.number ORDER BY a.id LIMIT %(names)s),
       (SELECT count(*) FROM gozinto_finding f
        WHERE f.object_id = o.id AND f.state = %(open)s AND NOT f.rule = ANY(%(signals)s)
          AND NOT EXISTS (
            SELECT 1 FROM gozinto_findingremark r
            WHERE r.kind = %(settled)s AND r.event_id = f.event_id AND r.scope = f.scope
              AND r.subject = f.subject AND r.rule = f.rule AND r.value = f.value
              AND r.data = f.data
              AND NOT EXISTS (SELECT 1 FROM gozinto_findingremark b WHERE b.reopens_id = r.id)))
FROM gozinto_traceableobject o LEFT JOIN gozinto_objectstate s ON s.object_id = o.id
WHERE o.uri = %(uri)s
"""


def head(uri: str) -> Head | None:
    """The object of exactly that URI; None where there is none. One query."""
    asked = {
        "names": _MOST_NAMES,
        "open": FindingState.OPEN.value,
        "signals": list(SIGNALS),
        "settled": SETTLED,
        "uri": uri,
    }
    for row in rows(_HEAD, asked):
        is_told, *standing, names, found = row[5:]
        status, held, on_hand, uom, expires_at, first_at, last_at = standing
        return Head(
            object=TraceableObject.from_db(connection.alias, _COLUMNS, row[:5]),
            standing=Standing(
                status=status,
                held=held,
                on_hand=on_hand,
                uom=uom,
                expires_at=expires_at,
                first_at=first_at,
                last_at=last_at,
            )
            if is_told
            else None,
            names=tuple(names),
            open_findings=found,
        )
    return None
