"""Objects are stopped, and freed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Unpack

from django.db import connection

from gozinto import record, trace
from gozinto.errors import Unknown
from gozinto.operations import things
from gozinto.operations.stamp import Stamp, build, capture, first_told, nth, put, repeated
from gozinto.operations.things import Listed, Thing, Things
from gozinto.plant.models import TraceableObject
from gozinto.record import Captured
from gozinto.standards.epcis.events import (
    Event,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
    TypedReference,
)

ROLE = "quality"
CHUNK = 5_000
"""Objects in one event of a hold of everything forward."""
HOLD_OF = "https://gozinto.example/ns/hold_of"
"""The kind of business transaction as which a hold names what it is forward of."""

Width = Literal["proven", "recorded", "possible"]


def hold(objects: Things, *, reason: str, recall: bool = False, **stamp: Unpack[Stamp]) -> Captured:
    """Stop lots, units, or containers with their content: nobody may use or ship them.

    It holds from this moment on, everywhere, until they are released. `recall`: they are called
    back, too. Raises Unknown or Ambiguous for a printed number.
    """
    listed = things.with_content(objects, at=first_told(stamp))
    return capture(ObjectEvent, stamp, role=ROLE, fields=_held(listed, reason, recall))


def hold_stock(
    named: Iterable[tuple[str, str]], *, reason: str, recall: bool = False, **stamp: Unpack[Stamp]
) -> Captured:
    """As `hold`, of many lots and units by URI and kind, all of them known to be on record."""
    listed = _listed(_Stopped(uri, kind) for uri, kind in named)
    return capture(ObjectEvent, stamp, role=ROLE, fields=_held(listed, reason, recall))


def release(
    objects: Things, *, reason: str, recall: bool = False, **stamp: Unpack[Stamp]
) -> Captured:
    """Free what was held; with a container its content. `recall`: it was called back, too.

    Raises Unknown or Ambiguous for a printed number.
    """
    listed = things.with_content(objects, at=first_told(stamp))
    return capture(ObjectEvent, stamp, role=ROLE, fields=_freed(listed, reason, recall))


def hold_forward(
    of: Thing | Sequence[Thing],
    *,
    reason: str,
    width: Width = "possible",
    recall: bool = False,
    **stamp: Unpack[Stamp],
) -> Captured:
    """Stop these things and everything that the record has forward of them now.

    `width`: what they are in "proven", as "recorded", or "possible" (design: a recall opens on
    possible). All of it is held in one transaction, 5,000 objects an event. Answers the last
    event, the ids of the others in its `beside`. Raises as `hold`.
    """
    before = repeated(stamp)
    if before:
        return before
    origins = _origins(of)
    record.flush()
    answer = trace.forward(origins, width=width)
    asked = [_Stopped(one.uri, one.kind) for one in origins]
    reached = [
        _Stopped(node.uri, node.kind)
        for node in answer.nodes
        if node.kind in TraceableObject.Kind.values
    ]
    found = list(dict.fromkeys((*asked, *reached)))
    documents = [TypedReference(type=HOLD_OF, value=one.uri) for one in origins]
    events: list[Event] = []
    for listed in _chunks(found):
        fields = _held(listed, reason, recall) | {"biz_transaction_list": tuple(documents)}
        events.append(build(ObjectEvent, nth(stamp, len(events)), role=ROLE, fields=fields))
    return put(events, stamp)


def release_forward(
    of: Thing | Sequence[Thing], *, reason: str, recall: bool = False, **stamp: Unpack[Stamp]
) -> Captured:
    """Free everything that is held because it is forward of these things.

    What was held for something else before or since stays held. One transaction, as
    `hold_forward`. Raises as `release`; Unknown (nothing_held) where nothing is held so.
    """
    before = repeated(stamp)
    if before:
        return before
    origins = _origins(of)
    record.flush()
    found = _held_for([one.uri for one in origins])
    if not found:
        named = ", ".join(one.number for one in origins)
        raise Unknown(
            f"Nothing is held any more for being forward of {named}.",
            code="nothing_held",
            next_step="Release what is held for another reason by its own number.",
        )
    events: list[Event] = []
    for listed in _chunks(found):
        fields = _freed(listed, reason, recall)
        events.append(build(ObjectEvent, nth(stamp, len(events)), role=ROLE, fields=fields))
    return put(events, stamp)


def _held(listed: Listed, reason: str, recall: bool) -> dict[str, object]:
    words = ("unavailable", "recalled") if recall else ("unavailable",)
    return _dispose(listed, "holding", PersistentDisposition(set=words), reason)


def _freed(listed: Listed, reason: str, recall: bool) -> dict[str, object]:
    words = ("unavailable", "recalled") if recall else ("unavailable",)
    return _dispose(listed, "storing", PersistentDisposition(unset=words), reason)


def _dispose(
    listed: Listed, step: str, disposition: PersistentDisposition, reason: str
) -> dict[str, object]:
    return {
        "action": "OBSERVE",
        "biz_step": step,
        "persistent_disposition": disposition,
        "epc_list": listed.epcs,
        "quantity_list": listed.quantities,
        "context": {"reason": reason},
    }


def _origins(of: Thing | Sequence[Thing]) -> list[TraceableObject]:
    many = [of] if isinstance(of, str | TraceableObject) else list(of)
    uris = things.uris_of(things.some(many))
    found = TraceableObject.objects.in_bulk(uris, field_name="uri")
    missing = sorted(set(uris) - found.keys())
    if missing:
        raise Unknown(f"Nothing on record goes by {missing[0]}.", value=missing[0])
    return [found[uri] for uri in dict.fromkeys(uris)]


class _Stopped(NamedTuple):
    """What is held or freed: its URI and kind."""

    uri: str
    kind: str


def _chunks(found: Sequence[_Stopped]) -> Iterable[Listed]:
    for begin in range(0, len(found), CHUNK):
        yield _listed(found[begin : begin + CHUNK])


def _listed(found: Iterable[_Stopped]) -> Listed:
    epcs: list[str] = []
    lots: list[QuantityElement] = []
    for one in found:
        if one.kind == TraceableObject.Kind.LOT:
            lots.append(QuantityElement(epc_class=one.uri))
        else:
            epcs.append(one.uri)
    return Listed(tuple(epcs), tuple(lots))


_HELD_FOR = """
WITH so AS (
    SELECT DISTINCT d.event_id, e.event_id AS name FROM gozinto_documentmention d
    JOIN gozinto_event e ON e.position = d.event_id
    WHERE d.kind = %(kind)s AND d.document = ANY(%(origins)s)
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = d.event_id)
)
SELECT o.uri, o.kind FROM so
JOIN gozinto_involvement i ON i.event_id = so.event_id AND i.held
JOIN gozinto_objectstate s
    ON s.object_id = i.object_id AND s.held AND s.held_event = so.name
JOIN gozinto_traceableobject o ON o.id = i.object_id
WHERE NOT coalesce((
    SELECT p.held FROM gozinto_involvement p
    WHERE p.object_id = i.object_id AND p.held IS NOT NULL AND p.at <= i.at
      AND p.event_id NOT IN (SELECT so.event_id FROM so)
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = p.event_id)
    ORDER BY p.at DESC, p.event_id DESC LIMIT 1), false)
ORDER BY o.id
"""


def _held_for(origins: Sequence[str]) -> list[_Stopped]:
    """What is held by a hold of everything forward of these, and by nothing before it."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_FOR, {"kind": HOLD_OF, "origins": list(origins)})
        return [_Stopped(*row) for row in cursor.fetchall()]
