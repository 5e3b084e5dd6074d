"""One receipt for its page: the event, and how what came was judged since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gozinto.errors import Unknown
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context
from gozinto.trace.facts.events import note_number, party
from gozinto.trace.reading.moment import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An inspection of something that came."""

    uri: str
    number: str
    control: str
    result: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says beside what came. `orders`: URIs of what was ordered."""

    position: int
    event_id: str
    at: datetime
    supplier: str
    note: str
    supplier_lot: str
    certificate: str
    person: str
    location: str
    orders: tuple[str, ...]
    remark: str
    is_return: bool
    is_withdrawn: bool
    judged: tuple[Judged, ...]


_EVENT = """
SELECT e.position, e.event_time, e.disposition, e.document,
       EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = e.position)
FROM gozinto_event e
WHERE e.event_id = %(id)s AND NOT e.is_declaration AND e.biz_step = 'receiving'
"""
_JUDGED = """
SELECT o.uri, o.number, i.inspection, i.result, i.at
FROM gozinto_involvement i JOIN gozinto_traceableobject o ON o.id = i.object_id
WHERE i.inspection <> '' AND i.object_id IN (
    SELECT c.object_id FROM gozinto_involvement c WHERE c.event_id = %(position)s)
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)
ORDER BY i.at LIMIT 200
"""


def receipt(event_id: str) -> Receipt:
    """The receipt of that event. Two queries. Raises Unknown (unknown_receipt)."""
    found = rows(_EVENT, {"id": event_id})
    if not found:
        raise Unknown("There is no such receipt.", code="unknown_receipt", value=event_id[:80])
    ((position, at, disposition, document, is_withdrawn),) = found
    event = jsonld.loads(document)
    context = Context.of(event)
    place = event.biz_location or event.read_point
    return Receipt(
        position=position,
        event_id=event_id,
        at=at,
        supplier=party(event, incoming=True),
        note=note_number(event) or "",
        supplier_lot=context.supplier_lot,
        certificate=context.certificate,
        person=context.person,
        location=place.id if place else "",
        orders=tuple(
            one.value for one in event.biz_transaction_list if not one.type.endswith("desadv")
        ),
        remark=context.note,
        is_return=disposition.endswith("returned"),
        is_withdrawn=is_withdrawn,
        judged=tuple(
            Judged(uri=row[0], number=row[1], control=row[2], result=row[3], at=row[4])
            for row in rows(_JUDGED, {"position": position})
        ),
    )
