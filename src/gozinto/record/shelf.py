"""What lies on the shelf of a material, in the order in which it is to be taken.

The first to expire is taken first, and of what never expires, or expires alike, the first that
came. The verb that proposes what to pick and the rule about what was picked read the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

_READ = """
SELECT o.id, o.uri, o.number, o.kind, p.code, s.on_hand, s.uom, s.expires_at, s.first_at, s.held,
    s.held AND coalesce(h.document::jsonb #> '{persistentDisposition,set}' ? 'recalled', false),
    s.location
FROM gozinto_material p
JOIN gozinto_traceableobject o ON o.item IN (p.code, p.gtin) AND o.kind <> 'container'
JOIN gozinto_objectstate s ON s.object_id = o.id AND s.on_hand > 0
LEFT JOIN gozinto_event h
    ON s.held AND h.event_id = s.held_event AND NOT h.is_declaration
WHERE p.code = ANY(%s)
ORDER BY s.expires_at NULLS LAST, s.first_at, o.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShelf:
    """A lot or unit that is here: how much of it in `uom`, until when, since when, and where.

    `location` is what was said of it by itself; what is in a container is where that is.
    """

    id: int
    uri: str
    number: str
    kind: str
    material: str
    on_hand: Decimal
    uom: str
    expires_at: datetime | None
    came_at: datetime | None
    is_held: bool
    is_recalled: bool
    location: str

    def hindrance(self, at: datetime) -> str:
        """Why it may not be taken at that time: "recalled", "held" or "expired"; "" if it may."""
        if self.is_recalled:
            return "recalled"
        if self.is_held:
            return "held"
        return "expired" if self.expires_at and self.expires_at < at else ""


def of(materials: Collection[str]) -> list[OnShelf]:
    """All that is here of these materials (codes), the first to be taken first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(materials)])
        return [OnShelf(**dict(zip(_FIELDS, row, strict=True))) for row in cursor.fetchall()]


_FIELDS = (
    *("id", "uri", "number", "kind", "material", "on_hand", "uom", "expires_at", "came_at"),
    *("is_held", "is_recalled", "location"),
)
