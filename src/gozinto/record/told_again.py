"""Events of the record with what they did, read again."""

from __future__ import annotations

from collections.abc import Collection

from gozinto.record import effects
from gozinto.record.models import Event
from gozinto.record.projections.rows import Placed
from gozinto.standards.epcis import jsonld


def told_at(positions: Collection[int]) -> list[Placed]:
    """The events at these places of the record, with what they did. One query."""
    if not positions:
        return []
    rows = Event.objects.filter(position__in=positions).order_by("position")
    return [placed_of(row) for row in rows]


def placed_of(row: Event) -> Placed:
    """An event of the record with what it did."""
    did = effects.of(jsonld.loads(row.document))
    return Placed(row.position, row.record_time, did, row.is_declaration, row.is_live)
