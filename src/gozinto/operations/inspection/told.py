"""One inspection as it stands on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gozinto.errors import Unknown
from gozinto.record.models import Event, Involvement
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An inspection: of what (URI and number), when, its words, and whether it was taken back."""

    event_id: str
    at: datetime
    context: Context
    objects: tuple[tuple[str, str], ...]
    is_withdrawn: bool


def told_of(event_id: str) -> Told:
    """The inspection of that event. Two queries. Raises Unknown (unknown_event) where none is."""
    rows = Event.objects.filter(event_id=event_id, is_declaration=False)
    event = rows.select_related("withdrawal").first()
    context = Context.of(jsonld.loads(event.document)) if event else Context()
    if event is None or not context.inspection:
        raise Unknown(
            "There is no such inspection on record.", code="unknown_event", value=event_id[:200]
        )
    involved = Involvement.objects.filter(event=event).order_by("ordinal")
    return Told(
        event_id=event_id,
        at=event.event_time,
        context=context,
        objects=tuple(involved.values_list("object__uri", "object__number")[:200]),
        is_withdrawn=hasattr(event, "withdrawal"),
    )
